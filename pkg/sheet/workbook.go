package sheet

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/service-catalogue/sc/pkg/finding"
)

// maxCell is how many characters Excel allows in a cell.
const maxCell = 32767

// WriteWorkbook writes services as an Excel workbook: a sheet of services and one of
// their levels, with the names of the columns kept in sight and lists of what may
// stand in a field.
func (l Layout) WriteWorkbook(w io.Writer, services []Record) (err error) {
	b := &workbook{File: excelize.NewFile()}
	defer func() {
		if failed := b.Close(); err == nil {
			err = failed
		}
	}()
	if err := b.styles(); err != nil {
		return err
	}
	first := l.Say.T("sheet of services")
	if err := b.SetSheetName("Sheet1", first); err != nil {
		return err
	}
	t := l.lay(services, apart)
	b.kept = 1 + slices.IndexFunc(t.columns, func(c Column) bool { return c.Field() == "name" })
	if err := b.overPages(first); err != nil {
		return err
	}
	if err := b.fill(first, t.grid(), t.lists()); err != nil {
		return err
	}
	b.kept = 1
	levels := l.levels()
	if _, err := b.NewSheet(levels.name); err != nil {
		return err
	}
	if err := b.onPages(levels.name); err != nil {
		return err
	}
	if err := b.fill(levels.name, levels.grid(services), levels.lists()); err != nil {
		return err
	}
	b.belongs(l)
	return b.Write(w)
}

type workbook struct {
	*excelize.File
	head, body int
	kept       int // columns that stay in sight
}

// onPages lays a sheet on pages as wide as it is.
func (b *workbook) onPages(sheet string) error {
	landscape, fit, wide, high := "landscape", true, 1, 0
	if err := b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high})
}

// overPages lays a sheet that is too wide to be read on one page over several, with what
// stays in sight on each of them.
func (b *workbook) overPages(sheet string) error {
	landscape := "landscape"
	if err := b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape}); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(b.kept)
	if err != nil {
		return err
	}
	titles := "'" + sheet + "'!$A:$" + last + ",'" + sheet + "'!$1:$1"
	return b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: sheet})
}

// belongs sets the properties, which the library fills with its own name and birthday.
func (b *workbook) belongs(l Layout) {
	var core strings.Builder
	core.WriteString(xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>`)
	_ = xml.EscapeText(&core, []byte(l.Creator)) // a builder never fails
	core.WriteString(`</dc:creator>`)
	if at, err := time.Parse(time.RFC3339, l.Created); err == nil {
		core.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + at.UTC().Format(time.RFC3339) + `</dcterms:created>`)
	}
	core.WriteString(`</cp:coreProperties>`)
	b.Pkg.Store("docProps/core.xml", []byte(core.String()))
	b.Pkg.Store("docProps/app.xml", []byte(xml.Header+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>sc</Application></Properties>`))
}

func (b *workbook) styles() (err error) {
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	b.head, err = b.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Alignment: wrap,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
	})
	if err == nil {
		b.body, err = b.NewStyle(&excelize.Style{Alignment: wrap})
	}
	return err
}

// fill writes a sheet: its rows, the first of which stays in sight, and the lists that
// its cells offer, by column.
func (b *workbook) fill(sheet string, rows [][]any, offers map[int][]string) error {
	out, err := b.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i := range rows[0] {
		if err := out.SetColWidth(i+1, i+1, width(rows, i)); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(b.kept+1, 2)
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: b.kept, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, row := range rows {
		style := b.body
		if i == 0 {
			style = b.head
		}
		cells := make([]any, len(row))
		for j, v := range row {
			if s, ok := v.(string); ok && len(s) > maxCell && len([]rune(s)) > maxCell {
				return fault(finding.Say("a cell of Excel holds no text of more than %s characters", maxCell))
			}
			cells[j] = excelize.Cell{StyleID: style, Value: v}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return b.offer(sheet, len(rows), offers)
}

// roomBelow is how many rows behind the last one offer their lists, too: for new
// services.
const roomBelow = 200

func (b *workbook) offer(sheet string, rows int, offers map[int][]string) error {
	for column, words := range offers {
		name, err := excelize.ColumnNumberToName(column + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = name + "2:" + name + strconv.Itoa(rows+roomBelow)
		if err := v.SetDropList(words); err != nil {
			continue // more than Excel takes: the column stays free
		}
		if err := b.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// width is that of a column in characters, between what can be read and what leaves
// room for others.
func width(rows [][]any, column int) float64 {
	widest := 8
	for _, row := range rows[:min(len(rows), 200)] {
		s, _ := row[column].(string)
		n := 0
		for _, r := range s {
			if n++; r > 0x2e80 {
				n++
			}
			if r == '\n' {
				widest, n = max(widest, n), 0
			}
		}
		widest = max(widest, n)
	}
	return float64(min(widest+2, 48))
}

// grid are the cells of the table of services.
func (t table) grid() [][]any {
	rows := [][]any{cells(t.header())}
	for _, r := range t.records {
		row := cells(t.row(r))
		for i, c := range t.columns {
			if _, ok := c.cell.(number); ok && c.value(r) != nil {
				row[i] = c.value(r)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// lists are what the columns offer.
func (t table) lists() map[int][]string {
	offers := map[int][]string{}
	for i, c := range t.columns {
		if of, ok := c.cell.(choice); ok && len(of.all) > 0 {
			offers[i] = each(of.all, t.Say.Word)
		}
	}
	return offers
}

func cells(said []string) []any { return each(said, func(s string) any { return s }) }
