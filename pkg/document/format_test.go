package document

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// alphabetical orders the fields a, b, c … at every level; others have no order.
func alphabetical(string) []string { return strings.Split("abcdefgh", "") }

func formatted(t *testing.T, text string) string {
	t.Helper()
	out, err := Format([]byte(text), alphabetical)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	again, err := Format(out, alphabetical)
	if err != nil || string(again) != string(out) {
		t.Errorf("formatted again: %v\n%s", err, cmp.Diff(string(out), string(again)))
	}
	return string(out)
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"in order already", "a: 1\nb: 2\n", "a: 1\nb: 2\n"},
		{"order, unknown ones behind", "z: 1\nb: 2\ny: 3\na: 4\n", "a: 4\nb: 2\nz: 1\ny: 3\n"},
		{"order at every level", "b:\n  d: 1\n  c: 2\na:\n  - f: 1\n    e: 2\n", "a:\n  - e: 2\n    f: 1\nb:\n  c: 2\n  d: 1\n"},
		{"file", "\ufeffb: 1\r\na: 2  \r\n\r\n\r\n", "a: 2\nb: 1\n"},
		{"no line end behind a text", "b: 1\na: |-\n   x", "a: |-\n  x\nb: 1\n"},
		{"a field twice", "b: 1\na: 2\nb: 3\na: 4\n", "a: 2\na: 4\nb: 1\nb: 3\n"},
		{"no line end", "b: 1\na: 2", "a: 2\nb: 1\n"},
		{"spaces", "a :  1\nb:     {c:  1}\n", "a: 1\nb: {c:  1}\n"},
		{"indentation", "a:\n    b: 1\n    c:\n          - 1\n          -   2\nd:\n- 1\n-\n  2\n", "a:\n  b: 1\n  c:\n    - 1\n    - 2\nd:\n  - 1\n  -\n    2\n"},
		{"root indented", "  b: 1\n  a:\n   c: 1\n", "a:\n  c: 1\nb: 1\n"},
		{"items", "a:\n- - 1\n  -   b: 2\n      a: 1\n-\n    d: 4\n    c: 3\n", "a:\n  - - 1\n    - a: 1\n      b: 2\n  - c: 3\n    d: 4\n"},
		{"root list", "-   b: 1\n    a: 2\n- 3\n", "- a: 2\n  b: 1\n- 3\n"},
		{"nothing behind the colon", "b:\na:   # why\nc:\n-\n- 1\n", "a:   # why\nb:\nc:\n  -\n  - 1\n"},
		{"comments above and beside", "# on b\nb: 1 # beside b\n# on a\n\n# on a too\na: 2   # beside a\n", "# on a\n\n# on a too\na: 2   # beside a\n# on b\nb: 1 # beside b\n"},
		{"empty lines", "b: 1\n\n\n\na: 2\n\n\nc: 3\n", "a: 2\nb: 1\n\nc: 3\n"},
		{"top of the file", "# who keeps this file\n\n# on b\nb: 1\na: 2\n", "# who keeps this file\n\na: 2\n# on b\nb: 1\n"},
		{"hint to the editor", "# yaml-language-server: $schema=x.json\n# on b\nb: 1\n# $schema: y\na: 2\n", "# yaml-language-server: $schema=x.json\n# $schema: y\na: 2\n# on b\nb: 1\n"},
		{"document's beginning", "# top\n---\nb: 1\na: 2\n", "# top\n---\na: 2\nb: 1\n"},
		{"end of the file", "b: 1\na: 2\n# the end\n", "a: 2\nb: 1\n# the end\n"},
		{"end of a block", "b:\n  c: 1\n  # last of b\n# on a\na: 2\n", "# on a\na: 2\nb:\n  c: 1\n  # last of b\n"},
		{"end of a deeper block", "b:\n    c:\n        - 1\n        # last of c\n    # last of b\n# on a\na: 2\n", "# on a\na: 2\nb:\n  c:\n    - 1\n    # last of c\n  # last of b\n"},
		{"comment under a scalar", "b: 1\n    # deep\na: 2\n", "# deep\na: 2\nb: 1\n"},
		{"comment above the first of a block", "b:\n # on d\n d: 1\n c: 2\na: 1\n", "a: 1\nb:\n  c: 2\n  # on d\n  d: 1\n"},
		{"comment in an item", "a:\n  # on the item\n  - d: 1\n    # on c\n    c: 2\n", "a:\n  # on the item\n  # on c\n  - c: 2\n    d: 1\n"},
		{"comment behind a dash", "a:\n  -   # the item\n    # on d\n    d: 1\n    c: 2\n", "a:\n  -   # the item\n    c: 2\n    # on d\n    d: 1\n"},
		{"comment under a dash", "a:\n  -\n    # on d\n    d: 1\n    c: 2\n", "a:\n  - c: 2\n    # on d\n    d: 1\n"},
		{"comment between name and value", "a: # why\n  # because\n      text\n", "a: # why\n  # because\n  text\n"},
		{"comments of an indentless list", "b:\n# on 1\n- 1\n# on 2\n- 2\n# on a\na: 3\n", "# on a\na: 3\nb:\n  # on 1\n  - 1\n  # on 2\n  - 2\n"},
		{"what is no comment", "b: x#y\na: 'it''s # not'\nc: \"# \\\" no\" # yes\n", "a: 'it''s # not'\nb: x#y\nc: \"# \\\" no\" # yes\n"},
		{"texts of several lines", "b: one\n    two\n\n    three # beside\na: \"x\n\n\n  y\\\n   z\"\n", "a: \"x\n\n\n  y\\\n  z\"\nb: one\n  two\n\n  three # beside\n"},
		{"block text", "b:\n    c: |\n          one\n            two\n\n\n          # three\n\n\na: 1\n", "a: 1\nb:\n  c: |\n    one\n      two\n\n\n    # three\n"},
		{"block text with a digit", "b:\n    c: |1 # beside\n       one\n      two\na:\n- >2-\n    x\n", "a:\n  - >2-\n      x\nb:\n  c: |1 # beside\n     one\n    two\n"},
		{"block text that keeps its end", "b: |+\n  x\n\n\n\na: 1\n", "a: 1\nb: |+\n  x\n\n\n\n"},
		{"an empty line is not taken in", "c: 1\n\nb: 2\na: |+\n  x\n", "a: |+\n  x\nb: 2\nc: 1\n"},
		{"spaces that are text", "a: |\n    x  \n      \n    y\n", "a: |\n  x  \n    \n  y\n"},
		{"block text without text", "b: |\n\na: >-\nc: 1\n", "a: >-\nb: |\nc: 1\n"},
		{"block text of blanks", "b:\n    c: >-\n           \na: 1\n", "a: 1\nb:\n  c: >-\n"},
		{"comment below a block text", "b: |\n    x\n  # on a\na: 1\n", "# on a\na: 1\nb: |\n  x\n"},
		{"block text on a line of its own", "a:\n    |\n    x\n", "a:\n  |\n  x\n"},
		{"brackets", "b: [1,   2, # two\n    {x: 'y\n   z'},\n]\na: {}\n", "a: {}\nb: [1,   2, # two\n    {x: 'y\n   z'},\n]\n"},
		{"brackets move with their list", "a:\n    -  [1,\n        2]\n", "a:\n  - [1,\n      2]\n"},
		{"wide characters", "b: 服务：“数据库”  # 注释\n\"a\": '：'\n", "\"a\": '：'\nb: 服务：“数据库”  # 注释\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, formatted(t, c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFormatLeavesAlone(t *testing.T) {
	for text, want := range map[string]string{
		"a: b: c\n":            "yaml/",
		"a:\n\t- 1\n":          "yaml/tab",
		"":                     "yaml/empty",
		"text\n":               "format/layout",
		"{a: 1}\n":             "format/layout",
		"? a\n: 1\n":           "format/layout",
		"b: 1\n? a\n: 1\n":     "format/layout",
		"a: 1\n...\n":          "format/layout",
		"--- # first\na: 1\n":  "format/layout",
		"%YAML 1.1\n---\na: 1": "yaml/directive",
		"a: &x 1\n":            "yaml/anchor",
		"a: |\n  x":            "format/layout",
	} {
		out, err := Format([]byte(text), alphabetical)
		var left *Unformatted
		if !errors.As(err, &left) || !strings.HasPrefix(left.Findings[0].Rule, want) || out != nil {
			t.Errorf("%q: got %q, %v, want %s", text, out, err, want)
		}
		if left != nil && left.Findings[0].Start.Line == 0 {
			t.Errorf("%q: no line", text)
		}
	}
}

