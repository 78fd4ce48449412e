package plain

import "testing"

// The list is that of docs/format.md, section 1; what a person may see on a terminal is
// no other than what a record may hold.
func TestDeceptiveCharacters(t *testing.T) {
	for _, c := range []struct{ first, last rune }{
		{0, 8},
		{0x0b, 0x0c},
		{0x0e, 0x1f},
		{0x7f, 0x9f},
		{0xad, 0xad},
		{0x34f, 0x34f},
		{0x61c, 0x61c},
		{0x115f, 0x1160},
		{0x17b4, 0x17b5},
		{0x180b, 0x180f},
		{0x200b, 0x200f},
		{0x2028, 0x202e},
		{0x2060, 0x206f},
		{0x3164, 0x3164},
		{0xfeff, 0xfeff},
		{0xffa0, 0xffa0},
		{0xfff9, 0xfffb},
		{0xe0000, 0xe0fff},
	} {
		for r, want := range map[rune]bool{c.first - 1: false, c.first: true, c.last: true, c.last + 1: false} {
			if r < 0x20 && !want || r == 0xa0 {
				continue // tabs and line ends are judged otherwise
			}
			if Deceptive(r) != want {
				t.Errorf("U+%04X: got %v, want %v", r, !want, want)
			}
		}
	}
	for _, r := range "中文，a\ufe0f\u2800é" {
		if Deceptive(r) {
			t.Errorf("U+%04X is refused", r)
		}
	}
}
