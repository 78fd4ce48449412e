package sheet

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Limits keep a small file from unfolding into a large one.
type Limits struct {
	Rows    int   // of one sheet
	Columns int   // of one row
	Cell    int   // bytes of one cell
	Bytes   int64 // of all that a file unfolds to
}

// Usual are limits far above any catalogue.
func Usual() Limits { return Limits{Rows: 100_000, Columns: 256, Cell: 64 << 10, Bytes: 256 << 20} }

// Grid is one sheet of a file as text. The row of index 0 is row 1.
type Grid struct {
	Name  string // empty in a file that has one table only
	Rows  [][]string
	From  string    // the encoding of a text file that was not UTF-8, which it was read in
	wrong []Problem // what is wrong with the rows themselves
	size  int64
}

func (g *Grid) add(row []string, limit Limits) error {
	for i, c := range row {
		row[i] = strings.TrimSpace(strings.ReplaceAll(c, "\r\n", "\n"))
		if g.size += int64(len(c)); len(c) > limit.Cell {
			return fault(finding.Say("row %s has a cell of more than %s bytes", len(g.Rows)+1, limit.Cell))
		}
	}
	switch {
	case len(g.Rows) >= limit.Rows:
		return fault(finding.Say("the table has more than %s rows", limit.Rows))
	case len(row) > limit.Columns:
		return fault(finding.Say("row %s has more than %s columns", len(g.Rows)+1, limit.Columns))
	case g.size > limit.Bytes:
		return fault(finding.Say("the table holds more than %s bytes", limit.Bytes))
	}
	g.Rows = append(g.Rows, row)
	return nil
}

// ReadFile reads a workbook or comma-separated values, whichever the bytes are. What
// is neither, or holds nothing, is a *finding.Fault.
func ReadFile(data []byte, limit Limits) ([]Grid, error) {
	grids, err := readGrids(data, limit)
	if err == nil && !slices.ContainsFunc(grids, func(g Grid) bool { return strings.Join(g.Header(), "") != "" || len(g.Rows) > 1 || len(g.wrong) > 0 }) {
		return nil, fault(finding.Say("the file is empty"))
	}
	return grids, err
}

func readGrids(data []byte, limit Limits) ([]Grid, error) {
	if isOffice(data) {
		return nil, &finding.Fault{Message: finding.Say("this is a file of an old format, or has a password"), Hint: asTable()}
	}
	if isArchive(data) {
		return readWorkbook(data, limit)
	}
	text, was, err := decoded(data)
	if err != nil {
		return nil, err
	}
	grids, err := readCSV(bytes.NewReader(text), limit)
	if err != nil {
		return nil, err
	}
	grids[0].From = was
	return grids, nil
}

// Header is the first row.
func (g Grid) Header() []string {
	if len(g.Rows) == 0 {
		return nil
	}
	return g.Rows[0]
}

// readWorkbook reads the sheets of a workbook as they are shown: of a formula, the
// value that was stored with it.
func readWorkbook(data []byte, limit Limits) (grids []Grid, err error) {
	if err := whole(data, limit); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: limit.Bytes, UnzipXMLSizeLimit: limit.Bytes, RawCellValue: true,
	})
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() {
		if failed := f.Close(); err == nil {
			err = failed
		}
	}()
	for _, name := range f.GetSheetList() {
		g, err := readSheet(f, name, limit)
		if err != nil {
			return nil, err
		}
		grids = append(grids, g)
	}
	return grids, nil
}

func readSheet(f *excelize.File, name string, limit Limits) (g Grid, err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return g, unreadable(err)
	}
	defer func() {
		if failed := rows.Close(); err == nil && failed != nil {
			err = unreadable(failed)
		}
	}()
	g.Name = name
	for rows.Next() {
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return g, unreadable(err)
		}
		if err := g.add(row, limit); err != nil {
			return g, err
		}
	}
	return g, rows.Error()
}

func unreadable(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return &finding.Fault{Message: finding.Say("this is no table that can be read; it may be damaged"), Hint: asTable(), Cause: err}
}

func asTable() finding.Sentence { return finding.Say("save it as .xlsx or as CSV in UTF-8") }
