package document

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	example "github.com/service-catalogue/sc/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// unstyled gives a node's value as Go values that keep the order of the fields, and
// nothing else of the text: structs such as an author of records would write.
func unstyled(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		var fields []reflect.StructField
		for i := 0; i < len(n.Content); i += 2 {
			fields = append(fields, reflect.StructField{
				Name: "F" + strconv.Itoa(i), Type: reflect.TypeFor[any](),
				Tag: reflect.StructTag(`yaml:"` + n.Content[i].Value + `"`),
			})
		}
		v := reflect.New(reflect.StructOf(fields)).Elem()
		for i := range fields {
			if inner := unstyled(n.Content[2*i+1]); inner != nil {
				v.Field(i).Set(reflect.ValueOf(inner))
			}
		}
		return v.Interface()
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = unstyled(item)
		}
		return list
	}
	return scalarValue(n)
}

// samples are valid records of every kind in canonical form, by file name.
func samples(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for folder, files := range map[string]fs.FS{"services": example.FS, ".": os.DirFS("../validator/testdata")} {
		names, err := fs.Glob(files, path.Join(folder, "*.yaml"))
		if err != nil || len(names) == 0 {
			t.Fatalf("got %v, %v; want records", names, err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(data)
		}
	}
	return texts
}

func TestDecodedAndEncodedAgainGivesTheSameBytes(t *testing.T) {
	texts := samples(t)
	for name, text := range texts {
		doc, fs := Parse(name, []byte(text))
		if doc == nil {
			t.Fatal(tell(fs))
		}
		got, err := Encode(unstyled(doc.root))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, string(got)); diff != "" {
			t.Errorf("%s is not canonical:\n%s", name, diff)
		}
	}
}

func TestEncodeQuotesWhatLooksLikeSomethingElse(t *testing.T) {
	type record struct {
		A, B, C, D, E, F, G, H string
	}
	got, err := Encode(record{"2026-01-01", "2026-01-01T10:00:00+08:00", "0571", "true", "09:00", "7x24", "on", "a\nb\n"})
	if err != nil {
		t.Fatal(err)
	}
	want := `a: "2026-01-01"
b: "2026-01-01T10:00:00+08:00"
c: "0571"
d: "true"
e: "09:00"
f: 7x24
g: "on"
h: |
  a
  b
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// Any text that a record may hold is read back as it was written.
func TestEncodedTextIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SampledFrom([]rune("aZ 0-:：#'\"\n|>&*!%@`{}[],?~=<\\.中。𠮷😀"))
		text := rapid.StringOf(runes).Draw(t, "text")
		out, err := Encode(map[string]any{"a": []any{map[string]any{"b": text, "c": 1}}})
		if losesItsStart(text) && err != nil {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		doc, fs := Parse("f", out)
		if doc == nil || len(fs) > 0 {
			t.Fatalf("%q: %s", out, tell(fs))
		}
		if got := doc.Value().(map[string]any)["a"].([]any)[0].(map[string]any)["b"]; got != text {
			t.Fatalf("got %q, want %q, from %q", got, text, out)
		}
	})
}

func TestEncodeRefusesWhatWouldNotBeReadBack(t *testing.T) {
	for text, says := range map[string]string{
		"\xb7\xfe": "not UTF-8", "a\u202eb": "invisible", "\x1b[0m": "control", "\n": "empty line", " a\nb": "begins with a space",
	} {
		for _, v := range []any{
			map[string]any{"a": []any{text}}, map[string]string{text: "a"}, struct{ A *string }{&text}, [1]event{{Reason: text}},
		} {
			var fault *finding.Fault
			if out, err := Encode(v); !errors.As(err, &fault) || !strings.Contains(err.Error(), says) {
				t.Errorf("%q: got %q, %v; want %q", text, out, err, says)
			}
		}
	}
}

