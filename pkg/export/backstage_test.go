package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue/cataloguetest"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
)

// backstageSchema is what Backstage judges a component by.
func backstageSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const base = "backstage:///"
	c := jsonschema.NewCompiler()
	c.Draft, c.AssertFormat = jsonschema.Draft7, true
	files, err := filepath.Glob("testdata/backstage/*.schema.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		// The names by which the schemas know each other are relative to nothing.
		text = bytes.Replace(text, []byte(`"$id": "`), []byte(`"$id": "`+base), 1)
		if err := c.AddResource(base+name, bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile(base + "Component")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// Backstage's own schema accepts each entity, whatever a service says.
func TestBackstageAcceptsTheEntities(t *testing.T) {
	t.Parallel()
	schema := backstageSchema(t)
	shown, _ := cataloguetest.Marked(t).Shown()
	bare := catalogue.Entry{ID: "svc-bare", Name: catalogue.Text{ZH: "最简"}, Lifecycle: catalogue.Ready, Category: "data"}
	whole := cataloguetest.Marked(t)
	whole.Lifecycle, whole.Tags = catalogue.Deprecated, []string{"数据库", "a-b", "UPPER", "with space", strings.Repeat("x", 64)}
	for _, e := range []catalogue.Entry{shown, bare, whole} {
		of := export.Inside
		if e.Owner == "" {
			of = export.Customers
		}
		text := written(t, "backstage", lang.Chinese, edition(of, e))
		var entity any
		if err := yaml.Unmarshal([]byte(text), &entity); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(entity); err != nil {
			t.Errorf("%s: %#v\n%s", e.ID, err, text)
		}
	}
	if err := schema.Validate(map[string]any{"apiVersion": "backstage.io/v1alpha1", "kind": "Component"}); err == nil {
		t.Error("the schema accepts an entity without metadata")
	}
}
