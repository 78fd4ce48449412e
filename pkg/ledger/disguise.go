package ledger

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

// Replaced reports whether refs/replace/ makes git show another object in place of
// some. Nothing that is read here obeys it.
func (r *Repository) Replaced() bool {
	packed, _ := readPlain(filepath.Join(r.commonDir, "packed-refs"), maxPacked)
	if bytes.Contains(packed, []byte(" refs/replace/")) {
		return true
	}
	found := false
	_ = filepath.WalkDir(filepath.Join(r.commonDir, "refs", "replace"), func(_ string, d fs.DirEntry, err error) error {
		found = found || err == nil && d.Type().IsRegular()
		return nil
	})
	return found
}

// Grafted reports whether info/grafts makes git show other parents than those that
// commits have. Nothing that is read here obeys it.
func (r *Repository) Grafted() bool {
	info, err := os.Stat(filepath.Join(r.commonDir, "info", "grafts"))
	return err == nil && info.Size() > 0
}
