package ledger

import (
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
)

// MaxFile is the most bytes of a file (docs/format.md, "Reading objects").
const MaxFile = 64 << 20

// The most bytes of a tree, and of a blob read without a limit of the caller's.
const (
	maxTree = 16 << 20
	maxBlob = MaxFile
)

// maxDepth is the most folders that may be nested.
const maxDepth = 64

// Reader reads objects strictly: each is hashed again and compared with its name,
// each tree is parsed by ParseTree. It is safe for use by several goroutines, but
// they wait for each other: for speed give each its own.
type Reader struct {
	mu     sync.Mutex
	src    Objects
	trees  recent[checkedTree]
	states recent[rootState]
}

// isEmptyTree reports whether a name is that of the tree without nodes, which
// Git knows without keeping it.
func isEmptyTree(id ID) bool { return id.String() == emptyTree }

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

// NewReader is a Reader of the objects of src.
func NewReader(src Objects) *Reader { return &Reader{src: src} }

// Commit is a raw commit, as git cat-file prints it.
func (r *Reader) Commit(id ID) ([]byte, error) { return r.read(id, kindCommit, maxText) }

// Tag is a raw tag object. For the name of anything else, as a lightweight tag
// has it, it returns *FormError E_TAG_UNSIGNED.
func (r *Reader) Tag(id ID) ([]byte, error) { return r.read(id, kindTag, maxText) }

// Blob is the content of a file of at most limit bytes.
func (r *Reader) Blob(id ID, limit int64) ([]byte, error) { return r.read(id, kindBlob, limit) }

// Tree is a tree in Git's order; the zero ID stands for the empty tree. The result
// is shared: it must not be changed.
func (r *Reader) Tree(id ID) ([]Node, error) {
	t, err := r.tree(id, ID{})
	if err != nil || t.nodes != nil || len(t.raw) == 0 {
		return t.nodes, err
	}
	if t.nodes, err = ParseTree(t.raw); err != nil {
		return nil, err
	}
	r.remember(id, t)
	return t.nodes, nil
}

// tree is a tree that ParseTree takes, found to be one quicker where another that was
// read lately is much like it.
func (r *Reader) tree(id, other ID) (checkedTree, error) {
	if id.IsZero() || isEmptyTree(id) {
		return checkedTree{}, nil
	}
	r.mu.Lock()
	t, ok := r.trees.get(id)
	like, _ := r.trees.get(other)
	r.mu.Unlock()
	if ok {
		return t, nil
	}
	raw, err := r.read(id, kindTree, maxTree)
	if err != nil {
		return checkedTree{}, err
	}
	if t, err = checkTree(raw, like); err == nil {
		r.remember(id, t)
	}
	return t, err
}

// remember keeps a tree. Its nodes take about three times as much memory as its bytes.
func (r *Reader) remember(id ID, t checkedTree) {
	size := len(t.raw)
	if t.nodes != nil {
		size *= 4
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trees.put(id, t, size)
}

// Links reads of a commit what Git itself reads of any: its tree and its parents.
func (r *Reader) Links(id ID) (tree ID, parents []ID, err error) {
	raw, err := r.Commit(id)
	if err != nil {
		return ID{}, nil, err
	}
	return links(raw)
}

func (r *Reader) read(id ID, kind string, limit int64) ([]byte, error) {
	r.mu.Lock()
	got, raw, err := r.src.Get(id, limit)
	r.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if named, forged := objectID(got, raw); named != id || forged {
		return nil, swapped(id)
	}
	if got != kind {
		return nil, otherKind(id, kind, got)
	}
	return raw, nil
}

func otherKind(id ID, want, got string) error {
	if want == kindTag {
		return form(codeTagForm, finding.Say("the tag is not an object of its own: it names the %s %s itself", got, id))
	}
	return form(codeObject, finding.Say("the Git object %s is a %s where a %s is expected", id, got, want))
}

// recent remembers what was used last, within about 2 × recentBytes.
type recent[V any] struct {
	young, old map[ID]V
	size       int
}

const recentBytes = 4 << 20

func (c *recent[V]) get(id ID) (V, bool) {
	if v, ok := c.young[id]; ok {
		return v, true
	}
	v, ok := c.old[id]
	return v, ok
}

func (c *recent[V]) put(id ID, v V, size int) {
	if c.young == nil || c.size+size > recentBytes {
		c.old, c.young, c.size = c.young, make(map[ID]V), 0
	}
	c.young[id] = v
	c.size += size
}
