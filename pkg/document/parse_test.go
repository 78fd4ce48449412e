package document

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

func TestParseFindsTheOneFault(t *testing.T) {
	tests := []struct {
		name, text, rule string
		line, column     int
		says             string
	}{
		{"empty", "", "yaml/empty", 1, 1, "empty"},
		{"only comments", "# 草稿\n", "yaml/only-comments", 1, 1, "comments only"},
		{"GBK", "a: 1\nname: \xb7\xfe\xce\xf1\n", "file/gbk", 2, 7, "GBK"},
		{"UTF-16", "\xff\xfea\x00:\x00", "file/utf-16", 1, 1, "UTF-16"},
		{"byte order mark", "\xef\xbb\xbfa: 1\n", "file/bom", 1, 1, "byte order mark"},
		{"CRLF", "a: 1\r\nb: 2\r\n", "file/line-ends", 1, 5, "CRLF"},
		{"lone CR", "a: 1\rb: 2\n", "file/lone-cr", 1, 5, "old Mac"},
		{"NUL", "a: x\x00y\n", "text/nul", 1, 5, "NUL"},
		{"escape sequence", "a: 名\x1b[31m\n", "text/character", 1, 5, "U+001B"},
		{"bidi override", "# 注\u202e释\na: 1\n", "text/character", 1, 4, "U+202E"},
		{"zero-width space", "a:\u200b 1\n", "text/character", 1, 3, "U+200B"},
		{"empty first line", "a: \"\\nx\"\n", "text/empty-start", 1, 4, "begins with"},
		{"empty first line of a block", "a: |\n\n  x\n", "text/empty-start", 1, 4, "begins with"},
		{"line separator", "a: x\u2028y\n", "text/line-separator", 1, 5, "U+2028"},
		{"hidden by an escape", `a: "x\u202ey"` + "\n", "text/character", 1, 4, "U+202E"},
		{"tab by an escape", `a: "x\ty"` + "\n", "text/character", 1, 4, "U+0009"},
		{"tab", "a:\n\tb: 1\n", "yaml/tab", 2, 1, "a tab"},
		{"too large", "a: " + strings.Repeat("x", MaxBytes), "file/size", 1, 1, "larger than 2097152 bytes"},
		{"second document", "a: 1\n---\nb: 2\n", "yaml/second-document", 2, 1, "one record"},
		{"text behind the end", "a: 1\n...\nb\n", "yaml/syntax", 3, 1, "more text follows"},
		{"duplicate key", "名: 1\nb:\n  名: 1\n  c: 2\n  名: 3\n", "yaml/duplicate-key", 5, 3, "a second time"},
		{"duplicate key in braces", "a: {名: 1, 名: 2}\n", "yaml/duplicate-key", 1, 11, "a second time"},
		{"anchor", "a: &x 1\n", "yaml/anchor", 1, 4, "anchors"},
		{"alias", "a: 1\nb: *x\n", "yaml/alias", 2, 4, "alias"},
		{"merge key", "<<: {b: 1}\n", "yaml/merge-key", 1, 1, "merge"},
		{"tag", "a: !!str 1\n", "yaml/tag", 1, 4, "tags"},
		{"own tag", "a: !x {b: 1}\n", "yaml/tag", 1, 4, "tags"},
		{"bare tag", "a: ! 1\n", "yaml/tag", 1, 4, "tags"},
		{"bare tag on a map", "a: ! {b: 1}\n", "yaml/tag", 1, 4, "tags"},
		{"tag on a key", "! a: 1\n", "yaml/tag", 1, 1, "tags"},
		{"key that is a number", "a:\n  1: b\n", "yaml/key", 2, 3, "must be text"},
		{"key that is true", "true: b\n", "yaml/key", 1, 1, "must be text"},
		{"key that is a list", "? [a]\n: b\n", "yaml/complex-key", 1, 3, "cannot be a field's name"},
		{"no key", ": x\n", "yaml/syntax", 1, 1, "does not fit the block"},
		{"not a number", "a: .nan\n", "yaml/not-finite", 1, 4, ".nan"},
		{"endless", "a: -.Inf\n", "yaml/not-finite", 1, 4, "-.Inf"},
		{"octal", "phone: 0571\n", "yaml/leading-zero", 1, 8, "quotes"},
		{"hexadecimal", "a: 0x1F\n", "yaml/number-base", 1, 4, "hexadecimal"},
		{"digits without end", "a: " + strings.Repeat("9", 65) + "\n", "yaml/number", 1, 4, "…"},
		{"too deep", strings.Repeat("[", 65) + strings.Repeat("]", 65), "yaml/depth", 1, 65, "64 levels"},
		{"far too deep", strings.Repeat("[", 20000), "yaml/depth", 1, 65, "64 levels"},
		{"too many", "a: [" + strings.Repeat("1,", maxNodes) + "]\n", "yaml/size", 1, 2*(maxNodes-2) + 5, "100000 values"},

		{"full-width colon", "id: a\nname：b\nowner: c\n", "yaml/full-width-colon", 2, 5, "full-width"},
		{"two full-width colons", "id: a\nname：b\nsummary： c\nowner: d\n", "yaml/full-width-colon", 2, 5, "full-width"},
		{"full-width colon first", "schema：1\nid: a\n", "yaml/full-width-colon", 1, 7, "full-width"},
		{"full-width colon alone", "id：a\n", "yaml/full-width-colon", 1, 3, "full-width"},
		{"full-width colon in a list", "l:\n  - name：x\n    form: y\n", "yaml/full-width-colon", 2, 9, "full-width"},
		{"full-width colon below a field", "hours:\n  preset：7x24\nb: 1\n", "yaml/full-width-colon", 2, 9, "full-width"},
		{"full-width colon in the second line", "hours:\n  preset 7x24\n  tz：x\nb: 1\n", "yaml/full-width-colon", 3, 5, "full-width"},
		{"no space behind the colon", "id: a\nname:b\nowner: c\n", "yaml/colon-space", 2, 5, "space is missing"},
		{"colon in a value", "a: 1\nnote: b: c\n", "yaml/colon-in-value", 2, 8, "inside a value"},
		{"indented too far", "a: 1\n  b: 2\n", "yaml/indentation", 2, 3, "indented"},
		{"indented too little", "a:\n  - x\n - y\nb: 1\n", "yaml/indentation", 3, 2, "indented"},
		{"list broken off", "- a\nb: c\n", "yaml/list", 2, 1, "list"},
		{"quote left open", "a: 1\nb: \"x\nc: 2\nd: 3\n", "yaml/unclosed-quote", 2, 4, "never closed"},
		{"single quote left open", "a: 1\nb: 'x\nc: 2\n", "yaml/unclosed-quote", 2, 4, "never closed"},
		{"quote in a quote", "a: 1\nb: \"x\" y\nc: 2\n", "yaml/text-after-quote", 2, 8, "behind the closing quote"},
		{"bracket left open", "a: 1\nb: [1, 2\nc: 3\n", "yaml/unclosed-bracket", 2, 4, "bracket"},
		{"bracket closed, then a fault", "b: [1,\n  2]\nc: d: e\n", "yaml/colon-in-value", 3, 5, "colon and a space"},
		{"brace left open", "b: {c: 1\nd: 2\n", "yaml/unclosed-bracket", 1, 4, "bracket"},
		{"reserved character", "a: 1\nb: @x\n", "yaml/reserved-character", 2, 4, "may not begin"},
		{"percent", "b: %x\n", "yaml/reserved-character", 1, 4, "may not begin"},
		{"asterisk", "b: * x\n", "yaml/alias", 1, 4, "begins with *"},
		{"unknown escape", `b: "\q"` + "\n", "yaml/escape", 1, 5, "backslash"},
		{"text behind a bar", "b: |x\n", "yaml/block-text", 1, 5, "| or >"},
		{"directive", "%FOO 1\n---\na: 1\n", "yaml/directive", 1, 1, "directives"},
		{"directive that YAML 1.1 knows", "%YAML 1.1\n---\na: 1\n", "yaml/directive", 1, 1, "directives"},
		{"directive behind comments", "# a\n\n  # b\n%TAG ! tag:x,2000:\n---\na: 1\n", "yaml/directive", 4, 1, "directives"},
		{"closing bracket", "a: 1\n]\n", "yaml/text-after-bracket", 2, 1, "behind"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, fs := Parse("f.yaml", []byte(test.text))
			if len(fs) != 1 {
				t.Fatalf("got %d findings, want 1: %s", len(fs), tell(fs))
			}
			f := fs[0]
			if got, want := f.Start, (finding.Place{Line: test.line, Column: test.column}); f.Rule != test.rule || got != want {
				t.Errorf("got %s at %v, want %s at %v: %s", f.Rule, got, test.rule, want, f.Message)
			}
			if said := f.Message.String() + "; " + f.Hint.String(); !strings.Contains(said, test.says) {
				t.Errorf("got %q, want %q in it", said, test.says)
			}
		})
	}
}

