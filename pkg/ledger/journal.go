package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

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
