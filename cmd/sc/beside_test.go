package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// notes is how many steps TestBesideGit takes.
var notes = flag.Int("notes", 10, "how many steps TestBesideGit takes beside a user's git")

// While sc takes steps a user commits, packs objects and refs, and rebases a branch of
// their own in a linked work tree. Whatever either was told was done is there in the
// end, and the repository is sound.
func TestBesideGit(t *testing.T) {
	b := newBench(t)
	p := b.place(errand{state: "requested", as: "li.na"})
	side := []string{"-C", filepath.Join(p.top, "side")}
	git := func(args ...string) bool { return p.exec("git", args...).code == 0 }
	for _, args := range [][]string{
		{"config", "commit.gpgsign", "false"},
		{"worktree", "add", "-q", side[1], "-b", "side"},
		append(side, "commit", "-q", "--allow-empty", "-m", "side 1"),
		append(side, "commit", "-q", "--allow-empty", "-m", "side 2"),
		{"commit", "-q", "--allow-empty", "-m", "user 0."},
	} {
		if got := p.exec("git", args...); got.code != 0 {
			t.Fatalf("git %s: %s", args, got.text)
		}
	}
	if got := p.exec("sc", "hook", "install"); got.code != 0 { // else git commit takes in what a landing has staged
		t.Fatal(got.text)
	}
	var end atomic.Bool
	var wg sync.WaitGroup
	loop := func(run func(i int) bool) *int {
		succeeded := new(int)
		wg.Go(func() {
			for i := 1; !end.Load(); i++ {
				if run(i) {
					*succeeded++
				}
			}
		})
		return succeeded
	}
	committed := loop(func(i int) bool { return git("commit", "-q", "--allow-empty", "-m", fmt.Sprintf("user %d.", i)) })
	packed := loop(func(int) bool { return git("pack-refs", "--all") && git("gc", "-q") })
	rebased := loop(func(int) bool { return git(append(side, "rebase", "-q", "--force-rebase", "main~1")...) })
	landed := 0
	for i := range *notes {
		if got := p.exec("sc", "note", "2", "-m", fmt.Sprintf("word %d.", i)); got.code == 0 {
			landed++
		} else {
			t.Logf("note %d: exit %d\n%s", i, got.code, got.text)
		}
	}
	end.Store(true)
	wg.Wait()
	t.Logf("%d of %d notes, %d commits, packed %d times, rebased %d times", landed, *notes, *committed, *packed, *rebased)
	if landed == 0 || *committed == 0 || *packed == 0 || *rebased == 0 {
		t.Error("too little happened to tell anything")
	}
	record, err := os.ReadFile(filepath.Join(p.repo(), "catalogue", "requests", "2026", "SLR-2026-0002.yaml"))
	if got := strings.Count(string(record), "word "); err != nil || got != landed {
		t.Errorf("%d notes, want %d: %v", got, landed, err)
	}
	if got := strings.Count(p.exec("git", "log", "--format=%s").text, "user "); got != *committed+1 {
		t.Errorf("%d of the user's commits, want %d", got, *committed+1)
	}
	for _, args := range [][]string{
		{"git", "fsck", "--strict", "--no-dangling", "--no-progress"},
		{"git", "status", "--porcelain"},
		{"git", "for-each-ref", "refs/sc"},
	} {
		if got := p.exec(args[0], args[1:]...); got.code != 0 || got.text != "" {
			t.Errorf("%s: exit %d\n%s", args, got.code, got.text)
		}
	}
	if got := p.exec("sc", "verify", "--full"); got.code != 0 {
		t.Errorf("verify: exit %d\n%s", got.code, got.text)
	}
}
