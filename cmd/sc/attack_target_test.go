package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/service-catalogue/sc/pkg/cli"
)

// targets are companies that are ready to be attacked, each made once: the repository
// cat, its server server.git behind the pre-receive hook, and whom stock git believes.
type targets struct {
	*companies
	mu   sync.Mutex
	made map[string]bool
}

func (t *targets) at(state string) string { return filepath.Join(t.dir, "target"+state) }

// put lays a target out for a script and goes into its repository.
func (t *targets) put(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, false, []string{"ssh-keygen"})
	state, work := strings.Join(args, " "), ts.Getenv("WORK")
	ts.Check(t.ready(state))
	ts.Check(os.CopyFS(work, os.DirFS(t.at(state))))
	remote(ts, filepath.Join(work, "cat"))
	ts.Check(os.Rename(filepath.Join(work, "signers"), signersFile(ts)))
	believe(ts)
	ts.Check(ts.Chdir(filepath.Join(work, "cat")))
}

// ready makes a target, if need be.
func (t *targets) ready(state string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made[state] {
		return nil
	}
	cat := filepath.Join(t.at(state), "cat")
	if err := t.copy(cat, state); err != nil {
		return err
	}
	if err := serve(cat, filepath.Join(t.at(state), "server.git")); err != nil {
		return err
	}
	list, err := t.said(cat, "procedure", "show", "--allowed-signers")
	if err != nil {
		return err
	}
	if t.made == nil {
		t.made = map[string]bool{}
	}
	t.made[state] = true
	return os.WriteFile(filepath.Join(t.at(state), "signers"), []byte(list), 0o644)
}

// said is what sc answers.
func (c *companies) said(dir string, args ...string) (string, error) {
	env := testEnv(args, append(os.Environ(), hermetic(c.dir)...))
	var out strings.Builder
	env.Dir, env.Out, env.Err, env.In = dir, &out, io.Discard, strings.NewReader("")
	if code := cli.Run(context.Background(), env); code != 0 {
		return "", fmt.Errorf("sc %s: exit %d", strings.Join(args, " "), code)
	}
	return out.String(), nil
}

// serve makes a server that holds what a repository holds, behind the hook.
func serve(cat, server string) error {
	git := func(args ...string) (string, error) {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = cat, append(os.Environ(), hermetic(filepath.Dir(server))...)
		out, err := cmd.Output()
		return string(out), err
	}
	if _, err := git("clone", "-q", "--bare", ".", server); err != nil {
		return err
	}
	genesis, err := git("log", "-1", "--format=%H", "--grep=^SC-Entry: 0$")
	if err != nil {
		return err
	}
	raw, err := git("cat-file", "commit", strings.TrimSpace(genesis))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(server, "hooks"), 0o755); err != nil {
		return err
	}
	hook := "#!/bin/sh\nexec sc hook pre-receive --pin " + digest([]byte(raw)) + " --ref refs/heads/main\n"
	return os.WriteFile(filepath.Join(server, "hooks", "pre-receive"), []byte(hook), 0o755)
}

// guard makes the server of what the script has by now.
func guard(ts *testscript.TestScript, _ bool, _ []string) {
	server := filepath.Join(ts.Getenv("WORK"), "server.git")
	ts.Check(os.RemoveAll(server))
	ts.Check(serve(ts.MkAbs("."), server))
	remote(ts, ts.MkAbs("."))
}

// remote names the server origin in a repository, if need be.
func remote(ts *testscript.TestScript, dir string) {
	config := filepath.Join(dir, ".git", "config")
	if strings.Contains(ts.ReadFile(config), `[remote "origin"]`) {
		return
	}
	server := "file://" + filepath.ToSlash(filepath.Join(ts.Getenv("WORK"), "server.git"))
	appendTo(ts, config, "[remote \"origin\"]\n\turl = "+server+"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n")
}

// signers let stock git believe those whom the procedure names by now.
func signers(ts *testscript.TestScript, _ bool, _ []string) {
	need(ts, false, []string{"ssh-keygen"})
	list := within(ts, []string{"procedure", "show", "--allowed-signers"}).out
	ts.Check(os.WriteFile(signersFile(ts), []byte(list), 0o644))
	believe(ts)
}

func signersFile(ts *testscript.TestScript) string {
	return filepath.Join(ts.Getenv("HOME"), "signers")
}

// believe tells stock git of the file.
func believe(ts *testscript.TestScript) {
	config := "[gpg]\n\tformat = ssh\n[gpg \"ssh\"]\n\tallowedSignersFile = " + filepath.ToSlash(signersFile(ts)) + "\n"
	appendTo(ts, ts.Getenv("GIT_CONFIG_GLOBAL"), config)
}

func appendTo(ts *testscript.TestScript, name, text string) {
	data, err := os.ReadFile(name)
	ts.Check(err)
	ts.Check(os.WriteFile(name, append(data, text...), 0o644))
}
