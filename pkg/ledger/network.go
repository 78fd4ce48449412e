package ledger

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Network says how git may talk to other repositories on behalf of the user, whose
// credentials, ssh configuration and proxies it uses.
type Network struct {
	// Progress is told what git says while it transfers, once that takes longer
	// than a second; nil: nobody is.
	Progress io.Writer
	// Ask lets git ask on the terminal for a user's name and password.
	Ask bool
	// Patience is how long git may hear nothing before it is given up; zero: for
	// ever. A person who is being asked needs their time.
	Patience time.Duration
}

// progressAfter is how long a transfer is silent: most are over by then.
const progressAfter = time.Second

// afterlife is how long a git that was told to stop may take to tidy up.
const afterlife = 3 * time.Second

// talk runs a git that talks to another repository. Its fault carries all that git
// said, on both streams: git push --porcelain says on the first what was refused.
func (g Git) talk(ctx context.Context, dir string, args []string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := exec.CommandContext(ctx, g.program(), append([]string{"--no-replace-objects", "-c", "core.fsmonitor="}, args...)...)
	cmd.Dir = dir
	cmd.Env = g.environment()
	if !g.Network.Ask {
		cmd.Env = append(cmd.Env, "GIT_TERMINAL_PROMPT=0")
	}
	heard := &ear{}
	if g.Network.Progress != nil {
		defer time.AfterFunc(progressAfter, func() { heard.passOn(g.Network.Progress) }).Stop()
	}
	if g.Network.Patience > 0 {
		heard.alarm = time.AfterFunc(g.Network.Patience, func() { cancel(errStalled) })
		heard.patience = g.Network.Patience
		defer heard.alarm.Stop()
	}
	cmd.Stdout, cmd.Stderr = keeper{heard}, heard
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = afterlife
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), errStalled):
		return g.fault(call{args: args}, heard.text()+"\n"+errStalled.Error(), err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return g.fault(call{args: args}, heard.text(), err)
}

// ear hears what git says: it keeps it, passes on what takes long, and notes that
// something was heard.
type ear struct {
	mu       sync.Mutex
	kept     bytes.Buffer
	progress io.Writer // nil as long as nobody is told
	alarm    *time.Timer
	patience time.Duration
}

// maxHeard is how much of git's words is kept: the end says why it failed.
const maxHeard = 64 << 10

func (e *ear) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.keep(p)
	if e.progress != nil {
		_, _ = e.progress.Write(p) // nobody reads it any more: the transfer goes on
	}
	return len(p), nil
}

// keeper hears what git says to programs, which is nothing to pass on to a person.
type keeper struct{ *ear }

func (k keeper) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keep(p)
	return len(p), nil
}

func (e *ear) keep(p []byte) {
	if e.alarm != nil {
		e.alarm.Reset(e.patience)
	}
	e.kept.Write(p)
	if over := e.kept.Len() - maxHeard; over > 0 {
		e.kept.Next(over)
	}
}

// passOn tells somebody what is heard from now on.
func (e *ear) passOn(to io.Writer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.progress = to
}

func (e *ear) text() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.kept.String()
}
