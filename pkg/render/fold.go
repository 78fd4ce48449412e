package render

import (
	"regexp"
	"strings"
)

// Fold breaks a line for people between words, at most so many columns wide; 0 is
// unlimited. A command that stands in it stays whole, so that it can be copied; where
// one is wider than the screen, and where a line is set in, it stays as it is.
func Fold(line string, width int) string {
	const held = "\u00a0" // no line breaks at it
	if width <= 0 || columns(line) <= width || strings.ContainsRune(line, '\n') || strings.HasPrefix(line, " ") || strings.Contains(line, held) {
		return line
	}
	whole := commands().ReplaceAllStringFunc(line, func(command string) string { return strings.ReplaceAll(command, " ", held) })
	if longestPiece(whole) > width {
		return line
	}
	return strings.ReplaceAll(strings.Join(wrap(whole, width), "\n"), held, " ")
}

// commands matches what is to be typed: in quotation marks, or behind a colon.
func commands() *regexp.Regexp {
	return regexp.MustCompile(`"[^"]*"|“[^”]*”|(?:: |：|, then: )(?:sc|git) [^;,；，。]*`)
}
