package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// judged is a version laid open, of a history that was judged and found good: of
// nothing else anything is given out.
type judged struct {
	*desk
	report    *audit.Report
	manifest  *procedure.Manifest
	manifests map[catalogue.Version]*procedure.Manifest // of all versions up to this one
}

// judged opens the version that is asked for, else the last one.
func (a *app) judged(ctx context.Context, repo *ledger.Repository, asked string) (*judged, error) {
	report, err := a.proof(ctx, repo)
	if err != nil {
		return nil, err
	}
	return a.openJudged(repo, report, asked)
}

// openJudged opens a version of a history that was judged and found good.
func (a *app) openJudged(repo *ledger.Repository, report *audit.Report, asked string) (*judged, error) {
	v, err := a.chosen(report, asked)
	if err != nil {
		return nil, err
	}
	d, err := a.openCommit(repo, v.Commit)
	if err != nil {
		return nil, err
	}
	all, err := d.manifests()
	if err != nil {
		return nil, err
	}
	by := map[catalogue.Version]*procedure.Manifest{}
	for _, m := range all {
		by[m.Version] = m
	}
	return &judged{d, report, by[v.Version], by}, nil
}

// edition is a version for an audience.
func (a *app) edition(ctx context.Context, repo *ledger.Repository, asked string, of export.Audience) (*export.Edition, error) {
	v, err := a.judged(ctx, repo, asked)
	if err != nil {
		return nil, err
	}
	return v.edition(of)
}

func (v *judged) edition(of export.Audience) (*export.Edition, error) {
	e := &export.Edition{
		Organisation: v.rules.Organisation, Main: lang.Language(v.rules.Language()),
		Ledger: string(v.report.Ledger), Audience: of, TimeZone: v.rules.Calendar.TimeZone,
	}
	var err error
	if e.Entries, err = v.entriesFor(of, v.manifest, texts{}); err != nil {
		return nil, err
	}
	seen := servicesOf(everyService)
	if of == export.Customers { // how many others there are is nothing for them, either
		shown := map[catalogue.ServiceID]bool{}
		for _, entry := range e.Entries {
			shown[entry.ID] = true
		}
		seen = func(id catalogue.ServiceID) bool { return shown[id] }
	}
	e.Release = v.release(v.manifest, seen)
	e.Releases = v.releases(seen)
	return e, nil
}

// proof judges the history that the command stands in, as "sc verify" does. One that
// is not good is no ground for anything that is given out.
func (a *app) proof(ctx context.Context, repo *ledger.Repository) (*audit.Report, error) {
	return a.proofOf(ctx, repo, &verifyOptions{})
}

// proofOf is proof of the revision that the options name.
func (a *app) proofOf(ctx context.Context, repo *ledger.Repository, o *verifyOptions) (*audit.Report, error) {
	t, err := a.trusted(repo, o)
	if err != nil {
		return nil, err
	}
	report, err := a.judge(ctx, repo, o, t)
	if err != nil {
		return nil, err
	}
	if !report.Good() {
		a.complain(a.say.T("the ledger is not good: nothing of it is given out"), a.say.T("\"sc verify\" says what is wrong"))
		if report.CannotJudge() {
			return nil, quiet(exitCannotJudge)
		}
		return nil, quiet(exitFindings)
	}
	a.remember(report, t)
	return report, nil
}

// chosen is the version that is asked for, else the last one.
func (a *app) chosen(report *audit.Report, asked string) (audit.Version, error) {
	var all []audit.Version
	for _, v := range report.Versions {
		if !v.Void {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return audit.Version{}, fault(finding.Say("no version is published yet"), finding.Say("\"sc publish\" publishes one"))
	}
	if asked == "" {
		return all[len(all)-1], nil
	}
	number, ok := versionNumber(asked)
	if !ok {
		return audit.Version{}, fault(finding.Say("%s is not a version", asked), finding.Say("versions are written as 1.4.0"))
	}
	i := slices.IndexFunc(all, func(v audit.Version) bool { return v.Version == number })
	if i < 0 {
		return audit.Version{}, fault(finding.Say("there is no version %s", number), finding.Say("\"sc list versions\" shows them"))
	}
	return all[i], nil
}

// release is a version as documents name it, with what it changed of the services seen.
func (d *desk) release(m *procedure.Manifest, seen servicesOf) export.Release {
	return export.Release{
		Version: m.Version, PublishedAt: m.PublishedAt, PublishedBy: d.name(m.PublishedBy), EffectiveFrom: m.EffectiveFrom,
		Digest: m.Digest, Notes: m.Notes, Changes: severities(m, seen),
	}
}

// releases are the versions up to this one that were not ruled void, the newest first.
func (v *judged) releases(seen servicesOf) []export.Release {
	void := map[catalogue.Version]bool{}
	for _, one := range v.report.Versions {
		void[one.Version] = one.Void
	}
	var all []export.Release
	for _, m := range v.manifests {
		if !void[m.Version] {
			all = append(all, v.release(m, seen))
		}
	}
	slices.SortFunc(all, func(a, b export.Release) int { return b.Version.Compare(a.Version) })
	return all
}

// texts are entries by the digests of their files, so that each is read once. A file
// says whose it is: no two entries have the same.
type texts map[catalogue.Digest]catalogue.Entry

// entriesFor are the services of the desk's version as an audience sees them.
func (d *desk) entriesFor(of export.Audience, m *procedure.Manifest, known texts) ([]catalogue.Entry, error) {
	if err := d.read(m, known); err != nil {
		return nil, err
	}
	whole := map[catalogue.ServiceID]catalogue.Entry{}
	for _, p := range m.Services {
		whole[p.ID] = known[p.Digest]
	}
	find := catalogue.Entries(func(id catalogue.ServiceID) (catalogue.Entry, bool) { e, ok := whole[id]; return e, ok })
	if of == export.Customers {
		find = find.Shown()
	}
	var entries []catalogue.Entry
	for _, p := range m.Services {
		if e, ok := find(p.ID); ok {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b catalogue.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return entries, nil
}

// read reads the entries of the desk's version that are not known yet.
func (d *desk) read(m *procedure.Manifest, known texts) error {
	var missing []procedure.Published
	for _, p := range m.Services {
		if _, ok := known[p.Digest]; !ok {
			missing = append(missing, p)
		}
	}
	entries, failed := make([]catalogue.Entry, len(missing)), make([]error, len(missing))
	records.InParallel(len(missing), func(i int) {
		name := records.ServicePath(missing[i].ID)
		data, err := d.books.Read(name)
		if err == nil {
			err = records.Decode(name, data, &entries[i])
		}
		failed[i] = err
	})
	for i, p := range missing {
		known[p.Digest] = entries[i]
	}
	return errors.Join(failed...)
}
