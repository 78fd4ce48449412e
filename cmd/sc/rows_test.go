package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/cli"
)

// manyRecords is more than are read anew without being kept.
const manyRecords = 210

// overviews are the commands that use kept rows.
func overviews() [][]string {
	return [][]string{{"list", "--json"}, {"list", "requests"}, {"status", "--json"}}
}

// looking are those and others, in all their forms.
func looking() [][]string {
	return append(overviews(), [][]string{
		{"list", "--lang", "zh", "--category", "platform", "--owner", "ops_lead"},
		{"list", "--at", "1.0.0"},
		{"list", "requests", "--json"},
		{"list", "requests", "--customer", "no such"},
		{"list", "requests", "--overdue"},
		{"status"},
		{"__complete", "show", ""},
		{"show", "2"},
	}...)
}

// wide is a repository with many records.
type wide struct {
	t       *testing.T
	dir     string
	environ []string
}

func newWide(t *testing.T) *wide {
	home := t.TempDir()
	w := &wide{t: t, dir: filepath.Join(home, "cat"), environ: append(os.Environ(), hermetic(home)...)}
	made := &companies{dir: home}
	if err := errors.Join(writeKeys(home), made.copy(w.dir, "passed")); err != nil {
		t.Fatal(err)
	}
	service, request := w.read("services/svc-db-ops.yaml"), w.read("requests/2026/SLR-2026-0002.yaml")
	for i := range manyRecords {
		id := fmt.Sprintf("svc-db-ops-%d", i)
		w.write("services/"+id+".yaml", strings.Replace(service, "id: svc-db-ops\n", "id: "+id+"\n", 1))
		id = fmt.Sprintf("SLR-2026-%04d", 100+i)
		w.write("requests/2026/"+id+".yaml", strings.ReplaceAll(request, "SLR-2026-0002", id))
	}
	w.write("services/svc-broken.yaml", "a: [\n")
	w.git("add", "-A")
	w.git("commit", "-q", "-m", "many")
	return w
}

func (w *wide) at(name string) string {
	return filepath.Join(w.dir, "catalogue", filepath.FromSlash(name))
}

func (w *wide) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(w.at(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w *wide) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(w.at(name), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wide) git(args ...string) {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = w.dir, w.environ
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// says is all that a command says.
func (w *wide) says(dir string, args []string) string {
	env := testEnv(args, w.environ)
	var out, said bytes.Buffer
	env.Dir, env.In, env.Out, env.Err = dir, strings.NewReader(""), &out, &said
	code := cli.Run(context.Background(), env)
	return fmt.Sprintf("exit %d\n%s\n---\n%s", code, &out, &said)
}

// told is a command with what it says.
func (w *wide) told(dir string, args []string) string {
	return fmt.Sprintf("\n$ sc %s\n%s", strings.Join(args, " "), w.says(dir, args))
}

// kept is the file of rows.
func (w *wide) kept() string { return filepath.Join(w.dir, ".git", "sc", "rows") }

// each takes commands, each from the same file of rows; nil for none.
func (w *wide) each(dir string, rows []byte, commands [][]string) string {
	w.t.Helper()
	var all strings.Builder
	for _, args := range commands {
		if err := os.RemoveAll(w.kept()); err != nil {
			w.t.Fatal(err)
		}
		if rows != nil {
			if err := os.WriteFile(w.kept(), rows, 0o644); err != nil {
				w.t.Fatal(err)
			}
		}
		all.WriteString(w.told(dir, args))
	}
	return all.String()
}

// rows are those that the commands keep.
func (w *wide) rows() []byte {
	w.t.Helper()
	w.says(w.dir, []string{"status"})
	rows, err := os.ReadFile(w.kept())
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func (w *wide) equal(what, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s: with rows\n%s\nwithout\n%s", what, got, want)
	}
}

// What a looking command says is the same with rows that were kept and without: those of
// the same records, of others, of no use, and where none can be kept.
func TestKeptRowsChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWide(t)
	all := w.each(w.dir, nil, looking())
	rows := w.rows()
	if !strings.Contains(string(rows), "SLR-2026-0100") || !strings.Contains(string(rows), "svc-db-ops-7") {
		t.Fatal("no rows are kept")
	}
	w.equal("the same records", w.each(w.dir, rows, looking()), all)

	want := w.each(w.dir, nil, overviews())
	w.equal("a broken file", w.each(w.dir, rows[:len(rows)/2], overviews()), want)
	linked := filepath.Join(w.dir, "..", "linked")
	w.git("worktree", "add", "-q", "--detach", linked)
	w.equal("a linked work tree", w.each(linked, rows, overviews()), w.each(linked, nil, overviews()))

	w.write("requests/2026/SLR-2026-0107.yaml", strings.Replace(w.read("requests/2026/SLR-2026-0107.yaml"), "title:", "title: 另一个\nwords:", 1))
	w.write("services/svc-db-ops-3.yaml", strings.Replace(w.read("services/svc-db-ops-3.yaml"), "lifecycle: active", "lifecycle: retired", 1))
	w.git("rm", "-q", "catalogue/services/svc-db-ops-4.yaml")
	w.git("commit", "-q", "-a", "-m", "some change")
	want = w.each(w.dir, nil, overviews())
	w.equal("other records", w.each(w.dir, rows, overviews()), want)

	if err := os.RemoveAll(filepath.Dir(w.kept())); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(w.kept()), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range overviews() {
		if got := w.told(w.dir, args); !strings.Contains(want, got) {
			t.Errorf("where none can be kept: %s", got)
		}
	}
}

// A writing command says the same whatever rows are kept.
func TestKeptRowsDecideNothing(t *testing.T) {
	t.Parallel()
	w := newWide(t)
	args := []string{"request", "-n", "--title", "t", "--customer", "c", "--words", "w", "--service", "svc-db-ops", "--raised-by", "王芳"}
	want := w.says(w.dir, args)
	for _, said := range []string{"SLR-2026-0100", "svc-db-ops"} {
		rows := bytes.ReplaceAll(w.rows(), []byte(said), []byte(strings.Repeat("x", len(said))))
		if err := os.WriteFile(w.kept(), rows, 0o644); err != nil {
			t.Fatal(err)
		}
		w.equal(said, w.says(w.dir, args), want)
	}
}
