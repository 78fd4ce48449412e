package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/pack"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/report"
)

// written is an edition in a format.
func written(f export.Format, e *export.Edition, s *dossier) ([]byte, error) {
	var text bytes.Buffer
	err := f.Write(&text, *e, s.app.paper())
	return text.Bytes(), err
}

func jsonText(value any) ([]byte, error) {
	var text bytes.Buffer
	err := render.JSON(&text, value)
	return text.Bytes(), err
}

// bookText is the procedure in force as a document.
func (s *dossier) bookText(format string) ([]byte, error) {
	var text bytes.Buffer
	err := s.writeBook(&text, format)
	return text.Bytes(), err
}

// printing is a document of Word about what lies on the dossier's desk.
func (s *dossier) printing(name string, of export.Audience) *printing {
	i := slices.IndexFunc(papers(), func(p paper) bool { return p.name == name })
	return &printing{ctx: s.ctx, desk: s.desk, of: papers()[i], audience: of, report: s.report}
}

// addPaper fills a document of Word and adds it.
func (s *dossier) addPaper(f *pack.Facts, j *printing, as pack.File) error {
	t, err := export.Template(j.of.name, s.app.paper())
	if err != nil {
		return err
	}
	if as.Text, err = j.fill(&exportOptions{format: "docx"}, t); err != nil {
		return err
	}
	as.Name = "documents/" + j.file + ".docx"
	f.Files = append(f.Files, as)
	return nil
}

// meetingPart are the minutes of the period.
func (s *dossier) meetingPart(f *pack.Facts) error {
	for _, m := range f.Meetings {
		if day := date(m.HeldAt); day < f.From || day > f.To {
			continue
		}
		j := s.printing("minutes", export.Inside)
		j.given = string(m.ID)
		file := pack.File{Title: s.app.say.T("minutes of %s", string(m.ID)), Kind: pack.MeetingMinutes, Ref: f.At(records.Meetings().Path(string(m.ID)))}
		if err := s.addPaper(f, j, file); err != nil {
			return err
		}
	}
	return nil
}

// reviewPart are the periodic reviews of the period, as they are recorded.
func (s *dossier) reviewPart(f *pack.Facts) error {
	reviews, err := s.countingReviews()
	if err != nil {
		return err
	}
	for _, r := range reviews {
		if day := date(r.At); day < f.From || day > f.To {
			continue
		}
		path := records.PeriodicReviews().Path(r.ID)
		text, err := s.books.Read(path)
		if err != nil {
			return err
		}
		f.Files = append(f.Files, pack.File{
			Name: "records/" + path, Title: s.app.say.T("periodic review %s of version %s", r.ID, r.Version), Kind: pack.PeriodicReviews, Ref: f.At(path), Text: text,
		})
	}
	return nil
}

// reportPart are the key figures of the period.
func (s *dossier) reportPart(f *pack.Facts) error {
	from := f.From
	if first, known := s.byNo[0]; known && from == "" {
		from = date(s.at(first))
	}
	r, err := s.measured(s.ctx, s.report, &reportOptions{from: from, to: f.To})
	if err != nil {
		return err
	}
	for _, format := range report.Formats() {
		var text bytes.Buffer
		if err := format.Write(&text, *r, s.app.say); err != nil {
			return err
		}
		f.Files = append(f.Files, pack.File{
			Name: "documents/report." + format.Name, Title: s.app.say.T("%s, as %s", finding.Say("key figures"), format.Name), Kind: pack.Reports, Ref: f.Through, Text: text.Bytes(),
		})
	}
	return nil
}

// samplePart draws requests and follows each from its beginning to its end.
func (s *dossier) samplePart(f *pack.Facts) error {
	for _, id := range pack.Draw(pack.Population(f), f.Seed, f.Sample) {
		r, err := s.books.Request(id)
		if err != nil {
			return err
		}
		c, err := s.change(f, r)
		if err != nil {
			return err
		}
		f.Changes = append(f.Changes, c)
		j := s.printing("request", export.Inside)
		j.given = string(id)
		if err := s.addPaper(f, j, pack.File{Title: s.app.say.T("the requirement %s", string(id)), Ref: f.At(records.Requests().Path(string(id)))}); err != nil {
			return err
		}
	}
	return nil
}

