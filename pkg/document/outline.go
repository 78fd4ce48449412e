package document

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

const maxSuspects = 2000 // in one text

// outline reads a text line by line as its writer meant it, not as YAML has it:
// after a fault it goes on at the next line. It collects what looks like a
// mistake; most of that is to be proved, see culprit.
type outline struct {
	*source
	line     int // that is read, from 1
	levels   []level
	state    outlineState
	suspects []suspect
	rows     []row
	misfits  int // lines that no level fits
	budget   int // characters that may still be looked at

	opened     opening
	last       span // the value before, if it has no name, and its column
	lastColumn int
}

// level is a list or a map of which the lines begin at one column (from 0).
type level struct {
	column int
	list   bool
}

// row is one line that has a place in the outline: the number of levels that it
// lies in, or the spaces that it has more than the first line of a text below |.
type row struct {
	line, depth int
	text        bool
}

// outlineState is what the line before was.
type outlineState int

const (
	afterNothing outlineState = iota
	afterOpener               // a name or a hyphen without a value: a deeper block may follow
	afterPlain                // a value without quotes: it may go on deeper
	afterValue
	afterBlock // the lines below | or >
)

// suspect is a place where a trap may be.
type suspect struct {
	trap
	at   span
	line int
	mend []change // what would put it right
	try  []change // what would show that it is to blame; the mend, where nil
	safe bool     // the mend needs no person's decision
	weak bool     // may be right; not to be blamed without proof
}

// change replaces a stretch of the text.
type change struct {
	span
	text string
}

func (s *source) outline() *outline {
	o := &outline{source: s, line: 1}
	o.budget = 8*len(s.text) + 4096
	for ; o.line <= len(o.lines) && o.spend(1); o.line++ {
		o.read()
	}
	slices.SortStableFunc(o.suspects, func(a, b suspect) int { return a.line - b.line })
	return o
}

// spend reports whether so many characters more may be looked at: a text full of
// brackets that are never closed is not read to its end for each of them.
func (o *outline) spend(n int) bool {
	o.budget -= n
	return o.budget > 0
}

func (o *outline) suspect(s suspect) {
	if len(o.suspects) == maxSuspects {
		return
	}
	if s.line == 0 {
		s.line = o.line
	}
	o.suspects = append(o.suspects, s)
}

// bounds are the offsets of a line's first and behind its last character that is
// no blank, and of its beginning.
func (o *outline) bounds(line int) (start, at, end int) {
	start, end = o.lines[line-1], o.lineEnd(line)
	for end > start {
		r, size := utf8.DecodeLastRune(o.text[start:end])
		if !blank(r) {
			break
		}
		end -= size
	}
	return start, min(o.skip(start), end), end
}

// skip passes blanks, also those that are none to YAML.
func (o *outline) skip(at int) int {
	for at < len(o.text) {
		size := blankSize(o.text[at:])
		if size == 0 {
			break
		}
		at += size
	}
	return at
}

// blankSize is the length of the blank at the beginning of b, 0 if there is none.
func blankSize(b []byte) int {
	if r, size := utf8.DecodeRune(b); blank(r) {
		return size
	}
	return 0
}

// blank reports what looks like a space: only the first two are one to YAML.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\u3000', '\u00a0', '\u2007', '\u202f':
		return true
	}
	return false
}

func (o *outline) read() {
	start, at, end := o.bounds(o.line)
	if at == end || o.text[at] == '#' && bytes.Trim(o.text[start:at], " \t") == nil {
		return
	}
	rest := o.text[at:end]
	switch {
	case at == start && conflictMark(rest):
		o.suspect(suspect{trap: trapConflict, at: span{at, end}})
	case at == start && (bytes.HasPrefix(rest, []byte("---")) || bytes.Equal(rest, []byte("..."))):
		o.levels, o.state = nil, afterNothing
	case at == start && rest[0] == '%' && !bytes.HasPrefix(rest, []byte("%>")):
		o.suspect(suspect{trap: trapDirective, at: span{at, end}, try: []change{{span{at, end}, ""}}})
	case template(rest):
		o.suspect(suspect{trap: trapTemplate, at: span{at, end}})
	default:
		o.oddBlanks(start, at)
		o.entry(at, end)
	}
}

