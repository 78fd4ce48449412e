package document

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

const widthBudget = 4 << 20 // bytes of changed texts that are looked at

// blankWidths are the columns that blanks other than spaces may have been meant as.
type blankWidths struct {
	tab, wide, fixed int
}

// reindented are the changes that put spaces in place of the odd blanks before
// lines. They are sure if every width of the blanks under which the lines fit
// makes the same outline.
func (s *source) reindented() (changes []change, sure bool) {
	var rows []row
	widths := s.plausibleWidths()
	if len(widths)*len(s.text) > widthBudget {
		return s.spaced(widths[0]), false
	}
	for i, w := range widths {
		next := s.spaced(w)
		o := newSource(s.file, splice(s.text, next)).outline()
		switch {
		case o.misfits > 0:
			if i == 0 {
				changes = next
			}
		case !sure:
			changes, rows, sure = next, o.rows, true
		case !slices.Equal(rows, o.rows):
			return changes, false
		}
	}
	return changes, sure
}

// plausibleWidths varies only the blanks that there are.
func (s *source) plausibleWidths() []blankWidths {
	all := []blankWidths{{2, 2, 1}}
	vary := func(odd string, set func(*blankWidths, int), widths ...int) {
		if !bytes.Contains(s.text, []byte(odd)) {
			return
		}
		for _, w := range slices.Clone(all) {
			for _, n := range widths {
				set(&w, n)
				all = append(all, w)
			}
		}
	}
	vary("\t", func(w *blankWidths, n int) { w.tab = n }, 4, 8)
	vary("\u3000", func(w *blankWidths, n int) { w.wide = n }, 1, 4)
	vary("\u00a0", func(w *blankWidths, n int) { w.fixed = n }, 2)
	return all
}

// spaced puts spaces in place of the indentation of each line that has others.
func (s *source) spaced(w blankWidths) []change {
	var changes []change
	for _, start := range s.lines {
		at, columns, odd := start, 0, false
		for at < len(s.text) {
			r, size := utf8.DecodeRune(s.text[at:])
			n := w.of(r, columns)
			if n == 0 {
				break
			}
			odd = odd || r != ' '
			at, columns = at+size, columns+n
		}
		if odd && at < len(s.text) && s.text[at] != '\n' {
			changes = append(changes, change{span{start, at}, spaces(columns)})
		}
	}
	return changes
}

// of is the width of a blank behind so many columns, 0 if it is none.
func (w blankWidths) of(r rune, columns int) int {
	switch r {
	case ' ':
		return 1
	case '\t':
		return w.tab - columns%w.tab
	case '\u3000':
		return w.wide
	case '\u00a0', '\u2007', '\u202f':
		return w.fixed
	}
	return 0
}

// tabFault reports the first tab. All tabs are put right that stand where YAML
// wants blanks; those inside of texts are left to a person.
func (s *source) tabFault(at int) finding.Finding {
	t := trapTab
	if end := s.lineEnd(s.place(at).Line); s.skip(at) >= end && s.lines[s.place(at).Line-1] < at {
		t = trapEndTab
	}
	f := s.trapped(t, span{at, at + 1})
	changes, sure := s.reindented()
	if !sure {
		changes = nil
	}
	texts := map[int]bool{}
	for _, r := range newSource(s.file, splice(s.text, changes)).outline().rows {
		texts[r.line] = texts[r.line] || r.text
	}
	for i, start := range s.lines {
		if !texts[i+1] {
			changes = append(changes, s.tabsBetween(start, s.lineEnd(i+1))...)
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return a.start - b.start })
	if s.bears(changes) {
		f.Fix = s.edits(changes)
	}
	return f
}

// tabsBetween puts one space behind hyphens and colons, and nothing at the end of
// a line, where there are tabs.
func (s *source) tabsBetween(start, end int) []change {
	var changes []change
	blanks := func(at int) (next int) {
		for next = at; next < end && (s.text[next] == ' ' || s.text[next] == '\t'); {
			next++
		}
		return next
	}
	last := end
	for last > start && (s.text[last-1] == ' ' || s.text[last-1] == '\t') {
		last--
	}
	at := blanks(start)
	between := func(from int) {
		at = blanks(from)
		if at < last && bytes.IndexByte(s.text[from:at], '\t') >= 0 {
			changes = append(changes, change{span{from, at}, " "})
		}
	}
	for at+1 < last && s.text[at] == '-' && blanks(at+1) > at+1 {
		between(at + 1)
	}
	if n := word(s.text[at:end]); n > 0 && s.text[at+n] == ':' {
		between(at + n + 1)
	}
	if bytes.IndexByte(s.text[last:end], '\t') >= 0 {
		changes = append(changes, change{span{last, end}, ""})
	}
	return changes
}
