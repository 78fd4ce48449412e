package render

import (
	"fmt"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/tw"
)

// table writes a section for people: a title, a header and aligned columns, in
// which Chinese is two columns wide.
func (s Screen) table(section Section, index int) error {
	if index > 0 {
		fmt.Fprintln(s.Out)
	}
	if !section.Title.IsZero() {
		fmt.Fprintln(s.Out, s.Say.Say(section.Title))
	}
	if len(section.Rows) == 0 {
		_, err := fmt.Fprintln(s.Out, s.Say.Say(section.Empty))
		return err
	}
	t := s.writer()
	if len(section.Columns) > 0 {
		header := make([]string, len(section.Columns))
		for i, c := range section.Columns {
			header[i] = s.Say.Say(c)
		}
		t.Header(header)
	}
	for _, row := range section.Rows {
		if err := t.Append(s.line(row)); err != nil {
			return err
		}
	}
	return t.Render()
}

func (s Screen) line(row []any) []string {
	cells := make([]string, len(row))
	for i, v := range row {
		cells[i] = Clean(s.cell(v))
	}
	return cells
}

// writer is a table without lines, left aligned, whose text wraps at the
// screen's width.
func (s Screen) writer() *tablewriter.Table {
	twwidth.SetEastAsian(false)
	none := tw.Rendition{
		Borders: tw.BorderNone,
		Settings: tw.Settings{
			Lines:      tw.LinesNone,
			Separators: tw.SeparatorsNone,
		},
	}
	options := []tablewriter.Option{
		tablewriter.WithRendition(none),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{Global: tw.AlignLeft}),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
		tablewriter.WithTrimSpace(tw.Off),
	}
	if s.Width > 0 {
		options = append(options, tablewriter.WithTableMax(s.Width), tablewriter.WithRowAutoWrap(tw.WrapNormal))
	}
	return tablewriter.NewTable(s.Out, options...)
}
