package ledger

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Objects is a new Store on the repository's objects, for one goroutine. It reads
// loose and packed objects, those of alternates too, and writes loose ones.
func (r *Repository) Objects() Store {
	s := &diskStore{dir: filepath.Join(r.commonDir, "objects"), shared: &r.packs, kept: make(map[ID]object), lacking: r.lacking}
	s.open(s.shared.now(alternates(s.dir)))
	return s
}

// Sizes in bytes: what go-git may remember, and from where on it reads an object
// as a stream, so that a size can be refused before it is in memory.
const (
	storeCache = 8 << 20
	streamFrom = 8 << 20
)

type diskStore struct {
	dir     string
	shared  *sharedPacks
	lacking func(ID) error // what is said of an object that is not there
	folders []string       // of objects: the repository's own first, then alternates
	opened  string         // the packs that were there, by name
	broken  error          // why others are no packs
	packed  unpacker
	sources []*filesystem.ObjectStorage // the repository's own first, then alternates
	pending []pending                   // put and not yet written, in order
	kept    map[ID]object               // the same, by name
	clock   time.Time                   // as the folder's file system tells it; zero until asked
}

// open begins to read anew, with the packs that are there now.
func (s *diskStore) open(now packsThere) {
	s.folders, s.opened, s.packed, s.sources = alternates(s.dir), now.names, unpacker{packs: now.packs, heavy: &s.shared.heavy}, nil
	s.broken = now.broken
	remembered := cache.NewObjectLRU(storeCache)
	for _, dir := range s.folders {
		git := dotgit.NewWithOptions(osfs.New(filepath.Dir(dir)), dotgit.Options{KeepDescriptors: true})
		s.sources = append(s.sources, filesystem.NewObjectStorageWithOptions(git, remembered,
			filesystem.Options{KeepDescriptors: true, LargeObjectThreshold: streamFrom}))
	}
}

// sharedPacks are the packs of one repository, for all who read it.
type sharedPacks struct {
	heavy  sync.Mutex // held while much is unfolded
	mu     sync.Mutex
	opened bool
	there  packsThere
}

// packsThere are packs with the names that their folders had when they were opened.
type packsThere struct {
	packs  []*pack
	names  string
	broken error // why others are no packs
}

// now are the packs as they were found last.
func (s *sharedPacks) now(folders []string) packsThere {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.opened {
		s.there, s.opened = packsThere{names: packNames(folders)}, true
		s.there.packs, s.there.broken = openPacks(folders)
	}
	return s.there
}

// again looks which packs there are, and opens them anew where others are there. Those
// of before stay open as long as somebody reads them.
func (s *sharedPacks) again(folders []string) packsThere {
	s.mu.Lock()
	if s.there.names != packNames(folders) {
		s.opened = false
	}
	s.mu.Unlock()
	return s.now(folders)
}

// alternates is an objects folder and those that it borrows from.
func alternates(dir string) []string {
	all := []string{dir}
	for i := 0; i < len(all) && len(all) <= maxAlternates; i++ {
		list, err := readPlain(filepath.Join(all[i], "info", "alternates"), maxConfig)
		if err != nil {
			continue // as a rule there is none; a missing object will tell otherwise
		}
		for line := range strings.SplitSeq(string(list), "\n") {
			next := filepath.FromSlash(line)
			if !filepath.IsAbs(next) {
				next = filepath.Join(all[i], next)
			}
			if line != "" && line[0] != '#' && filepath.Base(next) == "objects" && !slices.Contains(all, next) {
				all = append(all, next)
			}
		}
	}
	return all
}

const maxAlternates = 32

// Get reads an object; where it is missing, again with the packs of now as long as these
// are others, since git may have packed anew.
func (s *diskStore) Get(id ID, limit int64) (string, []byte, error) {
	kind, raw, err := s.get(id, limit)
	for range packTries {
		if !errors.Is(err, ErrMissing) {
			break
		}
		now := s.shared.again(alternates(s.dir))
		if now.names == s.opened {
			break
		}
		s.open(now)
		kind, raw, err = s.get(id, limit)
	}
	if errors.Is(err, ErrMissing) {
		err = s.lacking(id)
	}
	return kind, raw, err
}

// packTries is how often packs may be replaced while they are looked through.
const packTries = 10

func (s *diskStore) get(id ID, limit int64) (string, []byte, error) {
	if o, ok := s.kept[id]; ok {
		return o.within(id, limit)
	}
	kind, raw, err := s.packed.get(id, limit)
	if broken := err; err != nil && !errors.Is(err, errTooBig) {
		kind, raw, err = loose(s.folders, id, limit)
		if errors.Is(err, ErrMissing) && !errors.Is(broken, ErrMissing) {
			err = broken // go-git would run in circles where differences do
		}
	}
	switch {
	case err == nil:
		return kind, raw, nil
	case errors.Is(err, errTooBig):
		return "", nil, tooBig(id, limit)
	case !errors.Is(err, ErrMissing):
		return "", nil, unreadable(id, err)
	}
	if s.broken != nil {
		return "", nil, withheld(id, s.broken)
	}
	return s.elsewhere(id, limit)
}

// elsewhere asks go-git, which says why a pack cannot be opened.
func (s *diskStore) elsewhere(id ID, limit int64) (string, []byte, error) {
	for _, src := range s.sources {
		o, err := src.EncodedObject(plumbing.AnyObject, plumbing.Hash(id))
		// A pack may be gone since go-git listed it. That is no word about a file of a
		// commit, for which fs.ErrNotExist would be taken further up.
		if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, dotgit.ErrPackfileNotFound) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, unreadable(id, err)
		}
		if o.Size() > limit {
			return "", nil, tooBig(id, limit)
		}
		raw, err := content(o)
		if err != nil {
			return "", nil, unreadable(id, err)
		}
		return o.Type().String(), raw, nil
	}
	return "", nil, missing(id)
}

func content(o plumbing.EncodedObject) (raw []byte, err error) {
	from, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	raw = make([]byte, o.Size())
	_, err = io.ReadFull(from, raw)
	return raw, err
}

// unreadable parts what the system forbids from bytes that are no object.
func unreadable(id ID, err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return withheld(id, err)
	}
	fault := swapped(id).(*finding.Fault)
	fault.Cause = errors.Join(ErrHash, err)
	return fault
}

// withheld is the fault about an object that may be there and cannot be reached.
func withheld(id ID, err error) error {
	return &finding.Fault{Message: finding.Say("the Git object %s cannot be read: %s", id, err), Cause: err}
}
