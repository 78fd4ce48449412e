package ledger

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
)

// world is a folder with a home of its own: no settings of the user's or the
// machine's reach git in it.
type world struct {
	t   testing.TB
	dir string
	git Git
}

// need finds a tool, or skips the test; where SC_TEST_REQUIRE is 1 it fails.
func need(t testing.TB, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil && os.Getenv("SC_TEST_REQUIRE") == "1" {
		t.Fatalf("%s is not installed", tool)
	}
	if err != nil {
		t.Skipf("%s is not installed", tool)
	}
	return path
}

func newWorld(t testing.TB) world {
	t.Helper()
	need(t, "git")
	home := t.TempDir()
	config := filepath.Join(home, "gitconfig")
	if err := os.WriteFile(config, []byte("[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "USERPROFILE=" + home, "SYSTEMROOT=" + os.Getenv("SYSTEMROOT"),
		"GIT_CONFIG_GLOBAL=" + config, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES=" + filepath.Dir(home),
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return world{t, dir, Git{Env: env}}
}

// run runs git as the user would, with a name to commit with.
func (w world) run(args ...string) string {
	w.t.Helper()
	args = append([]string{"-c", "user.name=王芳", "-c", "user.email=wang.fang@yunmai.example"}, args...)
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = w.dir, w.git.Env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("git %v: %v\n%s%s", args, err, out, stderr.String())
	}
	return strings.TrimSuffix(string(out), "\n")
}

func (w world) at(dir string) world { w.dir = filepath.Join(w.dir, dir); return w }

func (w world) write(path, text string) {
	w.t.Helper()
	file := filepath.Join(w.dir, path)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) read(path string) string {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, path))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w world) open() *Repository {
	w.t.Helper()
	r, err := Open(w.t.Context(), w.git, w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// sound asks stock git whether the repository is well.
func (w world) sound() {
	w.t.Helper()
	cmd := exec.Command("git", "fsck", "--strict", "--full")
	cmd.Dir, cmd.Env = w.dir, w.git.Env
	out, err := cmd.CombinedOutput()
	text := strings.Trim(string(out), "\n")
	for line := range strings.SplitSeq(text, "\n") {
		if err != nil || (line != "" && !strings.HasPrefix(line, "dangling ") && !strings.HasPrefix(line, "notice: ") && !strings.HasPrefix(line, "Checking ")) {
			w.t.Errorf("git fsck: %v\n%s", err, out)
			return
		}
	}
}

func TestGitMissingIsSaid(t *testing.T) {
	_, err := Open(t.Context(), Git{Program: filepath.Join(t.TempDir(), "no-git")}, t.TempDir())
	fault, ok := errors.AsType[*finding.Fault](err)
	if !ok || fault.Hint.IsZero() {
		t.Errorf("got %v, want a fault with a hint", err)
	}
}

func TestForeignGitVariablesAreNotObeyed(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q")
	w.git.Env = append(w.git.Env, "GIT_DIR=/nowhere", "GIT_WORK_TREE=/nowhere", "GIT_INDEX_FILE=/nowhere", "GIT_OBJECT_DIRECTORY=/nowhere")
	if got := w.open().Top(); got != w.dir {
		t.Errorf("got %s, want %s", got, w.dir)
	}
	w.git.Hook = true
	if _, err := Open(t.Context(), w.git, w.dir); err == nil {
		t.Error("a hook does not obey what git put into its environment")
	}
}

func TestOldGitCannotWrite(t *testing.T) {
	for version, want := range map[string]bool{
		"git version 2.33.9": true, "git version 2.34.0": false, "git version 2.39.5 (Apple Git-154)": false,
		"git version 3.0": false, "git version 1.8.3.1": true, "git version mine": false,
	} {
		err := (Git{Program: fakeGit(t, version)}).requireWriting(t.Context(), t.TempDir())
		if got := err != nil; got != want {
			t.Errorf("%s: got %v, want refused %v", version, err, want)
		}
	}
}

// fakeGit is a program that prints a text, whatever it is asked.
func fakeGit(t *testing.T, text string) string {
	t.Helper()
	sh := need(t, "sh")
	file := filepath.Join(t.TempDir(), "git")
	if err := os.WriteFile(file, []byte("#!"+sh+"\necho '"+text+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestGitIsStoppedWithTheContext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.git.Run(ctx, w.dir, "version"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, err := w.git.run(ctx, call{dir: w.dir, args: []string{"version"}, whole: true}); err != nil {
		t.Errorf("a landing is stopped half-way: %v", err)
	}
}