type event struct {
	Step   string `yaml:"step"`
	By     string `yaml:"by"`
	At     string `yaml:"at"`
	Reason string `yaml:"reason,omitempty"`
}

func TestAppendElementKeepsTheBytesBefore(t *testing.T) {
	text := samples(t)["request.yaml"]
	element := map[string]any{
		"step": "withdraw",
	}
	if _, err := AppendElement([]byte(text), element); err != nil {
		t.Fatal(err)
	}
	grown, err := AppendElement([]byte(text), struct {
		Step   string `yaml:"step"`
		By     string `yaml:"by"`
		Role   string `yaml:"role"`
		At     string `yaml:"at"`
		Entry  int    `yaml:"entry"`
		Reason string `yaml:"reason"`
	}{"withdraw", "wang.fang", "sales", "2026-03-21T09:00:00+08:00", 8, "第一行\n第二行"})
	if err != nil {
		t.Fatal(err)
	}
	want := text + `  - step: withdraw
    by: wang.fang
    role: sales
    at: "2026-03-21T09:00:00+08:00"
    entry: 8
    reason: |-
      第一行
      第二行
`
	if diff := cmp.Diff(want, string(grown)); diff != "" {
		t.Error(diff)
	}
}

func TestAppendElementRefuses(t *testing.T) {
	good := "id: a\nhistory:\n  - step: request\n    by: b\n"
	tests := []struct {
		name, data string
		element    any
		says       string
	}{
		{"no LF at the end", strings.TrimSuffix(good, "\n"), event{Step: "a"}, "does not end in a line end"},
		{"CRLF", strings.ReplaceAll(good, "\n", "\r\n"), event{Step: "a"}, "faults of its own"},
		{"history not last", good + "z: 1\n", event{Step: "a"}, "not the last field"},
		{"no history", "id: a\n", event{Step: "a"}, "not the last field"},
		{"empty history", "id: a\nhistory: []\n", event{Step: "a"}, "at least one element"},
		{"history in brackets", "history: [{step: a}]\n", event{Step: "a"}, "at least one element"},
		{"list not indented", "history:\n- step: a\n", event{Step: "a"}, "canonical form"},
		{"document ended", good + "...\n", event{Step: "a"}, "canonical form"},
		{"no YAML", "a: b: c\n", event{Step: "a"}, "faults of its own"},
		{"element without step", good, map[string]any{"by": "b"}, "begins with its step"},
		{"element in another order", good, map[string]any{"by": "b", "step": "a"}, "begins with its step"},
		{"element that is text", good, "step", "begins with its step"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := AppendElement([]byte(test.data), test.element)
			var fault *finding.Fault
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

// FuzzAppendElement: what is grown begins with the old bytes and has one more.
func FuzzAppendElement(f *testing.F) {
	f.Add([]byte(samples(f)["request.yaml"]), "理由")
	f.Add([]byte("history:\n  - step: a\n    reason: |+\n      x\n\n"), "- \n # :")
	f.Add([]byte("history:\n  - step: a\n# 注\n"), "\n a")
	f.Fuzz(func(t *testing.T, data []byte, reason string) {
		grown, err := AppendElement(data, event{"step", "by", "2026-01-01T00:00:00Z", reason})
		if err != nil {
			return
		}
		if !bytes.HasPrefix(grown, data) {
			t.Fatalf("%q does not begin with %q", grown, data)
		}
		before, fault := readHistory(data)
		after, grownFault := readHistory(grown)
		if fault != nil || grownFault != nil || len(after) != len(before)+1 {
			t.Fatalf("got %d elements after %d", len(after), len(before))
		}
		if !bytes.HasPrefix(grown[len(data):], []byte("  - step: ")) {
			t.Fatalf("added %q", grown[len(data):])
		}
	})
}

func tell(fs []finding.Finding) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString("\n  " + f.Rule + " " + f.Pointer + ": " + f.Message.String() + " (" + f.Hint.String() + ")")
	}
	return b.String()
}
