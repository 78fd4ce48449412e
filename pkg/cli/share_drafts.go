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
	files, entries, err := s.drafts(ctx, tip)
	if err != nil || len(files) == 0 {
		return err
	}
	if !s.app.asks() {
		return fault(
			finding.Say("commits of drafts that %s does not have would be shared along with the entry: %s", s.up, some(files)),
			s.keepBack(entries))
	}
	return s.app.confirm(ctx, s.app.say.T("share these drafts too, which %s does not have: %s?", s.up, some(files)))
}

// keepBack says what else can be done than share drafts that lie among a number of
// entries that wait here. A branch keeps them, and the ledger branch goes back to
// where others are; entries would be lost so.
func (s *share) keepBack(entries int) finding.Sentence {
	if entries > 0 {
		return finding.Say("--with-drafts shares them too; entries wait here among them, so that they cannot be set aside")
	}
	return finding.Say("--with-drafts shares them too; or keep them on a branch of their own, and go back to what others have: git branch drafts/mine, then: git reset --keep %s", s.up)
}

// drafts are the files that ordinary commits change which the upstream does not have,
// and how many of the commits that it does not have are others.
func (s *share) drafts(ctx context.Context, tip ledger.ID) (files []string, others int, err error) {
	lacks, err := s.desk.repo.Lacks(ctx, s.theirs, tip)
	if err != nil {
		return nil, 0, err
	}
	names := map[string]bool{}
	for _, id := range lacks {
		c, err := s.desk.commit(id)
		if err != nil {
			return nil, 0, err
		}
		if c.entry != nil || c.broken != nil {
			others++
			continue
		}
		deltas, err := s.desk.brings(c)
		if err != nil {
			return nil, 0, err
		}
		for _, d := range deltas {
			names[d.Path] = true
		}
	}
	return sortedNames(names), others, nil
}

// some names the first of many.
func some(names []string) procedure.Names {
	const enough = 5
	if len(names) <= enough {
		return names
	}
	return append(slices.Clone(names[:enough]), "…")
}
