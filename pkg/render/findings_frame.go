package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

const (
	gutterDigits = 4   // columns of the line's number
	logWidth     = 120 // columns of a frame where there is no terminal
	leastRoom    = 20  // columns of the file's text, however narrow the terminal
)

// frame writes the line of the file that a finding is about, and marks the place
// below it.
func (w *writing) frame(f finding.Finding, src *sources) {
	if !src.seek(f) {
		return
	}
	number := strconv.Itoa(f.Start.Line)
	blank := strings.Repeat(" ", max(gutterDigits, len(number)))
	width := w.f.Width
	if width <= 0 {
		width = logWidth
	}
	e := src.excerpt(f, max(width-len(blank)-len(" | "), leastRoom))
	text := e.before + w.style(styled{e.marked, look(f.Severity)}) + e.after
	w.put(w.gutter(blank[len(number):]+number, text), "\n")
	if f.Start.Column > 0 {
		marks := "^" + strings.Repeat("~", max(e.columns-1, 0))
		w.put(w.gutter(blank, strings.Repeat(" ", columns(e.before))+w.style(styled{marks, look(f.Severity)})), "\n")
	}
}

func (w *writing) gutter(number, text string) string {
	line := w.style(styled{number + " |", lookGutter})
	if text == "" {
		return line
	}
	return line + " " + text
}

// excerpt is as much of a line as fits around a fault.
type excerpt struct {
	before, marked, after string
	columns               int // of marked
}

// excerpt cuts the line that sources stands on to the room that there is. What
// is marked begins where it stands.
func (s *sources) excerpt(f finding.Finding, room int) excerpt {
	before, after := s.around(room)
	if after.text == "" {
		room-- // for the mark behind the line
	}
	if asIs(before, after, room) {
		at := afterCharacters(after.text, marked(f, after.text))
		e := excerpt{before: before.text, marked: after.text[:at], after: after.text[at:]}
		e.columns = columns(e.marked)
		return e
	}
	left, right := backward(before, room), forward(after, room)
	if left.more || right.more || left.columns+right.columns > room {
		keep := min(left.columns, max(room/3, room-right.columns), room-1)
		if left.more {
			keep = max(keep, 1)
		}
		left, right = left.within(keep), right.within(room-keep)
	}
	n := min(marked(f, after.text), len(right.cells))
	slices.Reverse(left.cells)
	e := excerpt{before: joined(left.cells), marked: joined(right.cells[:n]), after: joined(right.cells[n:])}
	e.columns = columns(e.marked)
	return e
}

// asIs reports whether a line fits and needs no change: nearly every one.
func asIs(before, after stretch, room int) bool {
	if before.more || after.more {
		return false
	}
	for _, part := range []string{before.text, after.text} {
		for _, r := range part {
			if !usual(r) {
				return false
			}
			room -= columnsOf(r)
		}
	}
	return room >= 0
}

// usual are the characters that a frame shows as they are, without looking twice.
func usual(r rune) bool {
	return r >= ' ' && r < 0x7f || r >= 0x4e00 && r <= 0x9fff || r > 0x3000 && r <= 0x3029 || r >= 0xff01 && r <= 0xff60
}

// afterCharacters is the offset behind the first n characters of a text.
func afterCharacters(text string, n int) int {
	for at := range text {
		if n == 0 {
			return at
		}
		n--
	}
	return len(text)
}

// marked is how many characters of the line a finding marks, counted from its
// beginning: of several lines, the first is marked.
func marked(f finding.Finding, line string) int {
	switch {
	case f.Start.Column <= 0:
		return 0
	case f.End.Line > f.Start.Line:
		return utf8.RuneCountInString(strings.TrimRight(line, " \t"))
	case f.End.Line == f.Start.Line:
		return max(f.End.Column-f.Start.Column, 0)
	}
	return 0
}

// stretch is a part of a line; more says that the line goes on.
type stretch struct {
	text string
	more bool
}

// half is what stands on one side of a place, the nearest first.
type half struct {
	cells   []cell
	columns int
	more    bool
}

// cell is one character as it is shown.
type cell struct {
	text    string
	columns int
}

// forward reads the characters of a stretch until the room is full; backward
// reads them from its end. Characters without a width fill it too, in the end.
func forward(from stretch, room int) half {
	h := half{more: from.more}
	for rest := from.text; rest != ""; {
		if h.full(room) {
			h.more = true
			break
		}
		_, size := utf8.DecodeRuneInString(rest)
		h.add(visible(rest[:size]))
		rest = rest[size:]
	}
	return h
}

func backward(from stretch, room int) half {
	h := half{more: from.more}
	for rest := from.text; rest != ""; {
		if h.full(room) {
			h.more = true
			break
		}
		_, size := utf8.DecodeLastRuneInString(rest)
		h.add(visible(rest[len(rest)-size:]))
		rest = rest[:len(rest)-size]
	}
	return h
}

func (h *half) add(c cell) { h.cells, h.columns = append(h.cells, c), h.columns+c.columns }

func (h *half) full(room int) bool { return h.columns > room || len(h.cells) >= charactersFor(room) }

// within cuts a half to so many columns; what is left out leaves a sign.
func (h half) within(columns int) half {
	if !h.more && h.columns <= columns {
		return h
	}
	for len(h.cells) > 0 && h.columns+1 > columns {
		last := len(h.cells) - 1
		h.cells, h.columns = h.cells[:last], h.columns-h.cells[last].columns
	}
	h.add(cell{"…", 1})
	return h
}

func joined(cells []cell) string {
	var t strings.Builder
	for _, c := range cells {
		t.WriteString(c.text)
	}
	return t.String()
}

// visible is a character as a frame shows it: what is blank, but is no space, and
// what is not seen at all, are what people look for in vain.
func visible(character string) cell {
	r, size := utf8.DecodeRuneInString(character)
	switch {
	case r >= ' ' && r < 0x7f:
		return cell{character, 1}
	case r == utf8.RuneError && size == 1:
		return cell{"\uFFFD", 1}
	case r == '\t':
		return cell{"⇥", 1}
	case r == '\u3000':
		return cell{"␣␣", 2}
	case wide(r):
		return cell{character, 2}
	case unicode.Is(unicode.Zs, r):
		return cell{"␣", 1}
	case plain.Hidden(r), unicode.In(r, unicode.Cc, unicode.Cf):
		name := fmt.Sprintf("<U+%04X>", r)
		return cell{name, len(name)}
	}
	return cell{character, columns(character)}
}
