package sheet

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Service is what a table says of one service that differs from its record.
type Service struct {
	ID    string
	New   bool // there is no record of it
	Edits []Edit

	at map[string]Problem // where each field stood, by its name in the record; "" is the row
}

// Edit is one field that is to be set, or taken away where Value is nil.
type Edit struct {
	Path  []string
	Value any
}

// Problem is what is wrong with one cell, or with one row or sheet.
type Problem struct {
	Service string // empty where it is about none
	Sheet   string // empty where the file has one table only
	Row     int    // from 1; 0 where it is about the sheet
	Column  string // as its header names it
	Message finding.Sentence
	Inside  bool // what is missing has a column only in tables for the organisation's own people
}

// Sort puts problems into the order of the sheets and rows of a file.
func Sort(problems []Problem, grids []Grid) {
	order := func(p Problem) int {
		return slices.IndexFunc(grids, func(g Grid) bool { return g.Name == p.Sheet })
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Row, b.Row))
	})
}

// In reports whether some problem is about the service.
func (s *Service) In(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Service == s.ID })
}

// Problem is a problem of the service at the cell that its field came from.
func (s *Service) Problem(path []string, message finding.Sentence) Problem {
	p := s.at[""]
	for n := len(path); n > 0; n-- {
		if at, ok := s.at[strings.Join(path[:n], ".")]; ok {
			p = at
			break
		}
	}
	p.Service, p.Message = s.ID, message
	return p
}

// Missing is the problem that a field says nothing: at its cell if it has one, and
// called as its column is.
func (s *Service) Missing(path []string) Problem {
	field := strings.Join(path, ".")
	all := columns(lang.Chinese)
	i := slices.IndexFunc(all, func(c Column) bool { return c.Field() == field })
	_, stands := s.at[field]
	switch {
	case i < 0:
		return s.Problem(path, finding.Say("%s is missing", field))
	case stands:
		return s.Problem(path, finding.Say("a service must have this; the cell may not be empty"))
	}
	p := s.Problem(path, finding.Say("%s is missing", catalogue.Word(path[0])))
	p.Inside = all[i].side == inside
	return p
}

// Changed are the fields of the record that the table changes, in their order.
func (s *Service) Changed() []string {
	var names []string
	for _, e := range s.Edits {
		if !slices.Contains(names, e.Path[0]) {
			names = append(names, e.Path[0])
		}
	}
	return names
}

// Whole are the edits with each part of a field that the record does not have yet, or
// loses, gathered into one edit of the field.
func (s *Service) Whole(before Record) []Edit {
	var all []Edit
	for _, name := range s.Changed() {
		was, there := before[name].(map[string]any)
		parts := s.parts(name)
		if len(parts) == 0 {
			all = append(all, s.edits(name)...)
			continue
		}
		now := maps.Clone(was)
		if now == nil {
			now = map[string]any{}
		}
		for _, e := range parts {
			if now[e.Path[1]] = e.Value; e.Value == nil {
				delete(now, e.Path[1])
			}
		}
		switch {
		case len(now) == 0:
			all = append(all, Edit{Path: []string{name}})
		case !there:
			all = append(all, Edit{[]string{name}, now})
		default:
			all = append(all, parts...)
		}
	}
	return all
}

func (s *Service) edits(name string) (all []Edit) {
	for _, e := range s.Edits {
		if e.Path[0] == name {
			all = append(all, e)
		}
	}
	return all
}

// parts are the edits of the parts of a field; none where the field is set whole.
func (s *Service) parts(name string) []Edit {
	return slices.DeleteFunc(s.edits(name), func(e Edit) bool { return len(e.Path) < 2 })
}

// set notes that a field is to have a value; one that it has already is no edit.
func (s *Service) set(path []string, v, before any) {
	s.Edits = slices.DeleteFunc(s.Edits, func(e Edit) bool { return slices.Equal(e.Path, path) })
	if !same(v, before) {
		s.Edits = append(s.Edits, Edit{path, v})
	}
}

// Fields are the names of all fields that a column may stand for.
func Fields() []string {
	var names []string
	for _, c := range columns(lang.Chinese) {
		if c.side != second {
			names = append(names, c.Field())
		}
	}
	return names
}
