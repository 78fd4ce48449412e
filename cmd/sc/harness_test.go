package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/service-catalogue/sc/pkg/lang"
)

// The scripts' own commands about what sc answers and what it leaves behind:
//
//	exits CODE [-in FILE] ARG…    sc ends with this code
//	refuses CODE [-in FILE] ARG…  the same; it says one clear error with a hint, in
//	                              both languages, prints nothing and changes nothing
//	same [-in FILE] ARG…          sc ends with 0 and changes nothing
//	chinese REGEXP                what the last refusal said in Chinese
//	interrupt PROMPT ARG…         sc gets Ctrl-C once it has asked PROMPT: exit 130
//	need TOOL…                    skip the script where a tool is missing, or fail if
//	                              SC_TEST_REQUIRE is 1
//	forge PERSON ACTOR ROLE ACTION  commit what is staged as a hand-made entry
//	sound                         stock git finds no fault, and sc verify neither
//	clean                         git status has nothing to say
func answering() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits": func(ts *testscript.TestScript, _ bool, args []string) { exits(ts, args[0], args[1:]) },
		"refuses": func(ts *testscript.TestScript, _ bool, args []string) {
			refuses(ts, args[0], args[1:])
		},
		"same": func(ts *testscript.TestScript, _ bool, args []string) {
			before := fingerprint(ts)
			exits(ts, "0", args)
			unchanged(ts, before)
		},
		"chinese":   chinese,
		"interrupt": func(ts *testscript.TestScript, _ bool, args []string) { interrupt(ts, args[0], args[1:]) },
		"need":      need,
		"forge":     forge,
		"sound": func(ts *testscript.TestScript, _ bool, _ []string) {
			ts.Check(ts.Exec("git", "fsck", "--strict", "--no-dangling", "--no-progress"))
			if said := ts.ReadFile("stdout") + ts.ReadFile("stderr"); said != "" {
				ts.Fatalf("git fsck says:\n%s", said)
			}
			exits(ts, "0", []string{"verify"})
		},
		"clean": func(ts *testscript.TestScript, _ bool, _ []string) {
			ts.Check(ts.Exec("git", "status", "--porcelain"))
			if said := ts.ReadFile("stdout"); said != "" {
				ts.Fatalf("git status says:\n%s", said)
			}
		},
	}
}

// exits runs sc, with a file as its standard input where -in names one.
func exits(ts *testscript.TestScript, code string, args []string) {
	var err error
	if len(args) > 1 && args[0] == "-in" {
		err = ts.Exec("sh", append([]string{"-c", `in=$1; shift; exec sc "$@" <"$in"`, "sc", ts.MkAbs(args[1])}, args[2:]...)...)
	} else {
		err = ts.Exec("sc", args...)
	}
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(got) != code {
		ts.Fatalf("sc %s: exit %d, want %s", strings.Join(args, " "), got, code)
	}
}

// refuses runs sc in Chinese and in English; the English answer is left for the
// script to look at.
func refuses(ts *testscript.TestScript, code string, args []string) {
	before := fingerprint(ts)
	said := map[string]string{}
	for _, l := range []string{"zh", "en"} {
		ts.Setenv("SC_LANG", l)
		exits(ts, code, args)
		unchanged(ts, before)
		said[l] = ts.ReadFile("stderr")
		if out := ts.ReadFile("stdout"); out != "" {
			ts.Fatalf("a refusal prints nothing on stdout, not:\n%s", out)
		}
	}
	ts.Setenv("SC_LANG", "")
	ts.Setenv(chineseAnswer, said["zh"])
	problems := regexp.MustCompile(`(?m)^sc: (error|refused): .+`).FindAllString(said["en"], -1)
	findings := regexp.MustCompile(`(?m)^\S+:\d+:\d+: error: .+`).FindAllString(said["en"], -1)
	hints := regexp.MustCompile(`(?m)^ *hint: .+`).FindAllString(said["en"], -1)
	if len(problems) == 0 && len(findings) == 0 || len(hints) == 0 || len(hints) > 1 && len(problems) == 1 {
		ts.Fatalf("want an error with a hint, got %d and %d:\n%s", len(problems), len(hints), said["en"])
	}
	if speaksChinese() {
		translated(ts, said["zh"])
	}
}

// chineseAnswer is the variable in which a refusal's Chinese text is kept.
const chineseAnswer = "SAID_IN_CHINESE"

