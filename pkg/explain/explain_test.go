package explain

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/service-catalogue/sc/pkg/lang"
)

func languages() []lang.Language { return []lang.Language{lang.English, lang.Chinese} }

// TestPagesAreWellFormed reads every file, so that Find never passes over one.
func TestPagesAreWellFormed(t *testing.T) {
	for _, l := range languages() {
		var codes []string
		entries, err := os.ReadDir(filepath.FromSlash(root(l)))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			code := codeOf(entry.Name())
			text, err := os.ReadFile(filepath.Join(filepath.FromSlash(root(l)), entry.Name()))
			if err != nil {
				t.Fatal(err)
			}
			p, err := parse(code, l, string(text))
			if err != nil {
				t.Error(err)
				continue
			}
			if fileOf(code) != entry.Name() || KindOf(code) == Rule && code != strings.ToLower(code) {
				t.Errorf("%s is no file of a page", entry.Name())
			}
			codes = append(codes, code)
			wellSaid(t, l, p)
		}
		if all := Codes(); len(codes) != len(all) || slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(all, c) }) {
			t.Errorf("%s has %d pages, there are %d codes", l, len(codes), len(all))
		}
	}
}

// mostLines is how long a page may be, a paragraph counting as a line.
const mostLines = 32

// mostColumns is how wide what is not folded may be.
const mostColumns = 80

// columns is how wide a text is: what is Chinese takes two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

// roomFor is how wide the titles of a kind may be, so that the list of all needs no
// second line for one.
func roomFor(k Kind) int {
	widest := 0
	for _, code := range Codes() {
		if KindOf(code) == k {
			widest = max(widest, len(code))
		}
	}
	return mostColumns - widest - 2
}

// wellSaid holds a page to how all are written.
func wellSaid(t *testing.T, l lang.Language, p Page) {
	t.Helper()
	if strings.ContainsAny(p.Title[len(p.Title)-1:], ".。") || strings.HasSuffix(p.Title, "。") || columns(p.Title) > roomFor(p.Kind) {
		t.Errorf("%s %s: the title has a full stop, or is too long for the list: %s", l, p.Code, p.Title)
	}
	if han := strings.ContainsFunc(p.Title, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han != (l == lang.Chinese) {
		t.Errorf("%s %s: the title is in another language: %s", l, p.Code, p.Title)
	}
	lines := strings.Split(p.Text, "\n")
	if len(lines) > mostLines {
		t.Errorf("%s %s has %d lines", l, p.Code, len(lines))
	}
	for i, line := range lines {
		switch {
		case strings.TrimRight(line, " ") != line || strings.Contains(line, "\t"):
			t.Errorf("%s %s line %d has a tab, or blanks at its end", l, p.Code, i+1)
		case strings.HasPrefix(line, "    ") && columns(line) > mostColumns:
			t.Errorf("%s %s line %d has more than %d columns, and an example is not folded: %s", l, p.Code, i+1, mostColumns, line)
		case strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "    "):
			t.Errorf("%s %s line %d is none of the kinds of lines: %s", l, p.Code, i+1, line)
		}
	}
	if strings.Contains(p.Section(Remedy), "\n\n") || !strings.HasPrefix(p.Section(Remedy), "- ") {
		t.Errorf("%s %s: the remedy is no list", l, p.Code)
	}
	for line := range strings.SplitSeq(p.Section(Example), "\n") {
		if line != "" && !strings.HasPrefix(line, "    ") {
			t.Errorf("%s %s: the example is not indented: %s", l, p.Code, line)
		}
	}
	if strings.Contains(p.Section(See), "\n") {
		t.Errorf("%s %s: what to see is more than a line", l, p.Code)
	}
}

// TestPagesSayTheSame: both languages have the same sections, name the same commands
// and codes, and refer to the same places.
func TestPagesSayTheSame(t *testing.T) {
	named := regexp.MustCompile(`\b[EW]_[A-Z_]*[A-Z]\b|docs/[a-z-]+\.md|§[0-9.]*[0-9]|--[a-z][a-z-]+`)
	for _, code := range Codes() {
		en, _ := Find(code, lang.English)
		zh, _ := Find(code, lang.Chinese)
		if got, want := sections(zh), sections(en); !slices.Equal(got, want) {
			t.Errorf("%s: the sections are %v in Chinese and %v in English", code, got, want)
		}
		if got, want := places(named, zh), places(named, en); !slices.Equal(got, want) {
			t.Errorf("%s names\n%v in Chinese and\n%v in English", code, got, want)
		}
	}
}

func sections(p Page) []Section {
	var all []Section
	for _, part := range p.Parts {
		all = append(all, part.Section)
	}
	return all
}

