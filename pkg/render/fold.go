package render

import (
	"regexp"
	"strings"
)

// Fold breaks a line for people between words, at most so many columns wide; 0 is
// unlimited. Where it is set in, so is what follows. A command that stands in it stays
// whole, so that it can be copied, and begins a line where it is wider than the screen.
func Fold(line string, width int) string {
	const held = "\u00a0" // no line breaks at it
	if width <= 0 || columns(line) <= width || strings.ContainsRune(line, '\n') || strings.Contains(line, held) {
		return line
	}
	text := strings.TrimLeft(line, " ")
	indent := line[:len(line)-len(text)]
	if indent != "" && (typed().MatchString(text) || strings.Contains(text, "   ") || len(indent) > width/2) {
		return line // a command on its own, or what is drawn
	}
	whole := commands().ReplaceAllStringFunc(text, func(command string) string {
		lead := ""
		if rest, ok := strings.CutPrefix(command, ": "); ok {
			lead, command = ": ", rest
		}
		return lead + strings.ReplaceAll(command, " ", held)
	})
	lines := strings.Join(wrapWhole(whole, width-len(indent)), "\n"+indent)
	return indent + strings.ReplaceAll(lines, held, " ")
}

// typed matches a line that is a command, with the settings before it.
func typed() *regexp.Regexp {
	return regexp.MustCompile(`^(\$ )?(\S+=\S* )*(sc|git|cd|export|ssh-keygen) `)
}

// commands matches what is to be typed: in quotation marks, or behind a colon.
func commands() *regexp.Regexp {
	return regexp.MustCompile(`"[^"]*"|“[^”]*”|(?:: |：|, then: )(?:sc|git) [^;,；，。]*`)
}
