package lang

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/service-catalogue/sc/pkg/finding"
)

// edge marks in a sentence where one that stands inside it begins and ends.
const edge = '\x01'

// inner is a sentence inside another.
type inner string

// Format marks the edges, which spaced takes out again.
func (s inner) Format(f fmt.State, verb rune) {
	if verb != 's' && verb != 'v' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), string(s))
		return
	}
	fmt.Fprintf(f, "%c%s%c", edge, string(s), edge)
}

// value is Value, with marks around what is a sentence itself. Chinese parts letters
// and digits from its own characters by a space; where data stands in a sentence its
// translation says so, but one sentence may stand in many.
func (p *Printer) value(a any) any {
	text, isText := p.Value(a).(string)
	if !isText || p.lang != Chinese {
		return p.Value(a)
	}
	switch a.(type) {
	case finding.Sentence, interface{ Parts() []any }:
		return inner(text)
	}
	return text
}

// spaced takes out the marks, and puts a space in their place where a Chinese
// character meets an ASCII letter or digit.
func spaced(text string) string {
	if !strings.ContainsRune(text, edge) {
		return text
	}
	var b strings.Builder
	before, marked := rune(-1), false
	for _, r := range text {
		if r == edge {
			marked = true
			continue
		}
		if marked && (unicode.Is(unicode.Han, before) && isASCIIWord(r) || isASCIIWord(before) && unicode.Is(unicode.Han, r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before, marked = r, false
	}
	return b.String()
}

func isASCIIWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
