// Package finding holds what every other package says about faults: a Sentence
// that can be told in any language, a Finding (one breach of one rule at one
// place in a file) and a Fault (the world failed). It knows no YAML, no Git and
// no terminal.
package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Severity is how much a Finding matters.
type Severity string

// The severities. Only errors make a check fail.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Place is a position in a file. Line and Column count from 1, columns in code
// points; 0 means unknown (the whole file).
type Place struct {
	Line, Column int
}

// Finding is one breach of one rule at one place.
type Finding struct {
	File     string   // path as the user named it, with forward slashes
	Start    Place    // where it begins
	End      Place    // just behind it; zero where unknown
	Rule     string   // stable name, such as yaml/duplicate-key
	Severity Severity // error or warning
	Pointer  string   // JSON pointer (RFC 6901) to the value, "" for the document
	Message  Sentence // what was expected and what was found
	Hint     Sentence // what to do; zero where there is nothing to advise
	Related  []Related
	Fix      []Edit // what would put it right without a doubt; nil where a person must decide
}

// Same is equal for findings that say the same of the same, wherever in the file it
// stands and in whatever language it is told.
func (f Finding) Same() string {
	return strings.Join([]string{f.File, f.Rule, f.Pointer, f.Message.String()}, "\x00")
}

// Edit replaces Length bytes of a file, from the byte Offset on (counted from 0 in
// the file as it lies on disk), by Text.
type Edit struct {
	Offset, Length int
	Text           string
}

// Related is another place that a Finding speaks of, such as the first of two
// entries with one id.
type Related struct {
	File    string
	Start   Place
	Message Sentence
}

// Sort orders findings by file, line, column, rule and text, so that the same
// input always reads the same.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		order := cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Start.Line, b.Start.Line),
			cmp.Compare(a.Start.Column, b.Start.Column),
			cmp.Compare(a.Rule, b.Rule),
		)
		if order == 0 { // only then are the texts worth making
			order = cmp.Compare(a.Message.String(), b.Message.String())
		}
		return order
	})
}

// Failed reports whether any of the findings is an error.
func Failed(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Error })
}
