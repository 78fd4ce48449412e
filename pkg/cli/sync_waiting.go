package cli

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
)

// waitingHere are the commits of this machine that others do not have, the oldest
// first: those of the branch, and entries that are kept though the branch lost them.
type waitingHere struct {
	commits []waitingCommit
	kept    []ledger.Waiting // those that are done already too
	ahead   bool             // the branch has what others do not
	behind  bool             // others have what the branch does not
	merged  bool             // there are merges among what the branch has
	settled bool             // the branch has what others have, built anew
}

// waitingCommit is an entry or an ordinary commit that waits.
type waitingCommit struct {
	id, tree, lead ledger.ID
	entry          *ledger.Entry // nil: it is none
}

// draftsOnly reports whether stock git may join the branch with what others have.
func (w *waitingHere) draftsOnly() bool {
	return !w.settled && !slices.ContainsFunc(w.commits, func(c waitingCommit) bool { return c.entry != nil })
}

// whatWaits finds them behind the branch's tip and among what is kept.
func (s *share) whatWaits(ctx context.Context, tip ledger.ID) (*waitingHere, error) {
	w := &waitingHere{}
	var err error
	if w.kept, err = s.desk.repo.Waiting(ctx); err != nil {
		return nil, err
	}
	if s.theirs.IsZero() {
		w.ahead = true
		return w, nil
	}
	lacks, err := s.desk.repo.Lacks(ctx, s.theirs, tip)
	if err != nil {
		return nil, err
	}
	ahead, behind, err := s.desk.repo.Distance(ctx, tip, s.theirs)
	if err != nil {
		return nil, err
	}
	w.ahead, w.behind, w.merged = ahead > 0, behind > 0, ahead > len(lacks)
	settled, err := s.settled(ctx, w.kept)
	if err != nil {
		return nil, err
	}
	for _, id := range lacks {
		if settled[id] {
			w.settled = true
			continue
		}
		if err := w.add(s.desk, id); err != nil {
			return nil, err
		}
	}
	return w, w.addLost(s, settled)
}

// settled are the kept entries that others have, themselves or built anew.
func (s *share) settled(ctx context.Context, kept []ledger.Waiting) (map[ledger.ID]bool, error) {
	settled := map[ledger.ID]bool{}
	for _, k := range kept {
		for _, id := range []ledger.ID{k.Commit, k.Replaced} {
			if id.IsZero() {
				continue
			}
			_, lacks, err := s.desk.repo.Distance(ctx, s.theirs, id)
			if err != nil {
				return nil, err
			}
			settled[k.Commit] = settled[k.Commit] || lacks == 0
		}
	}
	return settled, nil
}

// add adds a commit with one parent: an entry where it changes the ledger.
func (w *waitingHere) add(d *desk, id ledger.ID) error {
	tree, parents, err := d.objects.Links(id)
	if err != nil {
		return err
	}
	c := waitingCommit{id: id, tree: tree}
	if len(parents) > 0 {
		c.lead = parents[0]
	}
	same, err := d.sameLedger(id, c.lead)
	if err != nil || same {
		w.commits = append(w.commits, c)
		return err
	}
	raw, err := d.objects.Commit(id)
	if err != nil {
		return err
	}
	if c.entry, err = ledger.ParseEntry(raw); err != nil {
		return brokenSince(id, err)
	}
	w.commits = append(w.commits, c)
	return nil
}

// addLost adds the kept entries that the branch has lost, by their numbers.
func (w *waitingHere) addLost(s *share, settled map[ledger.ID]bool) error {
	var lost []waitingCommit
	for _, k := range w.kept {
		if settled[k.Commit] || slices.ContainsFunc(w.commits, func(c waitingCommit) bool { return c.id == k.Commit }) {
			continue
		}
		raw, err := s.desk.objects.Commit(k.Commit)
		if err != nil {
			return err
		}
		e, err := ledger.ParseEntry(raw)
		if err != nil {
			return err
		}
		lost = append(lost, waitingCommit{k.Commit, e.Tree, e.Parent, e})
	}
	slices.SortFunc(lost, func(a, b waitingCommit) int {
		return cmp.Compare(a.entry.Trailers.Entry, b.entry.Trailers.Entry)
	})
	w.commits = append(lost, w.commits...)
	w.behind = w.behind || len(lost) > 0
	return nil
}

// shared is what became of them where nobody else was first.
func (w *waitingHere) shared() []moving {
	var all []moving
	for _, c := range w.commits {
		if c.entry != nil {
			all = append(all, moving{ID: recordID(c.entry), Entry: c.entry.Trailers.Entry, Commit: c.id.String(), Fate: fateShared})
		}
	}
	return all
}

// recordID is the id of the record that an entry is about: the version or meeting that
// it brings, else the first.
func recordID(e *ledger.Entry) string {
	if len(e.Trailers.Records) == 0 {
		return e.Trailers.Action
	}
	name := e.Trailers.Records[0]
	for _, r := range e.Trailers.Records {
		if strings.HasPrefix(r, "versions/") || strings.HasPrefix(r, records.Meetings().Folder+"/") {
			name = r
		}
	}
	return strings.TrimSuffix(path.Base(name), ".yaml")
}

// settle no longer keeps what others have, and what was set aside.
func (w *waitingHere) settle(ctx context.Context, s *share, done *synced) error {
	waits := map[string]bool{}
	for _, m := range done.Entries {
		if m.Fate == fateWaits {
			waits[m.Commit] = true
		}
	}
	for _, k := range w.kept {
		if waits[k.Commit.String()] {
			continue
		}
		if err := s.desk.repo.Settle(ctx, k); err != nil {
			return err
		}
	}
	return nil
}
