package ledger

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestStoreReadsLoosePackedAndBorrowed(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "one")
	one := w.at("one")
	big := make([]byte, streamFrom+100)
	if _, err := rand.Read(big); err != nil {
		t.Fatal(err)
	}
	one.write("big", string(big))
	for _, text := range []string{"a", "a\nb", "a\nb\nc"} {
		one.write("folder/file", text)
		one.run("add", ".")
		one.run("commit", "-q", "-m", text)
	}
	check := func(w world) {
		t.Helper()
		r := w.open()
		reader := r.Reader()
		_, id, err := r.Head()
		if err != nil {
			t.Fatal(err)
		}
		fsys, err := reader.FS(id)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fsys.(treeFS).ReadFile("folder/file"); string(got) != "a\nb\nc" || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		if got, err := fsys.(treeFS).ReadFile("big"); !bytes.Equal(got, big) || err != nil {
			t.Errorf("big: got %d bytes, %v", len(got), err)
		}
		nodes, err := reader.Tree(treeOf(t, reader, id))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reader.Blob(find(nodes, "big").ID, 1000); codeOf(err) != codeLimit {
			t.Errorf("got %v, want %s", err, codeLimit)
		}
	}
	check(one)
	w.run("clone", "-q", "--shared", "one", "borrower")
	check(w.at("borrower"))
	one.run("gc", "-q", "--prune=now")
	check(one)
	check(w.at("borrower"))
}

func TestStoreSeesWhatWasPackedSince(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.write("a", "a")
	w.run("add", ".")
	w.run("commit", "-q", "-m", "a")
	r := w.open()
	store := r.Objects()
	_, id, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.Get(ID{1}, 10); !errors.Is(err, ErrMissing) { // the packs of now are known
		t.Errorf("got %v, want ErrMissing", err)
	}
	w.run("gc", "-q", "--prune=now")
	if _, _, err := store.Get(id, maxText); err != nil {
		t.Error(err)
	}
}

// A clone without all objects may miss many: packs are opened again only where there
// are others.
func TestStoreKeepsItsPacksWhereAnObjectIsMissing(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.write("a", "a")
	w.run("add", ".")
	w.run("commit", "-q", "-m", "a")
	w.run("gc", "-q", "--prune=now")
	store := w.open().Objects().(*diskStore)
	before := store.packed.packs[0]
	for i := range 3 {
		if _, _, err := store.Get(ID{byte(i)}, 10); !errors.Is(err, ErrMissing) {
			t.Errorf("got %v, want ErrMissing", err)
		}
	}
	if store.packed.packs[0] != before {
		t.Error("the pack was opened again")
	}
}

func TestStoreWritesWhatGitReads(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	store := w.open().Objects()
	for _, text := range []string{"", "服务目录\n", string(bytes.Repeat([]byte("x"), 1<<20))} {
		for range 2 {
			id, err := store.Put(kindBlob, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Sync(); err != nil {
				t.Fatal(err)
			}
			if got := w.run("cat-file", "blob", id.String()); got != string(bytes.TrimSuffix([]byte(text), []byte("\n"))) {
				t.Errorf("got %d bytes, want %d", len(got), len(text))
			}
		}
	}
	w.sound()
}

func TestStoreNoticesSwappedLooseObjects(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	r := w.open()
	store := r.Objects()
	file := func(id ID) string { return filepath.Join(w.dir, ".git", "objects", id.String()[:2], id.String()[2:]) }
	one, err1 := store.Put(kindBlob, []byte("approved"))
	two, err2 := store.Put(kindBlob, []byte("rejected"))
	err3 := store.Sync()
	data, err4 := os.ReadFile(file(two))
	if err := errors.Join(err1, err2, err3, err4, os.Chmod(file(one), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, raw := range [][]byte{data, []byte("garbage"), nil, data[:len(data)/2]} {
		if err := os.WriteFile(file(one), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Reader().Blob(one, 100); !errors.Is(err, ErrHash) {
			t.Errorf("%q: got %v, want ErrHash", raw, err)
		}
	}
}

func TestStoreSaysThatItCannotWrite(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	w := newWorld(t)
	w.run("init", "-q")
	objects := filepath.Join(w.dir, ".git", "objects")
	if err := os.Chmod(objects, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(objects, 0o700) })
	store := w.open().Objects()
	if _, err := store.Put(kindBlob, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := store.Sync(); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %v, want a fault about permission", err)
	}
}
