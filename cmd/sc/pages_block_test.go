package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a fenced block of a page.
type block struct {
	info  string // what stands behind the fence: console, sh, yaml…
	mark  string // the HTML comment right above it
	lines []string
	first int // its lines on the page, from 0, fences included
	last  int
}

// blocksOf are the fenced blocks of a page.
func blocksOf(text string) []block {
	var (
		all  []block
		mark string
		in   bool
	)
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case in && line == "```":
			in, all[len(all)-1].last = false, i
		case in:
			all[len(all)-1].lines = append(all[len(all)-1].lines, line)
		case strings.HasPrefix(line, "```"):
			in, all, mark = true, append(all, block{info: line[3:], mark: mark, first: i, last: len(lines)}), ""
		case strings.HasPrefix(line, "<!--"):
			from := i
			for i+1 < len(lines) && !strings.Contains(lines[i], "-->") {
				i++
			}
			comment := strings.Join(lines[from:i+1], "\n")
			mark = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(comment, "<!--"), "-->"))
		case line != "":
			mark = ""
		}
	}
	return all
}

// shell reports whether a block shows commands.
func (b block) shell() bool { return b.info == "sh" || b.info == "console" }

var remark = regexp.MustCompile(`(^|\s+)#( .*)?$`)

// code is a block in every language: its lines without remarks, of a console the
// commands alone, nothing of a picture.
func (b block) code() []string {
	var all []string
	if b.info == "mermaid" {
		return nil
	}
	for _, line := range b.lines {
		if b.info == "console" && !strings.HasPrefix(line, "$ ") && !strings.HasPrefix(line, "> ") {
			continue
		}
		if b.shell() || b.info == "yaml" {
			line = remark.ReplaceAllString(line, "")
		}
		all = append(all, line)
	}
	return all
}

// TestCommandsOfPagesRun runs each block of commands that is marked to run, in a
// repository of its own; every command must end with 0. A block of commands without
// outputs has one of these marks right above it:
//
//	<!-- run: STATE -->            in the sample company of that state (testdata/script
//	                               has them, too; "drafts" is the first), signing as its
//	                               ops lead; "empty" is an empty folder, "demo" what
//	                               sc demo leaves
//	<!-- run: STATE
//	COMMANDS -->                   the same, after these
//	<!-- not run: REASON -->
//
// Blocks of the Chinese page are the same ones, and not run again (TestPagesHaveTheirOther).
func TestCommandsOfPagesRun(t *testing.T) {
	t.Parallel()
	needTool(t, "sh")
	made := &companies{dir: t.TempDir()}
	if err := writeKeys(made.dir); err != nil {
		t.Fatal(err)
	}
	for _, p := range pages(t) {
		if p.chinese() {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for _, b := range blocksOf(p.text) {
				if b.info == "sh" {
					runBlock(t, made, b)
				}
			}
		})
	}
}

// demoState is what sc demo leaves.
const demoState = "demo"

func runBlock(t *testing.T, made *companies, b block) {
	t.Helper()
	if reason, ok := strings.CutPrefix(b.mark, "not run:"); ok && strings.TrimSpace(reason) != "" {
		return
	}
	how, ok := strings.CutPrefix(b.mark, "run:")
	if !ok {
		t.Errorf("line %d: a block of commands without <!-- run: STATE --> or <!-- not run: REASON --> above it", b.first+1)
		return
	}
	state, before, _ := strings.Cut(strings.TrimSpace(how), "\n")
	dir := filepath.Join(t.TempDir(), "work")
	if err := layOut(made, dir, state); err != nil {
		t.Errorf("line %d: %v", b.first+1, err)
		return
	}
	if strings.Contains(strings.Join(b.lines, "\n"), "sha256sum") {
		needTool(t, "sha256sum")
	}
	script := "set -e\nas() { export SC_SIGNINGKEY=$KEYS/$1; }\n" + before + "\n" + strings.Join(b.lines, "\n") + "\n"
	shell := exec.Command(needTool(t, "sh"), "-c", script)
	shell.Dir, shell.Env = dir, consoleEnv(t)
	keys := filepath.Join(made.dir, "keys")
	if state == demoState {
		keys = filepath.Join(made.at(demoState), "keys")
	}
	shell.Env = append(shell.Env, "SC_TEST_TERM=", "KEYS="+keys, "SC_SIGNINGKEY="+filepath.Join(keys, "zhang.wei"))
	if out, err := shell.CombinedOutput(); err != nil {
		t.Errorf("line %d: %v\n%s", b.first+1, err, out)
	}
}

