package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
)

// desk is a repository with a ledger whose entries are signed by a real key.
type desk struct {
	world
	sign    Signer
	genesis Digest
	last    Digest
	next    int
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	w := newWorld(t)
	w.run("init", "-q")
	return &desk{world: w, sign: sshSigner(t, w)}
}

// sshSigner signs with ssh-keygen, and tells git whom to believe. Without ssh-keygen
// the armor is empty in substance.
func sshSigner(t testing.TB, w world) Signer {
	t.Helper()
	keygen := need(t, "ssh-keygen")
	key := filepath.Join(t.TempDir(), "key")
	if out, err := exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	allowed := filepath.Join(filepath.Dir(key), "allowed")
	if err := os.WriteFile(allowed, append([]byte(zhangWei.Email+" "), public...), 0o600); err != nil {
		t.Fatal(err)
	}
	w.run("config", "--global", "gpg.ssh.allowedSignersFile", allowed)
	return func(_ context.Context, payload []byte) ([]byte, error) {
		cmd := exec.Command(keygen, "-q", "-Y", "sign", "-n", "git", "-f", key)
		cmd.Stdin = bytes.NewReader(payload)
		return cmd.Output()
	}
}

// entry builds an entry on a tip that writes one record.
func (d *desk) entry(r *Repository, tip ID, changes ...Change) (Landing, Digest, error) {
	t := Trailers{
		Ledger: d.genesis, Ref: "refs/heads/main", Entry: d.next, Action: "approve",
		Actor: "zhang.wei", Role: "ops_lead", Previous: d.last,
	}
	if d.next == 0 {
		t.Root, t.Tags, t.Action = "catalogue", "catalogue/v", "genesis"
	}
	draft := Draft{Parent: tip, By: zhangWei, Subject: "同意更新", Root: "catalogue", Trailers: &t, Changes: changes}
	id, raw, err := draft.Build(d.t.Context(), r.Objects(), d.sign)
	return Landing{Ref: "refs/heads/main", Old: tip, New: id}, DigestOf(raw), err
}

// enter appends an entry, taking along the files of add.
func (d *desk) enter(add []string, changes ...Change) (ID, error) {
	r, err := Open(d.t.Context(), d.git, d.dir)
	if err != nil {
		return ID{}, err
	}
	var done Landing
	var digest Digest
	err = r.Append(d.t.Context(), "refs/heads/main", func(_ context.Context, tip ID) (Landing, error) {
		var err error
		done, digest, err = d.entry(r, tip, changes...)
		done.Add = add
		return done, err
	})
	if err != nil {
		return ID{}, err
	}
	if d.next == 0 {
		d.genesis = digest
	}
	d.last, d.next = digest, d.next+1
	return done.New, nil
}

