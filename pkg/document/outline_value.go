package document

import (
	"bytes"
	"unicode/utf8"
)

// word is the length of the name of a field at the beginning of a line: ASCII
// letters, digits and the marks of ids. It is 0 where something else follows it
// than a blank, a colon or the end.
func word(line []byte) int {
	n := 0
	for n < len(line) && wordByte(line[n]) {
		n++
	}
	if n == 0 || !letter(line[0]) || n == len(line) {
		return 0
	}
	return n
}

// wordLength is the length of the name of a field with which a text begins, whatever
// follows it.
func wordLength(text []byte) int { return word(append(bytes.Clone(text), ' ')) }

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' }

func wordByte(b byte) bool { return letter(b) || b >= '0' && b <= '9' || b == '-' || b == '.' }

// colonSize is the length of a colon that is none to YAML, 0 if there is none.
func colonSize(b []byte) int {
	switch r, size := utf8.DecodeRune(b); r {
	case '：', '﹕', '∶', '꞉':
		return size
	}
	return 0
}

// name is the name of a field with its colon, or with what was meant as its colon.
func (o *outline) name(at, end int) (name span, ok bool) {
	line := o.text[at:end]
	if n := word(line); n > 0 {
		colon := o.skip(at + n)
		switch size := colonSize(o.text[colon:end]); {
		case size > 0:
			o.wideColon(span{at + n, colon + size}, at)
			return span{at, colon + size}, true
		case o.text[colon] != ':' || colon+1 == end || blankSize(o.text[colon+1:]) > 0:
		case colon == at+n && tightColon(o.text[colon+1:end]):
			o.tightColon(colon, at)
			return span{at, colon + 1}, true
		}
	}
	switch line[0] {
	case '"', '\'':
		close := o.quoteEnd(at, line[0])
		if colon := o.skip(close); close > at && close < end && colon < end && o.text[colon] == ':' {
			return span{at, colon + 1}, true
		}
		return span{}, false
	case '[', '{', '|', '>', '#', '@', '`', '%', '&', '*', '!', ',':
		return span{}, false
	}
	if colon := innerColon(line); colon >= 0 {
		return span{at, at + colon + 1}, true
	}
	return span{}, false
}

// innerColon is where a colon ends a name: before a blank or the end, and not in a
// comment. -1 if there is none.
func innerColon(line []byte) int {
	for i, b := range line {
		switch {
		case b == '#' && i > 0 && line[i-1] == ' ':
			return -1
		case b == ':' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'):
			return i
		}
	}
	return -1
}

func (o *outline) wideColon(at span, name int) {
	mend := ":"
	next := o.skip(at.end)
	if next < o.lineEnd(o.line) {
		mend = ": "
	}
	colon := at.end - utf8.RuneLen(lastRune(o.text[at.start:at.end]))
	o.suspect(suspect{
		trap: trapWideColon, at: span{colon, at.end},
		mend: []change{{span{at.start, min(next, o.lineEnd(o.line))}, mend}}, safe: o.surelyField(name),
	})
}

func lastRune(b []byte) rune {
	r, _ := utf8.DecodeLastRune(b)
	return r
}

func (o *outline) tightColon(colon, name int) {
	o.suspect(suspect{
		trap: trapTightColon, at: span{colon, colon + 1},
		mend: []change{{span{colon + 1, colon + 1}, " "}}, safe: o.surelyField(name),
	})
}

// surelyField reports whether what stands at an offset can only be a field's name:
// it begins its line, or the next line goes on with a field below it. The text of a
// list item may hold a colon.
func (o *outline) surelyField(name int) bool {
	if start := o.lines[o.line-1]; o.skip(start) == name {
		return true
	}
	column := o.columnOf(name)
	for line := o.line + 1; line <= len(o.lines); line++ {
		start, at, end := o.bounds(line)
		if at < end {
			return at-start == column && fieldLike(o.text[at:end])
		}
	}
	return false
}

// fieldLike reports whether a line reads "name: value" or "- name: value", in any
// kind of colon.
func fieldLike(line []byte) bool {
	for len(line) > 1 && line[0] == '-' && line[1] == ' ' {
		line = bytes.TrimLeft(line[1:], " ")
	}
	n := word(line)
	if n == 0 {
		return false
	}
	rest := line[n:]
	return rest[0] == ':' && (len(rest) == 1 || rest[1] == ' ') || colonSize(rest) > 0
}

