package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// goAlong asks whether drafts that only this branch has may be shared too; entries
// that wait here are meant to be.
func (s *share) goAlong(ctx context.Context, tip ledger.ID) error {
	if s.app.flags.withDrafts {
		return nil
	}
	files, err := s.drafts(ctx, tip)
	if err != nil || len(files) == 0 {
		return err
	}
	if !s.app.asks() {
		return fault(
			finding.Say("commits of drafts that %s does not have would be shared along with the entry: %s", s.up, some(files)),
			finding.Say("--with-drafts shares them too; or move them to a branch of their own"))
	}
	return s.app.confirm(ctx, s.app.say.T("share these drafts too, which %s does not have: %s?", s.up, some(files)))
}

// drafts are the files that ordinary commits change which the upstream does not have.
func (s *share) drafts(ctx context.Context, tip ledger.ID) ([]string, error) {
	lacks, err := s.desk.repo.Lacks(ctx, s.theirs, tip)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, id := range lacks {
		c, err := s.desk.commit(id)
		if err != nil {
			return nil, err
		}
		if c.entry != nil || c.broken != nil {
			continue
		}
		deltas, err := s.desk.brings(c)
		if err != nil {
			return nil, err
		}
		for _, d := range deltas {
			names[d.Path] = true
		}
	}
	return sortedNames(names), nil
}

// some names the first of many.
func some(names []string) procedure.Names {
	const enough = 5
	if len(names) <= enough {
		return names
	}
	return append(slices.Clone(names[:enough]), "…")
}
