package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// packedWorld is a repository of some commits that git has packed in a way of its own.
func packedWorld(t *testing.T, packing ...string) (world, *Repository) {
	t.Helper()
	w := newWorld(t)
	w.run("init", "-q")
	text := strings.Repeat("一行不变的文字\n", 400)
	for n := range 9 {
		text += fmt.Sprintf("第 %d 行\n", n)
		w.write("a/record.yaml", text)
		w.write(fmt.Sprintf("a/b/%d.yaml", n), fmt.Sprintf("n: %d\n", n))
		w.run("add", "-A")
		w.run("commit", "-q", "-m", fmt.Sprintf("第 %d 次", n))
	}
	w.write("large", strings.Repeat("0123456789abcdef", 100_000))
	w.run("add", "-A")
	w.run("commit", "-q", "-m", "a large file")
	w.run("tag", "-a", "-m", "a tag", "v1")
	w.run(packing...)
	w.run("prune-packed")
	return w, w.open()
}

// objectsOf are the names of all objects of a repository.
func objectsOf(t *testing.T, w world) []ID {
	t.Helper()
	var all []ID
	for _, name := range strings.Fields(w.run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")) {
		var id ID
		if err := id.UnmarshalText([]byte(name)); err != nil {
			t.Fatal(err)
		}
		all = append(all, id)
	}
	return all
}

// Whatever way git packs, what is read is what git reads.
func TestPackedObjectsAreThoseOfGit(t *testing.T) {
	for _, packing := range []string{
		"repack -adfq --depth=50 --window=20",
		"-c repack.useDeltaBaseOffset=false repack -adfq --depth=50 --window=20",
		"repack -adfq --max-pack-size=1m",
		"-c pack.indexVersion=1 repack -adfq",
		"-c core.compression=0 repack -adFq",
	} {
		w, repo := packedWorld(t, strings.Fields(packing)...)
		batch := repo.Batch(t.Context())
		defer batch.Close()
		ours := repo.Objects()
		for _, id := range objectsOf(t, w) {
			kind, raw, err := ours.Get(id, maxBlob)
			wantKind, want, _ := batch.Get(id, maxBlob)
			if err != nil || kind != wantKind || !bytes.Equal(raw, want) {
				t.Errorf("%s: %s: got %s of %d bytes, %v; want %s of %d bytes", packing, id, kind, len(raw), err, wantKind, len(want))
			}
		}
	}
}

