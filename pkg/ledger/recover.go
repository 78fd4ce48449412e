package ledger

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Recovery says how a landing ended that an earlier run was cut off in.
type Recovery struct {
	Commit   ID               // the commit it was about; zero where there was none
	SetAside bool             // it could not be landed and is kept at refs/sc/set-aside/<commit>
	Text     finding.Sentence // what was done; zero where nothing was
}

// Recover ends a landing that was cut off: it had landed, or it is landed now, or
// its commit is set aside, because branch or files were changed since.
func (r *Repository) Recover(ctx context.Context) (Recovery, error) {
	if !r.has("sc/journal") {
		return Recovery{}, nil
	}
	end, err := r.turn(ctx) // its owner may be at work
	if err != nil {
		return Recovery{}, err
	}
	defer end()
	r.tidy()
	j, err := r.readJournal()
	if errors.Is(err, fs.ErrNotExist) {
		return Recovery{}, nil
	}
	if err != nil {
		return Recovery{}, err
	}
	done, err := r.resume(ctx, j)
	if lock := r.held(j.Ref); err != nil && lock != "" {
		err = locked(lock, err)
	}
	return done, err
}

func (r *Repository) resume(ctx context.Context, j journal) (Recovery, error) {
	now, _, err := r.Ref(j.Ref)
	if err != nil {
		return Recovery{}, err
	}
	done := Recovery{Commit: j.New, Text: finding.Say("%s was already on %s; the earlier run is now complete", j.New, shortRef(j.Ref))}
	if now == j.New || r.isAncestor(ctx, j.New, now) {
		return done, r.end(j)
	}
	again, err := r.halfway(ctx, j, now)
	if err != nil {
		return Recovery{}, err
	}
	if !again {
		return r.setAside(ctx, j)
	}
	if err := r.move(ctx, j); errors.Is(err, ErrMoved) {
		return r.setAside(ctx, j)
	} else if err != nil {
		return Recovery{}, err
	}
	done.Text = finding.Say("%s was signed by an earlier run that was cut off; it is now on %s", j.New, shortRef(j.Ref))
	return done, r.end(j)
}

func (r *Repository) isAncestor(ctx context.Context, old, new ID) bool {
	if new.IsZero() {
		return false
	}
	_, err := r.Run(ctx, "merge-base", "--is-ancestor", old.String(), new.String())
	return err == nil
}

// halfway reports whether all is as the landing found it or as it was to leave it,
// and if so makes the index follow the files.
func (r *Repository) halfway(ctx context.Context, j journal, now ID) (bool, error) {
	head, _, err := r.Head()
	if err != nil && !errors.Is(err, ErrUnborn) && !errors.Is(err, ErrWrongBranch) {
		return false, err
	}
	if now != j.Old || head != j.Ref {
		return false, nil
	}
	if err := r.ready(ctx, j.Ref); err != nil {
		return false, err
	}
	staged, err := r.staged(ctx, j)
	if err != nil {
		return false, err
	}
	files, err := r.files(ctx, j)
	if err != nil {
		return false, err
	}
	follow, torn, known, err := r.undone(j, staged, files)
	if !known || err != nil {
		return known, err
	}
	return true, r.followUp(ctx, follow, torn)
}

// undone sorts what a landing that was cut off left undone: files that the index does not
// follow yet, and those that git was writing. A part of one that the index does not know
// is taken away. It reports false where anything is as no landing leaves it.
func (r *Repository) undone(j journal, staged map[string]ID, files []ID) (follow, torn []string, known bool, err error) {
	for i, p := range j.Paths {
		switch was := staged[p.Path]; {
		case !p.either(was):
			return nil, nil, false, nil
		case files[i] == p.New && was != p.New:
			follow = append(follow, p.Path)
		case p.either(files[i]):
		case !r.torn(p):
			return nil, nil, false, nil
		case was.IsZero():
			err = errors.Join(err, os.Remove(filepath.Join(r.dir, filepath.FromSlash(p.Path))))
		default:
			torn = append(torn, p.Path)
		}
	}
	return follow, torn, true, err
}

// followUp writes the files anew that git was writing, and lets the index follow others.
func (r *Repository) followUp(ctx context.Context, follow, torn []string) error {
	if len(torn) > 0 {
		err := r.whole(ctx, nulList(torn), "restore", "-q", "--worktree", "--pathspec-from-file=-", "--pathspec-file-nul")
		if err != nil {
			return err
		}
	}
	if len(follow) == 0 {
		return nil
	}
	return r.add(ctx, follow)
}

// add lets the index have files as they are in the work tree.
func (r *Repository) add(ctx context.Context, paths []string) error {
	return r.whole(ctx, nulList(paths), "add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul")
}

// torn reports whether a file is what git leaves of one that it was writing: it takes
// the old one away, and writes the new one from its beginning. A file that the landing
// takes along is the user's, and git does not write it.
func (r *Repository) torn(p journalPath) bool {
	if p.Add || p.New.IsZero() {
		return false
	}
	file := filepath.Join(r.dir, filepath.FromSlash(p.Path))
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	there, err := os.ReadFile(file)
	whole, failed := r.Reader().Blob(p.New, maxBlob)
	return err == nil && failed == nil && (bytes.HasPrefix(whole, there) || bytes.HasPrefix(whole, bytes.TrimSuffix(toLF(there), []byte("\r"))))
}

func (p journalPath) either(id ID) bool { return id == p.Old || id == p.New }

func (r *Repository) setAside(ctx context.Context, j journal) (Recovery, error) {
	ref, err := r.SetAside(ctx, j.New)
	if err != nil {
		return Recovery{}, err
	}
	text := finding.Say("%s was signed by an earlier run that was cut off; what it is built on has changed since, so it is kept at %s and is not part of the ledger", j.New, ref)
	if err := r.unwind(ctx, j); err != nil {
		return Recovery{}, err
	}
	return Recovery{Commit: j.New, SetAside: true, Text: text}, r.end(j)
}

// staged is the index's blob of each path; an unmerged one has none.
func (r *Repository) staged(ctx context.Context, j journal) (map[string]ID, error) {
	out, err := r.Run(ctx, append([]string{"ls-files", "--stage", "-z", "--"}, few(names(j.Paths))...)...)
	if err != nil {
		return nil, err
	}
	blobs := make(map[string]ID)
	for line := range strings.SplitSeq(string(out), "\x00") {
		meta, path, _ := strings.Cut(line, "\t") // mode, blob, stage
		if f := strings.Fields(meta); len(f) == 3 && f[2] == "0" {
			blobs[path], _ = parseID(f[1])
		}
	}
	return blobs, nil
}

// files is what git would store of each path in the work tree; zero where there is
// no file, a folder included.
func (r *Repository) files(ctx context.Context, j journal) ([]ID, error) {
	ids := make([]ID, len(j.Paths))
	var there []string
	var at []int
	for i, p := range j.Paths {
		file := filepath.Join(r.dir, filepath.FromSlash(p.Path))
		switch info, err := os.Lstat(file); {
		case err != nil || info.IsDir():
		case info.Mode().IsRegular():
			there, at = append(there, p.Path), append(at, i)
		default:
			ids[i] = linked(file)
		}
	}
	stored, err := r.stored(ctx, there)
	for k, id := range stored {
		ids[at[k]] = id
	}
	return ids, err
}

// linked is what git would store of a link; of anything else a name that is neither
// old nor new.
func linked(file string) ID {
	target, err := os.Readlink(file)
	if err != nil {
		return ID{1}
	}
	id, _ := objectID(kindBlob, []byte(target))
	return id
}
