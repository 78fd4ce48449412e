package document

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// printed is a line of the new text.
type printed struct {
	text   string
	inside bool // a value: an empty line is kept
	keeps  bool // the value takes in the empty lines that follow
}

// note is a comment on a line of its own, or an empty line.
type note struct {
	text   string
	indent int
}

// notes reads lines that hold nothing but comments.
func (l *layout) notes(from, to int) []note {
	var all []note
	for line := from; line <= to; line++ {
		raw := l.lineText(line)
		text := bytes.TrimLeft(raw, " ")
		if len(text) > 0 && text[0] != '#' {
			l.refuse(line)
		}
		all = append(all, note{strings.TrimRight(string(text), " "), len(raw) - len(text)})
	}
	return all
}

func noteRows(notes []note, column int) []printed {
	rows := make([]printed, len(notes))
	for i, n := range notes {
		if n.text != "" {
			rows[i].text = strings.Repeat(" ", column) + n.text
		}
	}
	return rows
}

// parted parts the notes between an element and the next: those that are indented
// deeper than both belong to the end of the first, if its value has lines.
func parted(notes []note, value *yaml.Node, column int) (inner, outer []note) {
	if !isBlockCollection(value) {
		return nil, notes
	}
	n := 0
	for i, one := range notes {
		if one.text == "" {
			continue
		}
		if one.indent <= column {
			break
		}
		n = i + 1
	}
	return notes[:n], notes[n:]
}

// staysOnTop is a line that is about the file, not about the first field: the
// document's beginning, or the editor's hint where the schema is.
var staysOnTop = regexp.MustCompile(`^(---$|# *yaml-language-server:|# *\$schema:)`)

// header are the rows that stay at the top, and the notes that stand right above
// the first field.
func (l *layout) header(to int) (rows []printed, above []note) {
	var all []note
	for line := 1; line <= to; line++ {
		if text := bytes.TrimRight(l.lineText(line), " "); bytes.Equal(text, []byte("---")) {
			all = append(all, note{text: "---"})
			continue
		}
		all = append(all, l.notes(line, line)...)
	}
	n := 0
	for i, one := range all {
		if one.text == "" || staysOnTop.MatchString(one.text) {
			n = i + 1
		}
	}
	return noteRows(all[:n], 0), all[n:]
}

// run gives the rows of a scalar or a collection in brackets: as it is written, but
// for the indentation of its further lines. Column and old are those of the
// collection that it stands in.
func (l *layout) run(n *yaml.Node, prefix string, column, old int) []printed {
	if isBlockText(n) {
		return l.blockText(n, prefix, column, old)
	}
	start, end := l.start(n).start, l.end(n)
	lines := strings.Split(string(l.text[start:end]), "\n")
	rows := make([]printed, len(lines))
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		switch {
		case i == 0:
			text = prefix + text
		case text == "":
		case n.Kind == yaml.ScalarNode:
			text = strings.Repeat(" ", column+2) + text
		default:
			text = strings.Repeat(" ", max(len(line)-len(text)+column-old, 0)) + text
		}
		if trimmed := strings.TrimRight(text, " "); !strings.HasSuffix(trimmed, `\`) {
			text = trimmed
		}
		rows[i] = printed{text: text, inside: true}
	}
	rows[len(rows)-1].text += l.beside(end)
	return rows
}

// blockText gives the rows of a text behind | or >.
func (l *layout) blockText(n *yaml.Node, prefix string, column, old int) []printed {
	head := string(bytes.TrimRight(l.text[l.start(n).start:l.lineEnd(n.Line)], " "))
	indent, last := l.blockLines(n, old)
	deeper := column + 2
	if d := blockDigit(head); d > 0 {
		deeper = column + d
	}
	rows := []printed{{text: prefix + head, inside: true}}
	for line := n.Line + 1; line <= last; line++ {
		text := string(l.lineText(line))
		if len(text) <= indent {
			rows = append(rows, printed{inside: true})
			continue
		}
		rows = append(rows, printed{text: strings.Repeat(" ", deeper) + text[indent:], inside: true})
	}
	rows[len(rows)-1].keeps = blockKeeps(head)
	if last == len(l.lines) && !bytes.HasSuffix(l.text, []byte("\n")) && !strings.Contains(blockIndicators(head), "-") {
		// The line end that the file lacks would become part of the value.
		l.refuseFor(last, finding.Say("the file ends inside a text, without a line end"), finding.Say("press Enter behind its last line, or write |- in place of |"))
	}
	return rows
}

// blockIndicators are the signs behind | or >.
func blockIndicators(head string) string {
	signs, _, _ := strings.Cut(head, " ")
	return signs
}

func blockKeeps(head string) bool { return strings.Contains(blockIndicators(head), "+") }

// blockDigit is the indentation that the text says of itself; 0 if it does not.
func blockDigit(head string) int {
	signs := blockIndicators(head)
	if i := strings.IndexAny(signs, "123456789"); i >= 0 {
		return int(signs[i] - '0')
	}
	return 0
}

// blockLines finds the indentation and the last line of a text behind | or >, whose
// collection stands at the old column.
func (l *layout) blockLines(n *yaml.Node, old int) (indent, last int) {
	head := string(l.text[l.start(n).start:l.lineEnd(n.Line)])
	indent = old + blockDigit(head)
	blanks := func(text []byte) int { return len(text) - len(bytes.TrimLeft(text, " ")) }
	if indent == old {
		indent = old + 1
		for line := n.Line + 1; line <= len(l.lines); line++ {
			text := l.lineText(line)
			indent = max(indent, blanks(text)) // yaml.v3 counts empty lines too
			if blanks(text) < len(text) {
				break
			}
		}
	}
	last = n.Line
	for line := n.Line + 1; line <= len(l.lines); line++ {
		text := l.lineText(line)
		switch {
		case len(text) > indent && blanks(text) >= indent:
			last = line
		case blanks(text) < len(text):
			return indent, last
		case blockKeeps(head):
			last = line
		}
	}
	return indent, last
}

// squeezed joins rows: at most one empty line in a row, none at the beginning, at
// the end, or behind a text that would take it in.
func squeezed(rows []printed) []byte {
	var kept []printed
	for _, r := range rows {
		if r.text == "" && !r.inside {
			if len(kept) == 0 || kept[len(kept)-1].text == "" || kept[len(kept)-1].keeps {
				continue
			}
		}
		kept = append(kept, r)
	}
	for len(kept) > 0 && kept[len(kept)-1].text == "" && !kept[len(kept)-1].inside {
		kept = slices.Delete(kept, len(kept)-1, len(kept))
	}
	var out bytes.Buffer
	for _, r := range kept {
		out.WriteString(r.text + "\n")
	}
	return out.Bytes()
}
