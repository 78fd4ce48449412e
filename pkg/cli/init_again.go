package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// unfurnished is the tip where it is a genesis of this command's, and what follows it
// is missing: an earlier run was killed between the two. Else it is zero.
func (at plot) unfurnished(tip ledger.ID) ledger.ID {
	if tip.IsZero() {
		return ledger.ID{}
	}
	objects := at.repo.Reader()
	raw, err := objects.Commit(tip)
	if err != nil {
		return ledger.ID{}
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil || e.Trailers.Action != "genesis" || e.Trailers.Root != at.root {
		return ledger.ID{}
	}
	files, err := objects.FS(tip)
	if err != nil {
		return ledger.ID{}
	}
	if _, err := fs.Stat(files, path.Join(at.root, attributesFile)); !errors.Is(err, fs.ErrNotExist) {
		return ledger.ID{}
	}
	return tip
}

// goOn ends an init that was cut off behind genesis, for whoever signed that.
func (a *app) goOn(ctx context.Context, o *initOptions, at plot, f founder) error {
	a.flags.dir = at.repo.Top()
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	raw, err := d.objects.Commit(at.begun)
	if err != nil {
		return err
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return err
	}
	if owner, known := d.rules.Owner(f.signer.Key().String()); !known || string(owner) != e.Trailers.Actor {
		return catalogueAlready(at.root)
	}
	a.note(a.say.T("genesis is there already; this command does what an earlier one left undone"))
	if a.flags.dryRun {
		return nil
	}
	a.signWith(ctx, at, f)
	if err := a.furnish(ctx, o, hand{procedure.Actor{Person: procedure.PersonID(e.Trailers.Actor)}, f.signer}); err != nil {
		return err
	}
	done := []receipt{{ID: string(ledger.DigestOf(raw)), Commit: at.begun.String()}}
	if err := a.answer(receiptPage(done), done); err != nil {
		return err
	}
	if err := a.outfitFirst(ctx, o); err != nil {
		return err
	}
	a.whatNext(at, d.rules, procedure.PersonID(e.Trailers.Actor), done)
	return nil
}

func catalogueAlready(root string) error {
	return fault(finding.Say("this repository has a catalogue already, in %s", root), finding.Say("\"sc status\" shows it"))
}

// unmade reports whether there is no repository at a place, or what git leaves of one
// that it was making, which holds no object yet and no ref. Git makes such a one whole.
func unmade(gitDir string) bool {
	info, err := os.Lstat(gitDir)
	if err != nil {
		return !errors.Is(err, fs.ErrPermission) // something else may stand in the way of its folder
	}
	if !info.IsDir() {
		return false
	}
	for _, name := range []string{"packed-refs", "index"} {
		if _, err := os.Lstat(filepath.Join(gitDir, name)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return !holdsFiles(filepath.Join(gitDir, "objects")) && !holdsFiles(filepath.Join(gitDir, "refs"))
}

// holdsFiles reports whether a folder has a file somewhere, or cannot be read.
func holdsFiles(dir string) bool {
	found := false
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		found = found || err == nil && !d.IsDir()
		return err
	})
	return found || err != nil
}

// unmakeable is the fault about a repository that git cannot make.
func unmakeable(dir string, err error) error {
	lock := filepath.Join(dir, ".git", "config.lock")
	if _, none := os.Lstat(lock); none == nil { // git does not name it
		return &finding.Fault{
			Message: finding.Say("another git holds the lock %s", lock),
			Hint:    finding.Say("wait until it is done; if no git runs here any more, remove that file and try again"),
			Cause:   err,
		}
	}
	hint := finding.Say("check that you may write there")
	if f, ok := errors.AsType[*finding.Fault](err); ok && !f.Hint.IsZero() {
		hint = f.Hint
	}
	return &finding.Fault{Message: finding.Say("no repository can be made in %s: %s", dir, finding.Problem(err)), Hint: hint, Cause: err}
}
