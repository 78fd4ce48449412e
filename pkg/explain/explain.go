// Package explain holds a page for each code of sc verify, each rule of sc validate
// and each exit code: what it means, why it matters, how to put it right. A page is
// one Markdown file for each language, named by its code; whatever shows them reads
// them from here. It knows no command and no terminal.
package explain

import (
	"cmp"
	"embed"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// files holds pages/<language>/<code>.md, with a hyphen for the slash of a code.
//
//go:embed pages
var files embed.FS

// Kind is what a page is about.
type Kind string

// The kinds, in the order in which they are listed.
const (
	Violation Kind = "violation" // of the ledger, by sc verify
	Warning   Kind = "warning"   // about a ledger that is good all the same
	Rule      Kind = "rule"      // of sc validate and its like
	Exit      Kind = "exit"      // what a command ends with
)

// Kinds are all kinds, in the order in which they are listed.
func Kinds() []Kind { return []Kind{Violation, Warning, Rule, Exit} }

// KindOf is the kind of a code: E_… and W_… of the ledger, exit/N of commands, any
// other is a rule.
func KindOf(code string) Kind {
	switch {
	case strings.HasPrefix(code, "E_"):
		return Violation
	case strings.HasPrefix(code, "W_"):
		return Warning
	case strings.HasPrefix(code, "exit/"):
		return Exit
	}
	return Rule
}

// Codes are the codes that have a page, by kind and then by name.
func Codes() []string {
	// The files are part of the program: they can be read.
	pages, _ := files.ReadDir(root(lang.English))
	codes := make([]string, len(pages))
	for i, p := range pages {
		codes[i] = codeOf(p.Name())
	}
	slices.SortFunc(codes, compare)
	return codes
}

// compare orders codes by kind and then by name, numbers as numbers.
func compare(a, b string) int {
	kinds := Kinds()
	numbers := 0
	if KindOf(a) == Exit {
		numbers = cmp.Compare(len(a), len(b))
	}
	return cmp.Or(cmp.Compare(slices.Index(kinds, KindOf(a)), slices.Index(kinds, KindOf(b))), numbers, cmp.Compare(a, b))
}

// Find is the page of a code in a language, in English where that language has
// none; false where there is no such page.
func Find(code string, l lang.Language) (Page, bool) {
	for _, l := range []lang.Language{l, lang.English} {
		text, err := files.ReadFile(path.Join(root(l), fileOf(code)))
		if err != nil {
			continue
		}
		if page, err := parse(code, l, string(text)); err == nil {
			return page, true
		}
	}
	return Page{}, false
}

// All are the pages of all codes in a language, in the order of Codes.
func All(l lang.Language) []Page {
	var pages []Page
	for _, code := range Codes() {
		if page, ok := Find(code, l); ok {
			pages = append(pages, page)
		}
	}
	return pages
}

const extension = ".md"

// fileOf is the name of a page's file. All lie side by side, since on Windows no
// file may be called nul, whatever stands behind the dot.
func fileOf(code string) string { return strings.Replace(code, "/", "-", 1) + extension }

// codeOf is the code that a file is named after: no family of rules has a hyphen.
func codeOf(file string) string {
	return strings.Replace(strings.TrimSuffix(file, extension), "-", "/", 1)
}

func root(l lang.Language) string { return path.Join("pages", string(l)) }
