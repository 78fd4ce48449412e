package render_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/render"
)

// framed is the frame alone of a fault in a text.
func framed(t testing.TB, text string, start, end finding.Place, width int) string {
	t.Helper()
	r := render.Report{
		Findings: []finding.Finding{{File: "a", Start: start, End: end, Rule: "r", Severity: finding.Error, Message: finding.Say("needs a text")}},
		Source:   func(string) []byte { return []byte(text) },
	}
	whole := written(t, render.Findings{Say: lang.New(lang.English), Width: width}, "text", r)
	_, frame, _ := strings.Cut(whole, "[r]\n")
	return frame
}

func TestFrames(t *testing.T) {
	t.Parallel()
	wide := strings.Repeat("云", 100)
	for name, c := range map[string]struct {
		text       string
		start, end finding.Place
		width      int
		want       string
	}{
		"plain":            {"a: b\n", place(1, 4), place(1, 5), 0, "   1 | a: b\n     |    ^\n"},
		"Chinese is wide":  {"服务: 时间 x\n", place(1, 5), place(1, 7), 0, "   1 | 服务: 时间 x\n     |       ^~~~\n"},
		"full width":       {"a：b\n", place(1, 2), place(1, 3), 0, "   1 | a：b\n     |  ^~\n"},
		"combining":        {"e\u0301e\u0301: x\n", place(1, 7), place(1, 8), 0, "   1 | e\u0301e\u0301: x\n     |     ^\n"},
		"ambiguous":        {"“a” §: x\n", place(1, 7), place(1, 8), 0, "   1 | “a” §: x\n     |       ^\n"},
		"no end":           {"服务: x\n", place(1, 1), finding.Place{}, 0, "   1 | 服务: x\n     | ^\n"},
		"no column":        {"a: b\n", place(1, 0), finding.Place{}, 0, "   1 | a: b\n"},
		"whole file":       {"a: b\n", finding.Place{}, finding.Place{}, 0, ""},
		"behind the line":  {"a:\nb: 1\n", place(1, 9), place(1, 10), 0, "   1 | a:\n     |   ^\n"},
		"behind the file":  {"a: b\n", place(3, 1), finding.Place{}, 0, ""},
		"last line":        {"a: b", place(1, 4), place(1, 5), 0, "   1 | a: b\n     |    ^\n"},
		"empty line":       {"\n\n", place(2, 1), place(2, 1), 0, "   2 |\n     | ^\n"},
		"several lines":    {"a:\n  - x y  \n  - z\n", place(2, 3), place(3, 6), 0, "   2 |   - x y  \n     |   ^~~~~\n"},
		"CRLF":             {"a: b\r\nc: d\r\n", place(2, 4), place(3, 1), 0, "   2 | c: d\n     |    ^\n"},
		"byte order mark":  {"\ufeffa: b\n", place(1, 1), place(1, 2), 0, "   1 | a: b\n     | ^\n"},
		"tab":              {"\ta: b\n", place(1, 2), place(1, 3), 0, "   1 | ⇥a: b\n     |  ^\n"},
		"wide blank":       {"\u3000a: b\n", place(1, 1), place(1, 2), 0, "   1 | ␣␣a: b\n     | ^~\n"},
		"no-break blank":   {"\u00a0a: b\n", place(1, 2), place(1, 3), 0, "   1 | ␣a: b\n     |  ^\n"},
		"escape":           {"a: \x1b[2Jb\n", place(1, 8), place(1, 9), 0, "   1 | a: <U+001B>[2Jb\n     |               ^\n"},
		"right to left":    {"\u202eab\n", place(1, 1), place(1, 2), 0, "   1 | <U+202E>ab\n     | ^~~~~~~~\n"},
		"no UTF-8":         {"a: \xb7\xfe b\n", place(1, 4), place(1, 5), 0, "   1 | a: \ufffd\ufffd b\n     |    ^\n"},
		"UTF-16":           {"\xff\xfea\x00\n\x00", place(1, 1), place(1, 2), 0, ""},
		"fifth digit":      {strings.Repeat("\n", 99_999) + "a\n", place(100_000, 1), finding.Place{}, 0, "100000 | a\n       | ^\n"},
		"cut behind":       {"a: " + wide, place(1, 1), place(1, 2), 27, "   1 | a: 云云云云云云云云…\n     | ^\n"},
		"cut before":       {wide + " :b", place(1, 102), place(1, 104), 27, "   1 | …云云云云云云云云 :b\n     |                   ^~\n"},
		"cut on both":      {wide + "x" + wide, place(1, 101), place(1, 102), 27, "   1 | …云云x云云云云云云…\n     |      ^\n"},
		"cut in the fault": {wide, place(1, 51), place(1, 101), 27, "   1 | …云云云云云云云云…\n     |      ^~~~~~~~~~~~~\n"},
		"too narrow":       {wide, place(1, 51), place(1, 52), 3, "   1 | …云云云云云云云云…\n     |      ^~\n"},
	} {
		if got := framed(t, c.text, c.start, c.end, c.width); got != c.want {
			t.Errorf("%s: got\n%q, want\n%q", name, got, c.want)
		}
	}
}

