package audit

import (
	"context"

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
