package render_test

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/render"
)

// markdown is a page as Markdown.
func markdown(t *testing.T, sections ...render.Section) string {
	t.Helper()
	var out strings.Builder
	if err := (render.Screen{Out: &out, Say: lang.New(lang.English)}).Markdown(render.Page{Sections: sections}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMarkdownSections(t *testing.T) {
	t.Parallel()
	got := markdown(t,
		render.Section{Title: finding.Say("%s", "a"), Empty: finding.Say("nobody")},
		render.Section{Title: finding.Say("%s", "b"), Depth: 2, Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Name")}, Rows: [][]any{{"x", 1}, {"y", nil}}},
		render.Section{Depth: 2, Rows: [][]any{{"one", "first"}, {"", "# second"}, {"", "2. third"}, {"two"}}},
		render.Section{},
	)
	const want = `# a

nobody

## b

| Id | Name |
| --- | --- |
| x | 1 |
| y |  |


- **one** — first
  - \# second
  - 2\. third
- **two**

`
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Nothing that a cell holds is more than text.
func TestMarkdownIsText(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"a|b":                        `a\|b`,
		"`x` *y* _z_":                "\\`x\\` \\*y\\* \\_z\\_",
		"[a](javascript:x)":          `\[a\](javascript:x)`,
		"<script>":                   `\<script\>`,
		"&lt;":                       "&amp;lt;",
		"https://x.example www.x.y":  "https&#58;//x.example www&#46;x.y",
		"@lina, desk@yunmai.example": "&#64;lina, desk@yunmai.example",
		"a\nb\r\n\x1b[31m\u202e":     "a b  \uFFFD\\[31m\uFFFD",
		`\|`:                         `\\\|`,
		"~~x~~ $y$":                  `\~\~x\~\~ \$y\$`,
	} {
		got := markdown(t, render.Section{Columns: []finding.Sentence{finding.Say("Id")}, Rows: [][]any{{cell}}})
		if line := strings.Split(strings.TrimSpace(got), "\n")[2]; line != "| "+want+" |" {
			t.Errorf("%q: got %q, want %q", cell, line, want)
		}
	}
}
