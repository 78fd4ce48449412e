package document

import "strings"

// enter puts a list item or a field into the levels above it, and suspects its
// indentation where it fits none.
func (o *outline) enter(l level, at int) {
	n := len(o.levels)
	for n > 0 && o.levels[n-1].column > l.column {
		n--
	}
	if n < len(o.levels) {
		o.levels = o.levels[:n]
		o.state = afterValue // what was opened before ended without a value
		if n == 0 {
			o.misfit(trapIndent, at, l)
		}
	}
	switch {
	case n == 0:
		if o.state == afterPlain {
			o.nameless(l)
		}
	case o.levels[n-1].column == l.column:
		o.sibling(l, at)
	case o.state == afterOpener:
	case o.state == afterPlain && o.nameless(l):
	default:
		o.misfit(trapIndent, at, l)
	}
	o.push(l)
	o.rows = append(o.rows, row{line: o.line, depth: len(o.levels)})
	o.state = afterOpener // for what else stands on the line
}

// push makes a level the innermost, and remembers the line that opened it.
func (o *outline) push(l level) {
	n := len(o.levels)
	if n > 0 && o.levels[n-1] == l {
		return
	}
	around := -indentStep
	if n > 0 {
		around = o.levels[n-1].column
	}
	if o.opened.line != o.line && !o.rowOf(o.line) {
		o.opened = opening{line: o.line, first: l.column, around: around}
	}
	o.opened.inner = l.column
	o.levels = append(o.levels, l)
}

// rowOf reports whether the last row is of a line.
func (o *outline) rowOf(line int) bool {
	n := len(o.rows)
	return n > 0 && o.rows[n-1].line == line
}

const indentStep = 2 // columns from a level to the next, as people are told

// opening is the line that opened the innermost levels: the columns of the first and
// the last of them, and of the level around them.
type opening struct {
	line, first, inner, around int
}

// oddOpening suspects the line before one that does not fit, if that line opened its
// block beside the step at which the next one goes on.
func (o *outline) oddOpening(next level) {
	w := o.opened
	shift := next.column - w.inner
	if !o.rowOf(w.line) || shift == 0 || w.first+shift != w.around+indentStep {
		return
	}
	start, at, end := o.bounds(w.line)
	o.suspect(suspect{
		trap: trapIndent, at: span{at, end}, line: w.line, weak: true,
		try: []change{{span{start, at}, spaces(w.first + shift)}},
	})
}

// nameless blames a text above a field that lacks its colon: "- name text" above
// another field of the item, "- name" above what lies in it, or whatever stands at
// the top of the file.
func (o *outline) nameless(l level) bool {
	text := o.text[o.last.start:o.last.end]
	if len(text) == 0 || l.list {
		return false
	}
	n := wordLength(text)
	s := suspect{trap: trapNoColon, at: o.last, line: o.place(o.last.start).Line}
	colon := span{o.last.start + n, o.last.start + n}
	switch {
	case n > 0 && n < len(text) && text[n] == ' ' && o.lastColumn == l.column,
		n > 0 && n == len(text) && o.lastColumn < l.column:
		s.try = []change{{colon, ":"}}
	case len(o.levels) == 0:
		s.try = []change{{o.last, ""}}
	default:
		return false
	}
	o.suspect(s)
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
		o.misfit(trapMixedList, at, l)
	}
}

// misfit suspects a line that fits none of the levels above it, or the line before.
func (o *outline) misfit(t trap, at int, l level) {
	o.misfits++
	o.oddOpening(l)
	s := suspect{trap: t, at: span{at, o.lineEnd(o.line)}}
	if t == trapIndent {
		column := 0
		if n := len(o.levels); n > 0 {
			column = o.levels[n-1].column
		}
		s.try = []change{{span{o.lines[o.line-1], at}, spaces(column)}}
	}
	o.suspect(s)
}

func spaces(n int) string { return strings.Repeat(" ", n) }
