package document

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// quoted passes a value in quotes. A quote is taken to be left open where lines of
// the outline follow before it is closed.
func (o *outline) quoted(at, end, base int) {
	quote := o.text[at]
	opened := o.line
	close := o.quoteEnd(at, quote)
	o.spend(max(close-at, end-at))
	switch last := o.lastLineOf(close - 1); {
	case close == at || o.entryBetween(opened, last, base):
		o.openQuote(at, end)
		return
	default:
		o.escapes(at, close, quote)
		o.line = last
		_, _, end = o.bounds(o.line)
		o.behind(trapBehindQuote, span{at, close}, end)
	}
}

// lastLineOf is the line of an offset that is on the line that is read or below.
func (o *outline) lastLineOf(at int) int { return max(o.place(at).Line, o.line) }

// entryBetween reports whether one of the lines below the first, up to the last,
// is an entry as high as base or higher.
func (o *outline) entryBetween(first, last, base int) bool {
	for line := first + 1; line <= last; line++ {
		if o.entryAt(line, base) {
			return true
		}
	}
	return false
}

func (o *outline) entryAt(line, base int) bool {
	start, at, end := o.bounds(line)
	if at >= end || utf8.RuneCount(o.text[start:at]) > base {
		return false
	}
	text := o.text[at:end]
	return fieldLike(text) || bytes.HasPrefix(text, []byte("- "))
}

// openQuote blames a quote that is not closed, or closed by a Chinese one.
func (o *outline) openQuote(at, end int) {
	quote := string(o.text[at : at+1])
	r, size := utf8.DecodeLastRune(o.text[at:end])
	if strings.ContainsRune("”“＂’‘＇」", r) {
		o.suspect(suspect{
			trap: trapWideQuote, at: span{end - size, end}, mend: []change{{span{end - size, end}, quote}},
			safe: true,
		})
		return
	}
	o.suspect(suspect{trap: trapOpenQuote, at: span{at, end}, try: []change{{span{at, end}, "x"}}})
}

// escapes blames the first backslash that YAML does not know.
func (o *outline) escapes(at, end int, quote byte) {
	if quote != '"' {
		return
	}
	for i := at + 1; i+1 < end; i++ {
		if o.text[i] != '\\' {
			continue
		}
		i++
		if !bytes.ContainsRune([]byte("0abt\tnvfre \"/\\N_LPxuU\n"), rune(o.text[i])) {
			o.suspect(suspect{trap: trapEscape, at: span{i - 1, i + 1}, line: o.place(i).Line, try: []change{{span{i - 1, i + 1}, "x"}}})
			return
		}
	}
}

// behind blames what follows a closed quote or bracket on its line.
func (o *outline) behind(t trap, pair span, end int) {
	rest := o.skip(pair.end)
	if rest >= end || o.text[rest] == '#' && rest > pair.end {
		return
	}
	o.suspect(suspect{trap: t, at: span{rest, end}, try: []change{{span{pair.start, end}, "x"}}})
}

// flow passes a value in brackets, over several lines if need be.
func (o *outline) flow(at, base int) {
	f := &flowScan{outline: o, opened: at, at: at, first: o.line, suspected: len(o.suspects)}
	for f.at < len(o.text) && o.spend(1) {
		switch f.step(base) {
		case flowClosed:
			_, _, end := o.bounds(o.line)
			o.behind(trapBehindBracket, span{at, f.at}, end)
			return
		case flowBroken:
			f.blame()
			return
		}
	}
	f.blame()
}

// flowScan is where the reading of brackets stands.
type flowScan struct {
	*outline
	opened, at int
	first      int    // line after which the outline goes on
	open       []byte // the brackets that are to be closed
	wide       []change
	inText     bool // a value has begun, in which quotes mean nothing
	named      bool // the name of a field has been read, and its value follows
	suspected  int  // suspects before
}

type flowStep int

const (
	flowOn flowStep = iota
	flowClosed
	flowBroken
)

