// Package render shows what commands found: aligned tables to a person on a
// terminal, tab-separated rows to a program in a pipe, JSON to whoever asks for
// it; findings likewise. One file per output format. It decides nothing and
// reads nothing.
package render

import (
	"fmt"
	"io"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Page is what a command shows: sections for people and programs, and one Value
// for JSON.
type Page struct {
	Sections []Section
	Plain    *Section // in place of the sections for programs, where they are laid out for people
	Value    any
}

// Section is a table of a page. A cell is a string, a Sentence, a text in
// several languages, a time.Time or a number.
type Section struct {
	Key     string // in front of each row in a pipe, where a page has several sections
	Title   finding.Sentence
	Depth   int // of the title in Markdown: 1 for the whole, 2 for a part of it; 0 is 1
	Columns []finding.Sentence
	Rows    [][]any
	Empty   finding.Sentence // said in place of a table without rows
	Foot    finding.Sentence // said to people below the rows: what to do next
}

// Screen is where a page is shown.
type Screen struct {
	Out      io.Writer
	Say      *lang.Printer
	Terminal bool
	Width    int       // columns; 0 means unlimited
	Now      time.Time // for relative times
	Colour   Colour    // on a terminal
}

// Show writes a page for people on a terminal, for programs elsewhere.
func (s Screen) Show(p Page) error {
	if !s.Terminal && p.Plain != nil {
		return s.rows(*p.Plain, 1)
	}
	for i, section := range p.Sections {
		var err error
		if s.Terminal {
			err = s.table(section, i)
		} else {
			err = s.rows(section, len(p.Sections))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cell is a value as text in the reader's language.
func (s Screen) cell(v any) string {
	if m, ok := v.(Marked); ok {
		v = m.Text
	}
	switch v := s.Say.Value(v).(type) {
	case nil:
		return ""
	case string:
		return v
	case time.Time:
		return s.time(v)
	default:
		return fmt.Sprint(v)
	}
}

// time is RFC 3339 for programs and relative for people.
func (s Screen) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if !s.Terminal {
		return t.Format(time.RFC3339)
	}
	d := s.Now.Sub(t)
	switch {
	case d < 0 || d >= 14*24*time.Hour:
		return t.Format("2006-01-02 15:04")
	case d < time.Minute:
		return s.Say.T("just now")
	case d < time.Hour:
		return s.Say.T("%s min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return s.Say.T("%s h ago", int(d.Hours()))
	}
	return s.Say.T("%s days ago", int(d.Hours()/24))
}
