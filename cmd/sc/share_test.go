package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// How much is written at once: docs/performance.md says what was tried at length.
var (
	manyClones   = flag.Int("clones", 3, "how many clones log requirements at the same time")
	manyRequests = flag.Int("requests", 3, "how many requirements each of them logs")
	manyRaces    = flag.Int("races", 3, "how often one clone approves what another one rejects")
)

// TestManyClones lets several clones log requirements at the same time, against one
// repository: no number is lost or given twice, and nobody waits for ever.
func TestManyClones(t *testing.T) {
	t.Parallel()
	for name, reach := range map[string]func(*server, *testing.T){"file": (*server).asFile, "http": (*server).http, "ssh": (*server).ssh} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			s.git(t, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
			s.git(t, s.bare, "symbolic-ref", "HEAD", "refs/heads/main")
			reach(s, t)
			ids := s.logFrom(t, *manyClones, *manyRequests)
			var want []string
			for i := range *manyClones * *manyRequests {
				want = append(want, fmt.Sprintf("SLR-2026-%04d", i+3)) // behind the two that the example has
			}
			if slices.Sort(ids); !slices.Equal(ids, want) {
				t.Errorf("the numbers are\n%v\nwant\n%v", ids, want)
			}
			s.good(t)
		})
	}
}

// logFrom logs requirements from clones at the same time, and gives their ids.
func (s *server) logFrom(t *testing.T, clones, each int) []string {
	var all []string
	var mu sync.Mutex
	var done sync.WaitGroup
	for i := range clones {
		one := s.another(t, fmt.Sprint("clone", i), []string{"li.na", "wang.fang"}[i%2])
		done.Go(func() {
			for n := range each {
				id, err := one.try("request", "--title", fmt.Sprint("第", i, "处第", n, "条"), "--customer", "华岭市人民医院", "--words", "要", "--goal", "好")
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				all = append(all, id)
				mu.Unlock()
			}
		})
	}
	done.Wait()
	return all
}

// TestRacedDecisions approves in one clone what is rejected in another at the same
// time: one of the two wins, and the other is told so.
func TestRacedDecisions(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.git(t, s.clone, "push", "-q", "--atomic", "origin", "main", "catalogue/v1.0.0")
	s.git(t, s.bare, "symbolic-ref", "HEAD", "refs/heads/main")
	sales, one, two := s.another(t, "sales", "li.na"), s.another(t, "one", "zhang.wei"), s.another(t, "two", "zhang.wei")
	for i := range *manyRaces {
		id := sales.sc(t, "request", "--title", fmt.Sprint("第", i, "次"), "--customer", "华岭市人民医院", "--words", "要", "--goal", "好")
		one.sc(t, "sync")
		two.sc(t, "sync")
		var errs [2]error
		var both sync.WaitGroup
		both.Go(func() {
			_, errs[0] = one.try("approve", id, "--business-need", "续签要求", "--company-situation", "已有三名DBA")
		})
		both.Go(func() { _, errs[1] = two.try("reject", id, "--yes", "-m", "人手不够") })
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("approve: %v\nreject: %v", errs[0], errs[1])
		}
		for _, err := range errs {
			if exit, lost := errors.AsType[*exec.ExitError](err); lost && exit.ExitCode() != 4 {
				t.Errorf("who was second is told with exit %d: %v", exit.ExitCode(), err)
			}
		}
	}
	s.good(t)
}

// another is a clone of somebody else's.
func (s *server) another(t *testing.T, name, person string) *server {
	t.Helper()
	dir := filepath.Dir(s.bare)
	one := &server{bare: s.bare, clone: filepath.Join(dir, name), env: append(slices.Clone(s.env), "SC_SIGNINGKEY="+filepath.Join(dir, "home", "keys", person))}
	s.git(t, dir, "clone", "-q", s.git(t, s.clone, "remote", "get-url", "origin"), one.clone)
	return one
}

// try runs sc in the clone.
func (s *server) try(args ...string) (string, error) {
	var said strings.Builder
	cmd := exec.Command("sc", args...)
	cmd.Path, cmd.Err = filepath.Join(filepath.Dir(s.bare), "sc"), nil
	cmd.Dir, cmd.Env, cmd.Stderr = s.clone, s.env, &said
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%v: %w\n%s", args, err, said.String())
	}
	return strings.TrimSpace(string(out)), err
}

// good lets stock git and sc judge the repository that all have shared.
func (s *server) good(t *testing.T) {
	t.Helper()
	if found := s.git(t, s.bare, "fsck", "--strict", "--no-dangling"); found != "" {
		t.Errorf("git fsck: %s", found)
	}
	s.run(t, s.bare, exec.Command(filepath.Join(filepath.Dir(s.bare), "sc"), "verify"))
}

func (s *server) asFile(*testing.T) {}

// http makes "origin" a server that is reached by HTTP.
func (s *server) http(t *testing.T) {
	backend := filepath.Join(s.git(t, s.clone, "--exec-path"), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip("git http-backend is not installed")
	}
	s.git(t, s.bare, "config", "http.receivepack", "true")
	web := httptest.NewServer(&cgi.Handler{Path: backend, Env: append(slices.Clone(s.env), "GIT_PROJECT_ROOT="+filepath.Dir(s.bare), "GIT_HTTP_EXPORT_ALL=1")})
	t.Cleanup(web.Close)
	s.git(t, s.clone, "remote", "set-url", "origin", web.URL+"/server.git")
}

// ssh makes it one that is reached by SSH.
func (s *server) ssh(t *testing.T) { s.sshd(t) }
