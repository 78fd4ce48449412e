package render

import (
	"regexp"
	"strings"
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
		lines[i] = address.ReplaceAllStringFunc(line, func(found string) string {
			if strings.HasSuffix(whole, found) && columns(whole) == width {
				return found
			}
			return "\x1b]8;;" + found + "\x1b\\" + found + "\x1b]8;;\x1b\\"
		})
	}
	return strings.Join(lines, "")
}
