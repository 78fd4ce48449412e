package validator

import "github.com/santhosh-tekuri/jsonschema/v5"

// inPlace judges the schemas that apply to the same value.
func (p *precheck) inPlace(s *jsonschema.Schema, v any, depth int) verdict {
	if s.Ref != nil {
		if got := p.judge(s.Ref, v, depth); got != valid {
			return got
		}
	}
	for _, part := range s.AllOf {
		if got := p.judge(part, v, depth); got != valid {
			return got
		}
	}
	if got := p.anyOf(s.AnyOf, v, depth); got != valid {
		return got
	}
	if got := p.oneOf(s.OneOf, v, depth); got != valid {
		return got
	}
	if s.Not != nil {
		if got := opposite(p.judge(s.Not, v, depth)); got != valid {
			return got
		}
	}
	return p.condition(s, v, depth)
}

func opposite(of verdict) verdict {
	switch of {
	case valid:
		return invalid
	case invalid:
		return valid
	}
	return unsure
}

func (p *precheck) anyOf(branches []*jsonschema.Schema, v any, depth int) verdict {
	if len(branches) == 0 {
		return valid
	}
	all := invalid
	for _, b := range branches {
		switch p.judge(b, v, depth) {
		case valid:
			return valid
		case unsure:
			all = unsure
		}
	}
	return all
}

func (p *precheck) oneOf(branches []*jsonschema.Schema, v any, depth int) verdict {
	if len(branches) == 0 {
		return valid
	}
	matches := 0
	for _, b := range branches {
		switch p.judge(b, v, depth) {
		case valid:
			matches++
		case unsure:
			return unsure
		}
	}
	return verdictOf(matches == 1)
}

func (p *precheck) condition(s *jsonschema.Schema, v any, depth int) verdict {
	if s.If == nil || s.Then == nil && s.Else == nil {
		return valid
	}
	met := p.judge(s.If, v, depth)
	switch {
	case met == unsure:
		return unsure
	case met == valid && s.Then != nil:
		return p.judge(s.Then, v, depth)
	case met == invalid && s.Else != nil:
		return p.judge(s.Else, v, depth)
	}
	return valid
}

// holdsDynamic reports whether any schema that can be reached resolves a reference
// by the way it was reached. The library may then find an endless loop in a branch
// that the pre-check does not look at.
func holdsDynamic(all map[string]*jsonschema.Schema) bool {
	for _, s := range all {
		if s.DynamicRef != nil || s.RecursiveRef != nil {
			return true
		}
	}
	return false
}
