package main

import (
	"fmt"
	"io"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
)

// TestHookOverHTTP pushes to a server as git http-backend makes it, with the hook
// that docs/server.md installs.
func TestHookOverHTTP(t *testing.T) {
	s := newServer(t)
	backend := filepath.Join(s.git(t, s.clone, "--exec-path"), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip("git http-backend is not installed")
	}
	s.git(t, s.bare, "config", "http.receivepack", "true")
	web := httptest.NewServer(&cgi.Handler{Path: backend, Env: append(s.env, "GIT_PROJECT_ROOT="+filepath.Dir(s.bare), "GIT_HTTP_EXPORT_ALL=1")})
	defer web.Close()
	s.git(t, s.clone, "remote", "add", "web", web.URL+"/server.git")
	s.git(t, s.clone, "push", "-q", "--atomic", "web", "main", "catalogue/v1.0.0")
	s.files(t, 120)
	s.git(t, s.clone, "push", "-q", "web", "main")
	s.sc(t, "note", "2", "-m", "x")
	s.git(t, s.clone, "push", "-q", "web", "main")
	s.git(t, s.clone, "reset", "-q", "--hard", "HEAD^")
	if said := s.refused(t, "push", "--force", "web", "main"); !strings.Contains(said, "remote: E_FORK ") {
		t.Errorf("a force push is refused with\n%s", said)
	}
	if said := s.refused(t, "push", "web", ":main"); !strings.Contains(said, "cannot be deleted") {
		t.Errorf("a deletion is refused with\n%s", said)
	}
}

// server is a bare repository with the hook, and a clone that pushes to it.
type server struct {
	bare, clone string
	env         []string
}

func newServer(t testing.TB) *server {
	dir := t.TempDir()
	made := &companies{dir: filepath.Join(dir, "home")}
	s := &server{bare: filepath.Join(dir, "server.git"), clone: filepath.Join(dir, "clone")}
	if err := writeKeys(made.dir); err != nil {
		t.Fatal(err)
	}
	if err := made.copy(s.clone, "requested"); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(dir, "sc")); err != nil {
		t.Skip("no links here: ", err)
	}
	s.env = append(os.Environ(), hermetic(made.dir)...)
	s.env = append(s.env, "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"), "SC_SIGNINGKEY="+filepath.Join(made.dir, "keys", "zhang.wei"))
	s.git(t, dir, "init", "-q", "--bare", s.bare)
	s.install(t, strings.TrimSpace(s.sc(t, "verify", "--jq", ".ledger")))
	s.git(t, s.clone, "remote", "add", "origin", "file://"+filepath.ToSlash(s.bare))
	return s
}

func (s *server) install(t testing.TB, pin string) {
	hook := "#!/bin/sh\nexec sc hook pre-receive --pin " + pin + " --ref refs/heads/main\n"
	if err := os.MkdirAll(filepath.Join(s.bare, "hooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.bare, "hooks", "pre-receive"), []byte(hook), 0o755); err != nil {
		t.Fatal(err)
	}
}

// files commits a draft of so many files.
func (s *server) files(t testing.TB, n int) {
	dir := filepath.Join(s.clone, "many")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), []byte(fmt.Sprint(n, i)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.git(t, s.clone, "add", "many")
	s.git(t, s.clone, "commit", "-qm", "many files")
}

func (s *server) git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	return s.run(t, dir, exec.Command("git", args...))
}

func (s *server) sc(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.Command("sc", args...)
	cmd.Path, cmd.Err = filepath.Join(filepath.Dir(s.bare), "sc"), nil
	return s.run(t, s.clone, cmd)
}

func (s *server) run(t testing.TB, dir string, cmd *exec.Cmd) string {
	t.Helper()
	var said strings.Builder
	cmd.Dir, cmd.Env, cmd.Stderr = dir, s.env, &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, said.String())
	}
	return strings.TrimSpace(string(out))
}

func (s *server) refused(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = s.clone, s.env
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Errorf("git %v is not refused:\n%s", args, out)
	}
	return string(out)
}

// BenchmarkHook judges pushes in process, as the hook does, beside the shortest git
// push there is: without a hook, of objects that the server has.
func BenchmarkHook(b *testing.B) {
	s := newServer(b)
	pin := strings.TrimSpace(s.sc(b, "verify", "--jq", ".ledger"))
	s.git(b, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
	if err := os.Remove(filepath.Join(s.bare, "hooks", "pre-receive")); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"entry", func() { s.sc(b, "note", "2", "-m", "x") }},
		{"files-120", func() { s.files(b, 120) }},
		{"files-10000", func() { s.files(b, 10000) }},
	} {
		c.change()
		head := s.git(b, s.clone, "rev-parse", "HEAD")
		s.git(b, s.clone, "push", "-q", "origin", "main:refs/heads/waiting") // its objects are there
		line := s.git(b, s.bare, "rev-parse", "main") + " " + head + " refs/heads/main\n"
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				env := testEnv([]string{"hook", "pre-receive", "--pin", pin, "--ref", "refs/heads/main"}, append(s.env, "GIT_DIR=."))
				env.Dir, env.In, env.Out, env.Err = s.bare, strings.NewReader(line), io.Discard, os.Stderr
				if code := cli.Run(b.Context(), env); code != 0 {
					b.Fatalf("exit %d", code)
				}
			}
		})
	}
	b.Run("git-push", func(b *testing.B) {
		for b.Loop() {
			s.git(b, s.clone, "push", "-q", "origin", "main:refs/heads/again")
			s.git(b, s.bare, "update-ref", "-d", "refs/heads/again")
		}
	})
}
