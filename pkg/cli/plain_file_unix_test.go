//go:build unix

package cli

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/service-catalogue/sc/pkg/signature"
)

// Nothing that somebody names is waited for without end: a pipe nobody writes to, a
// device that never stops.
func TestNoPipeIsRead(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{Env: Env{Dir: "/"}}
	for _, name := range []string{pipe, "/dev/zero"} {
		for what, read := range map[string]func() error{
			"input":      func() error { _, err := a.readInput(name); return err },
			"table":      func() error { _, err := a.readLarge(name, maxTable); return err },
			"public key": func() error { _, err := a.publicKey(name); return err },
			"attachment": func() error { _, err := a.readAttachments([]string{name}); return err },
			"entry":      func() error { _, err := readEntry(name); return err },
			"draft":      func() error { _, err := disk{a}.Open(name); return err },
			"key": func() error {
				_, err := signature.Find(t.Context(), signature.Settings{SigningKey: name})
				return err
			},
		} {
			if err := read(); err == nil || what != "key" && !strings.Contains(err.Error(), "is a pipe or a device") {
				t.Errorf("%s from %s: %v", what, name, err)
			}
		}
	}
}
