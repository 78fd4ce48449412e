package audit

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
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

// BenchmarkMeeting judges what one meeting of very many items decided.
func BenchmarkMeeting(b *testing.B) {
	const items = 20_000
	m := &procedure.Meeting{}
	var changed []*change
	for i := range items {
		id := records.Requests().ID("2026", i+1)
		m.Items = append(m.Items, procedure.Item{Request: procedure.RequestID(id)})
		changed = append(changed, &change{place: place{validator.Request, id}})
	}
	for b.Loop() {
		j := &judgement{replay: &replay{rules: &procedure.Procedure{}}, reading: &reading{}}
		j.decided(changed, m)
		if len(j.faults) != items { // none of them has a result
			b.Fatal(len(j.faults))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/items, "µs/item")
}
