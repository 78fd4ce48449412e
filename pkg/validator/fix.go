package validator

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// improve adds what is known of a value's fault beyond its keyword: the trap that
// it fell into, and the edit that puts it right without a doubt.
func (c *schemaCheck) improve(b breach, f *finding.Finding) {
	if b.ofName {
		return
	}
	text, isText := at(c.value, b.pointer).(string)
	switch {
	case b.keyword == "type" && isText && document.ReadsLikeField(text):
		f.Rule = ruleColon
		f.Hint = finding.Say("write an ASCII colon and a space: “: ”")
	case b.keyword == "enum" && isText || b.keyword == "const" && isText:
		if near, sure, ok := c.near(b); ok && sure {
			f.Fix = c.replace(b.pointer, near)
		}
	case b.keyword == "pattern" || b.keyword == "format":
		if right, ok := slip(text, c.rulesAt(b.pointer)); ok {
			f.Hint = didYouMean(right)
		}
	case isAnyNumber(at(c.value, b.pointer)):
		c.quoteNumber(b, f)
	}
}

// slip is the text that was meant, if it differs only in what is easily typed
// wrong: capitals, blanks around it, underscores, and full-width characters.
func slip(text string, rules []rule) (string, bool) {
	narrow := asciiAlike(text)
	for _, try := range []string{
		narrow, strings.ToUpper(narrow), strings.ToLower(narrow),
		strings.ReplaceAll(narrow, "_", "-"), strings.ReplaceAll(strings.ToLower(narrow), "_", "-"),
	} {
		if try != text && len(rules) > 0 && !slices.ContainsFunc(rules, func(r rule) bool { return !r.takes(try) }) {
			return try, true
		}
	}
	return "", false
}

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

// quoteNumber makes text of a number as it is written, where the schema asks for
// just that text.
func (c *schemaCheck) quoteNumber(b breach, f *finding.Finding) {
	text := c.doc.Written(b.pointer)
	if text == "" || b.keyword != "type" && b.keyword != "enum" && b.keyword != "const" {
		return
	}
	rules := c.rulesAt(b.pointer)
	if len(rules) == 0 || slices.ContainsFunc(rules, func(r rule) bool { return !r.takes(text) }) {
		return
	}
	f.Hint = finding.Say("put the value in quotes: %s", strconv.Quote(text))
	f.Fix = []finding.Edit{c.doc.Edit(b.pointer, document.Content, strconv.Quote(text))}
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
