package ledger

import (
	"errors"
	"sync"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrMissing is the cause of every fault about an object that is not there, as in
// a shallow clone: nothing can be judged without it.
var ErrMissing = errors.New("object missing")

// ErrHash is the cause of every fault about an object whose bytes are not those
// that its name stands for.
var ErrHash = errors.New("object bytes do not match its name")

// The kinds of Git objects.
const (
	kindCommit = "commit"
	kindTree   = "tree"
	kindBlob   = "blob"
	kindTag    = "tag"
)

// Objects gives raw Git objects by name. It need not check what it gives, nor be
// safe for use by several goroutines at once: Reader does both.
type Objects interface {
	// Get returns the kind ("commit", "tree", "blob" or "tag") and the content of
	// an object. An object of more than limit bytes is a *FormError E_LIMIT, one
	// that is not there an error with ErrMissing.
	Get(id ID, limit int64) (kind string, raw []byte, err error)
}

// Store gives raw objects and keeps new ones.
type Store interface {
	Objects
	// Put keeps an object and names it. Until Sync perhaps only this Store has it;
	// raw must not be changed any more.
	Put(kind string, raw []byte) (ID, error)
	// Sync returns when all that was put is safely kept, or nothing new is.
	Sync() error
}

// Memory is a Store that keeps objects in memory. The zero value is empty and
// ready; it is safe for use by several goroutines.
type Memory struct {
	mu   sync.Mutex
	kept map[ID]object
}

type object struct {
	kind string
	raw  []byte
}

// Get returns a kept object.
func (m *Memory) Get(id ID, limit int64) (string, []byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.kept[id]
	if !ok {
		return "", nil, missing(id)
	}
	return o.within(id, limit)
}

func (o object) within(id ID, limit int64) (string, []byte, error) {
	if int64(len(o.raw)) > limit {
		return "", nil, tooBig(id, limit)
	}
	return o.kind, o.raw, nil
}

// Put keeps an object, whatever its bytes are.
func (m *Memory) Put(kind string, raw []byte) (ID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = make(map[ID]object)
	}
	id, _ := objectID(kind, raw)
	m.kept[id] = object{kind, raw}
	return id, nil
}

// Sync does nothing: memory does not outlive anything.
func (m *Memory) Sync() error { return nil }

func missing(id ID) error {
	return &finding.Fault{
		Message: finding.Say("the Git object %s is missing from this repository", id),
		Hint:    finding.Say("get it from a whole copy: git fetch --refetch URL (Git 2.36 or newer), or clone again from there"),
		Cause:   ErrMissing,
	}
}

func swapped(id ID) error {
	return &finding.Fault{
		Message: finding.Say("the bytes kept as Git object %s are not those that its name stands for", id),
		Hint:    finding.Say("somebody or a broken disk changed the repository's files; clone again from a good copy"),
		Cause:   ErrHash,
	}
}

func tooBig(id ID, limit int64) error {
	return form(codeLimit, finding.Say("the Git object %s is larger than the %s bytes allowed for its kind", id, limit))
}
