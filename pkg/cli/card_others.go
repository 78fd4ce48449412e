package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// meetingCard is a review meeting for people.
func (d *desk) meetingCard(id procedure.MeetingID) ([]render.Section, error) {
	m, err := d.books.Meeting(id)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.line("held_at", instant(m.HeldAt).Format("2006-01-02 15:04"))
	c.line("chair", d.who(m.Chair))
	c.line("recorder", d.who(m.Recorder))
	c.line("notes", m.Notes)
	items := render.Section{
		Title:   finding.Say("Results"),
		Columns: []finding.Sentence{finding.Say("Request"), finding.Say("Title"), finding.Say("Result"), finding.Say("Design"), finding.Say("Comment")},
	}
	for _, i := range m.Items {
		items.Rows = append(items.Rows, []any{string(i.Request), d.title(i.Request), d.step(i.Result), d.designs(i.Design), i.Comment})
	}
	sections := []render.Section{c.section(finding.Say("%s  review meeting", string(id))), d.attendanceSection(m), items}
	if len(m.Actions) > 0 {
		sections = append(sections, d.actionSection(m.Actions))
	}
	confirmations, err := d.confirmationSections(m)
	return append(sections, confirmations...), err
}

// attendanceSection is who was invited, came and voted.
func (d *desk) attendanceSection(m *procedure.Meeting) render.Section {
	s := render.Section{
		Title:   finding.Say("Attendance and votes, as %s recorded them", d.name(m.Recorder)),
		Columns: []finding.Sentence{finding.Say("Who"), finding.Say("Role"), finding.Say("Vote")},
	}
	for _, at := range m.Attendees {
		vote := d.app.say.T("absent")
		if at.Present {
			vote = d.app.say.Word(string(at.Vote))
		}
		s.Rows = append(s.Rows, []any{d.name(at.Person), d.role(at.Role), vote})
	}
	return s
}

// title is the title of a request as its corrections make it; empty where it
// cannot be read.
func (d *desk) title(id procedure.RequestID) string {
	r, err := d.books.Request(id)
	if err != nil {
		return ""
	}
	return d.app.text(procedure.Corrected(r).Title)
}

// versionCard is a version for people: what it changed, and by which requests.
func (d *desk) versionCard(v catalogue.Version) ([]render.Section, error) {
	m, err := d.books.Version(v)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.line("published_at", instant(m.PublishedAt).Format("2006-01-02 15:04"))
	c.line("published_by", d.who(m.PublishedBy))
	c.line("effective_from", m.EffectiveFrom)
	if !m.Previous.IsZero() {
		c.line("previous", m.Previous.String())
	}
	c.lines("requests", each(m.Requests, func(id procedure.RequestID) string { return string(id) + "  " + d.title(id) }))
	c.line("meetings", d.app.several(names(m.Meetings)))
	c.line("change_ref", d.linked(m.ChangeRef))
	c.line("digest", procedure.Short(m.Digest))
	c.line("notes", d.app.text(m.Notes))
	if m.Emergency != nil {
		c.line("emergency", d.urgency(m))
	}
	return []render.Section{c.section(finding.Say("Version %s", v)), d.changedServices(m)}, nil
}

// linked is a change request with where it is found, for the organisation's own people.
func (d *desk) linked(ref string) string {
	if at := d.rules.Rules.ChangeRef.Address(ref); at != "" {
		return ref + "  " + at
	}
	return ref
}

// changedServices are the services that a version changed.
func (d *desk) changedServices(m *procedure.Manifest) render.Section {
	changed := slices.DeleteFunc(slices.Clone(m.Services), func(p procedure.Published) bool { return p.Change == procedure.None })
	s := render.Section{
		Title:   finding.Say("Changed services: %s of %s", len(changed), len(m.Services)),
		Columns: []finding.Sentence{finding.Say("Service"), finding.Say("Change"), finding.Say("Severity"), finding.Say("Digest")},
	}
	for _, p := range changed {
		s.Rows = append(s.Rows, []any{d.named(d.books, p.ID), d.app.say.Word(string(p.Change)), d.app.say.Word(string(p.Severity)), d.app.digest(p.Digest)})
	}
	return s
}

// personCard is a person for people, with the steps that their roles let them
// take.
func (d *desk) personCard(id procedure.PersonID) []render.Section {
	p := d.rules.People[id]
	c := &card{desk: d}
	c.add(d.app.say.T("Name"), p.Name)
	c.line("email", p.Email)
	roles := d.hats(id)
	if roles == "" {
		roles = d.app.say.T("none: they have left")
	}
	c.add(d.app.say.T("Roles"), roles)
	var steps []string
	for _, s := range d.rules.Steps {
		if slices.Contains(d.rules.Holders(s.Name), id) {
			steps = append(steps, d.step(s.Name))
		}
	}
	c.add(d.app.say.T("May"), d.app.several(steps))
	c.lines("delegations", d.delegations(id))
	c.lines("keys", fingerprints(p))
	return []render.Section{c.section(finding.Say("%s", string(id)))}
}