// other reads a line, or the rest of it behind a hyphen, that has no name.
func (o *outline) other(at, end, first int) {
	column := o.columnOf(at)
	top := -1
	if n := len(o.levels); n > 0 {
		top = o.levels[n-1].column
	}
	switch {
	case at != first:
		o.last, o.lastColumn = span{at, end}, column
		o.value(at, end, top)
	case o.goesOn(at):
	case column > top && (o.state == afterOpener || o.state == afterNothing):
		o.last, o.lastColumn = span{at, end}, column
		o.value(at, end, top)
	case o.state == afterBlock:
		o.suspect(suspect{trap: trapBlockIndent, at: span{at, end}, try: []change{{span{at, end}, ""}}})
	case closing(o.text[at:end]):
		o.suspect(suspect{trap: trapBehindBracket, at: span{at, end}, try: []change{{span{at, end}, ""}}})
	default:
		o.colonless(at, end, column)
	}
}

func closing(line []byte) bool { return line[0] == ']' || line[0] == '}' }

// colonless blames a line that has neither a hyphen nor a colon.
func (o *outline) colonless(at, end, column int) {
	s := suspect{trap: trapNoColon, at: span{at, end}, try: []change{{span{at, end}, ""}}}
	n := wordLength(o.text[at:end])
	if n > 0 {
		s.try = []change{{span{at + n, at + n}, ":"}}
	}
	o.suspect(s)
	if n == end-at {
		o.enter(level{column, false}, at)
	}
}

// value reads what stands behind a name or a hyphen, up to the end of its line or
// of the quote or bracket that opens it. It belongs to what begins at column base.
func (o *outline) value(at, end, base int) {
	if at >= end || o.text[at] == '#' {
		o.state = afterOpener
		return
	}
	o.state = afterValue
	whole := []change{{span{at, end}, "x"}}
	switch c := o.text[at]; {
	case template(o.text[at:end]):
		o.suspect(suspect{trap: trapTemplate, at: span{at, end}, try: whole, weak: c == '$'})
	case c == '"' || c == '\'':
		o.quoted(at, end, base)
	case c == '[' || c == '{':
		o.flow(at, base)
	case c == '|' || c == '>':
		o.block(at, end, base)
	case c == '@' || c == '`' || c == '%' || c == ']' || c == '}' || c == ',':
		o.suspect(suspect{trap: trapReserved, at: span{at, at + 1}, try: whole})
	case c == '*':
		o.suspect(suspect{trap: trapAlias, at: span{at, end}, try: whole, weak: true})
	case c == '&' || c == '!':
		t := trapAnchor
		if c == '!' {
			t = trapTag
		}
		o.suspect(suspect{trap: t, at: span{at, end}, try: whole, weak: true})
		o.property(at, end, base)
	default:
		o.plain(at, end)
	}
}

// property passes an anchor or a tag.
func (o *outline) property(at, end, base int) {
	for at < end && o.text[at] != ' ' {
		at++
	}
	o.value(o.skip(at), end, base)
}

func (o *outline) plain(at, end int) {
	o.state = afterPlain
	line := o.text[at:end]
	if i := bytes.Index(line, []byte(" #")); i >= 0 {
		line = line[:i]
		end = at + i
	}
	whole := []change{{span{at, end}, "x"}}
	if mend, ok := mendQuotes(line); ok {
		o.suspect(suspect{trap: trapWideQuote, at: span{at, end}, mend: []change{{span{at, end}, mend}}, weak: true, safe: true})
	}
	if (line[0] == '-' || line[0] == '?') && len(line) > 1 && line[1] == ' ' {
		o.suspect(suspect{trap: trapListHere, at: span{at, end}, try: whole})
		return
	}
	if i := innerColon(line); i >= 0 {
		o.suspect(suspect{trap: trapInnerColon, at: span{at + i, at + i + 1}, try: whole})
	}
}

// block passes the text below | or >.
func (o *outline) block(at, end, base int) {
	o.state = afterBlock
	head := bytes.TrimLeft(o.text[at+1:end], "+-0123456789")
	if rest := bytes.TrimLeft(head, " "); len(rest) > 0 && (rest[0] != '#' || len(rest) == len(head)) {
		o.suspect(suspect{trap: trapBlockText, at: span{end - len(rest), end}, try: []change{{span{end - len(rest), end}, ""}}})
	}
	first := -1
	for o.line < len(o.lines) {
		start, at, end := o.bounds(o.line + 1)
		depth := 0
		for start+depth < at && o.text[start+depth] == ' ' {
			depth++
		}
		if at < end && depth <= base {
			return
		}
		o.line++
		if at == end {
			continue
		}
		if first < 0 {
			first = depth
		}
		if depth < first {
			o.misfits++
		}
		o.rows = append(o.rows, row{o.line, depth - first, true})
	}
}
