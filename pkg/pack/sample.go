package pack

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// Population are the requests that moved in the period: those that a sample is drawn
// from, in the order of their ids.
func Population(f *Facts) []procedure.RequestID {
	var ids []procedure.RequestID
	for _, r := range f.Requests {
		if slices.ContainsFunc(r.History, func(e procedure.Event) bool { return !e.Void && f.in(e.At) }) {
			ids = append(ids, r.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Draw takes n of them: those whose SHA-256 of "seed:id" is lowest, in this order. So
// anybody can draw again with sha256sum, and nobody who does not know the seed can tell
// beforehand what will be drawn.
func Draw(from []procedure.RequestID, seed string, n int) []procedure.RequestID {
	lot := func(id procedure.RequestID) string {
		sum := sha256.Sum256([]byte(seed + ":" + string(id)))
		return hex.EncodeToString(sum[:])
	}
	all := slices.Clone(from)
	slices.SortFunc(all, func(a, b procedure.RequestID) int { return cmp.Compare(lot(a), lot(b)) })
	return all[:min(max(n, 0), len(all))]
}
