package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// reviewJSON is a periodic review for programs.
type reviewJSON struct {
	ID         string             `json:"id"`
	HeldAt     string             `json:"held_at"`
	Version    string             `json:"version"`
	Services   []reviewedJSON     `json:"services"`
	NextReview string             `json:"next_review"`
	By         procedure.PersonID `json:"by"`
	Role       procedure.RoleID   `json:"role"`
	At         string             `json:"at"`
	Entry      int                `json:"entry"`
	Void       bool               `json:"void,omitempty"` // ruled void: it does not count
}

type reviewedJSON struct {
	Service  catalogue.ServiceID `json:"service"`
	Verdict  procedure.Outcome   `json:"verdict"`
	Accurate bool                `json:"accurate"`
	Finding  string              `json:"finding"`
	NextDue  string              `json:"next_due"`
	Request  procedure.RequestID `json:"request,omitempty"`
}

func (d *desk) listReviews(_ context.Context, f *filters) (render.Page, error) {
	since, err := d.moment(f.since)
	if err != nil {
		return render.Page{}, err
	}
	reviews, err := d.books.PeriodicReviews()
	if err != nil {
		return render.Page{}, err
	}
	void, err := d.books.Voids()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Held at"), finding.Say("Version"), finding.Say("Services"), finding.Say("Verdicts"), finding.Say("Signed by"), finding.Say("Next review")},
		Empty:   finding.Say("no periodic review"),
	}
	values := []reviewJSON{}
	for _, r := range reviews {
		if date(r.HeldAt) < since {
			continue
		}
		section.Rows = append(section.Rows, []any{d.struck(r.ID, r.Entry), instant(r.HeldAt), r.Version.String(), len(r.Services), d.verdicts(r), d.who(r.By), r.NextReview})
		v := reviewJSON{r.ID, r.HeldAt, r.Version.String(), each(r.Services, reviewedValue), r.NextReview, r.By, r.Role, r.At, r.Entry, void[r.Entry]}
		values = append(values, v)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

func reviewedValue(of procedure.Reviewed) reviewedJSON {
	return reviewedJSON{of.Service, of.Verdict, of.Accurate, of.Finding, of.NextDue, of.Request}
}

// verdicts are how many services a periodic review gave which verdict, in one cell.
func (d *desk) verdicts(r *procedure.PeriodicReview) string {
	count := map[procedure.Outcome]int{}
	for _, of := range r.Services {
		count[of.Verdict]++
	}
	var words []string
	for _, o := range procedure.Outcomes() {
		if count[o] > 0 {
			words = append(words, d.app.say.T("%s %s", d.app.term(string(o)), count[o]))
		}
	}
	return d.app.several(words)
}

// reviewCard is a periodic review for people.
func (d *desk) reviewCard(id string) ([]render.Section, error) {
	r, err := d.books.PeriodicReview(id)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.line("held_at", instant(r.HeldAt).Format("2006-01-02 15:04"))
	c.line("version", r.Version.String())
	c.line("digest", procedure.Short(r.Digest))
	c.add(d.app.say.T("Signed by"), d.signedIn(r.By, r.Role, r.Entry))
	c.add(d.app.say.T("Next review"), r.NextReview)
	c.add(d.app.say.T("Minutes"), r.Minutes)
	people := render.Section{
		Title:   finding.Say("Attendance, as %s recorded it", d.name(r.By)),
		Columns: []finding.Sentence{finding.Say("Who"), finding.Say("Role or process"), finding.Say("Attendance")},
	}
	for _, p := range r.Participants {
		there := d.app.say.T("absent")
		if p.Present {
			there = d.app.say.T("present")
		}
		people.Rows = append(people.Rows, []any{d.participant(p), d.capacity(p), there})
	}
	sections := []render.Section{c.section(finding.Say("%s  periodic review", d.struck(id, r.Entry))), d.verdictSection(r), people}
	if len(r.Actions) > 0 {
		sections = append(sections, d.actionSection(r.Actions))
	}
	return sections, nil
}

func (d *desk) verdictSection(r *procedure.PeriodicReview) render.Section {
	s := render.Section{
		Title:   finding.Say("Verdicts"),
		Columns: []finding.Sentence{finding.Say("Service"), finding.Say("Verdict"), finding.Say("Accurate"), finding.Say("Request"), finding.Say("Next due"), finding.Say("Finding")},
	}
	for _, of := range r.Services {
		accurate := d.app.say.Word("yes")
		if !of.Accurate {
			accurate = d.app.say.Word("no")
		}
		s.Rows = append(s.Rows, []any{d.named(d.books, of.Service), d.app.say.Word(string(of.Verdict)), accurate, string(of.Request), of.NextDue, of.Finding})
	}
	return s
}

// actionSection is what is to be done after a meeting.
func (d *desk) actionSection(all []procedure.Action) render.Section {
	s := render.Section{Title: finding.Say("To be done"), Columns: []finding.Sentence{finding.Say("What"), finding.Say("Who"), finding.Say("Due on")}}
	for _, a := range all {
		s.Rows = append(s.Rows, []any{a.Text, d.name(procedure.PersonID(a.Owner)), a.Due})
	}
	return s
}
