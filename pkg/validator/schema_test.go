package validator

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/schemas"
)

func TestEverySchemaCompilesWithoutANetwork(t *testing.T) {
	for _, k := range kinds() {
		if _, err := newCompiler().compile(k); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
	if _, err := loadEmbedded("https://example.com/other.json"); err == nil {
		t.Error("an address outside the binary was loaded")
	}
}

// readRaw gives the embedded schemas as they are, by file name.
func readRaw(t *testing.T) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for address, text := range embeddedTexts() {
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(address, schemas.Base)] = doc
	}
	return all
}

// eachSchema calls visit with every object that stands where a schema may.
func eachSchema(at string, v any, visit func(at string, body map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(at, v)
		for name, inner := range v {
			if name != "x-message" && name != "enum" && name != "const" {
				eachSchema(at+"/"+name, inner, visit)
			}
		}
	case []any:
		for _, inner := range v {
			eachSchema(at, inner, visit)
		}
	}
}

// closed: a field that nobody knows is an error everywhere.
func TestEveryMapIsClosed(t *testing.T) {
	raw := readRaw(t)
	for file, doc := range raw {
		eachSchema(file, doc, func(at string, body map[string]any) {
			if body["type"] == "object" && body["additionalProperties"] == nil {
				t.Errorf("%s: additionalProperties is not said", at)
			}
		})
	}
}

func TestTheSchemasNameThemselves(t *testing.T) {
	raw := readRaw(t)
	for file, doc := range raw {
		if got, want := doc["$id"], schemas.Base+file; got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestPatternsAreAnchored(t *testing.T) {
	raw := readRaw(t)
	whole := regexp.MustCompile(`^\^.*\$$`)
	for file, doc := range raw {
		eachSchema(file, doc, func(at string, body map[string]any) {
			if p, ok := body["pattern"].(string); ok && !whole.MatchString(p) {
				t.Errorf("%s: %q", at, p)
			}
		})
	}
}
