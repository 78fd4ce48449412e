package catalogue

import (
	"fmt"
	"testing"
)

// BenchmarkCoverAll asks a catalogue of 10,000 services for what it covers.
func BenchmarkCoverAll(b *testing.B) {
	few := shelfOf(b)
	var many []Entry
	for i := range 10_000 {
		one := few[i%len(few)]
		one.ID = ServiceID(fmt.Sprintf("svc-team-%05d", i))
		many = append(many, one)
	}
	asks := []Ask{{Delivery: List[Delivery]{"remote", "onsite"}}, {Hours: &Hours{Preset: "7x24"}}}
	for b.Loop() {
		if len(CoverAll(asks, many).Matched) == 0 {
			b.Fatal("nothing is covered")
		}
	}
}
