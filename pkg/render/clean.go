package render

import "strings"

// Clean takes out what could steer a terminal or break a row: control
// characters, and characters that reorder or hide text. Line ends and tabs
// become blanks.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return ' '
		}
		return clean(r)
	}, text)
}

// CleanLines is Clean for a text of several lines: line ends stay.
func CleanLines(text string) string { return strings.Map(clean, text) }

func clean(r rune) rune {
	switch {
	case r == '\t', r == '\r':
		return ' '
	case r == '\n':
		return r
	case r < 0x20, r >= 0x7f && r < 0xa0, hidden(r):
		return '\uFFFD'
	}
	return r
}

// hidden are the bidirectional controls, zero-width characters and the like.
func hidden(r rune) bool {
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return r == 0xfeff || r == 0x061c || r == 0x00ad || r >= 0xe0000 && r <= 0xe007f
}
