package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/term"

	"github.com/service-catalogue/sc/pkg/cli"
	"github.com/service-catalogue/sc/pkg/signature"
)

// The test binary is sc itself (TestMain), with a clock and a terminal that the
// scripts set: SC_TEST_NOW (RFC 3339) and SC_TEST_TERM (columns, or real for the one that
// it runs on).
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cutter": cutter,
		"sc":     program,
		"git-sc": program,
	})
}

func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	collectSeldom()
	env := testEnv(os.Args[1:], os.Environ())
	env.Name = name(os.Args[0])
	os.Exit(cli.Run(ctx, env))
}

func testEnv(args, environ []string) cli.Env {
	dir, _ := os.Getwd()
	env := cli.Env{
		Args: args, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Dir: dir, Environ: environ,
		Build: cli.Build{Version: "v0.0.0-test", Commit: "0000000", Date: "2026-03-01T00:00:00Z", Go: "go"}, Random: zeroes{},
	}
	env.Now = func() time.Time {
		if t, err := time.Parse(time.RFC3339, env.Getenv("SC_TEST_NOW")); err == nil {
			return t
		}
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	}
	if width, err := strconv.Atoi(env.Getenv("SC_TEST_TERM")); err == nil {
		env.Term = cli.Terminal{In: true, Out: true, Err: true, Width: width}
	}
	if env.Getenv("SC_TEST_TERM") == "real" {
		columns, lines, err := term.GetSize(int(os.Stdin.Fd()))
		env.Term = cli.Terminal{In: err == nil, Out: term.IsTerminal(int(os.Stdout.Fd())), Err: err == nil, Width: columns, Height: lines}
		env.Term.Draws = err == nil && draws(env.Getenv("TERM"), lines)
	}
	return env
}

// zeroes is a source of randomness that has none, so that keys made by a script
// are the same each time.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestScripts runs the scripts of testdata/script. Commands of their own:
//
//	company DIR            a repository with the sample company's procedure and drafts
//	company DIR published  the same with version 1.0.0 published
//	company DIR requested  with SLR-2026-0002 logged; approved, proposed, passed likewise
//	as PERSON              sign with that person's key from here on
//	edit FILE OLD NEW      replace a text that stands once in a file (\n is a line end,
//	                       \u202e any character)
//	at TIME                set the clock (RFC 3339)
//
// $SOURCE is this repository.
// The condition [root] holds for who may write everywhere.
func TestScripts(t *testing.T) {
	made := &companies{dir: t.TempDir()}
	if err := writeKeys(made.dir); err != nil {
		t.Fatal(err)
	}
	source, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			env.Vars = append(env.Vars, hermetic(home)...)
			env.Setenv("KEYS", filepath.Join(home, "keys"))
			env.Setenv("SOURCE", source)
			env.Values[skipper{}] = env.T()
			return writeKeys(home)
		},
		Cmds: commands(made),
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, fmt.Errorf("there is no condition %s", name)
			}
			return os.Geteuid() == 0, nil
		},
	})
}

func commands(made *companies) map[string]func(*testscript.TestScript, bool, []string) {
	all := answering()
	maps.Copy(all, attacking())
	maps.Copy(all, onScreen())
	all["target"] = (&targets{companies: made}).put
	maps.Copy(all, map[string]func(*testscript.TestScript, bool, []string){
		"company": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(made.copy(ts.MkAbs(args[0]), strings.Join(args[1:], " ")))
		},
		"as": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Setenv("SC_SIGNINGKEY", filepath.Join(ts.Getenv("KEYS"), args[0]))
		},
		"edit": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(edit(ts.MkAbs(args[0]), unescape(args[1]), unescape(args[2])))
		},
		"at": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv("SC_TEST_NOW", args[0]) },
	})
	return all
}

// hermetic is an environment in which nothing of the user's counts.
func hermetic(home string) []string {
	return []string{
		"HOME=" + home, "USERPROFILE=" + home, "GIT_CONFIG_GLOBAL=" + filepath.Join(home, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_TEMPLATE_DIR=", "LANG=C", "LC_ALL=C", "LANGUAGE=", "SSH_AUTH_SOCK=", "GIT_EDITOR=true",
		"GOGC=400", // as the program sets it, but from its first moment: a tenth less for each start
		"NO_COLOR=1", "SC_STATE=", "XDG_STATE_HOME=", "LOCALAPPDATA=", "SC_PIN=",
	}
}

// people are those of the sample company.
func people() []string { return []string{"zhang.wei", "li.na", "wang.fang", "zhao.min", "stranger"} }

func writeKeys(home string) error {
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	config := "[user]\n\tname = Somebody\n\temail = somebody@example.com\n[init]\n\tdefaultBranch = main\n[maintenance]\n\tauto = false\n[core]\n\tfsync = none\n"
	if err := os.WriteFile(filepath.Join(home, "gitconfig"), []byte(config), 0o644); err != nil {
		return err
	}
	for _, p := range people() {
		seed := sha256.Sum256([]byte("sc test " + p))
		if err := signature.WriteKey(filepath.Join(home, "keys", p), ed25519.NewKeyFromSeed(seed[:]), p, nil); err != nil {
			return err
		}
	}
	return nil
}

// companies are ready repositories that scripts start from, each made once.
type companies struct {
	dir  string
	mu   sync.Mutex
	made map[string]bool
}

func (c *companies) copy(to, state string) error {
	if err := c.ready(state); err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(c.at(state)))
}

