package validator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// rawSchema is one schema object and the file in which its references start.
type rawSchema struct {
	all  rawSchemas
	file string
	body map[string]any
}

// at is the schema object that holds the keyword at an absolute location.
func (all rawSchemas) at(location string) rawSchema {
	path := location[:max(strings.LastIndex(location, "/"), 0)]
	return all.resolve("", path)
}

// resolve follows a reference such as common.schema.json#/$defs/text.
func (all rawSchemas) resolve(file, ref string) rawSchema {
	address, pointer, _ := strings.Cut(strings.TrimPrefix(ref, schemas.Base), "#")
	if address != "" {
		file = address
	}
	var here any = all[file]
	for _, token := range document.Tokens(unescapePath(pointer)) {
		switch v := here.(type) {
		case map[string]any:
			here = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(v) {
				return rawSchema{all: all, file: file}
			}
			here = v[i]
		}
	}
	body, _ := here.(map[string]any)
	return rawSchema{all, file, body}
}

// expanded is the schema and every schema that applies to the same value.
func (s rawSchema) expanded() []rawSchema {
	out := []rawSchema{s}
	if ref, ok := s.body["$ref"].(string); ok {
		out = append(out, s.all.resolve(s.file, ref).expanded()...)
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf", "then", "else"} {
		switch v := s.body[keyword].(type) {
		case map[string]any:
			out = append(out, rawSchema{s.all, s.file, v}.expanded()...)
		case []any:
			for _, branch := range v {
				if body, ok := branch.(map[string]any); ok {
					out = append(out, rawSchema{s.all, s.file, body}.expanded()...)
				}
			}
		}
	}
	return out
}

// below gives the schemas of a value's field or item.
func (s rawSchema) below(token string) []rawSchema {
	var out []rawSchema
	for _, e := range s.expanded() {
		properties, _ := e.body["properties"].(map[string]any)
		for _, next := range []any{properties[token], e.body["additionalProperties"], e.body["items"]} {
			if body, ok := next.(map[string]any); ok {
				out = append(out, rawSchema{s.all, s.file, body}.in(e.file))
				break
			}
		}
	}
	return out
}

func (s rawSchema) in(file string) rawSchema {
	s.file = file
	return s
}

// label names a value for people: the title of its field, or "title, item n".
func (all rawSchemas) label(kind Kind, pointer string) finding.Sentence {
	root := all.resolve("", kind.url())
	here := []rawSchema{root}
	label := titleOf(here)
	for _, token := range document.Tokens(pointer) {
		list := slices.ContainsFunc(here, rawSchema.isList)
		var next []rawSchema
		for _, s := range here {
			next = append(next, s.below(token)...)
		}
		here = next
		if i, err := strconv.Atoi(token); err == nil && list {
			label = finding.Say("%s, item %s", label, i+1)
		} else if title := titleOf(here); !title.IsZero() {
			label = title
		}
	}
	return label
}

func (s rawSchema) isList() bool {
	return slices.ContainsFunc(s.expanded(), func(e rawSchema) bool { return e.body["items"] != nil })
}

func titleOf(candidates []rawSchema) finding.Sentence {
	for _, s := range candidates {
		if title, ok := s.body["title"].(string); ok {
			return finding.Say("%s", splitTitle(title))
		}
	}
	return finding.Sentence{}
}

// types are the JSON types that a schema allows; none means any.
func (s rawSchema) types() []string {
	for _, e := range s.expanded() {
		switch t := e.body["type"].(type) {
		case string:
			return []string{t}
		case []any:
			return textsOf(t)
		}
	}
	return nil
}

// accepts reports whether a value of this type may be meant for the schema.
func (s rawSchema) accepts(jsonType string) bool {
	types := s.types()
	return len(types) == 0 || slices.Contains(types, jsonType) ||
		jsonType == "integer" && slices.Contains(types, "number")
}

// known is the field names that a schema object lists.
func (s rawSchema) known() []string {
	properties, _ := s.body["properties"].(map[string]any)
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// texts is a keyword's list, such as enum, each value as it is written.
func (s rawSchema) texts(keyword string) []string {
	list, _ := s.body[keyword].([]any)
	return textsOf(list)
}

func textsOf(list []any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// message is what the schema itself says to people where a pattern is not met.
func (s rawSchema) message() (Bilingual, bool) {
	m, _ := s.body["x-message"].(map[string]any)
	zh, _ := m["zh"].(string)
	en, _ := m["en"].(string)
	return Bilingual{ZH: zh, EN: en}, zh != "" && en != ""
}
