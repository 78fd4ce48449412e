package validator

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
)

// numbers are some in a form that readers of YAML take differently, and what is to
// stand in their place; "" where a person must decide.
var numbers = []struct{ schema, text, want string }{
	{`{"type": "number"}`, "015", "15"},
	{`{"type": "integer"}`, "1_000", "1000"},
	{`{"type": "number"}`, "1_000.50", "1000.50"},
	{`{"type": "integer"}`, "0x1F", "31"},
	{`{"type": "integer"}`, "0o17", "15"},
	{`{"type": "integer"}`, "0b11", "3"},
	{`{"type": "number"}`, "+5", "5"},
	{`{"type": "number"}`, "-007.5", "-7.5"},
	{`{"type": "number"}`, "+0.5", "0.5"},
	{`{"type": "string"}`, "015", `"015"`},
	{`{"type": "string"}`, "0x1F", `"0x1F"`},
	{`{"enum": ["+5"]}`, "+5", `"+5"`},
	{`{"anyOf": [{"type": "string"}, {"type": "object"}]}`, "007", `"007"`},
	{`{"anyOf": [{"type": "integer"}, {"type": "null"}]}`, "007", "7"},
	{`{"type": ["string", "number"]}`, "015", ""},
	{`{"anyOf": [{"type": "string"}, {"type": "number"}]}`, "015", ""},
	{`{"type": "object"}`, "015", ""},
	{`true`, "015", ""},
}

func TestNumbersArePutRightAsTheSchemaAsks(t *testing.T) {
	for _, c := range numbers {
		const before = "b: 1\na:\n  - "
		text := before + c.text + " # x\n"
		_, fs := document.Parse("f.yaml", []byte(text))
		fs = opened(t, `{"properties": {"a": {"items": `+c.schema+`}}}`).After(fs)
		if len(fs) != 1 {
			t.Errorf("%s: got %s", c.text, tell(fs))
			continue
		}
		want := text
		if c.want != "" {
			want = before + c.want + " # x\n"
		}
		if got := string(document.Apply([]byte(text), fs[0].Fix)); got != want {
			t.Errorf("%s for %s: got %q, want %q", c.text, c.schema, got, want)
		}
	}
}

func TestNumberWhereNoFieldIsKnownIsLeft(t *testing.T) {
	_, fs := document.Parse("f.yaml", []byte("x: 015\n"))
	if fs = opened(t, `{"properties": {"a": true}}`).After(fs); len(fs) != 1 || fs[0].Fix != nil {
		t.Errorf("got %+v", fs)
	}
}

func TestOneFaultOfTextAndValueIsToldOnce(t *testing.T) {
	for _, c := range []struct{ schema, text, rule string }{
		{`{"properties": {"a": {"type": "boolean"}}}`, "a: yes\n", "schema/type"},
		{`{"properties": {"a": {"enum": [">="]}}}`, "a: ‘>=’\n", "schema/enum"},
	} {
		doc, fs := document.Parse("f.yaml", []byte(c.text))
		if fs = opened(t, c.schema).After(fs, doc); len(fs) != 1 || fs[0].Rule != c.rule {
			t.Errorf("%q: got %s", c.text, tell(fs))
		}
	}
}
