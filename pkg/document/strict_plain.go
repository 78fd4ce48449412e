package document

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// plain looks at a text without quotes for what was not meant as text. Its parent
// is its name or its list.
func (c *strictCheck) plain(n, parent *yaml.Node) {
	text := n.Value
	switch b := text[0]; {
	case b >= '0' && b <= '9', b == '-', b == '+', b == '.':
		if outOfRange(text) {
			if f, ok := c.numberFault(strings.TrimLeft(text, "+."), c.span(n)); ok {
				c.stop(f)
				return
			}
		}
	case booleanWord(text):
		f := c.fault("yaml/boolean-word", c.span(n), finding.Say("%s is text here, but true or false to other programs", text),
			finding.Say("write true or false where that is meant; else put the word in quotes"))
		f.Severity = finding.Warning
		c.report(f)
		return
	case (b == 0xe2 || b == 0xe3 || b == 0xef) && c.enclosed(n): // as the marks begin in UTF-8
		return
	}
	if parent == nil && conflictMark([]byte(text[:min(len(text), 8)])) {
		c.stop(c.trapped(trapConflict, c.lineSpan(n.Line)))
		return
	}
	if placeholder(text) {
		c.stop(c.trapped(trapTemplate, c.span(n)))
		return
	}
	if parent != nil && parent.Kind == yaml.SequenceNode && parent.Style&yaml.FlowStyle != 0 && c.joined(n) {
		return
	}
	switch {
	case parent != nil && parent.Kind == yaml.ScalarNode && n.Line > parent.Line:
		c.lostRow(n, belowName)
	case strings.Contains(text, "："):
		c.lostRow(n, anywhere)
	}
}

// standing is where a text stands. Alone on the lines below its name a text is rare,
// so that there less of a likeness makes a lost field or item.
type standing int

const (
	anywhere standing = iota
	belowName
)

// outOfRange reports a number that yaml.v3 takes for text because it is too large.
func outOfRange(text string) bool {
	return strings.ContainsAny(text, "eE") && plainNumber(strings.TrimPrefix(strings.TrimLeft(text, "+"), "."))
}

// booleanWord reports the words that YAML 1.1 reads as true or false, without the
// single letters.
func booleanWord(text string) bool {
	if len(text) > 3 || len(text) < 2 {
		return false
	}
	switch strings.ToLower(text) {
	case "yes", "no", "on", "off":
		return true
	}
	return false
}

// placeholder reports the marks of a template that was not filled in.
func placeholder(text string) bool {
	if strings.IndexByte(text, '%') >= 0 {
		if _, rest, ok := strings.Cut(text, "<%"); ok && strings.Contains(rest, "%>") {
			return true
		}
	}
	at := strings.IndexByte(text, '{')
	if at < 0 {
		return false
	}
	for _, marks := range [][2]string{{"{{", "}}"}, {"${", "}"}, {"{%", "%}"}} {
		if _, rest, ok := strings.Cut(text, marks[0]); ok && strings.Contains(rest, marks[1]) {
			return true
		}
	}
	return false
}

// wideQuotes are the marks that open a quotation, each before those that close it.
var wideQuotes = [][2]string{
	{"“", "”"}, {"‘", "’"}, {"「", "」"}, {"『", "』"}, {"＂", "＂"}, {"＇", "＇"}, {"”", "”"}, {"“", "\""}, {"‘", "'"},
}

