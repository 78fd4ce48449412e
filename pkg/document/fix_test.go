package document

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/service-catalogue/sc/pkg/finding"
)

const maxRounds = 10 // of putting right until nothing is left to put right

func fixes(fs []finding.Finding) []finding.Edit {
	var edits []finding.Edit
	for _, f := range fs {
		edits = append(edits, f.Fix...)
	}
	return edits
}

// fixAll puts right what can be, and tells after how many rounds nothing was left.
func fixAll(data []byte) (fixed []byte, rounds int) {
	for rounds = 0; rounds <= maxRounds; rounds++ {
		_, fs := Parse("f", data)
		edits := fixes(fs)
		if len(edits) == 0 {
			break
		}
		data = Apply(data, edits)
	}
	return data, rounds
}

// TestFixesOfBrokenFiles: a trap that can be put right without a person is, and then
// the file reads as the entry from which it was made.
func TestFixesOfBrokenFiles(t *testing.T) {
	unfixed := []string{
		"file/encoding", "file/gbk", "file/lone-cr", "text/damaged", "text/line-separator", "text/nul",
		"yaml/alias", "yaml/anchor", "yaml/binary-tag", "yaml/block-text", "yaml/boolean-word", "yaml/colon-in-value",
		"yaml/complex-key", "yaml/conflict", "yaml/duplicate-key", "yaml/escape", "yaml/indentation", "yaml/key", "yaml/list", "yaml/lost-text",
		"yaml/merge-key", "yaml/missing-colon", "yaml/not-finite", "yaml/number-digits", "yaml/number-range", "yaml/numbered-list",
		"yaml/only-comments", "yaml/reserved-character", "yaml/second-document", "yaml/tag", "yaml/template",
		"yaml/text-after-quote", "yaml/unclosed-bracket", "yaml/unclosed-quote",
	}
	var left []string
	for _, f := range brokenFiles(t) {
		fixed, rounds := fixAll(f.data)
		if rounds == 0 {
			left = append(left, f.rule)
			continue
		}
		if _, fs := Parse(f.name, fixed); len(fs) > 0 || rounds != 1 {
			t.Errorf("%s: after %d rounds: %s", f.name, rounds, tell(fs))
		}
		if got, want := comments(string(fixed)), comments(string(f.data)); !slices.Equal(got, want) {
			t.Errorf("%s: got the comments %q, want %q", f.name, got, want)
		}
	}
	slices.Sort(left)
	if diff := cmp.Diff(unfixed, slices.Compact(left)); diff != "" {
		t.Error(diff)
	}
}

