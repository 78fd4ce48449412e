package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrUnborn is the cause of Head's fault on a branch without a commit.
var ErrUnborn = errors.New("branch has no commit")

// ErrWrongBranch is the cause of every fault about a HEAD that is detached or on
// another branch than the ledger's.
var ErrWrongBranch = errors.New("not on the ledger branch")

// Head is the branch that is checked out, as refs/heads/main, and its commit. On a
// branch without a commit the fault's cause is ErrUnborn and the branch is given
// all the same; a detached HEAD is ErrWrongBranch.
func (r *Repository) Head() (ref string, id ID, err error) {
	line, err := readRef(filepath.Join(r.gitDir, "HEAD"))
	if err != nil {
		return "", ID{}, cannotRead("HEAD", err)
	}
	ref, ok := strings.CutPrefix(line, "ref: ")
	if !ok {
		return "", ID{}, &finding.Fault{
			Message: finding.Say("no branch is checked out (HEAD is detached)"),
			Hint:    finding.Say("check out the ledger's branch: git switch NAME"),
			Cause:   ErrWrongBranch,
		}
	}
	id, born, err := r.Ref(ref)
	if err == nil && !born {
		err = &finding.Fault{
			Message: finding.Say("the branch %s has no commit yet", shortRef(ref)),
			Hint:    finding.Say("sc init begins a catalogue"),
			Cause:   ErrUnborn,
		}
	}
	return ref, id, err
}

// Ref is the object that a full ref name such as refs/heads/main names, and whether
// there is such a ref. A tag's object is not peeled.
func (r *Repository) Ref(name string) (ID, bool, error) {
	for range maxSymbolic {
		line, err := r.rawRef(name)
		if err != nil || line == "" {
			return ID{}, false, err
		}
		target, symbolic := strings.CutPrefix(line, "ref: ")
		if symbolic {
			name = target
			continue
		}
		id, ok := parseID(line)
		if !ok {
			return ID{}, false, cannotRead(name, because(finding.Say("it names neither an object nor another ref")))
		}
		return id, true, nil
	}
	return ID{}, false, cannotRead(name, because(finding.Say("too many refs stand for one another")))
}

// Stands is the ref that a full ref name stands for in the end: itself, or, where it
// is a symbolic ref, the last one that it leads to. Git packs no symbolic refs.
func (r *Repository) Stands(name string) (string, error) {
	for range maxSymbolic {
		line, err := r.looseRef(name)
		if err != nil {
			return "", err
		}
		target, symbolic := strings.CutPrefix(line, "ref: ")
		if !symbolic {
			return name, nil
		}
		name = target
	}
	return "", cannotRead(name, because(finding.Say("too many refs stand for one another")))
}

// maxSymbolic is how many refs may stand for one another, as in Git.
const maxSymbolic = 5

// rawRef looks for the ref's own file, then among the packed refs: in this order,
// because git packs a ref before it takes the file away. Empty: there is none.
func (r *Repository) rawRef(name string) (string, error) {
	line, err := r.looseRef(name)
	if err != nil || line != "" {
		return line, err
	}
	packed, err := readPlain(filepath.Join(r.commonDir, "packed-refs"), maxPacked)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", cannotRead(name, err)
	}
	id, err := packedRef(string(packed), name)
	if err != nil {
		return "", cannotRead(name, err)
	}
	return id, nil
}

// packedRef finds a ref among the packed ones. In a file that calls itself sorted git
// looks for it by halves, and would find others than are found here if it were not.
func packedRef(packed, name string) (found string, err error) {
	sorted, before := packedSorted(packed), ""
	for line := range strings.SplitSeq(packed, "\n") {
		id, ref, ok := strings.Cut(line, " ")
		switch {
		case !ok || id == "#":
			continue
		case sorted && ref < before:
			return "", because(finding.Say("packed-refs calls itself sorted and is not"))
		case ref == name && found != "":
			return "", twice()
		case ref == name:
			found = id
		}
		before = ref
	}
	return found, nil
}

func packedSorted(packed string) bool {
	head, _, _ := strings.Cut(packed, "\n")
	return strings.HasPrefix(head, "# pack-refs with:") && slices.Contains(strings.Fields(head), "sorted")
}

// twice is why a ref is not read that there are two of: git writes each once, and does
// not look which of two it takes.
func twice() error { return because(finding.Say("it stands twice in packed-refs")) }

