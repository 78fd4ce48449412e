package ledger

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Stored is a folder of the work tree as git would store it: on disk, or in Skipped
// where the work tree need not have it, and with lines that end in LF where git turns
// CRLF into that on the way in (core.autocrlf, the attributes text and eol). What any
// other filter does is not undone. The folder's path is from the top; disk is the
// same folder, nil where it is not there.
func (r *Repository) Stored(ctx context.Context, folder string, disk fs.FS, skipped Skipped) fs.FS {
	return &storedFS{disk: disk, skipped: skipped, kept: map[string]map[string]ID{}, ask: func(names []string) ([]ID, error) {
		full := make([]string, len(names))
		for i, name := range names {
			full[i] = path.Join(folder, name)
		}
		return r.stored(ctx, full)
	}}
}

type storedFS struct {
	disk    fs.FS // nil: the folder is not on disk
	skipped Skipped
	ask     func(names []string) ([]ID, error) // as what git would store files

	mu   sync.Mutex
	kept map[string]map[string]ID // by folder, where one was asked for: that of each file
}

func missingFile(op, name string) error {
	return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Open opens a file or a folder.
func (s *storedFS) Open(name string) (fs.File, error) {
	f, err := s.open(name)
	if err == nil {
		return s.unfolded(name, f)
	}
	n, there := s.skipped.find(name)
	if !errors.Is(err, fs.ErrNotExist) || !there {
		return nil, err
	}
	if n.IsDir() {
		return &openDir{n, s.skipped.entries(name)}, nil
	}
	data, err := n.r.Blob(n.n.ID, maxBlob)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{n, bytes.NewReader(data)}, nil
}

func (s *storedFS) open(name string) (fs.File, error) {
	if s.disk == nil {
		return nil, missingFile("open", name)
	}
	return s.disk.Open(name)
}

// firstLine is how much of a file is looked at to see how its lines end.
const firstLine = 512

// unfolded gives a file the line ends that git would store.
func (s *storedFS) unfolded(name string, f fs.File) (fs.File, error) {
	back, seeks := f.(io.Seeker)
	info, err := f.Stat()
	if err != nil || !seeks || !info.Mode().IsRegular() || info.Size() > maxBlob {
		return f, nil //nolint:nilerr // whoever reads it meets the fault
	}
	head := make([]byte, firstLine)
	n, _ := io.ReadFull(f, head)
	_, err = back.Seek(0, io.SeekStart)
	line, _, _ := bytes.Cut(head[:n], []byte("\n"))
	if err != nil || !bytes.HasSuffix(line, []byte("\r")) {
		return f, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	stored, err := s.id(name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if id, _ := objectID(kindBlob, toLF(data)); id == stored {
		data = toLF(data)
	}
	file := Node{Name: path.Base(name), Mode: Regular}
	return &openFile{nodeInfo{n: file}, bytes.NewReader(data)}, f.Close()
}

func toLF(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) }

// id is as what git would store a file. All of its folder is asked for at once: where
// one file has such lines, the others have too.
func (s *storedFS) id(name string) (ID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	dir := path.Dir(name)
	if s.kept[dir] == nil {
		list, err := fs.ReadDir(s.disk, dir)
		if err != nil {
			return ID{}, err
		}
		var names []string
		for _, e := range list {
			if e.Type().IsRegular() && !strings.Contains(e.Name(), "\n") {
				names = append(names, path.Join(dir, e.Name()))
			}
		}
		ids, err := s.ask(names)
		if err != nil {
			return ID{}, err
		}
		s.kept[dir] = make(map[string]ID, len(names))
		for i, n := range names {
			s.kept[dir][n] = ids[i]
		}
	}
	return s.kept[dir][name], nil
}

// ReadDir lists a folder by name.
func (s *storedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := []fs.DirEntry(nil), missingFile("readdir", name)
	if s.disk != nil {
		list, err = fs.ReadDir(s.disk, name)
	}
	if len(s.skipped.folders[name]) == 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return list, err
	}
	there := make(map[string]bool, len(list))
	for _, e := range list {
		there[e.Name()] = true
	}
	for _, e := range s.skipped.entries(name) {
		if !there[e.Name()] {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// Stat says what is there.
func (s *storedFS) Stat(name string) (fs.FileInfo, error) { return s.info(name, fs.Stat) }

// Lstat keeps links visible.
func (s *storedFS) Lstat(name string) (fs.FileInfo, error) { return s.info(name, fs.Lstat) }

func (s *storedFS) info(name string, ask func(fs.FS, string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	info, err := fs.FileInfo(nil), missingFile("stat", name)
	if s.disk != nil {
		info, err = ask(s.disk, name)
	}
	if n, there := s.skipped.find(name); there && errors.Is(err, fs.ErrNotExist) {
		return n.Info()
	}
	return info, err
}

// ReadLink keeps links readable.
func (s *storedFS) ReadLink(name string) (string, error) {
	if s.disk == nil {
		return "", missingFile("readlink", name)
	}
	return fs.ReadLink(s.disk, name)
}

// Rewritten are those of some files of the work tree, by their path from the top, that
// git would store with other bytes than Stored gives, with a fault that says why.
func (r *Repository) Rewritten(ctx context.Context, files map[string][]byte) (map[string]error, error) {
	var there []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if info, err := os.Lstat(filepath.Join(r.dir, filepath.FromSlash(name))); err == nil && info.Mode().IsRegular() {
			there = append(there, name)
		}
	}
	ids, err := r.stored(ctx, there)
	if err != nil {
		return nil, err
	}
	rewritten := map[string]error{}
	for i, name := range there {
		if id, _ := objectID(kindBlob, files[name]); id != ids[i] {
			rewritten[name] = r.blameFilter(ctx, journalPath{Path: name, New: id})
		}
	}
	return rewritten, nil
}
