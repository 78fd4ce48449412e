package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
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
	shared  []ledger.Waiting // of those kept, what others have, themselves or built anew
}

// waitingCommit is an entry or an ordinary commit that waits.
type waitingCommit struct {
	id, tree, lead ledger.ID
	raw            []byte        // of one that changes the ledger
	entry          *ledger.Entry // nil: it is none
	broken         error         // it changes the ledger, and is no entry
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
	for _, k := range w.kept {
		if settled[k.Commit] {
			w.shared = append(w.shared, k)
		}
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

// commit reads a commit with one parent: an entry where it changes the ledger.
func (d *desk) commit(id ledger.ID) (waitingCommit, error) {
	c := waitingCommit{id: id}
	tree, parents, err := d.objects.Links(id)
	if err != nil {
		return c, err
	}
	c.tree = tree
	if len(parents) > 0 {
		c.lead = parents[0]
	}
	same, err := d.sameLedger(id, c.lead)
	if err != nil || same {
		return c, err
	}
	if c.raw, err = d.objects.Commit(id); err != nil {
		return c, err
	}
	c.entry, c.broken = ledger.ParseEntry(c.raw)
	return c, nil
}

// brings are the files that a commit changes.
func (d *desk) brings(c waitingCommit) ([]ledger.Delta, error) {
	var before ledger.ID
	if !c.lead.IsZero() {
		var err error
		if before, _, err = d.objects.Links(c.lead); err != nil {
			return nil, err
		}
	}
	return d.objects.Diff(before, c.tree)
}

// add adds a commit of the branch. What git rebase made of a waiting entry, without
// its signature, is left out: the entry itself is kept.
func (w *waitingHere) add(d *desk, id ledger.ID) error {
	c, err := d.commit(id)
	switch {
	case err != nil:
		return err
	case c.broken == nil:
		w.commits = append(w.commits, c)
	case w.keeps(d, c):
		w.settled = true
	default:
		return brokenSince(id, c.broken)
	}
	return nil
}

// keeps reports whether a commit says what a kept entry says.
func (w *waitingHere) keeps(d *desk, c waitingCommit) bool {
	_, message, _ := bytes.Cut(c.raw, []byte("\n\n"))
	return slices.ContainsFunc(w.kept, func(k ledger.Waiting) bool {
		raw, err := d.objects.Commit(k.Commit)
		return err == nil && len(message) > 0 && bytes.HasSuffix(raw, message)
	})
}

// addLost adds the kept entries that the branch has lost, by their numbers.
func (w *waitingHere) addLost(s *share, settled map[ledger.ID]bool) error {
	var lost []waitingCommit
	for _, k := range w.kept {
		if settled[k.Commit] || slices.ContainsFunc(w.commits, func(c waitingCommit) bool { return c.id == k.Commit }) {
			continue
		}
		c, err := s.desk.commit(k.Commit)
		if err != nil || c.broken != nil {
			return errors.Join(err, c.broken)
		}
		lost = append(lost, c)
	}
	slices.SortFunc(lost, func(a, b waitingCommit) int {
		return cmp.Compare(a.entry.Trailers.Entry, b.entry.Trailers.Entry)
	})
	w.commits = append(lost, w.commits...)
	w.behind = w.behind || len(lost) > 0
	return nil
}

// asTheyAre is what became of them where nobody else was first.
func (w *waitingHere) asTheyAre() []moving {
	var all []moving
	for _, c := range w.commits {
		if c.entry != nil {
			all = append(all, moving{ID: recordID(c.entry), Entry: c.entry.Trailers.Entry, Commit: c.id.String(), Fate: fateShared, from: c.id, now: c.id})
		}
	}
	return all
}

// idsOf are the ids of a kind that an entry changes, in the order of their numbers.
func idsOf(k records.Kind, e *ledger.Entry) []string {
	var ids []string
	for _, name := range e.Trailers.Records {
		if id, ok := k.At(name); ok {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, records.CompareIDs)
	return ids
}

// recordID is the id of the record that an entry is about: the version, meeting or
// periodic review that it brings, else the first.
func recordID(e *ledger.Entry) string {
	if len(e.Trailers.Records) == 0 {
		return e.Trailers.Action
	}
	name := e.Trailers.Records[0]
	for _, r := range e.Trailers.Records {
		folder, _, _ := strings.Cut(r, "/")
		if slices.Contains([]string{records.VersionFolder, records.Meetings().Folder, records.PeriodicReviews().Folder}, folder) {
			name = r
		}
	}
	return strings.TrimSuffix(path.Base(name), ".yaml")
}

// settle no longer keeps what others have, and what was set aside. As long as somebody
// else's entry waits, what became of those before it is still to be known.
func (w *waitingHere) settle(ctx context.Context, s *share, done *synced) error {
	waits, shared := map[ledger.ID]bool{}, map[ledger.ID]bool{}
	for _, k := range w.shared {
		shared[k.Commit] = true
	}
	for _, m := range done.Entries {
		waits[m.from] = m.Fate == fateWaits
		shared[m.from] = m.Fate == fateShared
	}
	someone := slices.Contains(slices.Collect(maps.Values(waits)), true)
	for _, k := range w.kept {
		var err error
		switch {
		case waits[k.Commit]:
		case someone && shared[k.Commit]:
			err = s.desk.repo.Remember(ctx, k)
		default:
			err = s.desk.repo.Settle(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
