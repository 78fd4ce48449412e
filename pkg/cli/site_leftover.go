package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// siteWhole stands in a folder that pages are built in as long as nobody swept it away.
const siteWhole = "whole"

// draft makes the folder beside this one in which its pages are built.
func (f *siteFolder) draft() (string, error) {
	draft, err := os.MkdirTemp(filepath.Dir(f.dir), f.draftName()+"*")
	if err != nil {
		return "", err
	}
	return draft, os.WriteFile(filepath.Join(draft, siteWhole), nil, 0o644)
}

// draftName is how the names of such folders begin; digits follow.
func (f *siteFolder) draftName() string { return siteMarker + "-" + filepath.Base(f.dir) + "." }

// sweep removes what runs for this folder left beside it that were killed. One that was
// cut between its two renames took the pages away: they come back.
func (f *siteFolder) sweep() error {
	parent := filepath.Dir(f.dir)
	around, err := os.ReadDir(parent)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, d := range around {
		digits, ours := strings.CutPrefix(d.Name(), f.draftName())
		if !ours || !d.IsDir() || digits == "" || strings.Trim(digits, "0123456789") != "" {
			continue
		}
		left := filepath.Join(parent, d.Name())
		if _, there := os.Lstat(f.dir); errors.Is(there, fs.ErrNotExist) {
			if back := os.Rename(filepath.Join(left, "old"), f.dir); back != nil && !errors.Is(back, fs.ErrNotExist) {
				return back
			}
		}
		// what says that it is whole goes first: whoever still builds in it must not use it
		err = errors.Join(err, os.RemoveAll(filepath.Join(left, siteWhole)), os.RemoveAll(left))
	}
	return err
}
