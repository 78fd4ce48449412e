package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Signer signs a payload and returns the armor as ssh-keygen writes it, with its
// final line end.
type Signer func(ctx context.Context, payload []byte) (armor []byte, err error)

// Change is a file to be written, by its path from the top, or with nil Data to be
// taken away (in plain commits only).
type Change struct {
	Path string
	Data []byte
}

// Draft is a commit to be built. With Trailers it becomes an entry: SC-Record and
// SC-Content are worked out from the changes, which must all lie under Root. Without
// Trailers it is a plain commit.
type Draft struct {
	Parent   ID // zero for a commit without parent
	By       Stamp
	Subject  string
	Body     string
	Changes  []Change
	Root     string // the ledger's root; for entries
	Trailers *Trailers
	// Sound makes the entry a repair: its ledger paths are these files, by their path
	// from Root, and its Changes, whatever the parent has there.
	Sound map[string]ID
}

// Build writes the objects of the commit to store, signed by sign (nil: not signed;
// an entry is always signed), and returns its name and raw bytes. Nothing refers to
// them yet: see Repository.Land. What ParseEntry would refuse is not built.
func (d Draft) Build(ctx context.Context, store Store, sign Signer) (ID, []byte, error) {
	b := builder{store: store, r: NewReader(store)}
	old, err := b.parentTree(d.Parent)
	if err != nil {
		return ID{}, nil, err
	}
	if d.Sound != nil {
		if old, err = b.sound(old, d.Root, d.Sound); err != nil {
			return ID{}, nil, err
		}
	}
	tree, err := b.write(old, d.Changes)
	if err != nil {
		return ID{}, nil, err
	}
	raw := append(commitHead(tree, d.Parent, d.By), "\n"+messageText(d.Subject, d.Body)...)
	if d.Trailers != nil {
		if raw, err = b.entry(d, old, tree); err != nil {
			return ID{}, nil, err
		}
	}
	if sign != nil {
		armor, err := sign(ctx, raw)
		if err != nil {
			return ID{}, nil, err
		}
		raw = sealed(raw, armor)
	}
	if d.Trailers != nil {
		if _, err := ParseEntry(raw); err != nil {
			return ID{}, nil, fmt.Errorf("build an entry: %w", err)
		}
	}
	return b.keep(kindCommit, raw)
}

// Build writes the tag object to store, signed by sign, and returns its name. The
// ref is made by Repository.CreateTag. What ParseTag would refuse is not built.
func (t Tag) Build(ctx context.Context, store Store, sign Signer) (ID, error) {
	payload := t.encode()
	armor, err := sign(ctx, payload)
	if err != nil {
		return ID{}, err
	}
	raw := slices.Concat(payload, armor)
	if _, err := ParseTag(raw); err != nil {
		return ID{}, fmt.Errorf("build the tag %s: %w", t.Name, err)
	}
	b := builder{store: store}
	id, _, err := b.keep(kindTag, raw)
	return id, err
}

type builder struct {
	store Store
	r     *Reader
}

func (b builder) keep(kind string, raw []byte) (ID, []byte, error) {
	id, err := b.store.Put(kind, raw)
	if err == nil {
		err = b.store.Sync()
	}
	return id, raw, err
}

func (b builder) parentTree(parent ID) (ID, error) {
	if parent.IsZero() {
		return ID{}, nil
	}
	tree, _, err := b.r.Links(parent)
	return tree, err
}

// entry is the payload of an entry.
func (b builder) entry(d Draft, old, tree ID) ([]byte, error) {
	deltas, err := b.r.Diff(old, tree)
	if err != nil {
		return nil, err
	}
	t := *d.Trailers
	t.Records = nil
	sums := make(map[string]Digest, len(deltas))
	for _, delta := range deltas {
		path, ok := Below(d.Root, delta.Path)
		if !ok || delta.New.IsZero() {
			return nil, fmt.Errorf("an entry under %q cannot change %q", d.Root, delta.Path)
		}
		data, err := b.r.Blob(delta.New, maxBlob)
		if err != nil {
			return nil, err
		}
		sums[path] = DigestOf(data)
		if IsLedgerPath(path) {
			t.Records = append(t.Records, path)
		}
	}
	slices.Sort(t.Records)
	t.Content = Content(sums)
	e := Entry{Tree: tree, Parent: d.Parent, By: d.By, Subject: d.Subject, Body: d.Body, Trailers: t}
	return e.encode(), nil
}

// write makes the blobs, and anew the folders on the way to them.
func (b builder) write(tree ID, changes []Change) (ID, error) {
	edits := make(map[string]Node, len(changes))
	for _, c := range changes {
		if !goodPath(c.Path) {
			return ID{}, &finding.Fault{Message: finding.Say("%q cannot be the path of a file in the repository", c.Path)}
		}
		n := Node{Mode: Regular}
		if c.Data == nil {
			n.Mode = 0
		} else {
			var err error
			if n.ID, err = b.store.Put(kindBlob, c.Data); err != nil {
				return ID{}, err
			}
		}
		edits[c.Path] = n
	}
	id, err := b.edit(tree, edits)
	if err == nil && id.IsZero() {
		return b.store.Put(kindTree, nil)
	}
	return id, err
}

// edit applies edits, by path from this tree, and returns the new tree.
func (b builder) edit(tree ID, edits map[string]Node) (ID, error) {
	old, err := b.r.Tree(tree)
	if err != nil {
		return ID{}, err
	}
	names := make(map[string]Node, len(old)+1)
	for _, n := range old {
		names[n.Name] = n
	}
	inner := make(map[string]map[string]Node)
	for path, n := range edits {
		name, rest, deeper := strings.Cut(path, "/")
		n.Name = name
		switch {
		case !deeper && names[name].Mode == folder:
			return ID{}, conflict(name)
		case !deeper:
			names[name] = n
		case inner[name] == nil:
			inner[name] = map[string]Node{rest: n}
		default:
			inner[name][rest] = n
		}
	}
	for name, below := range inner {
		at := names[name]
		if at.Mode != folder && at.Mode != 0 {
			return ID{}, conflict(name)
		}
		if at.ID, err = b.edit(at.ID, below); err != nil {
			return ID{}, err
		}
		names[name] = Node{Name: name, Mode: folder, ID: at.ID}
	}
	return b.putTree(names)
}

// putTree writes the nodes that are there; a folder left empty has no object.
func (b builder) putTree(names map[string]Node) (ID, error) {
	var nodes []Node
	for _, n := range names {
		if n.Mode != 0 && !n.ID.IsZero() {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return ID{}, nil
	}
	return b.store.Put(kindTree, encodeTree(nodes))
}

func conflict(name string) error {
	return &finding.Fault{Message: finding.Say("%q is a folder where a file is expected, or a file where a folder is", name)}
}
