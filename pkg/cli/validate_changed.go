package cli

import (
	"context"
	"errors"
	"io/fs"
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
	base   string                     // the commit where this work left the other
	at     string                     // the revision that is checked; empty for the work tree
	paths  map[string]bool            // changed, from the top, with forward slashes
	looked int                        // files that were checked, changed or not
	was    map[string]map[string]bool // what findings of a folder told at base
	real   map[string]string          // folders by their real paths
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
	var unknown *finding.Fault
	if errors.As(err, &unknown) {
		return nil, &finding.Fault{
			Message: unknown.Message,
			Hint:    finding.Say("fetch it, such as: git fetch origin main; in a CI job, fetch the whole history (GitHub: fetch-depth: 0)"), Cause: err,
		}
	}
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
	s := &since{app: a, repo: repo, base: string(trimLine(out)), at: o.at, paths: map[string]bool{}, was: map[string]map[string]bool{}, real: map[string]string{}}
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
// the others: a reference that lost what it refers to. Loose files know nothing of
// each other.
func (s *since) changes(ctx context.Context, c *check.Checker, t target, r check.Report) (check.Report, error) {
	s.looked = max(s.looked, len(r.Files))
	changed := map[string]bool{}
	for _, name := range r.Files {
		changed[name] = s.changed(t, name)
	}
	about := func(name string) bool {
		is, known := changed[name]
		return is || !known && s.changed(t, name)
	}
	part := r.Only(about)
	if t.schemas != nil || len(part.Findings) == len(r.Findings) {
		return part, nil
	}
	before, err := s.before(ctx, c, t)
	if err != nil {
		return r, err
	}
	part.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool {
		return !about(f.File) && before[f.Same()]
	})
	return part, nil
}

// before is what was wrong with a catalogue folder already.
func (s *since) before(ctx context.Context, c *check.Checker, t target) (map[string]bool, error) {
	folder := t.shown
	if t.dir != "" {
		folder, _ = s.fromTop(t.dir)
	}
	if known, ok := s.was[folder]; ok {
		return known, nil
	}
	id, err := s.repo.Resolve(ctx, s.base)
	if err != nil {
		return nil, err
	}
	top, err := s.repo.Reader().FS(id)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(top, folder)
	if err != nil {
		return nil, err
	}
	then, err := c.Catalogue(ctx, files)
	s.was[folder] = map[string]bool{}
	for _, f := range then.Findings {
		s.was[folder][f.Same()] = true
	}
	return s.was[folder], err
}

// changed reports whether a file of a target is among those that changed. What git
// does not watch over counts as changed: standard input, files elsewhere, and all
// that is held against a schema that changed.
func (s *since) changed(t target, name string) bool {
	switch {
	case t.dir == "": // a revision: its folder is named from the top
		return s.paths[shownPath(t.shown, name)]
	case t.schemas == nil:
		return s.watched(filepath.Join(t.dir, filepath.FromSlash(name)))
	case name == "-" || slices.ContainsFunc(t.schemas.read, s.watched):
		return true
	}
	return s.watched(s.app.path(name))
}

func (s *since) watched(full string) bool {
	rel, inside := s.fromTop(full)
	return !inside || s.paths[rel]
}

// fromTop names a file from the top of the work tree, which git names by its real
// path.
func (s *since) fromTop(full string) (rel string, inside bool) {
	dir := filepath.Dir(full)
	real, known := s.real[dir]
	if !known {
		var err error
		if real, err = filepath.EvalSymlinks(dir); err != nil {
			real = dir
		}
		s.real[dir] = real
	}
	rel, err := filepath.Rel(s.repo.Top(), filepath.Join(real, filepath.Base(full)))
	rel = filepath.ToSlash(rel)
	return rel, err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}
