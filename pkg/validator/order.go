package validator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/schemas"
)

// Order is the order in which the schema of a kind of record lists the fields, for
// document.Format; not for several goroutines. The error is a programmer's: the
// schemas are embedded.
func Order(kind Kind) (document.Order, error) {
	o := &fieldOrder{files: map[string]any{}, known: map[string][]string{}}
	entries, err := schemas.FS.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("read the schemas: %w", err)
	}
	for _, e := range entries {
		text, err := schemas.FS.ReadFile(e.Name())
		if err == nil {
			o.files[e.Name()], err = readOrdered(json.NewDecoder(bytes.NewReader(text)))
		}
		if err != nil {
			return nil, fmt.Errorf("read the schema %s: %w", e.Name(), err)
		}
	}
	file := string(kind) + ".schema.json"
	return func(pointer string) []string { return o.fields(file, pointer) }, nil
}

// object is a JSON object whose names keep their order.
type object struct {
	names []string
	of    map[string]any
}

// readOrdered reads one JSON value: *object, []any or what encoding/json makes of a
// scalar.
func readOrdered(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := &object{of: map[string]any{}}
		for dec.More() {
			name, err := dec.Token()
			if err != nil {
				return nil, err
			}
			o.names = append(o.names, name.(string))
			if o.of[name.(string)], err = readOrdered(dec); err != nil {
				return nil, err
			}
		}
		_, err = dec.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			item, err := readOrdered(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err = dec.Token()
		return list, err
	}
	return token, nil
}

// fieldOrder remembers the answers: a catalogue has many files of one kind.
type fieldOrder struct {
	files map[string]any
	known map[string][]string // by file and pointer, list indexes as 0
}

// place is a schema object and the file in which its references start.
type place struct {
	file string
	body *object
}

func (o *fieldOrder) fields(file, pointer string) []string {
	tokens := document.Tokens(pointer)
	for i, token := range tokens {
		if _, err := strconv.Atoi(token); err == nil {
			tokens[i] = "0"
		}
	}
	key := strings.Join(append([]string{file}, tokens...), "\x00")
	if names, ok := o.known[key]; ok {
		return names
	}
	root, _ := o.files[file].(*object)
	here := o.expanded(place{file, root}, nil)
	for _, token := range tokens {
		here = o.below(here, token)
	}
	var names []string
	for _, p := range here {
		properties, _ := p.body.of["properties"].(*object)
		if properties == nil {
			continue
		}
		for _, name := range properties.names {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	o.known[key] = names
	return names
}

// expanded are a schema and all that apply to the same value, each once.
func (o *fieldOrder) expanded(p place, seen []place) []place {
	if p.body == nil || slices.Contains(seen, p) {
		return seen
	}
	seen = append(seen, p)
	if ref, ok := p.body.of["$ref"].(string); ok {
		seen = o.expanded(o.resolve(p.file, ref), seen)
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf", "then", "else"} {
		branches, _ := p.body.of[keyword].([]any)
		if branches == nil {
			branches = []any{p.body.of[keyword]}
		}
		for _, b := range branches {
			body, _ := b.(*object)
			seen = o.expanded(place{p.file, body}, seen)
		}
	}
	return seen
}

// below are the schemas of a field or of the items of a list.
func (o *fieldOrder) below(here []place, token string) []place {
	var next []place
	for _, p := range here {
		properties, _ := p.body.of["properties"].(*object)
		var body *object
		if properties != nil {
			body, _ = properties.of[token].(*object)
		}
		for _, keyword := range []string{"additionalProperties", "items"} {
			if body == nil {
				body, _ = p.body.of[keyword].(*object)
			}
		}
		next = o.expanded(place{p.file, body}, next)
	}
	return next
}

// resolve follows a reference such as common.schema.json#/$defs/text.
func (o *fieldOrder) resolve(file, ref string) place {
	address, pointer, _ := strings.Cut(strings.TrimPrefix(ref, schemas.Base), "#")
	if address != "" {
		file = address
	}
	here, _ := o.files[file].(*object)
	for _, token := range document.Tokens(pointer) {
		if here == nil {
			break
		}
		here, _ = here.of[token].(*object)
	}
	return place{file, here}
}
