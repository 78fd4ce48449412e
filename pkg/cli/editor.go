package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// runEditor runs an editor as git runs it: through the shell, the file as its
// last argument.
func (a *app) runEditor(ctx context.Context, editor, name string) error {
	c := exec.CommandContext(ctx, "sh", "-c", editor+` "$@"`, editor, name)
	c.Stdin, c.Stdout, c.Stderr = a.In, a.Err, a.Err
	c.Env, c.Dir = a.Environ, a.dir()
	if err := c.Run(); err != nil {
		return &finding.Fault{Message: unedited(err), Hint: finding.Say("your text is in %s", name), Cause: err}
	}
	return nil
}

// notFound is what a shell exits with where there is no such program.
const notFound = 127

// unedited says how an editor failed.
func unedited(err error) finding.Sentence {
	exit, ok := errors.AsType[*exec.ExitError](err)
	switch {
	case !ok:
		return finding.Say("the editor failed: %s", err)
	case exit.ExitCode() == notFound:
		return finding.Say("the editor failed: it was not found")
	case exit.ExitCode() < 0:
		return finding.Say("the editor failed: it was ended by force")
	}
	return finding.Say("the editor failed: it ended with exit code %s", exit.ExitCode())
}

// findingsToErr shows findings beside the data, as advice.
func (a *app) findingsToErr(found []finding.Finding) error {
	if err := (render.Findings{Out: a.Err, Say: a.say}).Text(found); err != nil {
		return fmt.Errorf("show findings: %w", err)
	}
	return nil
}