// What Encode writes is canonical: with the fields in the order they have, Format
// changes nothing.
func TestFormatKeepsCanonicalRecords(t *testing.T) {
	for name, text := range samples(t) {
		out, err := Format([]byte(text), func(string) []string { return nil })
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(text, string(out)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// Whatever is written by Encode, indented at random and strewn with comments and
// empty lines comes out in order, with the same values and each comment once.
func TestFormatProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := wildRecord(t)
		before, found := Parse("", []byte(text))
		if before == nil || len(found) > 0 {
			t.Fatalf("the generator wrote\n%s\n%v", text, tell(found))
		}
		out, err := Format([]byte(text), alphabetical)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		after, _ := Parse("", out)
		if !reflect.DeepEqual(before.Value(), after.Value()) {
			t.Fatalf("other values:\n%s\n%s", text, out)
		}
		if diff := cmp.Diff(remarks(text), remarks(string(out))); diff != "" {
			t.Fatalf("other comments: %s\n%s\n%s", diff, text, out)
		}
		if again, err := Format(out, alphabetical); err != nil || string(again) != string(out) {
			t.Fatalf("formatted again: %v\n%s\n%s\n%s", err, text, out, again)
		}
		if untidy.Match(out) && !strings.ContainsAny(text, "|>") {
			t.Fatalf("untidy:\n%s", out)
		}
	})
}

