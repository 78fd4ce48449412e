package validator

import (
	"path"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// narrowRune is the ASCII character of which one is the full-width form.
func narrowRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

func (c *schemaCheck) rulesAt(pointer string) []rule { return rulesAt(c.root, pointer) }

// rulesAt are the schemas of the value at a pointer.
func rulesAt(root rule, pointer string) []rule {
	here := []rule{root}
	for _, t := range document.Tokens(pointer) {
		next := fields(here, t)
		if i := atoi(t); i >= 0 {
			next = append(next, items(here, i)...)
		}
		here = next
	}
	return here
}

// rename corrects a field's name, if only one known name is near enough and its
// value would be right there.
func (c *schemaCheck) rename(pointer, near string, known []string, of rule) []finding.Edit {
	name := lastToken(pointer)
	several := slices.ContainsFunc(known, func(k string) bool {
		_, is := finding.Nearest(name, []string{k})
		return is && k != near
	})
	if several || !surely(name, near) {
		return nil
	}
	if slices.ContainsFunc(of.field(near), func(r rule) bool { return !r.takes(at(c.value, pointer)) }) {
		return nil
	}
	return []finding.Edit{c.doc.Edit(pointer, document.Name, c.spelt(near))}
}

// surely reports whether a name is only a slip of another: it differs by capitals,
// hyphens and underscores, or by one letter, two in a long name.
func surely(name, near string) bool {
	if sameWord(name, near) {
		return true
	}
	length := len([]rune(near))
	d := finding.Distance(name, near)
	return d == 1 && length >= 4 || d == 2 && length >= 7
}

func (c *schemaCheck) replace(pointer, value string) []finding.Edit {
	return []finding.Edit{c.doc.Edit(pointer, document.Content, c.spelt(value))}
}

// spelt is a text as it is written in this file.
func (c *schemaCheck) spelt(text string) string {
	if plainText(text) && path.Ext(c.doc.File()) != ".json" {
		return text
	}
	return strconv.Quote(text)
}

// nearest is the known name that a word most likely means; one with no letter in
// common is not meant.
func nearest(word string, known []string) (string, bool) {
	near, ok := finding.Nearest(word, known)
	return near, ok && finding.Distance(word, near) < max(len([]rune(word)), len([]rune(near)))
}
