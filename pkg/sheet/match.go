package sheet

import (
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/lang"
)

// matching finds for each row of a list of records the item that it was, so that what
// no cell shows of an item (its other language, a field without a column) stays.
type matching struct {
	records
	in   languages
	held []bool // the parts that the table has a place for; nil where it has all
	old  []any
}

// join makes the items of rows. A row is the item that reads the same, else the one that
// is called the same; where no row came or went, else the next one that may have been
// called anew.
func (m matching) join(rows [][]string) ([]any, error) {
	was, free := make([]any, len(rows)), slices.Clone(m.old)
	claim := func(is func(item any, said []string) bool) {
		for i, said := range rows {
			at := -1
			if was[i] == nil {
				at = slices.IndexFunc(free, func(item any) bool { return is(item, said) })
			}
			if at >= 0 {
				was[i] = free[at]
				free = slices.Delete(free, at, at+1)
			}
		}
	}
	claim(m.reads)
	claim(m.called)
	if len(rows) == len(m.old) {
		claim(m.stands)
	}
	items := make([]any, len(rows))
	for i, said := range rows {
		var err error
		if items[i], err = m.item(said, was[i]); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// reads reports whether an item reads as a row.
func (m matching) reads(item any, said []string) bool {
	return m.agree(item, said, func(part) bool { return true })
}

// called reports whether an item is what a row names.
func (m matching) called(item any, said []string) bool {
	return m.agree(item, said, func(p part) bool { return slices.Contains([]string{"metric", "priority", "name"}, p.name) })
}

// stands reports whether an item may be a row that is called otherwise now: it has
// something else in common with it, or nothing but its name.
func (m matching) stands(item any, said []string) bool {
	fields, _ := item.(map[string]any)
	for i, p := range m.parts {
		same := m.holds(i) && m.says(p, fields[p.name], cellAt(said, i))
		if p.name == "metric" || same && cellAt(said, i) != "" {
			return same
		}
	}
	return len(fields) == 1
}

func (m matching) agree(item any, said []string, about func(part) bool) bool {
	fields, _ := item.(map[string]any)
	for i, p := range m.parts {
		if about(p) && m.holds(i) && !m.says(p, fields[p.name], cellAt(said, i)) {
			return false
		}
	}
	return true
}

func (m matching) holds(part int) bool { return m.held == nil || m.held[part] }

// says reports whether a value reads as a cell, in either language.
func (m matching) says(p part, v any, said string) bool {
	return slices.ContainsFunc(m.in, func(say *lang.Printer) bool { return oneLine(p.show(say, v)) == oneLine(said) })
}

// item is what a row makes of the item that it was.
func (m matching) item(said []string, was any) (any, error) {
	before, _ := was.(map[string]any)
	fields := maps.Clone(before)
	if fields == nil {
		fields = map[string]any{}
	}
	for i, p := range m.parts {
		if !m.holds(i) || m.says(p, before[p.name], cellAt(said, i)) {
			continue
		}
		if cellAt(said, i) == "" { // it said something: all of that goes
			delete(fields, p.name)
			continue
		}
		v, err := p.read(m.in, cellAt(said, i), before[p.name])
		if err != nil {
			return nil, err
		}
		fields[p.name] = v
	}
	return fields, nil
}
