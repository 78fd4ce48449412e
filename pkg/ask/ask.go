// Package ask draws a form on a terminal and gives back what was answered. A form
// is data: its fields, each with a label, help and a check. It knows nothing of
// commands, writes nothing, and is never used on a pipe.
package ask

import (
	"context"
	"errors"
	"io"
	"slices"
)

// ErrLeft means that a person left the form: with Ctrl-C, with Esc, or since the
// terminal is gone.
var ErrLeft = errors.New("the form was left")

// most is the number of options up to which they are offered as a list to choose
// from. More of them are completed as one types.
const most = 50

// Option is one of the answers that a field may have.
type Option struct {
	Value string // the answer
	Label string // what a person reads
}

// Field is one question of a form.
type Field struct {
	Flag    string // the flag that says the same; empty: an argument, or a flag that the answer names itself
	Before  string // stands before the answer where it is the flag's value
	Label   string
	Help    string // a line below the label; may be empty
	Options []Option
	Free    bool // an answer beside the options is fine too
	Many    bool // any number of the options may be chosen
	Inline  bool // the options stand in one line
	Long    bool // the answer may have several lines
	Spare   bool // whoever does not answer has said enough: it is left out where nothing is drawn
	Check   func(answer string) error
	When    func() bool // nil: it is always asked

	Answer  string   // what was given before, then what was answered
	Answers []string // the same of a field with Many
}

// Asked reports whether the field is to be asked, by what was answered so far.
func (f *Field) Asked() bool { return f.When == nil || f.When() }

// Fits says why an answer cannot be taken; nil: it can.
func (f *Field) Fits(answer string) error {
	if f.Check == nil {
		return nil
	}
	return f.Check(answer)
}

// Choices are the options that can be taken. One that cannot stands for no answer yet.
func (f *Field) Choices() []Option {
	return slices.DeleteFunc(slices.Clone(f.Options), func(o Option) bool { return o.Value == "" && f.Fits("") != nil })
}

// Given are the answers of the field, none of them empty.
func (f *Field) Given() []string {
	var given []string
	for _, a := range append([]string{f.Answer}, f.Answers...) {
		if a != "" && f.Asked() {
			given = append(given, a)
		}
	}
	return given
}

// Arguments are the answers as a command takes them.
func Arguments(fields []*Field) []string {
	var args []string
	for _, f := range fields {
		for _, answer := range f.Given() {
			if f.Flag != "" {
				answer = "--" + f.Flag + "=" + f.Before + answer
			}
			args = append(args, answer)
		}
	}
	return args
}

// Words are those of the form that are not its fields'.
type Words struct {
	Leave                          string // how one leaves, and that nothing is written then
	Next, Back, Submit, Choose     string
	NewLine, Filter, Toggle, Clear string
	Up, Down, Left, Right          string
	All, None, Complete            string
	Start, End, HalfUp, HalfDown   string
	Space                          string // the key that marks
}

// Form is what is asked on one screen after the other.
type Form struct {
	Title  string
	Fields []*Field
	Words  Words
}

// Screen is the terminal that a form is drawn on.
type Screen struct {
	In      io.Reader
	Out     io.Writer
	Environ []string // KEY=value; it says which colours there are
	Width   int      // columns
	Height  int      // lines

	Clip func(text string, columns int) string // cuts a text, and shows that it did; nil: nothing is cut
	Fold func(text string, columns int) string // breaks a text into lines between words; nil: nothing is broken
}

// Run draws the form until it is answered or left. The answers are in its fields.
func (f Form) Run(ctx context.Context, on Screen) error {
	if len(f.Fields) == 0 {
		return nil
	}
	return f.draw(ctx, on)
}
