package validator

import (
	"errors"
	"regexp"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// maxEffort is how often a schema may be held against a value of one document. The
// library looks at each anew, keeps a note on each breach and cannot be stopped: a
// few lines of schema can keep it busy for ever.
const maxEffort = 1_000_000

// maxEffortDepth bounds how deep schemas lead to schemas.
const maxEffortDepth = 5_000

// errTooMuch is the error of an engine that was not asked for want of time.
var errTooMuch = errors.New("the schema asks for too much work")

func tooMuchFault(doc *document.Document) finding.Finding {
	f := finding.Finding{
		File: doc.File(), Rule: "schema/effort", Severity: finding.Error,
		Message: finding.Say("the file cannot be checked: its schema would be held against values more than %s times", maxEffort),
		Hint:    finding.Say("make the schema simpler, or the file smaller; each allOf, anyOf and oneOf inside another multiplies the work"),
	}
	f.Start, f.End = doc.Region("", document.Head)
	return f
}

// effort counts what the library would do at worst.
type effort struct {
	left int
}

// tooMuch reports whether the library would be kept busy for too long.
func tooMuch(s *jsonschema.Schema, value any) bool {
	e := &effort{left: maxEffort}
	e.schema(s, value, 0)
	return e.left <= 0
}

func (e *effort) schema(s *jsonschema.Schema, v any, depth int) {
	if s == nil || e.left <= 0 {
		return
	}
	if e.left -= 1 + len(s.Enum); depth > maxEffortDepth {
		e.left = 0
	}
	e.inPlace(s, v, depth+1)
	switch v := v.(type) {
	case map[string]any:
		e.object(s, v, depth+1)
	case []any:
		e.list(s, v, depth+1)
	}
}

// inPlace counts the schemas that are held against the same value.
func (e *effort) inPlace(s *jsonschema.Schema, v any, depth int) {
	for _, next := range [...]*jsonschema.Schema{s.Ref, s.RecursiveRef, s.DynamicRef, s.Not, s.If, s.Then, s.Else} {
		e.schema(next, v, depth)
	}
	for _, several := range [...][]*jsonschema.Schema{s.AllOf, s.AnyOf, s.OneOf} {
		for _, next := range several {
			e.schema(next, v, depth)
		}
	}
	for _, next := range s.DependentSchemas {
		e.schema(next, v, depth)
	}
}

func (e *effort) object(s *jsonschema.Schema, v map[string]any, depth int) {
	e.left -= len(v) * len(s.PatternProperties)
	for name, value := range v {
		e.schema(s.PropertyNames, name, depth)
		if next, known := s.Properties[name]; known {
			e.schema(next, value, depth)
			continue
		}
		if next, ok := s.AdditionalProperties.(*jsonschema.Schema); ok {
			e.schema(next, value, depth)
		}
		e.schema(s.UnevaluatedProperties, value, depth)
		e.patterns(s.PatternProperties, name, value, depth)
	}
}

func (e *effort) patterns(patterns map[*regexp.Regexp]*jsonschema.Schema, name string, value any, depth int) {
	for pattern, next := range patterns {
		if e.left > 0 && pattern.MatchString(name) {
			e.schema(next, value, depth)
		}
	}
}

func (e *effort) list(s *jsonschema.Schema, v []any, depth int) {
	for i, item := range v {
		e.schema(s.Contains, item, depth)
		e.schema(itemSchema(s, i), item, depth)
	}
}

// itemSchema is the schema of an item by its place.
func itemSchema(s *jsonschema.Schema, i int) *jsonschema.Schema {
	if i < len(s.PrefixItems) {
		return s.PrefixItems[i]
	}
	switch items := s.Items.(type) {
	case *jsonschema.Schema:
		return items
	case []*jsonschema.Schema:
		if i < len(items) {
			return items[i]
		}
	}
	if more, ok := s.AdditionalItems.(*jsonschema.Schema); ok {
		return more
	}
	if s.Items2020 != nil {
		return s.Items2020
	}
	return s.UnevaluatedItems
}
