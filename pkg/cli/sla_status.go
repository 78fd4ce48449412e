package cli

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// agreementSections are the agreements in a trace, each with its steps.
func (t *trace) agreementSections() []render.Section {
	var sections []render.Section
	for _, a := range t.agreements {
		s := render.Section{
			Title:   finding.Say("%s  agreement with %s, version %s · %s", a.id(), a.Customer.Name, a.Version, t.app.say.Word(string(a.state.State))),
			Columns: []finding.Sentence{finding.Say("Entry"), finding.Say("When"), finding.Say("Step"), finding.Say("Who"), finding.Say("What"), finding.Say("Commit")},
		}
		for _, e := range a.History {
			s.Rows = append(s.Rows, []any{e.Entry, instant(e.At), t.stepOf(e), t.signedAs(e.By, e.Role, e.Entry), t.details(e), t.app.commit(t.commitOf(e.Entry))})
		}
		sections = append(sections, s)
	}
	return sections
}

// agreementSection are the agreements whose dates somebody should look at.
func (s *status) agreementSection() render.Section {
	section := render.Section{Title: finding.Say("Agreements to see to")}
	for i, c := range s.agreements {
		if i == enough {
			section.Rows = append(section.Rows, []any{"…", "", finding.Say("%s more: sc sla check", len(s.agreements)-i)})
			break
		}
		section.Rows = append(section.Rows, []any{string(c.Agreement), c.Customer, c.say})
	}
	return section
}

// agreementRows are they for programs that read lines.
func (s *status) agreementRows() []render.Section {
	return each(s.agreements, func(c concern) render.Section {
		return render.Section{Key: "agreement", Rows: [][]any{{string(c.Agreement), string(c.What), c.On}}}
	})
}
