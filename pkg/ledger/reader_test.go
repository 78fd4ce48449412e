package ledger

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/finding"
)

// lying gives other bytes for one object.
type lying struct {
	Objects
	about ID
	raw   string
}

func (l lying) Get(id ID, limit int64) (string, []byte, error) {
	kind, raw, err := l.Objects.Get(id, limit)
	if id == l.about {
		raw = []byte(l.raw)
	}
	return kind, raw, err
}

func treeOf(t *testing.T, r *Reader, commit ID) ID {
	t.Helper()
	tree, _, err := r.Links(commit)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestSwappedBytesAreNoticed(t *testing.T) {
	b := newBook(t)
	id := b.put(kindBlob, "approved")
	_, err := NewReader(lying{b, id, "rejected"}).Blob(id, 100)
	if !errors.Is(err, ErrHash) || finding.Problem(err).IsZero() {
		t.Errorf("got %v, want ErrHash", err)
	}
}

func TestMissingAndHugeObjects(t *testing.T) {
	b := newBook(t)
	r := NewReader(b)
	if _, err := r.Commit(ID{1}); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v, want ErrMissing", err)
	}
	if _, err := r.Blob(b.put(kindBlob, "12345"), 4); codeOf(err) != codeLimit {
		t.Errorf("got %v, want %s", err, codeLimit)
	}
	if _, err := r.Commit(b.put(kindBlob, "x")); codeOf(err) != codeObject {
		t.Errorf("got %v, want %s", err, codeObject)
	}
}

