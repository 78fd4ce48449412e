package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// trustStore is the file in which a reader keeps what they trust of one
// repository. It lies with the reader, never in the repository: whoever writes
// there must not say what is to be trusted. A remote's address does not count
// either, which the repository's own settings give.
type trustStore struct {
	file       string
	repository string // the real path of the folder that linked work trees share
}

// stateFolder is where a reader's programs keep their state. It is empty where
// the environment does not say.
func (a *app) stateFolder(system string) string {
	if dir := a.Getenv("SC_STATE"); dir != "" {
		return a.path(dir)
	}
	if dir := a.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) { // a relative one is void by the XDG specification
		return filepath.Join(dir, "sc")
	}
	home := a.Getenv("HOME")
	if system == "windows" {
		if dir := a.Getenv("LOCALAPPDATA"); dir != "" {
			return filepath.Join(dir, "sc")
		}
		home = a.Getenv("USERPROFILE")
	}
	switch {
	case home == "":
		return ""
	case system == "darwin":
		return filepath.Join(home, "Library", "Application Support", "sc")
	case system == "windows":
		return filepath.Join(home, "AppData", "Local", "sc")
	}
	return filepath.Join(home, ".local", "state", "sc")
}

// errNoStore is the cause of every fault about a place where no trust can be kept.
var errNoStore = errors.New("no place for what is trusted")

// trustStore finds the reader's file about a repository, which may not be there yet.
func (a *app) trustStore(repo *ledger.Repository) (*trustStore, error) {
	dir := a.stateFolder(runtime.GOOS)
	if dir == "" {
		return nil, &finding.Fault{
			Message: finding.Say("there is no folder to keep in what you trust"),
			Hint:    finding.Say("set HOME, or name a folder with SC_STATE"),
			Cause:   errNoStore,
		}
	}
	place := realPath(dir)
	for _, its := range []string{repo.Common(), repo.Top()} {
		if its != "" && inside(realPath(its), place) {
			return nil, &finding.Fault{
				Message: finding.Say("the state folder %s lies in the repository, which would then say itself what to trust", dir),
				Hint:    finding.Say("name a folder outside of it with SC_STATE"),
				Cause:   errNoStore,
			}
		}
	}
	s := &trustStore{repository: realPath(repo.Common())}
	sum := sha256.Sum256([]byte(s.repository))
	s.file = filepath.Join(dir, "trust", hex.EncodeToString(sum[:16])+".json")
	return s, nil
}

// realPath is a path without links as far as it exists.
func realPath(name string) string {
	whole, err := filepath.EvalSymlinks(name)
	if err == nil {
		return whole
	}
	if parent := filepath.Dir(name); parent != name {
		return filepath.Join(realPath(parent), filepath.Base(name))
	}
	return name
}

// inside reports whether a real path is a folder or lies in it.
func inside(folder, name string) bool {
	rel, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(rel)
}

// load reads what is kept; nothing is the zero value. A file that is there and
// cannot be read or understood is a fault: it must not pass for none.
func (s *trustStore) load() (keptTrust, error) {
	if _, err := os.Lstat(s.file); errors.Is(err, fs.ErrNotExist) {
		return keptTrust{}, nil
	} else if err != nil {
		return keptTrust{}, s.unusable(err)
	}
	data, err := os.ReadFile(s.file)
	if err == nil {
		var kept keptTrust
		if kept, err = readTrust(data); err == nil && kept.Repository == s.repository {
			return kept, nil
		}
	}
	return keptTrust{}, &finding.Fault{
		Message: finding.Say("what you trust cannot be read from %s", s.file),
		Hint:    finding.Say("if you know the ledger's id: \"sc trust forget\", then \"sc trust pin ID\""),
		Cause:   err,
	}
}

func (s *trustStore) unusable(err error) error {
	return &finding.Fault{
		Message: finding.Say("%s cannot be used: %s", s.file, err),
		Hint:    finding.Say("name a folder that you may write to with SC_STATE"),
		Cause:   fmt.Errorf("%w: %w", errNoStore, err),
	}
}

// save replaces what is kept, for the reader's eyes only.
func (s *trustStore) save(kept keptTrust) error {
	kept.Format, kept.Repository = trustFormat, s.repository
	if err := s.write(kept.text()); err != nil {
		return s.unusable(err)
	}
	return nil
}

func (s *trustStore) write(data []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(s.file), ".trust-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(draft.Name())
		}
	}()
	if _, err = draft.Write(data); err == nil {
		err = draft.Sync() // else a power cut leaves an empty file
	}
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), s.file)
}

// forget takes the file away.
func (s *trustStore) forget() error {
	if err := os.Remove(s.file); err != nil {
		return s.unusable(err)
	}
	return nil
}
