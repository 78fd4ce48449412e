package procedure

import (
	"cmp"
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

func intersects[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}

// word is a term of the field that package lang has a word for.
func word(s string) finding.Sentence { return finding.Sentence{Format: s} }
