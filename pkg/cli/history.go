package cli

import (
	"context"
	"iter"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// entry is one entry of the history as it says of itself; whether it is sound is
// for verify to say.
type entry struct {
	*ledger.Entry
	commit ledger.ID
	digest ledger.Digest
}

// history are the entries from the newest to genesis. Commits that changed the
// ledger by hand are passed over, and those that a repair names; verify shows them.
func (d *desk) history(ctx context.Context) ([]entry, error) {
	var all []entry
	for e, err := range d.walk(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// walk is the history entry by entry; an error ends them.
func (d *desk) walk(ctx context.Context) iter.Seq2[entry, error] {
	repaired, _ := d.books.Repaired() // a ruling that cannot be read is for verify to report
	return func(yield func(entry, error) bool) {
		for link, err := range d.objects.Chain(ctx, d.tip, d.root) {
			if err != nil {
				yield(entry{}, err)
				return
			}
			if !link.Entry {
				continue
			}
			digest := ledger.DigestOf(link.Raw)
			e, err := ledger.ParseEntry(link.Raw)
			if err == nil && !repaired[catalogue.Digest(digest)] && !yield(entry{e, link.ID, digest}, nil) {
				return
			}
		}
	}
}

// genesis is the first entry.
func (d *desk) genesis(ctx context.Context) (entry, error) {
	all, err := d.history(ctx)
	if err != nil {
		return entry{}, err
	}
	if len(all) == 0 || all[len(all)-1].Trailers.Entry != 0 {
		return entry{}, fault(finding.Say("the branch has no genesis"), finding.Say("\"sc verify\" shows what is wrong"))
	}
	return all[len(all)-1], nil
}

// at is when an entry was signed, as the records write a time.
func (d *desk) at(e entry) string { return d.signedAt(e).Format(time.RFC3339) }

// signedAt is when an entry says that it was signed, in the organisation's zone.
func (d *desk) signedAt(e entry) time.Time { return e.By.When.In(d.rules.Calendar.Zone()) }
