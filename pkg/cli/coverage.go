package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// published is the catalogue with the services of the last version, nil before the
// first. A version names the bytes of each service: where these are all that lies here,
// the commit that published it need not be sought.
func (d *desk) published(ctx context.Context) (*records.Catalogue, *procedure.Manifest, error) {
	if d.inForce != nil {
		latest, err := d.books.Latest()
		return d.inForce, latest, err
	}
	latest, err := d.books.Latest()
	if err != nil || latest == nil {
		return nil, nil, err
	}
	here, err := d.books.Digests()
	if err != nil {
		return nil, nil, err
	}
	if maps.Equal(here, latest.Digests()) {
		d.inForce = d.books
		return d.inForce, latest, nil
	}
	commit, err := d.versionCommit(ctx, latest.Version)
	if err != nil {
		return nil, nil, err
	}
	at, err := d.app.openCommit(d.repo, commit)
	if err != nil {
		return nil, nil, err
	}
	d.inForce = at.books
	return d.inForce, latest, nil
}

// versionCommit is the commit of the entry that published a version.
func (d *desk) versionCommit(ctx context.Context, v catalogue.Version) (ledger.ID, error) {
	path := records.VersionPath(v)
	if commit, seen := d.publishing[path]; seen {
		return commit, nil
	}
	for e, err := range d.backwards(ctx) {
		if err != nil {
			return ledger.ID{}, err
		}
		for _, r := range e.Trailers.Records {
			if _, newer := d.publishing[r]; !newer && strings.HasPrefix(r, records.VersionFolder+"/") {
				d.publishing[r] = e.commit // others are asked for next
			}
		}
		if commit, found := d.publishing[path]; found {
			return commit, nil
		}
	}
	return ledger.ID{}, fault(finding.Say("there is no version %s", v), finding.Say("\"sc list versions\" shows them"))
}

// coverage is what the last version covers of what is asked; nil where nothing
// is asked or published.
func (d *desk) coverage(ctx context.Context, asks []catalogue.Ask) (*catalogue.Coverage, error) {
	if len(asks) == 0 {
		return nil, nil
	}
	books, latest, err := d.published(ctx)
	if err != nil || books == nil {
		return nil, err
	}
	entries, err := books.EntriesThat(func(id catalogue.ServiceID) bool { return catalogue.Concerned(asks, id) })
	if err != nil {
		return nil, err
	}
	c := catalogue.CoverAll(asks, entries)
	c.Version = latest.Version
	return &c, nil
}

// weighed are the asks of a requirement as they are held against services. What a customer
// said beside an ask is part of it: whether a service that is only named does that, a
// person must judge.
func weighed(r *procedure.Request) []catalogue.Ask {
	asks := slices.Clone(r.Asks)
	for i := range asks {
		asks[i].Note = cmp.Or(asks[i].Note, r.Words)
	}
	return asks
}

// readEach are the entries of services, and why one cannot be read.
func readEach(services []records.Service) ([]catalogue.Entry, []error) {
	entries, errs := make([]catalogue.Entry, len(services)), make([]error, len(services))
	records.InParallel(len(services), func(i int) { entries[i], errs[i] = services[i].Entry() })
	return entries, errs
}

// coverageLines say what the catalogue covers of a request, and the gap field by
// field.
func (a *app) coverageLines(id string, c *catalogue.Coverage) []string {
	if c == nil {
		return nil
	}
	lines := []string{a.say.T("coverage by version %s: %s", c.Version, finding.Say(string(c.Result)))}
	for _, m := range c.Matched {
		lines = append(lines, a.say.T("  %s", string(m.Service)))
		for _, g := range m.Gaps {
			lines = append(lines, "    "+a.gap(g))
		}
	}
	if c.Result == catalogue.Covered {
		lines = append(lines, a.say.T("the catalogue covers it; close it with: sc close %s --service %s", id, string(c.Matched[0].Service)))
	}
	return lines
}

// askedField is the field of an ask in the pointer of a gap: delivery in
// /asks/0/delivery/1, and in /delivery/1 of one ask alone.
func askedField(pointer string) string {
	parts := strings.Split(strings.TrimPrefix(pointer, "/asks/"), "/")
	return parts[min(1, len(parts)-1)]
}

// told is one side of a gap in the reader's language: notations are made of
// terms, while ids and the names of deliverables are data.
func (a *app) told(g catalogue.Gap, side string) string {
	if side == unsaid {
		return a.say.T("not stated")
	}
	side = plain.Clean(side)
	if f := askedField(g.Field); f == "deliverables" || f == "service" {
		return side
	}
	return a.worded(side)
}

// worded is a notation of the records with its terms in the reader's language.
func (a *app) worded(notation string) string {
	words := strings.Split(notation, " ")
	for i, w := range words {
		term := strings.TrimSuffix(w, ",")
		words[i] = a.say.Word(term) + w[len(term):]
	}
	return strings.Join(words, " ")
}
