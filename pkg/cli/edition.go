package cli

import (
	"cmp"
	"context"
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
	report   *audit.Report
	manifest *procedure.Manifest
}

// judged opens the version that is asked for, else the last one.
func (a *app) judged(ctx context.Context, repo *ledger.Repository, asked string) (*judged, error) {
	report, err := a.proof(ctx, repo)
	if err != nil {
		return nil, err
	}
	v, err := a.chosen(report, asked)
	if err != nil {
		return nil, err
	}
	d, err := a.openCommit(repo, v.Commit)
	if err != nil {
		return nil, err
	}
	m, err := d.books.Version(v.Version)
	return &judged{d, report, m}, err
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
		Ledger: string(v.report.Ledger), Audience: of,
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
	e.Releases, err = v.releases(v.report, seen)
	return e, err
}

// proof judges the history that the command stands in, as "sc verify" does. One that
// is not good is no ground for anything that is given out.
func (a *app) proof(ctx context.Context, repo *ledger.Repository) (*audit.Report, error) {
	o := &verifyOptions{}
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

// releases are the versions up to the desk's that were not ruled void, the newest first.
func (d *desk) releases(report *audit.Report, seen servicesOf) ([]export.Release, error) {
	manifests, err := d.manifests()
	if err != nil {
		return nil, err
	}
	void := map[catalogue.Version]bool{}
	for _, v := range report.Versions {
		void[v.Version] = v.Void
	}
	var all []export.Release
	for _, m := range manifests {
		if !void[m.Version] {
			all = append(all, d.release(m, seen))
		}
	}
	slices.SortFunc(all, func(a, b export.Release) int { return b.Version.Compare(a.Version) })
	return all, nil
}

// texts are entries by the digests of their files, so that each is read once.
type texts map[catalogue.Digest]catalogue.Entry

// entriesFor are the services of the desk's version as an audience sees them.
func (d *desk) entriesFor(of export.Audience, m *procedure.Manifest, known texts) ([]catalogue.Entry, error) {
	whole := map[catalogue.ServiceID]catalogue.Entry{}
	for _, p := range m.Services {
		e, err := d.entryOf(p, known)
		if err != nil {
			return nil, err
		}
		whole[p.ID] = e
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

func (d *desk) entryOf(p procedure.Published, known texts) (catalogue.Entry, error) {
	if e, ok := known[p.Digest]; ok && e.ID == p.ID {
		return e, nil
	}
	data, err := d.books.Read(records.ServicePath(p.ID))
	if err != nil {
		return catalogue.Entry{}, err
	}
	var e catalogue.Entry
	err = records.Decode(records.ServicePath(p.ID), data, &e)
	known[p.Digest] = e
	return e, err
}
