package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Git prune takes what is old and nothing refers to: what an entry relies on counts as new.
func TestObjectsThatAreReliedOnAreMadeNew(t *testing.T) {
	for _, packed := range []bool{false, true} {
		w := newWorld(t)
		w.run("init", "-q")
		w.write("file", "text\n")
		w.run("add", "file")
		w.run("commit", "-q", "-m", "x")
		id := w.run("rev-parse", "HEAD:file")
		file := filepath.Join(w.dir, ".git", "objects", id[:2], id[2:])
		if packed {
			w.run("repack", "-a", "-d", "-q")
			found, err := filepath.Glob(filepath.Join(w.dir, ".git", "objects", "pack", "*.pack"))
			if err != nil || len(found) != 1 {
				t.Fatal(found, err)
			}
			file = found[0]
		}
		old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
		if got, err := w.open().Objects().Put(kindBlob, []byte("text\n")); err != nil || got.String() != id {
			t.Errorf("got %s, %v", got, err)
		}
		if info, err := os.Stat(file); err != nil || !info.ModTime().After(old) {
			t.Errorf("packed %v: %s is as old as before (%v)", packed, file, err)
		}
		if left, _ := filepath.Glob(filepath.Join(w.dir, ".git", "objects", "tmp_obj_*")); len(left) > 0 {
			t.Errorf("left: %s", left)
		}
	}
}

func TestDraftsOfKilledRunsAreTakenAway(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	d.write(".git/sc/journal-1", "{")
	d.write(".git/sc/.sc-new", "")
	d.write(".git/sc/.sc-old", "")
	d.write(".git/sc/clean", "kept")
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(d.dir, ".git", "sc", ".sc-old"), old, old); err != nil {
		t.Fatal(err)
	}
	d.must(d.enter(nil, record(1)))
	files, err := os.ReadDir(filepath.Join(d.dir, ".git", "sc"))
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, f := range files {
		if f.Name() != "turn" {
			left = append(left, f.Name())
		}
	}
	if got := strings.Join(left, " "); got != ".sc-new clean" {
		t.Errorf("left: %s", got)
	}
}

// One sc waits for another one in the same clone, and a person may stop it.
func TestTurnsAreWaitedFor(t *testing.T) {
	d := newDesk(t)
	first, second := d.open(), d.open()
	end, err := first.turn(t.Context())
	if err != nil || first.turns.file == nil {
		t.Skip("no turns here: ", err)
	}
	again, err := first.turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again()
	ctx, stop := context.WithTimeout(t.Context(), 5*turnPause)
	defer stop()
	if _, err := second.turn(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second did not wait: %v", err)
	}
	end()
	if end, err = second.turn(t.Context()); err != nil {
		t.Error(err)
	}
	end()
}

// What a landing brings does not go over an ignored file that appears at the last moment.
func TestIgnoredFilesAreNotWrittenOver(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	r := d.open()
	l, _, err := d.entry(r, mustRef(t, r), record(1))
	if err != nil {
		t.Fatal(err)
	}
	j, err := r.plan(l)
	if err != nil {
		t.Fatal(err)
	}
	d.write(".git/info/exclude", "SLR-*\n")
	d.write(record(1).Path, "mine\n")
	if err := r.tryMove(t.Context(), j); err == nil {
		t.Error("landed")
	}
	if got := d.read(record(1).Path); got != "mine\n" {
		t.Errorf("got %q", got)
	}
}

// Only their times differ from what git's index has, as after a copy.
func TestFilesThatWereCopiedAreNotChanged(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	d.must(d.enter(nil, record(1)))
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(d.dir, record(1).Path), old, old); err != nil {
		t.Fatal(err)
	}
	d.must(d.enter(nil, Change{record(1).Path, []byte("id: 1\nmore: 1\n")}))
	if got := d.status(); got != "" {
		t.Errorf("got %q", got)
	}
}

// A git commit that read the new index cannot move the branch before a landing does.
func TestABranchIsHeldWhileTheIndexMoves(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	r := d.open()
	l, _, err := d.entry(r, mustRef(t, r), record(1))
	if err != nil {
		t.Fatal(err)
	}
	j, err := r.plan(l)
	if err != nil {
		t.Fatal(err)
	}
	held, err := r.hold(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.advance(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	if _, err := d.git.Run(t.Context(), d.dir, "-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "-m", "theirs"); err == nil || !strings.Contains(err.Error(), "HEAD.lock") {
		t.Errorf("the commit ends with %v", err)
	}
	if err := held.move(); err != nil {
		t.Error(err)
	}
	if got := mustRef(t, r); got != l.New || d.status() != "" {
		t.Errorf("got %s and %q, want %s", got, d.status(), l.New)
	}
	d.sound()
}
