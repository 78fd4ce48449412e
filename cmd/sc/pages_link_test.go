package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var linked = regexp.MustCompile(`\]\(([^()\s]+)\)|<img [^>]*src="([^"]+)"`)

// TestLinksLeadSomewhere: each relative link of a page leads to a file or folder of
// the repository, and behind # to a heading of it; a Chinese page leads to Chinese
// pages where there are any.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, name := range []string{"CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} {
		all = append(all, page{name, readPage(t, name)})
	}
	for _, p := range all {
		for i, line := range strings.Split(prose(p.text), "\n") {
			for _, m := range linked.FindAllStringSubmatch(line, -1) {
				if fault := leads(p, m[1]+m[2]); fault != "" {
					t.Errorf("%s:%d: %s %s", p.name, i+1, m[1]+m[2], fault)
				}
			}
		}
	}
}

// prose is a page with its blocks and the code in its lines emptied.
func prose(text string) string {
	lines := strings.Split(text, "\n")
	for _, b := range blocksOf(text) {
		for i := b.first; i <= b.last && i < len(lines); i++ {
			lines[i] = ""
		}
	}
	return inlined.ReplaceAllString(strings.Join(lines, "\n"), "")
}

// leads says what is wrong with where a link leads, nothing if it is right.
func leads(p page, link string) string {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
		return ""
	}
	file, anchor, _ := strings.Cut(link, "#")
	target := p.name
	if file != "" {
		target = path.Join(path.Dir(p.name), file)
	}
	if strings.HasPrefix(target, "../") {
		return "leads out of the repository"
	}
	if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(target))); err != nil {
		return "leads nowhere"
	}
	to := page{name: target}
	if p.chinese() && strings.HasSuffix(target, ".md") && !to.chinese() && target != p.other() {
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(to.other()))); err == nil {
			return "leads to an English page that is there in Chinese, too"
		}
	}
	if anchor == "" {
		return ""
	}
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(target)))
	if err != nil || !slices.Contains(anchors(string(text)), anchor) {
		return "leads to no heading of it"
	}
	return ""
}

// anchors are those that forges give the headings of a page.
func anchors(text string) []string {
	var all []string
	times := map[string]int{}
	lines := strings.Split(text, "\n")
	for _, b := range blocksOf(text) {
		for i := b.first; i <= b.last && i < len(lines); i++ {
			lines[i] = ""
		}
	}
	for _, line := range lines {
		marks, heading, ok := strings.Cut(line, " ")
		if !ok || strings.Trim(marks, "#") != "" || marks == "" {
			continue
		}
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsNumber(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, heading)
		if n := times[anchor]; n > 0 {
			all = append(all, fmt.Sprintf("%s-%d", anchor, n))
		} else {
			all = append(all, anchor)
		}
		times[anchor]++
	}
	return all
}

func TestAnchors(t *testing.T) {
	t.Parallel()
	got := anchors("# `sc log` a.b\n```sh\n# no heading\n```\n## 工作日 · Days\n## 工作日 · Days\n#5\n")
	if want := []string{"sc-log-ab", "工作日--days", "工作日--days-1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
