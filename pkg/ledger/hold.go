package ledger

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// hold is a branch that is held by git while index and work tree are moved: a git commit
// that reads the new index meanwhile cannot move the branch to it.
//
// A plain git commit makes its tree of the index without holding that, and then moves the
// branch on from the commit that it began with. Where it waits for the branch until the
// landing is over, it finds another commit there and gives up; what it staged stays.
type hold struct {
	git    Git
	call   call
	cmd    *exec.Cmd
	tell   io.WriteCloser
	answer *bufio.Reader
	said   bytes.Buffer // what git complained of
}

// hold takes a branch, which must be at the journal's old commit. If this program dies,
// git lets go of it.
func (r *Repository) hold(ctx context.Context, j journal) (*hold, error) {
	h := &hold{git: r.git, call: call{dir: r.dir, args: []string{"update-ref", "-m", j.remark(), "-z", "--stdin"}, with: r.durable(), whole: true}}
	h.cmd = r.git.command(context.WithoutCancel(ctx), h.call)
	h.cmd.Stderr = &h.said
	tell, err1 := h.cmd.StdinPipe()
	answer, err2 := h.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("git update-ref: %w", err)
	}
	if err := h.cmd.Start(); err != nil {
		return nil, r.git.fault(h.call, "", err)
	}
	h.tell, h.answer = tell, bufio.NewReader(answer)
	return h, h.ask("start", "update "+j.Ref+"\x00"+j.New.String()+"\x00"+j.Old.String(), "prepare")
}

// remark is what git's log of the branch says.
func (j journal) remark() string {
	switch {
	case j.Old.IsZero():
		return "sc: first commit"
	case j.Anew:
		return "sc: built anew"
	}
	return "sc: landed"
}

// ask gives commands, and hears that git has carried out the last of them.
func (h *hold) ask(commands ...string) error {
	_, err := io.WriteString(h.tell, strings.Join(commands, "\x00")+"\x00")
	want := commands[len(commands)-1] + ": ok"
	for err == nil {
		var line string
		if line, err = h.answer.ReadString('\n'); strings.TrimSpace(line) == want {
			return nil
		}
	}
	return h.end(err)
}

// move moves the branch to the new commit, and lets go of it.
func (h *hold) move() error {
	if err := h.ask("commit"); err != nil {
		return err
	}
	return h.end(nil)
}

// release lets go of the branch where it is.
func (h *hold) release() error { return h.end(nil) }

// end is the end of git, which lets go of what it holds.
func (h *hold) end(err error) error {
	_ = h.tell.Close()
	if ended := h.cmd.Wait(); ended != nil {
		return h.git.fault(h.call, h.said.String(), ended)
	}
	return err
}
