package ledger

import (
	"bytes"
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Entries that wait to be shared are kept under waitingRefs by the digest of each, so
// that they outlive whatever git rebase or reset does to the branch. What one of them
// was last built anew as stands under replacedRefs, before that is handed over: it is
// not built anew twice where the answer was lost. Those that others have by now stand
// under sharedRefs for as long as entries of other people wait that may rest on them.
// What can be no part of the ledger any more is kept under asideRefs.
const (
	waitingRefs  = "refs/sc/waiting/"
	sharedRefs   = "refs/sc/shared/"
	replacedRefs = "refs/sc/replaced/"
	asideRefs    = "refs/sc/set-aside/"
)

// Waiting is an entry that waits to be shared, or is remembered since others wait.
type Waiting struct {
	Digest   string // of its raw commit, without sha256:
	Commit   ID
	Replaced ID // what it was last built anew as; zero where it was not
}

// KeepWaiting keeps an entry that waits to be shared.
func (r *Repository) KeepWaiting(ctx context.Context, commit ID) error {
	name, err := r.digest(commit)
	if err != nil {
		return err
	}
	return r.whole(ctx, "", "update-ref", waitingRefs+name, commit.String())
}

// KeepsWaiting reports whether any entry waits here to be shared.
func (r *Repository) KeepsWaiting() bool {
	loose, err := os.ReadDir(filepath.Join(r.commonDir, filepath.FromSlash(waitingRefs)))
	if err == nil && len(loose) > 0 {
		return true
	}
	packed, err := readPlain(filepath.Join(r.commonDir, "packed-refs"), maxPacked)
	return err == nil && bytes.Contains(packed, []byte(" "+waitingRefs))
}

func (r *Repository) digest(commit ID) (string, error) {
	raw, err := r.Reader().Commit(commit)
	return strings.TrimPrefix(string(DigestOf(raw)), "sha256:"), err
}

// Waiting are the entries that are kept because they wait, and those remembered, in no
// order.
func (r *Repository) Waiting(ctx context.Context) ([]Waiting, error) {
	out, err := r.Run(ctx, "for-each-ref", "--format=%(objectname) %(refname)", waitingRefs, sharedRefs, replacedRefs)
	if err != nil {
		return nil, err
	}
	var all []Waiting
	replaced := map[string]ID{}
	for line := range strings.Lines(string(out)) {
		name, ref, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		id, _ := parseID(name)
		switch folder, digest := path.Split(ref); folder {
		case replacedRefs:
			replaced[digest] = id
		default:
			all = append(all, Waiting{Digest: digest, Commit: id})
		}
	}
	for i := range all {
		all[i].Replaced = replaced[all[i].Digest]
	}
	return all, nil
}

// Replace notes what a waiting entry was built anew as.
func (r *Repository) Replace(ctx context.Context, w Waiting, by ID) error {
	return r.whole(ctx, "", "update-ref", replacedRefs+w.Digest, by.String())
}

// Remember keeps an entry that others have for the sake of what may rest on it.
func (r *Repository) Remember(ctx context.Context, w Waiting) error {
	lines := "update " + sharedRefs + w.Digest + " " + w.Commit.String() + "\ndelete " + waitingRefs + w.Digest + "\n"
	return r.whole(ctx, lines, "update-ref", "--stdin")
}

// Settle no longer keeps an entry: others have it, or what it was built anew as.
func (r *Repository) Settle(ctx context.Context, w Waiting) error {
	lines := "delete " + waitingRefs + w.Digest + "\ndelete " + sharedRefs + w.Digest + "\ndelete " + replacedRefs + w.Digest + "\n"
	return r.whole(ctx, lines, "update-ref", "--stdin")
}

// SetAside keeps a commit that can be no part of the ledger any more, and names the
// ref that keeps it.
func (r *Repository) SetAside(ctx context.Context, commit ID) (ref string, err error) {
	ref = asideRefs + commit.String()
	return ref, r.whole(ctx, "", "update-ref", ref, commit.String())
}

// Lacks are the commits behind one tip that are not behind another, the oldest first,
// without merges: what those join is among them.
func (r *Repository) Lacks(ctx context.Context, theirs, ours ID) ([]ID, error) {
	out, err := r.Run(ctx, "rev-list", "--topo-order", "--reverse", "--no-merges", ours.String(), "^"+theirs.String())
	if err != nil {
		return nil, err
	}
	var lacks []ID
	for line := range strings.Lines(string(out)) {
		id, _ := parseID(strings.TrimSpace(line))
		lacks = append(lacks, id)
	}
	return lacks, nil
}

// SetTagAside takes a tag away that names a commit which is no part of the ledger any
// more, and keeps it beside that.
func (r *Repository) SetTagAside(ctx context.Context, name string, id ID) error {
	lines := "update " + asideRefs + "tags/" + name + " " + id.String() + "\ndelete refs/tags/" + name + " " + id.String() + "\n"
	return r.whole(ctx, lines, "update-ref", "--stdin")
}
