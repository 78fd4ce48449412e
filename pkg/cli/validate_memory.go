package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/service-catalogue/sc/pkg/check"
)

// memoryFile is where the Git folder, shared by all work trees, keeps what was
// found clean. It may be deleted at any time.
const memoryFile = "sc/clean"

// memory is the check's memory on disk. Without a Git repository, or where the file
// cannot be read or written, checks just take longer.
type memory struct {
	known *check.Memory
	file  string // empty: nothing is kept
}

func (a *app) memory(ctx context.Context, o *validateOptions) memory {
	tool := a.tool()
	if o.noCache || tool == "" {
		return memory{}
	}
	out, err := a.git().Run(ctx, a.dir(), "rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return memory{known: check.Recall("", nil)}
	}
	file := filepath.Join(string(trimLine(out)), filepath.FromSlash(memoryFile))
	var data []byte
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
		data, _ = os.ReadFile(file) // a memory that cannot be read costs time only
	}
	return memory{check.Recall(tool, data), file}
}

// tool names this very program: another build may judge otherwise.
func (a *app) tool() string {
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(self)
	if err != nil {
		return ""
	}
	return fmt.Sprint(a.Build.Version, a.Build.Commit, info.Size(), info.ModTime().UnixNano())
}

func (m memory) save() {
	data, changed := m.known.Bytes()
	if m.file == "" || !changed {
		return
	}
	if os.MkdirAll(filepath.Dir(m.file), 0o755) == nil {
		_ = replaceFile(m.file, data) // a memory that is not kept costs time only
	}
}

// replaceFile writes a file so that a reader sees the old text or the new one, and
// keeps its mode.
func replaceFile(name string, data []byte) error {
	return replaceFrom(filepath.Dir(name), name, data)
}

// replaceFrom does so with a draft in another folder, which must be on the same disk.
func replaceFrom(dir, name string, data []byte) (err error) {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	draft, err := os.CreateTemp(dir, ".sc-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(draft.Name())
		}
	}()
	_, err = draft.Write(data)
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(draft.Name(), mode)
	}
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), name)
}
