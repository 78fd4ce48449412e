package cli

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// maxRounds bounds how often a file is fixed again: one fault may hide another.
const maxRounds = 10

// hold keeps the bytes of the files that are checked, so that these are fixed.
func (in *inspection) hold() {
	for i := range in.targets {
		in.targets[i].held = newOverlay(in.targets[i].files)
		in.targets[i].files = in.targets[i].held
	}
}

// fix puts right what the findings say how to, in memory first, and writes or shows
// it. It gives what is left to be told, and how many files differ.
func (in *inspection) fix(ctx context.Context, o *validateOptions, r check.Report) (check.Report, int, error) {
	for round := 0; round < maxRounds && in.fixRound(r); round++ {
		var err error
		if r, err = in.check(ctx); err != nil {
			return r, 0, err
		}
	}
	changed := 0
	for _, t := range in.targets {
		if o.diff {
			if err := t.eachFixed(func(name string) error { return in.showDiff(t, name) }); err != nil {
				return r, 0, err
			}
		} else if err := in.write(t); err != nil {
			return r, 0, err
		}
		changed += len(t.held.texts)
	}
	return r, changed, nil
}

// fixRound applies each finding's edits once, and reports whether there were any.
func (in *inspection) fixRound(r check.Report) bool {
	edits := map[string][]finding.Edit{}
	for _, f := range r.Findings {
		edits[f.File] = append(edits[f.File], f.Fix...)
	}
	any := false
	for _, t := range in.targets {
		for _, shown := range slices.Sorted(maps.Keys(edits)) {
			if len(edits[shown]) == 0 {
				continue
			}
			name, ok := t.fixable(shown)
			if !ok {
				continue
			}
			before, err := fs.ReadFile(t.files, name)
			if err != nil {
				continue // it went away; the next check says so
			}
			after := document.Apply(before, edits[shown])
			if !bytes.Equal(before, after) {
				t.held.texts[name], any = after, true
			}
		}
	}
	return any
}

// fixable is the name in a target of a file that may be changed: any loose file but
// standard input; of a catalogue the entries' drafts, since what the ledger holds
// changes by signed entries only.
func (t target) fixable(shown string) (string, bool) {
	name, inside := t.inside(shown)
	if t.schemas != nil {
		return name, inside && slices.Contains(t.only, name) && name != "-"
	}
	return name, inside && strings.HasPrefix(name, records.ServiceFolder+"/")
}

func (t target) eachFixed(do func(name string) error) error {
	for _, name := range slices.Sorted(maps.Keys(t.held.texts)) {
		if err := do(name); err != nil {
			return err
		}
	}
	return nil
}

func (in *inspection) showDiff(t target, name string) error {
	return render.Diff(in.app.Out, shownPath(t.shown, name), t.held.seen[name], t.held.texts[name])
}

// write writes what was changed in memory, once it is known that all of it may be.
func (in *inspection) write(t target) error {
	if err := t.eachFixed(func(name string) error { return in.writable(t, name) }); err != nil {
		return err
	}
	return t.eachFixed(func(name string) error {
		shown := shownPath(t.shown, name)
		if !t.held.same(name) {
			return fault(finding.Say("%s was changed meanwhile and is left alone", shown), finding.Say("run the command again"))
		}
		if err := replaceFile(in.onDisk(t, name), t.held.texts[name]); err != nil {
			return &finding.Fault{Message: finding.Say("the file %s cannot be written", shown), Hint: finding.Say("check that you may write to its folder"), Cause: err}
		}
		in.app.note(in.app.say.T("put right: %s", shown))
		return nil
	})
}

// writable refuses links, and files that are kept from being written.
func (in *inspection) writable(t target, name string) error {
	shown := shownPath(t.shown, name)
	info, err := os.Lstat(in.onDisk(t, name))
	switch {
	case err != nil || !info.Mode().IsRegular():
		return &finding.Fault{Message: finding.Say("%s is not a regular file and is left alone", shown), Hint: finding.Say("nothing was written; name the files that are to be changed"), Cause: err}
	case info.Mode().Perm()&0o200 == 0:
		return fault(finding.Say("%s may not be written and is left alone", shown), finding.Say("nothing was written; name the files that are to be changed"))
	}
	return nil
}

func (in *inspection) onDisk(t target, name string) string {
	if t.schemas != nil {
		return in.app.path(name)
	}
	return filepath.Join(t.dir, filepath.FromSlash(name))
}
