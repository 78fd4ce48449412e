package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAMovedBranchIsBuiltOnAnew(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	r := d.open()
	built := 0
	err := r.Append(t.Context(), "refs/heads/main", func(_ context.Context, tip ID) (Landing, error) {
		l, _, err := d.entry(r, tip, record(1))
		if built++; built == 1 {
			d.run("commit", "-q", "--allow-empty", "-m", "somebody else")
		}
		return l, err
	})
	if err != nil || built != 2 {
		t.Errorf("got %v after %d builds, want 2", err, built)
	}
	always := 0
	err = r.Append(t.Context(), "refs/heads/main", func(_ context.Context, tip ID) (Landing, error) {
		l, _, err := d.entry(r, tip, record(2))
		d.run("commit", "-q", "--allow-empty", "-m", "somebody else")
		always++
		return l, err
	})
	if !errors.Is(err, ErrMoved) || always != appendTries {
		t.Errorf("got %v after %d builds, want ErrMoved after %d", err, always, appendTries)
	}
	if got := d.status(); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestALostRaceIsUnwound(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	r := d.open()
	_, tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	l, _, err := d.entry(r, tip, record(1), Change{"catalogue/procedure.yaml", []byte("schema: 2\n")})
	if err != nil {
		t.Fatal(err)
	}
	j, err := r.plan(l)
	if err != nil {
		t.Fatal(err)
	}
	// git has moved the index, then somebody else moved the branch.
	d.run("read-tree", "-m", "-u", tip.String(), l.New.String())
	d.run("update-ref", "refs/heads/main", d.run("commit-tree", "-p", tip.String(), "-m", "x", tip.String()+"^{tree}"))
	if err := r.move(t.Context(), j); !errors.Is(err, ErrMoved) {
		t.Errorf("got %v, want ErrMoved", err)
	}
	if got := d.status(); got != "" {
		t.Errorf("got %q, want nothing left", got)
	}
	if got := d.read("catalogue/procedure.yaml"); got != "schema: 1\n" {
		t.Errorf("got %q", got)
	}
}

func TestLandingBesideAUsersCommits(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	d := newDesk(t)
	d.sign = fakeSign
	d.must(d.enter(nil, procedure))
	refuseRecords(d.world)
	const n = 15
	var made int
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range n {
			cmd := exec.Command("git", "-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "--allow-empty", "-m", fmt.Sprint("user ", i))
			cmd.Dir, cmd.Env = d.dir, d.git.Env
			if cmd.Run() == nil {
				made++
			}
		}
	})
	landed := 0
	for i := range n {
		if _, err := d.enter(nil, record(i+1)); err == nil {
			landed++
		} else if !errors.Is(err, ErrMoved) {
			t.Logf("entry %d: %v", i, err)
		}
	}
	wg.Wait()
	subjects := d.run("log", "--format=%s")
	if got := strings.Count(subjects, "user "); got != made {
		t.Errorf("got %d of the user's commits, want %d", got, made)
	}
	// Between the hook and its reading of the index, git commit may take a record in.
	if got := strings.Count(d.run("ls-tree", "-r", "--name-only", "HEAD"), "SLR-"); got < landed {
		t.Errorf("got %d records, want %d", got, landed)
	}
	if got := d.status(); got != "" {
		t.Errorf("left: %q", got)
	}
	d.sound()
}

// refuseRecords does what the catalogue's pre-commit hook does: it closes stock git's
// own race, where a commit takes in what a landing has put into the index.
func refuseRecords(w world) {
	w.write(".git/hooks/pre-commit", "#!/bin/sh\nexec git diff --cached --quiet HEAD -- catalogue/requests\n")
	if err := os.Chmod(filepath.Join(w.dir, ".git", "hooks", "pre-commit"), 0o700); err != nil {
		w.t.Fatal(err)
	}
}

// TestKilledHelper is not a test: it is the program that TestKilledLandings kills.
func TestKilledHelper(t *testing.T) {
	dir := os.Getenv("LEDGER_KILL_DIR")
	if dir == "" {
		t.Skip("run by TestKilledLandings")
	}
	d := &desk{world: world{t, dir, Git{}}, sign: fakeSign, genesis: DigestOf(nil), last: DigestOf(nil), next: 1}
	r := d.open()
	if _, err := r.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "catalogue", "requests", "2026"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for n := len(entries) + 1; n < len(entries)+20; n++ {
		d.must(d.enter(nil, record(n)))
	}
}

func TestKilledLandings(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	d := newDesk(t)
	d.sign = fakeSign
	d.must(d.enter(nil, procedure))
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for i := range kills {
		cmd := exec.Command(self, "-test.run=^TestKilledHelper$")
		cmd.Env = append(d.git.Env, "LEDGER_KILL_DIR="+d.dir)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(50+i*7919%97) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if strings.Contains(out.String(), "FAIL") {
			t.Fatalf("kill %d: %s", i, out.String())
		}
	}
	waitForGit(d)
	done, err := d.open().Recover(t.Context())
	if err != nil || done.SetAside {
		t.Errorf("got %+v, %v", done, err)
	}
	if got := d.status(); got != "" {
		t.Errorf("left: %q", got)
	}
	if got := d.run("for-each-ref", "refs/sc"); got != "" {
		t.Errorf("set aside: %s", got)
	}
	d.sound()
}

// kills is how often TestKilledLandings kills.
const kills = 8

// waitForGit lets the git of a killed landing come to its end.
func waitForGit(d *desk) {
	for range 100 {
		if _, err := os.Stat(filepath.Join(d.dir, ".git", "index.lock")); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}
