package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/cli"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// testdata/second/verify.py was written from docs/format.md alone and shares no line
// with sc. These tests hold the two against each other, on good histories and on bad
// ones: where they differ, one of them is wrong, or the page is.

// past is a history: what somebody made of a company's repository.
type past struct {
	name  string
	state string          // the company that it begins with
	do    func(*workshop) // what was done
}

// verdict is what a verifier says of a history.
type verdict struct {
	status int
	found  []string // "CODE commit", sorted, each once
	said   string   // for people
}

// needPython finds a Python that reads YAML, and the tools that the script calls.
func needPython(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(path, "-c", "import yaml").Run()
	}
	for _, tool := range []string{"git", "ssh-keygen"} {
		if err == nil {
			_, err = exec.LookPath(tool)
		}
	}
	if err != nil && os.Getenv("SC_TEST_REQUIRE") == "1" {
		t.Fatalf("git, ssh-keygen, python3 and its module yaml are required here: %v", err)
	}
	if err != nil {
		t.Skipf("git, ssh-keygen, python3 or its module yaml is not installed: %v", err)
	}
	return path
}

// archive keeps the companies that histories begin with.
type archive struct {
	companies
	opened map[string]*workshop
}

func newArchive(t *testing.T) *archive {
	a := &archive{companies{dir: t.TempDir()}, map[string]*workshop{}}
	if err := writeKeys(a.dir); err != nil {
		t.Fatal(err)
	}
	return a
}

// open gives a company's repository to make another history from.
func (a *archive) open(t *testing.T, state string) *workshop {
	if a.opened[state] == nil {
		name := state
		steps := later(func(p string) string { return filepath.Join(a.dir, "keys", p) })[state]
		if steps != nil {
			name = "passed"
		}
		dir := filepath.Join(a.dir, "opened"+state)
		pack := exec.Command("git", "repack", "-adq")
		pack.Dir = dir
		for _, err := range []error{a.copy(dir, name), a.run(dir, steps), pack.Run()} {
			if err != nil {
				t.Fatal(err)
			}
		}
		a.opened[state] = open(t, dir)
	}
	return a.opened[state].copy(t)
}

// judged lets both verifiers judge histories, at the same time. Those that tell no lie
// about an object share a repository, where each has refs in a namespace of its own.
func (a *archive) judged(t *testing.T, python string, all []past) (first, second []verdict) {
	dir := t.TempDir()
	shared := filepath.Join(dir, "shared")
	var made []*workshop
	var places []string
	refs := map[string]string{}
	for i, h := range all {
		w := a.open(t, h.state)
		h.do(w)
		made, places = append(made, w), append(places, fmt.Sprintf("%s@%d", shared, i))
		if w.lies {
			places[i] = filepath.Join(dir, fmt.Sprint(i))
			w.write(places[i], w.refs)
			continue
		}
		w.write(shared, nil)
		for ref, name := range w.refs {
			refs[fmt.Sprintf("refs/namespaces/%d/%s", i, ref)] = name
		}
	}
	made[0].write(shared, refs)
	done := make(chan []verdict)
	go func() { done <- secondSays(python, a.dir, places) }()
	for _, w := range made {
		first = append(first, firstSays(w))
	}
	return first, <-done
}

// Get makes a workshop the objects that sc's verification reads.
func (w *workshop) Get(id ledger.ID, _ int64) (string, []byte, error) {
	o, ok := w.objects[id.String()]
	if !ok {
		return "", nil, ledger.ErrMissing
	}
	return o.kind, []byte(o.data), nil
}