func conflictMark(line []byte) bool {
	if len(line) < 7 || len(bytes.TrimLeft(line[:7], string(line[:1]))) > 0 {
		return false
	}
	switch line[0] {
	case '<', '>', '|':
		return len(line) == 7 || line[7] == ' '
	case '=':
		return len(line) == 7
	}
	return false
}

// template reports whether a text begins with a mark of a template.
func template(text []byte) bool {
	if len(text) < 3 {
		return false
	}
	switch string(text[:2]) {
	case "{{", "{%", "{#", "<%", "${":
		return true
	}
	return false
}

// oddBlanks suspects the indentation of a line that has other blanks than spaces.
func (o *outline) oddBlanks(start, at int) {
	for i := start; i < at; {
		r, size := utf8.DecodeRune(o.text[i:])
		switch r {
		case '\u3000':
			o.suspect(suspect{trap: trapWideSpace, at: span{i, i + size}})
			return
		case '\u00a0', '\u2007', '\u202f':
			o.suspect(suspect{trap: trapFixedSpace, at: span{i, i + size}})
			return
		}
		i += size
	}
}

// columnOf counts the characters of a line before an offset.
func (o *outline) columnOf(at int) int {
	return utf8.RuneCount(o.text[o.lines[o.line-1]:at])
}

// entry reads the hyphens, the name and the value of a line.
func (o *outline) entry(at, end int) {
	first := at
	for at < end {
		next, dashed := o.dash(at, end, first)
		if !dashed {
			break
		}
		o.enter(level{o.columnOf(at), true}, at)
		at = o.skip(next)
		if at >= end || o.text[at] == '#' {
			o.state = afterOpener
			return
		}
	}
	name, ok := o.name(at, end)
	if !ok {
		o.other(at, end, first)
		return
	}
	column := o.columnOf(at)
	o.enter(level{column, false}, at)
	o.last = span{}
	o.value(o.skip(name.end), end, column)
}

// dash passes the hyphen of a list item, or what was meant as one.
func (o *outline) dash(at, end, first int) (next int, ok bool) {
	r, size := utf8.DecodeRune(o.text[at:])
	next = at + size
	open := next >= end || blankSize(o.text[next:]) > 0
	switch {
	case r == '-' && open:
		return next, true
	case at != first || o.goesOn(at):
		return at, false
	case tightDash(o.text[at:end]) && o.mayList(o.columnOf(at)):
		o.suspect(suspect{trap: trapTightDash, at: span{at, next}, mend: []change{{span{next, next}, " "}}, safe: true})
		return next, true
	case bullet(r):
		for next < end && bullet(rune1(o.text[next:end])) {
			next += utf8.RuneLen(r)
		}
		next = min(next, end)
		o.suspect(suspect{trap: trapWideDash, at: span{at, next}, mend: []change{{span{at, o.skip(next)}, "- "}}, safe: true})
		return next, true
	}
	return at, false
}

func rune1(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}

// bullet reports the dashes and dots that text programs begin list items with.
func bullet(r rune) bool {
	switch r {
	case '－', '—', '–', '―', '﹣', '−', '‐', '‑', '•', '●':
		return true
	}
	return false
}

// goesOn reports whether a line at an offset continues the value before it.
func (o *outline) goesOn(at int) bool {
	return o.state == afterPlain && len(o.levels) > 0 && o.columnOf(at) > o.levels[len(o.levels)-1].column
}

func (o *outline) mayList(column int) bool {
	return o.state == afterOpener || o.listedAt(column)
}

func (o *outline) listedAt(column int) bool {
	for _, l := range o.levels {
		if l.list && l.column == column {
			return true
		}
	}
	return false
}
