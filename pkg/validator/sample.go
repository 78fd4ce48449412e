package validator

import (
	"maps"
	"slices"
)

// sampleField is a field of a map as it may be written: of the schema's own example,
// else the first that the map needs.
func (r rule) sampleField() (string, bool) {
	list, _ := r.words()["examples"].([]any)
	for _, example := range list {
		fields, _ := example.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if isScalar(fields[name]) {
				return shownName(name) + ": " + written(fields[name]), true
			}
		}
	}
	for _, name := range slices.Concat(r.Required, r.known()) {
		for _, f := range r.field(name) {
			if value, ok := f.sample(); ok {
				return shownName(name) + ": " + value, true
			}
		}
	}
	return "", false
}

// fieldOf is the field of a map for which a text is a choice or the label of one, as
// it may be written.
func (r rule) fieldOf(text string) (string, bool) {
	for _, name := range r.known() {
		for _, f := range r.field(name) {
			for _, e := range f.certain() {
				for _, ch := range e.labelled() {
					if ch.value == text || ch.isCalled(text) {
						return shownName(name) + ": " + written(ch.value), true
					}
				}
			}
		}
	}
	return "", false
}

func isScalar(value any) bool {
	switch value.(type) {
	case nil, map[string]any, []any:
		return false
	}
	return true
}

// sample is a value that a schema names itself, as it may be written.
func (r rule) sample() (string, bool) {
	for _, e := range r.certain() {
		if all := e.choices(); len(all) > 0 && isScalar(all[0]) {
			return written(all[0]), true
		}
		if list, _ := e.words()["examples"].([]any); len(list) > 0 && isScalar(list[0]) {
			return written(list[0]), true
		}
	}
	return "", false
}
