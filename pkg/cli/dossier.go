package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/pack"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/rulebook"
	"github.com/service-catalogue/sc/pkg/signature"
)

// dossier is the ledger at the end of a period, as an audit pack is made of it. Its words
// are those for people, whatever reads the output.
type dossier struct {
	*desk
	ctx    context.Context
	o      *auditOptions
	report *audit.Report
	paths  map[string]int // the entry that brought a record first
	byNo   map[int]entry
}

func newDossier(ctx context.Context, d *desk, report *audit.Report, o *auditOptions) (*dossier, error) {
	all, err := d.history(ctx)
	if err != nil {
		return nil, err
	}
	d.recallLent(ctx)
	s := &dossier{desk: d, ctx: ctx, o: o, report: report, paths: map[string]int{}, byNo: map[int]entry{}}
	for _, e := range all { // the newest first
		s.byNo[e.Trailers.Entry] = e
		for _, path := range e.Trailers.Records {
			s.paths[path] = e.Trailers.Entry
		}
	}
	return s, nil
}

// parts are what a pack is made of, in the order in which one rests on the other. What
// else an audit asks for joins here: a part that adds its documents to the files, of the
// kind that they are evidence of (pack.Reports, pack.PeriodicReviews, pack.Agreements).
func (s *dossier) parts() []func(*pack.Facts) error {
	return []func(*pack.Facts) error{
		s.recordsOf,
		s.verified,
		s.procedurePart,
		s.cataloguePart,
		s.meetingPart,
		s.reviewPart,
		s.agreementPart,
		s.reportPart,
		s.samplePart,
	}
}

