package validator

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// files is a Loader over texts by address.
type files map[string]string

func (f files) load(address string) ([]byte, error) {
	text, ok := f[address]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// opened opens a schema text.
func opened(t testing.TB, schema string, options ...Option) *Schema {
	t.Helper()
	s, err := New().Open("file:///s.json", files{"file:///s.json": schema}.load, options...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// against checks a text against a schema text.
func against(t testing.TB, schema, text string) []finding.Finding {
	t.Helper()
	docs, fs := document.ParseAll("f.yaml", []byte(text))
	if len(docs) != 1 {
		t.Fatalf("%q: %s", text, tell(fs))
	}
	return opened(t, schema).Check(docs[0])
}

func TestOpenResolvesReferences(t *testing.T) {
	for _, c := range []struct {
		name string
		have files
	}{
		{"beside it", files{"file:///a/s.json": `{"$ref": "t.json"}`, "file:///a/t.json": `{"type": "string"}`}},
		{"in a folder", files{"file:///a/s.json": `{"$ref": "b/t.json#/$defs/x"}`, "file:///a/b/t.json": `{"$defs": {"x": {"type": "string"}}}`}},
		{"in YAML", files{"file:///a/s.json": `{"$ref": "t.yaml"}`, "file:///a/t.yaml": "type: string\n"}},
		{"by its $id", files{
			"file:///a/s.json":           `{"$id": "https://x.example/s/s.json", "$ref": "t.json"}`,
			"https://x.example/s/t.json": `{"type": "string"}`,
		}},
		{"published elsewhere, at hand beside it", files{
			"file:///a/s.json": `{"$id": "https://x.example/s/s.json", "$ref": "t.json"}`,
			"file:///a/t.json": `{"$id": "https://x.example/s/t.json", "type": "string"}`,
		}},
		{"embedded", files{"file:///a/s.json": `{"allOf": [{"$ref": "` + schemas.Base + `common.schema.json#/$defs/id"}]}`}},
		{"draft 4", files{"file:///a/s.json": `{"$schema": "http://json-schema.org/draft-04/schema#", "definitions": {"a": {"type": "string"}}, "$ref": "#/definitions/a"}`}},
		{"of itself in YAML", files{"file:///a/s.json": `{"$ref": "t.yml"}`, "file:///a/t.yml": "$defs: {a: {type: string}}\n$ref: '#/$defs/a'\n"}},
	} {
		s, err := New().Open("file:///a/s.json", c.have.load)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for text, want := range map[string]int{"abc\n": 0, "[]\n": 1} {
			doc, _ := document.Parse("f.yaml", []byte(text))
			if got := s.Check(doc); len(got) != want {
				t.Errorf("%s: %q: got %s", c.name, text, tell(got))
			}
		}
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	const s = "file:///s.json"
	for _, c := range []struct {
		name       string
		have       files
		says, hint string
	}{
		{"not there", files{}, "the schema file:///s.json cannot be read", "check its name"},
		{"reference out of reach", files{s: `{"$ref": "https://x.example/a/t.json#/x"}`}, "refers to https://x.example/a/t.json, which is not at hand", "--schema-map https://x.example/a/=DIR"},
		{"unknown draft", files{s: `{"$schema": "http://json-schema.org/draft-03/schema#"}`}, "refers to http://json-schema.org/draft-03/schema", "--schema-map"},
		{"not JSON", files{s: "{\n  \"type\": string\n}"}, "is not JSON: line 2, column 11", ".yaml"},
		{"half of JSON", files{s: `{"type": `}, "is not JSON: line 1", ""},
		{"no schema", files{s: `12`}, "line 1, column 1", ""},
		{"not of the meta-schema", files{s: "{\n  \"type\": \"strng\"\n}"}, `is not right: line 2, column 11: there is no type "strng"`, `did you mean "string"?`},
		{"a pattern that is none", files{s: `{"pattern": "["}`}, "is not right: line 1, column 13", ""},
		{"a reference that leads nowhere", files{s: "{\n\"$defs\": {\"b\": {}},\n\"$ref\": \"#/$defs/a\"}"}, "is not right: line 3", ""},
		{"an endless reference", files{s: `{"$ref": "#"}`}, "cannot be used", ""},
		{"bad YAML", files{s: `{"$ref": "t.yaml"}`, "file:///t.yaml": "a: [\n"}, "the schema file:///t.yaml is not right", ""},
		{"fault in another file", files{s: `{"$ref": "t.json"}`, "file:///t.json": `{"minLength": "x"}`}, "the schema file:///t.json is not right: line 1, column 15", ""},
	} {
		_, err := New().Open(s, c.have.load)
		var f *finding.Fault
		if !errors.As(err, &f) {
			t.Errorf("%s: got %v, want a fault", c.name, err)
			continue
		}
		if !strings.Contains(f.Message.String(), c.says) || !strings.Contains(f.Hint.String(), c.hint) {
			t.Errorf("%s: got %s (%s)", c.name, f.Message, f.Hint)
		}
	}
}

func TestLoadersOwnFaultIsKept(t *testing.T) {
	own := &finding.Fault{Message: finding.Say("the document")}
	_, err := New().Open("file:///s.json", func(string) ([]byte, error) { return nil, own })
	if !errors.Is(err, own) {
		t.Errorf("got %v", err)
	}
}

func TestFormatIsAskedWhereItCounts(t *testing.T) {
	const d7, d2020 = `{"$schema": "http://json-schema.org/draft-07/schema#", "format": "date"}`, `{"format": "date"}`
	for _, c := range []struct {
		schema  string
		options []Option
		want    int
	}{
		{d7, nil, 1},
		{d2020, nil, 0},
		{d2020, []Option{AssertFormat}, 1},
	} {
		doc, _ := document.Parse("f.yaml", []byte("2026-02-30\n"))
		if got := opened(t, c.schema, c.options...).Check(doc); len(got) != c.want {
			t.Errorf("%s, %v: got %s", c.schema, c.options, tell(got))
		}
	}
}

func TestDigestIsOfAllTexts(t *testing.T) {
	have := files{"file:///s.json": `{"$ref": "t.json"}`, "file:///t.json": `{}`}
	of := func(options ...Option) string {
		s, err := New().Open("file:///s.json", have.load, options...)
		if err != nil {
			t.Fatal(err)
		}
		return s.Digest()
	}
	first := of()
	if len(first) != 64 || first != of() {
		t.Errorf("got %q and %q", first, of())
	}
	if first == of(AssertFormat) {
		t.Error("an option changes nothing")
	}
	have["file:///t.json"] = `{"type": "string"}`
	if first == of() {
		t.Error("a schema that is referred to changes nothing")
	}
	v := New()
	if v.Of(Service).Digest() == v.Of(Meeting).Digest() || v.Of(Service).Digest() != New().Of(Service).Digest() {
		t.Error("the digests of the embedded schemas do not tell them apart")
	}
}

// FuzzOpen: no text makes Open or a check panic, and each error can be shown.
func FuzzOpen(f *testing.F) {
	for _, g := range suite(f, "*.json")[:120] {
		f.Add([]byte(g.Schema), []byte(g.Tests[0].Data))
	}
	f.Add([]byte(`{"required": ["a"], "additionalProperties": false}`), []byte(`{"b": 1}`))
	f.Fuzz(func(t *testing.T, schema, value []byte) {
		s, err := New().Open("file:///s.json", files{"file:///s.json": string(schema)}.load)
		var fault *finding.Fault
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("got %v", err)
		}
		docs, _ := document.ParseAll("f.yaml", value)
		if err != nil || len(docs) != 1 {
			return
		}
		first := s.Check(docs[0])
		for _, x := range first {
			if x.Message.IsZero() || x.Start.Line == 0 {
				t.Errorf("got %s", tell(first))
			}
		}
		if again := s.Check(docs[0]); tell(again) != tell(first) {
			t.Errorf("got %s, then %s", tell(first), tell(again))
		}
	})
}
