package cli

import (
	"strings"
	"unicode"
)

// maxLine is how wide a command is printed before it goes on in another line.
const maxLine = 100

// shellLine is the command of a scene as one types it; a long one goes on behind
// a backslash, each flag with its value.
func shellLine(s scene) string {
	line, width := "sc", len("sc")
	words := append([]string{}, s.args...)
	for i := 0; i < len(words); i++ {
		next := shellWord(words[i])
		if strings.HasPrefix(words[i], "-") && i+1 < len(words) && !strings.HasPrefix(words[i+1], "-") {
			i++
			next += " " + shellWord(words[i])
		}
		if width+1+columns(next) > maxLine {
			line += " \\\n   "
			width = len("   ")
		}
		line += " " + next
		width += 1 + columns(next)
	}
	return line
}

// shellWord quotes a word where the shell would take it for something else.
func shellWord(word string) string {
	special := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("@%+=:,./_-", r)
	}
	switch {
	case word != "" && !strings.ContainsFunc(word, special):
		return word
	case !strings.ContainsAny(word, "\"\\$`!"):
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// columns is the width of a text on a screen: Chinese is two columns wide.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n
}