// comments are the texts of the comment lines, without the blanks around them.
func comments(text string) []string {
	var all []string
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		if line = strings.Trim(line, " \t\r"); strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

func TestFixes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"byte order mark and CRLF":      {"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"},
		"old Mac":                       {"a: 1\rb: 2\r", "a: 1\nb: 2\n"},
		"UTF-16":                        {"\xff\xfea\x00:\x00 \x00\x2d\x4e\n\x00", "a: 中\n"},
		"UTF-16, big end first":         {"\xfe\xff\x00a\x00:\x00 \x4e\x2d\x00\n", "a: 中\n"},
		"a pair of UTF-16 cut in two":   {"\xff\xfe\x00\xd8", "\xff\xfe\x00\xd8"},
		"zero-width characters":         {"a: x\u200by\ufeffz\nb: \u2060c\n", "a: xyz\nb: c\n"},
		"zero-width, hiding a bracket":  {"a: \u200b[\n", "a: \u200b[\n"},
		"bidi controls":                 {"a: \u202ex\n", "a: \u202ex\n"},
		"tabs, one for each level":      {"a:\n\tb:\n\t\tc: 1 # x\n", "a:\n  b:\n    c: 1 # x\n"},
		"a tab among fours":             {"a:\n    b: 1\n\tc: 2\n", "a:\n    b: 1\n    c: 2\n"},
		"a tab that may be two levels":  {"a:\n  b:\n    c: 1\n\td: 2\n", "a:\n  b:\n    c: 1\n\td: 2\n"},
		"tabs before a list":            {"a:\n\t- b\n\t-\tc\n", "a:\n  - b\n  - c\n"},
		"tabs between and behind":       {"a:\t1\t\n", "a: 1\n"},
		"a tab in a text":               {"a: x\ty\n", "a: x\ty\n"},
		"tabs before a comment":         {"a:\n\t# x\n  b: 1\n", "a:\n  # x\n  b: 1\n"},
		"tabs in a text below |":        {"a: |\n  x\n\ty\n", "a: |\n  x\n\ty\n"},
		"two full-width colons":         {"id：a\nname：　b # c：d\n", "id: a\nname: b # c：d\n"},
		"full-width colon in a text":    {"id：a\nl:\n  - ip：10.0.0.1\n", "id: a\nl:\n  - ip：10.0.0.1\n"},
		"full-width colon, then CRLF":   {"id：a\r\nname: b\r\n", "id: a\nname: b\n"},
		"colons without a space":        {"id:a\nname:b\nurl: http://x\n", "id: a\nname: b\nurl: http://x\n"},
		"a time is no field":            {"a: 1\nb:\n  08:00-20:00\n", "a: 1\nb:\n  08:00-20:00\n"},
		"braces without spaces":         {"a: {zh:中, en: b:c}\n", "a: {zh: 中, en: b:c}\n"},
		"full-width punctuation in { }": {"a: {zh：中，en: 注意：b}\n", "a: {zh: 中, en: 注意：b}\n"},
		"full-width comma in a text":    {"a: [巡检，含报告, x]\n", "a: [巡检，含报告, x]\n"},
		"full-width dashes of a list":   {"a:\n  －b\n  — c\n  - d － e\n", "a:\n  - b\n  - c\n  - d － e\n"},
		"hyphens without a space":       {"a:\n  -b\n  -c\n", "a:\n  - b\n  - c\n"},
		"a number below zero":           {"a:\n  -5\n", "a:\n  -5\n"},
		"quotes around an id":           {"a: “svc-x”\nb: ‘y’\n", "a: \"svc-x\"\nb: \"y\"\n"},
		"quotes of a text":              {"a: “一站式”\n", "a: “一站式”\n"},
		"quotes of two words":           {"a: “甲”和“乙”\n", "a: “甲”和“乙”\n"},
		"full-width quotes":             {"a: ＂数据库＂\n", "a: \"数据库\"\n"},
		"closed by a Chinese quote":     {"a: \"数据库”\nb: 1\n", "a: \"数据库\"\nb: 1\n"},
		"full-width spaces":             {"a:\n　b: 1\n　c:\n　　d: 2\n", "a:\n  b: 1\n  c:\n    d: 2\n"},
		"no-break spaces":               {"a:\n\u00a0\u00a0b: 1\n  c: 2\n", "a:\n  b: 1\n  c: 2\n"},
		"numbers that are text":         {"a: 0012\nb: [+86, 0x1F, 1_000]\n", "a: \"0012\"\nb: [\"+86\", \"0x1F\", \"1_000\"]\n"},
		"numbers that a person mends":   {"a: .inf\nb: 1e400\nc: 9007199254740993\n", "a: .inf\nb: 1e400\nc: 9007199254740993\n"},
	} {
		fixed, _ := fixAll([]byte(c.text))
		if got := string(fixed); got != c.want {
			_, fs := Parse(name, fixed)
			t.Errorf("%s: got %q, want %q: %s", name, got, c.want, tell(fs))
		}
	}
}

func TestApply(t *testing.T) {
	for _, c := range []struct {
		edits []finding.Edit
		want  string
	}{
		{nil, "0123456789"},
		{[]finding.Edit{{Offset: 8, Length: 1, Text: "B"}, {Offset: 0, Length: 2, Text: "A"}}, "A234567B9"},
		{[]finding.Edit{{Offset: 2, Length: 3, Text: "A"}, {Offset: 4, Length: 3, Text: "B"}}, "01A56789"},
		{[]finding.Edit{{Offset: 4, Length: 3, Text: "B"}, {Offset: 2, Length: 3, Text: "A"}}, "0123B789"},
		{[]finding.Edit{{Offset: 2, Text: "A"}, {Offset: 2, Text: "B"}, {Offset: 10, Text: "C"}}, "01A23456789C"},
		{[]finding.Edit{{Offset: 2, Length: 2}, {Offset: 4, Length: 2}}, "016789"},
		{[]finding.Edit{{Offset: -1, Text: "A"}, {Offset: 11, Text: "A"}, {Offset: 9, Length: 2}, {Offset: 1, Length: -1}}, "0123456789"},
	} {
		if got := string(Apply([]byte("0123456789"), c.edits)); got != c.want {
			t.Errorf("%v: got %q, want %q", c.edits, got, c.want)
		}
	}
}

