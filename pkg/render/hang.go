package render

import "strings"

// Hang is a text behind a lead, folded to a width (0 is unlimited), its further lines
// below its first. Where the lead leaves too little room, the text stands below it.
func Hang(lead, text string, width int) string {
	indent := columns(lead)
	if width <= 0 || indent+columns(text) <= width {
		return lead + text
	}
	if width-indent < leastBeside {
		indent = min(8, width/4)
		lead = strings.TrimRight(lead, " ") + "\n" + strings.Repeat(" ", indent)
	}
	return lead + strings.Join(wrap(text, width-indent), "\n"+strings.Repeat(" ", indent))
}

// leastBeside is the least room that a text beside a lead needs.
const leastBeside = 24

// Flags are flags, each with what it does beside it, folded to a width.
func Flags(rows [][2]string, width int) string {
	widest := 0
	for _, row := range rows {
		widest = max(widest, columns(row[0]))
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = Hang("  "+row[0]+strings.Repeat(" ", widest-columns(row[0])+3), row[1], width)
	}
	return strings.Join(lines, "\n")
}
