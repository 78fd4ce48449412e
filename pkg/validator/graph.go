package validator

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// reachable gives every schema that can be reached from one, by its location.
func reachable(root *jsonschema.Schema) map[string]*jsonschema.Schema {
	seen := map[*jsonschema.Schema]bool{}
	all := map[string]*jsonschema.Schema{}
	todo := []*jsonschema.Schema{root}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s == nil || seen[s] {
			continue
		}
		seen[s], all[s.Location] = true, s
		todo = append(todo, inPlace(s)...)
		todo = append(todo, below(s)...)
	}
	return all
}

// inPlace are the schemas that may apply to the same value as s, in the order in
// which their titles tell most.
func inPlace(s *jsonschema.Schema) []*jsonschema.Schema {
	all := slices.Concat([]*jsonschema.Schema{s.Ref, s.DynamicRef, s.RecursiveRef}, s.AllOf, s.AnyOf, s.OneOf,
		[]*jsonschema.Schema{s.Then, s.Else})
	all = append(all, sorted(s.DependentSchemas)...)
	for _, name := range slices.Sorted(maps.Keys(s.Dependencies)) {
		if d, ok := s.Dependencies[name].(*jsonschema.Schema); ok {
			all = append(all, d)
		}
	}
	return slices.DeleteFunc(all, func(s *jsonschema.Schema) bool { return s == nil })
}

// below are the other schemas of s: those of fields, items and names, and those
// that are only asked.
func below(s *jsonschema.Schema) []*jsonschema.Schema {
	all := slices.Concat(sorted(s.Properties), patterned(s), s.PrefixItems,
		[]*jsonschema.Schema{
			s.Items2020, s.PropertyNames, s.Contains, s.UnevaluatedItems, s.UnevaluatedProperties,
			s.Not, s.If, s.ContentSchema,
		})
	for _, rest := range []any{s.AdditionalProperties, s.AdditionalItems, s.Items} {
		switch rest := rest.(type) {
		case *jsonschema.Schema:
			all = append(all, rest)
		case []*jsonschema.Schema:
			all = append(all, rest...)
		}
	}
	return all
}

func sorted(byName map[string]*jsonschema.Schema) []*jsonschema.Schema {
	all := make([]*jsonschema.Schema, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, byName[name])
	}
	return all
}

// patterned are the schemas of patternProperties.
func patterned(s *jsonschema.Schema) []*jsonschema.Schema {
	all := make([]*jsonschema.Schema, 0, len(s.PatternProperties))
	for _, p := range patterns(s) {
		all = append(all, s.PatternProperties[p])
	}
	return all
}

func patterns(s *jsonschema.Schema) []*regexp.Regexp {
	return slices.SortedFunc(maps.Keys(s.PatternProperties), func(a, b *regexp.Regexp) int {
		return cmp.Compare(a.String(), b.String())
	})
}

// unescapePath undoes the percent signs that the library puts into pointers.
func unescapePath(p string) string {
	if plain, err := url.PathUnescape(p); err == nil {
		return plain
	}
	return p
}

// unescapeToken undoes all that the library does to one name in a location.
func unescapeToken(t string) string {
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(unescapePath(t))
}
