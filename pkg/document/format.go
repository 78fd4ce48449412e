package document

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Order gives the names of the fields of the map at a JSON pointer (RFC 6901) in
// the order in which they are to stand; nil where there is none.
type Order func(pointer string) []string

// Unformatted is the error about a text that Format leaves alone.
type Unformatted struct{ Findings []finding.Finding }

// Error is the first finding in English.
func (u *Unformatted) Error() string {
	f := u.Findings[0]
	return fmt.Sprintf("%d:%d: %s", f.Start.Line, f.Start.Column, f.Message)
}

// Format lays one YAML record out in canonical form: fields in their order and
// those that have none behind them, two spaces for each level, lists indented under
// their field, no blanks at line ends, at most one empty line in a row, LF, no byte
// order mark. Comments and empty lines go with the field that they stand above or
// beside, those at the top of the file stay; values stay as they are written. Where
// it is not certain what the text means, or the result would not hold the same values
// and comments, the error is an *Unformatted.
func Format(data []byte, order Order) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, &Unformatted{[]finding.Finding{Internal("", r)}}
		}
	}()
	doc, found := Parse("", data)
	if doc == nil {
		return nil, &Unformatted{found}
	}
	l := &layout{Document: doc, order: order}
	out = l.file()
	if l.flaw == nil && !bytes.Equal(out, doc.text) && !sameRecord(doc, out) {
		l.refuse(l.root.Line)
	}
	if l.flaw != nil {
		return nil, &Unformatted{[]finding.Finding{*l.flaw}}
	}
	return out, nil
}

// sameRecord reports whether a text holds the values of a document and, blanks
// aside, all its characters: so no comment is lost or doubled.
func sameRecord(doc *Document, text []byte) bool {
	after, _ := Parse("", text)
	return after != nil &&
		reflect.DeepEqual(doc.Value(), after.Value()) && reflect.DeepEqual(characters(doc.text), characters(text))
}

func characters(text []byte) map[rune]int {
	count := map[rune]int{}
	for _, r := range string(text) {
		if !isBlank(r) {
			count[r]++
		}
	}
	return count
}

// layout writes one document anew, line by line; the nodes only tell where what
// stands.
type layout struct {
	*Document
	order Order
	flaw  *finding.Finding // the first thing that cannot be laid out safely
}

func (l *layout) refuse(line int) {
	l.refuseFor(line, finding.Say("this is laid out in a way that cannot be formatted safely"),
		finding.Say("write each field as “field: value” on a line of its own, and each list item as “- item”"))
}

func (l *layout) refuseFor(line int, message, hint finding.Sentence) {
	if l.flaw == nil {
		f := l.fault("format/layout", l.lineSpan(min(line, len(l.lines))), message, hint)
		l.flaw = &f
	}
}

// file is the whole text: what stays at the top, and the root value.
func (l *layout) file() []byte {
	if !isBlockCollection(l.root) {
		l.refuse(l.root.Line)
		return nil
	}
	begin := l.root.Line
	l.onlyBlanks(l.lines[begin-1], l.start(l.root).start)
	header, above := l.header(begin - 1)
	lead, rows := l.collection(frame{
		node: l.root, above: above, below: l.notes(l.last(l.root, begin, 0)+1, len(l.lines)),
	})
	return squeezed(slices.Concat(header, noteRows(lead, 0), rows))
}

// frame is a block collection and where it goes: its new column, counted from 0, and
// the notes above its first element and below its last.
type frame struct {
	node         *yaml.Node
	pointer      string
	column       int
	above, below []note
}

// element is a field or an item of a block collection.
type element struct {
	key, value   *yaml.Node // the key of an item is nil
	pointer      string
	line, last   int // lines of the text
	rest         int // offset behind its colon or dash
	above, below []note
}

// collection gives the rows of a block collection and, apart, the notes above its
// first element: behind a dash, these go above the dash.
func (l *layout) collection(f frame) (above []note, rows []printed) {
	kids := l.elements(f)
	own := f.node.Column - 1
	var rest []note
	for i := range kids {
		k := &kids[i]
		if i+1 == len(kids) {
			k.below, rest = parted(f.below, k.value, own)
			continue
		}
		k.below, kids[i+1].above = parted(l.notes(k.last+1, kids[i+1].line-1), k.value, own)
	}
	kids[0].above = f.above
	l.sort(kids, f)
	for i, k := range kids {
		lead, lines := l.element(k, f.column, own)
		lead = slices.Concat(k.above, lead)
		if i == 0 {
			above = lead
		} else {
			rows = append(rows, noteRows(lead, f.column)...)
		}
		rows = append(rows, lines...)
	}
	return above, append(rows, noteRows(rest, f.column)...)
}

// sort puts the fields of a map into their order.
func (l *layout) sort(kids []element, f frame) {
	if f.node.Kind != yaml.MappingNode {
		return
	}
	rank := map[string]int{}
	for i, name := range l.order(f.pointer) {
		rank[name] = i + 1
	}
	place := func(k element) int {
		if i := rank[k.key.Value]; i > 0 {
			return i
		}
		return len(rank) + 1
	}
	slices.SortStableFunc(kids, func(a, b element) int { return place(a) - place(b) })
}
