package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// errInterrupted means that a person ended a prompt with Ctrl-C or Ctrl-D.
var errInterrupted = errors.New("interrupted")

// errDeclined means that a person was asked and said no.
var errDeclined = errors.New("declined")

// asks reports whether there is a person to ask: input and talk are a terminal.
func (a *app) asks() bool { return a.Term.In && a.Term.Err }

// ask asks for one line; empty takes what is offered. Ctrl-C ends it at once.
func (a *app) ask(ctx context.Context, question, offered string) (string, error) {
	if offered != "" {
		question += " [" + offered + "]"
	}
	end := a.say.T(": ")
	colon := strings.TrimRight(end, " ")
	fmt.Fprint(a.Err, a.folded(a.tame(question+colon)), end[len(colon):])
	line, err := a.line(ctx)
	if err != nil {
		fmt.Fprintln(a.Err)
		return "", err
	}
	if line == "" {
		return offered, nil
	}
	return line, nil
}

// line reads one line, unless the run is interrupted first.
func (a *app) line(ctx context.Context) (string, error) {
	type read struct {
		text string
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := readLine(a.In)
		done <- read{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", errInterrupted
	case r := <-done:
		return strings.TrimSpace(r.text), r.err
	}
}

// readLine reads byte by byte, so that nothing behind the line is lost to the
// next prompt.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for {
		b, err := readByte(r)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return "", errInterrupted
		}
		if errors.Is(err, io.EOF) || b == '\n' {
			return string(line), nil
		}
		if err != nil {
			return "", fmt.Errorf("read the answer: %w", err)
		}
		line = append(line, b)
	}
}

func readByte(r io.Reader) (byte, error) {
	var one [1]byte
	_, err := io.ReadFull(r, one[:])
	return one[0], err
}

// askable refuses a step that cannot be taken back where nobody can be asked and
// --yes is not given. What the procedure refuses is refused before.
func (a *app) askable() error {
	if a.flags.yes || a.flags.dryRun || a.asks() {
		return nil
	}
	return fault(finding.Say("this step cannot be taken back and nobody can be asked"), finding.Say("add --yes"))
}

// confirm asks before a step that cannot be taken back, once for one question.
func (a *app) confirm(ctx context.Context, question string) error {
	if a.flags.yes || a.flags.dryRun || question == a.agreed {
		return nil
	}
	if err := a.askable(); err != nil {
		return err
	}
	answer, err := a.ask(ctx, question+" [y/N]", "")
	if err != nil {
		return err
	}
	switch strings.ToLower(answer) {
	case "y", "yes", "是", "好":
		a.agreed = question
		return nil
	}
	return errDeclined
}
