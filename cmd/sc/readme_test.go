package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPagesAreTrue runs the commands of the pages' console blocks, one after the
// other in one shell for each page, and compares what they print with what stands
// there. With SC_TEST_UPDATE=1 it writes down what they print. The Chinese pages
// speak to a reader whose environment is Chinese.
func TestPagesAreTrue(t *testing.T) {
	t.Parallel()
	for _, p := range pages(t) {
		if !strings.Contains(p.text, "\n```console\n") {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tools := []string{"sh"}
			if strings.Contains(p.name, "verify-by-hand") {
				tools = append(tools, "ssh-keygen", "sha256sum", "awk", "sed")
			}
			for _, tool := range tools {
				needTool(t, tool)
			}
			isTrue(t, p)
		})
	}
}

func isTrue(t *testing.T, p page) {
	t.Helper()
	parts := consoleParts(p.text)
	var forged []consolePart
	if p.name == "docs/verify-by-hand.md" {
		forged = forgedConsole(parts)
	}
	said := runConsole(t, p, append(slices.Clone(parts), forged...))
	if forged != nil {
		refusesForgery(t, parts, said)
	}
	var whole strings.Builder
	for i, part := range parts {
		whole.WriteString(part.line)
		if !part.command() {
			continue
		}
		if os.Getenv("SC_TEST_UPDATE") != "1" && said[i] != part.output {
			t.Errorf("%sgot:\n%swant:\n%s", part.line, said[i], part.output)
		}
		whole.WriteString(said[i])
	}
	if os.Getenv("SC_TEST_UPDATE") != "1" {
		return
	}
	if err := os.WriteFile(filepath.Join("..", "..", filepath.FromSlash(p.name)), []byte(whole.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// consolePart is a line of a text, or a command of a console block with what it
// prints.
type consolePart struct {
	line   string
	output string
	run    string // empty for a line that is no command
}

func (p consolePart) command() bool { return p.run != "" }

func consoleParts(text string) []consolePart {
	var parts []consolePart
	inside := false
	for line := range strings.Lines(text) {
		command, ok := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.HasPrefix(line, "```console")
			parts = append(parts, consolePart{line: line})
		case inside && ok:
			parts = append(parts, consolePart{line: line, run: strings.TrimSpace(command)})
		case inside && strings.HasPrefix(line, "> ") && len(parts) > 0 && parts[len(parts)-1].command():
			last := &parts[len(parts)-1]
			last.line, last.run = last.line+line, last.run+"\n"+strings.TrimPrefix(line, "> ")
		case inside && len(parts) > 0 && parts[len(parts)-1].command():
			parts[len(parts)-1].output += line
		default:
			parts = append(parts, consolePart{line: line})
		}
	}
	return parts
}

// forgeVersion is a version as somebody makes it who can write to the repository and
// holds no key that counts: a commit that is not signed brings one of their own into
// the procedure, and with that the entry and the tag are made again.
const forgeVersion = `ssh-keygen -q -t ed25519 -N '' -C '' -f ../own 
git checkout -q $entry~1
sed "s|^      - key: ssh-ed25519|      - key: $(cut -d ' ' -f 1,2 ../own.pub)\n&|" catalogue/procedure.yaml > ../edited && cp ../edited catalogue/procedure.yaml
git -c user.name=x -c user.email=x commit -q -a -m tidy
git read-tree -m -u HEAD $entry && git show HEAD:catalogue/procedure.yaml > catalogue/procedure.yaml && git add catalogue/procedure.yaml
export GIT_AUTHOR_NAME=x GIT_COMMITTER_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_EMAIL=x
forged=$(git show -s --format=%B $entry | git -c gpg.format=ssh -c user.signingkey=../own commit-tree -S -p HEAD $(git write-tree))
git cat-file tag catalogue/v1.1.0 | sed '1,/^$/d; /^-----BEGIN/,$d' | sed "s|^SC-Entry-Digest: .*|SC-Entry-Digest: sha256:$(git cat-file commit $forged | sha256sum | cut -c 1-64)|" > ../said
git checkout -q -B main $forged && git -c gpg.format=ssh -c user.signingkey=../own tag -f -s --cleanup=verbatim -F ../said catalogue/v1.1.0 > ../told`

// forgedConsole is what makes the forged version, and then the page's own commands
// once more, from where they look for genesis.
func forgedConsole(parts []consolePart) []consolePart {
	i := slices.IndexFunc(parts, func(p consolePart) bool { return strings.HasPrefix(p.run, "genesis=") })
	if i < 0 {
		return nil
	}
	return append([]consolePart{{run: forgeVersion}}, parts[i:]...)
}

// refusesForgery holds that the walk from genesis names both commits of the forged
// version, and that nothing before and behind it would have told: else the forgery
// is too poor to show anything.
func refusesForgery(t *testing.T, parts []consolePart, said map[int]string) {
	t.Helper()
	again := forgedConsole(parts)
	for i, p := range again {
		got := said[len(parts)+i]
		switch {
		case i == 0 && got != "":
			t.Fatalf("the forgery failed:\n%s", got)
		case p.run == "climb":
			if strings.Count(got, "is not signed by whom it names") != 2 || !strings.Contains(got, "changes the procedure unasked") {
				t.Errorf("the page's commands say of a forged version:\n%s", got)
			}
		case strings.Contains(p.run, "verify-commit $entry"), strings.Contains(p.run, "verify-tag"):
			if !strings.HasPrefix(got, "Good ") {
				t.Errorf("%s: %s", p.run, got)
			}
		}
	}
}

// asTerminal writes into a file that stands for the terminal: what goes elsewhere, into a
// pipe above all, is not on one, and sc is told so.
const asTerminal = `exec >> "$SCREEN" 2>&1
sc() {
	if [ /dev/fd/1 -ef "$SCREEN" ]; then command sc "$@"; else SC_TEST_TERM= command sc "$@"; fi
}
`

// runConsole gives what each command prints, by its place among the parts.
func runConsole(t *testing.T, p page, parts []consolePart) map[int]string {
	t.Helper()
	const mark = "\x1e"
	var script strings.Builder
	for i, part := range parts {
		if part.command() {
			fmt.Fprintf(&script, "printf '%s%d\\n'\n%s\n", mark, i, part.run)
		}
	}
	screen := filepath.Join(t.TempDir(), "screen")
	shell := exec.Command(needTool(t, "sh"), "-c", asTerminal+script.String())
	shell.Dir, shell.Env = t.TempDir(), append(consoleEnv(t), "SCREEN="+screen)
	if p.chinese() {
		shell.Env = append(shell.Env, "SC_LANG=zh")
	}
	err := shell.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	out, err := os.ReadFile(screen)
	if err != nil {
		t.Fatal(err)
	}
	said := map[int]string{}
	for _, part := range bytes.Split(out, []byte(mark))[1:] {
		number, text, _ := strings.Cut(string(part), "\n")
		var i int
		if _, err := fmt.Sscan(number, &i); err != nil {
			t.Fatalf("%q: %v", number, err)
		}
		said[i] = text
	}
	return said
}

// consoleEnv is a terminal of 100 columns on a fixed day, where sc is this test's
// own program.
func consoleEnv(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, home := t.TempDir(), t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "sc")); err != nil {
		t.Skipf("no links on this system: %v", err)
	}
	if err := writeKeys(home); err != nil {
		t.Fatal(err)
	}
	const now = "2026-05-06T09:00:00+08:00"
	return append(append(os.Environ(), hermetic(home)...),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "SC_TEST_TERM=100", "SC_TEST_NOW="+now,
		"SC_SIGNINGKEY=", "SC_LANG=", "GIT_AUTHOR_DATE="+now, "GIT_COMMITTER_DATE="+now, "GIT_PAGER=cat")
}

// needTool gives the path of a tool. Without it the test is skipped, and fails
// where SC_TEST_REQUIRE is 1, as in .ci/run.
func needTool(t *testing.T, tool string) string {
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