func (d *desk) must(id ID, err error) ID {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func (d *desk) status() string { return d.run("status", "--porcelain", "--untracked-files=all") }

func record(n int) Change {
	return Change{fmt.Sprintf("catalogue/requests/2026/SLR-2026-%04d.yaml", n), fmt.Appendf(nil, "id: %d\n", n)}
}

var procedure = Change{"catalogue/procedure.yaml", []byte("schema: 1\n")}

func TestLandingOnAnUnbornBranch(t *testing.T) {
	d := newDesk(t)
	d.write("notes", "mine")
	d.write("staged", "mine")
	d.run("add", "staged")
	d.must(d.enter(nil, procedure))
	id := d.must(d.enter(nil, record(1)))
	if got, want := d.status(), "A  staged\n?? notes"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := d.run("rev-parse", "main"); got != id.String() {
		t.Errorf("got %s, want %s", got, id)
	}
	if got := d.read("catalogue/requests/2026/SLR-2026-0001.yaml"); got != "id: 1\n" {
		t.Errorf("got %q", got)
	}
	d.sound()
}

func TestGitBelievesTheSignatures(t *testing.T) {
	need(t, "ssh-keygen")
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	id := d.must(d.enter(nil, record(1)))
	d.run("verify-commit", id.String())
	tag := sampleTag()
	tag.Commit = id
	r := d.open()
	object, err := tag.Build(t.Context(), r.Objects(), d.sign)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.CreateTag(t.Context(), tag.Name, object); err != nil {
		t.Fatal(err)
	}
	d.run("verify-tag", tag.Name)
	if got, want := d.run("rev-parse", tag.Name+"^{commit}"), id.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	raw, err := r.Reader().Commit(id)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ParseEntry(raw)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.run("cat-file", "commit", id.String()) + "\n"; got != string(raw) {
		t.Errorf("git prints %q, read %q", got, raw)
	}
	if want, err := d.sign(t.Context(), e.Payload); err != nil || !bytes.Equal(e.Signature, want) {
		t.Errorf("the armor is %q, ssh-keygen writes %q (%v)", e.Signature, want, err)
	}
	d.sound()
}

func TestLandingLeavesOtherChangesAlone(t *testing.T) {
	d := newDesk(t)
	d.write("a", "1\n")
	d.write("b", "1\n")
	d.write("c", "1\n")
	d.run("add", ".")
	d.run("commit", "-q", "-m", "others")
	d.must(d.enter(nil, procedure))
	d.write("a", "2\n")
	d.run("add", "a")
	d.write("b", "2\n")
	d.write("a", "3\n")
	d.run("rm", "-q", "--cached", "c")
	d.write("new", "1\n")
	d.write("catalogue/services/svc-a.yaml", "draft\n")
	before := d.status()
	d.must(d.enter(nil, record(1)))
	if got := d.status(); got != before {
		t.Errorf("status: got %q, want %q", got, before)
	}
	if got := d.run("show", ":a") + d.read("a"); got != "23\n" {
		t.Errorf("staged and unstaged: got %q", got)
	}
	d.sound()
}

func TestLandingTakesDraftsAlong(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	path := "catalogue/services/svc-a.yaml"
	d.write(path, "draft\n")
	d.write("catalogue/services/svc-b.yaml", "another\n")
	d.must(d.enter([]string{path}, record(1), Change{path, []byte("draft\n")}))
	if got, want := d.status(), "?? catalogue/services/svc-b.yaml"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.write(path, "draft 2\n")
	if _, err := d.enter([]string{path}, record(2), Change{path, []byte("draft 3\n")}); err == nil {
		t.Error("another text than the file's was taken along")
	}
	d.must(d.enter([]string{path}, record(2), Change{path, []byte("draft 2\n")}))
	if got, want := d.run("show", "HEAD:"+path), "draft 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.sound()
}

func TestLandingNamesTheAttributeInItsWay(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	path := "catalogue/services/svc-a.yaml"
	d.write(".gitattributes", "*.yaml ident\n")
	d.write(path, "a: $Id: x $\n")
	_, err := d.enter([]string{path}, record(1), Change{path, []byte("a: $Id: x $\n")})
	if err == nil || !strings.Contains(err.Error(), "ident=set") {
		t.Errorf("got %v, want the attribute ident", err)
	}
	d.write(".gitattributes", "*.yaml text eol=crlf\n")
	d.write(path, "a: 1\r\n") // what git stores is the entry's
	d.must(d.enter([]string{path}, record(1), Change{path, []byte("a: 1\n")}))
	if got, want := d.status(), "?? .gitattributes"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLandingRefusesAndChangesNothing(t *testing.T) {
	file := record(1).Path
	cases := map[string]struct {
		prepare func(*desk)
		cause   error
		says    string
	}{
		"untracked record":   {func(d *desk) { d.write(file, "mine\n") }, nil, file},
		"ignored record":     {func(d *desk) { d.write(".gitignore", "requests\n"); d.write(file, "mine\n") }, nil, file},
		"staged record":      {func(d *desk) { d.write(file, "mine\n"); d.run("add", file) }, nil, file},
		"file for a folder":  {func(d *desk) { d.write("catalogue/requests", "mine\n") }, nil, "catalogue/requests"},
		"another branch":     {func(d *desk) { d.run("switch", "-q", "-c", "side") }, ErrWrongBranch, "side"},
		"detached HEAD":      {func(d *desk) { d.run("checkout", "-q", "--detach") }, ErrWrongBranch, "HEAD"},
		"merge in progress":  {func(d *desk) { d.write(".git/MERGE_HEAD", d.run("rev-parse", "HEAD")+"\n") }, nil, "merge"},
		"rebase in progress": {func(d *desk) { d.write(".git/rebase-merge/x", "") }, nil, "rebase"},
		"held index":         {func(d *desk) { d.write(".git/index.lock", "") }, nil, "index.lock"},
		"held HEAD":          {func(d *desk) { d.write(".git/HEAD.lock", "") }, nil, "HEAD.lock"},
		"held branch":        {func(d *desk) { d.write(".git/refs/heads/main.lock", "") }, nil, "main.lock"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.must(d.enter(nil, procedure))
			c.prepare(d)
			status, head := d.status(), d.run("rev-parse", "main")
			_, err := d.enter(nil, record(1))
			fault, ok := errors.AsType[*finding.Fault](err)
			if !ok || !strings.Contains(fault.Error(), c.says) || (c.cause != nil && !errors.Is(err, c.cause)) {
				t.Errorf("got %v, want a fault about %s", err, c.says)
			}
			if got := d.status(); got != status {
				t.Errorf("status: got %q, want %q", got, status)
			}
			if got := d.run("rev-parse", "main"); got != head {
				t.Errorf("the branch moved to %s", got)
			}
			if _, err := os.Stat(d.open().journalFile()); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the journal stays: %v", err)
			}
		})
	}
}

