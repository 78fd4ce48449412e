package validator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
)

// A few lines of schema that would keep the library busy for ever end in one finding.
func TestSchemasThatNeverEndAreNotAsked(t *testing.T) {
	var defs []string
	for i := range 40 {
		defs = append(defs, fmt.Sprintf(`"d%d": {"allOf": [{"$ref": "#/$defs/d%d"}, {"$ref": "#/$defs/d%d"}]}`, i, i+1, i+1))
	}
	doubling := `{"$ref": "#/$defs/d0", "$defs": {` + strings.Join(defs, ",") + `, "d40": {"type": "string"}}}`
	enum := `{"items": {"enum": ["` + strings.Repeat(`x","`, 300) + `y"]}}`
	for _, c := range []struct{ name, schema, text string }{
		{"valid", doubling, "a"},
		{"invalid", doubling, "1"},
		{"depth", `{"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}}`, strings.Repeat("[", 60) + "1" + strings.Repeat("]", 60)},
		{"long list of choices", enum, "[" + strings.Repeat("1,", 60_000) + "1]"},
	} {
		s, err := New().Open("file:///s.json", func(string) ([]byte, error) { return []byte(c.schema), nil })
		if err != nil {
			t.Fatal(err)
		}
		docs, fs := document.ParseAll("f.yaml", []byte(c.text))
		if len(docs) != 1 {
			t.Fatalf("%s: %s", c.name, tell(fs))
		}
		if found := s.Check(docs[0]); len(found) != 1 || found[0].Rule != "schema/effort" {
			t.Errorf("%s: got %s", c.name, tell(found))
		}
	}
}