// ready makes a company, if need be.
func (c *companies) ready(state string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.make(state)
}

func (c *companies) at(state string) string { return filepath.Join(c.dir, "company"+state) }

// make makes the company of a state from that of the state before it.
func (c *companies) make(state string) error {
	if c.made[state] {
		return nil
	}
	stages := history(func(p string) string { return filepath.Join(c.dir, "keys", p) })
	i := slices.IndexFunc(stages, func(s stage) bool { return s.name == state })
	if i < 0 {
		return fmt.Errorf("there is no company %q", state)
	}
	if i > 0 {
		if err := c.make(stages[i-1].name); err != nil {
			return err
		}
		if err := os.CopyFS(c.at(state), os.DirFS(c.at(stages[i-1].name))); err != nil {
			return err
		}
	}
	if err := c.run(c.at(state), stages[i].steps); err != nil {
		return err
	}
	pack := exec.Command("git", "repack", "-adq") // one file is quicker to copy than many
	pack.Dir = c.at(state)
	if err := pack.Run(); err != nil {
		return err
	}
	if c.made == nil {
		c.made = map[string]bool{}
	}
	c.made[state] = true
	return nil
}

// stage is how far the sample company has come, and the steps that led there
// from the stage before.
type stage struct {
	name  string
	steps [][]string // a person and what they run
}

// history are the stages of the sample company: with drafts only, with version
// 1.0.0, and then with a request (SLR-2026-0002) that waits for each step.
func history(key func(person string) string) []stage {
	return []stage{
		{"", [][]string{{
			"zhang.wei", "init", "--organisation", "云脉信息技术服务有限公司", "--ops-lead", "zhang.wei", "--name", "张伟", "--email", "zhang.wei@yunmai.example", "--example",
			"--person", "li.na;李娜;li.na@yunmai.example;market_manager;" + key("li.na") + ".pub",
			"--person", "wang.fang;王芳;wang.fang@yunmai.example;sales;" + key("wang.fang") + ".pub",
		}}},
		{"published", [][]string{
			{"zhang.wei", "request", "--source", "internal", "--title", "首个服务目录"},
			{"zhang.wei", "approve", "1", "--business-need", "合同谈判需要统一的目录", "--company-situation", "现有服务已稳定运行"},
			{"zhang.wei", "propose", "1", "--all"},
			{"li.na", "review", "1", "--pass", "--attendee", "zhang.wei", "--attendee", "li.na"},
			{"zhang.wei", "publish", "--yes"},
		}},
		{"requested", [][]string{{
			"li.na", "request", "--title", "数据库驻场保障", "--customer", "华岭市人民医院", "--words", "春节期间要有DBA在现场",
			"--service", "svc-db-ops", "--raised-by", "王芳",
		}}},
		{"approved", [][]string{{"zhang.wei", "approve", "2", "--business-need", "两家医院续签都要求", "--company-situation", "已有三名DBA"}}},
		{"proposed", [][]string{
			{"li.na", "design", "2"},
			{"edit", "catalogue/services/svc-db-ops.yaml", "delivery:\n  - remote\n", "delivery:\n  - remote\n  - resident\n"},
			{"li.na", "propose", "2"},
		}},
		{"passed", [][]string{{"li.na", "review", "2", "--pass", "--attendee", "zhang.wei", "--attendee", "li.na"}}},
	}
}

func (c *companies) run(dir string, steps [][]string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, s := range steps {
		if s[0] == "edit" {
			if err := edit(filepath.Join(dir, s[1]), s[2], s[3]); err != nil {
				return err
			}
			continue
		}
		if err := c.step(dir, s[0], s[1:]); err != nil {
			return err
		}
	}
	return nil
}

func (c *companies) step(dir, person string, args []string) error {
	env := testEnv(args, append(os.Environ(), hermetic(c.dir)...))
	env.Environ = append(env.Environ, "SC_SIGNINGKEY="+filepath.Join(c.dir, "keys", person))
	env.Dir = dir
	var said strings.Builder
	env.Out, env.Err, env.In = io.Discard, &said, strings.NewReader("")
	if code := cli.Run(context.Background(), env); code != 0 {
		return fmt.Errorf("sc %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return nil
}

// unescape reads \n, and any character written as \u and four digits.
func unescape(text string) string {
	text = strings.ReplaceAll(text, `\n`, "\n")
	return regexp.MustCompile(`\\u[0-9a-f]{4}`).ReplaceAllStringFunc(text, func(s string) string {
		c, _ := strconv.ParseInt(s[2:], 16, 32)
		return string(rune(c))
	})
}

// edit replaces a text in a file, which must be there once.
func edit(file, old, with string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if n := strings.Count(string(data), old); n != 1 {
		return fmt.Errorf("%q stands %d times in %s, want once", old, n, file)
	}
	return os.WriteFile(file, []byte(strings.Replace(string(data), old, with, 1)), 0o644)
}
