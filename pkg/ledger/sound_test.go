package ledger

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
)

// shown lists the files of a tree as "mode path", sorted.
func shown(t *testing.T, r *Reader, tree ID) string {
	t.Helper()
	found, err := r.Diff(ID{}, tree)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range found {
		lines = append(lines, d.NewMode.String()+" "+d.Path)
	}
	return strings.Join(lines, "\n")
}

// plant makes a tree of files by their path, each "mode id" away from Git's rules.
func plant(t *testing.T, s Store, nodes map[string]Node) ID {
	t.Helper()
	id, err := builder{store: s, r: NewReader(s)}.edit(ID{}, nodes)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Whatever stands at a ledger path gives way to the sound files, and nothing else.
func TestSoundTree(t *testing.T) {
	s := &Memory{}
	blob, _ := s.Put(kindBlob, []byte("x\n"))
	link, _ := s.Put(kindBlob, []byte("../elsewhere"))
	tree := plant(t, s, map[string]Node{
		"README.md":                      {Mode: executable, ID: blob},
		"catalogue/services/svc-a.yaml":  {Mode: Regular, ID: blob},
		"catalogue/procedure.yaml/inner": {Mode: Regular, ID: blob},
		"catalogue/requests":             {Mode: symlink, ID: link},
		"catalogue/meetings/2026":        {Mode: Regular, ID: blob},
		"catalogue/rulings/x":            {Mode: submodule, ID: blob},
		"catalogue/versions/1.0.0.yaml":  {Mode: executable, ID: blob},
	})
	r := NewReader(s)
	files, err := r.LedgerFiles(tree, "catalogue")
	want := "meetings/2026 procedure.yaml/inner requests rulings/x versions/1.0.0.yaml"
	if got := strings.Join(slices.Sorted(maps.Keys(files)), " "); err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	commit, err := s.Put(kindCommit, commitHead(tree, ID{}, zhangWei))
	if err != nil {
		t.Fatal(err)
	}
	sound, err := SoundTree(s, commit, "catalogue", map[string]ID{
		"procedure.yaml": blob, "requests/2026/SLR-2026-0001.yaml": blob, "meetings/2026/MTG-2026-0001.yaml": blob, "versions/1.0.0.yaml": blob,
	})
	if err != nil {
		t.Fatal(err)
	}
	want = strings.Join([]string{
		"100755 README.md",
		"100644 catalogue/meetings/2026/MTG-2026-0001.yaml",
		"100644 catalogue/procedure.yaml",
		"100644 catalogue/requests/2026/SLR-2026-0001.yaml",
		"100644 catalogue/services/svc-a.yaml",
		"100644 catalogue/versions/1.0.0.yaml",
	}, "\n")
	if got := shown(t, r, sound); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := r.State(sound, "catalogue"); err != nil {
		t.Error(err)
	}
}

func TestSoundTreeAtTheTopAndInNewFolders(t *testing.T) {
	s := &Memory{}
	blob, _ := s.Put(kindBlob, []byte("x\n"))
	tree := plant(t, s, map[string]Node{"requests/x": {Mode: Regular, ID: blob}, "README.md": {Mode: Regular, ID: blob}})
	commit, _ := s.Put(kindCommit, commitHead(tree, ID{}, zhangWei))
	files := map[string]ID{"procedure.yaml": blob}
	for root, want := range map[string]string{
		".":   "100644 README.md\n100644 procedure.yaml",
		"a/b": "100644 README.md\n100644 a/b/procedure.yaml\n100644 requests/x",
	} {
		sound, err := SoundTree(s, commit, root, files)
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(t, NewReader(s), sound); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", root, got, want)
		}
	}
	var f *finding.Fault
	if _, err := SoundTree(s, commit, "README.md", files); !errors.As(err, &f) {
		t.Errorf("a file where the root is to be: got %v", err)
	}
}
