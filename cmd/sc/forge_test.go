package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// forge is what somebody can do who has stock git, the format's description and a
// key: it commits what is staged with the trailers of an entry, signed by git. What
// is said behind the action stands in place of what would be right: a trailer
// (Entry=9, Record=a,b; nothing behind the = leaves it out), or name, email and date
// of the header.
//
//	forge PERSON ACTOR ROLE ACTION [KEY=VALUE…]    sign with PERSON's key, name ACTOR
func forge(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, false, []string{"ssh-keygen"})
	g := newForger(ts)
	t := g.trailers(args[1], args[2], args[3])
	header := map[string]string{"date": forgedAt}
	header["name"], header["email"] = g.who(args[1])
	for _, o := range args[4:] {
		key, value, _ := strings.Cut(o, "=")
		if _, ok := header[key]; ok {
			header[key] = value
			continue
		}
		t.set("SC-"+key, value)
	}
	file := filepath.Join(ts.Getenv("WORK"), ".message")
	ts.Check(os.WriteFile(file, []byte(args[3]+" by hand\n\n"+t.String()), 0o644))
	g.date = header["date"]
	g.git("-c", "gpg.format=ssh", "-c", "user.signingkey="+g.key(args[0]), "-c", "user.name="+header["name"], "-c", "user.email="+header["email"],
		"commit", "-q", "-S", "--no-verify", "--cleanup=verbatim", "-F", file)
}

// trailers are the lines of an entry's message that say what it is.
type trailers []string

func (t trailers) value(key string) string {
	for _, line := range t {
		if v, ok := strings.CutPrefix(line, key+": "); ok {
			return v
		}
	}
	return ""
}

// set puts one or more values, parted by commas, where a key stands.
func (t *trailers) set(key, values string) {
	i := slices.IndexFunc(*t, func(line string) bool { return strings.HasPrefix(line, key+": ") })
	rest := slices.DeleteFunc(slices.Clone((*t)[i:]), func(line string) bool { return strings.HasPrefix(line, key+": ") })
	*t = (*t)[:i]
	for _, v := range strings.Split(values, ",") {
		if v != "" {
			*t = append(*t, key+": "+v)
		}
	}
	*t = append(*t, rest...)
}

func (t trailers) String() string { return strings.Join(t, "\n") + "\n" }

// forgedAt is when everything is forged.
const forgedAt = "2026-03-02T09:00:00+08:00"

type forger struct {
	ts   *testscript.TestScript
	date string
}

func newForger(ts *testscript.TestScript) forger { return forger{ts, forgedAt} }

func (g forger) key(person string) string { return filepath.Join(g.ts.Getenv("KEYS"), person) }

// last is the newest entry on the branch, its trailers, and the number of the one to
// come; or that at the revision AFTER, where a script goes on as if nothing had been
// behind it.
func (g forger) last() (commit string, t trailers, next int) {
	said := g.git("log", "-1", "--format=%H%n%(trailers:only,unfold)", "--grep=^SC-Entry: ", cmp.Or(g.ts.Getenv("AFTER"), "HEAD"))
	commit, text, _ := strings.Cut(said, "\n")
	t = strings.Split(text, "\n")
	number, err := strconv.Atoi(t.value("SC-Entry"))
	g.ts.Check(err)
	return commit, t, number + 1
}

// who is a person as the sample company's procedure names them, else as their last
// entry does.
func (g forger) who(person string) (name, email string) {
	if name, known := map[string]string{"zhang.wei": "张伟", "li.na": "李娜", "wang.fang": "王芳"}[person]; known {
		return name, person + "@yunmai.example"
	}
	name, email, _ = strings.Cut(g.git("log", "-1", "--format=%an%n%ae", "--grep=^SC-Actor: "+person+"$"), "\n")
	return name, email
}

// trailers are those of a good entry on what is staged.
func (g forger) trailers(actor, role, action string) trailers {
	last, before, next := g.last()
	ledger := before.value("SC-Ledger")
	if ledger == "" { // genesis names none: it is the one
		ledger = g.raw(last)
	}
	t := trailers{"SC-Format: 1", "SC-Ledger: " + ledger, "SC-Ref: refs/heads/main", "SC-Entry: " + strconv.Itoa(next), "SC-Action: " + action}
	records, content := g.content()
	for _, r := range records {
		t = append(t, "SC-Record: "+r)
	}
	return append(t, "SC-Actor: "+actor, "SC-Role: "+role, "SC-Previous: "+g.raw(last), "SC-Content: "+content)
}

func (g forger) git(args ...string) string {
	out, err := g.run(args...)
	if err != nil {
		g.ts.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(out)
}

func (g forger) run(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = g.ts.MkAbs(".")
	cmd.Env = append(os.Environ(), hermetic(g.ts.Getenv("HOME"))...)
	cmd.Env = append(cmd.Env, "GIT_AUTHOR_DATE="+g.date, "GIT_COMMITTER_DATE="+g.date)
	out, err := cmd.Output()
	return string(out), err
}

// raw is the digest of a raw commit.
func (g forger) raw(commit string) string {
	out, err := g.run("--no-replace-objects", "cat-file", "commit", commit)
	g.ts.Check(err)
	return digest([]byte(out))
}

func digest(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

// content is what is staged under catalogue/: the records, and the digest over all
// that has bytes.
func (g forger) content() (records []string, sum string) {
	var lines []string
	for path := range strings.SplitSeq(g.git("diff", "--cached", "--name-only", "--no-renames", "-z"), "\x00") {
		name := strings.TrimPrefix(path, "catalogue/")
		if name == "" {
			continue
		}
		if name != path && !strings.HasPrefix(name, "services/") {
			records = append(records, name)
		}
		if data, err := g.run("cat-file", "blob", ":"+path); err == nil {
			lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(data)), name))
		}
	}
	slices.Sort(records)
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return records, digest([]byte(strings.Join(lines, "")))
}
