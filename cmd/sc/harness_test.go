package main

import (
	"bufio"
	"bytes"
	"context"
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

	"github.com/service-catalogue/sc/pkg/cli"
)

// The scripts' own commands about what sc answers and what it leaves behind:
//
//	sc [-in FILE] ARG…            sc ends with 0; it runs within the test, where
//	                              "exec sc" starts a process
//	exits CODE [-in FILE] ARG…    sc ends with this code
//	refuses CODE [-in FILE] ARG…  the same; it says one clear error with a hint, in
//	                              both languages, prints nothing and changes nothing
//	same [-in FILE] ARG…          sc ends with 0 and changes nothing
//	chinese REGEXP                what the last refusal said in Chinese
//	interrupt PROMPT ARG…         sc gets Ctrl-C once it has asked PROMPT: exit 130
//	need TOOL…                    skip the script where a tool is missing, or fail if
//	                              SC_TEST_REQUIRE is 1
//	sound                         stock git finds no fault, and sc verify neither
//	clean                         git status has nothing to say
//	shared                        clean, and the upstream has what is here
func answering() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"sc": func(ts *testscript.TestScript, neg bool, args []string) {
			if got := heard(ts, args); got.code == 0 == neg {
				ts.Fatalf("sc %s: exit %d", strings.Join(args, " "), got.code)
			}
		},
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
		"sound":     func(ts *testscript.TestScript, _ bool, _ []string) { sound(ts) },
		"round":     round,
		"clean":     func(ts *testscript.TestScript, _ bool, _ []string) { clean(ts) },
		"shared": func(ts *testscript.TestScript, _ bool, _ []string) {
			clean(ts)
			ts.Check(ts.Exec("git", "ls-remote", "origin", "refs/heads/main"))
			there, _, _ := strings.Cut(ts.ReadFile("stdout"), "\t")
			ts.Check(ts.Exec("git", "rev-parse", "HEAD"))
			if here := strings.TrimSpace(ts.ReadFile("stdout")); here != there {
				ts.Fatalf("here is %s, origin has %s", here, there)
			}
		},
	}
}

func clean(ts *testscript.TestScript) {
	ts.Check(ts.Exec("git", "status", "--porcelain"))
	if said := ts.ReadFile("stdout"); said != "" {
		ts.Fatalf("git status says:\n%s", said)
	}
}

// answer is what sc said.
type answer struct {
	code     int
	out, err string
}

// within runs sc within the test, which is what saves the time of a process, with a
// file as its standard input where -in names one.
func within(ts *testscript.TestScript, args []string, more ...string) answer {
	in := io.Reader(strings.NewReader(""))
	if len(args) > 1 && args[0] == "-in" {
		file, err := os.Open(ts.MkAbs(args[1]))
		ts.Check(err)
		defer file.Close()
		in, args = file, args[2:]
	}
	env := testEnv(args, append(environ(ts), more...))
	env.Dir = ts.MkAbs(".")
	var out, said strings.Builder
	env.In, env.Out, env.Err = in, &out, &said
	code := cli.Run(context.Background(), env)
	return answer{code, out.String(), said.String()}
}

// environ is the script's environment as far as sc and git look at it.
func environ(ts *testscript.TestScript) []string {
	keys := []string{
		"PATH", "TMPDIR", "SC_SIGNINGKEY", "SC_LANG", "SC_TEST_NOW", "SC_TEST_TERM", "EDITOR", "VISUAL", "TZ",
		"LC_MESSAGES", "WORK", "KEYS", "GIT_SSH_COMMAND", "SC_NETWORK_TIMEOUT", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY",
	}
	for _, kv := range hermetic("") {
		key, _, _ := strings.Cut(kv, "=")
		keys = append(keys, key)
	}
	env := make([]string, len(keys))
	for i, key := range keys {
		env[i] = key + "=" + ts.Getenv(key)
	}
	return env
}

// heard runs sc and leaves what it said for the script to look at.
func heard(ts *testscript.TestScript, args []string) answer {
	got := within(ts, args)
	fmt.Fprint(ts.Stdout(), got.out)
	fmt.Fprint(ts.Stderr(), got.err)
	return got
}

func exits(ts *testscript.TestScript, code string, args []string) answer {
	got := heard(ts, args)
	if fmt.Sprint(got.code) != code {
		ts.Fatalf("sc %s: exit %d, want %s", strings.Join(args, " "), got.code, code)
	}
	return got
}

// refuses runs sc in Chinese and in English; the English answer is left for the
// script to look at.
func refuses(ts *testscript.TestScript, code string, args []string) {
	before := fingerprint(ts)
	zh := within(ts, args, "SC_LANG=zh")
	en := exits(ts, code, args)
	unchanged(ts, before)
	if out := zh.out + en.out; out != "" || zh.code != en.code {
		ts.Fatalf("in Chinese exit %d; on stdout, where a refusal prints nothing:\n%s", zh.code, out)
	}
	ts.Setenv(chineseAnswer, zh.err)
	problems := regexp.MustCompile(`(?m)^sc: (error|refused): .+`).FindAllString(en.err, -1)
	findings := regexp.MustCompile(`(?m)^\S+:\d+:\d+: error: .+`).FindAllString(en.err, -1)
	hints := regexp.MustCompile(`(?m)^ *hint: .+`).FindAllString(en.err, -1)
	nothing := len(problems)+len(findings) == 0
	if nothing || len(problems) > 0 && len(hints) == 0 || len(problems) == 1 && len(hints) > 1 {
		ts.Fatalf("want an error with a hint, got %d and %d:\n%s", len(problems), len(hints), en.err)
	}
	translated(ts, zh.err)
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

func chinese(ts *testscript.TestScript, neg bool, args []string) {
	if regexp.MustCompile("(?m)"+args[0]).MatchString(ts.Getenv(chineseAnswer)) == neg {
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
// ORIG_HEAD, which a merge writes before it looks.
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
		}
		data, err := os.ReadFile(name)
		marks[rel] = string(data)
		return err
	})
	ts.Check(err)
	return marks
}

func unchanged(ts *testscript.TestScript, before map[string]string) {
	after := fingerprint(ts)
	both := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(both)
	changed := slices.DeleteFunc(slices.Compact(both), func(name string) bool {
		same := before[name] == after[name]
		return same || filepath.Base(name) == "index" && listed(ts, before[name]) == listed(ts, after[name])
	})
	if len(changed) > 0 {
		ts.Fatalf("it changed %s", strings.Join(changed, ", "))
	}
}

// listed is what an index lists, whatever it remembers of the files' times.
func listed(ts *testscript.TestScript, index string) string {
	dir, err := os.MkdirTemp(ts.Getenv("TMPDIR"), "index")
	ts.Check(err)
	file := filepath.Join(dir, "index")
	ts.Check(os.WriteFile(file, []byte(index), 0o644))
	cmd := exec.Command("git", "-c", "init.defaultBranch=x", "ls-files", "--stage")
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "GIT_INDEX_FILE="+file)
	out, err := cmd.Output()
	ts.Check(err)
	return string(bytes.TrimSpace(out))
}
