package cli

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// waitingHere are the commits of this machine that others do not have, the oldest
// first: those of the branch, and entries that are kept though the branch lost them.
type waitingHere struct {
	commits []waitingCommit
	kept    []ledger.Waiting // those that are done already too
	ahead   bool             // the branch has what others do not
	behind  bool             // others have what the branch does not
	settled bool             // the branch has what others have, built anew
}

// waitingCommit is an entry or an ordinary commit that waits.
type waitingCommit struct {
	ledger.Link
	entry *ledger.Entry // nil: it is none
}

// draftsOnly reports whether stock git may join the branch with what others have.
func (w *waitingHere) draftsOnly() bool {
	return !w.settled && !slices.ContainsFunc(w.commits, func(c waitingCommit) bool { return c.entry != nil })
}

// whatWaits finds them behind the branch's tip and among what is kept.
func (s *share) whatWaits(ctx context.Context, tip ledger.ID) (*waitingHere, error) {
	w := &waitingHere{}
	var err error
	if w.kept, err = s.desk.repo.Waiting(ctx); err != nil || s.theirs.IsZero() {
		return w, err
	}
	lacks, err := s.desk.repo.Lacks(ctx, s.theirs, tip)
	if err != nil {
		return nil, err
	}
	_, behind, err := s.desk.repo.Distance(ctx, tip, s.theirs)
	if err != nil {
		return nil, err
	}
	w.ahead, w.behind = len(lacks) > 0, behind > 0
	shared, err := s.settled(ctx, w.kept)
	if err != nil {
		return nil, err
	}
	for link, err := range s.desk.objects.Chain(ctx, tip, s.desk.root) {
		if err != nil {
			return nil, err
		}
		if !lacks[link.ID] {
			break
		}
		if err := w.add(link, shared); err != nil {
			return nil, err
		}
	}
	slices.Reverse(w.commits)
	return w, w.addLost(ctx, s, shared)
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

func (w *waitingHere) add(link ledger.Link, settled map[ledger.ID]bool) error {
	switch {
	case link.Breach != nil:
		return brokenSince(link, link.Breach)
	case settled[link.ID]:
		w.settled = true
		return nil
	case !link.Entry:
		w.commits = append(w.commits, waitingCommit{Link: link})
		return nil
	}
	e, err := ledger.ParseEntry(link.Raw)
	if err != nil {
		return brokenSince(link, err)
	}
	w.commits = append(w.commits, waitingCommit{link, e})
	return nil
}

// addLost adds the kept entries that the branch has lost, by their numbers.
func (w *waitingHere) addLost(ctx context.Context, s *share, settled map[ledger.ID]bool) error {
	var lost []waitingCommit
	for _, k := range w.kept {
		if settled[k.Commit] || slices.ContainsFunc(w.commits, func(c waitingCommit) bool { return c.ID == k.Commit }) {
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
		lost = append(lost, waitingCommit{ledger.Link{ID: k.Commit, Raw: raw, Tree: e.Tree, Lead: e.Parent, Entry: true}, e})
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
			all = append(all, moving{ID: recordID(c.entry), Entry: c.entry.Trailers.Entry, Commit: c.ID.String(), Fate: fateShared})
		}
	}
	return all
}

// recordID is the id of the first record that an entry changes.
func recordID(e *ledger.Entry) string {
	if len(e.Trailers.Records) == 0 {
		return e.Trailers.Action
	}
	return strings.TrimSuffix(path.Base(e.Trailers.Records[0]), ".yaml")
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
