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
	"github.com/service-catalogue/sc/pkg/render"
)

// maxRounds bounds how often a file is fixed again: one fault may hide another.
const maxRounds = 10

// fix puts right what the findings say how to, in memory first, and writes or shows
// it. It gives what is left to be told, and how many files differ.
func (in *inspection) fix(ctx context.Context, o *validateOptions, r check.Report) (check.Report, int, error) {
	for i := range in.targets {
		in.targets[i].files = overlay{in.targets[i].files, map[string][]byte{}}
	}
	for round := 0; round < maxRounds && in.fixRound(r); round++ {
		var err error
		if r, err = in.check(ctx); err != nil {
			return r, 0, err
		}
	}
	changed := 0
	for _, t := range in.targets {
		n, err := in.settle(t, o)
		if err != nil {
			return r, changed, err
		}
		changed += n
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
				t.files.(overlay).texts[name], any = after, true
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
	return name, inside && strings.HasPrefix(name, "services/")
}

// settle writes what was changed in memory, or shows the difference.
func (in *inspection) settle(t target, o *validateOptions) (int, error) {
	texts := t.files.(overlay).texts
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file := filepath.Join(t.dir, filepath.FromSlash(name))
		if t.schemas != nil {
			file = in.app.path(name)
		}
		shown := shownPath(t.shown, name)
		if o.diff {
			before, err := fs.ReadFile(t.files.(overlay).FS, name)
			if err != nil {
				return 0, err
			}
			if err := render.Diff(in.app.Out, shown, before, texts[name]); err != nil {
				return 0, err
			}
			continue
		}
		if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
			return 0, &finding.Fault{Message: finding.Say("%s is not a regular file and is left alone", shown), Cause: err}
		}
		if err := replaceFile(file, texts[name]); err != nil {
			return 0, &finding.Fault{Message: finding.Say("the file %s cannot be written", shown), Hint: finding.Say("check that you may write to its folder"), Cause: err}
		}
		in.app.note(in.app.say.T("put right: %s", shown))
	}
	return len(texts), nil
}
