package document

import (
	"bytes"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// isBlockCollection reports whether a node is a map or list in lines, not in { } or
// [ ].
func isBlockCollection(n *yaml.Node) bool {
	return n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle == 0 && len(n.Content) > 0
}

// isAbsent reports whether a field has nothing behind its colon.
func isAbsent(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}

func isBlockText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// elements are those of a block collection, in the order of the text.
func (l *layout) elements(f frame) []element {
	if f.node.Kind == yaml.MappingNode {
		return l.fields(f)
	}
	return l.items(f)
}

func (l *layout) fields(f frame) []element {
	var kids []element
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		key, value := f.node.Content[i], f.node.Content[i+1]
		k := element{key: key, value: value, line: key.Line, pointer: f.pointer + "/" + Escape(key.Value)}
		if i > 0 {
			l.onlyBlanks(l.lines[key.Line-1], l.start(key).start)
		}
		k.rest = l.behindColon(key)
		k.last = l.last(value, k.line, f.node.Column-1)
		kids = append(kids, k)
	}
	return kids
}

// behindColon is the offset behind the colon of a key.
func (l *layout) behindColon(key *yaml.Node) int {
	at := l.end(key)
	for at < len(l.text) && l.text[at] == ' ' {
		at++
	}
	if at == len(l.text) || l.text[at] != ':' {
		l.refuse(key.Line)
		return at
	}
	return at + 1
}

func (l *layout) items(f frame) []element {
	var kids []element
	line := f.node.Line
	for i, value := range f.node.Content {
		if i > 0 {
			line = l.next(kids[i-1].last + 1)
			l.onlyBlanks(l.lines[line-1], l.offset(line, f.node.Column))
		}
		k := element{value: value, line: line, pointer: f.pointer + "/" + strconv.Itoa(i)}
		dash := l.offset(line, f.node.Column)
		if dash >= l.lineEnd(line) || l.text[dash] != '-' {
			l.refuse(line)
			return append(kids, k)
		}
		k.rest = dash + 1
		k.last = l.last(value, line, f.node.Column-1)
		kids = append(kids, k)
	}
	return kids
}

// next is the first line from the given one on that holds more than a comment.
func (l *layout) next(line int) int {
	for ; line < len(l.lines); line++ {
		if text := bytes.TrimLeft(l.lineText(line), " "); len(text) > 0 && text[0] != '#' {
			break
		}
	}
	return min(line, len(l.lines))
}

func (l *layout) lineText(line int) []byte { return l.text[l.lines[line-1]:l.lineEnd(line)] }

// onlyBlanks refuses a stretch that holds more than spaces.
func (l *layout) onlyBlanks(start, end int) {
	if start < end && len(bytes.Trim(l.text[start:end], " ")) > 0 {
		l.refuse(l.place(start).Line)
	}
}

// last is the last line of a value whose field or item begins on the given line, in
// a collection at the given column.
func (l *layout) last(n *yaml.Node, line, column int) int {
	switch {
	case isAbsent(n):
		return line
	case isBlockText(n):
		_, last := l.blockLines(n, column)
		return last
	case isBlockCollection(n):
		kids := l.elements(frame{node: n})
		return kids[len(kids)-1].last
	}
	return l.place(l.end(n)).Line
}

// element gives the rows of a field or an item at its new column, and the notes that
// go above it. Old is the column that its collection has in the text.
func (l *layout) element(k element, column, old int) (above []note, rows []printed) {
	head := strings.Repeat(" ", column) + "-"
	if k.key != nil {
		head = strings.Repeat(" ", column) + string(l.text[l.start(k.key).start:l.end(k.key)]) + ":"
	}
	if isAbsent(k.value) {
		return nil, []printed{{text: head + l.beside(k.rest)}}
	}
	begin := l.beginning(k.value)
	comment, between := "", []note(nil)
	if begin == k.line {
		l.onlyBlanks(k.rest, l.start(k.value).start)
	} else {
		comment, between = l.beside(k.rest), l.notes(k.line+1, begin-1)
		l.onlyBlanks(l.lines[begin-1], l.start(k.value).start)
	}
	switch {
	case isBlockCollection(k.value):
		inner := frame{node: k.value, pointer: k.pointer, column: column + 2, above: between, below: k.below}
		above, rows = l.collection(inner)
		if k.key == nil && comment == "" {
			rows[0].text = head + rows[0].text[column+1:]
			return above, rows
		}
		return nil, append(append([]printed{{text: head + comment}}, noteRows(above, column+2)...), rows...)
	case begin == k.line:
		return nil, l.run(k.value, head+" ", column, old)
	}
	rows = append([]printed{{text: head + comment}}, noteRows(between, column+2)...)
	return nil, append(rows, l.run(k.value, strings.Repeat(" ", column+2), column, old)...)
}

// beginning is the line on which a value begins.
func (l *layout) beginning(n *yaml.Node) int { return l.place(l.start(n).start).Line }

// beside is the comment behind an offset on its line, with the blanks before it.
func (l *layout) beside(at int) string {
	line := l.place(at).Line
	text := string(bytes.TrimRight(l.text[at:max(at, l.lineEnd(line))], " "))
	if text != "" && !(text[0] == ' ' && strings.HasPrefix(strings.TrimLeft(text, " "), "#")) {
		l.refuse(line)
	}
	return text
}
