package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/report"
)

// measured is the report of a history that was judged up to where it is asked for, and
// found good.
func (a *app) measured(ctx context.Context, repo *ledger.Repository, o *reportOptions) (*report.Report, error) {
	d, err := a.openAt(ctx, o.at)
	if err != nil {
		return nil, err
	}
	judged := &verifyOptions{}
	if o.at != "" {
		judged.head = d.tip.String()
	}
	proof, err := a.proofOf(ctx, repo, judged)
	if err != nil {
		return nil, err
	}
	return d.measured(ctx, proof, o)
}

// measured is the report of a history that was found good, up to the desk's commit.
func (d *desk) measured(ctx context.Context, proof *audit.Report, o *reportOptions) (*report.Report, error) {
	facts, err := d.facts(ctx, proof)
	if err != nil {
		return nil, err
	}
	p, err := o.period(d.lastDay(o, facts.Entries))
	if err != nil {
		return nil, err
	}
	if facts.Services, err = d.servicesUntil(ctx, p.To, facts.Versions); err != nil {
		return nil, err
	}
	r := report.Make(*facts, p)
	return &r, nil
}

// lastDay is the day up to which a report goes that names none: today, or that of the
// last entry there is at the revision that is asked for.
func (d *desk) lastDay(o *reportOptions, entries []report.Entry) string {
	if o.to == "" && o.at != "" && len(entries) > 0 {
		return d.rules.Calendar.Date(entries[len(entries)-1].At)
	}
	if o.to != "" {
		return o.to
	}
	return d.rules.Calendar.Date(d.now())
}

// facts are the records at the desk's commit.
func (d *desk) facts(ctx context.Context, proof *audit.Report) (*report.Facts, error) {
	f := &report.Facts{Rules: d.rules, Ledger: string(proof.Ledger), Commit: d.tip.String()}
	var err error
	if f.Entries, err = d.reportEntries(ctx); err != nil {
		return nil, err
	}
	if f.Requests, err = d.books.AllRequests(); err != nil {
		return nil, err
	}
	if f.Reviews, err = d.countingReviews(); err != nil {
		return nil, err
	}
	if f.Agreements, err = d.books.Agreements(); err != nil {
		return nil, err
	}
	if f.Improvements, err = d.books.Improvements(); err != nil {
		return nil, err
	}
	manifests, err := d.manifests()
	if err != nil {
		return nil, err
	}
	void := map[catalogue.Version]bool{}
	for _, v := range proof.Versions {
		void[v.Version] = v.Void
	}
	f.Versions = slices.DeleteFunc(manifests, func(m *procedure.Manifest) bool { return void[m.Version] })
	return f, nil
}

// reportEntries are the commits that take a step, the oldest first. Those that a repair
// names took none.
func (d *desk) reportEntries(ctx context.Context) ([]report.Entry, error) {
	repaired, err := d.books.Repaired()
	if err != nil {
		return nil, err
	}
	void, err := d.books.Voids()
	if err != nil {
		return nil, err
	}
	var all []report.Entry
	for link, err := range d.objects.Chain(ctx, d.tip, d.root) {
		if err != nil {
			return nil, err
		}
		if !link.Entry {
			continue
		}
		one := report.Entry{ID: short(link.ID.String()), At: ledger.CommittedAt(link.Raw)}
		e, err := ledger.ParseEntry(link.Raw)
		if one.Sound = err == nil && !repaired[catalogue.Digest(ledger.DigestOf(link.Raw))]; one.Sound {
			one.ID, one.Void = strconv.Itoa(e.Trailers.Entry), void[e.Trailers.Entry]
		}
		all = append(all, one)
	}
	slices.Reverse(all)
	return all, nil
}

// servicesUntil are the services of the last version that was published by a day.
func (d *desk) servicesUntil(ctx context.Context, day string, versions []*procedure.Manifest) ([]catalogue.Entry, error) {
	var last *procedure.Manifest
	for _, m := range versions {
		if d.rules.Calendar.Date(instant(m.PublishedAt)) <= day {
			last = m
		}
	}
	if last == nil {
		return nil, nil
	}
	commit, err := d.versionCommit(ctx, last.Version)
	if err != nil {
		return nil, err
	}
	at, err := d.app.openCommit(d.repo, commit)
	if err != nil {
		return nil, err
	}
	return at.entriesFor(export.Inside, last, texts{})
}
