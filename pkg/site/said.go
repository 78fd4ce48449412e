package site

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
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
			all = append(all, []said{plain(line)})
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
	return t.side(a, c.Old, c.Was), t.side(b, c.New, c.Is)
}

// side marks a text of the records that stands as it is.
func (t *tree) side(shown string, of catalogue.Text, whole any) said {
	if s := t.text(of); whole == nil && s.Text == shown && (of.ZH != "" || of.EN != "") {
		return s
	}
	return plain(shown)
}