// facts are all that the pack says.
func (s *dossier) facts() (*pack.Facts, error) {
	f := &pack.Facts{
		Words: s.app.paper(), Standard: s.o.clauses, Ledger: string(s.report.Ledger), Rules: s.rules,
		From: s.o.from, To: s.o.to, Seed: s.o.seed, Sample: s.o.sample, Signed: s.signedEntry,
		At: func(path string) pack.Ref { return s.signedEntry(s.numberOf(path)).Ref },
	}
	last, err := s.newestThat(s.ctx, func(entry) bool { return true })
	if err != nil {
		return nil, err
	}
	f.Through = s.signedEntry(last.Trailers.Entry).Ref
	if f.To == "" {
		f.To = date(s.at(*last))
	}
	for _, part := range s.parts() {
		if err := part(f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// numberOf is the entry that brought a record; -1: none.
func (s *dossier) numberOf(path string) int {
	if n, known := s.paths[path]; known {
		return n
	}
	return -1
}

// signedEntry is an entry with who signed it.
func (s *dossier) signedEntry(number int) pack.Signed {
	e, known := s.byNo[number]
	if !known {
		return pack.Signed{}
	}
	signed := pack.Signed{
		Ref: pack.Ref{Entry: number, Commit: e.commit.String()}, At: s.at(e), Digest: string(e.digest),
		Who: s.signedIn(procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role), number),
	}
	if sig, err := signature.Parse(e.Signature); err == nil {
		signed.Key = sig.Key().Fingerprint()
	}
	for _, v := range s.report.Versions {
		if v.Number == number && !v.Void {
			signed.Tag = s.report.Prefix + v.Version.String()
		}
	}
	return signed
}

// recordsOf reads the records up to the end of the period.
func (s *dossier) recordsOf(f *pack.Facts) error {
	var err error
	if f.Requests, err = s.books.AllRequests(); err != nil {
		return err
	}
	if f.Improvements, err = s.books.Improvements(); err != nil {
		return err
	}
	ids, err := s.books.IDs(records.Meetings())
	if err != nil {
		return err
	}
	f.Unsigned = map[procedure.MeetingID][]string{}
	for _, id := range ids {
		minutes, err := s.books.Minutes(procedure.MeetingID(id))
		if err != nil {
			return err
		}
		f.Meetings = append(f.Meetings, minutes.Meeting)
		f.Unsigned[minutes.Meeting.ID] = s.rules.Named(minutes.Unsigned())
	}
	all, err := s.manifests()
	if err != nil {
		return err
	}
	void := map[catalogue.Version]bool{}
	for _, v := range s.report.Versions {
		void[v.Version] = v.Void
	}
	f.Versions = slices.DeleteFunc(all, func(m *procedure.Manifest) bool { return void[m.Version] })
	slices.SortFunc(f.Versions, func(a, b *procedure.Manifest) int { return a.Version.Compare(b.Version) })
	return s.ruledIn(f)
}

// ruledIn are the rulings and repairs of the period.
func (s *dossier) ruledIn(f *pack.Facts) error {
	rulings, err := s.books.Rulings()
	for _, r := range rulings {
		signed := s.signedEntry(s.numberOf(records.Rulings().Path(string(r.ID))))
		if day := date(signed.At); day >= f.From && day <= f.To {
			f.Rulings = append(f.Rulings, pack.Finding{Ref: signed.Ref, Text: s.app.say.T("%s: %s, by %s", string(r.ID), s.app.say.Word(string(r.Ruling)), signed.Who)})
		}
	}
	return err
}

// verified is what a full verification says, and its file.
func (s *dossier) verified(f *pack.Facts) error {
	value := reportPage(s.report, &trusted{}).Value.(map[string]any)
	delete(value, "trust") // what the reader's machine knew is nobody else's matter
	text, err := jsonText(value)
	if err != nil {
		return err
	}
	f.Files = append(f.Files, pack.Verified(text))
	f.Checked = pack.Verification{Entries: s.report.Entries, Drafts: s.report.Drafts, Repaired: s.report.Repaired}
	for _, v := range s.report.Violations {
		ref := pack.Ref{}
		if v.Entry >= 0 {
			ref = s.signedEntry(v.Entry).Ref
		}
		f.Checked.Warnings = append(f.Checked.Warnings, pack.Finding{Ref: ref, Code: v.Code, Text: s.app.say.Say(v.Message)})
	}
	return nil
}

// procedurePart are the versions of the procedure, whom they named, and their files.
func (s *dossier) procedurePart(f *pack.Facts) error {
	past, err := s.procedures(s.ctx)
	if err != nil {
		return err
	}
	for i, p := range past {
		in := pack.InForce{Signed: s.signedEntry(p.Trailers.Entry), Number: p.Version, Rules: p.Procedure}
		in.File = fmt.Sprintf("procedure/procedure-%d.yaml", p.Version)
		if i > 0 {
			f.Procedures[i-1].Until = in.Entry - 1
			in.Changes = each(rulebook.Changed(past[i-1].Procedure, p.Procedure), func(c rulebook.Alteration) string { return s.app.say.Say(c.Told) })
		}
		in.People = s.tenures(p.Procedure)
		f.Procedures = append(f.Procedures, in)
		f.Files = append(f.Files, pack.File{Name: in.File, Ref: in.Ref, Text: p.text})
	}
	f.Lent = each(s.lent, s.lentOut)
	text, err := s.bookText("html")
	if err != nil {
		return err
	}
	f.Files = append(f.Files, pack.File{Name: "procedure/procedure.html", Title: s.app.say.T("version %s of the procedure", s.rules.Version), Kind: pack.ProcedureOnPaper, Ref: f.At(records.ProcedureFile), Text: text})
	return nil
}

func (s *dossier) lentOut(l lending) pack.Lent {
	return pack.Lent{
		Role: s.app.say.T("%s", s.rules.Label(l.Role)), To: s.name(l.To), By: s.name(l.By),
		Given: s.signedEntry(l.Entry), Ended: s.signedEntry(endOf(l)), Until: l.Until, Reason: l.Reason,
	}
}

// endOf is the entry that ended a delegation; -1: it acts.
func endOf(l lending) int {
	if l.ended == 0 {
		return -1
	}
	return l.ended
}

func (s *dossier) tenures(p *procedure.Procedure) []pack.Tenure {
	return each(p.Persons(), func(id procedure.PersonID) pack.Tenure {
		who := p.People[id]
		roles := each(who.Roles, func(r procedure.RoleID) string { return s.app.say.T("%s", p.Label(r)) })
		return pack.Tenure{Name: who.Name, ID: string(id), Roles: s.app.several(roles), Keys: fingerprints(who)}
	})
}

// cataloguePart are the last version, for customers and inside, and the release sheets of
// the period.
func (s *dossier) cataloguePart(f *pack.Facts) error {
	if len(f.Versions) == 0 {
		return nil
	}
	last := f.Versions[len(f.Versions)-1]
	v, err := s.app.openJudged(s.repo, s.report, last.Version.String())
	if err != nil {
		return err
	}
	if f.Services, err = v.entriesFor(export.Inside, v.manifest, texts{}); err != nil {
		return err
	}
	if err := s.editions(f, v); err != nil {
		return err
	}
	for _, m := range f.Versions {
		if day := date(m.PublishedAt); day < f.From || day > f.To {
			continue
		}
		j := s.printing("release", export.Inside)
		j.version = m.Version.String()
		if err := s.addPaper(f, j, pack.File{Title: s.app.say.T("release sheet of version %s", m.Version), Kind: pack.ReleaseSheets, Ref: f.At(records.VersionPath(m.Version))}); err != nil {
			return err
		}
	}
	return nil
}

// editions are the last version as its readers have it.
func (s *dossier) editions(f *pack.Facts, v *judged) error {
	ref := f.At(records.VersionPath(v.manifest.Version))
	for _, of := range []export.Audience{export.Customers, export.Inside} {
		e, err := v.edition(of)
		if err != nil {
			return err
		}
		kind, title := pack.CatalogueForAll, finding.Say("the catalogue for customers, version %s", e.Version)
		if of == export.Inside {
			kind, title = pack.CatalogueInside, finding.Say("the catalogue for the inside, version %s", e.Version)
		}
		for _, format := range export.Formats() {
			if !slices.Contains([]string{"docx", "md", "json"}, format.Name) {
				continue
			}
			text, err := written(format, e, s)
			if err != nil {
				return err
			}
			name := "documents/catalogue-" + e.Version.String() + "-" + string(of) + format.Suffix
			f.Files = append(f.Files, pack.File{Name: name, Title: s.app.say.T("%s, as %s", title, format.Name), Kind: kind, Ref: ref, Text: text})
		}
	}
	return nil
}
