package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// cutOff leaves a landing of two records as an earlier run would that was killed
// at some point: its journal is there, and what stage says was done.
func cutOff(t *testing.T, stage string) (*desk, *Repository, journal) {
	t.Helper()
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	d.must(d.enter(nil, record(1)))
	r := d.open()
	_, tip, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	grown := Change{record(1).Path, []byte("id: 1\nmore: 1\n")}
	l, j := d.begun(r, tip, grown, record(2))
	switch stage {
	case "files", "one file":
		d.write(grown.Path, string(grown.Data))
		if stage == "files" {
			d.write(record(2).Path, string(record(2).Data))
		}
	case "index":
		d.run("read-tree", "-m", "-u", l.Old.String(), l.New.String())
	case "branch":
		d.run("merge", "-q", "--ff-only", l.New.String())
	case "commit on top":
		d.run("merge", "-q", "--ff-only", l.New.String())
		d.run("commit", "-q", "--allow-empty", "-m", "more")
	case "half a file":
		d.write(grown.Path, string(grown.Data[:len(grown.Data)-2]))
	case "an empty file":
		d.write(record(2).Path, "")
	case "no file":
		if err := os.Remove(filepath.Join(d.dir, grown.Path)); err != nil {
			t.Fatal(err)
		}
	case "a changed file":
		d.write(grown.Path, "id: 2")
	case "another commit":
		d.run("commit", "-q", "--allow-empty", "-m", "other")
	case "another commit behind the index":
		d.run("read-tree", "-m", "-u", l.Old.String(), l.New.String())
		d.run("update-ref", "refs/heads/main", d.run("commit-tree", "-p", tip.String(), "-m", "x", tip.String()+"^{tree}"))
	case "another branch":
		d.run("switch", "-q", "-c", "side")
	}
	return d, r, j
}

// begun builds an entry and writes the journal of its landing.
func (d *desk) begun(r *Repository, tip ID, changes ...Change) (Landing, journal) {
	d.t.Helper()
	l, _, err := d.entry(r, tip, changes...)
	if err != nil {
		d.t.Fatal(err)
	}
	j, err := r.plan(l)
	if err == nil {
		err = r.writeJournal(j)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return l, j
}

func TestACutOffLandingIsEnded(t *testing.T) {
	cases := map[string]struct{ aside, dirty bool }{
		"nothing":                         {},
		"one file":                        {},
		"files":                           {},
		"index":                           {},
		"branch":                          {},
		"commit on top":                   {},
		"half a file":                     {},
		"an empty file":                   {},
		"no file":                         {},
		"a changed file":                  {aside: true, dirty: true},
		"another commit":                  {aside: true},
		"another commit behind the index": {aside: true},
		"another branch":                  {aside: true},
	}
	for stage, want := range cases {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			d, r, j := cutOff(t, stage)
			done, err := r.Recover(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if done.SetAside != want.aside || done.Commit != j.New || done.Text.IsZero() {
				t.Errorf("got %+v, want set aside %v", done, want.aside)
			}
			if _, aside, err := r.Ref("refs/sc/set-aside/" + j.New.String()); aside != want.aside || err != nil {
				t.Errorf("set aside: got %v (%v), want %v", aside, err, want.aside)
			}
			if landed := r.isAncestor(t.Context(), j.New, mustRef(t, r)); landed == want.aside {
				t.Errorf("landed: got %v", landed)
			}
			if got := d.status() != ""; got != want.dirty {
				t.Errorf("status: got %q", d.status())
			}
			if _, err := os.Stat(r.journalFile()); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the journal stays: %v", err)
			}
			if again, err := r.Recover(t.Context()); err != nil || !again.Commit.IsZero() {
				t.Errorf("again: got %+v, %v", again, err)
			}
			d.sound()
		})
	}
}

func mustRef(t *testing.T, r *Repository) ID {
	t.Helper()
	id, _, err := r.Ref("refs/heads/main")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestTheNextLandingEndsACutOffOne(t *testing.T) {
	d, r, j := cutOff(t, "index")
	d.must(d.enter(nil, record(3)))
	if !r.isAncestor(t.Context(), j.New, mustRef(t, r)) {
		t.Error("the cut-off landing was lost")
	}
	if got := d.status(); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestABrokenJournalIsNamed(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	r := d.open()
	d.write(".git/sc/journal", "{")
	if _, err := r.Recover(t.Context()); err == nil {
		t.Error("a broken journal is passed over")
	}
	if _, err := d.enter(nil, record(1)); err == nil {
		t.Error("landed over a broken journal")
	}
}

func TestACutOffFirstLandingIsEnded(t *testing.T) {
	d := newDesk(t)
	r := d.open()
	l, _ := d.begun(r, ID{}, procedure)
	d.run("read-tree", "-m", "-u", emptyTree, l.New.String())
	if done, err := r.Recover(t.Context()); err != nil || done.SetAside {
		t.Errorf("got %+v, %v", done, err)
	}
	if got := d.run("rev-parse", "main"); got != l.New.String() {
		t.Errorf("got %s, want %s", got, l.New)
	}
}

// A repair may find links and folders where records are to lie.
func TestACutOffRepairIsEnded(t *testing.T) {
	for _, stage := range []string{"nothing", "index"} {
		d := newDesk(t)
		d.must(d.enter(nil, procedure))
		tip := d.must(d.enter(nil, record(1)))
		r := d.open()
		tree, _, err := r.Reader().Links(tip)
		if err != nil {
			t.Fatal(err)
		}
		files, err := r.Reader().LedgerFiles(tree, "catalogue")
		if err != nil {
			t.Fatal(err)
		}
		sound := map[string]ID{}
		for path, n := range files {
			sound[path] = n.ID
		}
		d.run("rm", "-q", procedure.Path, record(1).Path)
		if err := os.Symlink("../elsewhere", filepath.Join(d.dir, procedure.Path)); err != nil {
			t.Skip("no links here")
		}
		d.write(record(1).Path+"/x", "x")
		d.run("add", "catalogue")
		d.run("commit", "-q", "-m", "spoilt")
		l, digest, err := d.repair(r, mustRef(t, r), sound)
		if err != nil {
			t.Fatal(err)
		}
		d.last = digest
		j, err := r.plan(l)
		if err == nil {
			err = r.writeJournal(j)
		}
		if err != nil {
			t.Fatal(err)
		}
		if stage == "index" {
			d.run("read-tree", "-m", "-u", l.Old.String(), l.New.String())
		}
		if done, err := r.Recover(t.Context()); err != nil || done.SetAside {
			t.Errorf("%s: got %+v, %v", stage, done, err)
		}
		if got := mustRef(t, r); got != l.New || d.status() != "" {
			t.Errorf("%s: got %s and %q, want %s", stage, got, d.status(), l.New)
		}
		d.sound()
	}
}

// repair builds an entry that takes the ledger back to some files.
func (d *desk) repair(r *Repository, tip ID, sound map[string]ID) (Landing, Digest, error) {
	draft := Draft{
		Parent: tip, By: zhangWei, Subject: "repair", Root: "catalogue", Sound: sound,
		Changes: []Change{{"catalogue/rulings/2026/RUL-2026-0001.yaml", []byte("schema: 1\n")}},
		Trailers: &Trailers{
			Ledger: d.genesis, Ref: "refs/heads/main", Entry: d.next, Action: "repair",
			Actor: "zhang.wei", Role: "ops_lead", Previous: d.last,
		},
	}
	id, raw, err := draft.Build(d.t.Context(), r.Objects(), d.sign)
	return Landing{Ref: "refs/heads/main", Old: tip, New: id}, DigestOf(raw), err
}
