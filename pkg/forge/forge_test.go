package forge_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/forge"
	"github.com/service-catalogue/sc/pkg/lang"
)

func facts() forge.Facts {
	return forge.Facts{
		Organisation: "云脉", Root: "ops/it's a catalogue", Branch: "main", Ledger: "sha256:" + strings.Repeat("0", 64),
		Program: forge.Program{Version: "v1.2.3", Commit: strings.Repeat("a", 40)},
		Duties: []forge.Duty{
			{Path: "ops/my catalogue/", People: []forge.Person{{"zhang.wei", "zhang.wei@example.com"}, {"li.na", "li.na@example.com"}}},
			{Path: "nobody's/"},
			{Path: "a.yaml", People: []forge.Person{{"odd one", "odd one@example.com"}, {"li.na", "li.na@example.com"}}},
			{People: []forge.Person{{"li.na", "li.na@example.com"}}},
		},
	}
}

func made(t testing.TB, name string, f forge.Facts, l lang.Language) map[string]string {
	t.Helper()
	files, err := forge.Files(name, f, l)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", name, len(files), err)
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Path] = string(f.Data)
	}
	return texts
}

// TestWorkflowsAreYAML: every file that is YAML can be read, says the same in both
// languages but for comments and SC_LANG, and asks for no more than to read.
func TestWorkflowsAreYAML(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`(?m)( *#.*$)|(lang|SC_LANG): (en|zh)$`)
	for _, name := range forge.Names() {
		english, chinese := made(t, name, facts(), lang.English), made(t, name, facts(), lang.Chinese)
		for path, text := range english {
			if text == chinese[path] && !strings.HasSuffix(path, ".gitlab-ci.yml") {
				t.Errorf("%s is not told in Chinese", path)
			}
			if strings.Contains(text, "{{.") || !strings.HasSuffix(text, "\n") {
				t.Errorf("%s is not filled in:\n%s", path, text)
			}
			if !strings.HasSuffix(path, ".yml") {
				continue
			}
			var doc map[string]any
			if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
				t.Errorf("%s: %v\n%s", path, err, text)
			}
			if got, want := comment.ReplaceAllString(chinese[path], ""), comment.ReplaceAllString(text, ""); got != want {
				t.Errorf("%s: in Chinese it does something else:\n%s", path, got)
			}
			for _, bad := range []string{"pull_request_target", "secrets.", ": write"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s has %s", path, bad)
				}
			}
		}
	}
	if files, err := forge.Files("svn", facts(), lang.English); len(files) != 0 || err != nil {
		t.Errorf("got %v, %v", files, err)
	}
}

// TestActionsArePinned: what a workflow uses of others is named by its commit.
func TestActionsArePinned(t *testing.T) {
	t.Parallel()
	uses := regexp.MustCompile(`(?m)^ *- uses: (\S+)@([0-9a-f]{40}) # v[0-9.]+$`)
	for _, name := range []string{"github", "gitea"} {
		for path, text := range made(t, name, facts(), lang.English) {
			if all, pinned := strings.Count(text, "uses: "), len(uses.FindAllString(text, -1)); all != pinned {
				t.Errorf("%s: %d of %d are pinned\n%s", path, pinned, all, text)
			}
		}
	}
}

func TestProgramIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		program       forge.Program
		action, getGo string
	}{
		{forge.Program{Version: "v1.2.3", Commit: "abc"}, "service-catalogue/sc@abc # v1.2.3\n", "cmd/sc@v1.2.3\n"},
		{forge.Program{Version: "v1.2.3"}, "service-catalogue/sc@v1.2.3\n", "cmd/sc@v1.2.3\n"},
		{forge.Program{Version: "v1.2.3+dirty", Commit: "abc"}, "service-catalogue/sc@main\n", "cmd/sc@main\n"},
		{forge.Program{Version: "(devel)"}, "service-catalogue/sc@main\n", "cmd/sc@main\n"},
	} {
		f := facts()
		f.Program = c.program
		if text := made(t, "github", f, lang.English)[".github/workflows/service-catalogue.yml"]; !strings.Contains(text, c.action) {
			t.Errorf("%+v: no %s in\n%s", c.program, c.action, text)
		}
		if text := made(t, "gitea", f, lang.English)[".gitea/workflows/service-catalogue.yml"]; !strings.Contains(text, c.getGo) {
			t.Errorf("%+v: no %s in\n%s", c.program, c.getGo, text)
		}
	}
}

func TestOwners(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		".github/CODEOWNERS": "/ops/my\\ catalogue/ zhang.wei@example.com li.na@example.com\n/a.yaml li.na@example.com\n* li.na@example.com\n",
		".gitea/CODEOWNERS":  "ops/my\\ catalogue/.* @zhang.wei @li.na\na\\\\.yaml @li.na\n.* @li.na\n",
	} {
		name := strings.TrimPrefix(strings.Split(path, "/")[0], ".")
		text := made(t, name, facts(), lang.English)[path]
		if _, rows, _ := strings.Cut(text, "is deleted.\n"); rows != want {
			t.Errorf("%s: got %q, want %q", path, rows, want)
		}
	}
}

func TestBranchesThatCanBeNamed(t *testing.T) {
	t.Parallel()
	for branch, want := range map[string]bool{"main": true, "ops/主干": true, "release-1.2": true, "": false, "-x": false, `a"b`: false, "a$b": false, "a b": false, "a'b": false} {
		if forge.Nameable(branch) != want {
			t.Errorf("%q: want %t", branch, want)
		}
	}
}

// needActionlint gives the path of actionlint. Without it the test is skipped, and fails
// where SC_TEST_REQUIRE is 1, as in .ci/run.
func needActionlint(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("actionlint")
	if err != nil && os.Getenv("SC_TEST_REQUIRE") == "1" {
		t.Fatalf("actionlint is required here: %v", err)
	}
	if err != nil {
		t.Skip("actionlint is not installed")
	}
	return path
}

// TestActionlint: the workflows that are written, and those of this repository.
func TestActionlint(t *testing.T) {
	t.Parallel()
	actionlint := needActionlint(t)
	own, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(own) == 0 {
		t.Fatalf("this repository has %d workflows, %v", len(own), err)
	}
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		name := filepath.Join(t.TempDir(), "workflow.yml")
		if err := os.WriteFile(name, []byte(made(t, "github", facts(), l)[".github/workflows/service-catalogue.yml"]), 0o600); err != nil {
			t.Fatal(err)
		}
		own = append(own, name)
	}
	cmd := exec.Command(actionlint, append([]string{"-no-color", "-shellcheck=", "-pyflakes="}, own...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("actionlint: %v\n%s", err, bytes.TrimSpace(out))
	}
}
