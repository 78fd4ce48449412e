package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

// Attacks are written with stock git and these commands (attack_NN_….txtar; the
// numbers are those of the attacks in docs/attacks.md):
//
//	signers                       what sc procedure show --allowed-signers prints is whom
//	                              stock git believes from here on
//	guard                         a server that holds what this repository holds, behind the
//	                              pre-receive hook
//	event ID STEP PERSON ROLE [LINE…]  one more step at the end of a request, as the format
//	                              wants it, staged; LINEs in place of what the step needs
//	manifest VERSION              write the digests of the services in the work tree into a
//	                              manifest, and its own; staged
//	forge …                       see there
//	raw FILE [OBJECT]             the bytes of an object (HEAD) as Git keeps them
//	sign WHO FILE [HOW]           sign the raw commit or tag in FILE anew, see there
//	plant KIND FILE [REF]         store FILE as an object of this KIND, whatever it holds, and
//	                              let REF (HEAD for a commit) name it
//	finds EXIT CODE[@REV[:PATH]]… [-- FLAG…]  sc verify ends with EXIT and finds these codes
//	                              and no other error; in this commit, in this record
//	repels CODE…                  the server refuses to take what is here, for these reasons
func attacking() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"signers":  func(ts *testscript.TestScript, _ bool, _ []string) { signers(ts) },
		"guard":    func(ts *testscript.TestScript, _ bool, _ []string) { guard(ts) },
		"event":    event,
		"manifest": manifest,
		"forge":    forge,
		"raw":      raw,
		"sign":     sign,
		"plant":    plant,
		"finds":    finds,
		"repels":   repels,
	}
}

func signers(ts *testscript.TestScript) {
	need(ts, false, []string{"ssh-keygen"})
	file := filepath.Join(ts.Getenv("HOME"), "signers")
	ts.Check(os.WriteFile(file, []byte(within(ts, []string{"procedure", "show", "--allowed-signers"}).out), 0o644))
	g := newForger(ts)
	g.git("config", "--global", "gpg.format", "ssh")
	g.git("config", "--global", "gpg.ssh.allowedSignersFile", file)
}

func guard(ts *testscript.TestScript) {
	g := newForger(ts)
	server := filepath.Join(ts.Getenv("WORK"), "server.git")
	g.git("clone", "-q", "--bare", ".", server)
	g.git("remote", "add", "origin", "file://"+filepath.ToSlash(server))
	pin := g.raw(g.git("log", "-1", "--format=%H", "--grep=^SC-Entry: 0$"))
	hook := "#!/bin/sh\nexec sc hook pre-receive --pin " + pin + " --ref refs/heads/main\n"
	ts.Check(os.MkdirAll(filepath.Join(server, "hooks"), 0o755))
	ts.Check(os.WriteFile(filepath.Join(server, "hooks", "pre-receive"), []byte(hook), 0o755))
}

func repels(ts *testscript.TestScript, _ bool, codes []string) {
	g := newForger(ts)
	refs := []string{"ls-remote", "origin"}
	before := g.git(refs...)
	if ts.Exec("git", "push", "-q", "--force", "origin", "HEAD:refs/heads/main", "refs/tags/catalogue/*:refs/tags/catalogue/*") == nil {
		ts.Fatalf("the server took it")
	}
	if after := g.git(refs...); after != before {
		ts.Fatalf("the server has\n%s\nwhere it had\n%s", after, before)
	}
	said := ts.ReadFile("stderr")
	readable(ts, said)
	for _, code := range codes {
		if !strings.Contains(said, "remote: "+code+" ") {
			ts.Fatalf("the server does not say %s:\n%s", code, said)
		}
	}
}

func event(ts *testscript.TestScript, _ bool, args []string) {
	id, step, lines := args[0], args[1], args[4:]
	file := "catalogue/requests/" + id[len("SLR-"):len("SLR-2026")] + "/" + id + ".yaml"
	text := "  - step: " + step + "\n    by: " + args[2] + "\n    role: " + args[3] + "\n    at: \"" + forgedAt + "\"\n"
	g := newForger(ts)
	text += fmt.Sprintf("    entry: %d\n", g.next())
	if len(lines) == 0 {
		lines = map[string][]string{
			"approve":  {"considered:", "  business_need: x", "  company_situation: y"},
			"reject":   {"reason: x"},
			"withdraw": {"reason: x"},
			"note":     {"text: x"},
		}[step]
	}
	for _, line := range lines {
		text += "    " + unescape(line) + "\n"
	}
	data, err := os.ReadFile(ts.MkAbs(file))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(file), append(data, text...), 0o644))
	g.git("add", file)
}

