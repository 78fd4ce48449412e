package sheet

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/schemas"
)

// property is a field as a schema has it.
type property struct {
	Ref        string              `json:"$ref"`
	Type       any                 `json:"type"`
	Enum       []string            `json:"enum"`
	Properties map[string]property `json:"properties"`
	Items      *property           `json:"items"`
}

// TestColumnsAreThoseOfTheSchema holds columns, parts of records and what may stand in
// them to the schema of services, so that a field that is added there is not lost in a
// table.
func TestColumnsAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	got, want := map[string][]string{}, map[string][]string{}
	for _, c := range columns(lang.Chinese) {
		gather(got, c.Field(), c.cell)
	}
	s := schema{t, map[string]map[string]property{}}
	for name, p := range s.file("service").Properties {
		if name != "schema" { // the form of the file, of which there is one
			s.gather(want, name, p)
		}
	}
	for field, values := range want {
		if there, ok := got[field]; !ok || !slices.Equal(there, values) {
			t.Errorf("%s: got %q, want %q", field, there, values)
		}
		delete(got, field)
	}
	for field := range got {
		t.Errorf("the schema has no %s", field)
	}
}

// gather notes what may stand in a cell; nothing where anything may.
func gather(all map[string][]string, field string, c cell) {
	all[field] = nil
	switch of := c.(type) {
	case choice:
		if !of.open {
			all[field] = of.all
		}
	case list:
		all[field] = of.of.all
	case records:
		delete(all, field)
		for _, p := range of.parts {
			gather(all, field+"."+p.name, p.cell)
		}
	}
}

type schema struct {
	t    *testing.T
	defs map[string]map[string]property
}

func (s schema) file(kind string) (top struct {
	Properties map[string]property `json:"properties"`
	Defs       map[string]property `json:"$defs"`
},
) {
	s.t.Helper()
	text, err := schemas.Text(kind)
	if err == nil {
		err = json.Unmarshal(text, &top)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.defs[schemas.File(kind)] = top.Defs
	return top
}

// gather notes the parts of a field that are cells of their own.
func (s schema) gather(all map[string][]string, field string, p property) {
	for p.Ref != "" {
		file, _, _ := strings.Cut(p.Ref, "#")
		if s.defs[file] == nil {
			s.file(strings.TrimSuffix(file, ".schema.json"))
		}
		if path.Base(p.Ref) == "text" {
			p = property{}
			break
		}
		p = s.defs[file][path.Base(p.Ref)]
	}
	switch {
	case p.Items != nil:
		s.gather(all, field, *p.Items)
	case len(p.Properties) > 0:
		for name, part := range p.Properties {
			s.gather(all, field+"."+name, part)
		}
	default:
		all[field] = p.Enum
	}
}