// translated demands Chinese in the error and in the hint.
func translated(ts *testscript.TestScript, text string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "sc: ") || strings.HasPrefix(line, "提示") {
			_, said, _ := strings.Cut(strings.TrimPrefix(line, "sc: "), "：")
			if !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				ts.Fatalf("not said in Chinese: %s", line)
			}
		}
	}
	if strings.HasPrefix(text, "sc: ") && !strings.Contains(text, "\n提示") {
		ts.Fatalf("no hint in Chinese:\n%s", text)
	}
}

// speaksChinese reports whether this build has its Chinese texts.
func speaksChinese() bool {
	return lang.New(lang.Chinese).T("hint: %s", "") != lang.New(lang.English).T("hint: %s", "")
}

func chinese(ts *testscript.TestScript, neg bool, args []string) {
	if speaksChinese() && regexp.MustCompile("(?m)"+args[0]).MatchString(ts.Getenv(chineseAnswer)) == neg {
		ts.Fatalf("Chinese answer, looking for %q:\n%s", args[0], ts.Getenv(chineseAnswer))
	}
}

// need skips a script whose tools are not there.
func need(ts *testscript.TestScript, _ bool, tools []string) {
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("SC_TEST_REQUIRE") == "1" {
			ts.Fatalf("%s is not installed, and SC_TEST_REQUIRE=1 asks for it", tool)
		}
		ts.Value(skipper{}).(testscript.T).Skip(tool + " is not installed")
	}
}

// skipper is the key of the script's test among the values.
type skipper struct{}

// interrupt starts sc with an open standard input, waits for its question and
// sends what Ctrl-C sends.
func interrupt(ts *testscript.TestScript, prompt string, args []string) {
	before := fingerprint(ts)
	cmd := exec.Command("sc", args...)
	cmd.Path, cmd.Err = filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "sc"), nil
	cmd.Dir = ts.MkAbs(".")
	for _, key := range []string{"PATH", "HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "LC_ALL", "SC_SIGNINGKEY", "SC_TEST_TERM", "SC_TEST_NOW", "TMPDIR"} {
		cmd.Env = append(cmd.Env, key+"="+ts.Getenv(key))
	}
	stdin, err := cmd.StdinPipe()
	ts.Check(err)
	defer stdin.Close()
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	patience := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer patience.Stop()
	said := awaited(stderr, prompt)
	ts.Check(cmd.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(stderr)
	ts.Check(err)
	_ = cmd.Wait()
	fmt.Fprintf(ts.Stderr(), "%s%s", said, rest)
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		ts.Fatalf("exit %d, want 130", code)
	}
	unchanged(ts, before)
}

// awaited reads until the text was said, or to the end.
func awaited(r io.Reader, text string) string {
	var said strings.Builder
	in := bufio.NewReader(r)
	for !strings.Contains(said.String(), text) {
		b, err := in.ReadByte()
		if err != nil {
			break
		}
		said.WriteByte(b)
	}
	return said.String()
}

// fingerprint is all that a script's folder holds, but for Git's objects and
// ORIG_HEAD, which a merge writes before it looks: files by their bytes, the index
// by what it lists.
func fingerprint(ts *testscript.TestScript) map[string]string {
	marks := map[string]string{}
	work := ts.Getenv("WORK")
	err := filepath.WalkDir(work, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(work, name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "objects" || rel == ".tmp"):
			return fs.SkipDir
		case !d.Type().IsRegular(), d.Name() == "ORIG_HEAD":
			return nil
		case d.Name() == "index":
			marks[rel], err = listed(name)
			return err
		}
		data, err := os.ReadFile(name)
		marks[rel] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	ts.Check(err)
	return marks
}

// listed is what an index lists, whatever it remembers of the files' times.
func listed(index string) (string, error) {
	cmd := exec.Command("git", "ls-files", "--stage")
	cmd.Dir = filepath.Dir(index)
	cmd.Env = append(os.Environ(), "GIT_DIR="+filepath.Dir(index), "GIT_INDEX_FILE="+index)
	out, err := cmd.Output()
	return string(bytes.TrimSpace(out)), err
}

func unchanged(ts *testscript.TestScript, before map[string]string) {
	after := fingerprint(ts)
	both := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(both)
	changed := slices.DeleteFunc(slices.Compact(both), func(name string) bool { return before[name] == after[name] })
	if len(changed) > 0 {
		ts.Fatalf("it changed %s", strings.Join(changed, ", "))
	}
}
