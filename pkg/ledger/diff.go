package ledger

import (
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Delta is one path that differs between two trees. The zero Mode and ID stand for
// a path that is not there; no rename is ever guessed.
type Delta struct {
	Path             string // from the top
	OldMode, NewMode Mode
	Old, New         ID
}

// maxDeltas is the most paths that two compared trees may differ in.
const maxDeltas = 200_000

// Diff lists the files, links and submodules that differ between two trees, sorted
// bytewise by path; the zero ID stands for the empty tree. Only folders that differ
// are opened. More than 200,000 paths or 64 levels are *FormError E_LIMIT.
func (r *Reader) Diff(old, new ID) ([]Delta, error) {
	d := differ{r: r}
	if err := d.trees("", old, new); err != nil {
		return nil, err
	}
	slices.SortFunc(d.found, func(a, b Delta) int { return strings.Compare(a.Path, b.Path) })
	return d.found, nil
}

type differ struct {
	r     *Reader
	depth int
	found []Delta
}

func (d *differ) trees(prefix string, old, new ID) error {
	if old == new {
		return nil
	}
	if d.depth++; d.depth > maxDepth {
		return form(codeLimit, finding.Say("folders are nested deeper than %s levels", maxDepth))
	}
	defer func() { d.depth-- }()
	a, err := d.r.tree(old, ID{})
	if err != nil {
		return err
	}
	b, err := d.r.tree(new, old)
	if err != nil {
		return err
	}
	differ := gapBetween(a.raw, b.raw)
	gone, err := a.part(differ.from, differ.oldEnd)
	if err != nil {
		return err
	}
	come, err := b.part(differ.from, differ.newEnd)
	if err != nil {
		return err
	}
	return d.merge(prefix, gone, come)
}

// merge goes through two sorted lists of nodes side by side.
func (d *differ) merge(prefix string, a, b []Node) error {
	for len(a)+len(b) > 0 {
		var x, y Node
		order := first(a, b)
		if order <= 0 {
			x, a = a[0], a[1:]
		}
		if order >= 0 {
			y, b = b[0], b[1:]
		}
		if err := d.node(prefix, x, y); err != nil {
			return err
		}
	}
	return nil
}

// first is negative where the next name is in a alone, positive where in b alone.
func first(a, b []Node) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return compareNodes(a[0], b[0])
}

// node compares two nodes of one name, or one with nothing.
func (d *differ) node(prefix string, a, b Node) error {
	if a.Mode == b.Mode && a.ID == b.ID {
		return nil
	}
	path := prefix + a.Name
	if a.Mode == 0 {
		path = prefix + b.Name
	}
	if a.Mode == folder || b.Mode == folder {
		return d.trees(path+"/", a.ID, b.ID)
	}
	if len(d.found) == maxDeltas {
		return form(codeLimit, finding.Say("two trees differ in more than %s paths", maxDeltas))
	}
	d.found = append(d.found, Delta{Path: path, OldMode: a.Mode, NewMode: b.Mode, Old: a.ID, New: b.ID})
	return nil
}

// Content is the SC-Content of an entry: the Digest of its Sums.
func Content(sums map[string]Digest) Digest { return DigestOf(Sums(sums)) }

// Sums are the lines "<hex>  <path>", as sha256sum prints them, sorted bytewise by path.
// The digests are those of the changed files' contents, by path from the root.
func Sums(sums map[string]Digest) []byte {
	var lines strings.Builder
	for _, path := range slices.Sorted(maps.Keys(sums)) {
		lines.WriteString(strings.TrimPrefix(string(sums[path]), "sha256:") + "  " + path + "\n")
	}
	return []byte(lines.String())
}
