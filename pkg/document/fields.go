package document

import (
	"errors"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// fieldsOf are the types of a struct's fields by their names in YAML, for each struct
// that was asked about.
type fieldsOf map[reflect.Type]map[string]reflect.Type

// knows reports whether a type has all the fields that a value names, so that yaml.v3
// would decode it as strictly without KnownFields, which it does not offer for nodes.
// False also means that it cannot be told.
func (f fieldsOf) knows(t reflect.Type, n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return true // it names no field
	}
	if reads, ok := reflect.New(t).Interface().(selfReading); ok {
		return f.readsItself(reads, n)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return f.knows(t.Elem(), n)
	case reflect.Struct, reflect.Map:
		return n.Kind != yaml.MappingNode || f.knowsEach(t, n)
	case reflect.Slice:
		if n.Kind == yaml.SequenceNode {
			for _, item := range n.Content {
				if !f.knows(t.Elem(), item) {
					return false
				}
			}
		}
	}
	return true
}

// knowsEach is knows for the fields of a struct or a map.
func (f fieldsOf) knowsEach(t reflect.Type, n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		inner, ok := t, true
		if t.Kind() == reflect.Map {
			inner = t.Elem()
		} else if inner, ok = f.of(t)[n.Content[i].Value]; !ok {
			return false
		}
		if !f.knows(inner, n.Content[i+1]) {
			return false
		}
	}
	return true
}

// of are the fields of a struct. One with fields that are not its own has none here.
func (f fieldsOf) of(t reflect.Type) map[string]reflect.Type {
	if fields, ok := f[t]; ok {
		return fields
	}
	fields := make(map[string]reflect.Type, t.NumField())
	f[t] = fields
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("yaml")
		if tag == "" || strings.Contains(tag, ",inline") {
			clear(fields)
			break
		}
		if name, _, _ := strings.Cut(tag, ","); name != "-" {
			fields[name] = t.Field(i).Type
		}
	}
	return fields
}

// selfReading is a type that says itself what it is read from.
type selfReading interface {
	UnmarshalYAML(unmarshal func(any) error) error
}

// errUnknownField ends the reading of a type that reads itself.
var errUnknownField = errors.New("a field that the struct does not have")

func (f fieldsOf) readsItself(v selfReading, n *yaml.Node) bool {
	return v.UnmarshalYAML(func(part any) error {
		if !f.knows(reflect.TypeOf(part).Elem(), n) {
			return errUnknownField
		}
		return n.Decode(part)
	}) == nil
}
