package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// table writes a section for people: a title, a header and aligned columns, in
// which Chinese is two columns wide.
func (s Screen) table(section Section, index int) error {
	var out bytes.Buffer
	if index > 0 {
		out.WriteByte('\n')
	}
	if !section.Title.IsZero() {
		for _, line := range strings.Split(s.paragraph(section.Title), "\n") {
			fmt.Fprintln(&out, s.marked(line, Strong))
		}
	}
	if len(section.Rows) > 0 {
		text, err := s.grid(section)
		if err != nil {
			return err
		}
		out.WriteString(text)
	} else if !section.Empty.IsZero() {
		fmt.Fprintln(&out, s.paragraph(section.Empty))
	}
	if !section.Foot.IsZero() {
		for line := range strings.SplitSeq(Fold(plain.Clean(s.Say.Say(section.Foot)), s.Width), "\n") {
			fmt.Fprintln(&out, s.marked(line, Fine))
		}
	}
	_, err := s.Out.Write(out.Bytes())
	return err
}

// paragraph is a sentence that stands alone; it may name what others wrote.
func (s Screen) paragraph(said finding.Sentence) string {
	text := plain.Clean(s.Say.Say(said))
	if s.Width <= 0 {
		return text
	}
	return strings.Join(wrap(text, s.Width), "\n")
}

// grid is the header and the rows in columns.
func (s Screen) grid(section Section) (string, error) {
	lines := s.lines(section)
	fit, whole := widths(lines, s.Width)
	if !whole && len(section.Columns) > 2 {
		return s.stacked(lines), nil
	}
	if len(fit) == 2 && slices.ContainsFunc(lines, func(line []string) bool { return longestPiece(line[1]) > fit[1] }) {
		return s.below(lines), nil
	}
	var out bytes.Buffer
	t := writer(&out)
	for row, line := range lines {
		cells := make([]string, len(line))
		for i, cell := range line {
			parts := wrap(cell, fit[i])
			for j, part := range parts {
				parts[j] = s.marked(part, section.look(row, i))
			}
			cells[i] = strings.Join(parts, "\n")
		}
		if err := t.Append(cells); err != nil {
			return "", err
		}
	}
	if err := t.Render(); err != nil {
		return "", err
	}
	return trimmed(out.String()), nil
}

// look is how a cell of the grid stands out: its own look, and that of the header.
func (section Section) look(row, column int) Look {
	if len(section.Columns) > 0 {
		if row == 0 {
			return Faint
		}
		row--
	}
	return lookOf(section.Rows[row][column])
}

// below is a table of two columns whose second one has words that do not fit beside the
// first: these rows have their value on a line of its own, since half a digest is none.
func (s Screen) below(lines [][]string) string {
	first := 0
	for _, line := range lines {
		first = max(first, min(columns(line[0]), s.Width/2))
	}
	var out strings.Builder
	room := max(s.Width-first-gapWidth, leastWidth)
	for _, line := range lines {
		names, values := wrap(line[0], first), wrap(line[1], room)
		if longestPiece(line[1]) > room {
			out.WriteString(strings.Join(wrap(line[0], s.Width), "\n") + "\n" + s.alone(line[1]) + "\n")
			continue
		}
		for i := range max(len(names), len(values)) {
			name, value := "", ""
			if i < len(names) {
				name = names[i]
			}
			if i < len(values) {
				value = values[i]
			}
			out.WriteString(strings.TrimRight(name+strings.Repeat(" ", first-columns(name)+gapWidth)+value, " ") + "\n")
		}
	}
	return out.String()
}

// alone is a value on lines of its own. A word that is wider than the screen is left to
// the terminal, from which it is copied whole.
func (s Screen) alone(value string) string {
	switch longest := longestPiece(value); {
	case longest > s.Width:
		return value
	case longest > s.Width-2:
		return strings.Join(wrap(value, s.Width), "\n")
	}
	return "  " + strings.Join(wrap(value, s.Width-2), "\n  ")
}

// stacked is a table on a screen that is too narrow for it: the first cell of each row
// on a line of its own, and below it the others, each with its column's name.
func (s Screen) stacked(lines [][]string) string {
	var out strings.Builder
	for _, row := range lines[1:] {
		out.WriteString(strings.Join(wrap(row[0], s.Width), "\n") + "\n")
		for i, cell := range row[1:] {
			if cell == "" {
				continue
			}
			named := s.Say.T("%s: %s", lines[0][i+1], cell)
			out.WriteString("  " + strings.Join(wrap(named, s.Width-2), "\n  ") + "\n")
		}
	}
	return out.String()
}

// lines are the header, if there is one, and the rows as text.
func (s Screen) lines(section Section) [][]string {
	var lines [][]string
	if len(section.Columns) > 0 {
		header := make([]string, len(section.Columns))
		for i, c := range section.Columns {
			header[i] = s.Say.Say(c)
		}
		lines = append(lines, header)
	}
	for _, row := range section.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = plain.Clean(s.cell(v))
		}
		lines = append(lines, cells)
	}
	return lines
}

// trimmed is a table without the blanks at the end of its lines.
func trimmed(table string) string {
	lines := strings.Split(table, "\n")
	for i, line := range lines {
		lines[i] = unpadded(line)
	}
	return strings.Join(lines, "\n")
}

// unpadded is a line without the blanks at its end, be they before or behind the end of
// a colour.
func unpadded(line string) string {
	bare := strings.TrimRight(line, " ")
	for strings.HasSuffix(bare, plainAgain) {
		bare = strings.TrimRight(strings.TrimSuffix(bare, plainAgain), " ")
	}
	if strings.LastIndex(bare, "\x1b[") > strings.LastIndex(bare, plainAgain) {
		bare += plainAgain
	}
	return bare
}

// writer is a table without lines, left aligned.
func writer(out *bytes.Buffer) *tablewriter.Table {
	twwidth.SetEastAsian(false)
	return tablewriter.NewTable(
		out,
		tablewriter.WithRendition(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{Global: tw.AlignLeft}),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithPadding(tw.Padding{Right: strings.Repeat(" ", gapWidth), Overwrite: true}),
		tablewriter.WithTrimSpace(tw.Off),
	)
}
