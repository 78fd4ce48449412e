package ledger

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// FS is the tree of a commit, or a tree itself, as a read-only file system (fs.StatFS,
// fs.ReadDirFS, fs.ReadFileFS). Files are read strictly, of at most 64 MiB each. Links
// have fs.ModeSymlink and submodules fs.ModeIrregular; neither can be opened. Times
// are zero.
func (r *Reader) FS(id ID) (fs.FS, error) {
	tree, _, err := r.Links(id)
	if breach, ok := errors.AsType[*FormError](err); ok && breach.Code == codeObject {
		tree = id
	} else if err != nil {
		return nil, err
	}
	if _, err := r.Tree(tree); err != nil {
		return nil, err
	}
	return treeFS{r, Node{Name: ".", Mode: folder, ID: tree}}, nil
}

type treeFS struct {
	r    *Reader
	root Node
}

func (f treeFS) find(op, name string) (Node, error) {
	if !fs.ValidPath(name) {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return f.root, nil
	}
	n, err := f.r.Find(f.root.ID, name)
	if err == nil && n.Mode == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// Open opens a plain file or a folder.
func (f treeFS) Open(name string) (fs.File, error) {
	n, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	if n.Mode == folder {
		entries, err := f.ReadDir(name)
		return &openDir{nodeInfo{f.r, n}, entries}, err
	}
	data, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &openFile{nodeInfo{f.r, n}, bytes.NewReader(data)}, nil
}

// ReadFile is the content of a plain file.
func (f treeFS) ReadFile(name string) ([]byte, error) {
	n, err := f.find("read", name)
	if err != nil {
		return nil, err
	}
	if n.Mode != Regular && n.Mode != executable {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	data, err := f.r.Blob(n.ID, maxBlob)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return slices.Clone(data), nil
}

// Stat says what is there. The size of a file is found by reading it.
func (f treeFS) Stat(name string) (fs.FileInfo, error) {
	n, err := f.find("stat", name)
	if err != nil {
		return nil, err
	}
	return nodeInfo{f.r, n}.Info()
}

// ReadDir lists a folder by name.
func (f treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if n.Mode != folder {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	nodes, err := f.r.Tree(n.ID)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	entries := make([]fs.DirEntry, len(nodes))
	for i, child := range nodes {
		entries[i] = nodeInfo{f.r, child}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// nodeInfo is a Node as fs.DirEntry.
type nodeInfo struct {
	r *Reader
	n Node
}

func (i nodeInfo) Name() string      { return i.n.Name }
func (i nodeInfo) IsDir() bool       { return i.n.Mode == folder }
func (i nodeInfo) Type() fs.FileMode { return i.mode().Type() }

func (i nodeInfo) mode() fs.FileMode {
	switch i.n.Mode {
	case folder:
		return fs.ModeDir | 0o555
	case symlink:
		return fs.ModeSymlink | 0o444
	case submodule:
		return fs.ModeIrregular | 0o444
	case executable:
		return 0o555
	}
	return 0o444
}

// Info reads a file to learn its size.
func (i nodeInfo) Info() (fs.FileInfo, error) {
	if !i.mode().IsRegular() {
		return fileInfo{i, 0}, nil
	}
	data, err := i.r.Blob(i.n.ID, maxBlob)
	return fileInfo{i, int64(len(data))}, err
}

type fileInfo struct {
	nodeInfo
	size int64
}

func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode() }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) Sys() any           { return nil }

type openFile struct {
	nodeInfo
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return fileInfo{f.nodeInfo, f.Reader.Size()}, nil }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	nodeInfo
	rest []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return fileInfo{d.nodeInfo, 0}, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.n.Name, Err: fs.ErrInvalid}
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.rest)
	} else if len(d.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.rest))
	var list []fs.DirEntry
	list, d.rest = d.rest[:n], d.rest[n:]
	return list, nil
}
