package cli

import (
	"context"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// formerRoot is the catalogue's folder as the genesis in the history of a commit
// names it, the oldest one if there are several; empty where there is none. It is
// only a hint, for a tip whose tree has no procedure any more.
func formerRoot(ctx context.Context, repo *ledger.Repository, tip ledger.ID) (string, error) {
	out, err := repo.Run(ctx, "rev-list", "--grep=^SC-Root: ", tip.String())
	if err != nil {
		return "", err
	}
	root, objects := "", repo.Reader()
	for _, line := range strings.Fields(string(out)) {
		var id ledger.ID
		if err := id.UnmarshalText([]byte(line)); err != nil {
			return "", err
		}
		raw, err := objects.Commit(id)
		if err != nil {
			return "", err
		}
		if e, err := ledger.ParseEntry(raw); err == nil && e.Trailers.Entry == 0 {
			root = e.Trailers.Root
		}
	}
	return root, nil
}