// unquoted is what stands in Chinese quotation marks that enclose all of a text. It
// is sure that they were meant as ASCII quotes if nobody would print them: around
// an id, a number or a date, or where they are of no use but on a keyboard.
func unquoted(text string) (inner string, sure, ok bool) {
	for _, q := range wideQuotes {
		rest, opened := strings.CutPrefix(text, q[0])
		inner, closed := strings.CutSuffix(rest, q[1])
		if !opened || !closed || strings.Contains(inner, q[0]) || strings.Contains(inner, q[1]) {
			continue
		}
		bare := !strings.ContainsFunc(inner, func(r rune) bool { return r >= utf8.RuneSelf || !wordByte(byte(r)) && r != ':' && r != '+' })
		sure = (bare || q[0] == "＂" || q[0] == "＇" || len(q[1]) == 1) && !strings.ContainsAny(inner, `"\`)
		return inner, sure, true
	}
	return "", false, false
}

// mendQuotes gives a value in ASCII quotes in place of Chinese ones.
func mendQuotes(value []byte) (mended string, ok bool) {
	inner, sure, ok := unquoted(string(value))
	return `"` + inner + `"`, ok && sure
}

// enclosed reports a value in Chinese quotation marks. Where they may belong to the
// text it is a warning.
func (c *strictCheck) enclosed(n *yaml.Node) bool {
	inner, sure, ok := unquoted(n.Value)
	if !ok {
		return false
	}
	at := c.span(n)
	f := c.trapped(trapWideQuote, at)
	if !sure {
		f.Severity = finding.Warning
		c.report(f)
		return true
	}
	f.Fix = []finding.Edit{c.edit(at, `"`+inner+`"`)}
	c.stop(f)
	return true
}

// joined reports an item in [ ] that holds a full-width comma. Between names and
// numbers it must have been meant to part items; in a sentence it may be right.
func (c *strictCheck) joined(n *yaml.Node) bool {
	i := strings.IndexAny(n.Value, "，、")
	if i < 0 {
		return false
	}
	at := c.span(n)
	if comma := bytes.IndexAny(c.text[at.start:at.end], "，、"); comma >= 0 {
		at = span{at.start + comma, at.start + comma + len("，")}
	}
	f := c.trapped(trapWideComma, at)
	for _, part := range strings.FieldsFunc(n.Value, func(r rune) bool { return r == '，' || r == '、' || r == ' ' }) {
		if word(append([]byte(part), ' ')) != len(part) && digits(part) != len(part) {
			f.Severity = finding.Warning
			c.report(f)
			return true
		}
	}
	f.Fix = c.fix(trapWideComma, c.span(n))
	c.stop(f)
	return true
}

// fix is what puts a trap right within a stretch, where putting all of its kind
// right keeps the text YAML. The indentation of all lines goes with the first.
func (c *strictCheck) fix(t trap, within span) []finding.Edit {
	if c.mended == nil {
		c.mended = map[trap][]change{}
	}
	all, known := c.mended[t]
	if !known {
		all = c.mendAll(t)
		c.mended[t] = all
	}
	if t == trapWideSpace || t == trapFixedSpace {
		c.mended[t] = nil
		return c.edits(all)
	}
	i := sort.Search(len(all), func(i int) bool { return all[i].end >= within.start })
	n := sort.Search(len(all[i:]), func(n int) bool { return all[i+n].start > within.end })
	return c.edits(all[i : i+n])
}

func (c *strictCheck) mendAll(t trap) []change {
	if c.sketch == nil {
		c.sketch = c.outline()
	}
	changes := c.sketch.mend(t)
	if t == trapWideSpace || t == trapFixedSpace {
		var sure bool
		if changes, sure = c.reindented(); !sure {
			return nil
		}
	}
	if len(changes) == 0 || isYAML(splice(c.text, changes)) {
		return changes
	}
	if changes = c.sketch.mend(noTrap); isYAML(splice(c.text, changes)) {
		return changes
	}
	return nil
}

// lostRow reports the first line of a text that reads like a field or, where the
// text stands below its name, like a list item: they became part of the text.
func (c *strictCheck) lostRow(n *yaml.Node, where standing) {
	at := c.span(n)
	from := c.source.lines[n.Line-1]
	if len(bytes.TrimLeft(c.text[from:at.start], " ")) > 0 { // the first line has more than the text
		from = c.lineEnd(n.Line) + 1
	}
	for from < at.end {
		eol := from + bytes.IndexByte(append(c.text[from:at.end:at.end], '\n'), '\n')
		if t, found := lostIn(c.text, span{from, eol}, where); t != noTrap {
			f := c.trapped(t, found)
			f.Fix = c.fix(t, at)
			c.stop(f)
			return
		}
		from = eol + 1
	}
}

// lostIn finds in a line of a text what was meant as a field or an item.
func lostIn(text []byte, line span, where standing) (trap, span) {
	at := line.start
	for at < line.end && text[at] == ' ' {
		at++
	}
	rest := text[at:line.end]
	if r, size := utf8.DecodeRune(rest); where == belowName && bullet(r) {
		return trapWideDash, span{at, at + size}
	}
	if where == belowName && tightDash(rest) {
		return trapTightDash, span{at, at + 1}
	}
	for len(rest) > 1 && rest[0] == '-' && rest[1] == ' ' {
		rest = bytes.TrimLeft(rest[1:], " ")
	}
	at = line.end - len(rest)
	n := word(rest)
	if n == 0 {
		return noTrap, span{}
	}
	if size := colonSize(rest[n:]); size > 0 {
		return trapWideColon, span{at + n, at + n + size}
	}
	if where == belowName && rest[n] == ':' && tightColon(rest[n+1:]) {
		return trapTightColon, span{at + n, at + n + 1}
	}
	return noTrap, span{}
}

// tightDash reports a hyphen that a text follows without a space, as in an item.
func tightDash(line []byte) bool {
	return len(line) > 1 && line[0] == '-' && line[1] != ' ' && line[1] != '-' && line[1] != '.' && digits(string(line[1:2])) == 0
}

// tightColon reports what may be a value behind a colon without a space; an address
// such as https://… is none.
func tightColon(rest []byte) bool {
	return len(rest) > 0 && rest[0] != ' ' && rest[0] != '/' && rest[0] != ':'
}

// idLike reports a name that is a word of ASCII, as those of all records are.
func idLike(name string) bool {
	for i := range len(name) {
		if !wordByte(name[i]) {
			return false
		}
	}
	return name == "" || letter(name[0])
}

// brokenKey refuses a name that holds what was meant as the layout of its line.
func (c *strictCheck) brokenKey(parent, key, value *yaml.Node) bool {
	if idLike(key.Value) {
		return false
	}
	name := []byte(key.Value)
	at := c.start(key).start
	r, size := utf8.DecodeRune(name)
	flow := parent.Style&yaml.FlowStyle != 0
	var t trap
	where := span{at, at + size}
	switch {
	case r == '\u3000':
		t = trapWideSpace
	case r != ' ' && blankSize(name) > 0:
		t = trapFixedSpace
	case bullet(r) && !flow:
		t = trapWideDash
	case tightDash(name) && !flow:
		t = trapTightDash
	default:
		t, where = joinedName(at, key, value)
		if t == trapTightColon && !flow {
			return false
		}
	}
	if t == noTrap {
		return false
	}
	f := c.trapped(t, where)
	f.Fix = c.fix(t, c.span(key))
	c.stop(f)
	return true
}

// joinedName finds the colon in a name that is a name and its value: "zh：中文", or
// in braces "zh:中文", which has no value.
func joinedName(at int, key, value *yaml.Node) (trap, span) {
	name := key.Value
	n := word([]byte(name))
	if n == 0 {
		return noTrap, span{}
	}
	if size := colonSize([]byte(name[n:])); size > 0 {
		return trapWideColon, span{at + n, at + n + size}
	}
	if value.Value == "" && value.Tag == "!!null" && name[n] == ':' && tightColon([]byte(name[n+1:])) {
		return trapTightColon, span{at + n, at + n + 1}
	}
	return noTrap, span{}
}