func TestParseTakesWhatPeopleWrite(t *testing.T) {
	for _, text := range []string{
		"note: 注意：周末除外\n",
		"notes: |\n  name：这一行是正文\nb: 1\n",
		"list:\n  - ip：10.0.0.1 的巡检\n",
		"note: \"a：b\"\n",
		"---\na: 1\n",
		"a: 1\n# 结尾\n",
		"a: \"on\"\nb: 'yes'\nc: 7x24\nd: 09:00\n",
		"a: 2026-01-01\n",
		"a: 𠮷野家\n",
	} {
		if doc, fs := Parse("f", []byte(text)); doc == nil || len(fs) > 0 {
			t.Errorf("%q: got %s", text, tell(fs))
		}
	}
}

func TestCRLFIsReportedAndReadOver(t *testing.T) {
	doc, _ := Parse("f", []byte("a: 1\r\nb: |\r\n  x\r\n  y\r\n"))
	want := map[string]any{"a": int64(1), "b": "x\ny\n"}
	if diff := cmp.Diff(want, doc.Value()); diff != "" {
		t.Error(diff)
	}
}

func TestValueIsWhatIsWritten(t *testing.T) {
	doc, fs := Parse("f", []byte(`text: 2026-01-01
time: 2026-01-01T10:00:00+08:00
quoted: "12"
whole: 12
minus: -3
part: 99.5
power: 1e3
big: 9007199254740992
yes: true
none: null
empty:
old: off
list: [a, 1]
`))
	if doc == nil {
		t.Fatal(tell(fs))
	}
	got := doc.Value().(map[string]any)
	for name, want := range map[string]any{
		"text": "2026-01-01", "time": "2026-01-01T10:00:00+08:00", "quoted": "12",
		"whole": int64(12), "big": int64(1 << 53), "minus": int64(-3), "part": 99.5, "power": 1000.0,
		"yes": true, "none": nil, "empty": nil, "old": "off",
	} {
		if got[name] != want {
			t.Errorf("%s: got %#v, want %#v", name, got[name], want)
		}
	}
}

