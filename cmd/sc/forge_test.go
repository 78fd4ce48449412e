package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// forge is what somebody can do who has stock git, the format's description and a
// key: it commits what is staged with the trailers of an entry, signed by git.
//
//	forge PERSON ACTOR ROLE ACTION    sign with PERSON's key, name ACTOR
func forge(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, false, []string{"ssh-keygen"})
	person, actor, role, action := args[0], args[1], args[2], args[3]
	g := forger{ts: ts, key: filepath.Join(ts.Getenv("KEYS"), person)}
	last := g.git("log", "-1", "--format=%H", "--grep=^SC-Entry: ")
	who := strings.SplitN(g.git("log", "-1", "--format=%an%n%ae", "--grep=^SC-Actor: "+actor+"$"), "\n", 2)
	trailers := strings.Split(g.git("log", "-1", "--format=%(trailers:only,unfold)", last), "\n")
	message := action + " by hand\n\nSC-Format: 1\n"
	if ledger := value(trailers, "SC-Ledger"); ledger != "" {
		message += "SC-Ledger: " + ledger + "\n"
	} else {
		message += "SC-Ledger: " + g.raw(last) + "\n"
	}
	message += "SC-Ref: " + g.git("symbolic-ref", "HEAD") + "\n"
	number := 0
	_, err := fmt.Sscan(value(trailers, "SC-Entry"), &number)
	ts.Check(err)
	message += fmt.Sprintf("SC-Entry: %d\nSC-Action: %s\n", number+1, action)
	records, content := g.content()
	for _, r := range records {
		message += "SC-Record: " + r + "\n"
	}
	message += "SC-Actor: " + actor + "\nSC-Role: " + role + "\nSC-Previous: " + g.raw(last) + "\nSC-Content: " + content + "\n"
	file := filepath.Join(ts.Getenv("WORK"), ".message")
	ts.Check(os.WriteFile(file, []byte(message), 0o644))
	g.git("-c", "gpg.format=ssh", "-c", "user.signingkey="+g.key, "-c", "user.name="+who[0], "-c", "user.email="+who[1],
		"commit", "-q", "-S", "--no-verify", "--cleanup=verbatim", "-F", file)
}

// value is that of a trailer.
func value(trailers []string, key string) string {
	for _, t := range trailers {
		if v, ok := strings.CutPrefix(t, key+": "); ok {
			return v
		}
	}
	return ""
}

type forger struct {
	ts  *testscript.TestScript
	key string
}

func (g forger) git(args ...string) string {
	cmd := exec.Command("git", args...)
	cmd.Dir = g.ts.MkAbs(".")
	cmd.Env = append(os.Environ(), hermetic(g.ts.Getenv("HOME"))...)
	cmd.Env = append(cmd.Env, "GIT_AUTHOR_DATE=2026-03-02T09:00:00+0800", "GIT_COMMITTER_DATE=2026-03-02T09:00:00+0800")
	out, err := cmd.Output()
	if err != nil {
		g.ts.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// raw is the digest of a raw commit.
func (g forger) raw(commit string) string {
	cmd := exec.Command("git", "cat-file", "commit", commit)
	cmd.Dir = g.ts.MkAbs(".")
	out, err := cmd.Output()
	g.ts.Check(err)
	return digest(out)
}

func digest(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

// content is what is staged under catalogue/: the records, and the digest over all.
func (g forger) content() (records []string, sum string) {
	var lines []string
	for _, path := range strings.Fields(g.git("diff", "--cached", "--name-only")) {
		data, err := os.ReadFile(g.ts.MkAbs(path))
		g.ts.Check(err)
		name := strings.TrimPrefix(path, "catalogue/")
		if !strings.HasPrefix(name, "services/") {
			records = append(records, name)
		}
		lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
	}
	slices.Sort(records)
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return records, digest([]byte(strings.Join(lines, "")))
}