// FuzzFrame: whatever a file holds and wherever a fault is said to be, a frame is
// two lines at most, fits, steers no terminal, and marks something that is there.
func FuzzFrame(f *testing.F) {
	f.Add("服务: 时间\n", 1, 5, 1, 7, 60)
	f.Add("\ufeff\ta\u3000b\u200b\r\n", 1, 2, 3, 1, 20)
	f.Add("e\u0301"+strings.Repeat("\u0301", 999), 1, 500, 1, 501, 30)
	f.Add("\u0301"+strings.Repeat("\u0301", 999)+"777777777777777777777777777", 1, 500, 1, 501, 30)
	f.Add("000000000\x00\x1b000\u202e", 1, 33, 52, 1, 43)
	f.Add("\xb7\xfe\x00\x1b[2J\u202e", 1, 4, 1, 1, 0)
	f.Fuzz(func(t *testing.T, text string, line, column, endLine, endColumn, width int) {
		frame := framed(t, text, place(line, column), place(endLine, endColumn), width)
		lines := strings.Split(strings.TrimSuffix(frame, "\n"), "\n")
		if len(lines) > 2 || frame != "" && !strings.HasSuffix(frame, "\n") {
			t.Fatalf("got %q", frame)
		}
		for _, l := range lines {
			most := max(width, 6+len(" | ")+20)
			if width <= 0 {
				most = 120 + 6
			}
			if w := twwidth.WidthWithOptions(l, twwidth.Options{}); w > most {
				t.Errorf("%d columns, want at most %d: %q", w, most, l)
			}
			if plain.Clean(l) != l || !utf8.ValidString(l) {
				t.Errorf("not clean: %q", l)
			}
		}
		if len(lines) == 2 {
			marks := strings.TrimLeft(lines[1], " |")
			at := twwidth.WidthWithOptions(lines[1][:len(lines[1])-len(marks)], twwidth.Options{})
			if strings.Trim(marks, "^~") != "" || !strings.HasPrefix(marks, "^") || strings.Contains(marks[1:], "^") {
				t.Errorf("got %q", marks)
			}
			if end := twwidth.WidthWithOptions(lines[0], twwidth.Options{}); at > max(end, len("   1 | ")) {
				t.Errorf("marks column %d of %d: %q", at, end, frame)
			}
		}
	})
}

// TestColumnsOfWhatIsChinese: the short way gives what the look-up gives.
func TestColumnsOfWhatIsChinese(t *testing.T) {
	t.Parallel()
	for _, span := range [][2]rune{{0x20, 0x7e}, {0x3000, 0x303f}, {0x4dfe, 0x4e03}, {0x9ffc, 0xa004}, {0xff00, 0xffef}} {
		for r := span[0]; r <= span[1]; r++ {
			want := twwidth.WidthWithOptions(string(r), twwidth.Options{})
			got := strings.Index(strings.Split(framed(t, string(r)+"x", place(1, 2), place(1, 3), 0), "\n")[1], "^") - len("   1 | ")
			if r == 0x3000 {
				want = len("..")
			}
			if plain.Hidden(r) {
				continue // it is named
			}
			if got != want && !unicode.Is(unicode.Mn, r) {
				t.Errorf("%U: got %d, want %d", r, got, want)
			}
		}
	}
}
