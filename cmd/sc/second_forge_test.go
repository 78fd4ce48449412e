package main

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// workshop holds the objects and refs of a repository and makes others from them,
// byte by byte and without a process: it can write what no git would.
type workshop struct {
	t       testing.TB
	dir     string // the repository that it began with
	objects map[string]object
	made    map[string]string // loose objects that are new, by name; the text may lie
	refs    map[string]string
	lies    bool // an object is not what its name says
}

type object struct {
	kind string
	data string
}

// open reads a whole repository.
func open(t testing.TB, dir string) *workshop {
	t.Helper()
	w := &workshop{t: t, dir: dir, objects: map[string]object{}, made: map[string]string{}, refs: map[string]string{}}
	all := bufio.NewReader(bytes.NewReader(w.git("cat-file", "--batch-all-objects", "--batch")))
	for {
		var name, kind string
		var size int
		if _, err := fmt.Fscanf(all, "%s %s %d\n", &name, &kind, &size); err != nil {
			break
		}
		data := make([]byte, size+1)
		if _, err := io.ReadFull(all, data); err != nil {
			t.Fatal(err)
		}
		w.objects[name] = object{kind, string(data[:size])}
	}
	for line := range strings.Lines(string(w.git("for-each-ref", "--format=%(refname) %(objectname)"))) {
		ref, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		w.refs[ref] = name
	}
	return w
}

func (w *workshop) git(args ...string) []byte {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = w.dir
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return out
}

// copy is a workshop with the same objects, which goes its own way.
func (w *workshop) copy(t testing.TB) *workshop {
	return &workshop{t, w.dir, maps.Clone(w.objects), map[string]string{}, maps.Clone(w.refs), false}
}

const ledgerBranch = "refs/heads/main"

func (w *workshop) tip() string { return w.refs[ledgerBranch] }

// put adds an object.
func (w *workshop) put(kind, data string) string {
	raw := fmt.Sprintf("%s %d\x00%s", kind, len(data), data)
	name := fmt.Sprintf("%x", sha1.Sum([]byte(raw)))
	if _, ok := w.objects[name]; !ok {
		w.objects[name], w.made[name] = object{kind, data}, raw
	}
	return name
}

// write lays a bare repository, or adds to one: the packs of the first one, what is
// new, and refs.
func (w *workshop) write(dir string, refs map[string]string) {
	pack := filepath.Join(dir, "objects", "pack")
	w.check(os.MkdirAll(pack, 0o755), os.MkdirAll(filepath.Join(dir, "refs"), 0o755))
	files, err := filepath.Glob(filepath.Join(w.dir, ".git", "objects", "pack", "*"))
	w.check(err)
	for _, f := range files {
		if err := os.Link(f, filepath.Join(pack, filepath.Base(f))); !errors.Is(err, fs.ErrExist) {
			w.check(err)
		}
	}
	for name, raw := range w.made {
		w.check(os.MkdirAll(filepath.Join(dir, "objects", name[:2]), 0o755))
		w.check(os.WriteFile(filepath.Join(dir, "objects", name[:2], name[2:]), w.deflated(raw), 0o644))
	}
	lines := ""
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		lines += refs[ref] + " " + ref + "\n"
	}
	w.check(os.WriteFile(filepath.Join(dir, "packed-refs"), []byte(lines), 0o644),
		os.WriteFile(filepath.Join(dir, "HEAD"), []byte("ref: "+ledgerBranch+"\n"), 0o644),
		os.WriteFile(filepath.Join(dir, "config"), []byte("[core]\n\trepositoryformatversion = 0\n\tbare = true\n"), 0o644))
}

// deflated is an object as Git keeps it.
func (w *workshop) deflated(raw string) []byte {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.NoCompression)
	w.check(err)
	_, err = z.Write([]byte(raw))
	w.check(err, z.Close())
	return out.Bytes()
}

func (w *workshop) check(errs ...error) {
	w.t.Helper()
	for _, err := range errs {
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// node is what a tree says of a name.
type node struct{ mode, name, id string }

func (w *workshop) nodes(tree string) (nodes []node) {
	for data := w.objects[tree].data; data != ""; {
		head, rest, _ := strings.Cut(data, "\x00")
		mode, name, _ := strings.Cut(head, " ")
		nodes, data = append(nodes, node{mode, name, hex.EncodeToString([]byte(rest[:20]))}), rest[20:]
	}
	return nodes
}

// plant writes a tree just so, in order or not.
func (w *workshop) plant(nodes []node) string {
	var data strings.Builder
	for _, n := range nodes {
		id, err := hex.DecodeString(n.id)
		w.check(err)
		data.WriteString(n.mode + " " + n.name + "\x00" + string(id))
	}
	return w.put("tree", data.String())
}

// with is a tree in which a path is something else, or nothing where the mode is empty.
func (w *workshop) with(tree, path, mode, id string) string {
	name, rest, deeper := strings.Cut(path, "/")
	nodes := w.nodes(tree)
	i := slices.IndexFunc(nodes, func(n node) bool { return n.name == name })
	if deeper {
		below := ""
		if i >= 0 {
			below = nodes[i].id
		}
		mode, id = "40000", w.with(below, rest, mode, id)
	}
	if i >= 0 {
		nodes = slices.Delete(nodes, i, i+1)
	}
	if mode != "" {
		nodes = append(nodes, node{mode, name, id})
	}
	slices.SortFunc(nodes, func(a, b node) int { return strings.Compare(a.key(), b.key()) })
	return w.plant(nodes)
}

func (n node) key() string {
	if n.mode == "40000" {
		return n.name + "/"
	}
	return n.name
}

// files are the blobs of a tree by path.
func (w *workshop) files(tree, at string) map[string]string {
	found := map[string]string{}
	for _, n := range w.nodes(tree) {
		if n.mode == "40000" {
			maps.Copy(found, w.files(n.id, at+n.name+"/"))
		} else {
			found[at+n.name] = n.id
		}
	}
	return found
}
