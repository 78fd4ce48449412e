package cli

import (
	"context"
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
		return &finding.Fault{Message: finding.Say("the editor failed: %s", err), Hint: finding.Say("your text is in %s", name), Cause: err}
	}
	return nil
}

// findingsToErr shows findings beside the data, as advice.
func (a *app) findingsToErr(found []finding.Finding) error {
	if err := (render.Findings{Out: a.Err, Say: a.say}).Text(found); err != nil {
		return fmt.Errorf("show findings: %w", err)
	}
	return nil
}
