package sheet

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// WriteForm writes the form of a service level requirement as a workbook: a row a field,
// with lists of what may stand in a cell, and below each thing that is asked for its
// service levels. An empty record is a form to be filled in.
func (l Layout) WriteForm(w io.Writer, r Record) (err error) {
	b := &workbook{File: excelize.NewFile()}
	defer func() {
		if failed := b.Close(); err == nil {
			err = failed
		}
	}()
	if err := b.styles(); err != nil {
		return err
	}
	f := &formSheet{workbook: b, Layout: l, name: upper(l.Say.Word("service level requirement"))}
	if err := b.SetSheetName("Sheet1", f.name); err != nil {
		return err
	}
	if err := f.looks(); err != nil {
		return err
	}
	if err := f.write(l.Form(r)); err != nil {
		return err
	}
	b.belongs(l)
	return b.Write(w)
}

// asTyped is the number format of text.
const asTyped = 49

type formSheet struct {
	*workbook
	Layout
	name  string
	label int
	typed int // of what stays as it is typed: 99.9% is no 0.999, and 7-12 no date
	row   int // the last one that was written
}

// looks are the styles of labels and of places to fill in, and how it is printed: on
// pages as wide as the form.
func (f *formSheet) looks() (err error) {
	wrap := &excelize.Alignment{WrapText: true, Vertical: "center"}
	var lines []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		lines = append(lines, excelize.Border{Type: side, Color: "B8C7D6", Style: 1})
	}
	if f.label, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: wrap, Border: lines,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEF3F8"}},
	}); err != nil {
		return err
	}
	if f.body, err = f.NewStyle(&excelize.Style{Alignment: wrap, Border: lines}); err != nil {
		return err
	}
	typed := &excelize.Style{Alignment: wrap, Border: lines, NumFmt: asTyped}
	if f.typed, err = f.NewStyle(typed); err != nil {
		return err
	}
	return f.onPages(f.name)
}

func (f *formSheet) write(page FormPage) error {
	for column, width := range map[string]float64{"A": 28, "B": 44, "C": 12, "D": 14, "E": 12, "F": 12, "G": 14, "H": 18} {
		if err := f.SetColWidth(f.name, column, column, width); err != nil {
			return err
		}
	}
	if err := f.cells(f.head, f.name, f.Say.T("fill in here")); err != nil {
		return err
	}
	if err := f.fields(page.Fields, ""); err != nil {
		return err
	}
	for i, ask := range page.Asks {
		if err := f.cells(f.head, f.Say.T("What is asked for")+" "+strconv.Itoa(i+1), ""); err != nil {
			return err
		}
		if err := f.fields(ask.Fields, asked); err != nil {
			return err
		}
		if err := f.levels(ask.Levels); err != nil {
			return err
		}
	}
	return nil
}

// cells writes the next row.
func (f *formSheet) cells(style int, said ...any) error {
	f.row++
	first := "A" + strconv.Itoa(f.row)
	last, err := excelize.CoordinatesToCellName(len(said), f.row)
	if err != nil {
		return err
	}
	if err := f.SetSheetRow(f.name, first, &said); err != nil {
		return err
	}
	return f.SetCellStyle(f.name, first, last, style)
}

// fields writes a row a field.
func (f *formSheet) fields(said map[string]string, prefix string) error {
	for _, c := range formColumns(f.Main) {
		if strings.HasPrefix(c.Field(), asked) != (prefix == asked) {
			continue
		}
		if err := f.cells(f.body, FormLabel(f.Say, c.Field()), said[strings.TrimPrefix(c.Field(), prefix)]); err != nil {
			return err
		}
		at := strconv.Itoa(f.row)
		if err := f.SetCellStyle(f.name, "A"+at, "A"+at, f.label); err != nil {
			return err
		}
		if !slices.Contains([]string{"words", "business_goal", "ask.note"}, c.Field()) { // Excel shows no long text that is kept as typed
			if err := f.SetCellStyle(f.name, "B"+at, "B"+at, f.typed); err != nil {
				return err
			}
		}
		if err := f.offers("B"+at, c.cell); err != nil {
			return err
		}
		if err := f.prompt("B"+at, c); err != nil {
			return err
		}
	}
	return nil
}

// offers gives cells a list of what may stand in them.
func (f *formSheet) offers(cells string, of cell) error {
	only, ok := of.(choice)
	if s, is := of.(source); is {
		only, ok = s.choice, true
	}
	if !ok || only.open && len(only.all) == 0 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	if err := v.SetDropList(each(only.all, f.Say.Word)); err != nil {
		return nil // more than Excel takes: the cell stays free
	}
	return f.AddDataValidation(f.name, v)
}

// prompt tells how a cell is to be filled in, where no list does, to who enters it.
func (f *formSheet) prompt(cells string, c Column) error {
	text := ""
	switch c.Field() {
	case "contract.due_on":
		text = f.Say.T("YYYY-MM-DD")
	case "ask.hours.from", "ask.hours.to":
		text = f.Say.T("HH:MM")
	case "ask.hours.days":
		text = f.Say.T("Mon, Tue, Wed")
	case "ask.service":
		text = f.Say.T("id or name in the catalogue; may be empty")
	case "ask.delivery":
		text = f.Say.T("onsite, remote, resident, phone, self-service, depot")
	case "ask.deliverables":
		text = f.Say.T("one a line: name | form | due")
	default:
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	v.SetInput(FormLabel(f.Say, c.Field()), text)
	return f.AddDataValidation(f.name, v)
}

// levels writes a row a level, and leaves room for others.
func (f *formSheet) levels(said []map[string]string) error {
	parts := levelParts(f.Main)
	if err := f.cells(f.head, cells(each(parts, func(p part) string { return upper(f.Say.Word(p.label)) }))...); err != nil {
		return err
	}
	first := f.row + 1
	for len(said) < formRoom {
		said = append(slices.Clip(said), map[string]string{})
	}
	for _, level := range said {
		if err := f.cells(f.typed, cells(each(parts, func(p part) string { return level[p.name] }))...); err != nil {
			return err
		}
	}
	for i, p := range parts {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.offers(column+strconv.Itoa(first)+":"+column+strconv.Itoa(f.row), p.cell); err != nil {
			return err
		}
	}
	return nil
}
