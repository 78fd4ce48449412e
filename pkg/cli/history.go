package cli

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
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

// history are the entries from the newest to genesis.
func (d *desk) history(ctx context.Context) ([]entry, error) {
	var all []entry
	for e, err := range d.backwards(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// backwards walks from the newest entry to genesis, no further than asked: the history
// may be long. Commits that changed the ledger by hand are passed over, and those that
// a repair names; verify shows them.
func (d *desk) backwards(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		repaired, _ := d.books.Repaired() // a ruling that cannot be read is for verify to report
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

// newestThat is the newest entry of which something is true; nil where there is none.
func (d *desk) newestThat(ctx context.Context, is func(entry) bool) (*entry, error) {
	for e, err := range d.backwards(ctx) {
		if err != nil {
			return nil, err
		}
		if is(e) {
			return &e, nil
		}
	}
	return nil, nil
}

// errNoGenesis is the cause of the fault about a history without a first entry.
var errNoGenesis = errors.New("no genesis")

// genesis is the first entry.
func (d *desk) genesis(ctx context.Context) (entry, error) {
	found, err := d.newestThat(ctx, func(entry) bool { return true })
	if err == nil && found != nil && found.Trailers.Entry > 0 {
		found, err = d.firstOf(ctx, found.Trailers.Ledger)
		if err == nil && found == nil { // another ledger's id stands in the newest entry
			found, err = d.newestThat(ctx, func(e entry) bool { return e.Trailers.Entry == 0 })
		}
	}
	if err == nil && found == nil {
		err = &finding.Fault{Message: finding.Say("the branch has no genesis"), Hint: finding.Say("\"sc verify\" shows what is wrong"), Cause: errNoGenesis}
	}
	if err != nil {
		return entry{}, err
	}
	return *found, nil
}

// firstFile remembers which commit was found to be genesis. It is a hint: what it names
// counts for what it is.
const firstFile = "sc/genesis"

// fewCommits are read faster than anybody notices.
const fewCommits = 1000

// firstOf is the first entry of a ledger, which is named by that entry's digest: so it
// is known when it is seen, wherever that was. Nil where the first parents of the tip do
// not lead to it.
func (d *desk) firstOf(ctx context.Context, id ledger.Digest) (*entry, error) {
	hint := filepath.Join(d.repo.Common(), filepath.FromSlash(firstFile))
	var commit ledger.ID
	if text, err := readPlain(hint, maxKept); err == nil && commit.UnmarshalText(trimLine(text)) == nil {
		if first := d.ifFirst(commit, id); first != nil {
			return first, nil
		}
	}
	commit, read, err := d.objects.Named(ctx, d.tip, id)
	if err != nil || commit.IsZero() {
		return nil, err
	}
	if read > fewCommits {
		_ = writeFile(hint, []byte(commit.String()+"\n")) // otherwise it is looked for again
	}
	return d.ifFirst(commit, id), nil
}

// ifFirst is the entry of a commit, if that is what a ledger is named by.
func (d *desk) ifFirst(commit ledger.ID, id ledger.Digest) *entry {
	raw, err := d.objects.Commit(commit)
	if err != nil || ledger.DigestOf(raw) != id {
		return nil
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil || e.Trailers.Entry != 0 {
		return nil
	}
	return &entry{e, commit, id}
}

// at is when an entry was signed, as the records write a time.
func (d *desk) at(e entry) string { return d.signedAt(e).Format(time.RFC3339) }

// signedAt is when an entry says that it was signed, in the organisation's zone.
func (d *desk) signedAt(e entry) time.Time { return e.By.When.In(d.rules.Calendar.Zone()) }
