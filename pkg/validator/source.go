package validator

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// source is the text of one file with LF line ends, and the places in it. Offsets
// are bytes into text; every offset that it takes or gives lies in the file.
type source struct {
	file  string
	text  []byte
	lines []int // offset at which each line begins
}

func newSource(file string, text []byte) *source {
	s := &source{file: file, text: text, lines: []int{0}}
	for i, b := range text {
		if b == '\n' && i+1 < len(text) {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// place is the line and column of an offset.
func (s *source) place(offset int) finding.Place {
	offset = min(max(offset, 0), len(s.text))
	i, found := slices.BinarySearch(s.lines, offset)
	if !found {
		i--
	}
	return finding.Place{
		Line:   i + 1,
		Column: utf8.RuneCount(s.text[s.lines[i]:offset]) + 1,
	}
}

// offset is where a line and column (both from 1) lie, or the nearest offset that
// there is: yaml.v3 puts empty values behind the end of their line.
func (s *source) offset(line, column int) int {
	line = min(max(line, 1), len(s.lines))
	at, end := s.lines[line-1], s.lineEnd(line)
	for ; column > 1 && at < end; column-- {
		_, size := utf8.DecodeRune(s.text[at:end])
		at += size
	}
	return at
}

// lineEnd is the offset of a line's LF, or of the end of the file.
func (s *source) lineEnd(line int) int {
	start := s.lines[line-1]
	if i := bytes.IndexByte(s.text[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(s.text)
}

// line is the text of a line (from 1) without its LF.
func (s *source) line(n int) string {
	return string(s.text[s.lines[n-1]:s.lineEnd(n)])
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
