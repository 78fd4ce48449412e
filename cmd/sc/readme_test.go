package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPagesAreTrue runs the commands of the pages' console blocks, one after the
// other in one shell for each page, and compares what they print with what stands
// there. With SC_TEST_UPDATE=1 it writes down what they print.
func TestPagesAreTrue(t *testing.T) {
	for page, tools := range map[string][]string{
		"README.md":              {"sh"},
		"docs/verify-by-hand.md": {"sh", "ssh-keygen", "sha256sum", "awk", "sed"},
	} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			for _, tool := range tools {
				needTool(t, tool)
			}
			isTrue(t, filepath.Join("..", "..", filepath.FromSlash(page)))
		})
	}
}

func isTrue(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	parts := consoleParts(string(text))
	said := runConsole(t, parts)
	var whole strings.Builder
	for i, p := range parts {
		whole.WriteString(p.line)
		if !p.command() {
			continue
		}
		if os.Getenv("SC_TEST_UPDATE") != "1" && said[i] != p.output {
			t.Errorf("%sgot:\n%swant:\n%s", p.line, said[i], p.output)
		}
		whole.WriteString(said[i])
	}
	if os.Getenv("SC_TEST_UPDATE") != "1" {
		return
	}
	if err := os.WriteFile(name, []byte(whole.String()), 0o644); err != nil {
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
		case inside && len(parts) > 0 && parts[len(parts)-1].command():
			parts[len(parts)-1].output += line
		default:
			parts = append(parts, consolePart{line: line})
		}
	}
	return parts
}

// runConsole gives what each command prints, by its place among the parts.
func runConsole(t *testing.T, parts []consolePart) map[int]string {
	t.Helper()
	const mark = "\x1e"
	var script strings.Builder
	for i, p := range parts {
		if p.command() {
			fmt.Fprintf(&script, "printf '%s%d\\n'\n%s\n", mark, i, p.run)
		}
	}
	shell := exec.Command(needTool(t, "sh"), "-c", "exec 2>&1\n"+script.String())
	shell.Dir, shell.Env = t.TempDir(), consoleEnv(t)
	out, err := shell.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
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