func TestPlacesInADocument(t *testing.T) {
	text := "名称: 数据库\nl:\n  - a: \"x\\\"y\"\n    b: |\n      行一\n      行二\n  - 多行\n    文字\nf: {c: [1, 2 ], d: 'it''s'}\ne: []\nz:\n"
	doc, fs := Parse("f", []byte(text))
	if doc == nil {
		t.Fatal(tell(fs))
	}
	for pointer, want := range map[string]string{
		"/名称": "数据库", "/l/0/a": `"x\"y"`, "/l/0/b": "|\n      行一\n      行二",
		"/l/1": "多行\n    文字", "/f": "{c: [1, 2 ], d: 'it''s'}", "/f/c": "[1, 2 ]",
		"/f/c/1": "2", "/f/d": "'it''s'", "/e": "[]", "/z": "",
		"/l/0":       "a: \"x\\\"y\"\n    b: |\n      行一\n      行二",
		"/l/1/x/y/z": "多行\n    文字", // the nearest there is
	} {
		start, end := doc.Region(pointer, Content)
		got := text[doc.offset(start.Line, start.Column):doc.offset(end.Line, end.Column)]
		if got != want {
			t.Errorf("%s: got %q, want %q", pointer, got, want)
		}
	}
	if got, want := doc.Place("/l/0/a"), (finding.Place{Line: 3, Column: 8}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPlacesInALongLine(t *testing.T) {
	text := "名: [" + strings.Repeat("值, ", 1000) + "终]\nb: 1\n"
	doc, _ := Parse("f", []byte(text))
	if got, want := doc.Place("/名/1000"), (finding.Place{Line: 1, Column: 3005}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	for offset := range text {
		p := doc.place(offset)
		if got := doc.offset(p.Line, p.Column); got != offset {
			t.Fatalf("%d is at %v, which is %d", offset, p, got)
		}
	}
}

func TestDecode(t *testing.T) {
	type record struct {
		ID  string `yaml:"id"`
		On  string `yaml:"on"`
		Any any    `yaml:"any"`
	}
	doc, _ := Parse("f", []byte("id: a\non: 2026-01-01\nany: 2026-01-02\n"))
	var got record
	if err := doc.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if want := (record{"a", "2026-01-01", "2026-01-02"}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if start, end := doc.Region("/on", Content); end.Column-start.Column != len("2026-01-01") {
		t.Errorf("decoding moved the places: %v to %v", start, end)
	}
	doc, _ = Parse("f", []byte("id: a\ncolour: red\n"))
	if err := doc.Decode(&got); err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("got %v, want an error about colour", err)
	}
}

// FuzzParse: no text makes Parse panic, every place and every edit lies in the file,
// and no fix breaks what is YAML.
func FuzzParse(f *testing.F) {
	for _, text := range samples(f) {
		f.Add([]byte(text))
	}
	for _, s := range []string{
		"a：b\nc: 1\n", "a: &x [*x]\n", "? a\n: - b\n", "{a: [}", "a: |2-\n\n   x\n", "- - - a\n", "a: \"\\", "--- !!map\n",
		"a: [b，{c：d, e:f}]\n", "a:\n　b: “c\n\t- －d\n", "<<<<<<< a\n", "a: {{ b }}\n", "a: 0x1F\nb: \"x”\n", "- a\n -b\n",
		"\xef\xbb\xbf\r\n", "a:\r\n", "%YAML 1.1\n---\n", "'a\n\n b': c", "a: # c\n", "[a: {b: }]", "x: >\n", "\u2028", "a: 1\n---",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, fs := Parse("f", data)
		for _, x := range fs {
			if x.Rule == "internal" {
				t.Errorf("%s", x.Message)
			}
			inside(t, data, x.Start)
			if x.End != (finding.Place{}) {
				inside(t, data, x.End)
			}
		}
		checkFixes(t, data, fs)
		if doc != nil {
			eachNode(doc.root, func(n *yaml.Node) { onText(t, doc, n) })
		}
	})
}

// inside: the line exists, and the column is one of its characters or just behind.
func inside(t *testing.T, data []byte, p finding.Place) {
	t.Helper()
	lines := bytes.Split(data, []byte("\n"))
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 {
		t.Fatalf("%v is outside of %q", p, data)
	}
	if line := string(lines[p.Line-1]); p.Column > len([]rune(line))+1 {
		t.Fatalf("%v is outside of its line %q", p, line)
	}
}

func eachNode(n *yaml.Node, visit func(*yaml.Node)) {
	visit(n)
	for _, c := range n.Content {
		eachNode(c, visit)
	}
}

// onText: an unquoted one-line value stands at its place, and ends behind itself.
func onText(t *testing.T, doc *Document, n *yaml.Node) {
	t.Helper()
	at := doc.span(n)
	if at.end < at.start || at.end > len(doc.text) {
		t.Fatalf("%q: span %v", n.Value, at)
	}
	if n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value != "" && !strings.ContainsAny(n.Value, " \n") {
		if got := string(doc.text[at.start:at.end]); got != n.Value {
			t.Fatalf("got %q, want %q in %q", got, n.Value, doc.text)
		}
	}
}

func TestLiteralReadingTakesTextAtItsWord(t *testing.T) {
	for _, text := range []string{"a: ${X}\n", "a:\n  b：c\n", "a: yes\n", "a: “b”\n", "name:\nzh: a\nen: b\n", "a: b #1楼\n"} {
		if doc, fs := ParseLiteral("f", []byte(text)); doc == nil || len(fs) > 0 {
			t.Errorf("%q: got %s", text, tell(fs))
		}
		if _, fs := Parse("f", []byte(text)); len(fs) == 0 {
			t.Errorf("%q: nothing is noticed", text)
		}
	}
	for _, text := range []string{"a: 1\na: 2\n", "a: &x b\n", "a: 012\n", "\xef\xbb\xbfa: b\n", "a: b\r\n", "a: !!str b\n"} {
		if _, fs := ParseLiteral("f", []byte(text)); !finding.Failed(fs) {
			t.Errorf("%q is accepted", text)
		}
	}
}