func TestLandingRefusesAnUnmergedIndex(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	d.write("a", "1\n")
	d.run("add", "a")
	d.run("commit", "-q", "-m", "a")
	d.write("a", "2\n")
	d.run("stash", "-q")
	d.write("a", "3\n")
	d.run("commit", "-q", "-am", "b")
	cmd := exec.Command("git", "stash", "pop")
	cmd.Dir, cmd.Env = d.dir, d.git.Env
	if err := cmd.Run(); err == nil {
		t.Fatal("no conflict")
	}
	head := d.run("rev-parse", "main")
	if _, err := d.enter(nil, record(1)); err == nil || !strings.Contains(err.Error(), "a has conflicts") {
		t.Errorf("got %v, want the file with conflicts", err)
	}
	if got := d.run("rev-parse", "main"); got != head {
		t.Errorf("the branch moved to %s", got)
	}
}

func TestLandingInABareRepositoryIsRefused(t *testing.T) {
	w := newWorld(t)
	w.run("init", "-q", "--bare")
	if err := w.open().ready(t.Context(), "refs/heads/main"); err == nil {
		t.Error("a bare repository is ready")
	}
}

func TestLandingInALinkedWorkTree(t *testing.T) {
	d := newDesk(t)
	d.must(d.enter(nil, procedure))
	d.run("switch", "-q", "-c", "side")
	d.run("worktree", "add", "-q", "linked", "main")
	linked := *d
	linked.world = d.at("linked/catalogue")
	id := linked.must(linked.enter(nil, record(1)))
	if got := d.run("rev-parse", "main"); got != id.String() {
		t.Errorf("got %s, want %s", got, id)
	}
	if got := linked.status(); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestUserSettingsDoNotStopLandings(t *testing.T) {
	d := newDesk(t)
	for _, s := range []string{
		"branch.main.mergeOptions=--no-ff --squash", "merge.ff=false", "merge.verifySignatures=true", "commit.gpgSign=true",
		"user.useConfigOnly=true", "core.fsmonitor=false", "merge.autoStash=true", "status.showUntrackedFiles=no", "core.autocrlf=true",
		"merge.stat=true", "core.logAllRefUpdates=always",
	} {
		key, value, _ := strings.Cut(s, "=")
		d.run("config", key, value)
	}
	d.must(d.enter(nil, procedure))
	d.must(d.enter(nil, record(1)))
	if got := d.status(); got != "" {
		t.Errorf("got %q", got)
	}
}
