package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// meetingJSON is a review meeting in a list for programs.
type meetingJSON struct {
	ID       procedure.MeetingID  `json:"id"`
	HeldAt   string               `json:"held_at"`
	Chair    procedure.PersonID   `json:"chair"`
	Recorder procedure.PersonID   `json:"recorder"`
	Present  []procedure.PersonID `json:"present"`
	Items    []itemJSON           `json:"items"`

	ConfirmedBy []procedure.PersonID `json:"confirmed_by"`
}

type itemJSON struct {
	Request procedure.RequestID `json:"request"`
	Result  procedure.StepName  `json:"result"`
}

func (d *desk) listMeetings(_ context.Context, f *filters) (render.Page, error) {
	since, err := d.moment(f.since)
	if err != nil {
		return render.Page{}, err
	}
	meetings, err := d.meetings()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Held at"), finding.Say("Chair"), finding.Say("Recorder"), finding.Say("Results"), finding.Say("Confirmed by")},
		Empty:   finding.Say("no meeting"),
	}
	values := []meetingJSON{}
	for _, m := range meetings {
		if date(m.HeldAt) < since {
			continue
		}
		v := meetingJSON{ID: m.ID, HeldAt: m.HeldAt, Chair: m.Chair, Recorder: m.Recorder, Present: present(m), Items: []itemJSON{}}
		for _, i := range m.Items {
			v.Items = append(v.Items, itemJSON{i.Request, i.Result})
		}
		if v.ConfirmedBy, err = d.confirmedBy(m.ID); err != nil {
			return render.Page{}, err
		}
		section.Rows = append(section.Rows, []any{string(m.ID), instant(m.HeldAt), d.who(m.Chair), d.who(m.Recorder), d.results(m), d.everybody(v.ConfirmedBy)})
		values = append(values, v)
	}
	if d.app.Term.Out && !slices.ContainsFunc(values, func(v meetingJSON) bool { return len(v.ConfirmedBy) > 0 }) {
		section = without(section, len(section.Columns)-1)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// meetings are all review meetings, in the order of their numbers.
func (d *desk) meetings() ([]*procedure.Meeting, error) {
	ids, err := d.books.IDs(records.Meetings())
	if err != nil {
		return nil, err
	}
	all := make([]*procedure.Meeting, len(ids))
	for i, id := range ids {
		if all[i], err = d.books.Meeting(procedure.MeetingID(id)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// present are those who came to a meeting.
func present(m *procedure.Meeting) []procedure.PersonID {
	there := []procedure.PersonID{}
	for _, at := range m.Attendees {
		if at.Present {
			there = append(there, at.Person)
		}
	}
	return there
}

// results are what a meeting decided, such as "SLR-2026-0002:pass".
func (d *desk) results(m *procedure.Meeting) string {
	words := make([]string, len(m.Items))
	for i, item := range m.Items {
		words[i] = string(item.Request) + ":" + string(item.Result)
		if d.app.Term.Out {
			words[i] = d.app.say.T("%s %s", string(item.Request), d.step(item.Result))
		}
	}
	return d.app.several(words)
}

// manifestJSON is a version in a list for programs.
type manifestJSON struct {
	Version       catalogue.Version          `json:"version"`
	Previous      *catalogue.Version         `json:"previous"`
	PublishedAt   string                     `json:"published_at"`
	PublishedBy   procedure.PersonID         `json:"published_by"`
	EffectiveFrom string                     `json:"effective_from"`
	Requests      []procedure.RequestID      `json:"requests"`
	Meetings      []procedure.MeetingID      `json:"meetings"`
	Services      int                        `json:"services"`
	Changed       map[catalogue.Severity]int `json:"changed"` // how many services, by severity
	Digest        catalogue.Digest           `json:"digest"`
	// Emergency is why it was published without a review, and when that is due.
	Emergency *emergencyJSON `json:"emergency,omitempty"`
}

func (d *desk) listVersions(_ context.Context, f *filters) (render.Page, error) {
	wanted, err := d.versionsSince(f.since)
	if err != nil {
		return render.Page{}, err
	}
	all, err := d.manifests()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Version"), finding.Say("Published at"), finding.Say("Published by"), finding.Say("Effective from"), finding.Say("Services"), finding.Say("Changes")},
		Empty:   finding.Say("no version"),
	}
	values := []manifestJSON{}
	for _, m := range all {
		if f.since != "" && !slices.Contains(wanted, m.Version) {
			continue
		}
		section.Rows = append(section.Rows, []any{m.Version.String(), instant(m.PublishedAt), d.who(m.PublishedBy), m.EffectiveFrom, len(m.Services), d.urgent(m, d.changes(m))})
		v := manifestJSON{m.Version, nil, m.PublishedAt, m.PublishedBy, m.EffectiveFrom, m.Requests, m.Meetings, len(m.Services), severities(m, everyService), m.Digest, d.emergencyJSON(m)}
		if !m.Previous.IsZero() {
			v.Previous = &m.Previous
		}
		values = append(values, v)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// servicesOf says which services count.
type servicesOf func(catalogue.ServiceID) bool

func everyService(catalogue.ServiceID) bool { return true }

// severities count what a version changed of the services that count.
func severities(m *procedure.Manifest, counts servicesOf) map[catalogue.Severity]int {
	count := map[catalogue.Severity]int{}
	for _, s := range m.Services {
		if s.Change != procedure.None && counts(s.ID) {
			count[s.Severity]++
		}
	}
	return count
}

// changes are what a version changed in one cell, the gravest first, such as
// "weakened 1, new 3".
func (d *desk) changes(m *procedure.Manifest) string {
	count := severities(m, everyService)
	var words []string
	for _, s := range catalogue.Severities() {
		if count[s] > 0 {
			words = append(words, d.app.say.T("%s %s", d.app.term(string(s)), count[s]))
		}
	}
	return d.app.several(words)
}

// personJSON is a person in a list for programs.
type personJSON struct {
	ID    procedure.PersonID `json:"id"`
	Name  string             `json:"name"`
	Email string             `json:"email"`
	Roles []procedure.RoleID `json:"roles"`
	Keys  []string           `json:"keys"` // fingerprints
	// Delegated are the roles that they act in as a delegate.
	Delegated []delegationJSON `json:"delegated,omitempty"`
}

func (d *desk) personJSON(id procedure.PersonID) personJSON {
	p := d.rules.People[id]
	return personJSON{id, p.Name, p.Email, kept(p.Roles), fingerprints(p), each(d.delegatedTo(id), asJSON)}
}

func (d *desk) listPeople(context.Context, *filters) (render.Page, error) {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Name"), finding.Say("Roles"), finding.Say("Email"), finding.Say("Keys")},
		Empty:   finding.Say("nobody"),
	}
	values := []personJSON{}
	for _, id := range d.rules.Persons() {
		v := d.personJSON(id)
		section.Rows = append(section.Rows, []any{string(id), v.Name, d.hats(id), v.Email, len(v.Keys)})
		values = append(values, v)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// roles are a person's roles in one cell.
func (d *desk) roles(roles []procedure.RoleID) string {
	labels := make([]string, len(roles))
	for i, r := range roles {
		labels[i] = d.role(r)
	}
	return d.app.several(labels)
}
