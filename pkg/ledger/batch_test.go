package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestBatchGivesWhatGitSees(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "one")
	one := w.at("one")
	one.write("a", "content\n")
	one.write("big", strings.Repeat("x", 1000))
	one.run("add", ".")
	one.run("commit", "-q", "-m", "a")
	r := one.open()
	b := r.Batch(t.Context())
	defer b.Close()
	objects := NewReader(b)
	tip, err := r.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, _, err := objects.Links(tip)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "big", "a"} {
		n, err := objects.Find(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := objects.Blob(n.ID, 100)
		var form *FormError
		switch {
		case name == "a" && (err != nil || string(raw) != "content\n"):
			t.Errorf("%s: got %q, %v", name, raw, err)
		case name == "big" && (!errors.As(err, &form) || form.Code != "E_LIMIT"):
			t.Errorf("%s: got %v, want E_LIMIT", name, err)
		}
	}
	if _, err := objects.Commit(ID{1}); !errors.Is(err, ErrMissing) {
		t.Errorf("an object that is not there: got %v", err)
	}
	if _, err := objects.Commit(tip); err != nil {
		t.Errorf("after a missing object: %v", err)
	}
	b.Close()
	if _, err := objects.Commit(tip); err != nil {
		t.Errorf("after it was closed: %v", err)
	}
}

// A hook sees objects that lie outside of the repository until the push is let in.
func TestBatchReadsTheQuarantine(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "--bare", "one.git")
	w.run("init", "-q", "two")
	two := w.at("two")
	two.write("a", "a")
	two.run("add", ".")
	two.run("commit", "-q", "-m", "a")
	tip, err := two.open().Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	git := w.git
	git.Hook = true
	git.Env = append(git.Env, "GIT_DIR=.", "GIT_OBJECT_DIRECTORY="+filepath.Join(two.dir, ".git", "objects"),
		"GIT_ALTERNATE_OBJECT_DIRECTORIES="+filepath.Join(w.dir, "one.git", "objects"))
	for _, c := range []struct {
		hook bool
		want error
	}{{true, nil}, {false, ErrMissing}} {
		git.Hook = c.hook
		r, err := Open(t.Context(), git, filepath.Join(w.dir, "one.git"))
		if err != nil {
			t.Fatal(err)
		}
		b := r.Batch(t.Context())
		var together sync.WaitGroup
		for range 4 {
			together.Go(func() {
				if _, err := NewReader(b).Commit(tip); !errors.Is(err, c.want) {
					t.Errorf("as a hook %v: got %v, want %v", c.hook, err, c.want)
				}
			})
		}
		together.Wait()
		b.Close()
	}
}

func TestBatchFindsSwappedBytes(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "one")
	one := w.at("one")
	one.write("a", "a")
	one.write("b", "b")
	one.run("add", ".")
	one.run("commit", "-q", "-m", "a")
	r := one.open()
	objects := filepath.Join(one.dir, ".git", "objects")
	a, b := one.run("rev-parse", "HEAD:a"), one.run("rev-parse", "HEAD:b")
	data, err := os.ReadFile(filepath.Join(objects, b[:2], b[2:]))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(objects, a[:2], a[2:])
	if err := errors.Join(os.Chmod(file, 0o644), os.WriteFile(file, data, 0o644)); err != nil {
		t.Fatal(err)
	}
	batch := r.Batch(t.Context())
	defer batch.Close()
	id, _ := parseID(a)
	if _, err := NewReader(batch).Blob(id, 100); !errors.Is(err, ErrHash) {
		t.Errorf("swapped bytes: got %v, want ErrHash", err)
	}
	if _, err := NewReader((&Repository{git: Git{Program: "no-such-git"}, dir: one.dir}).Batch(t.Context())).Blob(id, 100); err == nil {
		t.Error("without git: no error")
	}
}
