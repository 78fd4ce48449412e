package document

import (
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// source is the text of one file with LF line ends, and the places in it. Offsets
// are bytes into text; every offset that it takes or gives lies in the file.
type source struct {
	file  string
	text  []byte
	lines []int // offset at which each line begins
	marks []mark
	odd   int   // offset of the first character that no record may hold; -1 if none
	bom   int   // bytes that the file has before text
	crs   []int // offsets of the line ends before which the file has a CR more
}

// mark remembers the column of an offset far into a long line, so that a file of
// one line is not walked from its beginning for each of its values.
type mark struct {
	offset, column int
}

const markEvery = 256 // columns

func newSource(file string, text []byte) *source {
	s := &source{file: file, text: text, odd: -1}
	s.lines = append(make([]int, 0, len(text)/24+2), 0)
	column := 1
	for i, b := range text {
		switch {
		case b >= 0xc0: // the first byte of a character that is not ASCII
			if s.odd < 0 && mayBeForbidden(b) && forbiddenAt(text, i) {
				s.odd = i
			}
		case b >= 0x80:
			continue
		case b == '\n':
			if i+1 < len(text) {
				s.lines = append(s.lines, i+1)
			}
			column = 1
			continue
		case s.odd < 0 && (b < 0x20 || b == 0x7f):
			s.odd = i
		}
		if column%markEvery == 0 {
			s.marks = append(s.marks, mark{i, column})
		}
		column++
	}
	return s
}

// onDisk is where the byte at an offset of the text lies in the file.
func (s *source) onDisk(offset int) int {
	return s.bom + offset + sort.SearchInts(s.crs, offset)
}

// edit replaces a stretch of the text, in bytes of the file.
func (s *source) edit(at span, text string) finding.Edit {
	start := s.onDisk(at.start)
	return finding.Edit{Offset: start, Length: s.onDisk(at.end) - start, Text: text}
}

// place is the line and column of an offset.
func (s *source) place(offset int) finding.Place {
	offset = min(max(offset, 0), s.lineEnd(len(s.lines)))
	line, found := slices.BinarySearch(s.lines, offset)
	if found {
		line++
	}
	near := s.near(line, func(m mark) int { return m.offset - offset })
	return finding.Place{
		Line:   line,
		Column: near.column + utf8.RuneCount(s.text[near.offset:offset]),
	}
}

// offset is where a line and column (both from 1) lie, or the nearest offset that
// there is: yaml.v3 puts empty values behind the end of their line.
func (s *source) offset(line, column int) int {
	line = min(max(line, 1), len(s.lines))
	near := s.near(line, func(m mark) int {
		if m.offset < s.lines[line-1] {
			return -1
		}
		if m.offset >= s.lineEnd(line) {
			return 1
		}
		return m.column - column
	})
	at, end := near.offset, s.lineEnd(line)
	for n := near.column; n < column && at < end; n++ {
		_, size := utf8.DecodeRune(s.text[at:end])
		at += size
	}
	return at
}

// near is the last mark on a line that is not behind what is sought, or the line's
// beginning; order is above 0 for the marks behind it.
func (s *source) near(line int, order func(mark) int) mark {
	start := mark{offset: s.lines[line-1], column: 1}
	i := sort.Search(len(s.marks), func(i int) bool { return order(s.marks[i]) > 0 })
	if i == 0 || s.marks[i-1].offset < start.offset {
		return start
	}
	return s.marks[i-1]
}

// lineEnd is the offset of a line's LF, or of the end of the file.
func (s *source) lineEnd(line int) int {
	if line < len(s.lines) {
		return s.lines[line] - 1
	}
	if n := len(s.text); n > 0 && s.text[n-1] == '\n' {
		return n - 1
	}
	return len(s.text)
}

// span is a stretch of the text, from start up to but not including end.
type span struct {
	start, end int
}

// fault makes an error finding about a stretch of the text.
func (s *source) fault(rule string, at span, message, hint finding.Sentence) finding.Finding {
	f := finding.Finding{
		File: s.file, Start: s.place(at.start), Rule: rule,
		Severity: finding.Error, Message: message, Hint: hint,
	}
	if at.end > at.start {
		f.End = s.place(at.end)
	}
	return f
}
