package validator

import (
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

func text(s *jsonschema.Schema, v string) verdict {
	// A character has one to four bytes: most texts need not be counted.
	if len(v) < 4*s.MinLength || s.MaxLength >= 0 && len(v) > s.MaxLength {
		length := utf8.RuneCountInString(v)
		if length < s.MinLength || s.MaxLength >= 0 && length > s.MaxLength {
			return invalid
		}
	}
	if s.Pattern != nil && !s.Pattern.MatchString(v) {
		return invalid
	}
	if s.ContentEncoding != "" || s.ContentMediaType != "" || s.ContentSchema != nil {
		return unsure
	}
	return valid
}

func (p *precheck) object(s *jsonschema.Schema, v map[string]any, depth int) verdict {
	switch {
	case len(v) < s.MinProperties || s.MaxProperties >= 0 && len(v) > s.MaxProperties:
		return invalid
	case !hasAll(v, s.Required):
		return invalid
	case len(v) == 0:
		return valid // what follows speaks of fields that are there
	case s.UnevaluatedProperties != nil || s.RegexProperties:
		return unsure
	}
	if s.Properties != nil || s.PatternProperties != nil || s.AdditionalProperties != nil || s.PropertyNames != nil {
		for name, value := range v {
			if got := p.field(s, name, value, depth); got != valid {
				return got
			}
		}
	}
	return p.dependents(s, v, depth)
}

func hasAll(v map[string]any, names []string) bool {
	for _, name := range names {
		if _, ok := v[name]; !ok {
			return false
		}
	}
	return true
}

func (p *precheck) field(s *jsonschema.Schema, name string, value any, depth int) verdict {
	if s.PropertyNames != nil {
		if got := p.judge(s.PropertyNames, name, depth); got != valid {
			return got
		}
	}
	sub, known := s.Properties[name]
	if known {
		if got := p.judge(sub, value, depth); got != valid {
			return got
		}
	}
	for pattern, sub := range s.PatternProperties {
		if !pattern.MatchString(name) {
			continue
		}
		known = true
		if got := p.judge(sub, value, depth); got != valid {
			return got
		}
	}
	if known {
		return valid
	}
	return p.rest(s.AdditionalProperties, value, depth)
}

// rest judges what only additionalProperties or additionalItems speaks of.
func (p *precheck) rest(allowed, value any, depth int) verdict {
	switch allowed := allowed.(type) {
	case bool:
		return verdictOf(fact(allowed))
	case *jsonschema.Schema:
		return p.judge(allowed, value, depth)
	}
	return valid
}

func (p *precheck) dependents(s *jsonschema.Schema, v map[string]any, depth int) verdict {
	for name, needed := range s.DependentRequired {
		if _, ok := v[name]; ok && !hasAll(v, needed) {
			return invalid
		}
	}
	for name, sub := range s.DependentSchemas {
		if _, ok := v[name]; ok {
			if got := p.judge(sub, v, depth); got != valid {
				return got
			}
		}
	}
	for name, d := range s.Dependencies {
		if _, ok := v[name]; ok {
			if got := p.dependency(d, v, depth); got != valid {
				return got
			}
		}
	}
	return valid
}

func (p *precheck) dependency(d any, v map[string]any, depth int) verdict {
	switch d := d.(type) {
	case []string:
		return verdictOf(fact(hasAll(v, d)))
	case *jsonschema.Schema:
		return p.judge(d, v, depth)
	}
	return unsure
}

func (p *precheck) list(s *jsonschema.Schema, v []any, depth int) verdict {
	switch {
	case len(v) < s.MinItems || s.MaxItems >= 0 && len(v) > s.MaxItems:
		return invalid
	case s.UnevaluatedItems != nil && len(v) > 0:
		return unsure
	}
	if s.UniqueItems {
		if got := unique(v); got != valid {
			return got
		}
	}
	for i, item := range v {
		if got := p.item(s, i, item, depth); got != valid {
			return got
		}
	}
	if s.Contains != nil {
		return p.contains(s, v, depth)
	}
	return valid
}

// item judges one item by what is said of its place: items and additionalItems up to
// draft 2019-09, prefixItems and items since.
func (p *precheck) item(s *jsonschema.Schema, i int, item any, depth int) verdict {
	switch items := s.Items.(type) {
	case *jsonschema.Schema:
		if got := p.judge(items, item, depth); got != valid {
			return got
		}
	case []*jsonschema.Schema:
		if i >= len(items) {
			return p.rest(s.AdditionalItems, item, depth)
		}
		if got := p.judge(items[i], item, depth); got != valid {
			return got
		}
	}
	switch {
	case i < len(s.PrefixItems):
		return p.judge(s.PrefixItems[i], item, depth)
	case s.Items2020 != nil:
		return p.judge(s.Items2020, item, depth)
	}
	return valid
}

func (p *precheck) contains(s *jsonschema.Schema, v []any, depth int) verdict {
	matches := 0
	for _, item := range v {
		switch p.judge(s.Contains, item, depth) {
		case valid:
			matches++
		case unsure:
			return unsure
		}
	}
	return verdictOf(matches >= s.MinContains && (s.MaxContains < 0 || matches <= s.MaxContains))
}