func TestPacksAreReadWithoutGoGit(t *testing.T) {
	w, repo := packedWorld(t, "repack", "-adfq")
	u := unpacker{packs: packsOf(repo)}
	for _, id := range objectsOf(t, w) {
		if _, _, err := u.get(id, maxBlob); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// An object is refused by its size before it is in memory.
func TestLargePackedObjectIsRefused(t *testing.T) {
	w, repo := packedWorld(t, "repack", "-adfq")
	var id ID
	if err := id.UnmarshalText([]byte(w.run("rev-parse", "HEAD:large"))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := repo.Objects().Get(id, 1000); codeOf(err) != codeLimit {
		t.Errorf("got %v, want %s", err, codeLimit)
	}
}

// Who unfolds much waits for the others who do; who unfolds little does not.
func TestMuchIsUnfoldedInTurn(t *testing.T) {
	w, repo := packedWorld(t, "repack", "-adfq")
	w.write("huge", strings.Repeat("x", heavySize+1))
	w.run("add", "-A")
	w.run("commit", "-q", "-m", "a huge file")
	w.run("repack", "-adfq")
	var huge, large ID
	if err := errors.Join(huge.UnmarshalText([]byte(w.run("rev-parse", "HEAD:huge"))), large.UnmarshalText([]byte(w.run("rev-parse", "HEAD:large")))); err != nil {
		t.Fatal(err)
	}
	var turn sync.Mutex
	turn.Lock()
	u := unpacker{packs: packsOf(repo), heavy: &turn}
	if _, _, err := u.get(large, maxBlob); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, _, err := u.get(huge, maxBlob)
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("got %v before its turn", err)
	case <-time.After(300 * time.Millisecond):
	}
	turn.Unlock()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if !turn.TryLock() {
		t.Error("the turn is kept")
	}
}

// What came in a pack that was not there at first is found.
func TestNewPackIsFound(t *testing.T) {
	w, repo := packedWorld(t, "repack", "-adfq")
	ours := repo.Objects()
	if _, _, err := ours.Get(objectsOf(t, w)[0], maxBlob); err != nil {
		t.Fatal(err)
	}
	w.write("new", "new\n")
	w.run("add", "-A")
	w.run("commit", "-q", "-m", "new")
	w.run("repack", "-adfq")
	w.run("prune-packed")
	for _, id := range objectsOf(t, w) {
		if _, _, err := ours.Get(id, maxBlob); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// A pack with a broken byte gives each object as it was, or an error: never other
// bytes, never a crash.
func TestBrokenPackIsNoticed(t *testing.T) {
	w, repo := packedWorld(t, "repack", "-adfq")
	all := objectsOf(t, w)
	packs, _ := filepath.Glob(filepath.Join(repo.Common(), "objects", "pack", "pack-*"))
	for _, name := range packs {
		if strings.HasSuffix(name, ".rev") {
			continue
		}
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
		for n := range 40 {
			bad := bytes.Clone(good)
			bad[n*len(bad)/40] ^= 1 << (n % 8)
			if err := os.WriteFile(name, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			r := NewReader(unpacked{unpacker{packs: packsOf(repo)}})
			for _, id := range all {
				_, _ = r.Commit(id) // it checks the bytes against the name
				_, _ = r.Tree(id)
			}
		}
		if err := os.WriteFile(name, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func packsOf(repo *Repository) []*pack {
	packs, _ := openPacks([]string{filepath.Join(repo.Common(), "objects")})
	return packs
}

// unpacked gives what packs hold and nothing else.
type unpacked struct{ unpacker }

func (u unpacked) Get(id ID, limit int64) (string, []byte, error) { return u.get(id, limit) }

// Whatever a pack holds, reading an object of it ends, and takes no more memory than
// bytes came out.
func FuzzUnpack(f *testing.F) {
	whole := []byte{3<<4 | 5, 0x78, 0x9c, 0x4b, 0xcc, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x05, 0x8c, 0x01, 0xf5}
	f.Add(whole, int64(0))
	f.Add(append([]byte{6<<4 | 2, 0x01}, whole...), int64(0))
	f.Add(append([]byte{6<<4 | 2 | 0x80, 0xff, 0xff, 0xff, 0xff, 0x7f}, whole...), int64(3))
	f.Fuzz(func(t *testing.T, text []byte, at int64) {
		name := filepath.Join(t.TempDir(), "pack")
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		p := &pack{file: file, size: int64(len(text))}
		for i := range p.rows {
			p.rows[i].names = []byte{} // no names: it has no index
		}
		u := unpacker{packs: []*pack{p}}
		if kind, raw, err := u.object(p, at, 1<<16); err == nil && (kind == "" || len(raw) > 1<<16) {
			t.Errorf("got %q of %d bytes", kind, len(raw))
		}
	})
}

// A difference makes an object of the size that it names, or nothing.
func FuzzPatch(f *testing.F) {
	f.Add([]byte("base"), []byte{4, 4, 0x90, 4})
	f.Add([]byte("base"), []byte{4, 6, 2, 'x', 'y', 0x90, 4})
	f.Add([]byte("base"), []byte{4, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x90, 4})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		made, err := patch(base, delta)
		if err != nil {
			return
		}
		_, n := binary.Uvarint(delta)
		if size, _ := binary.Uvarint(delta[n:]); uint64(len(made)) != size {
			t.Errorf("got %d bytes, want %d", len(made), size)
		}
	})
}

// A tree checked beside another is the tree checked alone, and what lies between two is
// how they differ.
func FuzzCheckTree(f *testing.F) {
	three := rawNode("100644", "a") + rawNode("40000", "b") + rawNode("100644", "c")
	f.Add([]byte(three), []byte(rawNode("100644", "a")+rawNode("100644", "aa")+rawNode("40000", "b")+rawNode("100644", "c")))
	f.Add([]byte(three), []byte(rawNode("100644", "a")+rawNode("100644", "c")))
	f.Add([]byte(three), []byte(rawNode("100644", "a")+rawNode("40000", "a")+rawNode("40000", "b")+rawNode("100644", "c")))
	f.Add([]byte(three), []byte(rawNode("100644", "a")+rawNode("100644", "b.x")+rawNode("40000", "b")+rawNode("100644", "b0")+rawNode("100644", "c")))
	twice := rawNode("100644", "b") + rawNode("100644", "b-x") + rawNode("100644", "b-y")
	f.Add([]byte(twice), []byte(twice+rawNode("40000", "b")))
	f.Add([]byte(twice[len(rawNode("100644", "b")):]+rawNode("40000", "b")), []byte(twice+rawNode("40000", "b")))
	f.Add([]byte(three), []byte(three[:len(three)-1]))
	f.Add([]byte(three), []byte(three+"1"))
	f.Add([]byte(""), []byte(three))
	x := "\x00" + strings.Repeat("x", 20) // the tail of a name may look like a node
	f.Add([]byte("100644 b"+x), []byte("100644 a"+x+"100644 b"+x+"100644 z100644 b"+x))
	f.Fuzz(func(t *testing.T, other, raw []byte) {
		nodes, err := ParseTree(other)
		if err != nil {
			return
		}
		like := checkedTree{other, nodes}
		got, gotErr := checkTree(raw, like)
		want, wantErr := ParseTree(raw)
		if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
			t.Fatalf("got %v, want %v", gotErr, wantErr)
		}
		if wantErr != nil {
			return
		}
		g := gapBetween(other, raw)
		gone, err1 := like.part(g.from, g.oldEnd)
		come, err2 := got.part(g.from, g.newEnd)
		made, err3 := ParseTree(slices.Concat(other[:g.from], raw[g.from:g.newEnd], other[g.oldEnd:]))
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(made, want) || len(nodes)-len(gone) != len(want)-len(come) {
			t.Errorf("%v and %v differ in %v and %v", nodes, want, gone, come)
		}
	})
}

// A difference to itself, or in a circle, is no object.
func TestDifferenceToItself(t *testing.T) {
	id := ID{7}
	text := append([]byte{packedNameDelta<<4 | 4}, id[:]...)
	name := filepath.Join(t.TempDir(), "pack")
	if err := os.WriteFile(name, append(text, make([]byte, 100)...), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p := &pack{file: file, size: int64(len(text)) + 100, old: true}
	p.rows[7].names = append([]byte{0, 0, 0, 0}, id[:]...)
	for i := 7; i < len(p.fan); i++ {
		p.fan[i] = 1
	}
	u := unpacker{packs: []*pack{p}}
	if _, _, err := u.get(id, 1000); !errors.Is(err, errTooBig) {
		t.Errorf("got %v, want %v", err, errTooBig)
	}
}
