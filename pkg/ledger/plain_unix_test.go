//go:build unix

package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A folder of Git's that somebody handed over may hold pipes, and files that are huge
// and hold nothing: both are refused before anybody reads them.
func TestOpenRefusesWhatHasNoEnd(t *testing.T) {
	for _, name := range []string{
		"HEAD", "config", "commondir", "packed-refs", "shallow", "refs/heads/side", "refs/tags/catalogue/v1.0.0",
		"objects/info/alternates", "objects/pack/pack-0.idx", "objects/pack/pack-0.pack",
	} {
		for what, make := range map[string]func(string) error{
			"pipe": func(file string) error { return syscall.Mkfifo(file, 0o600) },
			"huge": func(file string) error { return errors.Join(os.WriteFile(file, nil, 0o600), os.Truncate(file, 5<<30)) },
		} {
			if what == "huge" && filepath.Dir(name) == "objects/pack" {
				continue // a pack may be so big
			}
			dir := t.TempDir()
			file := filepath.Join(dir, ".git", filepath.FromSlash(name))
			for _, folder := range []string{"refs/heads", "objects/info", "objects/pack", filepath.Dir(name)} {
				if err := os.MkdirAll(filepath.Join(dir, ".git", folder), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte("ref: refs/heads/main\n"), 0o600), os.RemoveAll(file), make(file)); err != nil {
				t.Fatal(err)
			}
			for _, from := range []string{dir, filepath.Join(dir, ".git"), filepath.Join(dir, "sub")} {
				ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
				if _, err := Open(ctx, Git{}, from); !errors.Is(err, errNotPlain) {
					t.Errorf("%s %s from %s: %v", what, name, from, err)
				}
				stop()
			}
		}
	}
}

// Readers of refs and objects refuse a pipe that came since the repository was opened.
func TestReadersRefusePipes(t *testing.T) {
	dir := t.TempDir()
	id := ID{1}
	ref, object := filepath.Join(dir, "refs", "heads", "main"), filepath.Join(dir, id.String()[:2], id.String()[2:])
	for _, file := range []string{ref, object, filepath.Join(dir, "packed-refs"), filepath.Join(dir, "pack.idx")} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), syscall.Mkfifo(file, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	r := &Repository{commonDir: dir}
	if _, _, err := r.Ref("refs/heads/main"); !errors.Is(err, errNotPlain) {
		t.Error(err)
	}
	if _, _, err := r.Ref("refs/heads/packed"); !errors.Is(err, errNotPlain) {
		t.Error(err)
	}
	if _, _, err := loose([]string{dir}, id, 100); !errors.Is(err, errNotPlain) {
		t.Error(err)
	}
	if _, err := openPack(filepath.Join(dir, "pack")); !errors.Is(err, errNotPlain) {
		t.Error(err)
	}
}