var (
	remark = regexp.MustCompile(`#r[0-9]+#`)
	untidy = regexp.MustCompile(`(?m) $|\A\n|\n\n\z|\n\n\n|[^\n]\z`)
)

// remarks counts the comments that wildRecord strews in.
func remarks(text string) map[string]int {
	count := map[string]int{}
	for _, r := range remark.FindAllString(text, -1) {
		count[r]++
	}
	return count
}

// wild writes a record in many of the ways that YAML allows.
type wild struct {
	*rapid.T
	out     strings.Builder
	remarks int
}

func wildRecord(t *rapid.T) string {
	w := &wild{T: t}
	w.mapping(rapid.IntRange(0, 2).Draw(t, "root"), 0)
	w.gap(0)
	return w.out.String()
}

func (w *wild) pick(label string, n int) int { return rapid.IntRange(0, n-1).Draw(w.T, label) }

func (w *wild) remark() string {
	w.remarks++
	return fmt.Sprintf("#r%d#", w.remarks)
}

func (w *wild) gap(column int) {
	for range max(w.pick("gap", 6)-3, 0) {
		if w.pick("empty", 2) == 0 {
			w.out.WriteString(strings.Repeat(" ", w.pick("blanks", 3)) + "\n")
		} else {
			w.out.WriteString(strings.Repeat(" ", max(column+w.pick("shift", 5)-2, 0)) + w.remark() + "\n")
		}
	}
}

func (w *wild) beside() {
	if w.pick("beside", 4) == 0 {
		w.out.WriteString(strings.Repeat(" ", 1+w.pick("blanks", 3)) + w.remark())
	} else {
		w.out.WriteString(strings.Repeat(" ", w.pick("blanks", 2)))
	}
	w.out.WriteByte('\n')
}

