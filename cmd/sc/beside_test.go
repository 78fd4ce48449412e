package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// How long TestBeside goes on: docs/performance.md says what was tried at length.
var besideNotes = flag.Int("notes", 4, "how many remarks TestBeside writes beside each kind of work")

// TestBeside writes remarks in a clone in which somebody works with stock git at the same
// time, without a pause: nothing that either side was told is done is lost, and the
// ledger stays good.
func TestBeside(t *testing.T) {
	for name, work := range map[string][]func(*aside, int) error{
		"commit":   {(*aside).commit},
		"commit-a": {(*aside).commitAll},
		"tidy":     {(*aside).commit, (*aside).commitAll, (*aside).tidy},
		"rebase":   {(*aside).commit, (*aside).commitAll, (*aside).rebase},
	} {
		t.Run(name, func(t *testing.T) { newAside(t).beside(t, work) })
	}
}

// aside is a clone with the hook that guards the ledger, and a linked work tree.
type aside struct {
	*server
	linked string

	mu   sync.Mutex
	done []string // subjects of commits that git said it made
}

func newAside(t *testing.T) *aside {
	s := newServer(t)
	a := &aside{server: s, linked: filepath.Join(filepath.Dir(s.bare), "linked")}
	s.sc(t, "hook", "install")
	a.write(t, s.clone, "all", "0")
	s.git(t, s.clone, "add", "all")
	s.git(t, s.clone, "commit", "-qm", "begin")
	s.git(t, s.clone, "worktree", "add", "-q", "-b", "topic", a.linked)
	return a
}

func (a *aside) write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// beside writes remarks for as long as the work goes on.
func (a *aside) beside(t *testing.T, work []func(*aside, int) error) {
	stop := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			if err := work[n%len(work)](a, n); err != nil {
				t.Error(err)
			}
		}
	})
	var notes []string
	for n := range *besideNotes {
		text := fmt.Sprintf("第%d条备注", n)
		if _, err := a.try("note", "2", "-m", text); err != nil {
			t.Error(err)
			continue
		}
		notes = append(notes, text)
	}
	close(stop)
	all.Wait()
	a.kept(t, notes)
	t.Logf("%d remarks beside %d commits", len(notes), len(a.done))
}

// commit is a plain commit, of what was staged before.
func (a *aside) commit(n int) error {
	name := fmt.Sprint("plain", n)
	if err := os.WriteFile(filepath.Join(a.clone, name), []byte(name), 0o644); err != nil {
		return err
	}
	if err := a.user(a.clone, "add", name); err == nil {
		a.made(a.clone, name, "commit", "-q", "-m", name)
	}
	return nil
}

// commitAll holds the index from its first look at the files to its end.
func (a *aside) commitAll(n int) error {
	name := fmt.Sprint("all", n)
	err := os.WriteFile(filepath.Join(a.clone, "all"), []byte(name), 0o644)
	a.made(a.clone, name, "commit", "-q", "-a", "-m", name)
	return err
}

// tidy is what git does to the whole repository.
func (a *aside) tidy(n int) error {
	if n%2 == 0 {
		return a.user(a.clone, "gc", "-q")
	}
	return a.user(a.clone, "pack-refs", "--all")
}

// rebase moves a branch in the linked work tree onto what there is.
func (a *aside) rebase(n int) error {
	name := fmt.Sprint("topic", n)
	err := os.WriteFile(filepath.Join(a.linked, name), []byte(name), 0o644)
	err = errors.Join(err, a.user(a.linked, "add", name))
	a.made(a.linked, name, "commit", "-q", "-m", name)
	return errors.Join(err, a.user(a.linked, "rebase", "-q", "main"))
}

// made notes a commit that git says it has made.
func (a *aside) made(dir, subject string, args ...string) {
	if a.user(dir, args...) == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.done = append(a.done, subject)
	}
}

func (a *aside) user(dir string, args ...string) error {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, a.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %v: %w\n%s", args, err, out)
	}
	return nil
}

// kept looks for all that was done.
func (a *aside) kept(t *testing.T, notes []string) {
	t.Helper()
	_ = a.user(a.clone, "add", "--all") // a git add may have found the index taken
	_ = a.user(a.clone, "commit", "-q", "-m", "what was left over")
	history := "\n" + a.git(t, a.clone, "log", "--format=%s", "main", "topic") + "\n"
	for _, subject := range a.done {
		if !strings.Contains(history, "\n"+subject+"\n") {
			t.Errorf("the commit %s is lost", subject)
		}
	}
	record := a.git(t, a.clone, "show", "main:catalogue/requests/2026/SLR-2026-0002.yaml")
	for _, text := range notes {
		if strings.Count(record, text) != 1 {
			t.Errorf("the remark %s is there %d times", text, strings.Count(record, text))
		}
	}
	for _, dir := range []string{a.clone, a.linked} {
		if left := a.git(t, dir, "status", "--porcelain"); left != "" {
			t.Errorf("git status: %s", left)
		}
	}
	if found := a.git(t, a.clone, "fsck", "--strict", "--no-dangling", "--no-progress"); found != "" {
		t.Errorf("git fsck: %s", found)
	}
	a.sc(t, "verify", "--full")
}

// TestAtOnce takes steps in one clone at the same moment, some of them offline, and shares
// them meanwhile: each waits its turn, since none changes what another one decided on.
func TestAtOnce(t *testing.T) {
	s := newServer(t)
	s.git(t, s.clone, "push", "-q", "-u", "--atomic", "origin", "main", "catalogue/v1.0.0")
	var all sync.WaitGroup
	for _, args := range [][]string{
		{"note", "2", "-m", "备注"},
		{"request", "--offline", "--title", "驻场保障", "--source", "internal"},
		{"note", "2", "--offline", "-m", "离线备注"},
		{"sync"},
	} {
		all.Go(func() {
			for range *besideNotes {
				if _, err := s.try(args...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	s.sc(t, "sync")
	a := &aside{server: s, linked: s.clone}
	a.git(t, a.clone, "diff", "--exit-code", "main", "origin/main")
	if got, want := strings.Count(a.git(t, a.clone, "log", "--format=%s", "origin/main"), "note "), 2**besideNotes; got != want {
		t.Errorf("%d remarks are shared, want %d", got, want)
	}
	if left := a.git(t, a.clone, "for-each-ref", "refs/sc"); left != "" {
		t.Errorf("left: %s", left)
	}
	s.good(t)
}
