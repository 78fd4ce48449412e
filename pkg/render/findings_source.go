package render

import (
	"bytes"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// sources stands at a place in the text of a file. Findings come sorted, so that
// it walks on from one to the next: a file of one long line with a thousand
// faults is walked once.
type sources struct {
	read   func(file string) []byte
	file   string
	text   []byte // nil where there is none to show
	line   int    // 0 before the first file is read
	column int
	start  int // offset at which the line begins
	offset int
}

// seek goes to the beginning of a finding, or to the end of its line where the
// line is shorter. It reports false where there is no such line.
func (s *sources) seek(f finding.Finding) bool {
	if s.read == nil || f.File == "" || f.Start.Line <= 0 {
		return false
	}
	if s.line == 0 || s.file != f.File {
		s.open(f.File)
	}
	if f.Start.Line < s.line || f.Start.Line == s.line && f.Start.Column < s.column {
		s.rewind()
	}
	return s.text != nil && s.toLine(f.Start.Line) && s.toColumn(f.Start.Column)
}

// open reads a file. UTF-16 is taken for no text: it would be shown as rubbish.
func (s *sources) open(file string) {
	s.file, s.text = file, s.read(file)
	if bytes.HasPrefix(s.text, []byte("\xff\xfe")) || bytes.HasPrefix(s.text, []byte("\xfe\xff")) {
		s.text = nil
	}
	s.text = bytes.TrimPrefix(s.text, []byte("\xef\xbb\xbf")) // columns count from behind it
	s.rewind()
}

func (s *sources) rewind() { s.line, s.column, s.start, s.offset = 1, 1, 0, 0 }

func (s *sources) toLine(line int) bool {
	for s.line < line {
		i := bytes.IndexByte(s.text[s.offset:], '\n')
		if i < 0 {
			return false
		}
		s.offset += i + 1
		s.line, s.column, s.start = s.line+1, 1, s.offset
	}
	return true
}

func (s *sources) toColumn(column int) bool {
	for s.column < column && !lineEnds(s.text[s.offset:]) {
		_, size := utf8.DecodeRune(s.text[s.offset:])
		s.column, s.offset = s.column+1, s.offset+size
	}
	return true
}

func lineEnds(rest []byte) bool {
	return len(rest) == 0 || rest[0] == '\n' || bytes.HasPrefix(rest, []byte("\r\n"))
}

// charactersFor is how many characters are looked at to fill a number of columns:
// a few may have no width, but a line of nothing else has an end too.
func charactersFor(columns int) int { return 4 * columns }

// around is the line before and behind the place, as far as so many columns may
// show it: a line can be as long as a file.
func (s *sources) around(columns int) (before, after stretch) {
	reach := (charactersFor(columns) + 1) * utf8.UTFMax
	from := max(s.start, s.offset-reach)
	before = stretch{string(s.text[from:s.offset]), from > s.start}
	to := min(s.offset+reach, len(s.text))
	near := s.text[s.offset:to]
	if i := bytes.IndexByte(near, '\n'); i >= 0 {
		return before, stretch{string(bytes.TrimSuffix(near[:i], []byte("\r"))), false}
	}
	return before, stretch{string(near), to < len(s.text)}
}
