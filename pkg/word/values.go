package word

import (
	"reflect"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The values of a document are structs. A field with the tag `word:"name"` is what the
// place-holder {{name}} says: a string, or with {{#name}} … {{/name}} a bool or a string
// that decides whether what is between is there, or a slice of structs for each of which
// it is. Embedded structs are read through.

// tag is the key of the tags.
const tag = "word"

// fields are the place-holders of a type, with where their values are.
func fields(t reflect.Type) map[string][]int {
	all := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		if name := f.Tag.Get(tag); name != "" {
			all[name] = f.Index
		}
	}
	return all
}

// Names are all place-holders that values have, those of lists behind the list's name
// and a dot, sorted.
func Names(values any) []string {
	names := namesOf(reflect.TypeOf(values), "")
	slices.Sort(names)
	return names
}

func namesOf(t reflect.Type, before string) (names []string) {
	for name, index := range fields(t) {
		names = append(names, before+name)
		if of := t.FieldByIndex(index).Type; of.Kind() == reflect.Slice {
			names = append(names, namesOf(of.Elem(), before+name+".")...)
		}
	}
	return names
}

// vocabulary are the place-holders of types, as far as they were asked for.
type vocabulary map[reflect.Type]map[string][]int

func (v vocabulary) of(t reflect.Type) map[string][]int {
	known := v[t]
	if known == nil {
		known = fields(t)
		v[t] = known
	}
	return known
}

// judge refuses place-holders that the values do not have, wherever they stand.
type judge struct {
	part string
	vocabulary
}

// maxNested is how deep lists may stand in each other.
const maxNested = 8

// known reports the type of what a place-holder stands for: of the innermost of the
// structs that have it.
func (j judge) known(scopes []reflect.Type, name string) (reflect.Type, bool) {
	for _, t := range slices.Backward(scopes) {
		if index, ok := j.of(t)[name]; ok {
			return t.FieldByIndex(index).Type, true
		}
	}
	return nil, false
}

func (j judge) element(n *node, scopes []reflect.Type) error {
	if err := j.texts(n, scopes); err != nil {
		return err
	}
	kids := n.kids
	if m := n.mark; m != nil {
		inner, err := j.mark(m, scopes)
		if err != nil {
			return err
		}
		kids, scopes = m.kids, inner
	}
	for _, k := range kids {
		if err := j.element(k, scopes); err != nil {
			return err
		}
	}
	return nil
}

// mark judges a place-holder, and gives the structs that count in it.
func (j judge) mark(m *mark, scopes []reflect.Type) ([]reflect.Type, error) {
	of, ok := j.known(scopes, m.name)
	switch {
	case !ok, of.Kind() == reflect.Bool && m.kind == '=':
		return nil, j.unknown(m.String(), scopes)
	case of.Kind() != reflect.Slice || m.kind == '^':
		return scopes, nil
	case m.kind == '=':
		return nil, &finding.Fault{
			Message: finding.Say("%s: %s is a list", j.part, m),
			Hint:    finding.Say("write {{#%s}} … {{/%s}} around what is there for each of it", m.name, m.name),
		}
	case len(scopes) >= maxNested:
		return nil, fault(finding.Say("the part %s is out of all proportion", j.part))
	}
	return append(slices.Clip(scopes), of.Elem()), nil
}

// texts judges what is no paragraph: attributes, instructions of fields, properties of
// the document.
func (j judge) texts(n *node, scopes []reflect.Type) error {
	said := []string{n.text}
	for _, a := range n.attrs {
		said = append(said, a.Value)
	}
	for _, text := range said {
		if !strings.Contains(text, "{{") {
			continue
		}
		for _, found := range holder.FindAllStringSubmatch(text, -1) {
			of, ok := j.known(scopes, found[2])
			if !ok || found[1] != "" || of.Kind() != reflect.String {
				return j.unknown(found[0], scopes)
			}
		}
		if err := closed(j.part, holder.ReplaceAllString(text, " ")); err != nil {
			return err
		}
	}
	return nil
}

func (j judge) unknown(said string, scopes []reflect.Type) error {
	var names []string
	for _, t := range scopes {
		for name := range j.of(t) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	f := &finding.Fault{Message: finding.Say("%s: nothing is called %s here", j.part, said), Hint: finding.Say("place-holders here are: %s", strings.Join(names, ", "))}
	if near, ok := finding.Nearest(strings.Trim(said, "{}#^/ "), names); ok {
		f.Hint = finding.Say("did you mean %s?", "{{"+near+"}}")
	}
	return f
}
