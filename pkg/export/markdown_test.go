package export_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
)

// saying is a document in which a text stands wherever people write.
func saying(t testing.TB, text string) string {
	t.Helper()
	said := catalogue.Text{Plain: text}
	e := edition(export.Inside, catalogue.Entry{
		ID: "svc-x", Category: "data", Lifecycle: catalogue.Active, Name: said, Summary: said, Code: text,
		Content: []catalogue.Text{said, said}, Tags: []string{text}, Contacts: []catalogue.Contact{{Name: said, Email: text}},
	})
	e.Organisation, e.PublishedBy, e.Releases[0].Notes = said, text, said
	return written(t, "md", lang.English, e)
}

var (
	escaped = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]")
	entity  = regexp.MustCompile(`&(amp|#[0-9]+);`)
)

// shape is a document without its texts: how each line begins, and its columns.
func shape(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		begin, _, _ := strings.Cut(line, " ")
		if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") {
			lines = append(lines, begin+strings.Repeat(" |", strings.Count(escaped.ReplaceAllString(line, ""), "|")))
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// harmless holds a document to be of the same shape as another one, and to have no mark
// that it did not put there.
func harmless(t testing.TB, text string) {
	t.Helper()
	got := saying(t, text)
	if a, b := shape(got), shape(saying(t, "x")); a != b {
		t.Errorf("%q: the document has the shape\n%s\nwithout it\n%s", text, a, b)
	}
	bare := entity.ReplaceAllString(escaped.ReplaceAllString(got, "·"), "·")
	bare = strings.NewReplacer("<br>", "", "**Internal: not for customers**", "").Replace(bare)
	for _, mark := range []string{"<", ">", "[", "]", "*", "_", "`", "~", "&", "://", "www.", "\r", "\x1b", "\u202e", "\u2028"} {
		if strings.Contains(bare, mark) {
			t.Errorf("%q: %q stands for itself in\n%s", text, mark, got)
		}
	}
}

func hostile() []string {
	return []string{
		"x", "a|b\\|c", "# a", "a\n# b", "a\n===", "a\n\n---\n\n* b", "a\r# b\r\n| c |", "1. a\n2) b", "```\na", "    a", "> a", "a #", "##",
		"[a](javascript:alert(1))", "![a](https://x.example/p.png)", "<script>alert(1)</script>", "<!-- a", "&lt;b&gt;", "https://x.example www.x.example",
		"@lina", "*a* _b_ ~~c~~ $d$", "[^1]: a", "a\x1b[31m", "a\u202eb\u2028c", "\\", "a\\\n", "\n", "|", "<br>",
	}
}

// Whatever people write, it stays text.
func TestMarkdownStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range hostile() {
		harmless(t, text)
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text != "" { // a field that says nothing is left out
			harmless(t, text)
		}
	})
}

// People read of an owner what the role is called.
func TestOwnerHasARoleName(t *testing.T) {
	t.Parallel()
	e := edition(export.Inside, catalogue.Entry{ID: "svc-x", Category: "data", Lifecycle: catalogue.Active, Owner: "ops_lead"})
	if got, want := written(t, "md", lang.Chinese, e), lang.New(lang.Chinese).Word("ops_lead"); !strings.Contains(got, want) || strings.Contains(got, "ops_lead") {
		t.Errorf("%s is not in %s", want, got)
	}
}