func TestDiffListsWhatDiffers(t *testing.T) {
	b := newBook(t)
	r := NewReader(b)
	b.draft("a", "1")
	b.draft("z/x.yaml", "1")
	old := treeOf(t, r, b.draft("z/y/deep", "1"))
	b.draft("z/x.yaml", "2")
	b.draft("b/new", "1")
	d := Draft{Parent: b.tip, By: liNa, Subject: "take away", Changes: []Change{{"z/y/deep", nil}, {"a", nil}}}
	id, _, err := d.Build(t.Context(), b, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.tip = id
	to := treeOf(t, r, b.draft("a/file", "1"))
	got := paths(t, r, old, to)
	want := []string{"D a", "A a/file", "A b/new", "M z/x.yaml", "D z/y/deep"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
	if got := paths(t, r, to, to); got != nil {
		t.Errorf("a tree differs from itself in %v", got)
	}
	if got, want := paths(t, r, ID{}, old), []string{"A a", "A z/x.yaml", "A z/y/deep"}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func paths(t *testing.T, r *Reader, old, to ID) []string {
	t.Helper()
	deltas, err := r.Diff(old, to)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range deltas {
		switch {
		case d.Old.IsZero():
			got = append(got, "A "+d.Path)
		case d.New.IsZero():
			got = append(got, "D "+d.Path)
		default:
			got = append(got, "M "+d.Path)
		}
	}
	return got
}

func TestModeAloneIsADifference(t *testing.T) {
	b := newBook(t)
	blob := b.put(kindBlob, "x")
	one := b.put(kindTree, string(encodeTree([]Node{{"f", Regular, blob}})))
	two := b.put(kindTree, string(encodeTree([]Node{{"f", symlink, blob}})))
	deltas, err := NewReader(b).Diff(one, two)
	if err != nil {
		t.Fatal(err)
	}
	want := []Delta{{"f", Regular, symlink, blob, blob}}
	if diff := cmp.Diff(deltas, want); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}

func TestDeepTreesAreRefused(t *testing.T) {
	b := newBook(t)
	id := b.put(kindTree, string(encodeTree([]Node{{"f", Regular, b.put(kindBlob, "x")}})))
	for range maxDepth {
		id = b.put(kindTree, string(encodeTree([]Node{{"d", folder, id}})))
	}
	if _, err := NewReader(b).Diff(ID{}, id); codeOf(err) != codeLimit {
		t.Errorf("got %v, want %s", err, codeLimit)
	}
}

func TestContentIsWhatSha256sumWouldGive(t *testing.T) {
	got := Content(map[string]Digest{"b": DigestOf([]byte("2")), "a/c": DigestOf([]byte("1"))})
	lines := strings.TrimPrefix(string(DigestOf([]byte("1"))), "sha256:") + "  a/c\n" +
		strings.TrimPrefix(string(DigestOf([]byte("2"))), "sha256:") + "  b\n"
	if want := DigestOf([]byte(lines)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestStateSeesLedgerPathsOnly(t *testing.T) {
	b := newBook(t)
	r := NewReader(b)
	state := func(id ID) State {
		s, err := r.State(treeOf(t, r, id), "catalogue")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := state(b.draft("README", "x")); got != (State{}) {
		t.Error("a tree without a ledger has a state")
	}
	one := state(b.enter("procedure.yaml", "1"))
	if one == (State{}) {
		t.Error("genesis has no state")
	}
	if got := state(b.draft("catalogue/services/a.yaml", "x")); got != one {
		t.Error("a draft changes the state")
	}
	if got := state(b.draft("requests/x", "x")); got != one {
		t.Error("a path outside the root changes the state")
	}
	if got := state(b.enter("requests/2026/SLR-2026-0001.yaml", "1")); got == one {
		t.Error("an entry does not change the state")
	}
}

func TestStateRefusesTwinsAndLinks(t *testing.T) {
	b := newBook(t)
	r := NewReader(b)
	blob := b.put(kindBlob, "x")
	tree := func(nodes ...Node) ID { return b.put(kindTree, string(encodeTree(nodes))) }
	file := func(name string) Node { return Node{name, Regular, blob} }
	dir := func(name string, nodes ...Node) Node { return Node{name, folder, tree(nodes...)} }
	catalogue := dir("catalogue", file("procedure.yaml"))
	cases := map[string]struct {
		tree ID
		root string
		want string
	}{
		"twin of the root":       {tree(catalogue, file("Catalogue")), "catalogue", codePath},
		"twin of the procedure":  {tree(dir("catalogue", file("procedure.yaml"), file("Procedure.yaml"))), "catalogue", codePath},
		"Kelvin sign":            {tree(dir("k", file("procedure.yaml")), file("\u212a")), "k", codePath},
		"long s":                 {tree(dir("requests", file("x")), file("reque\u017fts")), ".", codePath},
		"ligature":               {tree(dir("requests", file("x")), file("reque\ufb06s")), ".", codePath},
		"decomposed":             {tree(dir("\u00e9", file("procedure.yaml")), file("e\u0301")), "\u00e9", codePath},
		"link":                   {tree(Node{"requests", symlink, blob}), ".", codePath},
		"blob for a folder":      {tree(file("versions")), ".", codePath},
		"folder for a file":      {tree(dir("procedure.yaml", file("x"))), ".", codePath},
		"submodule":              {tree(Node{"rulings", submodule, blob}), ".", codePath},
		"executable":             {tree(Node{"procedure.yaml", executable, blob}), ".", codePath},
		"link for the root":      {tree(Node{"catalogue", symlink, blob}), "catalogue", codePath},
		"malformed":              {b.put(kindTree, rawNode("040000", "x")), ".", codeObject},
		"capitals without twin":  {tree(catalogue, file("README"), file("Requests")), "catalogue", ""},
		"twins elsewhere":        {tree(catalogue, file("a"), file("A")), "catalogue", ""},
		"no root":                {tree(file("a")), "catalogue", ""},
		"two levels, no such":    {tree(catalogue), "catalogue/inner", ""},
		"twin of the inner root": {tree(dir("a", dir("b", file("procedure.yaml")), file("B"))), "a/b", codePath},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, err := r.State(c.tree, c.root)
			if got := codeOf(err); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if c.want != "" && s == (State{}) {
				t.Error("a breach has the empty state")
			}
		})
	}
}

func TestTwins(t *testing.T) {
	b := newBook(t)
	blob := b.put(kindBlob, "x")
	good := b.put(kindTree, string(encodeTree([]Node{{"a", Regular, blob}, {"b", Regular, blob}})))
	bad := b.put(kindTree, string(encodeTree([]Node{{"Strasse", Regular, blob}, {"straße", Regular, blob}})))
	if err := NewReader(b).Twins(good); err != nil {
		t.Errorf("got %v", err)
	}
	if err := NewReader(b).Twins(bad); codeOf(err) != codePath {
		t.Errorf("got %v, want %s", err, codePath)
	}
}

func TestFSIsAFileSystem(t *testing.T) {
	b := newBook(t)
	b.draft("catalogue/services/a.yaml", "a: 1\n")
	b.draft("catalogue/services.txt", "x")
	id := b.draft("README", "")
	r := NewReader(b)
	for _, at := range []ID{id, treeOf(t, r, id)} {
		fsys, err := r.FS(at)
		if err != nil {
			t.Fatal(err)
		}
		if err := fstest.TestFS(fsys, "catalogue/services/a.yaml", "catalogue/services.txt", "README"); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.FS(b.put(kindBlob, "x")); err == nil {
		t.Error("a blob is a file system")
	}
}

func TestFSDoesNotFollowLinks(t *testing.T) {
	b := newBook(t)
	blob := b.put(kindBlob, "README")
	tree := b.put(kindTree, string(encodeTree([]Node{{"link", symlink, blob}, {"module", submodule, blob}})))
	fsys, err := NewReader(b).FS(tree)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{"link": fs.ModeSymlink, "module": fs.ModeIrregular} {
		if _, err := fs.ReadFile(fsys, name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("read %s: got %v, want fs.ErrInvalid", name, err)
		}
		if info, err := fs.Stat(fsys, name); err != nil || info.Mode().Type() != want {
			t.Errorf("%s: got %v (%v), want %v", name, info, err, want)
		}
	}
	if _, err := fsys.Open("absent/file"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
}

func TestRootsAreHints(t *testing.T) {
	b := newBook(t)
	b.draft("catalogue/services/x/procedure.yaml", "1")
	b.draft("b/catalogue/procedure.yaml", "1")
	r := NewReader(b)
	got, whole, err := r.Roots(treeOf(t, r, b.enter("procedure.yaml", "1")))
	if err != nil || !whole {
		t.Fatalf("got %v, %v", whole, err)
	}
	want := []string{"catalogue", "b/catalogue", "catalogue/services/x"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}
