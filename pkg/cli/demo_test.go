package cli

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/validator"
)

// demoApp is a run of the program in a new folder.
func demoApp(t *testing.T) (a *app, out *bytes.Buffer) {
	t.Helper()
	out = &bytes.Buffer{}
	a = &app{Env: Env{
		In: strings.NewReader(""), Out: out, Err: out, Dir: t.TempDir(), Environ: os.Environ(),
		Now: func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) },
	}}
	a.say = lang.New(lang.English)
	return a, out
}

// need gives the path of a tool. Without it the test is skipped, and fails
// where SC_TEST_REQUIRE is 1, as in .ci/run.
func need(t testing.TB, tool string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil && os.Getenv("SC_TEST_REQUIRE") == "1" {
		t.Fatalf("%s is required here: %v", tool, err)
	}
	if err != nil {
		t.Skipf("%s is not installed", tool)
	}
	return path
}

// A demo whose step does not end as the script says must not look like a good
// one: neither where a command fails nor where a refusal does not come.
func TestDemoStopsAtTheStepThatEndsOtherwise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		ends int
		args []string
		want string
	}{
		{"a failure", exitDone, []string{"approve", "99"}, "a step of the demo ended with 2, not with 0: sc approve 99"},
		{"no refusal", exitRefused, []string{"version"}, "a step of the demo ended with 0, not with 3: sc version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, out := demoApp(t)
			never := scene{at: "2026-03-02 10:00", says: finding.Say("%s", "never played"), args: []string{"verify"}}
			odd := scene{at: "2026-03-02 09:30", who: "zhang.wei", says: finding.Say("%s", "goes astray"), args: c.args, ends: c.ends}
			err := a.demo(t.Context(), "tour", []act{a.founding(), {scenes: []scene{odd, never}}})
			if err == nil {
				t.Fatal("the demo ended well")
			}
			if got := err.Error(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if code := a.exit(t.Context(), err); code != exitCannotRun {
				t.Errorf("exit code: got %d, want %d", code, exitCannotRun)
			}
			if strings.Contains(out.String(), "never played") {
				t.Error("the demo went on behind the failure")
			}
		})
	}
}

func TestDemoInputsAreValid(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(demoFiles, "demo/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no inputs: %v", err)
	}
	for _, name := range files {
		data, err := demoFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, found := document.Parse(name, data)
		if !finding.Failed(found) && !strings.HasPrefix(filepath.Base(name), "svc-") {
			found = validator.New().Check(doc, validator.RequestInput)
		}
		var e catalogue.Entry
		if strings.HasPrefix(filepath.Base(name), "svc-") && doc.Decode(&e) != nil {
			t.Errorf("%s is no part of a service entry", name)
		}
		for _, f := range found {
			t.Errorf("%s:%d: %s", f.File, f.Start.Line, f.Message)
		}
	}
}

// Each scene has an actor who is in the cast, a time that is not before the one
// before, and something to do.
func TestDemoActsAreInOrder(t *testing.T) {
	t.Parallel()
	a, _ := demoApp(t)
	before := "2026-03-02 09:00"
	if first := a.demoActs()[0].scenes[0].at; first != before {
		t.Errorf("the clock starts at %s, want %s", first, before)
	}
	for _, one := range a.demoActs() {
		for _, s := range one.scenes {
			if s.at < before {
				t.Errorf("%s comes behind %s", s.at, before)
			}
			if (len(s.args) == 0) == (s.draft == "") {
				t.Errorf("%s: a scene runs a command or writes a draft", s.at)
			}
			before = s.at
		}
	}
}

func TestShellLineIsWhatTheShellReads(t *testing.T) {
	t.Parallel()
	sh := need(t, "sh")
	for _, args := range [][]string{
		{"request", "--title", "首个服务目录"},
		{"approve", "2", "-m", "it's $HOME, \"really\"", "--business-need", "", "--company-situation", "a & b; c"},
		{"review", "--pass=2", "-m", "3=`id` \\ !"},
		{"init", "--organisation", strings.Repeat("很长的名字", 12), "--person", "li.na;李娜;li.na@yunmai.example;market_manager;../keys/li.na.pub"},
	} {
		line := shellLine(scene{args: args})
		got, err := exec.Command(sh, "-c", `sc() { printf '%s\n' "$@"; }; `+line).Output()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if want := strings.Join(args, "\n") + "\n"; string(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestShellLinesAreNotLong(t *testing.T) {
	t.Parallel()
	a, _ := demoApp(t)
	for _, one := range a.demoActs() {
		for _, s := range one.scenes {
			for line := range strings.SplitSeq(shellLine(s), "\n") {
				if columns(line) > maxLine+len(` \`) {
					t.Errorf("%d columns: %s", columns(line), line)
				}
			}
		}
	}
}
