package document

import (
	"testing"
	"unicode/utf8"
)

// The first byte of a character tells whether it is worth a look: none that is forbidden
// may be looked over.
func TestNoForbiddenCharacterIsLookedOver(t *testing.T) {
	for r := rune(utf8.RuneSelf); r <= utf8.MaxRune; r++ {
		if forbidden(r) && !mayBeForbidden(string(r)[0]) {
			t.Errorf("U+%04X is looked over", r)
		}
	}
}
