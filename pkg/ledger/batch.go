package ledger

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Batch is the Objects that git itself sees, given by one git cat-file --batch: in
// a hook also those of a push that is not accepted yet, which lie in quarantine. It
// is safe for use by several goroutines, which wait for each other.
type Batch struct {
	mu      sync.Mutex
	command func() *exec.Cmd
	running *batchRun // nil until asked, and after an answer that was left unread
}

type batchRun struct {
	cmd  *exec.Cmd
	ask  io.WriteCloser
	read *bufio.Reader
	said bytes.Buffer // what git complained of
}

// Batch gives the repository's objects by git cat-file, which is started when it is
// first asked and ends with ctx or Close.
func (r *Repository) Batch(ctx context.Context) *Batch {
	return &Batch{command: func() *exec.Cmd {
		cmd := exec.CommandContext(ctx, r.git.program(), "--no-replace-objects", "cat-file", "--batch")
		cmd.Dir = r.dir
		cmd.Env = append(r.git.environment(), "GIT_NO_LAZY_FETCH=1") // what is missing is missing
		return cmd
	}}
}

// Get asks git for an object.
func (b *Batch) Get(id ID, limit int64) (string, []byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.start(); err != nil {
		return "", nil, err
	}
	kind, raw, err := b.running.get(id, limit)
	if err == nil || errors.Is(err, ErrMissing) {
		return kind, raw, err
	}
	said := strings.TrimSpace(shorten(b.end()))
	if _, ok := errors.AsType[*FormError](err); ok {
		return "", nil, err // too big to be read to its end
	}
	if said == "" {
		said = err.Error()
	}
	return "", nil, &finding.Fault{Message: finding.Say("the Git object %s cannot be read: %s", id, said), Cause: err}
}

// Close ends the git that gives the objects, if one runs.
func (b *Batch) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.end()
}

func (b *Batch) start() error {
	if b.running != nil {
		return nil
	}
	run := &batchRun{cmd: b.command()}
	run.cmd.Stderr = &run.said
	ask, err1 := run.cmd.StdinPipe()
	out, err2 := run.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	if err := run.cmd.Start(); err != nil {
		return Git{Program: run.cmd.Path}.fault(call{args: []string{"cat-file"}}, "", err)
	}
	run.ask, run.read = ask, bufio.NewReaderSize(out, 1<<16)
	b.running = run
	return nil
}

// end stops git, whatever it still has to say on standard output, and gives what it
// complained of.
func (b *Batch) end() string {
	if b.running == nil {
		return ""
	}
	run := b.running
	b.running = nil
	_ = run.ask.Close()
	_ = run.cmd.Process.Kill()
	_ = run.cmd.Wait() // it was killed: how it ended says nothing
	return run.said.String()
}

// get reads "<name> SP <kind> SP <size> LF <content> LF", or "<name> SP missing LF".
func (r *batchRun) get(id ID, limit int64) (string, []byte, error) {
	if _, err := io.WriteString(r.ask, id.String()+"\n"); err != nil {
		return "", nil, err
	}
	line, err := r.read.ReadSlice('\n')
	if err != nil {
		return "", nil, err
	}
	words := strings.Fields(string(line))
	if len(words) == 2 && words[0] == id.String() && words[1] == "missing" {
		return "", nil, missing(id)
	}
	if len(words) != 3 || words[0] != id.String() {
		return "", nil, fmt.Errorf("git cat-file answers %q", line)
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil || size < 0 {
		return "", nil, fmt.Errorf("git cat-file answers %q", line)
	}
	if size > limit {
		return "", nil, tooBig(id, limit)
	}
	raw := make([]byte, size+1)
	if _, err := io.ReadFull(r.read, raw); err != nil {
		return "", nil, err
	}
	if raw[size] != '\n' {
		return "", nil, errors.New("git cat-file gives more than it said")
	}
	return words[1], raw[:size], nil
}