// firstSays is what sc verify finds, without the search for the repository.
func firstSays(w *workshop) (v verdict) {
	s := audit.Subject{Tip: named(w.tip()), Ref: ledgerBranch, Root: "catalogue"}
	s.Readers = func() *ledger.Reader { return ledger.NewReader(w) }
	for _, ref := range slices.Sorted(maps.Keys(w.refs)) {
		if name, ok := strings.CutPrefix(ref, "refs/tags/"); ok {
			s.Tags = append(s.Tags, audit.Tag{Name: name, Object: named(w.refs[ref])})
		}
	}
	report, err := audit.Verify(context.Background(), s)
	switch {
	case err != nil:
		return verdict{status: 2, said: err.Error()}
	case report.CannotJudge():
		v.status = 5
	case !report.Good():
		v.status = 1
	}
	for _, f := range report.Violations {
		commit := ""
		if f.Commit != (ledger.ID{}) {
			commit = f.Commit.String()
		}
		if !f.Warning() {
			v.found = append(v.found, f.Code+" "+commit)
			v.said += fmt.Sprintf("%s %d %.7s %s\n", f.Code, f.Entry, commit, f.Message)
		}
	}
	slices.Sort(v.found)
	v.found = slices.Compact(v.found)
	return v
}

func named(name string) (id ledger.ID) {
	_, _ = hex.Decode(id[:], []byte(name))
	return id
}

// secondSays runs the script once for all repositories.
func secondSays(python, home string, places []string) (all []verdict) {
	cmd := exec.Command(python, append([]string{filepath.Join("..", "..", "testdata", "second", "verify.py")}, places...)...)
	cmd.Env = append(os.Environ(), hermetic(home)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, _ := cmd.Output()
	var v verdict
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "= "); ok {
			_, _ = fmt.Sscan(rest, &v.status)
			slices.Sort(v.found)
			v.found = slices.Compact(v.found)
			all, v = append(all, v), verdict{}
			continue
		}
		row := strings.Split(line, "\t")
		v.found = append(v.found, row[0]+" "+strings.TrimPrefix(row[2], "-"))
		v.said += line + "\n"
	}
	for len(all) < len(places) {
		all = append(all, verdict{status: -1, said: said.String()})
		said.Reset()
	}
	return all
}

func TestSecondVerifier(t *testing.T) {
	t.Parallel()
	python := needPython(t)
	a := newArchive(t)
	t.Run("told", func(t *testing.T) { a.told(t, python) })
	t.Run("random", func(t *testing.T) { a.random(t, python) })
	t.Run("command", a.command)
}

// told are the histories that somebody thought of. What they come to is in the name,
// and both verifiers name the same codes at the same commits.
func (a *archive) told(t *testing.T, python string) {
	all := slices.Concat(goodHistories(), badHistories())
	codes := otherCodes()
	first, second := a.judged(t, python, all)
	for i, h := range all {
		t.Run(h.name, func(t *testing.T) {
			good := strings.HasPrefix(h.name, "good: ")
			same := slices.Equal(first[i].found, second[i].found)
			switch {
			case same && codes[h.name] != "":
				t.Errorf("they agree: take it out of the table of those that differ")
			case first[i].status != second[i].status, !same && codes[h.name] == "", good != (first[i].status == 0):
				t.Errorf("sc says %d\n%s\nthe second verifier says %d\n%s", first[i].status, first[i].said, second[i].status, second[i].said)
			}
		})
	}
}

// command holds sc verify against the verification that it is made of.
func (a *archive) command(t *testing.T) {
	for _, h := range goodHistories() {
		dir := filepath.Join(t.TempDir(), "repository")
		w := a.open(t, h.state)
		h.do(w)
		w.write(dir, w.refs)
		env := testEnv([]string{"-C", dir, "verify", "--full", "--json"}, append(os.Environ(), hermetic(a.dir)...))
		var out, said bytes.Buffer
		env.Dir, env.Out, env.Err, env.In = dir, &out, &said, strings.NewReader("")
		if got, want := cli.Run(context.Background(), env), firstSays(w).status; got != want {
			t.Errorf("%s: sc verify ends with %d, want %d\n%s%s", h.name, got, want, out.String(), said.String())
		}
	}
}