// step reads one character, or a text in quotes.
func (f *flowScan) step(base int) flowStep {
	switch c := f.source.text[f.at]; c {
	case '\n':
		return f.nextLine(base)
	case ' ':
	case '[', '{':
		f.open, f.inText, f.named = append(f.open, c+2), false, false // ASCII: ] and } are two behind
	case ']', '}':
		return f.close(c)
	case ',':
		f.inText, f.named = false, false
	case ':':
		f.colon()
	case '#':
		if blankSize(f.source.text[f.at-1:]) > 0 {
			f.at = f.lineEnd(f.line)
			return flowOn
		}
	case '"', '\'':
		if !f.inText {
			return f.quote(c)
		}
	default:
		return f.character()
	}
	f.at++
	return flowOn
}

// colon ends a name, with a space behind it or without.
func (f *flowScan) colon() {
	next := f.at + 1
	tight := f.inText && blankSize(f.source.text[next:]) == 0
	if tight && f.awaitsName() && next < len(f.source.text) && f.source.text[next] != '\n' && tightColon(f.source.text[next:]) {
		f.suspect(suspect{trap: trapTightColon, at: span{f.at, next}, mend: []change{{span{next, next}, " "}}, safe: true, weak: true})
		tight = false
	}
	f.inText, f.named = tight, f.named || !tight
}

// awaitsName reports whether what stands in braces just now is a field's name.
func (f *flowScan) awaitsName() bool {
	return !f.named && f.open[len(f.open)-1] == '}' && wordByte(f.source.text[f.at-1])
}

func (f *flowScan) nextLine(base int) flowStep {
	f.at++
	if f.line == len(f.lines) {
		return flowBroken
	}
	if f.entryAt(f.line+1, base) {
		f.first = f.line // what follows is read again from there
		return flowBroken
	}
	f.line++
	return flowOn
}

func (f *flowScan) close(c byte) flowStep {
	last := len(f.open) - 1
	if f.open[last] != c {
		return flowBroken
	}
	f.open, f.inText = f.open[:last], true
	f.at++
	if last == 0 {
		return flowClosed
	}
	return flowOn
}

func (f *flowScan) quote(c byte) flowStep {
	close := f.quoteEnd(f.at, c)
	if close == f.at {
		return flowBroken
	}
	f.at, f.line, f.inText = close, f.lastLineOf(close-1), true
	return flowOn
}

// character looks at what may be full-width punctuation.
func (f *flowScan) character() flowStep {
	r, size := utf8.DecodeRune(f.source.text[f.at:])
	at := span{f.at, f.at + size}
	end := min(f.skip(at.end), f.lineEnd(f.line))
	switch r {
	case '，', '、', '﹐':
		f.suspect(suspect{trap: trapWideComma, at: at, mend: []change{{span{at.start, end}, ", "}}, safe: f.parts(at), weak: true})
		f.named = f.named && !f.parts(at)
		f.inText = true
	case '：':
		if f.awaitsName() {
			f.suspect(suspect{trap: trapWideColon, at: at, mend: []change{{span{at.start, end}, ": "}}, safe: true, weak: true})
			f.named = true
		}
		f.inText = true
	case '］', '｝':
		f.wide = append(f.wide, change{at, string(rune(r - '］' + ']'))})
	default:
		f.inText = true
	}
	f.at = at.end
	return flowOn
}

// parts reports whether a full-width comma can only part items: it stands between
// names or numbers, or before the name of a field.
func (f *flowScan) parts(comma span) bool {
	next := f.source.text[f.skip(comma.end):]
	return len(next) > 0 && wordByte(next[0]) && (wordByte(f.source.text[comma.start-1]) || fieldLike(next))
}

// blame suspects the opening bracket; its line is the first, and the next is read
// from there.
func (f *flowScan) blame() {
	o := f.outline
	opened, last := o.place(f.opened).Line, o.lineEnd(o.line)
	o.line = f.first
	if len(f.wide) > 0 {
		o.suspect(suspect{trap: trapWideBracket, at: f.wide[0].span, line: opened, mend: f.wide, safe: true})
		return
	}
	for i := f.suspected; i < len(o.suspects); i++ {
		o.suspects[i].weak = false // a comma or a colon of the bracket comes before it
	}
	o.suspect(suspect{trap: trapOpenBracket, at: span{f.opened, o.lineEnd(opened)}, line: opened, try: []change{{span{f.opened, last}, "x"}}})
}
