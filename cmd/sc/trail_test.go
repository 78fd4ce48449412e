package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// unsigned is the outer form of a signature: who looks at a history does not judge it.
func unsigned(context.Context, []byte) ([]byte, error) {
	return []byte("-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n"), nil
}

// newLong is a repository whose ledger goes on with many entries.
func newLong(t *testing.T) *wide {
	home := t.TempDir()
	w := &wide{t: t, dir: filepath.Join(home, "cat"), environ: append(os.Environ(), hermetic(home)...)}
	made := &companies{dir: home}
	if err := errors.Join(writeKeys(home), made.copy(w.dir, "published")); err != nil {
		t.Fatal(err)
	}
	w.lengthen("0001", manyRecords)
	return w
}

// lengthen adds entries behind the last one, each with a requirement like another.
func (w *wide) lengthen(like string, more int) {
	w.t.Helper()
	repo, err := ledger.Open(w.t.Context(), ledger.Git{Env: w.environ}, w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	_, tip, err := repo.Head()
	if err != nil {
		w.t.Fatal(err)
	}
	text, store, draft := w.read("requests/2026/SLR-2026-"+like+".yaml"), repo.Objects(), w.lastEntry(repo, tip)
	for range more {
		id := fmt.Sprintf("SLR-2026-%04d", 500+draft.Trailers.Entry)
		draft.Trailers.Entry++
		draft.Parent, draft.Subject = tip, "request "+id
		draft.Changes = []ledger.Change{{Path: "catalogue/requests/2026/" + id + ".yaml", Data: []byte(strings.ReplaceAll(text, "SLR-2026-"+like, id))}}
		var raw []byte
		if tip, raw, err = draft.Build(w.t.Context(), store, unsigned); err != nil {
			w.t.Fatal(err)
		}
		draft.Trailers.Previous = ledger.DigestOf(raw)
	}
	if err := store.Sync(); err != nil {
		w.t.Fatal(err)
	}
	w.git("reset", "-q", "--hard", tip.String())
}

// lastEntry is the last entry, as the form of the next ones.
func (w *wide) lastEntry(repo *ledger.Repository, tip ledger.ID) ledger.Draft {
	w.t.Helper()
	for link, err := range repo.Reader().Chain(w.t.Context(), tip, "catalogue") {
		if err != nil {
			w.t.Fatal(err)
		}
		if e, err := ledger.ParseEntry(link.Raw); link.Entry && err == nil {
			e.Trailers.Action, e.Trailers.Previous = "request", ledger.DigestOf(link.Raw)
			return ledger.Draft{By: e.By, Root: "catalogue", Trailers: &e.Trailers}
		}
	}
	w.t.Fatal("there is no entry")
	return ledger.Draft{}
}

// recounting are commands that find entries of the history.
func recounting() [][]string {
	return [][]string{
		{"log", "1", "--json"},
		{"log", "SLR-2026-0600"},
		{"log", "svc-db-ops", "-N", "2"},
		{"log", "王芳", "-N", "1"},
		{"trace", "1.0.0", "--json"},
	}
}

// What is found by the kept trail is what a walk finds: with the trail of the same
// history, of another branch, with a broken file and without any.
func TestKeptTrailChangesNothing(t *testing.T) {
	w := newLong(t)
	kept := filepath.Join(w.dir, ".git", "sc", "trail")
	told := func(trail []byte) string {
		var all strings.Builder
		for _, args := range recounting() {
			err := os.RemoveAll(kept)
			if trail != nil {
				err = os.WriteFile(kept, trail, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(w.told(w.dir, args))
		}
		return all.String()
	}
	trail := func() []byte {
		w.says(w.dir, []string{"log", "1"})
		data, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	want := told(nil)
	same := trail()
	if len(same) < 20*manyRecords {
		t.Fatal("no trail is kept")
	}
	for _, said := range []string{"SLR-2026-0600", "\"entry\": 5", "MTG-2026-0001"} {
		if !strings.Contains(want, said) {
			t.Errorf("%q is not told:\n%s", said, want)
		}
	}
	w.equal("the same history", told(same), want)
	w.equal("a broken file", told(same[:len(same)/2]), want)

	w.git("reset", "-q", "--hard", "HEAD~5")
	w.lengthen("0001", 6)
	w.git("commit", "-q", "--allow-empty", "-m", "a draft")
	w.equal("another branch", told(same), told(nil))
}