func (w *wild) mapping(column, depth int) {
	keys := rapid.Permutation([]string{"a", "b", "c", "zz", "'d'", "y y"}).Draw(w.T, "keys")[:1+w.pick("fields", 4)]
	for _, key := range keys {
		if w.out.Len() == 0 || strings.HasSuffix(w.out.String(), "\n") {
			w.gap(column)
			w.out.WriteString(strings.Repeat(" ", column))
		}
		w.out.WriteString(key + strings.Repeat(" ", w.pick("before colon", 2)) + ":")
		w.value(column, depth, 0)
	}
}

func (w *wild) list(column, depth int) {
	for range 1 + w.pick("items", 3) {
		if strings.HasSuffix(w.out.String(), "\n") {
			w.gap(column)
			w.out.WriteString(strings.Repeat(" ", column))
		}
		w.out.WriteByte('-')
		if depth < 3 && w.pick("compact", 2) == 0 {
			blanks := 1 + w.pick("blanks", 3)
			w.out.WriteString(strings.Repeat(" ", blanks))
			if w.pick("kind", 2) == 0 {
				w.mapping(column+1+blanks, depth+1)
			} else {
				w.list(column+1+blanks, depth+1)
			}
			continue
		}
		w.value(column, depth, 1)
	}
}

// value writes what stands behind a colon or a dash; a list may stand as far left as
// its field, but not as its item.
func (w *wild) value(column, depth, least int) {
	kinds := 9
	if depth > 2 {
		kinds = 7
	}
	inner := column + 1 + w.pick("indent", 4)
	pad := strings.Repeat(" ", inner)
	switch w.pick("value", kinds) {
	case 0:
		w.beside()
	case 1:
		w.out.WriteString(strings.Repeat(" ", 1+w.pick("blanks", 3)) + rapid.SampledFrom([]string{"1", "text", "'it''s'", `"a # b"`, "x#y", "服务", "[1,  2]", "{q: [ ]}", "~"}).Draw(w.T, "scalar"))
		w.beside()
	case 2:
		w.out.WriteString(" one\n\n" + pad + "two")
		w.beside()
	case 3:
		w.out.WriteString(" \"one\n" + pad + "two\\\n\n" + pad + "  three\"")
		w.beside()
	case 4:
		w.out.WriteString(" [1,\n" + pad + "{x: y},\n\n" + pad + "]")
		w.beside()
	case 5:
		w.out.WriteString(rapid.SampledFrom([]string{" |", " >-", " |+", " |-"}).Draw(w.T, "block"))
		w.beside()
		w.out.WriteString(pad + "# text\n\n" + pad + "  more\n" + pad + "end\n" + strings.Repeat("\n", w.pick("empty", 3)))
	case 6:
		w.beside()
		w.gap(inner)
		w.out.WriteString(pad + "below")
		w.beside()
	case 7:
		w.beside()
		w.mapping(inner, depth+1)
	case 8:
		w.beside()
		w.list(column+max(w.pick("list", 3), least), depth+1)
	}
}

func FuzzFormat(f *testing.F) {
	for _, text := range samples(f) {
		f.Add([]byte(text))
	}
	for _, text := range []string{
		"\ufeffb: 1\r\na: |+\r\n  x\r\n\r\n# end", "b:\n- - 1\n  - c: 2\n    a: |2\n        x\n", "# top\n\nb: {x: [1,\n 2]}  # c\n\n\na: 'x\n\n  y'\n",
		"b:\n    # on c\n    c: >-\n        x\n      # last\na:\n", "? a\n: 1\n", "- b: 1\n  a: 2\n-\n", "b: \"x\\\n  y\"\na:   # why\n  - ~\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Format(data, alphabetical)
		if err != nil {
			return
		}
		before, _ := Parse("", data)
		after, _ := Parse("", out)
		if after == nil || !reflect.DeepEqual(before.Value(), after.Value()) {
			t.Fatalf("%q became %q", data, out)
		}
		again, err := Format(out, alphabetical)
		if err != nil || string(again) != string(out) {
			t.Fatalf("%q became %q and then %q, %v", data, out, again, err)
		}
	})
}
