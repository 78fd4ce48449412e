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

	last       span // the last value without quotes that has no name, and its column
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
	for end > start && (o.text[end-1] == ' ' || o.text[end-1] == '\t') {
		end--
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
	switch r, size := utf8.DecodeRune(b); r {
	case ' ', '\t', '\u3000', '\u00a0', '\u2007', '\u202f':
		return size
	}
	return 0
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
		o.enter(level{o.columnOf(at), true}, at, end)
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
	o.enter(level{column, false}, at, end)
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

// enter puts a list item or a field into the levels above it, and suspects its
// indentation where it fits none.
func (o *outline) enter(l level, at, end int) {
	n := len(o.levels)
	for n > 0 && o.levels[n-1].column > l.column {
		n--
	}
	closed := n < len(o.levels)
	if closed && n > 0 {
		o.oddFirst(o.levels[n], l, o.levels[n-1].column)
	}
	if closed {
		o.state = afterValue // what was opened before ended without a value
	}
	o.levels = o.levels[:n]
	switch {
	case n == 0 && closed:
		o.misfit(trapIndent, at, 0)
	case n == 0:
	case o.levels[n-1].column == l.column:
		o.sibling(l, at)
		n = len(o.levels)
	case o.state == afterOpener:
	case o.state == afterPlain && o.nameless(l):
	default:
		o.misfit(trapIndent, at, o.levels[n-1].column)
	}
	if n = len(o.levels); n == 0 || o.levels[n-1] != l {
		o.levels = append(o.levels, l)
	}
	o.rows = append(o.rows, row{line: o.line, depth: len(o.levels)})
	o.state = afterOpener // for what else stands on the line
}

// oddFirst suspects the line before, if it began a block at another column than one
// step behind the block around it, and the next line goes on at that step.
func (o *outline) oddFirst(block, next level, around int) {
	n := len(o.rows)
	if n == 0 || next.column != around+2 || block.column == next.column || o.rows[n-1].depth != len(o.levels) {
		return
	}
	start, at, end := o.bounds(o.rows[n-1].line)
	if utf8.RuneCount(o.text[start:at]) != block.column || n > 1 && o.rows[n-2].depth >= o.rows[n-1].depth {
		return
	}
	o.suspect(suspect{trap: trapIndent, at: span{at, end}, line: o.rows[n-1].line, try: []change{{span{start, at}, spaces(next.column)}}, weak: true})
}

// nameless blames the line before, an item "- name text" above another field of
// the item, that lacks its colon.
func (o *outline) nameless(l level) bool {
	word := word(o.text[o.last.start:o.last.end])
	if l.list || word == 0 || o.text[o.last.start+word] != ' ' || o.lastColumn != l.column {
		return false
	}
	at := o.last.start + word
	o.suspect(suspect{trap: trapNoColon, at: o.last, line: o.line - 1, try: []change{{span{at, at}, ":"}}})
	return true
}

// sibling enters what begins at the column of the level above it.
func (o *outline) sibling(l level, at int) {
	n := len(o.levels)
	top := o.levels[n-1]
	switch {
	case top.list == l.list:
	case l.list && o.state == afterOpener: // a list below its field, not indented
	case !l.list && n > 1 && o.levels[n-2] == l: // that list has ended
		o.levels = o.levels[:n-1]
	default:
		o.misfit(trapMixedList, at, -1)
	}
}

func (o *outline) misfit(t trap, at, column int) {
	s := suspect{trap: t, at: span{at, o.lineEnd(o.line)}}
	start := o.lines[o.line-1]
	if column >= 0 {
		s.try = []change{{span{start, at}, spaces(column)}}
	}
	o.misfits++
	o.suspect(s)
}

func spaces(n int) string { return string(bytes.Repeat([]byte(" "), n)) }
