package validator

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

var errNoMeta = errors.New("not a meta-schema of the library")

// metaFindings holds a schema against the meta-schema of its draft.
func metaFindings(doc *document.Document) []finding.Finding {
	return metaOf(doc.Value()).Check(doc)
}

// metaOf is the meta-schema that a schema names, that of 2020-12 where it names none
// that the library knows.
func metaOf(schema any) *Schema {
	body, _ := schema.(map[string]any)
	name, _ := body["$schema"].(string)
	return &Schema{
		engine: newLibrary(func() (*jsonschema.Schema, error) {
			c := jsonschema.NewCompiler()
			c.LoadURL = func(string) (io.ReadCloser, error) { return nil, errNoMeta }
			if s, err := c.Compile(name); err == nil {
				return s, nil
			}
			return c.Compile(jsonschema.Draft2020.URL())
		}),
		digest: func() string { return digest(nil, name) },
	}
}

// dangling finds the references within one schema that lead nowhere.
func dangling(doc *document.Document) []finding.Finding {
	root := doc.Value()
	var fs []finding.Finding
	eachRef(root, "", func(pointer, ref string) {
		target, inside := strings.CutPrefix(ref, "#/")
		if !inside || exists(root, "/"+unescapePath(target)) {
			return
		}
		f := finding.Finding{
			File: doc.File(), Rule: "schema/ref", Severity: finding.Error, Pointer: pointer,
			Message: finding.Say("the reference %q leads nowhere", ref),
		}
		f.Start, f.End = doc.Region(pointer, document.Content)
		fs = append(fs, f)
	})
	finding.Sort(fs)
	return fs
}

// eachRef visits the references of a schema without an $id of its own inside, which
// would change what "#" means.
func eachRef(v any, pointer string, visit func(pointer, ref string)) {
	switch v := v.(type) {
	case map[string]any:
		if _, own := v["$id"].(string); own && pointer != "" {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			here := pointer + "/" + document.Escape(name)
			if ref, ok := v[name].(string); ok && name == "$ref" {
				visit(here, ref)
			}
			if name != "enum" && name != "const" && name != "examples" && name != "default" {
				eachRef(v[name], here, visit)
			}
		}
	case []any:
		for i, item := range v {
			eachRef(item, pointer+"/"+strconv.Itoa(i), visit)
		}
	}
}

func exists(v any, pointer string) bool {
	above, ok := at(v, parent(pointer)), false
	switch m := above.(type) {
	case map[string]any:
		_, ok = m[lastToken(pointer)]
	case []any:
		i := atoi(lastToken(pointer))
		ok = i >= 0 && i < len(m)
	}
	return ok
}
