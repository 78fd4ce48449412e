package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts' own command about repositories of all forms:
//
//	round    every daily step that is left for the company "approved", from the top
//	         of its work tree, and every look at it; then sound
//
// It leaves the ops lead's key set.
func round(ts *testscript.TestScript, _ bool, _ []string) {
	as := func(person string) { ts.Setenv("SC_SIGNINGKEY", filepath.Join(ts.Getenv("KEYS"), person)) }
	does := func(line string) string { return exits(ts, "0", strings.Fields(line)).out }
	as("li.na")
	does("request --source internal --title x")
	does("design 2")
	file := ts.MkAbs("catalogue/services/svc-db-ops.yaml")
	data, err := os.ReadFile(file)
	ts.Check(err)
	end := "\n"
	if strings.Contains(string(data), "\r\n") {
		end = "\r\n"
	}
	ts.Check(edit(file, end+"  - remote"+end, end+"  - remote"+end+"  - resident"+end))
	if !strings.Contains(does("status"), "draft\tsvc-db-ops\tmodify\twork_tree\tdraft\t\n") {
		ts.Fatalf("the draft is not seen as it is")
	}
	does("propose 2")
	does("review 2 --pass --attendee zhang.wei --attendee li.na")
	as("zhang.wei")
	does("publish --yes")
	for _, look := range []string{"status", "list", "list requests", "show 2", "show svc-db-ops --at 1.1.0", "log 2", "trace svc-db-ops", "validate"} {
		does(look)
	}
	if !strings.Contains("\n"+does("list versions"), "\n1.1.0\t") {
		ts.Fatalf("there is no version 1.1.0")
	}
	sound(ts)
}

// sound demands that neither stock git nor verify finds a fault.
func sound(ts *testscript.TestScript) {
	ts.Check(ts.Exec("git", "fsck", "--strict", "--no-dangling", "--no-progress"))
	if said := ts.ReadFile("stdout") + ts.ReadFile("stderr"); said != "" {
		ts.Fatalf("git fsck says:\n%s", said)
	}
	exits(ts, "0", []string{"verify", "--full"}) // scripts go back in history
}
