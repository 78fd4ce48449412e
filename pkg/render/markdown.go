package render

import (
	"bufio"
	"strings"

	"github.com/service-catalogue/sc/pkg/plain"
)

// Markdown writes a page as GitHub reads it: a heading and a table for each section,
// or a list where it has no columns. In a list the first cell stands out; a row
// without one goes on with the row before. Whatever the cells hold, it stays text:
// no link, no picture, no HTML, nobody is called by name.
func (s Screen) Markdown(p Page) error {
	w := bufio.NewWriter(s.Out)
	for i, section := range p.Sections {
		if i > 0 {
			_ = w.WriteByte('\n') // Flush gives the error
		}
		_, _ = w.WriteString(s.markdown(section))
	}
	return w.Flush()
}

func (s Screen) markdown(section Section) string {
	var out strings.Builder
	if !section.Title.IsZero() {
		out.WriteString(plain.MarkdownHeading(max(section.Depth, 1), s.Say.Say(section.Title)))
	}
	switch {
	case len(section.Rows) == 0 && !section.Empty.IsZero():
		out.WriteString("\n" + plain.Markdown(s.Say.Say(section.Empty)) + "\n")
	case len(section.Rows) == 0:
	case len(section.Columns) == 0:
		out.WriteString("\n" + s.markdownList(section))
	default:
		out.WriteString("\n" + s.markdownTable(section))
	}
	return out.String()
}

func (s Screen) markdownTable(section Section) string {
	head := make([]string, len(section.Columns))
	for i, c := range section.Columns {
		head[i] = plain.Markdown(s.Say.Say(c))
	}
	text := plain.MarkdownRow(head...) + plain.MarkdownRule(len(head))
	for _, row := range section.Rows {
		text += plain.MarkdownRow(s.markdownCells(row)...)
	}
	return text
}

func (s Screen) markdownCells(row []any) []string {
	cells := make([]string, len(row))
	for i, v := range row {
		cells[i] = plain.Markdown(s.cell(v))
	}
	return cells
}

func (s Screen) markdownList(section Section) string {
	var out strings.Builder
	for _, row := range section.Rows {
		cells := s.markdownCells(row)
		rest := strings.Join(cells[1:], " ")
		switch {
		case cells[0] == "":
			out.WriteString("  - " + unstructured(rest) + "\n")
		case rest == "":
			out.WriteString("- **" + cells[0] + "**\n")
		default:
			out.WriteString("- **" + cells[0] + "**" + s.Say.T(" — ") + rest + "\n")
		}
	}
	return out.String()
}

// unstructured keeps a line from being a heading, a list or a rule of its own.
func unstructured(line string) string {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch {
	case line == "":
		return line
	case strings.ContainsRune("#+-=", rune(line[0])):
		return `\` + line
	case digits > 0 && digits < len(line) && strings.ContainsRune(".)", rune(line[digits])):
		return line[:digits] + `\` + line[digits:]
	}
	return line
}
