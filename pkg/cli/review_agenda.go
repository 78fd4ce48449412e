package cli

import (
	"context"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// agendaJSON is a request that waits for a review meeting, for programs.
type agendaJSON struct {
	ID     string             `json:"id"`
	Title  string             `json:"title"`
	Entry  int                `json:"proposed_entry"`
	Design []agendaDesignJSON `json:"design"`
}

type agendaDesignJSON struct {
	Service  catalogue.ServiceID    `json:"service"`
	Change   procedure.DesignChange `json:"change"`
	Digest   catalogue.Digest       `json:"digest"`
	Severity catalogue.Severity     `json:"severity"` // "" where the draft is another one by now
	Changes  []changeJSON           `json:"changes"`
}

// gauged are the services whose committed drafts differ from the last version.
type gauged map[catalogue.ServiceID]compared

// weighedDesigns compares what is proposed with what is published.
func (d *desk) weighedDesigns(ctx context.Context) (gauged, error) {
	usual, err := d.usual()
	if err != nil {
		return nil, err
	}
	f, err := d.contrast(ctx, span{usual.from, d.tip.String()})
	if err != nil {
		return nil, err
	}
	all := gauged{}
	for _, c := range f.services {
		all[c.Service] = c
	}
	return all, nil
}

// of is what a design changes; false where the draft is another one by now than the one
// that was proposed.
func (w gauged) of(g procedure.Design) (compared, bool) {
	c, differs := w[g.Service]
	return c, differs && c.is.digest == g.Digest
}

// lines tell what a design changes and how grave that is, as sc diff does.
func (w gauged) lines(a *app, g procedure.Design) []string {
	c, known := w.of(g)
	if !known {
		return []string{a.say.T("the draft reads otherwise by now than what was proposed")}
	}
	return each(c.Changes, a.reasoned)
}

// agenda is what waits for a meeting: each design with what it changes.
func (a *app) agenda(ctx context.Context) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	waiting, err := d.casesIn(procedure.StateProposed, procedure.StateUnreviewed)
	if err != nil {
		return err
	}
	w, err := d.weighedDesigns(ctx)
	if err != nil {
		return err
	}
	return a.show(a.agendaPage(waiting, w))
}

func (a *app) agendaPage(waiting []procedure.Case, w gauged) render.Page {
	section := render.Section{
		Title:   finding.Say("Agenda of the review meeting"),
		Columns: []finding.Sentence{finding.Say("Request"), finding.Say("Title"), finding.Say("Entry"), finding.Say("Service"), finding.Say("Change")},
		Empty:   finding.Say("nothing waits for a meeting"),
	}
	p := render.Page{Plain: &render.Section{}}
	items := []agendaJSON{}
	for _, c := range waiting {
		it := agendaJSON{ID: string(c.ID), Title: c.Title.In(string(a.say.Language())), Entry: c.Proposed}
		for _, g := range c.Design {
			lines := w.lines(a, g)
			gauged, _ := w.of(g)
			p.Plain.Rows = append(p.Plain.Rows, []any{string(c.ID), c.Title, c.Proposed, string(g.Service), string(g.Change), string(gauged.severity), strings.Join(lines, a.say.T("; "))})
			section.Rows = append(section.Rows, []any{string(c.ID), c.Title, c.Proposed, string(g.Service), finding.Say(string(g.Change))})
			it.Design = append(it.Design, agendaDesignJSON{g.Service, g.Change, g.Digest, gauged.severity, a.changeValues(gauged.Changes)})
		}
		items = append(items, it)
	}
	p.Value, p.Sections = items, append([]render.Section{section}, a.agendaChanges(waiting, w)...)
	return p
}

// agendaChanges are the changes of each design, for people.
func (a *app) agendaChanges(waiting []procedure.Case, w gauged) []render.Section {
	var all []render.Section
	for _, c := range waiting {
		for _, g := range c.Design {
			s := render.Section{Title: finding.Say("%s  %s", string(c.ID), string(g.Service)), Depth: 2}
			if gauged, known := w.of(g); known {
				s.Title = finding.Say("%s  %s: %s", string(c.ID), string(g.Service), severityWord(gauged.severity))
			}
			for _, line := range w.lines(a, g) {
				s.Rows = append(s.Rows, []any{line})
			}
			all = append(all, s)
		}
	}
	return all
}
