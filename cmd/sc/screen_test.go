package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts' own commands about a terminal, which is tmux's:
//
//	screen WIDTHxHEIGHT COMMAND  a shell command runs on a screen of this size
//	type TEXT                    somebody types it
//	press KEY…                   and presses keys, as tmux names them: Enter, Escape, C-c
//	shows REGEXP                 the screen shows it before long; it is left for the script
//	                             to look at
//	hides REGEXP                 what was last shown does not hold it
func onScreen() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"screen": func(ts *testscript.TestScript, _ bool, args []string) {
			screen(ts, args[0], args[1:])
		},
		"type": func(ts *testscript.TestScript, _ bool, args []string) { tmux(ts, "send-keys", "-l", args[0]) },
		"press": func(ts *testscript.TestScript, _ bool, args []string) {
			tmux(ts, append([]string{"send-keys"}, args...)...)
		},
		"shows": shows,
		"hides": func(ts *testscript.TestScript, _ bool, args []string) {
			if seen := ts.Getenv(lastSeen); regexp.MustCompile("(?m)" + args[0]).MatchString(seen) {
				ts.Fatalf("%s is on the screen:\n%s", args[0], seen)
			}
		},
	}
}

// lastSeen is the variable in which the last screen that was looked at is kept.
const lastSeen = "SEEN_ON_SCREEN"

// tmux runs tmux with the script's own server.
func tmux(ts *testscript.TestScript, args ...string) string {
	cmd := exec.Command("tmux", append([]string{"-u", "-f", "/dev/null", "-S", ts.Getenv("TMUX_SOCKET")}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(environ(ts), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "SC_TEST_TERM=real", "SHELL=/bin/sh", "NO_COLOR="+ts.Getenv("NO_COLOR"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		ts.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// screen begins a new screen, each on a server of its own. What its command exits with
// stands on it afterwards.
func screen(ts *testscript.TestScript, size string, command []string) {
	dir, err := os.MkdirTemp("", "sc-screen") // the path of a socket must be short
	ts.Check(err)
	socket := filepath.Join(dir, "s")
	ts.Setenv("TMUX_SOCKET", socket)
	ts.Defer(func() {
		_ = exec.Command("tmux", "-S", socket, "kill-server").Run()
		_ = os.RemoveAll(dir)
	})
	width, height, _ := strings.Cut(size, "x")
	for i, arg := range command {
		command[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	tmux(ts, "new-session", "-d", "-x", width, "-y", height, strings.Join(command, " ")+`; echo "exit $?"; exec cat`)
}

// shows waits for what the screen is to show.
func shows(ts *testscript.TestScript, _ bool, args []string) {
	want := regexp.MustCompile("(?m)" + args[0])
	deadline := time.Now().Add(30 * time.Second)
	for {
		seen := tmux(ts, "capture-pane", "-p")
		ts.Setenv(lastSeen, seen)
		if want.MatchString(seen) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s is not on the screen:\n%s", args[0], seen)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
