package site

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/wording"
)

// said is a text of the records on a page, with its language where that is another
// one than the page's.
type said struct {
	Text string
	Lang string // of HTML; empty: as the page
}

// text is a text of the records in the reader's language, or in the one there is.
func (t *tree) text(of catalogue.Text) said {
	s := said{Text: t.words.Text(of)}
	in := t.site.Main
	switch {
	case of.ZH != "" && s.Text == of.ZH:
		in = lang.Chinese
	case of.EN != "" && s.Text == of.EN:
		in = lang.English
	}
	if s.Text != "" && in != t.language() && of != (catalogue.Text{ZH: s.Text, EN: s.Text}) {
		s.Lang = htmlLang(in)
	}
	return s
}

// plain is what a page says itself, in its own language.
func plain(text string) said { return said{Text: text} }

// htmlLang is a language as HTML names it.
func htmlLang(l lang.Language) string {
	if l == lang.Chinese {
		return "zh-CN"
	}
	return string(l)
}

// The two places in a sentence where the sides of a change stand: characters that no
// text has.
const (
	oldSide = "\ufdd2"
	newSide = "\ufdd3"
)

// news are the lines that customers are told, each in its parts.
func (t *tree) lines(of chapter) [][]said {
	var all [][]said
	for _, c := range of.Telling() {
		all = append(all, t.line(c))
	}
	if all == nil {
		for _, line := range t.words.News(of.Told) {
			all = append(all, []said{plain(wording.Begun(line))})
		}
	}
	return all
}

// line is one change: the sentence of sc changelog, its sides marked with the language
// that they are in.
func (t *tree) line(c catalogue.Change) []said {
	was, is := t.sides(c)
	places := [2]string{}
	if was.Text != "" {
		places[0] = oldSide
	}
	if is.Text != "" {
		places[1] = newSide
	}
	var parts []said
	rest := t.words.Turned(c, places[0], places[1])
	for _, side := range []struct {
		mark string
		said
	}{{oldSide, was}, {newSide, is}} {
		if before, after, found := strings.Cut(rest, side.mark); found {
			parts, rest = append(parts, plain(before), side.said), after
		}
	}
	return append(parts, plain(rest))
}

// sides are the two sides of a change.
func (t *tree) sides(c catalogue.Change) (was, is said) {
	a, b := t.words.Sides(c)
	if c.Was != nil || c.Is != nil || !isText(c.Field) {
		return plain(a), plain(b)
	}
	return t.side(a, c.Old), t.side(b, c.New)
}

// side is a text of the records where it stands as it is.
func (t *tree) side(shown string, of catalogue.Text) said {
	if s := t.text(of); s.Text == shown {
		return s
	}
	return plain(shown) // in all its languages at once
}

// isText reports whether a field holds what people wrote, in a language.
func isText(pointer string) bool {
	field, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	switch field {
	case "name", "summary", "objective", "audience", "content", "exclusions", "prerequisites", "frequency", "hours", "deliverables",
		"levels", "workload", "exceptions", "request_how", "contacts", "lead_time", "notes":
		return true
	}
	return false
}
