package document

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

const longestName = 16 // characters of a field's name that is not ASCII

// itemMark is the length of the mark with which a line begins as the items of lists
// do elsewhere: a bullet, a star or a number.
func itemMark(line []byte) (t trap, size int) {
	r, size := utf8.DecodeRune(line)
	behind := rune1(line[size:])
	switch {
	case bullet(r):
		for size < len(line) && bullet(rune1(line[size:])) {
			size += utf8.RuneLen(rune1(line[size:]))
		}
		return trapWideDash, size
	case r == '*' && behind >= utf8.RuneSelf && behind != utf8.RuneError && bytes.IndexByte(line[size:], '*') < 0,
		(r == '*' || r == '+') && blank(behind):
		return trapWideDash, size
	case r == '-' && behind == '-':
		size = len(line) - len(bytes.TrimLeft(line, "-"))
		if size < len(line) && blank(rune1(line[size:])) {
			return trapWideDash, size
		}
	}
	if size = numberMark(line); size > 0 {
		return trapNumbered, size
	}
	return noTrap, 0
}

// numberMark is the length of a number in front of an item: 1. 1、 1) （1） ①
func numberMark(line []byte) int {
	r, at := utf8.DecodeRune(line)
	if r >= '①' && r <= '⑳' {
		return at
	}
	opened := r == '（' || r == '('
	if !opened {
		at = 0
	}
	n := digits(string(line[at:]))
	if n == 0 || n > 2 || at+n == len(line) {
		return 0
	}
	at += n
	r, size := utf8.DecodeRune(line[at:])
	at += size
	switch r {
	case '、', ')', '）', '．':
		return at
	case '.':
		if !opened && at < len(line) && digits(string(line[at:])) == 0 {
			return at
		}
	}
	return 0
}

// markBlock reports a text below a name of which all lines begin with marks of items:
// a list was meant. Of numbers there must be two, which count from 1.
func (s *source) markBlock(at span) (t trap, marks []span) {
	first := s.place(at.start).Line
	column := 0
	for line := first; line <= len(s.lines) && s.lines[line-1] < at.end; line++ {
		start, end := s.lines[line-1], s.lineEnd(line)
		text := bytes.TrimLeft(s.text[start:end], " ")
		if len(text) == 0 {
			continue
		}
		kind, size := itemMark(text)
		from := end - len(text)
		if line == first {
			t, column = kind, from-start
		}
		if kind == noTrap || kind != t || from-start != column {
			return noTrap, nil
		}
		marks = append(marks, span{from, from + size})
	}
	if t == trapNumbered && (len(marks) < 2 || !s.counts(marks)) || len(marks) == 1 && !bullet(rune1(s.text[at.start:])) && s.text[at.start] != '-' {
		return noTrap, nil
	}
	return t, marks
}

// counts reports whether the first two numbers are 1 and 2.
func (s *source) counts(marks []span) bool {
	has := func(m span, number string) bool { return bytes.ContainsAny(s.text[m.start:m.end], number) }
	return has(marks[0], "1①") && has(marks[1], "2②")
}

// lostList reports such a text.
func (c *strictCheck) lostList(at span) bool {
	t, marks := c.markBlock(at)
	if t == noTrap {
		return false
	}
	f := c.trapped(t, marks[0])
	if t == trapWideDash {
		f.Fix = c.fix(t, at)
	}
	c.stop(f)
	return true
}

// listsHere reports whether a mark in front of a line can only be that of an item.
func (o *outline) listsHere(t trap, at, end, size int) bool {
	column := o.columnOf(at)
	switch r := rune1(o.text[at:]); {
	case bullet(r) || o.listedAt(column):
		return true
	case o.state != afterOpener:
		return false
	case r == '*':
		return o.startsBelow(column, '*') || fieldLike(o.text[o.skip(at+size):end])
	case t == trapNumbered:
		return fieldLike(o.text[o.skip(at+size):end])
	}
	return true
}

// startsBelow reports whether the next line with text begins with a character, at a
// column.
func (o *outline) startsBelow(column int, first byte) bool {
	for line := o.line + 1; line <= len(o.lines); line++ {
		if start, at, end := o.bounds(line); at < end {
			return at-start == column && o.text[at] == first
		}
	}
	return false
}

// fieldHere reports whether a line that begins at an offset can only be a field:
// there are fields at its column, or the next line is one.
func (o *outline) fieldHere(at int) bool {
	start := o.lines[o.line-1]
	if o.skip(start) != at {
		return false
	}
	column := o.columnOf(at)
	for _, l := range o.levels {
		if !l.list && l.column == column {
			return true
		}
	}
	if o.state != afterOpener && o.state != afterNothing {
		return false
	}
	for line := o.line + 1; line <= len(o.lines); line++ {
		if start, at, end := o.bounds(line); at < end {
			return at-start == column && fieldLike(o.text[at:end])
		}
	}
	return false
}

// hanName is the length of a name that is not ASCII, before a full-width colon.
func hanName(line []byte) int {
	at, count, wide := 0, 0, false
	for at < len(line) {
		r, size := utf8.DecodeRune(line[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' {
			break
		}
		at, count, wide = at+size, count+1, wide || r >= utf8.RuneSelf
	}
	if !wide || count > longestName || colonSize(line[at:]) == 0 {
		return 0
	}
	return at
}

// semicolon is the length of a semicolon at the beginning of b, 0 if there is none.
func semicolon(b []byte) int {
	switch r, size := utf8.DecodeRune(b); r {
	case ';', '；':
		return size
	}
	return 0
}

// blankTrap is what a blank behind a colon or a hyphen is; a space is no trap.
func blankTrap(b []byte) trap {
	switch r := rune1(b); {
	case r == '\u3000':
		return trapWideBehind
	case r != ' ' && r != '\t' && blank(r):
		return trapFixedBehind
	}
	return noTrap
}

// oddBehind suspects the blanks behind a colon or a hyphen, if the first is none to
// YAML.
func (o *outline) oddBehind(at int) bool {
	eol := o.lineEnd(o.line)
	if at >= eol {
		return false
	}
	t := blankTrap(o.text[at:eol])
	if t == noTrap {
		return false
	}
	next, mend := min(o.skip(at), eol), " "
	if next == eol {
		mend = ""
	}
	_, size := utf8.DecodeRune(o.text[at:])
	o.suspect(suspect{trap: t, at: span{at, at + size}, mend: []change{{span{at, next}, mend}}, safe: true})
	return true
}
