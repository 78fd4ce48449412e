package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/render"
)

// paged shows what write writes: at once where it fits the screen or nobody sits at
// one, else page by page.
func (a *app) paged(write func(io.Writer) error) error {
	links := a.Term.Out && a.colour() != render.Plain
	if !a.pages() && !links {
		return write(a.Out)
	}
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	if a.pages() && a.lines(text.Bytes()) >= a.Term.Height {
		if pager := a.pager(); pager != "" && pager != "cat" {
			return a.runPager(pager, text.Bytes())
		}
	}
	shown := text.String()
	if links { // not through a pager, which may not know them
		shown = render.Links(shown, a.Term.Width)
	}
	_, err := io.WriteString(a.Out, shown)
	return err
}

func (a *app) pages() bool {
	return a.Term.Out && a.Term.In && a.Term.Height > 0 && !a.flags.noPager && a.Getenv("TERM") != "dumb"
}

// lines is how many lines of the screen a text takes at least.
func (a *app) lines(text []byte) int { return bytes.Count(text, []byte("\n")) }

// pager is the program that shows pages: as for git, but that SC_PAGER wins.
func (a *app) pager() string {
	if set, ok := a.lookup("SC_PAGER"); ok {
		return set
	}
	out, err := ledger.Git{Env: a.Environ}.Run(context.Background(), a.dir(), "var", "GIT_PAGER")
	if err != nil {
		return a.Getenv("PAGER")
	}
	return string(trimLine(out))
}

// runPager shows a text with a program. That the reader leaves it early is no fault,
// and one that cannot be run is done without.
func (a *app) runPager(pager string, text []byte) error {
	c := exec.Command("sh", "-c", pager)
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(text), a.Out, a.Err
	c.Env, c.Dir = a.Environ, a.Dir
	for _, kv := range []string{"LESS=FRX", "LV=-c"} {
		if key, _, _ := strings.Cut(kv, "="); !a.has(key) {
			c.Env = append(c.Env[:len(c.Env):len(c.Env)], kv)
		}
	}
	err := c.Run()
	ended, ran := errors.AsType[*exec.ExitError](err)
	if err == nil || ran && ended.ExitCode() < 126 { // a shell's own words for what it cannot run
		return nil
	}
	if !ran && c.ProcessState != nil {
		return nil // it was left before it had read all
	}
	_, err = a.Out.Write(text)
	return err
}

// lookup is the value of an environment variable, and whether it is set.
func (a *app) lookup(key string) (string, bool) { return a.Getenv(key), a.has(key) }

// has reports whether an environment variable is set, be it to nothing.
func (a *app) has(key string) bool {
	for _, kv := range a.Environ {
		if strings.HasPrefix(kv, key+"=") {
			return true
		}
	}
	return false
}
