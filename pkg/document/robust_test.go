package document

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// heavy are texts, some of a third of the largest size, that make work: many faults,
// faults at the end, or nesting.
func heavy() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, MaxBytes/12/len(s)) }
	full := func(s string) string { return strings.Repeat(s, MaxBytes/3/len(s)) }
	item := "- zh: 数据库运维服务\n  note: \"引号\"\n  list: [a, b]\n  text: |\n    行\n"
	return map[string]string{
		"nothing wrong":              full(item),
		"a full-width colon last":    full(item) + "- name：x\n  b: c\n",
		"an open quote last":         full(item) + "- name: \"x\n  b: c\n",
		"no colon last":              full(item) + "- a\nname\n  b: c\n",
		"a wrong indentation first":  "a: b\n  c: d\n" + full(item),
		"full-width colons":          fill("- name：x\n  b: c\n"),
		"lost fields":                fill("- a:\n    b:c\n"),
		"full-width dashes":          fill("- a:\n    － c\n"),
		"full-width spaces":          fill("- a: b\n　c: d\n"),
		"all kinds of blanks":        fill("- a: b\n　c: d\n\u00a0\u00a0d: e\n\tx: y\n"),
		"full-width commas":          fill("- [a，b]\n"),
		"full-width commas, open":    "a: [" + fill("a，"),
		"Chinese quotes":             fill("- “a”\n"),
		"open quotes":                fill("- a: \"x\n"),
		"open brackets":              fill("- a: [\n"),
		"brackets in one another":    fill("["),
		"brackets line by line":      "a:\n" + fill("  [\n"),
		"hyphens in one another":     fill("- "),
		"wrong indentations":         fill("- a: b\n   c: d\n"),
		"tabs":                       fill("- a: b\n\tc: d\n"),
		"line ends of Windows":       fill("\r\n"),
		"line ends of an old Mac":    fill("\r"),
		"zero-width characters":      fill("a\u200b"),
		"numbers":                    fill("- 0012\n"),
		"placeholders":               fill("- {{a}}\n"),
		"conflicts":                  fill("<<<<<<< a\n"),
		"escapes":                    fill("- \"\\q\"\n"),
		"a name twice":               fill("a: 1\n"),
		"names with question marks":  fill("? a\n"),
		"anchors":                    fill("- &a a\n"),
		"aliases":                    fill("- *a\n"),
		"tags":                       fill("- !!foo a\n"),
		"comments, then a fault":     fill("# a\n") + "a: b: c",
		"empty lines, then a fault":  fill("\n") + "a: b: c",
		"a text below |, then":       "a: |\n" + fill("  x\n") + "b: c: d\n",
		"a text of many lines, then": "a: b\n" + fill("  x y\n") + "c d\n",
		"one long line, then":        "a: " + fill("x") + "\nb: c: d\n",
		"one long line of quotes":    "a: " + fill("\"x\" "),
		"a line of five megabytes":   "a: " + strings.Repeat("x", 5<<20),
		"ten thousand levels":        strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
		"ten thousand blocks":        strings.Repeat("- ", 10_000) + "a",
		"an alias bomb":              bomb(),
		"an alias of itself":         "a: &a [*a]\n",
	}
}

func bomb() string {
	var b strings.Builder
	b.WriteString("l0: &l0 [x, x, x, x, x, x, x, x, x]\n")
	for i := range 9 {
		was, is := string(rune('0'+i)), string(rune('1'+i))
		b.WriteString("l" + is + ": &l" + is + " [" + strings.Repeat("*l"+was+", ", 8) + "*l" + was + "]\n")
	}
	return b.String()
}

// BenchmarkHeavyTexts: a broken text is to take at most some parsings of a whole one,
// which is "nothing wrong".
func BenchmarkHeavyTexts(b *testing.B) {
	texts := heavy()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(name, []byte(texts[name]))
			}
		})
	}
}

// Every heavy text ends, and but for the whole ones with something to tell.
func TestHeavyTextsEnd(t *testing.T) {
	whole := []string{"nothing wrong", "one long line of quotes"}
	for name, text := range heavy() {
		if _, fs := Parse(name, []byte(text)); len(fs) == 0 && !slices.Contains(whole, name) {
			t.Errorf("%s: nothing is told", name)
		}
	}
}

func TestHeavyTextsAreTold(t *testing.T) {
	texts := heavy()
	for name, want := range map[string]string{
		"a line of five megabytes":  "file/size",
		"ten thousand levels":       "yaml/depth",
		"ten thousand blocks":       "yaml/depth",
		"brackets in one another":   "yaml/depth",
		"an alias bomb":             "yaml/anchor",
		"an alias of itself":        "yaml/anchor",
		"conflicts":                 "yaml/conflict",
		"a wrong indentation first": "yaml/indentation",
	} {
		if _, fs := Parse(name, []byte(texts[name])); len(fs) != 1 || fs[0].Rule != want {
			t.Errorf("%s: got %s, want %s alone", name, tell(fs), want)
		}
	}
}
