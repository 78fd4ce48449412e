package render

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// The looks of the parts of a text, as a terminal takes them (ECMA-48 §8.3.117).
const (
	lookError   = "\x1b[1;31m"
	lookWarning = "\x1b[1;33m"
	lookPlace   = "\x1b[1m"
	lookAdvice  = "\x1b[36m"
	lookGutter  = "\x1b[2m"
	lookOff     = "\x1b[0m"
)

// noteIndent is how far what belongs to a finding stands in.
const noteIndent = 4

// text writes findings as compilers do, each with its line of the file:
//
//	services/svc-a.yaml:4:12: error: … [schema/enum]
//	   4 | lifecycle: gone
//	     |            ^~~~
//	    hint: …
func (w *writing) text(r Report) error {
	src := &sources{read: r.Source}
	for _, one := range r.Findings {
		w.head(one)
		w.frame(one, src)
		w.notes(one)
	}
	return nil
}

func (w *writing) head(f finding.Finding) {
	place, label := plain.Clean(position(f.File, f.Start)), w.label(f.Severity)
	w.paragraph(paragraph{
		lead: []styled{{place, lookPlace}, {label.before, look(f.Severity)}},
		text: w.say(f.Message) + label.after + " [" + plain.Clean(f.Rule) + "]",
		hang: noteIndent,
	})
}

// notes are the hint, whether it can be put right without a person, and the
// other places that a finding speaks of.
func (w *writing) notes(f finding.Finding) {
	if !f.Hint.IsZero() {
		w.paragraph(paragraph{
			indent: noteIndent,
			lead:   []styled{{w.hint.before, lookAdvice}},
			text:   w.say(f.Hint) + w.hint.after,
			hang:   noteIndent + columns(w.hint.before),
		})
	}
	if len(f.Fix) > 0 {
		w.paragraph(paragraph{indent: noteIndent, text: w.f.Say.T("sc validate --fix can put this right"), hang: noteIndent})
	}
	for _, other := range f.Related {
		w.paragraph(paragraph{
			indent: noteIndent,
			lead:   []styled{{plain.Clean(position(other.File, other.Start)), lookPlace}},
			text:   w.say(other.Message),
			hang:   2 * noteIndent,
		})
	}
}

func look(s finding.Severity) string {
	if s == finding.Error {
		return lookError
	}
	return lookWarning
}

// styled is a text and its look.
type styled struct {
	text, look string
}

func (w *writing) style(s styled) string {
	if w.f.Colour == Plain || s.look == "" || s.text == "" {
		return s.text
	}
	return s.look + s.text + lookOff
}

// paragraph is a text that is folded to the terminal: it begins indented, with
// its leads, and goes on under them by hang.
type paragraph struct {
	indent int
	lead   []styled
	text   string
	hang   int
}

func (w *writing) paragraph(p paragraph) {
	if w.f.Width <= 0 {
		w.unfolded(p)
		return
	}
	plain, coloured := "", ""
	for _, l := range p.lead {
		plain, coloured = plain+l.text, coloured+w.style(l)
	}
	lines := fold(plain+p.text, w.f.Width-p.indent, w.f.Width-p.hang)
	if rest, whole := strings.CutPrefix(lines[0], plain); whole {
		lines[0] = coloured + rest
	}
	for i, line := range lines {
		indent := p.indent
		if i > 0 {
			indent = p.hang
		}
		w.put(strings.Repeat(" ", indent), line, "\n")
	}
}

// unfolded is a paragraph where there is no terminal: one line, for programs.
func (w *writing) unfolded(p paragraph) {
	w.put(strings.Repeat(" ", p.indent))
	for _, l := range p.lead {
		w.put(w.style(l))
	}
	w.put(p.text, "\n")
}

// fold breaks a text into a first line and the rest, of so many columns each.
func fold(text string, first, rest int) []string {
	if columns(text) <= first {
		return []string{text}
	}
	lines := wrap(text, max(first, leastWidth))
	if len(lines) == 1 {
		return lines
	}
	behind := strings.TrimLeft(text[len(lines[0]):], " ")
	return append(lines[:1], wrap(behind, max(rest, leastWidth))...)
}

// position is "file:line:column: " as far as it is known.
func position(file string, p finding.Place) string {
	at := make([]byte, 0, len(file)+16)
	if strings.HasPrefix(file, "::") { // no command of GitHub's
		file = "./" + file
	}
	if file != "" {
		at = append(append(at, file...), ':')
	}
	if p.Line > 0 {
		at = append(strconv.AppendInt(at, int64(p.Line), 10), ':')
		if p.Column > 0 {
			at = append(strconv.AppendInt(at, int64(p.Column), 10), ':')
		}
	}
	if len(at) > 0 {
		at = append(at, ' ')
	}
	return string(at)
}