// change is a request with all that led to it and what it led to.
func (s *dossier) change(f *pack.Facts, r *procedure.Request) (pack.Change, error) {
	state, err := s.rules.Fold(r)
	if err != nil {
		return pack.Change{}, err
	}
	c := pack.Change{Request: procedure.Corrected(r), State: s.app.say.Word(string(state.State)), Version: number(state.Version)}
	c.Request.RaisedBy = s.name(procedure.PersonID(r.RaisedBy))
	if c.Agreements, err = s.promised(f, r); err != nil {
		return c, err
	}
	if err := s.addRecord(f, &c, records.Requests().Path(string(r.ID))); err != nil {
		return c, err
	}
	for _, e := range r.History {
		deed := pack.Deed{Signed: s.signedEntry(e.Entry), Step: s.stepOf(e), What: s.details(e)}
		if deed.File, err = s.addCommit(f, e.Entry); err != nil {
			return c, err
		}
		c.Steps = append(c.Steps, deed)
		if known := slices.ContainsFunc(c.Meets, func(a pack.Attendance) bool { return a.ID == string(e.Meeting) }); e.Meeting != "" && !known {
			if err := s.met(f, &c, e.Meeting); err != nil {
				return c, err
			}
		}
		if !e.Version.IsZero() {
			if err := s.addRecord(f, &c, records.VersionPath(e.Version)); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

// met adds a meeting that treated a request.
func (s *dossier) met(f *pack.Facts, c *pack.Change, id procedure.MeetingID) error {
	along, err := s.trail(s.ctx)
	if err != nil {
		return err
	}
	t := &trace{desk: s.desk, trail: along}
	m, err := s.books.Meeting(id)
	if err != nil {
		return err
	}
	v := t.meetingValue(m)
	c.Meets = append(c.Meets, pack.Attendance{
		Signed: s.signedEntry(v.Entry), ID: string(id), HeldAt: m.HeldAt,
		Present: s.everybody(present(m)), Votes: t.votes(v.Votes), Confirmed: s.everybody(v.ConfirmedBy),
		File: s.documentOf(f, "minutes-"+string(id)),
	})
	return s.addRecord(f, c, records.Meetings().Path(string(id)))
}

// documentOf is a document that is in the pack; empty: it is not.
func (s *dossier) documentOf(f *pack.Facts, name string) string {
	file := "documents/" + name + ".docx"
	if !slices.ContainsFunc(f.Files, func(one pack.File) bool { return one.Name == file }) {
		return ""
	}
	return file
}

// addRecord adds a record byte for byte.
func (s *dossier) addRecord(f *pack.Facts, c *pack.Change, path string) error {
	text, err := s.books.Read(path)
	if err != nil {
		return err
	}
	name := "records/" + path
	c.Files = append(c.Files, name)
	s.addOnce(f, pack.File{Name: name, Ref: f.At(path), Text: text})
	return nil
}

// addCommit adds the raw commit of an entry, with its signature.
func (s *dossier) addCommit(f *pack.Facts, number int) (string, error) {
	e, known := s.byNo[number]
	if !known {
		return "", fmt.Errorf("entry %s is not there", strconv.Itoa(number))
	}
	raw, err := s.objects.Commit(e.commit)
	name := fmt.Sprintf("commits/%04d-%s.commit", number, e.Trailers.Action)
	s.addOnce(f, pack.File{Name: name, Text: raw})
	return name, err
}

func (s *dossier) addOnce(f *pack.Facts, file pack.File) {
	if !slices.ContainsFunc(f.Files, func(one pack.File) bool { return one.Name == file.Name }) {
		f.Files = append(f.Files, file)
	}
}