// looseRef reads a ref's own file. Empty: it has none.
func (r *Repository) looseRef(name string) (string, error) {
	if path.Clean(name) != name || !filepath.IsLocal(filepath.FromSlash(name)) || !strings.HasPrefix(name, "refs/") {
		return "", cannotRead(name, fs.ErrInvalid)
	}
	line, err := readRef(filepath.Join(r.commonDir, filepath.FromSlash(name)))
	switch {
	case err == nil && line == "":
		return "", cannotRead(name, because(finding.Say("its file is empty")))
	case errors.Is(err, fs.ErrPermission), errors.Is(err, errNotPlain):
		return "", cannotRead(name, err)
	case err != nil:
		return "", nil // no such file, or a folder of other refs
	}
	return line, nil
}

// readRef reads a ref's own file. Of a link to another ref, git reads what the link
// says and not the file that it leads to.
func readRef(file string) (string, error) {
	if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "refs/") {
		return "ref: " + target, nil
	}
	data, err := readPlain(file, maxLine)
	return strings.TrimRight(string(data), " \t\r\n"), err
}

// because is a reason that stands in a sentence of cannotRead.
func because(why finding.Sentence) error { return &finding.Fault{Message: why} }

func cannotRead(ref string, err error) error {
	return &finding.Fault{Message: finding.Say("the ref %s cannot be read: %s", ref, err), Cause: err}
}

func shortRef(ref string) string { return strings.TrimPrefix(ref, "refs/heads/") }

// Resolve gives the commit that a revision means, as git rev-parse does. A name that
// several refs go by is a fault: git takes a tag for it, which anybody may push, before
// a branch.
func (r *Repository) Resolve(ctx context.Context, rev string) (ID, error) {
	unknown := &finding.Fault{Message: finding.Say("%q names no commit of this repository", rev)}
	if strings.HasPrefix(rev, "-") {
		return ID{}, unknown
	}
	if all := r.meanings(rev); len(all) > 1 {
		return ID{}, &finding.Fault{
			Message: finding.Say("%q may mean %s or %s", rev, all[0], all[1]),
			Hint:    finding.Say("write the whole name of the one that you mean"),
		}
	}
	out, err := r.Run(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	id, ok := parseID(strings.TrimSpace(string(out)))
	if err == nil && ok {
		return id, nil
	}
	if err != nil && !said(err, "") {
		return ID{}, err // git did not run
	}
	unknown.Cause = err
	return ID{}, unknown
}

// meanings are the refs that a revision's name may stand for (gitrevisions(7)). HEAD is
// always itself.
func (r *Repository) meanings(rev string) []string {
	name, _, _ := strings.Cut(rev, "@{")
	if end := strings.IndexAny(name, "~^:"); end >= 0 {
		name = name[:end]
	}
	if name == "" || name == "HEAD" || name == "@" {
		return nil
	}
	var there []string
	for _, ref := range []string{"refs/" + name, "refs/tags/" + name, "refs/heads/" + name, "refs/remotes/" + name, "refs/remotes/" + name + "/HEAD"} {
		if line, err := r.rawRef(ref); err == nil && line != "" {
			there = append(there, ref)
		}
	}
	return there
}

// Tags are the tags whose names begin with prefix, by name without refs/tags/. A
// tag that is an object of its own is not peeled.
func (r *Repository) Tags(ctx context.Context, prefix string) (map[string]ID, error) {
	dir := prefix[:strings.LastIndex(prefix, "/")+1]
	out, err := r.Run(ctx, "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags/"+dir)
	if err != nil {
		return nil, err
	}
	tags := make(map[string]ID)
	for line := range strings.Lines(string(out)) {
		name, ref, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		id, ok := parseID(name)
		tag := strings.TrimPrefix(ref, "refs/tags/")
		if !ok || !strings.HasPrefix(tag, prefix) {
			continue
		}
		if _, there := tags[tag]; there {
			return nil, cannotRead(ref, twice())
		}
		tags[tag] = id
	}
	return tags, nil
}

// CreateRef makes a ref that must not be there yet.
func (r *Repository) CreateRef(ctx context.Context, ref string, id ID) error {
	return r.whole(ctx, "", "update-ref", ref, id.String(), ID{}.String())
}

// CreateTag makes the tag name (without refs/tags/) stand for an object. It never
// moves a tag: one that is there already and names another object is a fault.
func (r *Repository) CreateTag(ctx context.Context, name string, id ID) error {
	ref := "refs/tags/" + name
	err := r.CreateRef(ctx, ref, id)
	if err == nil {
		return nil
	}
	now, there, readErr := r.Ref(ref)
	switch {
	case readErr != nil || !there:
		return err
	case now == id:
		return nil
	}
	return &finding.Fault{
		Message: finding.Say("the tag %s is there already and names another object", name),
		Hint:    finding.Say("look at it with: git show %s", name),
		Cause:   err,
	}
}
