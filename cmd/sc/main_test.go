package main

import "testing"

func TestName(t *testing.T) {
	for program, want := range map[string]string{
		"/usr/bin/sc": "sc", "sc": "sc", "/usr/lib/git-core/git-sc": "git sc", "git-sc.exe": "git sc", "/git-sc/sc": "sc", "": "sc",
	} {
		if got := name(program); got != want {
			t.Errorf("%s: got %q, want %q", program, got, want)
		}
	}
}

func TestDraws(t *testing.T) {
	for _, c := range []struct {
		kind  string
		lines int
		want  bool
	}{
		{"xterm-256color", 24, true}, {"xterm-256color", 0, true}, {"xterm-256color", 5, false}, {"dumb", 24, false},
	} {
		if got := draws(c.kind, c.lines); got != c.want {
			t.Errorf("%s, %d lines: got %v, want %v", c.kind, c.lines, got, c.want)
		}
	}
}
