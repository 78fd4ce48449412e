package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// stepped are the events of the entries behind one, the oldest first. What was ruled
// void is not told; the ruling is.
func (d *desk) stepped(ctx context.Context, since int) ([]notify.Event, error) {
	void, err := d.books.Voids()
	if err != nil {
		return nil, err
	}
	var entries []entry
	for e, err := range d.backwards(ctx) {
		if err != nil {
			return nil, err
		}
		if e.Trailers.Entry <= since {
			break
		}
		if !void[e.Trailers.Entry] {
			entries = append(entries, e)
		}
	}
	slices.Reverse(entries)
	var all []notify.Event
	for _, e := range entries {
		events, err := d.eventsOf(e)
		if err != nil {
			return nil, err
		}
		for _, one := range events {
			one.Kind, one.Entry, one.On = notify.Happened, e.Trailers.Entry, date(d.at(e))
			one.People = d.audience(one.People, procedure.PersonID(e.Trailers.Actor))
			all = append(all, one)
		}
	}
	return all, nil
}

// audience are people with a role, each once, without who did it.
func (d *desk) audience(people []procedure.PersonID, actor procedure.PersonID) []procedure.PersonID {
	people = slices.DeleteFunc(slices.Clone(people), func(id procedure.PersonID) bool {
		return id == actor || len(d.rules.People[id].Roles) == 0
	})
	slices.Sort(people)
	return slices.Compact(people)
}

// eventsOf are what an entry brought, by the records that it changed.
func (d *desk) eventsOf(e entry) ([]notify.Event, error) {
	by, role := d.name(procedure.PersonID(e.Trailers.Actor)), d.hatOf(e)
	everybody := d.rules.Persons()
	var all []notify.Event
	for _, path := range e.Trailers.Records {
		switch id, request := records.Requests().At(path); {
		case request:
			events, err := d.stepsOf(procedure.RequestID(id), e)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		case strings.HasPrefix(path, records.VersionFolder+"/"):
			event, err := d.publishedBy(path, by, role)
			if err != nil {
				return nil, err
			}
			all = append(all, event)
		case strings.HasPrefix(path, records.Improvements().Folder+"/"):
			events, err := d.improvedBy(baseName(path), e)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		case path == records.ProcedureFile && e.Trailers.Action == procedure.ActionDelegate:
			all = append(all, d.lentIn(e)...)
		case path == records.ProcedureFile:
			all = append(all, notify.Event{What: finding.Say("the procedure was changed, by %s (%s)", by, role), People: everybody})
		case strings.HasPrefix(path, records.Rulings().Folder+"/"):
			all = append(all, notify.Event{What: finding.Say("%s: a ruling on entries of the ledger, by %s (%s)", baseName(path), by, role), People: everybody})
		default:
			events, err := d.recordOf(path, e)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		}
	}
	return all, nil
}

// publishedBy tells everybody of a version.
func (d *desk) publishedBy(path, by string, role any) (notify.Event, error) {
	v, _ := versionNumber(baseName(path))
	m, err := d.books.Version(v)
	if err != nil {
		return notify.Event{}, err
	}
	changed := 0
	for _, s := range m.Services {
		if s.Change != procedure.None {
			changed++
		}
	}
	return notify.Event{
		What:   finding.Say("version %s is published, effective from %s, with changes of %s services, by %s (%s)", v, m.EffectiveFrom, changed, by, role),
		People: d.rules.Persons(),
	}, nil
}

// stepsOf are the steps that an entry took on a request: for who asked, and where it was
// the last that moved it for those it waits for.
func (d *desk) stepsOf(id procedure.RequestID, e entry) ([]notify.Event, error) {
	r, err := d.books.Request(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.Fold(r)
	if err != nil {
		return nil, err
	}
	w := waitingCase{Case: c, request: procedure.Corrected(r), assigned: assignment(r)}
	if !c.Final {
		w.turns = d.turns(w)
	}
	var all []notify.Event
	for _, step := range r.History {
		if step.Entry != e.Trailers.Entry || step.Void {
			continue
		}
		what := finding.Say("%s %s: %s, by %s (%s)", string(id), w.request.Title, d.stepName(step.Step), d.name(step.By), d.hat(step.By, step.Role, step.Entry))
		event := notify.Event{What: what, Why: step.Reason, People: d.askers(c)}
		if step.Step == procedure.StepNote {
			event.Why = step.Text
		}
		if people := w.awaited(); !c.Final && c.Last.Entry == step.Entry && len(people) > 0 {
			event.What = finding.Say("%s; it waits for %s now", what, procedure.Names(each(people, d.name)))
			event.People = append(event.People, people...)
		} else if step.Step == procedure.StepNote {
			event.People = append(event.People, w.awaited()...)
		}
		all = append(all, event)
	}
	return all, nil
}

// askers are the people who asked, be it under their id or under their name.
func (d *desk) askers(c procedure.Case) []procedure.PersonID {
	return slices.DeleteFunc(d.rules.Persons(), func(id procedure.PersonID) bool {
		return !slices.Contains(c.Requesters, id) && !slices.Contains(c.Requesters, procedure.PersonID(d.rules.People[id].Name))
	})
}

// stepName is what people call a step: its label, else its word.
func (d *desk) stepName(name procedure.StepName) any {
	if s, ok := d.rules.Step(name); ok && !s.Label.IsZero() {
		return s.Label
	}
	return catalogue.Word(name)
}
