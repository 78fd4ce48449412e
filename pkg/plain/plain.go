// Package plain shows what others wrote as text and nothing else: on a terminal, where
// it steers nothing and hides nothing, and in Markdown, where it is no mark. It knows
// nothing of what is said.
package plain

import (
	"io"
	"strings"
)

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
	case r < 0x20, r >= 0x7f && r < 0xa0, Hidden(r):
		return '\uFFFD'
	}
	return r
}

// Hidden reports whether a character is not seen: the bidirectional controls,
// zero-width characters and the like.
func Hidden(r rune) bool {
	if r >= 0x115f && r <= 0x1160 || r >= 0x17b4 && r <= 0x17b5 || r >= 0x180b && r <= 0x180f {
		return true
	}
	if r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f {
		return true
	}
	return r == 0xfeff || r == 0x061c || r == 0x00ad || r == 0x034f || r == 0x3164 || r == 0xffa0 || r >= 0xfff9 && r <= 0xfffb || r >= 0xe0000 && r <= 0xe0fff
}

// Cleaned is a writer that cleans what is written to it, each time as a whole.
func Cleaned(w io.Writer) io.Writer { return cleaned{w} }

type cleaned struct{ io.Writer }

func (c cleaned) Write(p []byte) (int, error) {
	if _, err := io.WriteString(c.Writer, CleanLines(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Deceptive reports whether a character may not be shown as it is.
func Deceptive(r rune) bool { return r != '\n' && clean(r) != r }
