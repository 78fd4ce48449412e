package plain

import "strings"

// Markdown is a text on one line of GitHub's Markdown, which shows it as it is: no
// link, no picture, no HTML, and nobody is called by name.
func Markdown(text string) string {
	var out strings.Builder
	var before rune
	for _, r := range Clean(text) {
		switch {
		case strings.ContainsRune("\\`*_[]<>|~$", r):
			out.WriteRune('\\')
			out.WriteRune(r)
		case r == '&':
			out.WriteString("&amp;")
		case r == '@' && !inAddress(before): // an address has a name before it
			out.WriteString("&#64;")
		default:
			out.WriteRune(r)
		}
		before = r
	}
	return strings.NewReplacer("://", "&#58;//", "www.", "www&#46;").Replace(out.String())
}

func inAddress(r rune) bool {
	return r == '.' || r == '-' || r == '_' || r == '+' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// MarkdownHeading is a heading of a depth from 1 on.
func MarkdownHeading(depth int, text string) string {
	said := Markdown(strings.TrimSpace(text))
	if end := strings.TrimRight(said, "#"); end != said { // Markdown takes signs at the end away
		said = end + strings.Repeat(`\#`, len(said)-len(end))
	}
	return strings.Repeat("#", depth) + " " + said + "\n"
}

// MarkdownRow is a row of a table, of cells that are Markdown.
func MarkdownRow(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

// MarkdownRule parts the head of a table from its rows.
func MarkdownRule(columns int) string {
	return MarkdownRow(strings.Split(strings.Repeat("--- ", columns-1)+"---", " ")...)
}

// MarkdownCell is a text of several lines in a cell.
func MarkdownCell(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = Markdown(strings.TrimSpace(line))
	}
	return strings.Join(lines, "<br>")
}
