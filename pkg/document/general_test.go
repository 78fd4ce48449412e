package document

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

func TestParseAllReadsWhatOthersWrite(t *testing.T) {
	type m = map[string]any
	type l = []any
	for _, test := range []struct {
		name, text string
		want       l
	}{
		{"several documents", "a: 1\n---\nb: 2\n...\n---\n- c\n", l{m{"a": int64(1)}, m{"b": int64(2)}, l{"c"}}},
		{"documents without a value", "---\n# 注\n---\na\n---\n", l{nil, "a", nil}},
		{"version", "# 注\n%YAML 1.2\n---\na\n", l{"a"}},
		{"CRLF and byte order mark", "\xef\xbb\xbfa: |\r\n  b\r\nc: d\r\n", l{m{"a": "b\n", "c": "d"}}},
		{"lone CR", "a: b\rc: d\r", l{m{"a": "b", "c": "d"}}},
		{"tabs", "a:\tb\t\nc: [1,\t2]\n", l{m{"a": "b", "c": l{int64(1), int64(2)}}}},
		{"hidden characters", "a: x\u202ey\u200bz\n", l{m{"a": "x\u202ey\u200bz"}}},
		{"alias", "a: &x [1]\nb: *x\n", l{m{"a": l{int64(1)}, "b": l{int64(1)}}}},
		{"anchor twice", "- &x 1\n- *x\n- &x 2\n- *x\n", l{l{int64(1), int64(1), int64(2), int64(2)}}},
		{"alias as a name", "- &k 名\n- *k : 1\n", l{l{"名", m{"名": int64(1)}}}},
		{"anchors of a name and a value", "&a a: &b b\nc: *a\nd: *b\n", l{m{"a": "b", "c": "a", "d": "b"}}},
		{"merge", "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n", l{m{"x": m{"a": int64(1), "b": int64(2)}, "y": m{"a": int64(1), "b": int64(3)}}}},
		{"merge behind the fields", "x: &x {a: 1}\ny:\n  a: 2\n  <<: *x\n", l{m{"x": m{"a": int64(1)}, "y": m{"a": int64(2)}}}},
		{"merge of several", "- &x {a: 1}\n- &y {a: 2, b: 2}\n- <<: [*x, *y, {c: 3}]\n", l{l{
			m{"a": int64(1)}, m{"a": int64(2), "b": int64(2)}, m{"a": int64(1), "b": int64(2), "c": int64(3)},
		}}},
		{"quoted merge key", "'<<': 1\n", l{m{"<<": int64(1)}}},
		{"tags", "[!!str 12, !!int '12', !!float 1, !!bool 'true', !!null '', !!map {}, !!seq [], ! 12, !!str ]\n", l{
			l{"12", int64(12), int64(1), true, nil, m{}, l{}, "12", ""},
		}},
		{"verbatim tag", "a: !<tag:yaml.org,2002:str> 1\n! b: ! 2\n", l{m{"a": "1", "b": "2"}}},
		{"names of numbers", "404: a\n-1: b\ntrue: c\n2026-01-01: d\n!!str 0x1F: e\n", l{
			m{"404": "a", "-1": "b", "true": "c", "2026-01-01": "d", "0x1F": "e"},
		}},
		{"whole numbers", "[0x1F, 0o17, +5, -0, 9223372036854775807, 9223372036854775808, 0xFFFFFFFFFFFFFFFFF]", l{l{
			int64(31), int64(15), int64(5), int64(0), int64(9223372036854775807), json.Number("9223372036854775808"), json.Number("295147905179352825855"),
		}}},
		{"numbers with a fraction", "[1.0, .5, -.5, 1., +1.50, 00.5, 1e3, 1.e-3, 1e400, 0.1234567890123456789]", l{l{
			json.Number("1.0"), json.Number("0.5"), json.Number("-0.5"), json.Number("1.0"), json.Number("1.50"), json.Number("0.5"),
			json.Number("1e3"), json.Number("1.0e-3"), json.Number("1e400"), json.Number("0.1234567890123456789"),
		}}},
		{"texts", "[yes, 09:00, 7x24, 2026-01-01, 1.2.3, -, 1e, ., 0x, '12', <<]", l{l{
			"yes", "09:00", "7x24", "2026-01-01", "1.2.3", "-", "1e", ".", "0x", "12", "<<",
		}}},
		{"true and null", "[True, FALSE, ~, Null, '']", l{l{true, false, nil, nil, ""}}},
		{"999 levels", strings.Repeat("[", 999) + strings.Repeat("]", 999), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs, fs := ParseAll("f.yaml", []byte(test.text))
			if len(fs) > 0 {
				t.Fatal(tell(fs))
			}
			if diff := cmp.Diff(test.want, valuesOf(docs)); test.want != nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseAllFindsTheOneFault(t *testing.T) {
	bomb := "a0: &a0 [x, x]\n"
	for i := range 40 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	deep := func(levels int, inner string) string {
		return strings.Repeat("[", levels) + inner + strings.Repeat("]", levels)
	}
	for _, test := range []struct {
		name, text, rule string
		line, column     int
		pointer, says    string
	}{
		{"empty", "", "yaml/empty", 1, 1, "", "empty"},
		{"only comments", "# 注\n", "yaml/only-comments", 1, 1, "", "comments only"},
		{"GBK", "a: \xb7\xfe\n", "file/gbk", 1, 4, "", "GBK"},
		{"too large", strings.Repeat("x", MaxBytes+1), "file/size", 1, 1, "", "larger"},
		{"control character", "a: 1\n---\nb: 名\x07\n", "text/character", 3, 5, "", "U+0007"},
		{"tab as indentation", "a:\n  b: 1\n---\nb:\n\tc: 1\n", "yaml/tab", 5, 1, "", "a tab"},
		{"fault in the third document", "a: 1\n---\nb: 1\n---\nc: [1\nd: 2\n", "yaml/unclosed-bracket", 5, 4, "", "not closed"},
		{"fault behind a document's end", "a: |\n  ---\n...\n---\nb: {c: 1\nd: 2\n", "yaml/unclosed-bracket", 5, 4, "", "not closed"},
		{"fault behind a document on the line of its start", "--- a\n--- b\n--- 'c\n", "yaml/unclosed-quote", 3, 1, "", "never closed"},
		{"no start of a document", "a: 1\n...\n# 注\n\nb: 1\n", "yaml/syntax", 5, 1, "", "begin with ---"},
		{"unknown directive", "%FOO\n---\na: 1\n", "yaml/directive", 1, 1, "", "not known"},
		{"template that was not filled in", "a: 1\nlabel: {{ .Values.x }}\n", "yaml/template", 2, 8, "/label", "template"},
		{"directive without a document", "%YAML 1.2\n", "yaml/directive", 1, 1, "", "no document follows"},
		{"duplicate key", "a: 1\n---\nb: {c: 1, c: 2}\n", "yaml/duplicate-key", 3, 11, "/b/c", "second time"},
		{"duplicate of a number and a text", "1: a\n'1': b\n", "yaml/duplicate-key", 2, 1, "/1", "second time"},
		{"duplicate merge key", "a: &a {}\nb: {<<: *a, <<: *a}\n", "yaml/duplicate-key", 2, 13, "/b/<<", "second time"},
		{"key that is a list", "a:\n  ? [b]\n  : c\n", "yaml/complex-key", 2, 5, "/a/", "a list or a map"},
		{"key that is a number in another form", "0x1F: a\n", "yaml/key", 1, 1, "/0x1F", "must be text"},
		{"key that is a fraction", "3.10: a\n", "yaml/key", 1, 1, "/3.10", "must be text"},
		{"key that is True", "True: a\n", "yaml/key", 1, 1, "/True", "must be text"},
		{"key that is null", "~: a\n", "yaml/key", 1, 1, "/~0", "must be text"},
		{"alias of a list as a key", "- &x [a]\n- *x : b\n", "yaml/complex-key", 2, 3, "/1/x", "a list or a map"},
		{"own tag", "a: [1, !foo {b: 1}]\n", "yaml/tag", 1, 8, "/a/1", "!foo means nothing"},
		{"binary", "a: !!binary aGk=\n", "yaml/tag", 1, 4, "/a", "!!binary means nothing"},
		{"timestamp", "a: &x !!timestamp 2026-01-01\n", "yaml/tag", 1, 7, "/a", "!!timestamp means nothing"},
		{"tag on a key", "!foo a: 1\n", "yaml/tag", 1, 1, "/a", "!foo means nothing"},
		{"tag that does not fit", "a: !!int 1_000\n", "yaml/tag", 1, 4, "/a", "not what its tag !!int says"},
		{"tag of a map on a list", "a: !!map\n- 1\n", "yaml/tag", 1, 4, "/a", "not what its tag !!map says"},
		{"unknown tag handle", "a: 1\nb: !e!x 1\n", "yaml/tag", 2, 4, "", "not known"},
		{"not a number", "a: .NaN\n", "yaml/not-finite", 1, 4, "/a", "not a number that can be compared"},
		{"endless", "a: !!float -.inf\n", "yaml/not-finite", 1, 12, "/a", "not a number that can be compared"},
		{"underscores", "a: 1_000\n", "yaml/number-separator", 1, 4, "/a", "because of the _"},
		{"base two", "a: 0b11\n", "yaml/number-base", 1, 4, "/a", "binary"},
		{"base sixteen with a sign", "a: -0x1F\n", "yaml/number-base", 1, 4, "/a", "hexadecimal"},
		{"base eight without o", "a: 0644\n", "yaml/leading-zero", 1, 4, "/a", "0o644"},
		{"power without end", "a: 1e1000000000\n", "yaml/number", 1, 4, "/a", "more digits"},
		{"digits without end", "a: 0x" + strings.Repeat("1", 2000) + "\n", "yaml/number", 1, 4, "/a", "more digits"},
		{"unknown alias", "a: 1\nb: [x, *y]\n", "yaml/anchor", 2, 8, "", "no anchor &y"},
		{"unknown alias in the second document", "a: &x 1\n---\nb: 1\nc: *x\n", "yaml/anchor", 4, 4, "/c", "no anchor &x"},
		{"alias of itself", "a: &x [b, *x]\n", "yaml/anchor", 1, 11, "/a/1", "inside the value"},
		{"merge of itself", "a: &x\n  <<: *x\n", "yaml/anchor", 2, 7, "/a/<<", "inside the value"},
		{"merge of a text", "a: {<<: b}\n", "yaml/merge-key", 1, 5, "/a/<<", "takes a map"},
		{"merge of a list of texts", "a: {<<: [{b: 1}, c]}\n", "yaml/merge-key", 1, 5, "/a/<<", "takes a map"},
		{"alias bomb", bomb, "yaml/size", 15, 18, "/a14/1", "100000 values"},
		{"too many documents", strings.Repeat("---\n", maxNodes+1), "yaml/size", maxNodes + 1, 1, "", "100000 values"},
		{"too deep", deep(1001, ""), "yaml/depth", 1, 1001, strings.Repeat("/0", 1000), "1000 levels"},
		{"too deep by aliases", "- &x " + deep(900, "1") + "\n- " + deep(200, "*x") + "\n", "yaml/depth", 2, 203, "/1" + strings.Repeat("/0", 200), "1000 levels"},
		{"far too deep", strings.Repeat("[", 20000), "yaml/depth", 1, 1, "", "1000 levels"},
		{"line separator of Unicode", "a: b\nc: d\u2028e: f\n", "text/line-separator", 2, 5, "", "U+2028"},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs, fs := ParseAll("f.yaml", []byte(test.text))
			if len(fs) != 1 {
				t.Fatalf("got %d findings, want 1: %s", len(fs), tell(fs))
			}
			f := fs[0]
			if got, want := f.Start, (finding.Place{Line: test.line, Column: test.column}); f.Rule != test.rule || got != want || f.Pointer != test.pointer {
				t.Errorf("got %s at %v %s, want %s at %v %s: %s", f.Rule, got, f.Pointer, test.rule, want, test.pointer, f.Message)
			}
			if said := f.Message.String() + "; " + f.Hint.String(); !strings.Contains(said, test.says) {
				t.Errorf("got %q, want %q in it", said, test.says)
			}
			for _, d := range docs {
				if d.Value() == nil {
					t.Error("a document is there, but no value")
				}
			}
		})
	}
}

func TestParseAllKeepsTheDocumentsWithoutFaults(t *testing.T) {
	docs, fs := ParseAll("f.yaml", []byte("a: 1\n---\nb: !x 1\n---\nc: {d: 1, d: 2}\n"))
	if diff := cmp.Diff([]any{map[string]any{"a": int64(1)}, map[string]any{"c": map[string]any{"d": int64(1)}}}, valuesOf(docs)); diff != "" || len(fs) != 2 {
		t.Error(diff, tell(fs))
	}
	docs, fs = ParseAll("f.yaml", []byte("a: 1\n---\nb: [\n"))
	if len(docs) != 0 || len(fs) != 1 {
		t.Errorf("got %d documents of a broken stream, and %s", len(docs), tell(fs))
	}
}

func TestParseAllTellsNoMoreThanCanBeRead(t *testing.T) {
	for _, text := range []string{
		"[" + strings.Repeat("!x 1,", 5_000) + "]",
		"{b: 1, " + strings.Repeat("a: 1, ", 5_000) + "}",
	} {
		if _, fs := ParseAll("f.yaml", []byte(text)); len(fs) != maxFaults {
			t.Errorf("got %d findings, want %d", len(fs), maxFaults)
		}
	}
}

func TestPlacesInAStream(t *testing.T) {
	text := "甲: &x\n  k: 1 # c\n乙: *x\n丙:\n  <<: *x\n  l: !!str  2\n  n: &y\n  m: &z !!map # c\n    o: \"p\\tq\"\n---\n- [1,\t2\t]\n- &a\tb\n- {<<: {i: 1}}\n"
	docs, fs := ParseAll("f.yaml", []byte(text))
	if len(docs) != 2 || len(fs) > 0 {
		t.Fatal(tell(fs))
	}
	for _, test := range []struct {
		doc     int
		pointer string
		part    Part
		want    string
	}{
		{0, "/甲", Content, "k: 1"},
		{0, "/甲/k", Content, "1"},
		{0, "/甲/k", Name, "k"},
		{0, "/乙", Content, "*x"},
		{0, "/乙", Name, "乙"},
		{0, "/乙/k", Content, "*x"},
		{0, "/乙/k", Name, "*x"},
		{0, "/丙/k", Content, "*x"},
		{0, "/丙/k", Name, "*x"},
		{0, "/丙/l", Content, "2"},
		{0, "/丙/n", Content, ""},
		{0, "/丙/m", Content, `o: "p\tq"`},
		{0, "/丙/m/o", Content, `"p\tq"`},
		{1, "/0", Content, "[1,\t2\t]"},
		{1, "/1", Content, "b"},
		{1, "/2/i", Content, "1"},
		{1, "/2/i", Name, "i"},
		{1, "/2/j", Content, "{<<: {i: 1}}"}, // the nearest there is
	} {
		if got := regionText(docs[test.doc], test.pointer, test.part); got != test.want {
			t.Errorf("%d %s %d: got %q, want %q", test.doc, test.pointer, test.part, got, test.want)
		}
	}
}

func regionText(d *Document, pointer string, part Part) string {
	start, end := d.Region(pointer, part)
	return string(d.text[d.offset(start.Line, start.Column):d.offset(end.Line, end.Column)])
}

func TestQuickSourceIsTheSame(t *testing.T) {
	long := strings.Repeat("名a", 400)
	for _, text := range []string{"", "\n", "a", "a\n", "a\n\nb", "\n\n", long, "a\n" + long + "\n" + long[:256] + "\n" + long[:257] + "\nb\n"} {
		got, want := quickSource("f", []byte(text)), newSource("f", []byte(text))
		if !reflect.DeepEqual(got.lines, want.lines) || !reflect.DeepEqual(got.marks, want.marks) {
			t.Errorf("%.10q: got %v %v, want %v %v", text, got.lines, got.marks, want.lines, want.marks)
		}
	}
}

func TestPlacesBehindOtherLineEnds(t *testing.T) {
	docs, _ := ParseAll("f.yaml", []byte("a: '名\u2028x\ry'\rb: 1\nc: 2\n"))
	if len(docs) != 1 {
		t.Fatal("not read")
	}
	for pointer, want := range map[string]string{"/b": "1", "/c": "2"} {
		if got := regionText(docs[0], pointer, Content); got != want {
			t.Errorf("%s: got %q, want %q", pointer, got, want)
		}
	}
	if got, want := docs[0].Place("/b"), (finding.Place{Line: 1, Column: 15}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEditsOfAnyText(t *testing.T) {
	for _, test := range []struct {
		file, text, pointer string
		part                Part
		want                string
	}{
		{"f.json", "\xef\xbb\xbf{\r\n\"名\": 1.0 ,\r\n\"b\": [ ]}", "/名", Content, "\xef\xbb\xbf{\r\n\"名\": NEW ,\r\n\"b\": [ ]}"},
		{"f.json", "\xef\xbb\xbf{\r\n\"名\": 1.0 ,\r\n\"b\": [ ]}", "/b", Name, "\xef\xbb\xbf{\r\n\"名\": 1.0 ,\r\nNEW: [ ]}"},
		{"f.yaml", "a: 1\r\n---\r\nb: &x  1 # c\r\nd: *x\r\n", "/b", Content, "a: 1\r\n---\r\nb: &x  NEW # c\r\nd: *x\r\n"},
		{"f.yaml", "a: 1\r\n---\r\nb: &x  1 # c\r\nd: *x\r\n", "/d", Content, "a: 1\r\n---\r\nb: &x  1 # c\r\nd: NEW\r\n"},
	} {
		docs, fs := ParseAll(test.file, []byte(test.text))
		if len(docs) == 0 {
			t.Fatal(tell(fs))
		}
		edit := docs[len(docs)-1].Edit(test.pointer, test.part, "NEW")
		if got := string(Apply([]byte(test.text), []finding.Edit{edit})); got != test.want {
			t.Errorf("%s %d: got %q, want %q", test.pointer, test.part, got, test.want)
		}
	}
}

func TestDecodeOneOfAStream(t *testing.T) {
	docs, fs := ParseAll("f.yaml", []byte("x: 1\n---\nid: &i 2026-01-01\nlist: [*i, ! 12]\n"))
	if len(docs) != 2 {
		t.Fatal(tell(fs))
	}
	var got struct {
		ID   any   `yaml:"id"`
		List []any `yaml:"list"`
	}
	if err := docs[1].Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "2026-01-01" || !reflect.DeepEqual(got.List, []any{"2026-01-01", "12"}) {
		t.Errorf("got %v", got)
	}
}

// FuzzParseAll: no text makes ParseAll panic, every place lies in the file, the same
// text is read alike twice, and of JSON it takes what encoding/json does.
func FuzzParseAll(f *testing.F) {
	for _, c := range jsonFaults() {
		f.Add(".json", []byte(c.text))
	}
	for _, text := range []string{
		`{"a": [1, -2.5e3, "\ud83d\ude00\n", true, null]}`, "[[1,2],[3,{}]]", "\xef\xbb\xbf[1]", "{\"a\":1,\r\n\"a\":2}", `"\ud800"`,
	} {
		f.Add(".json", []byte(text))
	}
	for _, text := range []string{
		"a: &x {k: 1}\nb: *x\n<<: *x\n", "&a a: &a b\n*a : *a\n", "- ! 1\n- !!str\n- !<x> y\n", "a: 1\n---\n...\n---\n\tb", "%YAML 1.2\n---\n",
		"&a [*a]", "? !!null\n: &b\n", "a\u2028b: c\r- d\u0085", "1: a\n0x1: b\n.inf: c\n", "a: !!float -.inf\n", "- &a !!map\n  b: c\n- <<: [*a]\n", "[0 \u20280]",
	} {
		f.Add(".yaml", []byte(text))
	}
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		docs, fs := ParseAll("f"+ext, data)
		again, fsAgain := ParseAll("f"+ext, data)
		if !reflect.DeepEqual(fs, fsAgain) || !reflect.DeepEqual(valuesOf(docs), valuesOf(again)) {
			t.Fatalf("%q is read in two ways", data)
		}
		if len(docs) == 0 && !finding.Failed(fs) {
			t.Fatalf("%q is passed over without a word", data)
		}
		for _, x := range fs {
			if x.Rule == "internal" {
				t.Errorf("%s", x.Message)
			}
			inside(t, data, x.Start)
			if x.End != (finding.Place{}) {
				inside(t, data, x.End)
			}
		}
		for _, doc := range docs {
			eachNode(doc.root, func(n *yaml.Node) {
				if doc.otherBreaks() == nil { // else line ends are in the values
					onText(t, doc, n)
				} else if at := doc.span(n); at.end < at.start || at.end > len(doc.text) {
					t.Fatalf("%q: span %v", n.Value, at)
				}
			})
		}
		if strings.EqualFold(ext, ".json") {
			likeEncodingJSON(t, data, docs, fs)
		}
	})
}

func TestBehindIsTheRestOfTheLine(t *testing.T) {
	docs, _ := ParseAll("f.yaml", []byte("a: # x\nb: {c: 1 } # y\nd:\n# z\n"))
	for pointer, want := range map[string]string{"/a": " # x", "/b/c": " } # y", "/d": "", "/e": ""} {
		if got := docs[0].Behind(pointer); got != want {
			t.Errorf("%s: got %q, want %q", pointer, got, want)
		}
	}
}
