package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// named is a page that a comment names, perhaps with one of its headings.
var named = regexp.MustCompile(`([\w./-]+\.md)\b(?:, "([^"]+)")?`)

// TestSourceNamesPages: the pages that comments name are there, by their path from the
// root, and have the headings that are named.
func TestSourceNamesPages(t *testing.T) {
	for _, p := range source(t) {
		for _, f := range slices.Concat(p.files, p.tests) {
			for _, c := range f.Comments {
				text := strings.Join(strings.Fields(c.Text()), " ")
				for _, m := range named.FindAllStringSubmatch(text, -1) {
					if fault := astray(m[1], m[2]); fault != "" {
						t.Errorf("%s: %s %s", p.at(c), m[0], fault)
					}
				}
			}
		}
	}
}

// astray is what is wrong with the name of a page and of a heading of it, whose number
// nobody needs to name; empty where nothing is.
func astray(page, heading string) string {
	text, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(page)))
	switch {
	case err != nil:
		return "is no page of this repository"
	case heading == "":
		return ""
	}
	form := regexp.MustCompile(`(?m)^#+ ([0-9]+[a-z]?\. )?` + regexp.QuoteMeta(heading) + `$`)
	if !form.Match(text) {
		return "is no heading of it"
	}
	return ""
}

func TestSourceAstray(t *testing.T) {
	for _, c := range []struct{ page, heading, want string }{
		{"docs/format.md", "", ""},
		{"docs/format.md", "Judging", ""},
		{"docs/format.md", "Judg", "is no heading of it"},
		{"format.md", "", "is no page of this repository"},
	} {
		if got := astray(c.page, c.heading); got != c.want {
			t.Errorf("%s, %q: got %q, want %q", c.page, c.heading, got, c.want)
		}
	}
}
