package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// journal is written before a landing and removed behind it, so that one that was
// cut off can be ended (Recover).
type journal struct {
	Ref   string        `json:"ref"`
	Old   ID            `json:"old"`
	New   ID            `json:"new"`
	Paths []journalPath `json:"paths"`
	Anew  bool          `json:"anew,omitempty"` // New does not go on from Old

	firm bool // as Landing says it
}

type journalPath struct {
	Path string `json:"path"` // from the top
	Old  ID     `json:"old"`  // blob; zero where there was none
	New  ID     `json:"new"`
	Add  bool   `json:"add,omitempty"` // taken along from the work tree
}

// plan works out the paths that a landing writes.
func (r *Repository) plan(l Landing) (journal, error) {
	reader := r.Reader()
	var old ID
	var err error
	if !l.Old.IsZero() {
		if old, _, err = reader.Links(l.Old); err != nil {
			return journal{}, err
		}
	}
	tree, _, err := reader.Links(l.New)
	if err != nil {
		return journal{}, err
	}
	deltas, err := reader.Diff(old, tree)
	if err != nil {
		return journal{}, err
	}
	add := make(map[string]bool, len(l.Add))
	for _, path := range l.Add {
		add[path] = true
	}
	j := journal{Ref: l.Ref, Old: l.Old, New: l.New, Anew: l.Anew}
	for _, d := range deltas {
		j.Paths = append(j.Paths, journalPath{d.Path, d.Old, d.New, add[d.Path]})
	}
	return j, nil
}

// taken are the paths that come from the work tree; written are the others.
func (j journal) taken() []journalPath {
	return slices.DeleteFunc(slices.Clone(j.Paths), func(p journalPath) bool { return !p.Add })
}

func (j journal) written() []journalPath {
	return slices.DeleteFunc(slices.Clone(j.Paths), func(p journalPath) bool { return p.Add })
}

func names(paths []journalPath) []string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = p.Path
	}
	return list
}

func (r *Repository) journalFile() string { return filepath.Join(r.gitDir, "sc", "journal") }

// journalDraft is what the names of journals begin with that are being written.
const journalDraft = "journal-"

// journalTries is how often a landing waits for another one in this work tree.
const journalTries = 5

// begin writes the journal. One that is there already belongs to a landing that was
// cut off, or, where programs take no turns, to another sc at work: it is ended first,
// which does no harm to either.
func (r *Repository) begin(ctx context.Context, j journal) error {
	for range journalTries {
		err := r.writeJournal(j)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		done, err := r.Recover(ctx)
		if err != nil {
			return err
		}
		if done.SetAside {
			return &finding.Fault{Message: done.Text}
		}
		if now, _, err := r.Ref(j.Ref); err != nil || now != j.Old {
			return errors.Join(moved(j.Ref), err)
		}
	}
	return &finding.Fault{
		Message: finding.Say("another sc is writing in this work tree"),
		Hint:    finding.Say("try again when it is done"),
	}
}

// writeJournal makes the journal appear whole, and only where there is none.
func (r *Repository) writeJournal(j journal) (err error) {
	data, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	file := r.journalFile()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return cannotJournal(file, err)
	}
	r.tidy()
	f, err := os.CreateTemp(filepath.Dir(file), journalDraft)
	if err != nil {
		return cannotJournal(file, err)
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(append(data, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return cannotJournal(file, err)
	}
	if err := os.Link(f.Name(), file); errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	} else if err != nil {
		return cannotJournal(file, err)
	}
	return nil
}

func cannotJournal(file string, err error) error {
	return &finding.Fault{
		Message: finding.Say("cannot write %s: %s", file, err),
		Hint:    finding.Say("see whether the disk is full, and who may write to %s", filepath.Dir(file)),
		Cause:   err,
	}
}

func (r *Repository) readJournal() (journal, error) {
	data, err := readPlain(r.journalFile(), maxPacked)
	if err != nil {
		return journal{}, err
	}
	var j journal
	if err := json.Unmarshal(data, &j); err != nil {
		return journal{}, &finding.Fault{
			Message: finding.Say("the file %s, left by an earlier run, cannot be read: %s", r.journalFile(), err),
			Hint:    finding.Say("sc makes such a file before it writes; keep a copy of it and remove it"),
			Cause:   err,
		}
	}
	return j, nil
}

// end removes the landing's own journal.
func (r *Repository) end(j journal) error {
	there, err := r.readJournal()
	if err == nil && there.New == j.New {
		err = os.Remove(r.journalFile())
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

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
	var follow, torn []string
	for i, p := range j.Paths {
		switch was := staged[p.Path]; {
		case !p.either(was):
			return false, nil
		case files[i] == p.New && was != p.New:
			follow = append(follow, p.Path)
		case p.either(files[i]):
		case !r.torn(p):
			return false, nil
		case was.IsZero():
			err = errors.Join(err, os.Remove(filepath.Join(r.dir, filepath.FromSlash(p.Path))))
		default:
			torn = append(torn, p.Path)
		}
	}
	if err == nil && len(torn) > 0 {
		err = r.whole(ctx, nulList(torn), "restore", "-q", "--worktree", "--pathspec-from-file=-", "--pathspec-file-nul")
	}
	if err == nil && len(follow) > 0 {
		err = r.whole(ctx, nulList(follow), "add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul")
	}
	return true, err
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
