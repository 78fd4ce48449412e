package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/service-catalogue/sc/pkg/cli"
	"github.com/service-catalogue/sc/pkg/signature"
)

// The test binary is sc itself (TestMain), with a clock and a terminal that the
// scripts set: SC_TEST_NOW (RFC 3339) and SC_TEST_TERM (columns).
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sc": func() { os.Exit(cli.Run(context.Background(), testEnv(os.Args[1:], os.Environ()))) },
	})
}

func testEnv(args, environ []string) cli.Env {
	dir, _ := os.Getwd()
	env := cli.Env{
		Args: args, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Dir: dir, Environ: environ,
		Build: cli.Build{Version: "v0.0.0-test", Commit: "0000000", Go: "go"}, Random: zeroes{},
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
//	as PERSON              sign with that person's key from here on
//	at TIME                set the clock (RFC 3339)
//
// A condition of their own: [lax], where a tool that is missing may be skipped.
func TestScripts(t *testing.T) {
	made := &companies{dir: t.TempDir()}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			env.Vars = append(env.Vars, hermetic(home)...)
			env.Setenv("KEYS", filepath.Join(home, "keys"))
			return writeKeys(home)
		},
		Condition: func(name string) (bool, error) {
			if name != "lax" {
				return false, fmt.Errorf("no condition %q", name)
			}
			return os.Getenv("SC_TEST_REQUIRE") != "1", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"company": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(made.copy(ts.MkAbs(args[0]), strings.Join(args[1:], " ")))
			},
			"as": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Setenv("SC_SIGNINGKEY", filepath.Join(ts.Getenv("KEYS"), args[0]))
			},
			"at": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv("SC_TEST_NOW", args[0]) },
		},
	})
}

// hermetic is an environment in which nothing of the user's counts.
func hermetic(home string) []string {
	return []string{
		"HOME=" + home, "USERPROFILE=" + home, "GIT_CONFIG_GLOBAL=" + filepath.Join(home, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1",
		"LANG=C", "LC_ALL=C", "LANGUAGE=", "SSH_AUTH_SOCK=", "GIT_EDITOR=true",
	}
}

// people are those of the sample company.
func people() []string { return []string{"zhang.wei", "li.na", "wang.fang", "zhao.min", "stranger"} }

func writeKeys(home string) error {
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	config := "[user]\n\tname = Somebody\n\temail = somebody@example.com\n[init]\n\tdefaultBranch = main\n"
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
	c.mu.Lock()
	defer c.mu.Unlock()
	from := filepath.Join(c.dir, "company"+state)
	if !c.made[state] {
		if err := c.build(from, state); err != nil {
			return err
		}
		if c.made == nil {
			c.made = map[string]bool{}
		}
		c.made[state] = true
	}
	return os.CopyFS(to, os.DirFS(from))
}

// build runs the procedure as far as the state asks.
func (c *companies) build(dir, state string) error {
	home := filepath.Join(c.dir, "home"+state)
	if err := writeKeys(home); err != nil {
		return err
	}
	key := func(p string) string { return filepath.Join(home, "keys", p) }
	run := func(person string, args ...string) error {
		env := testEnv(args, append(os.Environ(), hermetic(home)...))
		env.Environ = append(env.Environ, "SC_SIGNINGKEY="+key(person))
		env.Dir = dir
		var said strings.Builder
		env.Out, env.Err, env.In = io.Discard, &said, strings.NewReader("")
		if code := cli.Run(context.Background(), env); code != 0 {
			return fmt.Errorf("sc %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	steps := [][]string{
		{
			"zhang.wei", "init", "--organisation", "云脉信息技术服务有限公司", "--ops-lead", "zhang.wei", "--name", "张伟", "--email", "zhang.wei@yunmai.example", "--example",
			"--person", "li.na;李娜;li.na@yunmai.example;market_manager;" + key("li.na") + ".pub",
			"--person", "wang.fang;王芳;wang.fang@yunmai.example;sales;" + key("wang.fang") + ".pub",
		},
	}
	if state == "published" {
		steps = append(steps,
			[]string{"zhang.wei", "request", "--source", "internal", "--title", "首个服务目录"},
			[]string{"zhang.wei", "approve", "1", "--business-need", "合同谈判需要统一的目录", "--company-situation", "现有服务已稳定运行"},
			[]string{"zhang.wei", "propose", "1", "--all"},
			[]string{"li.na", "review", "1", "--pass", "--attendee", "zhang.wei", "--attendee", "li.na"},
			[]string{"zhang.wei", "publish", "--yes"},
		)
	}
	for _, s := range steps {
		if err := run(s[0], s[1:]...); err != nil {
			return err
		}
	}
	return nil
}
