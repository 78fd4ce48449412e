package document

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

func TestJSONValues(t *testing.T) {
	type m = map[string]any
	type l = []any
	for _, test := range []struct {
		text string
		want any
	}{
		{"[]", l{}},
		{" {} \n", m{}},
		{"null", nil},
		{"true", true},
		{`""`, ""},
		{`"名"`, "名"},
		{"\xef\xbb\xbf1", int64(1)},
		{"[1,\r\n2]", l{int64(1), int64(2)}},
		{`["\ud83d\ude00", "\/", "\"\\\b\f\n\r\t", "\u0000", "\ud800", "\u540d"]`, l{"😀", "/", "\"\\\b\f\n\r\t", "\x00", "\ufffd", "名"}},
		{"[0, -0, 9007199254740993, 9223372036854775808]", l{int64(0), int64(0), int64(9007199254740993), json.Number("9223372036854775808")}},
		{"[1.0, -1.5, 1E400, 1e-7, 0.10]", l{json.Number("1.0"), json.Number("-1.5"), json.Number("1E400"), json.Number("1e-7"), json.Number("0.10")}},
		{`{"<<": {"a": 1}, "!": "*x", "~": "2026-01-01", "": "01"}`, m{"<<": m{"a": int64(1)}, "!": "*x", "~": "2026-01-01", "": "01"}},
		{"\"\u2028\u007f\u202e\ufeff\"", "\u2028\u007f\u202e\ufeff"},
		{strings.Repeat("[", 1000) + strings.Repeat("]", 1000), nil},
	} {
		docs, fs := ParseAll("f.JSON", []byte(test.text))
		if len(docs) != 1 || len(fs) > 0 {
			t.Errorf("%s: got %s", test.text, tell(fs))
			continue
		}
		if diff := cmp.Diff(test.want, docs[0].Value()); diff != "" && len(test.text) < 1000 {
			t.Errorf("%s: %s", test.text, diff)
		}
		likeEncodingJSON(t, []byte(test.text), docs, fs)
	}
}

type jsonFault struct {
	text         string
	line, column int
	says         string
}

