package sheet

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// Layout says which columns a table has and in which language it is told.
type Layout struct {
	Say    *lang.Printer
	Main   lang.Language // in which a text of one string is
	Inside bool          // with what customers do not get

	Creator string // whose table it is, told in the properties of a workbook
	Created string // since when (RFC 3339); may be empty
}

// table is a catalogue laid out: its columns, and the records of its rows.
type table struct {
	Layout
	columns []Column
	records []Record
}

// lay picks the columns that the records need, but those that have a place elsewhere.
func (l Layout) lay(records []Record, elsewhere ...side) table {
	t := table{Layout: l, records: records}
	for _, c := range columns(l.Main) {
		switch {
		case c.side == inside && !l.Inside,
			slices.Contains(elsewhere, c.side),
			c.side == second && (!t.says(c) || !l.Inside && insideField(c)):
		default:
			t.columns = append(t.columns, c)
		}
	}
	return t
}

// insideField reports whether a column is of a text that customers do not get.
func insideField(c Column) bool { return c.Path[0] == "cost" || c.Path[0] == "notes" }

// says reports whether some record says something in a column.
func (t table) says(c Column) bool {
	return slices.ContainsFunc(t.records, func(r Record) bool { return c.cell.show(t.Say, c.value(r)) != "" })
}

// value is what a record has in a column; nil for nothing.
func (c Column) value(r Record) any {
	var v any = r
	for _, name := range c.Path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// header are the names of the columns.
func (t table) header() []string {
	return each(t.columns, func(c Column) string { return c.label(t.Say) })
}

// row is what a record says.
func (t table) row(r Record) []string {
	return each(t.columns, func(c Column) string { return c.cell.show(t.Say, c.value(r)) })
}

// label is what a column is called.
func (c Column) label(p *lang.Printer) string {
	name := p.Word(c.Path[0])
	if len(c.Path) > 1 {
		name = p.T("%s (%s)", name, p.Word(c.Path[1]))
	}
	if c.side != second {
		return name
	}
	if c.tongue() == lang.English {
		return p.T("%s, in English", name)
	}
	return p.T("%s, in Chinese", name)
}

// tongue is the language of a column of texts.
func (c Column) tongue() lang.Language {
	switch of := c.cell.(type) {
	case text:
		return of.of
	case texts:
		return of.of
	}
	return ""
}

// column finds the column that a header names, in whichever language it was written:
// by its label, or by the field's name in the record.
func (in languages) column(header string, main lang.Language) (Column, bool) {
	header = strings.ToLower(oneLine(header))
	all := columns(main)
	for _, p := range in {
		if i := slices.IndexFunc(all, func(c Column) bool { return strings.ToLower(c.label(p)) == header }); i >= 0 {
			return all[i], true
		}
	}
	i := slices.IndexFunc(all, func(c Column) bool { return c.side != second && c.Field() == header })
	if i < 0 {
		return Column{}, false
	}
	return all[i], true
}

// Field is the column's field in the record, such as hours.from.
func (c Column) Field() string { return strings.Join(c.Path, ".") }
