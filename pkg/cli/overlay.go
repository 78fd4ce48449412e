package cli

import (
	"bytes"
	"io/fs"
	"sync"
	"time"

	"github.com/service-catalogue/sc/pkg/check"
)

// overlay is a file system in which some files hold something else than on disk.
// The others hold what they held when they were first read: what was checked is
// what is changed, whoever saves a file meanwhile.
type overlay struct {
	fs.FS
	texts map[string][]byte

	mu   sync.Mutex
	seen map[string][]byte
}

func newOverlay(files fs.FS) *overlay {
	return &overlay{FS: files, texts: map[string][]byte{}, seen: map[string][]byte{}}
}

// Open opens a file as the overlay has it.
func (o *overlay) Open(name string) (fs.File, error) {
	text, err := o.text(name)
	if err != nil {
		return nil, err
	}
	return &inMemory{name: name, Reader: bytes.NewReader(text)}, nil
}

func (o *overlay) text(name string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if text, ok := o.texts[name]; ok {
		return text, nil
	}
	if text, ok := o.seen[name]; ok {
		return text, nil
	}
	text, err := check.Read(o.FS, name)
	if err == nil && text == nil {
		err = &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if err == nil {
		o.seen[name] = text
	}
	return text, err
}

// same reports whether a file still holds what was checked.
func (o *overlay) same(name string) bool {
	now, err := check.Read(o.FS, name)
	return err == nil && bytes.Equal(now, o.seen[name])
}

// Lstat keeps links visible below the overlay.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }

// Stat looks below the overlay, which has no folders of its own.
func (o *overlay) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, name) }

// ReadLink keeps links readable below the overlay.
func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// ReadDir lists what lies below the overlay.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.FS, name) }

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
