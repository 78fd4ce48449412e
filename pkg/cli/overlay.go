package cli

import (
	"bytes"
	"io/fs"
	"time"
)

// overlay is a file system in which some files hold something else than on disk.
type overlay struct {
	fs.FS
	texts map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	if text, ok := o.texts[name]; ok {
		return &inMemory{name: name, Reader: bytes.NewReader(text)}, nil
	}
	return o.FS.Open(name)
}

// Lstat keeps links visible below the overlay.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }

// ReadLink keeps links readable below the overlay.
func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// ReadDir lists what lies below the overlay.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }

// inMemory is an open file whose text is in memory.
type inMemory struct {
	name string
	*bytes.Reader
}

func (f *inMemory) Stat() (fs.FileInfo, error) { return f, nil }
func (f *inMemory) Close() error               { return nil }
func (f *inMemory) Name() string               { return f.name }
func (f *inMemory) Mode() fs.FileMode          { return 0o644 }
func (f *inMemory) ModTime() time.Time         { return time.Time{} }
func (f *inMemory) IsDir() bool                { return false }
func (f *inMemory) Sys() any                   { return nil }
