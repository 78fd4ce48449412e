package validator

import (
	"encoding/json"
	"math"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// verdict is what the pre-check says of a value.
type verdict int8

const (
	unsure  verdict = iota // the library must be asked
	valid                  // the library accepts it
	invalid                // the library refuses it
)

const (
	maxPrecheckDepth = 64 // levels of the value and of schemas applied to one value
	maxPrecheckSteps = 1_000_000
)

// precheck answers yes or no for what is common, many times faster than the
// library, which keeps account of reasons. What it does not know it leaves to the
// library: references that depend on the way, unevaluated fields, encoded content,
// whole numbers beyond 2^53.
type precheck struct {
	steps int
}

// certainlyValid reports whether the library would accept the value without doubt.
func certainlyValid(s *jsonschema.Schema, value any) bool {
	p := precheck{steps: maxPrecheckSteps}
	return p.judge(s, value, 0) == valid
}

func (p *precheck) judge(s *jsonschema.Schema, v any, depth int) verdict {
	p.steps--
	switch {
	case p.steps < 0 || depth > maxPrecheckDepth || s.DynamicRef != nil || s.RecursiveRef != nil:
		return unsure
	case endless(v):
		return unsure
	case s.Always != nil:
		return verdictOf(fact(*s.Always))
	}
	got := p.plain(s, v)
	if got == valid {
		got = p.content(s, v, depth+1)
	}
	if got == valid {
		got = p.inPlace(s, v, depth+1)
	}
	return got
}

// endless reports whether a value is no number that can be compared; the library
// panics over some.
func endless(v any) bool {
	f, ok := v.(float64)
	return ok && (math.IsNaN(f) || math.IsInf(f, 0))
}

// fact is something found out for certain.
type fact bool

func verdictOf(f fact) verdict {
	if f {
		return valid
	}
	return invalid
}

// plain judges the keywords that take a value of any type.
func (p *precheck) plain(s *jsonschema.Schema, v any) verdict {
	if len(s.Types) > 0 {
		if got := typed(s.Types, v); got != valid {
			return got
		}
	}
	if len(s.Constant) > 0 {
		if got := same(v, s.Constant[0]); got != valid {
			return got
		}
	}
	if len(s.Enum) > 0 {
		if got := among(v, s.Enum); got != valid {
			return got
		}
	}
	if s.Format != "" {
		return formatted(s.Format, v)
	}
	return valid
}

// formatted is sure of a format that is met only: whether one that is not met
// counts depends on the draft and its vocabularies.
func formatted(format string, v any) verdict {
	if met, known := jsonschema.Formats[format]; known && !met(v) {
		return unsure
	}
	return valid
}

// typed judges a value's type; an unknown Go type is for the library to refuse.
func typed(types []string, v any) verdict {
	got := invalid
	for _, t := range types {
		switch isType(t, v) {
		case valid:
			return valid
		case unsure:
			got = unsure
		}
	}
	return got
}

func isType(t string, v any) verdict {
	switch v := v.(type) {
	case string:
		return verdictOf(t == "string")
	case map[string]any:
		return verdictOf(t == "object")
	case []any:
		return verdictOf(t == "array")
	case bool:
		return verdictOf(t == "boolean")
	case nil:
		return verdictOf(t == "null")
	case int64:
		return verdictOf(t == "integer" || t == "number")
	case float64:
		return isFloatType(t, v)
	case json.Number:
		if t == "integer" {
			return unsure
		}
		return verdictOf(t == "number")
	}
	return unsure
}

func isFloatType(t string, v float64) verdict {
	switch {
	case math.IsNaN(v) || math.Abs(v) > maxExact:
		return unsure
	case t == "integer":
		return verdictOf(v == math.Trunc(v))
	}
	return verdictOf(t == "number")
}

// content judges the keywords of the value's own type.
func (p *precheck) content(s *jsonschema.Schema, v any, depth int) verdict {
	switch v := v.(type) {
	case string:
		return text(s, v)
	case map[string]any:
		return p.object(s, v, depth)
	case []any:
		return p.list(s, v, depth)
	case int64, float64, json.Number:
		return number(s, v)
	case bool, nil:
		return valid
	}
	return unsure
}
