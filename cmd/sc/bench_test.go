package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
)

// BenchmarkDaily takes daily steps on the sample catalogue in process, each
// beside a signed commit by stock git as the peer that its time is a ratio of
// (docs/performance.md).
func BenchmarkDaily(b *testing.B) {
	dir, home := b.TempDir(), b.TempDir()
	made := &companies{dir: home}
	if err := made.copy(dir, "published"); err != nil {
		b.Fatal(err)
	}
	environ := append(os.Environ(), hermetic(filepath.Join(home, "homepublished"))...)
	key := filepath.Join(home, "homepublished", "keys", "li.na")
	for _, c := range []struct {
		name string
		args []string
	}{
		{"request", []string{"request", "--title", "t", "--customer", "c", "--words", "w", "--service", "svc-db-ops", "--raised-by", "王芳"}},
		{"verify", []string{"verify"}},
		{"validate", []string{"validate"}},
		{"procedure", []string{"procedure", "show"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				env := testEnv(c.args, append(environ, "SC_SIGNINGKEY="+key))
				env.Dir, env.Out, env.Err, env.In = dir, io.Discard, io.Discard, strings.NewReader("")
				if code := cli.Run(context.Background(), env); code != 0 {
					b.Fatalf("sc %s: exit %d", c.name, code)
				}
			}
		})
	}
	b.Run("git-commit-signed", func(b *testing.B) {
		for b.Loop() {
			cmd := exec.Command("git", "-c", "gpg.format=ssh", "-c", "user.signingkey="+key, "commit", "-q", "-S", "--allow-empty", "-m", "x")
			cmd.Dir, cmd.Env = dir, environ
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v %s", err, out)
			}
		}
	})
}
