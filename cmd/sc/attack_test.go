package main

import (
	"encoding/hex"
	"fmt"
	"io/fs"
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
//	target STATE                  a company (see there) in cat, its server behind the
//	                              pre-receive hook, and stock git told by sc procedure show
//	                              --allowed-signers whom to believe; goes there
//	signers                       tells stock git anew
//	guard                         the server has what is here by now
//	event ID STEP PERSON ROLE [LINE…]  one more step at the end of a request, as the format
//	                              wants it, staged; LINEs in place of what the step needs
//	manifest VERSION              write the digests of the services in the work tree into a
//	                              manifest, and its own; staged
//	forge …                       see there
//	raw FILE [OBJECT]             the bytes of an object (HEAD) as Git keeps them
//	sign WHO FILE [HOW]           sign the raw commit or tag in FILE anew, see there
//	plant KIND FILE [REF]         store FILE as an object of this KIND, whatever it holds, and
//	                              let REF (HEAD for a commit) name it; of the KIND ls-tree are
//	                              lines as git ls-tree prints them, in this order
//	finds EXIT CODE[@REV[:PATH]]… [-- FLAG…]  sc verify ends with EXIT and finds these codes
//	                              and no other error; in this commit, in this record
//	tame ARG…                     however sc ends with these arguments, it says nothing raw
//	                              that could deceive: to people, in a pipe (but for files that
//	                              it shows as they are), as JSON, in both languages
//	repels CODE…                  the server refuses to take what is here, for these reasons
func attacking() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"signers":  signers,
		"guard":    guard,
		"event":    event,
		"manifest": manifest,
		"forge":    forge,
		"raw":      raw,
		"sign":     sign,
		"plant":    plant,
		"finds":    finds,
		"repels":   repels,
		"tame":     tame,
	}
}

func repels(ts *testscript.TestScript, _ bool, codes []string) {
	before := refs(ts)
	if ts.Exec("git", "push", "-q", "--force", "origin", "HEAD:refs/heads/main", "refs/tags/catalogue/*:refs/tags/catalogue/*") == nil {
		ts.Fatalf("the server took it")
	}
	if after := refs(ts); after != before {
		ts.Fatalf("the server has\n%s\nwhere it had\n%s", after, before)
	}
	said := strings.Join(regexp.MustCompile(`(?m)^remote: .*\n`).FindAllString(ts.ReadFile("stderr"), -1), "")
	readable(ts, said)
	for _, code := range codes {
		if !strings.Contains(said, "remote: "+code+" ") {
			ts.Fatalf("the server does not say %s:\n%s", code, said)
		}
	}
}

// refs are the files in which the server keeps its branches and tags.
func refs(ts *testscript.TestScript) string {
	server := filepath.Join(ts.Getenv("WORK"), "server.git")
	packed, _ := os.ReadFile(filepath.Join(server, "packed-refs"))
	text := string(packed)
	ts.Check(filepath.WalkDir(filepath.Join(server, "refs"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			text += name + " " + ts.ReadFile(name)
		}
		return err
	}))
	return text
}

func event(ts *testscript.TestScript, _ bool, args []string) {
	id, step, lines := args[0], args[1], args[4:]
	file := "catalogue/requests/" + id[len("SLR-"):len("SLR-2026")] + "/" + id + ".yaml"
	text := "  - step: " + step + "\n    by: " + args[2] + "\n    role: " + args[3] + "\n    at: \"" + forgedAt + "\"\n"
	g := newForger(ts)
	_, _, next := g.last()
	text += fmt.Sprintf("    entry: %d\n", next)
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
	kind, data := args[0], ts.ReadFile(args[1])
	if kind == "ls-tree" {
		kind, data = "tree", packed(ts, data)
	}
	cmd := exec.Command("git", "hash-object", "--literally", "-w", "-t", kind, "--stdin")
	cmd.Dir, cmd.Stdin = ts.MkAbs("."), strings.NewReader(data)
	out, err := cmd.Output()
	ts.Check(err)
	id := strings.TrimSpace(string(out))
	ref := append(args[2:], "HEAD")[0]
	if len(args) > 2 || kind == "commit" {
		newForger(ts).git("update-ref", ref, id)
	}
	fmt.Fprint(ts.Stdout(), id)
}

// packed is the raw tree of lines as git ls-tree prints them.
func packed(ts *testscript.TestScript, lines string) string {
	var raw strings.Builder
	for line := range strings.Lines(lines) {
		about, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		words := strings.Fields(about)
		id, err := hex.DecodeString(words[2])
		ts.Check(err)
		raw.WriteString(strings.TrimPrefix(words[0], "0") + " " + name + "\x00" + string(id))
	}
	return raw.String()
}

func finds(ts *testscript.TestScript, _ bool, args []string) {
	want, flags := args[1:], []string{}
	if i := slices.Index(want, "--"); i >= 0 {
		want, flags = want[:i], want[i+1:]
	}
	got := exits(ts, args[0], slices.Concat([]string{"verify"}, flags))
	readable(ts, got.out+got.err)
	left := map[string]bool{} // codes of errors that nobody has named
	var rows [][]string
	for row := range strings.Lines(got.out) {
		cells := strings.Split(row, "\t")
		rows = append(rows, cells)
		left[cells[0]] = strings.HasPrefix(cells[0], "E_")
	}
	for _, w := range want {
		code, place, _ := strings.Cut(w, "@")
		if !found(ts, rows, code, place) {
			ts.Fatalf("sc verify does not find %s", w)
		}
		left[code] = false
	}
	maps.DeleteFunc(left, func(_ string, unnamed bool) bool { return !unnamed })
	if len(left) > 0 {
		ts.Fatalf("sc verify finds %v too", slices.Sorted(maps.Keys(left)))
	}
}

// found reports whether sc verify says a code, of a commit and of a record in it where
// they are named.
func found(ts *testscript.TestScript, rows [][]string, code, place string) bool {
	rev, path, _ := strings.Cut(place, ":")
	commit := ""
	if rev != "" {
		commit = newForger(ts).git("rev-parse", rev)[:12]
	}
	return slices.ContainsFunc(rows, func(cells []string) bool {
		return cells[0] == code && (rev == "" || cells[2] == commit) && (path == "" || cells[3] == path)
	})
}

func tame(ts *testscript.TestScript, _ bool, args []string) {
	for _, way := range [][]string{{"SC_TEST_TERM=120", "--lang", "en"}, {"SC_TEST_TERM=120", "--jq", ".. | strings"}, {"", "--lang", "zh"}, {"", "--json"}} {
		if args[0] == "show" && way[1] == "--lang" && way[0] == "" {
			continue
		}
		got := within(ts, slices.Concat(way[1:], args), way[0])
		readable(ts, got.out+got.err)
		fmt.Fprint(ts.Stdout(), got.out)
	}
}

// readable fails on what can deceive who reads a terminal.
func readable(ts *testscript.TestScript, said string) {
	said = regexp.MustCompile(`\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\`).ReplaceAllString(said, "") // colours and links are ours
	for _, c := range said {
		if c != '\n' && c != '\t' && !unicode.IsPrint(c) {
			ts.Fatalf("it says %U raw: %q", c, said)
		}
	}
}
