package sheet

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Naming are the names of columns that are not those of the tables written here: the
// field each stands for, or none where it is to be passed over.
type Naming map[string]string

// Reading reads an edited table back.
type Reading struct {
	Main   lang.Language
	Naming Naming
	Before func(id string) (Record, bool)

	in       languages
	services []*Service
	known    map[string]*Service
	problems []Problem
	err      error
	lines    map[string]int // the row of each service
}

// Read is what the sheets of a file change, in the order of their rows, and all that
// is wrong with them.
func (r *Reading) Read(grids []Grid) ([]*Service, []Problem) {
	r.in, r.known, r.lines = allLanguages(), map[string]*Service{}, map[string]int{}
	var ofServices, ofLevels []input
	for _, g := range grids {
		r.problems = append(r.problems, g.wrong...)
		s, ok := r.sheet(g)
		switch {
		case ok && s.ofLevels:
			ofLevels = append(ofLevels, s)
		case ok:
			ofServices = append(ofServices, s)
		}
	}
	for _, s := range ofServices {
		r.serviceRows(s)
	}
	for _, s := range ofLevels { // behind those: they must know which services have a row
		r.levelRows(s)
	}
	headless := slices.ContainsFunc(grids, func(g Grid) bool { return len(g.Rows) == 0 && len(g.wrong) > 0 })
	if len(ofServices)+len(ofLevels) == 0 && !headless {
		r.err = withoutIDs(grids)
	}
	r.services = slices.DeleteFunc(r.services, func(s *Service) bool { return len(s.Edits) == 0 })
	return r.services, r.problems
}

// Err is a *finding.Fault after reading a file that names services in no sheet.
func (r *Reading) Err() error { return r.err }

// withoutIDs names what was found where a column of ids should be.
func withoutIDs(grids []Grid) error {
	f := &finding.Fault{Message: finding.Say("no sheet has a column of ids"), Hint: finding.Say("if a column holds them, name it: --map COLUMN=id")}
	i := slices.IndexFunc(grids, func(g Grid) bool { return strings.Join(g.Header(), "") != "" })
	if i >= 0 {
		f.Message = finding.Say("no column holds ids; the first row is: %s", finding.Clip(strings.Join(grids[i].Header(), " | ")))
	}
	return f
}

// input is a sheet whose header was understood: for each column of it, a column of the
// table, a part of the levels, or nothing.
type input struct {
	Grid
	ofLevels bool
	columns  []Column
	known    []bool
	id       int
}

// sheet understands a header. A sheet without a column of ids is for people only.
func (r *Reading) sheet(g Grid) (input, bool) {
	s := input{Grid: g, id: -1}
	if len(g.Rows) == 0 {
		return s, false
	}
	header, find := g.Rows[0], r.in.column
	if s.ofLevels = r.namesLevels(header); s.ofLevels {
		find = r.in.levelPart
	}
	s.columns, s.known = make([]Column, len(header)), make([]bool, len(header))
	var wrong []Problem
	for i, name := range header {
		meant := r.meant(name)
		c, ok := find(meant, r.Main)
		switch {
		case meant == "":
		case !ok:
			wrong = append(wrong, s.problem(0, i, finding.Say("no field is called so; name the field with --map, or nothing to pass the column over")))
		case slices.ContainsFunc(s.columns[:i], c.same):
			wrong = append(wrong, s.problem(0, i, finding.Say("two columns stand for one field")))
		default:
			s.columns[i], s.known[i] = c, true
			if c.Field() == "id" {
				s.id = i
			}
		}
	}
	if s.id < 0 {
		if s.ours() {
			r.fail(Problem{Sheet: s.Name, Row: 1, Message: finding.Say("the sheet has columns of the catalogue, but none of ids; name it: --map COLUMN=id")})
		}
		return s, false
	}
	r.problems = append(r.problems, wrong...)
	return s, true
}

// ours reports whether most columns of a sheet are those of a catalogue.
func (s input) ours() bool {
	named, known := 0, 0
	for i, name := range s.Rows[0] {
		if name != "" {
			named++
		}
		if s.known[i] {
			known++
		}
	}
	return known >= 3 && known*2 >= named
}

// column is the index of the one that stands for a field; -1 where none does.
func (s input) column(field string) int {
	for i, c := range s.columns {
		if s.known[i] && c.Field() == field {
			return i
		}
	}
	return -1
}

// same reports whether two columns stand for the same language of the same field.
func (c Column) same(other Column) bool {
	return slices.Equal(c.Path, other.Path) && c.tongue() == other.tongue()
}

// problem is what is wrong with a cell, by the index of its row and its column.
func (s input) problem(row, column int, message finding.Sentence) Problem {
	return Problem{Sheet: s.Name, Row: row + 1, Column: s.Rows[0][column], Message: message}
}

// meant is the field that a header was said to stand for, else the header itself;
// empty where it is to be passed over.
func (r *Reading) meant(header string) string {
	if field, ok := r.Naming[header]; ok {
		return field
	}
	return header
}

// namesLevels reports whether a header is that of the table of levels.
func (r *Reading) namesLevels(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool {
		c, ok := r.in.levelPart(r.meant(name), r.Main)
		return ok && c.Field() == "metric"
	})
}

// levelPart is the column of one part of a level.
func (in languages) levelPart(header string, main lang.Language) (Column, bool) {
	parts := append([]part{{"id", "id", plain{}}}, level(tongues{main: main}).cell.(records).parts...)
	for _, p := range in {
		for _, of := range parts {
			if strings.EqualFold(p.Word(of.label), header) || of.name == header {
				return column(of.name, of.cell), true
			}
		}
	}
	return Column{}, false
}

