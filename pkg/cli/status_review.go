package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// periodicStatus is what the screen of the morning says of periodic reviews.
type periodicStatus struct {
	due   []procedure.ReviewDue // late, or before long
	sheet *worksheet            // nil where none is open here
}

// dueJSON is a periodic review that is due, for programs.
type dueJSON struct {
	Service catalogue.ServiceID `json:"service"`
	DueOn   string              `json:"due_on"`
	Overdue bool                `json:"overdue"`
}

// periodicStatus gathers it. What cannot be read here, as in a clone whose history is
// cut off, is left out: "sc list --overdue" says why.
func (d *desk) periodicStatus(ctx context.Context) periodicStatus {
	var p periodicStatus
	if due, err := d.due(ctx); err == nil {
		p.due = d.dueSoon(due)
	}
	if w, err := d.worksheet(""); err == nil {
		p.sheet = w
	}
	return p
}

func (p periodicStatus) value(d *desk) []dueJSON {
	return kept(each(p.due, func(r procedure.ReviewDue) dueJSON { return dueJSON{r.Service, r.On, r.Overdue(d.today())} }))
}

// sections are that for people.
func (p periodicStatus) sections(d *desk) []render.Section {
	open := render.Section{Title: finding.Say("Periodic review under way")}
	if w := p.sheet; w != nil {
		open.Rows = [][]any{{finding.Say("%s of %s services have a verdict: sc periodic-review show", len(w.Services)-w.waiting(), len(w.Services))}}
	}
	return []render.Section{open, p.dueSection(d)}
}

func (p periodicStatus) dueSection(d *desk) render.Section {
	s := render.Section{Title: finding.Say("Due for a periodic review")}
	for i, r := range p.due {
		if i == enough {
			s.Rows = append(s.Rows, []any{"…", "", d.app.say.T("%s more: sc periodic-review start", len(p.due)-i)})
			break
		}
		say := render.Marked{Text: finding.Say("due on %s", r.On)}
		if r.Overdue(d.today()) {
			say = render.Marked{Text: finding.Say("overdue, was due on %s", r.On), Look: render.Alarming}
		}
		s.Rows = append(s.Rows, []any{string(r.Service), d.serviceName(r.Service), say})
	}
	if len(p.due) > 0 && p.sheet == nil {
		s.Foot = finding.Say("next: %s", "sc periodic-review start")
	}
	return s
}

// serviceName is a service's name as its file has it here.
func (d *desk) serviceName(id catalogue.ServiceID) string {
	services, err := d.onShelf()
	if err != nil {
		return ""
	}
	for _, s := range services {
		if s.ID == id && s.err == nil {
			return d.app.text(s.Name)
		}
	}
	return ""
}

// rows are that for programs that read lines.
func (p periodicStatus) rows(d *desk) []render.Section {
	var sections []render.Section
	for _, v := range p.value(d) {
		state := "due"
		if v.Overdue {
			state = "overdue"
		}
		sections = append(sections, render.Section{Key: "review", Rows: [][]any{{string(v.Service), v.DueOn, state}}})
	}
	if w := p.sheet; w != nil {
		sections = append(sections, render.Section{Key: "worksheet", Rows: [][]any{{w.Version.String(), len(w.Services), w.waiting()}}})
	}
	return sections
}