func TestEditIsInBytesOfTheFile(t *testing.T) {
	for _, text := range []string{
		"schema: 1\nname: 旧 # c\nl: [a, b]\n",
		"\xef\xbb\xbfschema: 1\r\nname: 旧 # c\r\nl: [a, b]\r\n",
	} {
		doc, _ := Parse("f", []byte(text))
		edits := []finding.Edit{
			doc.Edit("/name", Content, "新"), doc.Edit("/name", Name, "title"), doc.Edit("/l/1", Content, "c"),
		}
		want := strings.NewReplacer("旧", "新", "name", "title", "b]", "c]").Replace(text)
		if got := string(Apply([]byte(text), edits)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEditOfALineEnd(t *testing.T) {
	text := "a: |\r\n  x\r\n  y\r\nb: 1\r\n"
	doc, _ := Parse("f", []byte(text))
	if got, want := string(Apply([]byte(text), []finding.Edit{doc.Edit("/a", Content, "z")})), "a: z\r\nb: 1\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// spoilers put one trap into a line of an entry, if it has the place for it.
func spoilers() []func(string) string {
	swap := func(old, new string) func(string) string {
		return func(line string) string { return strings.Replace(line, old, new, 1) }
	}
	return []func(string) string{
		swap(": ", "："), swap(": ", ":"), swap("- ", "－"), swap("- ", "-"), swap("  ", "　"), swap("  ", "\t"),
		swap("  ", "\u00a0\u00a0"), swap(": ", ": “"), swap(": ", ": \""), swap(": ", ": [a，"), swap(": ", ": 0"),
		swap(": ", ":\t"), swap(": ", " "), swap(": ", ": {{ "), swap("  ", " "), swap("", "<<<<<<< "), swap("", "\ufeff"),
		func(line string) string { return line + "\r" },
		func(line string) string { return line + "”" },
	}
}

// TestFixingEndsAndKeepsComments: however an entry is spoilt, putting right comes to
// an end, does not break what could be read, and keeps the comments.
func TestFixingEndsAndKeepsComments(t *testing.T) {
	names, err := filepath.Glob("../../catalogue/services/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no entries: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		data, err := os.ReadFile(rapid.SampledFrom(names).Draw(t, "entry"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		for i := range lines {
			if i%7 == 3 && !strings.HasPrefix(lines[i], " ") {
				lines[i] = "# 注释：" + lines[i] + "\n" + lines[i]
			}
		}
		lines = strings.Split(strings.Join(lines, "\n"), "\n")
		for range rapid.IntRange(1, 6).Draw(t, "traps") {
			i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			if !strings.HasPrefix(lines[i], "#") {
				lines[i] = rapid.SampledFrom(spoilers()).Draw(t, "trap")(lines[i])
			}
		}
		spoilt := strings.Join(lines, "\n")
		fixed, rounds := fixAll([]byte(spoilt))
		if rounds > maxRounds {
			t.Fatalf("%d rounds were not enough for:\n%s", maxRounds, spoilt)
		}
		if got, want := comments(string(fixed)), comments(spoilt); !slices.Equal(got, want) {
			t.Fatalf("got the comments %q, want %q", got, want)
		}
	})
}

// checkFixes: edits lie in the file and change it, and those of one finding leave a
// text that is YAML so, or one that is not no earlier.
func checkFixes(t *testing.T, data []byte, fs []finding.Finding) {
	t.Helper()
	for _, f := range fs {
		for _, e := range f.Fix {
			if e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > len(data) {
				t.Fatalf("%s: the edit %v is outside of %q", f.Rule, e, data)
			}
		}
		if len(f.Fix) == 0 || f.Rule == "file/utf-16" {
			continue
		}
		fixed := Apply(data, f.Fix)
		if string(fixed) == string(data) {
			t.Fatalf("%s: %v changes nothing in %q", f.Rule, f.Fix, data)
		}
		before, _ := reach(plainText("f", data).text)
		if after, _ := reach(plainText("f", fixed).text); after < before {
			t.Fatalf("%s: %v makes %q worse: %q", f.Rule, f.Fix, data, fixed)
		}
	}
}