func (r *Reading) fail(p Problem) { r.problems = append(r.problems, p) }

// naming gives the rows below a header by their index, each with the service that it
// names. Empty rows are passed over.
func (r *Reading) naming(s input) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := 1; i < len(s.Rows); i++ {
			id := cellAt(s.Rows[i], s.id)
			switch {
			case id == "" && strings.Join(s.Rows[i], "") != "":
				r.fail(s.problem(i, s.id, finding.Say("the row names no service")))
			case id != "" && !yield(i, id):
				return
			}
		}
	}
}

// serviceRows reads a row a service.
func (r *Reading) serviceRows(s input) {
	for row, id := range r.naming(s) {
		if line, twice := r.lines[id]; twice {
			r.fail(s.problem(row, s.id, finding.Say("%s stands in row %s already", id, line)))
			continue
		}
		r.lines[id] = row + 1
		r.serviceRow(s, row, id)
	}
}

func (r *Reading) serviceRow(s input, row int, id string) {
	of := r.service(id)
	of.at[""] = Problem{Sheet: s.Name, Row: row + 1}
	before, _ := r.Before(id)
	now := map[string]any{} // a text in two languages has two columns
	for j, c := range s.columns {
		if !s.known[j] {
			continue
		}
		of.at[c.Field()] = Problem{Sheet: s.Name, Row: row + 1, Column: s.Rows[0][j]}
		if c.Field() == "id" {
			continue
		}
		said, was := cellAt(s.Rows[row], j), c.value(before)
		if v, touched := now[c.Field()]; touched {
			was = v
		}
		if r.in.show(c.cell, was, said) {
			continue
		}
		if said == "" && c.hidden() {
			continue
		}
		if said == "" && c.needed() {
			r.fail(of.Problem(c.Path, finding.Say("a service must have this; the cell may not be empty")))
			continue
		}
		v, err := c.cell.read(r.in, said, was)
		if err != nil {
			r.fail(of.Problem(c.Path, finding.Problem(err)))
			continue
		}
		now[c.Field()] = v
		of.set(c.Path, v, c.value(before))
	}
}

// show reports whether a cell says what a value says already, in either language.
func (in languages) show(c cell, v any, said string) bool {
	for _, p := range in {
		if tidy(c.show(p, v)) == tidy(said) {
			return true
		}
	}
	return false
}

// tidy is a text as it comes back from a cell.
func tidy(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// service is where the edits of a service are collected.
func (r *Reading) service(id string) *Service {
	if s := r.known[id]; s != nil {
		return s
	}
	_, there := r.Before(id)
	s := &Service{ID: id, New: !there, at: map[string]Problem{}}
	r.services, r.known[id] = append(r.services, s), s
	return s
}

// levelRows reads a row a level; a service's levels are its rows in their order. One
// that has no row has no levels any more, if the table of services names it.
func (r *Reading) levelRows(s input) {
	rows, bad := map[string][][]string{}, map[string]bool{}
	var order []string
	for row, id := range r.naming(s) {
		if rows[id] == nil {
			order = append(order, id)
		}
		of := r.service(id)
		if _, known := of.at[""]; !known {
			of.at[""] = Problem{Sheet: s.Name, Row: row + 1}
		}
		of.at["levels."+strconv.Itoa(len(rows[id]))] = Problem{Sheet: s.Name, Row: row + 1}
		rows[id] = append(rows[id], r.levelRow(s, row, bad))
	}
	for _, of := range r.services {
		if rows[of.ID] == nil && r.lines[of.ID] > 0 {
			order = append(order, of.ID)
		}
	}
	for _, id := range order {
		if of := r.service(id); of.New && r.lines[id] == 0 {
			r.fail(of.Problem(nil, finding.Say("there is no service %s; the sheet of services has no row of it", id)))
			continue
		}
		if !bad[id] {
			r.setLevels(s, id, rows[id])
		}
	}
}

// levelRow are the parts of a level in the order of its record, each as it stands in
// the record.
func (r *Reading) levelRow(s input, row int, bad map[string]bool) []string {
	parts := level(tongues{main: r.Main}).cell.(records).parts
	said := make([]string, len(parts))
	for j, c := range s.columns {
		i := slices.IndexFunc(parts, func(p part) bool { return s.known[j] && p.name == c.Field() })
		if i < 0 {
			continue
		}
		said[i] = cellAt(s.Rows[row], j)
		if _, err := parts[i].read(r.in, said[i], nil); err != nil {
			p := s.problem(row, j, finding.Problem(err))
			p.Service = cellAt(s.Rows[row], s.id)
			r.fail(p)
			bad[p.Service] = true
		}
	}
	return said
}

func (r *Reading) setLevels(s input, id string, rows [][]string) {
	of := level(tongues{main: r.Main})
	before, _ := r.Before(id)
	was := of.value(before)
	old, _ := was.([]any)
	table := of.cell.(records)
	held := each(table.parts, func(p part) bool { return s.column(p.name) >= 0 })
	items, err := matching{table, r.in, held, old}.join(rows)
	if err != nil {
		return // told of its cell already
	}
	r.service(id).set(of.Path, listed(items), was)
}

// cellAt is a cell of a row; one that the row is too short for is empty.
func cellAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}
