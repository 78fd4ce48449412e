package validator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"pgregory.net/rapid"
)

// asDocument gives numbers the types that document.Value gives them.
func asDocument(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			v[name] = asDocument(value)
		}
	case []any:
		for i, item := range v {
			v[i] = asDocument(item)
		}
	case json.Number:
		if i, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return i
		}
		if f, err := v.Float64(); err == nil && strings.ContainsAny(string(v), ".eE") {
			return f
		}
	}
	return v
}

// agrees fails where the pre-check says other than the library.
func agrees(t interface{ Errorf(string, ...any) }, s *jsonschema.Schema, value any) verdict {
	if holdsDynamic(reachable(s)) {
		return unsure
	}
	p := precheck{steps: maxPrecheckSteps}
	got := p.judge(s, value, 0)
	err := libraryVerdict(s, value)
	if got == valid && err != nil || got == invalid && err == nil {
		t.Errorf("%s: the pre-check says %d of %v, the library %v", s.Location, got, value, err)
	}
	return got
}

func libraryVerdict(s *jsonschema.Schema, value any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return s.Validate(value)
}

func TestPrecheckNeverDisagreesOverTheSuite(t *testing.T) {
	count := map[verdict]int{}
	for _, pattern := range []string{"*.json", "optional/*.json"} {
		for _, g := range suite(t, pattern) {
			s := g.open(t)
			if s == nil {
				continue
			}
			c, err := s.engine.(*library).compile()
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range everyValue(t) {
				agrees(t, c.schema, value)
			}
			for _, test := range g.Tests {
				got := agrees(t, c.schema, asDocument(jsonValue(t, test.Data)))
				count[got]++
				name := g.File + ": " + g.Description + ": " + test.Description
				if got == valid && !test.Valid && pattern == "*.json" && !slices.Contains(beyond, name) {
					t.Errorf("the pre-check takes what the suite refuses: %s", name)
				}
			}
		}
	}
	if count[valid] < 600 || count[unsure] > 320 {
		t.Errorf("the pre-check was sure too seldom: %v", count)
	}
}

// everyValue are values that are tried against every schema of the suite.
func everyValue(t testing.TB) []any {
	t.Helper()
	all := []any{math.NaN(), math.Inf(1), int64(math.MaxInt64), json.Number("9223372036854775808"), 0.1, 1e300}
	for _, text := range []string{
		`null`, `true`, `""`, `"foo"`, `"1"`, `0`, `1`, `1.0`, `1.5`, `-1`, `9007199254740993`, `[]`, `{}`,
		`[1,1.0]`, `["a","b","a"]`, `[[1],[1]]`, `{"foo":1}`, `{"foo":"bar","bar":[]}`, `{"foo":{"foo":false}}`,
	} {
		all = append(all, asDocument(jsonValue(t, []byte(text))))
	}
	return all
}

// TestPrecheckNeverDisagrees draws schemas and values.
func TestPrecheckNeverDisagrees(t *testing.T) {
	sure := 0
	rapid.Check(t, func(t *rapid.T) {
		text, err := json.Marshal(anySchema(t, 3))
		if err != nil {
			t.Fatal(err)
		}
		draft := rapid.SampledFrom([]*jsonschema.Draft{
			jsonschema.Draft4, jsonschema.Draft6, jsonschema.Draft7, jsonschema.Draft2019, jsonschema.Draft2020,
		}).Draw(t, "draft")
		s := compileText(draft, text)
		if s == nil {
			return
		}
		for range 4 {
			if agrees(t, s, anyValue(t, 3)) != unsure {
				sure++
			}
		}
	})
	if sure == 0 {
		t.Error("nothing was compared")
	}
}

func compileText(draft *jsonschema.Draft, text []byte) (s *jsonschema.Schema) {
	defer func() { _ = recover() }() // what the library cannot compile is not compared
	c := jsonschema.NewCompiler()
	c.Draft = draft
	c.AssertFormat = true
	c.LoadURL = func(string) (io.ReadCloser, error) { return nil, io.EOF }
	if c.AddResource("file:///s.json", bytes.NewReader(text)) != nil {
		return nil
	}
	s, err := c.Compile("file:///s.json")
	if err != nil {
		return nil
	}
	return s
}

// anySchema draws a schema object with a few keywords, and schemas below it.
func anySchema(t *rapid.T, depth int) any {
	s := map[string]any{}
	for range rapid.IntRange(1, 3).Draw(t, "keywords") {
		name, value := anyKeyword(t, depth)
		s[name] = value
	}
	return s
}

