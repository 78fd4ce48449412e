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
	for kind, want := range map[string]bool{"xterm-256color": true, "dumb": false} {
		if got := draws(kind); got != want {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
}
