package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// oneLanguage are the pages without a page beside them in the other language, and
// why.
func oneLanguage() map[string]string {
	return map[string]string{
		"docs/procedure.md": "both languages stand on it, side by side",
	}
}

// TestPagesHaveTheirOther: each page stands there in English and in Chinese, names
// the other below its title, and has the same shape: headings, tables, commands.
func TestPagesHaveTheirOther(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, p := range all {
		if _, one := oneLanguage()[p.name]; one {
			continue
		}
		i := slices.IndexFunc(all, func(o page) bool { return o.name == p.other() })
		if i < 0 {
			t.Errorf("%s has no %s beside it", p.name, p.other())
			continue
		}
		if head, _, _ := strings.Cut(p.text, "\n## "); !strings.Contains(head, "]("+path.Base(p.other())+")") {
			t.Errorf("%s does not link to %s above its first section", p.name, p.other())
		}
		if !p.chinese() {
			sameShape(t, p, all[i])
		}
	}
	for name := range oneLanguage() {
		if !slices.ContainsFunc(all, func(p page) bool { return p.name == name }) {
			t.Errorf("there is no page %s", name)
		}
	}
}

// sameShape compares what two languages have in common, the first difference only.
func sameShape(t *testing.T, en, zh page) {
	t.Helper()
	got, want := shape(zh), shape(en)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("%s lacks %s", zh.name, want[i])
		case i >= len(want):
			t.Errorf("%s lacks %s", en.name, got[i])
		case sameCommand(want[i], got[i]):
			continue
		default:
			t.Errorf("%s has %s where %s has %s", zh.name, got[i], en.name, want[i])
		}
		return
	}
}

// shape is what a page has in every language: the levels of its headings, how many
// rows its tables have, its code without remarks.
func shape(p page) []string {
	var all []string
	rows := 0
	blocks := blocksOf(p.text)
	for i, line := range strings.Split(p.text, "\n") {
		if rows > 0 && !strings.HasPrefix(line, "|") {
			all, rows = append(all, fmt.Sprintf("a table of %d rows", rows)), 0
		}
		j := slices.IndexFunc(blocks, func(b block) bool { return i >= b.first && i <= b.last })
		switch {
		case j >= 0 && i == blocks[j].first:
			all = append(all, "a block of "+blocks[j].info+" "+blocks[j].mark)
			all = append(all, blocks[j].code()...)
		case j >= 0:
		case strings.HasPrefix(line, "#"):
			level, _, _ := strings.Cut(line, " ")
			all = append(all, "a heading "+level)
		case strings.HasPrefix(line, "|"):
			rows++
		}
	}
	return all
}

var (
	quoted      = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	han         = regexp.MustCompile(`\p{Han}`)
	placeholder = regexp.MustCompile(`\b[A-Z]{2,}\b`)       // for what a reader gives
	aDigest     = regexp.MustCompile(`sha256:[0-9a-f]{64}`) // the Chinese demo has a ledger of its own
)

// sameCommand compares a line of code; what stands in quotes may be Chinese on the
// Chinese page, and so may a placeholder.
func sameCommand(en, zh string) bool {
	en, zh = aDigest.ReplaceAllString(en, "sha256"), aDigest.ReplaceAllString(zh, "sha256")
	if en == zh {
		return true
	}
	texts := quoted.FindAllString(zh, -1)
	if len(texts) != len(quoted.FindAllString(en, -1)) {
		return false
	}
	i := 0
	want := quoted.ReplaceAllStringFunc(en, func(text string) string {
		i++
		if han.MatchString(texts[i-1]) {
			return texts[i-1]
		}
		return text
	})
	either := placeholder.ReplaceAllString(regexp.QuoteMeta(want), `(?:$0|\p{Han}+)`)
	return regexp.MustCompile("^" + either + "$").MatchString(zh)
}

func TestShapesAreCompared(t *testing.T) {
	t.Parallel()
	en := "# A\n\n```sh\nsc show 1    # look\nsc show ID -m 3\nsc note 1 -m \"A word\"\n```\n\n| a |\n|---|\n| b |\n"
	for zh, same := range map[string]bool{
		"# 甲\n\n```sh\nsc show 1    # 查看\nsc show 编号 -m 3\nsc note 1 -m \"备注\"\n```\n\n| 甲 |\n|---|\n| 乙 |\n": true,
		"# 甲\n\n```sh\nsc show 1\nsc show 编号 -m 4\nsc note 1 -m \"备注\"\n```\n\n| 甲 |\n|---|\n| 乙 |\n":         false,
		"# 甲\n\n```sh\nsc show 1\nsc show ID -m 3\nsc note 1 -m \"Other\"\n```\n\n| 甲 |\n|---|\n| 乙 |\n":      false,
		"# 甲\n\n```sh\nsc show 1\nsc show ID -m 3\nsc note 1 -m \"备注\"\n```\n\n| 甲 |\n|---|\n":                false,
		"## 甲\n\n```sh\nsc show 1\nsc show ID -m 3\nsc note 1 -m \"备注\"\n```\n\n| 甲 |\n|---|\n| 乙 |\n":        false,
	} {
		got, want := shape(page{"x.zh.md", zh}), shape(page{"x.md", en})
		if equal := slices.EqualFunc(want, got, sameCommand); equal != same {
			t.Errorf("%q: got %v, want %v", zh, got, want)
		}
	}
}

// TestIndexNamesEveryPage: whoever comes to the folder finds each page from there.
func TestIndexNamesEveryPage(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, index := range []page{{"docs/README.md", ""}, {"docs/README.zh.md", ""}} {
		index.text = readPage(t, index.name)
		for _, p := range all {
			_, one := oneLanguage()[p.name]
			if !strings.HasPrefix(p.name, "docs/") || p.name == index.name || p.chinese() != index.chinese() && !one || p.name == index.other() {
				continue
			}
			if !strings.Contains(index.text, "]("+strings.TrimPrefix(p.name, "docs/")+")") {
				t.Errorf("%s does not name %s", index.name, p.name)
			}
		}
	}
}