func jsonFaults() []jsonFault {
	return []jsonFault{
		{"", 1, 1, "empty"},
		{" \n\n", 1, 1, "empty"},
		{"[1 2]", 1, 4, "a comma is missing"},
		{"[1\n 2]", 2, 2, "a comma is missing"},
		{"{\"a\": 1\n \"b\": 2}", 2, 2, "a comma is missing"},
		{`{"a": "say "hi" now"}`, 1, 13, `written \"`},
		{"[1,]", 1, 3, "a comma behind the last"},
		{"{\"名\": 1,\n}", 1, 8, "a comma behind the last"},
		{"[,1]", 1, 2, "a value is missing"},
		{"[1,,2]", 1, 4, "a value is missing"},
		{"{,}", 1, 2, "a value is missing"},
		{`{"a": }`, 1, 7, "a value is missing"},
		{`{"a": , "b": 1}`, 1, 7, "a value is missing"},
		{`{"a": ]`, 1, 7, "a value is missing"},
		{`{"a"}`, 1, 5, "a colon is missing"},
		{`{"a" 1}`, 1, 6, "a colon is missing"},
		{`{"a"：1}`, 1, 5, "full-width"},
		{`{"a", 1}`, 1, 5, "a colon is missing"},
		{"{a: 1}", 1, 2, "name of a field"},
		{"{1: 1}", 1, 2, "name of a field"},
		{"{null: 1}", 1, 2, "name of a field"},
		{"{[1]: 1}", 1, 2, "name of a field"},
		{`["a": 1]`, 1, 5, "no names of fields"},
		{"{'a': 1}", 1, 2, "single quotes"},
		{"['a']", 1, 2, "single quotes"},
		{"[“a”]", 1, 2, "the quote “"},
		{"[1，2]", 1, 3, "full-width"},
		{"[１]", 1, 2, `"１" cannot stand here`},
		{"[1] // c", 1, 5, "no comments"},
		{"[1, /* c */ 2]", 1, 5, "no comments"},
		{"# c\n[1]", 1, 1, "no comments"},
		{"{\"a\": 1, // c\n\"b\": 2}", 1, 10, "no comments"},
		{"[1", 1, 1, "never closed"},
		{"{\"a\": [1, {\n", 1, 11, "never closed"},
		{`{"a":`, 1, 1, "never closed"},
		{`{"a"`, 1, 1, "never closed"},
		{"[1,", 1, 1, "never closed"},
		{"[1}", 1, 3, "does not close"},
		{`{"a": 1]`, 1, 8, "does not close"},
		{`{]`, 1, 2, "does not close"},
		{"]", 1, 1, "cannot stand here"},
		{"[1]]", 1, 4, "closes nothing"},
		{"[1] /", 1, 5, "more text follows"},
		{"[1] x", 1, 5, "more text follows"},
		{"{}{}", 1, 3, "more text follows"},
		{"1\n2\n", 2, 1, "more text follows"},
		{"\"名", 1, 1, "never closed"},
		{"[\"a\nb\"]", 1, 2, "never closed"},
		{"[\"名\tb\"]", 1, 4, `written \t`},
		{"[\"\x01\"]", 1, 3, `written \u0001`},
		{"[1, 2, 3, 4, 5,\x00 6, 7]", 1, 16, "U+0000"},
		{"[1,\u00a02]", 1, 4, "U+00A0"},
		{"[1,\u20282]", 1, 4, "U+2028"},
		{"[\f1]", 1, 2, "U+000C"},
		{`["名\q"]`, 1, 4, "a backslash"},
		{`["\u12G4"]`, 1, 3, "a backslash"},
		{`["\x41"]`, 1, 3, "a backslash"},
		{`["\`, 1, 3, "a backslash"},
		{"[01]", 1, 2, "not a number as JSON"},
		{"[-01]", 1, 2, "not a number as JSON"},
		{"[+1]", 1, 2, "not a number as JSON"},
		{"[.5]", 1, 2, "not a number as JSON"},
		{"[5.]", 1, 2, "not a number as JSON"},
		{"[1e]", 1, 2, "not a number as JSON"},
		{"[1e+]", 1, 2, "not a number as JSON"},
		{"[-]", 1, 2, "not a number as JSON"},
		{"[0x1F]", 1, 2, "not a number as JSON"},
		{"[1_000]", 1, 2, "not a number as JSON"},
		{"[1.2.3]", 1, 2, "not a number as JSON"},
		{"[-Infinity]", 1, 2, "not a number as JSON"},
		{"[True]", 1, 2, "small letters"},
		{"[nul]", 1, 2, `"nul" is no value`},
		{"[None]", 1, 2, "write null"},
		{"[NaN]", 1, 2, "write null"},
		{"[abc]", 1, 2, "double quotes"},
		{"a: 1\n", 1, 1, "double quotes"},
		{"[*]", 1, 2, "cannot stand here"},
		{"[名]", 1, 2, "cannot stand here"},
	}
}

func TestJSONSyntaxIsOneFault(t *testing.T) {
	for _, test := range jsonFaults() {
		docs, fs := ParseAll("dir.d/f.json", []byte(test.text))
		if len(docs) != 0 || len(fs) != 1 || fs[0].Rule != "json/syntax" {
			t.Errorf("%q: got %d documents, %s", test.text, len(docs), tell(fs))
			continue
		}
		f := fs[0]
		if got, want := f.Start, (finding.Place{Line: test.line, Column: test.column}); got != want {
			t.Errorf("%q: got %v, want %v: %s", test.text, got, want, f.Message)
		}
		if said := f.Message.String() + "; " + f.Hint.String(); !strings.Contains(said, test.says) {
			t.Errorf("%q: got %q, want %q in it", test.text, said, test.says)
		}
		likeEncodingJSON(t, []byte(test.text), docs, fs)
	}
}

func TestJSONLimits(t *testing.T) {
	for _, test := range []struct {
		text, rule   string
		line, column int
		pointer      string
	}{
		{"{\"a\": 1,\n \"b\": {\"名\": 1, \"\\u540d\": 2}}", "json/duplicate-key", 2, 16, "/b/名"},
		{strings.Repeat("[", 1001) + strings.Repeat("]", 1001), "json/depth", 1, 1001, ""},
		{strings.Repeat("[", 100_000), "json/depth", 1, 1001, ""},
		{"[" + strings.Repeat("1,", maxNodes) + "1]", "json/size", 1, 2 * maxNodes, ""},
		{"[1e1001]", "json/number", 1, 2, "/0"},
		{"[" + strings.Repeat("1", 1001) + "]", "json/number", 1, 2, "/0"},
		{"[\xff]", "file/encoding", 1, 2, ""},
		{"\xff\xfe[\x00]\x00", "file/utf-16", 1, 1, ""},
	} {
		_, fs := ParseAll("f.json", []byte(test.text))
		if len(fs) != 1 {
			t.Errorf("%.40q: got %s", test.text, tell(fs))
			continue
		}
		if got, want := fs[0].Start, (finding.Place{Line: test.line, Column: test.column}); fs[0].Rule != test.rule || got != want || fs[0].Pointer != test.pointer {
			t.Errorf("%.40q: got %s at %v %s, want %s at %v %s", test.text, fs[0].Rule, got, fs[0].Pointer, test.rule, want, test.pointer)
		}
	}
}

func TestPlacesInJSON(t *testing.T) {
	text := "{\r\n\t\"名\": [1.50, \"\\\"\\u540d\", {}],\r\n\t\"b\" : { \"c\": true , \"d\": [ ] }\r\n}\r\n"
	docs, fs := ParseAll("f.json", []byte(text))
	if len(docs) != 1 {
		t.Fatal(tell(fs))
	}
	for _, test := range []struct {
		pointer string
		part    Part
		want    string
	}{
		{"/名", Name, `"名"`},
		{"/名", Content, `[1.50, "\"\u540d", {}]`},
		{"/名/0", Content, "1.50"},
		{"/名/1", Content, `"\"\u540d"`},
		{"/名/2", Content, "{}"},
		{"/b", Name, `"b"`},
		{"/b", Content, `{ "c": true , "d": [ ] }`},
		{"/b/c", Content, "true"},
		{"/b/d", Content, "[ ]"},
	} {
		if got := regionText(docs[0], test.pointer, test.part); got != test.want {
			t.Errorf("%s %d: got %q, want %q", test.pointer, test.part, got, test.want)
		}
	}
	if got, want := docs[0].Place("/b/c"), (finding.Place{Line: 3, Column: 15}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	var got struct {
		B map[string]any `yaml:"b"`
		N []any          `yaml:"名"`
	}
	if err := docs[0].Decode(&got); err != nil || got.B["c"] != true || got.N[1] != `"名` {
		t.Errorf("got %v, %v", got, err)
	}
}

// likeEncodingJSON: what is taken for JSON is, and has the same values; what is
// refused is none, or goes beyond a limit of ours.
func likeEncodingJSON(t *testing.T, data []byte, docs []*Document, fs []finding.Finding) {
	t.Helper()
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	valid := json.Valid(text) && utf8.Valid(text)
	switch {
	case len(docs) == 0 && fs[0].Rule == "json/syntax" && valid:
		t.Fatalf("%q is JSON, but: %s", data, tell(fs))
	case len(docs) > 0 && !valid:
		t.Fatalf("%q is not JSON, but was taken", data)
	case len(docs) == 0 || len(fs) > 0: // duplicate names, of which encoding/json takes the last
		return
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var want any
	if err := dec.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if got := docs[0].Value(); !reflect.DeepEqual(comparable(got), comparable(want)) {
		t.Fatalf("%q: got %v, want %v", data, got, want)
	}
	if len(data) > 1000 {
		return // what follows takes the square of the levels
	}
	eachNode(docs[0].root, func(n *yaml.Node) {
		if at := docs[0].span(n); !json.Valid(docs[0].text[at.start:at.end]) {
			t.Fatalf("%q: the place of %q is %q", data, n.Value, docs[0].text[at.start:at.end])
		}
	})
}
