package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"

	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// helpMark begins the lines of help in a text to be edited. They are taken away, the
// text's own comments are not.
const helpMark = "#~"

// amendInEditor lets a person change the text of the procedure in their editor, as
// often as it takes, and lands it.
func (a *app) amendInEditor(ctx context.Context, o *amendOptions) error {
	d, err := a.open(ctx)
	if err != nil {
		return a.broken(ctx, err)
	}
	s, err := d.session(ctx, d.tip)
	if err != nil {
		return err
	}
	if _, no := s.amender(); no != nil {
		return no // before anything is typed
	}
	e, err := s.editing(ctx)
	if err != nil {
		return err
	}
	text, err := e.revise(ctx)
	if err == nil {
		err = a.replace(ctx, newText{records.ProcedureFile, text, o.text, o.closes})
	}
	return e.end(err)
}

// editing is a text of the procedure in a person's editor.
type editing struct {
	*session
	name string // of the file
	old  []byte // the text in force
	text []byte // as it was left last, without help
}

// editing puts the text in force into a file of this work tree's own.
func (s *session) editing(ctx context.Context) (*editing, error) {
	old, err := s.books.Read(records.ProcedureFile)
	if err != nil {
		return nil, err
	}
	name, err := s.gitFile(ctx, "sc/amendments")
	if err == nil {
		err = os.MkdirAll(name, 0o755)
	}
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(name, "procedure-*.yaml")
	if err != nil {
		return nil, err
	}
	return &editing{session: s, name: f.Name(), old: old, text: old}, f.Close()
}

// revise opens the editor until the text can be put in force. A text that is left as
// it is, or emptied, is given up.
func (e *editing) revise(ctx context.Context) ([]byte, error) {
	var wrong error
	for {
		before := e.text
		if err := e.open(ctx, wrong); err != nil {
			return nil, err
		}
		switch {
		case len(bytes.TrimSpace(e.text)) == 0 || bytes.Equal(e.text, e.old):
			e.text = e.old
			return nil, errDeclined
		case wrong != nil && bytes.Equal(e.text, before):
			return nil, wrong
		}
		if _, wrong = e.amendment(ctx, newText{file: records.ProcedureFile, data: e.text}.edit); wrong == nil {
			return e.text, nil
		}
		if !correctable(wrong) {
			return nil, wrong
		}
	}
}

// correctable reports whether an error is about the text.
func correctable(err error) bool {
	var several refused
	_, broken := errors.AsType[*records.Broken](err)
	_, one := errors.AsType[*procedure.Refusal](err)
	return broken || one || errors.As(err, &several)
}

// open lets the person edit the text, with help and what is wrong on top.
func (e *editing) open(ctx context.Context, wrong error) error {
	top := e.help(wrong)
	if err := os.WriteFile(e.name, append([]byte(top), e.text...), 0o644); err != nil {
		return err
	}
	failed := e.app.edit(ctx, e.desk, e.name)
	data, err := os.ReadFile(e.name)
	if err == nil {
		e.text = withoutHelp(data)
	}
	return errors.Join(failed, err)
}

func withoutHelp(data []byte) []byte {
	var kept bytes.Buffer
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte(helpMark)) {
			kept.Write(line)
		}
	}
	return kept.Bytes()
}

// help is what stands above the text.
func (e *editing) help(wrong error) string {
	say := e.app.say
	lines := []string{
		say.T("The procedure in force, version %s. Change it, save it, and leave the editor.", e.rules.Version),
		say.T("An unchanged or empty text changes nothing. The version is raised for you."),
		say.T("Lines that begin with %s are taken away.", helpMark),
	}
	lines = append(lines, e.faults(wrong, len(lines)+1)...)
	return helpMark + " " + strings.Join(lines, "\n"+helpMark+" ") + "\n"
}

// faults is what is wrong with the text, as lines of which so many stand above it.
func (e *editing) faults(wrong error, above int) []string {
	say := e.app.say
	if wrong == nil {
		return nil
	}
	lines := []string{say.T("It cannot be put in force like this; leave it as it is to give up:")}
	var several refused
	if broken, ok := errors.AsType[*records.Broken](wrong); ok {
		for _, f := range broken.Findings {
			line := f.Start.Line + above + len(broken.Findings)
			lines = append(lines, say.T("line %s: %s", line, f.Message))
		}
	} else if one, ok := errors.AsType[*procedure.Refusal](wrong); ok {
		lines = append(lines, e.app.refusal(one))
	} else if errors.As(wrong, &several) {
		for _, r := range several {
			lines = append(lines, e.app.refusal(r))
		}
	}
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(plain.CleanLines(l), "\n", " ")
	}
	return lines
}

// end takes the file away, unless a changed text would be lost with it.
func (e *editing) end(err error) error {
	if err == nil && !e.app.flags.dryRun || bytes.Equal(e.text, e.old) {
		return errors.Join(err, os.Remove(e.name))
	}
	if kept := os.WriteFile(e.name, e.text, 0o644); kept != nil {
		return errors.Join(err, kept)
	}
	e.app.note(e.app.say.T("your text is kept: sc amend -f %s", e.app.relative(e.name)))
	return err
}
