package validator

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/schemas"
)

// TestSchemaReferenceIsTrue compares docs/reference/schemas.md, in both languages,
// with the schemas. With SC_TEST_UPDATE=1 it writes them.
func TestSchemaReferenceIsTrue(t *testing.T) {
	t.Parallel()
	for _, w := range []schemaWords{
		{"en", "schemas.md", "# Schemas\n\n[中文](schemas.zh.md)\n\nThe fields of each kind of record, from the JSON Schemas (2020-12) in [schemas](../../schemas). `sc schema show KIND` prints one; [editors.md](../editors.md) says how editors use them. Fields with * are required. What more is asked of an entry before it is published: [procedure.md](../procedure.md), §5.3. A test compares this page with the schemas.\n", "field", "meaning", "value", "Parts that several records share", ": "},
		{"zh", "schemas.zh.md", "# 模式\n\n[English](schemas.md)\n\n各类记录的字段，取自 [schemas](../../schemas) 中的 JSON Schema（2020-12）。`sc schema show KIND` 显示其中一个；编辑器如何使用见 [editors.zh.md](../editors.zh.md)。带 * 的字段必填；发布前对条目的其他要求见 [procedure.md](../procedure.md) §5.3。有测试核对本页与模式是否一致。\n", "字段", "含义", "取值", "各类记录共用的部分", "："},
	} {
		want := w.page(t)
		file := filepath.Join("..", "..", "docs", "reference", w.file)
		if os.Getenv("SC_TEST_UPDATE") == "1" {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("docs/reference/%s is stale (%v): SC_TEST_UPDATE=1 go test ./pkg/validator -run TestSchemaReferenceIsTrue", w.file, err)
		}
	}
}

// schemaWords are what the page of a language says besides the schemas.
type schemaWords struct {
	lang, file, head, field, meaning, value, shared, colon string
}

// part is a part of a schema; properties keep their order.
type part struct {
	Title, Description, Type, Ref, Pattern string
	Required                               []string
	Properties, Defs                       properties
	Items                                  *part
	Enum                                   []any
	EnumDescriptions                       []string
	Const                                  any
}

// properties are the fields of a part by name, in the order in which they stand.
type properties struct {
	names []string
	nodes map[string]*part
}

// UnmarshalJSON keeps the order of the properties.
func (f *properties) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	if _, err := dec.Token(); err != nil {
		return err
	}
	f.nodes = map[string]*part{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		n := &part{}
		if err := dec.Decode(n); err != nil {
			return err
		}
		f.names = append(f.names, name.(string))
		f.nodes[name.(string)] = n
	}
	return nil
}

// UnmarshalJSON reads what the page says; keywords that begin with $ have no Go
// name of their own, and some types are lists.
func (n *part) UnmarshalJSON(data []byte) error {
	if string(data) == "true" || string(data) == "false" {
		return nil
	}
	type plain struct {
		Title, Description, Pattern string
		Type                        any
		Ref                         string     `json:"$ref"`
		Defs                        properties `json:"$defs"`
		Required                    []string
		Properties                  properties
		Items                       *part
		Enum                        []any
		EnumDescriptions            []string
		Const                       any
	}
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	*n = part{p.Title, p.Description, "", p.Ref, p.Pattern, p.Required, p.Properties, p.Defs, p.Items, p.Enum, p.EnumDescriptions, p.Const}
	if p.Type != nil {
		n.Type = strings.Trim(strings.ReplaceAll(fmt.Sprint(p.Type), " ", ", "), "[]")
	}
	return nil
}

func (w schemaWords) page(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(w.head)
	for _, kind := range schemas.Kinds() {
		text, err := schemas.Text(kind)
		if err != nil {
			t.Fatal(err)
		}
		var n part
		if err := json.Unmarshal(text, &n); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if kind == "common" {
			w.common(&b, n.Defs)
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n**%s.** %s\n", kind, w.title(n.Title), w.text(n.Description))
		w.table(&b, &n)
	}
	return b.String()
}

func (w schemaWords) common(b *strings.Builder, defs properties) {
	fmt.Fprintf(b, "\n## %s\n", w.shared)
	for _, name := range slices.Sorted(maps.Keys(defs.nodes)) {
		n := defs.nodes[name]
		fmt.Fprintf(b, "\n### %s\n\n**%s.** %s", name, w.title(n.Title), w.text(n.Description))
		if value := w.values(n); value != "" {
			fmt.Fprintf(b, " %s%s%s", w.value, w.colon, value)
		}
		b.WriteString("\n")
		w.table(b, n)
	}
}

func (w schemaWords) table(b *strings.Builder, n *part) {
	for n.Items != nil && len(n.Properties.names) == 0 {
		n = n.Items
	}
	if len(n.Properties.names) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s | %s | %s |\n|---|---|---|\n", w.field, w.meaning, w.value)
	w.rows(b, n, "")
}

func (w schemaWords) rows(b *strings.Builder, n *part, prefix string) {
	for _, name := range n.Properties.names {
		f := n.Properties.nodes[name]
		star := ""
		if slices.Contains(n.Required, name) {
			star = " *"
		}
		meaning := w.title(f.Title)
		if text := w.text(f.Description); text != "" {
			meaning += w.colon + text
		}
		fmt.Fprintf(b, "| `%s`%s | %s | %s |\n", prefix+name, star, meaning, w.values(f))
		if f.Items != nil {
			w.rows(b, f.Items, prefix+name+"[].")
		}
		w.rows(b, f, prefix+name+".")
	}
}

// values says what may stand in a field.
func (w schemaWords) values(n *part) string {
	switch {
	case n.Ref != "":
		name := n.Ref[strings.LastIndex(n.Ref, "/")+1:]
		return fmt.Sprintf("[%s](#%s)", name, name)
	case n.Items != nil && n.Items.Ref != "":
		return w.values(n.Items) + "[]"
	case len(n.Enum) > 0:
		all := make([]string, len(n.Enum))
		for i, v := range n.Enum {
			all[i] = fmt.Sprintf("`%v`", v)
			if i < len(n.EnumDescriptions) {
				all[i] += " " + w.title(n.EnumDescriptions[i])
			}
		}
		return strings.Join(all, " · ")
	case n.Const != nil:
		return fmt.Sprintf("`%v`", n.Const)
	case n.Pattern != "":
		return "`" + strings.ReplaceAll(n.Pattern, "|", "\\|") + "`"
	case n.Items != nil && len(n.Items.Enum) > 0:
		return w.values(n.Items)
	}
	return n.Type
}

func (w schemaWords) title(title string) string { return w.plain(splitTitle(title).In(w.lang)) }

func (w schemaWords) text(text string) string { return w.plain(splitDescription(text).In(w.lang)) }

// plain is a text in which nothing is mark-up.
func (w schemaWords) plain(text string) string {
	return strings.NewReplacer("|", "\\|", "*", "\\*", "<", "&lt;", "_", "\\_", "\n", " ").Replace(text)
}
