package audit

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// BenchmarkVerify judges a ledger of 2,000 entries that lies in one pack, as after
// a clone.
func BenchmarkVerify(b *testing.B) {
	const entries = 2000
	dir := filepath.Join(b.TempDir(), "grown")
	g := grow(b, dir, entries)
	repo, err := ledger.Open(context.Background(), ledger.Git{}, dir)
	if err != nil {
		b.Fatal(err)
	}
	s := Subject{Tip: g.tip, Ref: "refs/heads/main", Root: root, Tags: g.tags, Readers: repo.Reader}
	for b.Loop() {
		report, err := Verify(context.Background(), s)
		if err != nil || !report.Good() {
			b.Fatal(err, report.Violations)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/entries, "µs/entry")
}