func anyKeyword(t *rapid.T, depth int) (string, any) {
	plain := []string{
		"type", "enum", "const", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "multipleOf",
		"minItems", "maxItems", "uniqueItems", "required", "minProperties", "maxProperties", "additionalProperties", "format",
		"dependentRequired", "$ref",
	}
	nested := []string{
		"not", "contains", "items", "propertyNames", "additionalProperties", "if", "then", "else", "unevaluatedProperties",
		"additionalItems", "unevaluatedItems",
	}
	lists := []string{"allOf", "anyOf", "oneOf", "prefixItems"}
	maps := []string{"properties", "patternProperties", "dependentSchemas", "dependencies"}
	names := plain
	if depth > 0 {
		names = append(append(append(append(names, nested...), lists...), maps...), plain...)
	}
	name := rapid.SampledFrom(names).Draw(t, "keyword")
	for _, n := range maps {
		if n == name {
			return name, map[string]any{rapid.SampledFrom([]string{"a", "b", "^a", "."}).Draw(t, "name"): anySchema(t, depth-1)}
		}
	}
	for _, n := range lists {
		if n == name {
			return name, []any{anySchema(t, depth-1), anySchema(t, depth-1)}
		}
	}
	for _, n := range nested {
		if n == name && depth > 0 {
			return name, anySchema(t, depth-1)
		}
	}
	return name, anyArgument(t, name)
}

func anyArgument(t *rapid.T, keyword string) any {
	switch keyword {
	case "type":
		return rapid.SampledFrom([]string{"string", "integer", "number", "object", "array", "boolean", "null"}).Draw(t, "type")
	case "enum":
		return []any{anyValue(t, 1), anyValue(t, 1)}
	case "const":
		return anyValue(t, 2)
	case "pattern":
		return rapid.SampledFrom([]string{"a", "^b$", "[0-9]"}).Draw(t, "pattern")
	case "format":
		return rapid.SampledFrom([]string{"date", "email", "uri", "ipv4", "other"}).Draw(t, "format")
	case "uniqueItems", "additionalProperties":
		return rapid.Bool().Draw(t, "flag")
	case "required":
		return []string{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "name")}
	case "dependentRequired":
		return map[string]any{"a": []string{"b"}}
	case "$ref":
		return "#"
	case "multipleOf":
		return rapid.SampledFrom([]float64{1, 2, 0.5, 0.1}).Draw(t, "of")
	}
	return rapid.IntRange(0, 3).Draw(t, "limit")
}

// anyValue draws a value as a document gives it.
func anyValue(t *rapid.T, depth int) any {
	kinds := 6
	if depth > 0 {
		kinds = 8
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.SampledFrom([]string{"", "a", "b", "ab", "2026-06-30", "a@b.cn", "1"}).Draw(t, "text")
	case 3:
		return rapid.Int64Range(-3, 4).Draw(t, "int")
	case 4:
		return rapid.SampledFrom([]float64{0, 0.1, 0.5, 1, 1.5, -2, 3, 1e20}).Draw(t, "float")
	case 5:
		return rapid.SampledFrom([]int64{1 << 53, 1<<53 + 1, math.MinInt64}).Draw(t, "big")
	case 6:
		return json.Number("9223372036854775808")
	case 7:
		list := make([]any, rapid.IntRange(0, 3).Draw(t, "length"))
		for i := range list {
			list[i] = anyValue(t, depth-1)
		}
		return list
	}
	m := map[string]any{}
	for _, name := range []string{"a", "b", "c"} {
		if rapid.Bool().Draw(t, name) {
			m[name] = anyValue(t, depth-1)
		}
	}
	return m
}

// FuzzPrecheck: what the pre-check is sure of, the library says too.
func FuzzPrecheck(f *testing.F) {
	for _, g := range suite(f, "*.json")[:200] {
		f.Add([]byte(g.Schema), []byte(g.Tests[0].Data))
	}
	f.Fuzz(func(t *testing.T, schema, value []byte) {
		dec := json.NewDecoder(bytes.NewReader(value))
		dec.UseNumber()
		var v any
		if dec.Decode(&v) != nil {
			return
		}
		if s := compileText(jsonschema.Draft2020, schema); s != nil {
			agrees(t, s, asDocument(v))
		}
	})
}
