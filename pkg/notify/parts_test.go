package notify

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPartsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a甲😀\n]{0,200}`).Draw(t, "text")
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		var whole strings.Builder
		for _, p := range parted(text, limit) {
			if len(p) > max(limit, utf8.UTFMax) || !utf8.ValidString(p) {
				t.Fatalf("part %q of at most %d bytes", p, limit)
			}
			whole.WriteString(p)
		}
		if strings.ReplaceAll(whole.String(), "\n", "") != strings.ReplaceAll(text, "\n", "") {
			t.Fatalf("%q became %q", text, whole.String())
		}
	})
}

// FuzzTaken: an answer is a yes only where the code is the number 0, and what is told of
// another one is short and steers no terminal.
func FuzzTaken(f *testing.F) {
	for _, seed := range []string{`{"code":0}`, `{"code":1,"msg":"\u001b"}`, `{"code":"0"}`, `[]`, `{"code":{"code":0}}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		err := taken(answer, "code")
		if err == nil && !strings.Contains(string(answer), "0") {
			t.Errorf("%q is a yes", answer)
		}
		if err != nil && (utf8.RuneCountInString(err.Error()) > longestRemark+20 || strings.ContainsAny(err.Error(), "\x1b\n\r")) {
			t.Errorf("%q is told as %q", answer, err)
		}
	})
}