func layOut(made *companies, dir, state string) error {
	switch state {
	case "empty":
		return os.Mkdir(dir, 0o755)
	case "drafts":
		state = ""
	case demoState:
		return made.demo(dir)
	}
	return made.copy(dir, state)
}

// demo copies the repository that sc demo leaves.
func (c *companies) demo(dir string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.made[demoState] {
		if err := c.step(c.dir, people()[0], []string{"demo", c.at(demoState)}); err != nil {
			return err
		}
		if c.made == nil {
			c.made = map[string]bool{}
		}
		c.made[demoState] = true
	}
	return os.CopyFS(dir, os.DirFS(filepath.Join(c.at(demoState), "repository")))
}

var (
	indented = regexp.MustCompile(`^    (\$ |sc |git |go |docs/|for )`)
	inlined  = regexp.MustCompile("`([^`]+)`")
	given    = regexp.MustCompile(`^(?:[A-Z_]+=\S+ )*sc (?:--lang zh |-C \S+ )?([a-z][^"”#|]*)`)
)

// TestPagesGiveRealCommands: commands stand in blocks that the tests know, and each
// command of sc that a page names is there, with its flags.
func TestPagesGiveRealCommands(t *testing.T) {
	t.Parallel()
	known := &manual{t: t, pages: map[string]string{}}
	for _, p := range pages(t) {
		blocks := blocksOf(p.text)
		for i, line := range strings.Split(p.text, "\n") {
			j := slices.IndexFunc(blocks, func(b block) bool { return i >= b.first && i <= b.last })
			if j < 0 && indented.MatchString(line) {
				t.Errorf("%s:%d: commands stand in blocks of sh or console", p.name, i+1)
			}
			if j >= 0 && slices.Contains([]string{"bash", "shell", "shell-session"}, blocks[j].info) {
				t.Errorf("%s:%d: blocks of commands are called sh or console", p.name, i+1)
			}
			for _, command := range advised(line, j >= 0 && (blocks[j].shell() || blocks[j].info == "text")) {
				if fault := known.fault(command); fault != "" {
					t.Errorf("%s:%d: sc %s: %s", p.name, i+1, command, fault)
				}
			}
		}
	}
}

// advised are the commands of sc in a line: in code, or the line itself if it is one
// of a block of commands.
func advised(line string, whole bool) []string {
	var all []string
	texts := []string{strings.TrimPrefix(strings.TrimPrefix(line, "$ "), "> ")}
	if !whole {
		texts = texts[:0]
		for _, m := range inlined.FindAllStringSubmatch(line, -1) {
			texts = append(texts, m[1])
		}
	}
	for _, text := range texts {
		if m := given.FindStringSubmatch(text); m != nil {
			all = append(all, strings.TrimSpace(m[1]))
		}
	}
	return all
}

// TestPagesShowRealCode: a block of Go stands in the file that its mark names, where
// it is compiled or run: <!-- from: FILE -->.
func TestPagesShowRealCode(t *testing.T) {
	t.Parallel()
	for _, p := range pages(t) {
		for _, b := range blocksOf(p.text) {
			if b.info != "go" {
				continue
			}
			file, ok := strings.CutPrefix(b.mark, "from:")
			if !ok {
				t.Errorf("%s:%d: a block of Go without <!-- from: FILE --> above it", p.name, b.first+1)
			} else if code := strings.Join(b.lines, "\n") + "\n"; !strings.Contains(readPage(t, strings.TrimSpace(file)), code) {
				t.Errorf("%s:%d: this does not stand in %s", p.name, b.first+1, file)
			}
		}
	}
}
