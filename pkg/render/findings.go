package render

import (
	"bufio"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
)

// Findings shows what a check found, in the order given.
type Findings struct {
	Out     io.Writer
	Say     *lang.Printer
	Colour  Colour
	Width   int    // columns of the terminal, to which text is folded; 0 means none
	Version string // of the program, for formats that name it
}

// Colour says whether text is coloured. The zero value is not.
type Colour int

// The choices of colour.
const (
	Plain Colour = iota
	Coloured
)

// Report is what a check found and looked at.
type Report struct {
	Findings []finding.Finding        // sorted
	Files    []string                 // every file that was checked, as shown to people, sorted
	Source   func(file string) []byte // the text of a file, nil where it is not to be had; may be nil
	Hidden   int                      // findings that were left out
	Whole    finding.Sentence         // how it turned out, for a summary; zero: files, errors and warnings are counted
	Suite    string                   // what checked, for JUnit; empty is sc validate
}

// findingFormats are the formats by name, each in a file of its own.
var findingFormats = []struct {
	name  string
	write func(*writing, Report) error
}{
	{"text", (*writing).text},
	{"json", (*writing).json},
	{"sarif", (*writing).sarif},
	{"junit", (*writing).junit},
	{"github", (*writing).github},
	{"gitlab", (*writing).gitlab},
}

// FindingFormats are the names that Write knows, text for people first.
func FindingFormats() []string {
	names := make([]string, len(findingFormats))
	for i, known := range findingFormats {
		names[i] = known.name
	}
	return names
}

// Write writes a report in the format of that name. A name that is not among
// FindingFormats is a finding.Fault.
func (f Findings) Write(format string, r Report) error {
	for _, known := range findingFormats {
		if known.name == format {
			return f.write(known.write, r)
		}
	}
	return &finding.Fault{
		Message: finding.Say("there is no format %s", format),
		Hint:    finding.Say("the formats are: %s", strings.Join(FindingFormats(), ", ")),
	}
}

// Text writes findings as compilers do, without the lines of the files.
func (f Findings) Text(found []finding.Finding) error {
	return f.Write("text", Report{Findings: found})
}

// Summary writes a report in Markdown, as GitHub takes it for the summary of a
// step: at most 500 findings and well below 1 MiB.
func (f Findings) Summary(r Report) error { return f.write((*writing).summary, r) }

func (f Findings) write(format func(*writing, Report) error, r Report) error {
	w := &writing{f: f, out: bufio.NewWriterSize(f.Out, 1<<16)}
	w.hint = split2(f.Say.T("hint: %s", hole))
	w.aside = [3]string(strings.Split(f.Say.T("%s (%s)", hole, hole), hole))
	w.labels = map[finding.Severity]around{}
	for _, s := range []finding.Severity{finding.Error, finding.Warning} {
		w.labels[s] = split2(f.Say.T("%s: %s", f.Say.Word(string(s)), hole))
	}
	if err := format(w, r); err != nil {
		return err
	}
	return w.out.Flush()
}

// writing is one report on its way out. Errors of out stick to it until the end.
type writing struct {
	f      Findings
	out    *bufio.Writer
	hint   around
	aside  [3]string // around what is said and what is said beside it
	labels map[finding.Severity]around
	uri    sarifArtifact // of the file last named
	file   string
}

// around is what a sentence says before and behind its one value. Telling it
// once is what makes a hundred thousand findings quick.
type around struct {
	before, after string
}

const hole = "\x00"

func split2(text string) around {
	before, after, _ := strings.Cut(text, hole)
	return around{before, after}
}

func (w *writing) put(parts ...string) {
	for _, p := range parts {
		_, _ = w.out.WriteString(p) // Flush gives the error
	}
}

// say is a sentence in the reader's language as one line, fit to be shown.
func (w *writing) say(s finding.Sentence) string { return plain.Clean(w.f.Say.Say(s)) }

// label is "error: " and what follows the message, in the reader's language.
func (w *writing) label(s finding.Severity) around {
	if l, ok := w.labels[s]; ok {
		return l
	}
	return around{before: plain.Clean(string(s)) + ": "}
}

// advice is the hint with its label; empty where there is none.
func (w *writing) advice(f finding.Finding) string {
	if f.Hint.IsZero() {
		return ""
	}
	return w.hint.before + w.say(f.Hint) + w.hint.after
}

// line is a finding on one line: place, severity, message and rule.
func (w *writing) line(f finding.Finding) string {
	l := w.label(f.Severity)
	return plain.Clean(position(f.File, f.Start)) + l.before + w.say(f.Message) + l.after + " [" + plain.Clean(f.Rule) + "]"
}

// bySeverity parts the errors from the rest.
func bySeverity(found []finding.Finding) (errors, others []finding.Finding) {
	for _, one := range found {
		if one.Severity == finding.Error {
			errors = append(errors, one)
		} else {
			others = append(others, one)
		}
	}
	return errors, others
}
