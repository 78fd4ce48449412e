package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// dueAgreements are the dates of agreements, told to those who may sign one, what
// has become of their services, and deviations that nobody has accepted, told to those
// who may.
func (d *desk) dueAgreements(ctx context.Context, until string) ([]notify.Event, error) {
	found, err := d.concerns(ctx, nil)
	if err != nil {
		return nil, err
	}
	all, err := d.agreements()
	if err != nil {
		return nil, err
	}
	var events []notify.Event
	for _, s := range all {
		if !s.state.Final {
			events = append(events, d.datesBefore(s, until)...)
		}
	}
	for _, c := range found {
		if c.What == isExpired || c.What == isReviewDue {
			continue // told with the dates to come
		}
		e, err := d.seenTo(ctx, c)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// datesBefore are the dates of an agreement up to a day.
func (d *desk) datesBefore(s standingAgreement, until string) []notify.Event {
	var events []notify.Event
	add := func(on string, what finding.Sentence) {
		if on == "" || on > until {
			return
		}
		e := notify.Event{Kind: notify.Due, Entry: -1, On: on, What: what, People: d.rules.Holders(procedure.StepSignAgreement)}
		if on < d.today() {
			e.Kind = notify.Overdue
		}
		events = append(events, e)
	}
	add(s.ExpiresOn, finding.Say("%s %s: the agreement ends with this day", s.id(), s.Customer.Name))
	add(s.ReviewOn, finding.Say("%s %s: the agreement is to be reviewed", s.id(), s.Customer.Name))
	return events
}

// seenTo is what somebody should see to, since the version that made it so, or since the
// agreement was drafted.
func (d *desk) seenTo(ctx context.Context, c concern) (notify.Event, error) {
	a, err := d.books.Agreement(string(c.Agreement))
	if err != nil {
		return notify.Event{}, err
	}
	e := notify.Event{Kind: notify.Overdue, Entry: -1, On: a.History[0].At[:len("2006-01-02")], People: d.rules.Holders(procedure.StepSignAgreement)}
	if c.What == isUndecided {
		e.Kind, e.People = notify.Due, d.rules.Holders(procedure.StepAcceptDeviation)
	}
	e.What = finding.Say("%s %s: %s", string(c.Agreement), c.Customer, c.say)
	if c.Service != "" {
		e.What = finding.Say("%s %s, %s: %s", string(c.Agreement), c.Customer, string(c.Service), c.say)
	}
	if c.Version == "" {
		return e, nil
	}
	_, latest, err := d.published(ctx)
	if err == nil && latest != nil {
		e.On = date(latest.PublishedAt)
	}
	return e, err
}

// furtherancesOf are the steps that an entry took on an agreement: for who drafted it, and
// for those who may take the next one, or who keep agreements.
func (d *desk) furtherancesOf(id string, e entry) ([]notify.Event, error) {
	a, err := d.books.Agreement(id)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.FoldRecord(a)
	if err != nil {
		return nil, err
	}
	var all []notify.Event
	for _, step := range a.History {
		if step.Entry != e.Trailers.Entry || step.Void {
			continue
		}
		event := notify.Event{
			What: finding.Say("%s %s: %s, by %s (%s)", id, a.Customer.Name, d.stepName(step.Step), d.name(step.By), d.hat(step.By, step.Role, step.Entry)), Why: step.Reason,
			People: []procedure.PersonID{a.History[0].By},
		}
		switch next := d.rules.Holders(procedure.StepSignAgreement); {
		case c.Last.Entry != step.Entry || c.State != procedure.StateDrafted:
			event.People = append(event.People, next...)
		default:
			if a.Beyond() && c.Accepted == "" {
				next = d.rules.Holders(procedure.StepAcceptDeviation)
			}
			event.What = finding.Say("%s; it waits for %s now", event.What, procedure.Names(each(next, d.name)))
			event.People = append(event.People, next...)
		}
		all = append(all, event)
	}
	return all, nil
}

// reviewedBy tells those who may record one of a periodic review. What it asks to be
// changed is told with its requests.
func (d *desk) reviewedBy(id, by string, role any) (notify.Event, error) {
	r, err := d.books.PeriodicReview(id)
	if err != nil {
		return notify.Event{}, err
	}
	confirmed := len(slices.DeleteFunc(slices.Clone(r.Services), func(of procedure.Reviewed) bool { return of.Verdict.Changes() }))
	return notify.Event{
		What:   finding.Say("%s: periodic review of version %s, %s of %s services confirmed, the next one on %s, by %s (%s)", id, r.Version, confirmed, len(r.Services), r.NextReview, by, role),
		People: d.rules.Holders(procedure.StepPeriodicReview),
	}, nil
}

// recordOf tells of a record that is not a request.
func (d *desk) recordOf(path string, e entry) ([]notify.Event, error) {
	if id, is := records.Agreements().At(path); is {
		return d.furtherancesOf(id, e)
	}
	id, is := records.PeriodicReviews().At(path)
	if !is {
		return nil, nil
	}
	event, err := d.reviewedBy(id, d.name(procedure.PersonID(e.Trailers.Actor)), d.hatOf(e))
	return []notify.Event{event}, err
}
