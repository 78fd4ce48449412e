package cli

import (
	"cmp"
	"slices"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// newRebuilding begins with what became of those that were built anew before.
func newRebuilding(s *share, w *waitingHere) (*rebuilding, error) {
	r := &rebuilding{
		share: s, tip: s.theirs, ids: map[string]string{}, blobs: map[ledger.ID]ledger.ID{},
		held: map[ledger.ID]bool{}, mixed: map[ledger.ID]bool{},
	}
	var before []anew
	for _, k := range w.shared {
		if k.Replaced.IsZero() {
			continue
		}
		was, err := s.desk.commit(k.Commit)
		if err != nil {
			return nil, err
		}
		now, err := s.desk.commit(k.Replaced)
		if err != nil {
			return nil, err
		}
		if was.entry != nil && now.entry != nil {
			before = append(before, anew{was, now})
		}
	}
	slices.SortFunc(before, func(a, b anew) int {
		return cmp.Compare(a.was.entry.Trailers.Entry, b.was.entry.Trailers.Entry)
	})
	for _, one := range before {
		if err := r.recall(one.was, one.now); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// anew is an entry that waited, and what it was built anew as.
type anew struct{ was, now waitingCommit }

// recall notes what became of an entry that was built anew in an earlier run, those
// before it being known.
func (r *rebuilding) recall(was, now waitingCommit) error {
	r.ids = map[string]string{}
	for _, kind := range everRenumbered() {
		before, after := idsOf(kind, was.entry), idsOf(kind, now.entry)
		for i := range min(len(before), len(after)) {
			if r.ids[before[i]] = after[i]; before[i] != after[i] {
				r.given = append(r.given, renumbering{was.id, before[i], after[i]})
			}
		}
	}
	deltas, err := r.desk.brings(was)
	if err != nil {
		return err
	}
	return r.became(now.id, deltas)
}
