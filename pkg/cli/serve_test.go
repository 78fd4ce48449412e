package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/preview"
	"github.com/service-catalogue/sc/pkg/records"
)

// demoWorld plays acts, and gives the world of somebody who stands in the
// repository that they leave.
func demoWorld(t *testing.T, acts func(*app) []act) Env {
	t.Helper()
	a, out := demoApp(t)
	if err := a.demo(t.Context(), "tour", acts(a)); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	e := a.Env
	e.Dir = filepath.Join(e.Dir, "tour", "repository")
	home := t.TempDir()
	e.Environ = append(e.Environ, "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"), "SC_LANG=en")
	return e
}

// follower is a browser that stays at one address.
type follower struct {
	t   *testing.T
	url string
}

func (f follower) reads(name string) string {
	f.t.Helper()
	answer, err := http.Get(f.url + name)
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		f.t.Fatalf("%s: %s, %v\n%s", name, answer.Status, err, text)
	}
	return string(text)
}

// served runs "sc serve" until the test ends, where it must end well.
func served(t *testing.T, e Env, args ...string) follower {
	t.Helper()
	read, write := io.Pipe()
	e.Out, e.Err = write, &bytes.Buffer{}
	e.Args = append([]string{"serve"}, args...)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, e)
		_ = write.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitDone {
			t.Errorf("it ended with %d", code)
		}
	})
	url, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("%v\n%s", err, e.Err)
	}
	return follower{t, strings.TrimSpace(url)}
}

func TestServeDrafts(t *testing.T) {
	t.Parallel()
	e := demoWorld(t, func(a *app) []act { return []act{a.founding(), a.firstVersion()} })
	f := served(t, e)
	if home := f.reads("en/index.html"); !strings.Contains(home, "DRAFT") || !strings.Contains(home, "YW-US-01") {
		t.Errorf("no marked page:\n%s", home)
	}
	before := f.reads("live")
	draft := filepath.Join(e.Dir, "catalogue", "services", "svc-desktop.yaml")
	text, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, shows, lacks string }{
		{strings.Replace(string(text), "YW-US-01", "YW-NEW-9", 1), "YW-NEW-9", "YW-US-01"},
		{strings.Replace(string(text), "visibility: customer", "visibility: internal", 1), "DRAFT", "svc-desktop"},
		{"id: [", "What cannot be read is left out: svc-desktop", "services/svc-desktop"},
	} {
		if err := os.WriteFile(draft, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if f.reads("live") != before {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		home := f.reads("en/index.html")
		if now := f.reads("live"); now == before {
			t.Error("nothing tells that a draft was saved")
		} else {
			before = now
		}
		if !strings.Contains(home, c.shows) || strings.Contains(home, c.lacks) {
			t.Errorf("the page shows %s, or not %s:\n%s", c.lacks, c.shows, home)
		}
	}
	published := served(t, e, "--version", "1.0.0")
	if home := published.reads("en/index.html"); strings.Contains(home, "DRAFT") || !strings.Contains(home, "YW-US-01") {
		t.Error("a version is shown with drafts, or as one")
	}
}

func TestServeFirstDrafts(t *testing.T) {
	t.Parallel()
	e := demoWorld(t, func(a *app) []act { return []act{a.founding()} })
	f := served(t, e, "--audience", "internal")
	if page := f.reads("en/versions/1.0.0.html"); !strings.Contains(page, "Draft of version 1.0.0") || !strings.Contains(page, "not for customers") {
		t.Errorf("the first drafts are not shown as such:\n%s", page)
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--port", "70000"}, {"--audience", "friends"}, {"--version", "1"}, {"x"}} {
		var out bytes.Buffer
		a := Env{Args: append([]string{"serve"}, args...), Out: &out, Err: &out, Dir: t.TempDir(), Environ: os.Environ(), Now: func() time.Time { return time.Unix(0, 0) }}
		if code := Run(t.Context(), a); code != exitCannotRun {
			t.Errorf("%v: got %d", args, code)
		}
	}
}

// A port that cannot be used says why, as far as it is known.
func TestPortsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	port := taken.Addr().(*net.TCPAddr).Port
	_, err = preview.Listen(port, nil)
	for _, c := range []struct {
		err  error
		want string
	}{
		{err, "is in use by another program"},
		{&os.SyscallError{Syscall: "bind", Err: fs.ErrPermission}, "may not be used without more rights"},
		{io.EOF, "cannot be used"},
	} {
		if got := portless(port, c.err).Error(); !strings.Contains(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A draft that is no YAML is named once, and its fault in the reader's language.
func TestUnreadDraftsAreNamedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l    lang.Language
		want string
	}{
		{lang.English, "services/svc-x.yaml:1:7 cannot be read: a bracket is opened here and not closed as it should be\n"},
		{lang.Chinese, "无法读取 services/svc-x.yaml:1:7：这里的括号没有正确闭合\n"},
	} {
		var said bytes.Buffer
		a := &app{Env: Env{Err: &said}, say: lang.New(c.l)}
		a.noteUnread("services/svc-x.yaml", records.Decode("services/svc-x.yaml", []byte("tags: [a, b\n"), &struct{}{}))
		if said.String() != c.want {
			t.Errorf("got %q, want %q", said.String(), c.want)
		}
	}
}
