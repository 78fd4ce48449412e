package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// since is what changed after a revision: what --changed tells.
type since struct {
	app    *app
	repo   *ledger.Repository
	base   string          // the commit where this work left the other
	at     string          // the revision that is checked; empty for the work tree
	paths  map[string]bool // changed, from the top, with forward slashes
	looked int             // files that were checked, changed or not
}

// changedSince asks git what changed since a branch was left: committed or not,
// known to git or not.
func (a *app) changedSince(ctx context.Context, o *validateOptions) (*since, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	head := "HEAD"
	if o.at != "" {
		id, err := a.revision(ctx, repo, o.at)
		if err != nil {
			return nil, err
		}
		head = id.String()
	}
	base, err := a.revision(ctx, repo, o.changed)
	if err != nil {
		return nil, err
	}
	out, err := repo.Run(ctx, "merge-base", base.String(), head)
	if err != nil {
		return nil, &finding.Fault{
			Message: finding.Say("%s and what is checked have no common history here", o.changed),
			Hint:    finding.Say("fetch the whole history: git fetch --unshallow"), Cause: err,
		}
	}
	s := &since{app: a, repo: repo, base: string(trimLine(out)), at: o.at, paths: map[string]bool{}}
	return s, s.list(ctx, head)
}

func (s *since) list(ctx context.Context, head string) error {
	diff := []string{"diff", "--name-only", "--no-renames", "-z", s.base}
	asks := [][]string{append(diff, "--"), {"ls-files", "--others", "--exclude-standard", "--full-name", "-z"}}
	if s.at != "" {
		asks = [][]string{append(diff, head, "--")}
	}
	for _, ask := range asks {
		out, err := s.repo.Run(ctx, ask...)
		if err != nil {
			return err
		}
		for name := range strings.SplitSeq(string(out), "\x00") {
			if name != "" {
				s.paths[name] = true
			}
		}
	}
	return nil
}

// changes is the part of a report that is about changed files, and what is new in
// the others: a reference that lost what it refers to.
func (s *since) changes(ctx context.Context, c *check.Checker, t target, r check.Report) (check.Report, error) {
	s.looked += len(r.Files)
	before, err := s.before(ctx, c, t, r)
	if err != nil {
		return r, err
	}
	part := r.Only(func(name string) bool { return s.changed(t, name) })
	part.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool {
		return !s.changed(t, f.File) && before[told(f)]
	})
	return part, nil
}

// told is what a finding says, wherever in its file it stands.
func told(f finding.Finding) string {
	return strings.Join([]string{f.File, f.Rule, f.Pointer, f.Message.String()}, "\x00")
}

// before is what was wrong with the catalogue already; of loose files, which know
// nothing of each other, whatever is wrong now. Where the catalogue of then cannot
// be read, all is new.
func (s *since) before(ctx context.Context, c *check.Checker, t target, r check.Report) (map[string]bool, error) {
	if t.choose != nil {
		return tellings(r), nil
	}
	d, err := s.app.openAt(ctx, s.base)
	if err != nil {
		return nil, ctx.Err()
	}
	then, err := c.Catalogue(ctx, d.files)
	return tellings(then), err
}

func tellings(r check.Report) map[string]bool {
	all := map[string]bool{}
	for _, f := range r.Findings {
		all[told(f)] = true
	}
	return all
}

// changed reports whether a file of a target is among those that changed.
func (s *since) changed(t target, name string) bool {
	if t.dir == "" { // a revision: its folder is named from the top
		return s.paths[shownPath(t.shown, name)]
	}
	full := filepath.Join(t.dir, filepath.FromSlash(name))
	if t.choose != nil {
		full = s.app.path(name)
	}
	// Git names the top by its real path.
	if real, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
		full = filepath.Join(real, filepath.Base(full))
	}
	rel, err := filepath.Rel(s.repo.Top(), full)
	return err == nil && s.paths[filepath.ToSlash(rel)]
}
