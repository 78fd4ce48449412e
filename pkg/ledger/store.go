package ledger

import (
	"compress/zlib"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Objects is a new Store on the repository's objects, for one goroutine. It reads
// loose and packed objects through go-git, those of alternates too, and writes
// loose ones.
func (r *Repository) Objects() Store {
	s := &diskStore{dir: filepath.Join(r.commonDir, "objects"), touched: make(map[string]bool)}
	s.open()
	return s
}

// Sizes in bytes: what go-git may remember, and from where on it reads an object
// as a stream, so that a size can be refused before it is in memory.
const (
	storeCache = 48 << 20
	streamFrom = 8 << 20
)

type diskStore struct {
	dir     string
	sources []*filesystem.ObjectStorage // the repository's own first, then alternates
	touched map[string]bool             // folders with new objects, not yet synced
}

// open begins to read anew, with the packs that are there now.
func (s *diskStore) open() {
	s.sources = nil
	remembered := cache.NewObjectLRU(storeCache)
	for _, dir := range alternates(s.dir) {
		git := dotgit.NewWithOptions(osfs.New(filepath.Dir(dir)), dotgit.Options{KeepDescriptors: true})
		s.sources = append(s.sources, filesystem.NewObjectStorageWithOptions(git, remembered,
			filesystem.Options{KeepDescriptors: true, LargeObjectThreshold: streamFrom}))
	}
}

// alternates is an objects folder and those that it borrows from.
func alternates(dir string) []string {
	all := []string{dir}
	for i := 0; i < len(all) && len(all) <= maxAlternates; i++ {
		list, err := os.ReadFile(filepath.Join(all[i], "info", "alternates"))
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

// Get reads an object; where it is missing, once more with the packs of now, since
// git may have packed anew.
func (s *diskStore) Get(id ID, limit int64) (string, []byte, error) {
	kind, raw, err := s.get(id, limit)
	if errors.Is(err, ErrMissing) {
		s.open()
		kind, raw, err = s.get(id, limit)
	}
	return kind, raw, err
}

func (s *diskStore) get(id ID, limit int64) (string, []byte, error) {
	for _, src := range s.sources {
		o, err := src.EncodedObject(plumbing.AnyObject, plumbing.Hash(id))
		if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, dotgit.ErrPackfileNotFound) {
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
		return &finding.Fault{Message: finding.Say("the Git object %s cannot be read: %s", id, err), Cause: err}
	}
	fault := swapped(id).(*finding.Fault)
	fault.Cause = errors.Join(ErrHash, err)
	return fault
}

// Put writes a loose object beside its place, syncs it and only then gives it its
// name, so that no name ever stands for half an object.
func (s *diskStore) Put(kind string, raw []byte) (ID, error) {
	id, _ := objectID(kind, raw)
	for _, src := range s.sources {
		if src.HasEncodedObject(plumbing.Hash(id)) == nil {
			return id, nil
		}
	}
	if err := s.write(id, kind, raw); err != nil {
		return ID{}, &finding.Fault{
			Message: finding.Say("cannot write to the repository: %s", err),
			Hint:    finding.Say("see whether the disk is full, and who may write to %s", s.dir),
			Cause:   err,
		}
	}
	return id, nil
}

func (s *diskStore) write(id ID, kind string, raw []byte) (err error) {
	name := id.String()
	dir := filepath.Join(s.dir, name[:2])
	mode, err := s.fanOut(dir)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "tmp_obj_") // git prune knows this name
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = errors.Join(deflate(f, kind, raw), f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	s.touched[dir] = true
	return os.Rename(f.Name(), filepath.Join(dir, name[2:]))
}

// fanOut makes one of the 256 folders of objects, open to the same people as the
// objects folder itself (core.sharedRepository), and says who may read a file there.
func (s *diskStore) fanOut(dir string) (fs.FileMode, error) {
	info, err := os.Stat(s.dir)
	if err != nil {
		return 0, err
	}
	err = os.Mkdir(dir, 0o777)
	if err == nil {
		s.touched[s.dir] = true
		err = os.Chmod(dir, info.Mode())
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return info.Mode().Perm() & 0o444, err
}

func deflate(w io.Writer, kind string, raw []byte) error {
	z, err := zlib.NewWriterLevel(w, zlib.BestSpeed)
	if err != nil {
		return err
	}
	_, err1 := io.WriteString(z, kind+" "+strconv.Itoa(len(raw))+"\x00")
	_, err2 := z.Write(raw)
	return errors.Join(err1, err2, z.Close())
}

// Sync makes the names of new objects outlive a power failure.
func (s *diskStore) Sync() error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there
	}
	for _, dir := range slices.Sorted(maps.Keys(s.touched)) {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
		delete(s.touched, dir)
	}
	return nil
}
