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

// Flags folds the lines that explain flags, as pflag writes them: the flag, blanks, and
// what it does.
func Flags(usages string, width int) string {
	if width <= 0 {
		return usages
	}
	lines := strings.Split(strings.TrimRight(usages, "\n"), "\n")
	for i, line := range lines {
		head := len(line) - len(strings.TrimLeft(line, " "))
		gap := strings.Index(line[head:], "   ")
		if gap < 0 {
			continue
		}
		end := head + gap
		for end < len(line) && line[end] == ' ' {
			end++
		}
		lines[i] = Hang(line[:end], line[end:], width)
	}
	return strings.Join(lines, "\n")
}
