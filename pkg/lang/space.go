package lang

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The marks in a Chinese sentence where something that stands inside it begins and
// ends: what is parted as the sentence is, and data that is Chinese itself, such as a
// date, which is parted as it parts itself. Unicode keeps them for such uses: no text
// has them.
const (
	edge = '\ufdd0'
	own  = '\ufdd1'
)

// inner is what stands inside a sentence, and its mark.
type inner struct {
	text string
	mark rune
}

// Format marks the edges, which spaced takes out again.
func (s inner) Format(f fmt.State, verb rune) {
	if verb != 's' && verb != 'v' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), s.text)
		return
	}
	fmt.Fprintf(f, "%c%s%c", s.mark, s.text, s.mark)
}

// value is Value, with marks around what stands inside a Chinese sentence: a name may
// be of letters or of Chinese characters.
func (p *Printer) value(a any) any {
	text, isText := p.Value(a).(string)
	if !isText || p.lang != Chinese {
		return p.Value(a)
	}
	_, isSentence := a.(finding.Sentence)
	_, isList := a.(interface{ Parts() []any })
	if !isSentence && !isList && strings.ContainsFunc(text, isHan) {
		return inner{text, own}
	}
	return inner{text, edge}
}

// spaced takes out the marks. Chinese parts ASCII letters and digits from its own
// characters by a space, and its own characters by none: where there is a mark, the
// one is put in and the other taken out.
func spaced(text string) string {
	if !strings.ContainsFunc(text, isMark) {
		return text
	}
	all := []rune(text)
	kept := make([]rune, 0, len(all))
	for i, r := range all {
		switch before, after := beside(all[:i], -1), beside(all[i+1:], 1); {
		case r == edge && (i == 0 || !isMark(all[i-1])) && apart(before, after):
			kept = append(kept, ' ')
		case isMark(r):
		case r == ' ' && isHan(before) && isHan(after) && marked(all, i):
		default:
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// beside is the character of a text, marks aside, that stands at its end or, going
// forward, at its beginning; zero where there is none.
func beside(text []rune, step int) rune {
	i := 0
	if step < 0 {
		i = len(text) - 1
	}
	for ; i >= 0 && i < len(text); i += step {
		if !isMark(text[i]) {
			return text[i]
		}
	}
	return 0
}

// marked reports whether a mark stands at one side of a character.
func marked(all []rune, i int) bool {
	return i > 0 && isMark(all[i-1]) || i+1 < len(all) && isMark(all[i+1])
}

// apart reports whether a Chinese character meets a letter or a digit.
func apart(a, b rune) bool { return isHan(a) && isASCIIWord(b) || isASCIIWord(a) && isHan(b) }

func isMark(r rune) bool { return r == edge || r == own }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isASCIIWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
