package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/ask"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// fill asks for what a command was not told, and tells it the answers as if they had
// been typed. It gives the arguments among them.
func (a *app) fill(ctx context.Context, c *cobra.Command, fields []*ask.Field) ([]string, error) {
	return a.fillAbout(ctx, c, c.Short, fields)
}

// fillAbout is fill under a title that says what the answers are about.
func (a *app) fillAbout(ctx context.Context, c *cobra.Command, title string, fields []*ask.Field) ([]string, error) {
	given := ask.Arguments(fields)
	err := a.askAll(ctx, title, fields)
	answers := ask.Arguments(fields)
	a.typed = slices.DeleteFunc(slices.Clone(answers), func(answer string) bool { return slices.Contains(given, answer) })
	if err != nil {
		return nil, err
	}
	if err := c.ParseFlags(answers); err != nil {
		return nil, a.flagError(c, err)
	}
	return c.Flags().Args(), nil
}

// askAll asks for fields: drawn where the terminal can be drawn on, a line for each
// elsewhere.
func (a *app) askAll(ctx context.Context, title string, fields []*ask.Field) error {
	if a.Term.Draws {
		on := ask.Screen{In: a.In, Out: a.Err, Environ: a.Environ, Width: a.Term.Width, Height: a.Term.Height, Clip: render.Clip, Fold: render.Fold}
		err := ask.Form{Title: title, Fields: fields, Words: a.formWords()}.Run(ctx, on)
		if errors.Is(err, ask.ErrLeft) {
			return errInterrupted
		}
		return err
	}
	for _, f := range fields {
		if f.Spare || !f.Asked() {
			continue
		}
		if err := a.askField(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// askField asks for a field on a line of its own, and again where the answer cannot be
// taken.
func (a *app) askField(ctx context.Context, f *ask.Field) error {
	for {
		text, err := a.ask(ctx, a.question(f), a.preset(f))
		if err != nil {
			return err
		}
		err = a.answered(f, text)
		if err == nil {
			return nil
		}
		a.note(err.Error())
	}
}

// preset is the answer that a field has already, as a person reads it.
func (a *app) preset(f *ask.Field) string {
	for _, o := range f.Options {
		if o.Value == f.Answer && f.Answer != "" {
			return o.Label
		}
	}
	return f.Answer
}

// question is the label with what explains it, and with the numbers of the answers to
// choose from.
func (a *app) question(f *ask.Field) string {
	label := f.Label
	if f.Help != "" {
		label = a.say.T("%s (%s)", label, f.Help)
	}
	if f.Free || len(f.Options) == 0 || len(f.Options) > most {
		return label
	}
	var choices []string
	for i, o := range f.Choices() {
		choices = append(choices, strconv.Itoa(i+1)+" "+o.Label)
	}
	return a.say.T("%s (%s)", label, a.several(choices))
}

// answered takes an answer that was typed on a line.
func (a *app) answered(f *ask.Field, text string) error {
	if f.Many {
		f.Answers = nil
		for _, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、", r) }) {
			value, ok := optionOf(f, one)
			if !ok {
				return a.noOption(one)
			}
			f.Answers = append(f.Answers, value)
		}
		return f.Fits(strings.Join(f.Answers, " "))
	}
	value, ok := optionOf(f, text)
	if !ok {
		return a.noOption(text)
	}
	if err := f.Fits(value); err != nil {
		return err
	}
	f.Answer = value
	return nil
}

// optionOf is the option that is meant by its number, its value or its label.
func optionOf(f *ask.Field, text string) (string, bool) {
	if text == "" {
		return "", true // whether it may stay open is for the field's check
	}
	for i, o := range f.Choices() {
		if text == strconv.Itoa(i+1) || text == o.Value || strings.EqualFold(text, o.Label) {
			return o.Value, true
		}
	}
	return text, f.Free || len(f.Options) == 0
}

func (a *app) noOption(text string) error {
	return errors.New(a.say.T("%s is none of the answers to choose from", text))
}

// filled is the check of a field that must not stay empty.
func (a *app) filled(answer string) error {
	if strings.TrimSpace(answer) == "" {
		return errors.New(a.say.T("this is needed"))
	}
	return nil
}

// dated is the check of a field for a date; none is fine.
func (a *app) dated(answer string) error {
	if _, err := time.Parse(time.DateOnly, answer); answer == "" || err == nil {
		return nil
	}
	return errors.New(a.say.T("write the date as 2026-04-20"))
}

// retype shows what was typed into a form as the command that says the same, so that
// nothing is lost where the form was left or the command failed.
func (a *app) retype() {
	if len(a.typed) == 0 {
		return
	}
	words := []string{a.name()}
	for _, arg := range slices.Concat(a.Args, a.typed) {
		words = append(words, quoted(arg))
	}
	a.note(a.say.T("what was typed is not lost; as a command:"))
	fmt.Fprintln(a.Err, a.tame(strings.Join(words, " "))) // whole, however narrow the window: it is to be copied
}

// quoted is an argument as a shell takes it.
func quoted(arg string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 0x2fff || strings.ContainsRune("-_=./:@,+%", r)
	}
	if arg != "" && strings.IndexFunc(arg, func(r rune) bool { return !plain(r) }) < 0 {
		return arg
	}
	if flag, value, ok := strings.Cut(arg, "="); ok && strings.HasPrefix(flag, "--") && quoted(flag) == flag {
		return flag + "=" + quoted(value)
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

func (a *app) formWords() ask.Words {
	t := a.say.T
	return ask.Words{
		Leave: t("Esc leaves; nothing is written before the end"),
		Next:  t("next"), Back: t("back"), Submit: t("done"), Choose: t("keep the search"),
		NewLine: t("new line"), Filter: t("search"), Toggle: t("mark"), Clear: t("show all"),
		Up: t("up"), Down: t("down"), Left: t("left"), Right: t("right"),
		All: t("mark all"), None: t("mark none"), Complete: t("complete"),
		Start: t("to the start"), End: t("to the end"), HalfUp: t("half a page up"), HalfDown: t("half a page down"),
		Space: t("space"),
	}
}

// wordOptions are words of the records to choose from, said in the reader's language.
func (a *app) wordOptions(words ...string) []ask.Option {
	return each(words, func(w string) ask.Option { return ask.Option{Value: w, Label: a.say.Word(w)} })
}

// noAnswer is the option of not answering.
func (a *app) noAnswer() ask.Option { return ask.Option{Label: a.say.T("none")} }

// missing is the fault about arguments that nobody can be asked for.
func missing(c *cobra.Command) error {
	return fault(finding.Say("wrong number of arguments"), finding.Say("usage: %s", strings.NewReplacer("[", "", "]", "").Replace(c.UseLine())))
}
