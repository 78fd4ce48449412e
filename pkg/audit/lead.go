package audit

import (
	"context"
	"iter"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// LastEntry is the newest commit on the chain of a tip that changed the ledger,
// sound or not; the zero ID where none did.
func LastEntry(ctx context.Context, objects *ledger.Reader, tip ledger.ID, root string) (ledger.ID, error) {
	for link, err := range objects.Chain(ctx, tip, root) {
		if err != nil {
			return ledger.ID{}, err
		}
		if link.Entry {
			return link.ID, nil
		}
	}
	return ledger.ID{}, nil
}

// LeadsTo reports whether the chain of a subject goes through a commit.
func LeadsTo(ctx context.Context, s Subject, commit ledger.ID) (bool, error) {
	for link, err := range s.Readers().Chain(ctx, s.Tip, s.Root) {
		if err != nil {
			return false, err
		}
		if link.ID == commit {
			return true, nil
		}
	}
	return false, nil
}

// Apart are the commits of the chain of a subject that do not lie on the chain of
// another tip, the newest first. A merge takes in commits that its chain never goes
// through, so that to have a commit is not to have judged it. The two are walked side by
// side until they meet: it costs what lies between.
func Apart(ctx context.Context, s Subject, from ledger.ID) ([]ledger.ID, error) {
	mine, stopMine := iter.Pull2(s.Readers().Chain(ctx, s.Tip, s.Root))
	defer stopMine()
	theirs, stopTheirs := iter.Pull2(s.Readers().Chain(ctx, from, s.Root))
	defer stopTheirs()
	var apart []ledger.ID
	place, had := map[ledger.ID]int{}, map[ledger.ID]bool{}
	for {
		if l, err, more := theirs(); more && err == nil {
			if at, met := place[l.ID]; met {
				return apart[:at], nil
			}
			had[l.ID] = true
		}
		l, err, more := mine()
		if !more || err != nil || had[l.ID] { // what cannot be read is for Verify to tell
			return apart, ctx.Err()
		}
		place[l.ID] = len(apart)
		apart = append(apart, l.ID)
	}
}

// Changes reports whether a commit, wherever it lies, changes the ledger, or cannot be
// shown not to.
func Changes(ctx context.Context, s Subject, commit ledger.ID) bool {
	for link, err := range s.Readers().Chain(ctx, commit, s.Root) {
		return err != nil || link.Entry || link.Breach != nil
	}
	return true
}

// OnlyDrafts reports whether no commit of a set that lies on the chain of a subject,
// from its tip on, changes the ledger, is malformed, or merges a ledger that the chain
// did not have before.
func OnlyDrafts(ctx context.Context, s Subject, among map[ledger.ID]bool) (bool, error) {
	t := trace{merged: map[ledger.State]bool{}}
	for link, err := range s.Readers().Chain(ctx, s.Tip, s.Root) {
		switch {
		case err != nil:
			return false, err
		case among[link.ID] && (link.Entry || link.Breach != nil):
			return false, nil
		case among[link.ID]:
			t.passes(link)
			continue
		}
		if delete(t.merged, link.State); len(t.merged) == 0 {
			break
		}
	}
	return len(t.merged) == 0, nil
}
