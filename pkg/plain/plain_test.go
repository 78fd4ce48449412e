package plain_test

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/plain"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, row, lines string }{
		{"通过 a-b", "通过 a-b", "通过 a-b"},
		{"a\nb\r\n\tc", "a b   c", "a\nb \n c"},
		{"\x1b]0;x\x07\u009b", "\uFFFD]0;x\uFFFD\uFFFD", "\uFFFD]0;x\uFFFD\uFFFD"},
		{"a\u202eb\u200bc\ufeffd\u2066e\u061cf\u00adg\U000e0041", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFD", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFD"},
		{"a\u2028b", "a\uFFFDb", "a\uFFFDb"},
		{"\xff", "\uFFFD", "\uFFFD"},
	} {
		if got := plain.Clean(c.text); got != c.row {
			t.Errorf("%q: got %q, want %q", c.text, got, c.row)
		}
		if got := plain.CleanLines(c.text); got != c.lines {
			t.Errorf("%q: got %q, want %q", c.text, got, c.lines)
		}
	}
}