func manifest(ts *testscript.TestScript, _ bool, args []string) {
	file := "catalogue/versions/" + args[0] + ".yaml"
	text := ts.ReadFile(file)
	var lines []string
	text = regexp.MustCompile(`  - id: \S+\n    digest: \S+`).ReplaceAllStringFunc(text, func(row string) string {
		id := strings.Fields(row)[2]
		sum := digest([]byte(ts.ReadFile("catalogue/services/" + id + ".yaml")))
		lines = append(lines, id+" "+sum+"\n")
		return "  - id: " + id + "\n    digest: " + sum
	})
	slices.Sort(lines)
	text = regexp.MustCompile(`(?m)^digest: .*`).ReplaceAllString(text, "digest: "+digest([]byte(strings.Join(lines, ""))))
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o644))
	newForger(ts).git("add", file)
}

func raw(ts *testscript.TestScript, _ bool, args []string) {
	object := append(args[1:], "HEAD")[0]
	g := newForger(ts)
	data, err := g.run("cat-file", g.git("cat-file", "-t", object), object)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data), 0o644))
}

func plant(ts *testscript.TestScript, _ bool, args []string) {
	kind := args[0]
	cmd := exec.Command("git", "hash-object", "--literally", "-w", "-t", kind, "--stdin")
	file, err := os.Open(ts.MkAbs(args[1]))
	ts.Check(err)
	defer file.Close()
	cmd.Dir, cmd.Stdin = ts.MkAbs("."), file
	out, err := cmd.Output()
	ts.Check(err)
	id := strings.TrimSpace(string(out))
	ref := append(args[2:], "HEAD")[0]
	if len(args) > 2 || kind == "commit" {
		newForger(ts).git("update-ref", ref, id)
	}
	fmt.Fprint(ts.Stdout(), id)
}

// verified is what sc verify --json says, as far as attacks look at it.
type verified struct {
	Violations []struct{ Code, Commit, Path string }
}

func finds(ts *testscript.TestScript, _ bool, args []string) {
	want, flags := args[1:], []string{}
	if i := slices.Index(want, "--"); i >= 0 {
		want, flags = want[:i], want[i+1:]
	}
	exits(ts, args[0], slices.Concat([]string{"verify"}, flags))
	said := within(ts, slices.Concat([]string{"verify", "--json"}, flags))
	zh := within(ts, slices.Concat([]string{"verify", "--lang", "zh"}, flags))
	readable(ts, said.out+said.err+zh.out)
	var got verified
	ts.Check(json.Unmarshal([]byte(said.out), &got))
	codes := map[string]bool{}
	for _, v := range got.Violations {
		codes[v.Code] = strings.HasPrefix(v.Code, "E_")
	}
	for _, w := range want {
		code, place, _ := strings.Cut(w, "@")
		if _, found := codes[code]; !found || place != "" && !got.at(ts, code, place) {
			ts.Fatalf("sc verify does not find %s", w)
		}
		delete(codes, code)
		codes[code] = false
	}
	maps.DeleteFunc(codes, func(_ string, wrong bool) bool { return !wrong })
	if len(codes) > 0 {
		ts.Fatalf("sc verify finds %v too", slices.Sorted(maps.Keys(codes)))
	}
}

// at reports whether a code is found in a commit, and in a record of it where one
// is named.
func (v verified) at(ts *testscript.TestScript, code, place string) bool {
	rev, path, _ := strings.Cut(place, ":")
	commit := newForger(ts).git("rev-parse", rev)
	for _, one := range v.Violations {
		if one.Code == code && one.Commit == commit && (path == "" || one.Path == path) {
			return true
		}
	}
	return false
}

// readable fails on what can deceive who reads a terminal.
func readable(ts *testscript.TestScript, said string) {
	for _, c := range said {
		if c != '\n' && c != '\t' && !unicode.IsPrint(c) {
			ts.Fatalf("it says %U raw: %q", c, said)
		}
	}
}
