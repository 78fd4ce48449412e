package cli

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
)

// drafts are the services as they lie in the work tree.
func (d *desk) drafts(ctx context.Context) (*records.Catalogue, error) {
	files, err := d.draftFiles(ctx)
	if err != nil {
		return nil, err
	}
	return records.Open(files), nil
}

// draftFiles is the catalogue folder of the work tree. Where that has none at all, as on
// a branch from before it, it is that of the ledger branch.
func (d *desk) draftFiles(ctx context.Context) (fs.FS, error) {
	disk, err := d.disk()
	if err != nil {
		return nil, err
	}
	var skipped ledger.Skipped
	if d.repo.Sparse() || d.lacks(disk) {
		if skipped, err = d.repo.Skipped(ctx, d.root); err != nil {
			return nil, err
		}
	}
	files := d.repo.Stored(ctx, d.root, disk, skipped)
	if _, none := fs.ReadDir(files, "."); none != nil && len(d.branchNotice()) > 0 {
		return d.files, nil
	}
	return files, nil
}

// disk is the catalogue folder on disk; nil where it is not there.
func (d *desk) disk() (fs.FS, error) {
	unreadable := func(dir string, err error) error {
		return &finding.Fault{Message: finding.Say("the folder %s cannot be read", d.app.relative(dir)), Hint: finding.Say("check its name and that you may read it"), Cause: err}
	}
	for _, dir := range []string{d.worktree(), filepath.Join(d.worktree(), records.ServiceFolder)} {
		info, err := os.Lstat(dir)
		switch {
		case err == nil && !info.IsDir():
			return nil, fault(
				finding.Say("%s is no folder, as the ledger has it", d.app.relative(dir)),
				finding.Say("git follows no link there either: put the folder itself in its place, then look at git status"))
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, unreadable(dir, err)
		}
	}
	top, err := os.OpenRoot(d.worktree())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // not there, and no fault
	}
	if err != nil {
		return nil, unreadable(d.worktree(), err)
	}
	return top.FS(), nil
}

// lacks reports whether a service of the ledger branch has no file on disk: it may have
// been taken away, or git may have been told to leave it out (--skip-worktree).
func (d *desk) lacks(disk fs.FS) bool {
	committed, err := fs.ReadDir(d.files, records.ServiceFolder)
	if disk == nil || err != nil {
		return disk == nil
	}
	list, err := fs.ReadDir(disk, records.ServiceFolder)
	there := make(map[string]bool, len(list))
	for _, e := range list {
		there[e.Name()] = true
	}
	return err != nil || slices.ContainsFunc(committed, func(e fs.DirEntry) bool { return !there[e.Name()] })
}

// stored lets the files of a target on disk be seen as git would store them, where a
// repository has them: neither is demanded.
func (a *app) stored(ctx context.Context, t target) target {
	if t.dir == "" || t.schemas != nil {
		return t
	}
	repo, err := ledger.Open(ctx, a.git(), existing(t.dir))
	if err != nil || repo.Bare() {
		return t
	}
	there := existing(t.dir)
	real, err := filepath.EvalSymlinks(there)
	if err != nil {
		return t
	}
	rel, err := filepath.Rel(repo.Top(), filepath.Join(real, strings.TrimPrefix(t.dir, there)))
	if err != nil || !filepath.IsLocal(rel) {
		return t
	}
	var skipped ledger.Skipped
	if repo.Sparse() {
		if skipped, err = repo.Skipped(ctx, filepath.ToSlash(rel)); err != nil {
			return t
		}
	}
	t.files = repo.Stored(ctx, filepath.ToSlash(rel), t.files, skipped)
	return t
}

// rewritten are those drafts that git would store with other bytes than lie in the work
// tree, with why.
func (d *desk) rewritten(ctx context.Context, drafts []records.Service) (map[catalogue.ServiceID]error, error) {
	if len(drafts) == 0 || d.repo.Bare() {
		return nil, nil
	}
	files := map[string][]byte{}
	for _, s := range drafts {
		files[d.under(s.Path)] = s.Data
	}
	found, err := d.repo.Rewritten(ctx, files)
	why := map[catalogue.ServiceID]error{}
	for _, s := range drafts {
		if found[d.under(s.Path)] != nil {
			why[s.ID] = found[d.under(s.Path)]
		}
	}
	return why, err
}

// faithful refuses drafts that git would store with other bytes.
func (d *desk) faithful(ctx context.Context, drafts []records.Service) error {
	why, err := d.rewritten(ctx, drafts)
	if err != nil || len(why) == 0 {
		return err
	}
	first := slices.Min(slices.Collect(maps.Keys(why)))
	return why[first]
}