// places are what a page names of a form, each once; the language of an example is
// not counted.
func places(form *regexp.Regexp, p Page) []string {
	inBoth := strings.NewReplacer(" --lang zh", "", ".zh.md", ".md").Replace(p.Text)
	all := form.FindAllString(inBoth, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// TestReferencesLeadSomewhere: documents, their sections, sections of the procedure
// and other codes that a page names are there.
func TestReferencesLeadSomewhere(t *testing.T) {
	format := map[string]string{"en": document(t, "docs/format.md"), "zh": document(t, "docs/format.zh.md")}
	procedure := document(t, "docs/procedure.md")
	codes := regexp.MustCompile(`\b[EW]_[A-Z_]*[A-Z]\b`)
	documents := regexp.MustCompile(`docs/[a-z-]+(\.zh)?\.md`)
	numbers := regexp.MustCompile(`[0-9]+a?`)
	paragraphs := regexp.MustCompile(`§([0-9]+(?:\.[0-9])?)`)
	for _, l := range languages() {
		for _, p := range All(l) {
			for _, code := range codes.FindAllString(p.Text, -1) {
				if !slices.Contains(Codes(), code) {
					t.Errorf("%s %s names %s, which has no page", l, p.Code, code)
				}
			}
			for _, name := range documents.FindAllString(p.Text, -1) {
				document(t, name)
			}
			_, of, _ := strings.Cut(strings.ReplaceAll(p.Section(See), ".zh.md", ".md"), "docs/format.md")
			for _, n := range numbers.FindAllString(strings.FieldsFunc(of+" ", func(r rune) bool { return r == ';' || r == '；' })[0], -1) {
				if !strings.Contains(format[string(l)], "\n## "+n+". ") {
					t.Errorf("%s %s: docs/format.md has no section %s", l, p.Code, n)
				}
			}
			for _, m := range paragraphs.FindAllStringSubmatch(p.Text, -1) {
				if !strings.Contains(procedure, "\n| "+m[1]+" |") && !strings.Contains(procedure, "\n| "+m[1]+".1 |") {
					t.Errorf("%s %s: the procedure has no §%s", l, p.Code, m[1])
				}
			}
		}
	}
}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestParseRefusesOtherForms(t *testing.T) {
	const good = "# E_ROLE: A title\n\nMeaning.\n\n## Why it matters\n\nWhy.\n\n## How to put it right\n\n- Do.\n\n## See\n\ndocs/format.md\n"
	p, err := parse("E_ROLE", lang.English, good)
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "A title" || p.Meaning != "Meaning." || p.Section(Remedy) != "- Do." || p.Section(Example) != "" || p.Kind != Violation {
		t.Errorf("got %+v", p)
	}
	for name, change := range map[string][2]string{
		"another code":      {"E_ROLE", "E_SOD"},
		"no title":          {": A title", ": "},
		"title of two":      {"A title\n", "A title\nand more\n"},
		"no meaning":        {"Meaning.\n\n", ""},
		"no why":            {"## Why it matters\n\nWhy.\n\n", ""},
		"no remedy":         {"## How to put it right\n\n- Do.\n\n", ""},
		"no reference":      {"\n## See\n\ndocs/format.md\n", ""},
		"unknown section":   {"## See", "## Look"},
		"section twice":     {"## See", "## Why it matters\n\nWhy.\n\n## See"},
		"order of sections": {"## Why it matters\n\nWhy.\n\n## How to put it right\n\n- Do.", "## How to put it right\n\n- Do.\n\n## Why it matters\n\nWhy."},
		"empty section":     {"- Do.", ""},
		"another language":  {"## See", "## 参见"},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		if p, err := parse("E_ROLE", lang.English, text); err == nil {
			t.Errorf("%s: got %+v", name, p)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name, code string
		near       []string
	}{
		{"E_ROLE", "E_ROLE", nil},
		{"e-role", "E_ROLE", nil},
		{" E_Role ", "E_ROLE", nil},
		{"yaml/tab", "yaml/tab", nil},
		{"YAML/Tab", "yaml/tab", nil},
		{"yaml/full_width_colon", "yaml/full-width-colon", nil},
		{"vague", "catalogue/vague", nil},
		{"internal", "internal", nil},
		{"3", "exit/3", nil},
		{"exit/130", "exit/130", nil},
		{"duplicate-key", "", []string{"json/duplicate-key", "yaml/duplicate-key"}},
		{"E_ROEL", "", []string{"E_ROLE"}},
		{"E_RLOE", "", []string{"E_ROLE"}},
		{"rollback", "", []string{"E_ROLLBACK"}},
		{"yaml/tabs", "", []string{"yaml/tab"}},
		{"sig", "", []string{"E_SIG_ALG", "E_SIG_BAD", "E_SIG_CERT", "E_SIG_FORM", "E_SIG_NAMESPACE", "E_SIG_PRESENCE", "E_TAG_UNSIGNED", "E_UNSIGNED"}},
		{"nothing at all", "", nil},
		{"", "", nil},
	} {
		code, near := Resolve(c.name)
		if code != c.code || !slices.Equal(near, c.near) {
			t.Errorf("%q: got %q, %q, want %q, %q", c.name, code, near, c.code, c.near)
		}
	}
}

// A language without a page of its own gets the English one.
func TestFindFallsBackToEnglish(t *testing.T) {
	p, ok := Find("E_ROLE", "fr")
	if en, _ := Find("E_ROLE", lang.English); !ok || p.Text != en.Text {
		t.Errorf("got %t, %q", ok, p.Title)
	}
	if _, ok := Find("E_NOTHING", lang.English); ok {
		t.Error("there is a page about nothing")
	}
	if _, ok := Find("../en/E_ROLE", lang.English); ok {
		t.Error("a code leads out of its folder")
	}
}

func TestCodesAreListedByKind(t *testing.T) {
	codes := Codes()
	kinds := Kinds()
	for i := 1; i < len(codes); i++ {
		before, here := slices.Index(kinds, KindOf(codes[i-1])), slices.Index(kinds, KindOf(codes[i]))
		if before > here || before == here && here < len(kinds)-1 && codes[i-1] >= codes[i] {
			t.Errorf("%s stands before %s", codes[i-1], codes[i])
		}
	}
	if got, want := codes[len(codes)-2:], []string{"exit/5", "exit/130"}; !slices.Equal(got, want) {
		t.Errorf("got %q at the end, want %q", got, want)
	}
	if len(All(lang.Chinese)) != len(codes) {
		t.Errorf("%d codes, %d pages", len(codes), len(All(lang.Chinese)))
	}
}
