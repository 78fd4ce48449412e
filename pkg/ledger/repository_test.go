package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/finding"
)

func TestOpenFindsTheRepository(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "one")
	one := w.at("one")
	one.write("catalogue/services/a.yaml", "a")
	one.run("add", ".")
	one.run("commit", "-q", "-m", "a")
	one.run("worktree", "add", "-q", "../linked", "-b", "side")
	w.run("clone", "-q", "--bare", "one", "bare")
	w.run("clone", "-q", "--depth=1", "file://"+one.dir, "shallow")
	type facts struct {
		Top           string
		Bare, Shallow bool
	}
	cases := map[string]facts{
		"one":                    {filepath.Join(w.dir, "one"), false, false},
		"one/catalogue/services": {filepath.Join(w.dir, "one"), false, false},
		"linked/catalogue":       {filepath.Join(w.dir, "linked"), false, false},
		"bare":                   {"", true, false},
		"shallow":                {filepath.Join(w.dir, "shallow"), false, true},
	}
	for dir, want := range cases {
		r := w.at(dir).open()
		got := facts{r.Top(), r.Bare(), r.Shallow()}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s: got -, want +:\n%s", dir, diff)
		}
		id, err := r.Resolve(t.Context(), "HEAD")
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		if _, err := r.Reader().Commit(id); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		if _, head, err := r.Head(); err != nil || head != id {
			t.Errorf("%s: HEAD: got %s (%v), want %s", dir, head, err, id)
		}
	}
}

func TestOpenSaysWhyNot(t *testing.T) {
	w := newWorld(t)
	if _, err := Open(t.Context(), w.git, w.dir); !errors.Is(err, ErrNoRepository) {
		t.Errorf("no repository: got %v", err)
	}
	w.run("init", "-q", "a")
	if _, err := Open(t.Context(), w.git, filepath.Join(w.dir, "a", ".git")); !errors.Is(err, ErrNoRepository) {
		t.Errorf("in .git: got %v", err)
	}
	w.run("init", "-q", "--object-format=sha256", "b")
	if _, err := Open(t.Context(), w.git, filepath.Join(w.dir, "b")); !errors.Is(err, ErrUnsupported) {
		t.Errorf("SHA-256: got %v", err)
	}
	w.run("init", "-q", "c")
	c := w.at("c")
	c.run("config", "core.repositoryformatversion", "1")
	c.run("config", "extensions.refstorage", "reftable")
	_, err := Open(t.Context(), w.git, c.dir)
	if !errors.Is(err, ErrUnsupported) {
		t.Errorf("reftable: got %v", err)
	}
	if fault, ok := errors.AsType[*finding.Fault](err); !ok || fault.Hint.IsZero() {
		t.Errorf("got %v, want a fault with a hint", err)
	}
}

func TestOpenExplainsForeignOwners(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder to another user")
	}
	w := newWorld(t)
	w.run("init", "-q")
	if err := os.Chown(w.dir, 12345, 12345); err != nil {
		t.Skip(err)
	}
	_, err := Open(t.Context(), w.git, w.dir)
	fault, ok := errors.AsType[*finding.Fault](err)
	if !ok || !strings.Contains(fault.Hint.String(), "safe.directory "+w.dir) {
		t.Errorf("got %v, want a hint at safe.directory", err)
	}
}

func TestHeadUnbornAndDetached(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	ref, _, err := w.open().Head()
	if ref != "refs/heads/main" || !errors.Is(err, ErrUnborn) {
		t.Errorf("got %s, %v; want refs/heads/main, ErrUnborn", ref, err)
	}
	w.run("commit", "-q", "--allow-empty", "-m", "a")
	w.run("checkout", "-q", "--detach")
	if _, _, err := w.open().Head(); !errors.Is(err, ErrWrongBranch) {
		t.Errorf("got %v, want ErrWrongBranch", err)
	}
}

func TestRefsLooseAndPacked(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.run("commit", "-q", "--allow-empty", "-m", "a")
	w.run("branch", "feature/x")
	w.run("symbolic-ref", "refs/heads/alias", "refs/heads/main")
	w.run("tag", "catalogue/v1.0.0")
	w.run("tag", "-a", "-m", "x", "catalogue/v1.1.0")
	w.run("tag", "other")
	r := w.open()
	check := func() {
		t.Helper()
		for _, name := range []string{"refs/heads/main", "refs/heads/feature/x", "refs/heads/alias", "refs/tags/catalogue/v1.1.0"} {
			got, ok, err := r.Ref(name)
			if want := w.run("rev-parse", name); err != nil || !ok || got.String() != want {
				t.Errorf("%s: got %s %v %v, want %s", name, got, ok, err, want)
			}
		}
		for _, name := range []string{"refs/heads/none", "refs/heads/feature", "refs/heads/main/x"} {
			if _, ok, err := r.Ref(name); ok || err != nil {
				t.Errorf("%s: got %v %v, want none", name, ok, err)
			}
		}
		tags, err := r.Tags(t.Context(), "catalogue/v")
		if err != nil || len(tags) != 2 || tags["catalogue/v1.1.0"].String() != w.run("rev-parse", "catalogue/v1.1.0") {
			t.Errorf("tags: got %v, %v", tags, err)
		}
	}
	check()
	w.run("pack-refs", "--all")
	check()
	for _, name := range []string{"refs/../HEAD", "HEAD", "refs/heads/../../config", ""} {
		if _, _, err := r.Ref(name); err == nil {
			t.Errorf("%q is read as a ref", name)
		}
	}
	if _, err := r.Resolve(t.Context(), "--all"); err == nil {
		t.Error("an option is taken for a revision")
	}
	if _, err := r.Resolve(t.Context(), "no-such"); err == nil {
		t.Error("an unknown revision is resolved")
	}
}

func TestTagsAreNeverMoved(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.run("commit", "-q", "--allow-empty", "-m", "a")
	r := w.open()
	_, one, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is there already, as it should be
		if err := r.CreateTag(t.Context(), "catalogue/v1.0.0", one); err != nil {
			t.Fatal(err)
		}
	}
	w.run("commit", "-q", "--allow-empty", "-m", "b")
	_, two, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.CreateTag(t.Context(), "catalogue/v1.0.0", two); err == nil {
		t.Error("a tag was moved")
	}
	if got := w.run("rev-parse", "catalogue/v1.0.0"); got != one.String() {
		t.Errorf("got %s, want %s", got, one)
	}
}

func TestConfigIsTheUsers(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.run("config", "user.signingkey", "a\nb")
	w.run("config", "--add", "sc.Lang", "en")
	w.run("config", "--add", "sc.Lang", "zh")
	w.run("config", "branch.Main.remote", "origin")
	r := w.open()
	for key, want := range map[string]string{"user.signingkey": "a\nb", "sc.lang": "zh", "branch.Main.remote": "origin"} {
		if got, ok := r.Config(key); !ok || got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	if _, ok := r.Config("sc.none"); ok {
		t.Error("an unset key is set")
	}
}
