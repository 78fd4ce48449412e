package render

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Links makes what a terminal of so many columns shows clickable where an address stands
// in it: the text and where it leads are the same, so that nothing is hidden. What is
// broken at the edge is no whole address, and stays as it is.
func Links(text string, width int) string {
	address := regexp.MustCompile(`https?://[!-~]*[0-9A-Za-z/#=&_~+-]`)
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if !strings.Contains(line, "://") {
			continue
		}
		whole := strings.TrimSuffix(line, "\n")
		var linked strings.Builder
		end := 0
		for _, at := range address.FindAllStringIndex(line, -1) {
			found, rest := line[at[0]:at[1]], line[at[1]:]
			broken := at[1] == len(whole) && columns(whole) == width
			if !broken && leadsWhereItSays(found, rest) {
				linked.WriteString(line[end:at[0]] + "\x1b]8;;" + found + "\x1b\\" + found + "\x1b]8;;\x1b\\")
				end = at[1]
			}
		}
		lines[i] = linked.String() + line[end:]
	}
	return strings.Join(lines, "")
}

// leadsWhereItSays reports whether an address is no other than whoever reads it takes it
// for: letters of another script may go on where it ends, and what stands before an @ may
// look like the host.
func leadsWhereItSays(address, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	_, behind, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(behind, "/")
	return !unicode.IsLetter(next) && !unicode.IsNumber(next) && !unicode.IsMark(next) && !strings.Contains(host, "@")
}
