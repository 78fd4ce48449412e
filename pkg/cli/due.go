package cli

import (
	"context"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// soon is how many days before its date a periodic review is worth a word.
const soon = 30

// due is when each service of the last version is to be reviewed next (§4.2), the
// soonest first. Where the procedure has nobody review, nothing is due.
func (d *desk) due(ctx context.Context) ([]procedure.ReviewDue, error) {
	if step, _ := d.rules.Step(procedure.StepPeriodicReview); len(step.By) == 0 {
		return nil, nil
	}
	latest, err := d.books.Latest()
	if err != nil || latest == nil {
		return nil, err
	}
	entries, err := d.lives(ctx, latest)
	if err != nil {
		return nil, err
	}
	reviews, err := d.countingReviews()
	if err != nil {
		return nil, err
	}
	days := map[catalogue.Version]string{}
	return d.rules.Due(procedure.Shelf{Version: latest, Entries: entries, Reviews: reviews, Published: func(v catalogue.Version) (string, error) {
		if days[v] == "" {
			m, err := d.books.Version(v)
			if err != nil {
				return "", err
			}
			days[v] = date(m.PublishedAt)
		}
		return days[v], nil
	}})
}

// countingReviews are the periodic reviews that were not ruled void.
func (d *desk) countingReviews() ([]*procedure.PeriodicReview, error) {
	reviews, err := d.books.PeriodicReviews()
	if err != nil {
		return nil, err
	}
	void, err := d.books.Voids()
	return slices.DeleteFunc(reviews, func(r *procedure.PeriodicReview) bool { return void[r.Entry] }), err
}

// lives are the services of the last version as far as due dates look at them. A
// service whose draft is another text is read as it was published.
func (d *desk) lives(ctx context.Context, latest *procedure.Manifest) ([]catalogue.Entry, error) {
	services, err := d.onShelf()
	if err != nil {
		return nil, err
	}
	here := map[catalogue.ServiceID]overview{}
	for _, s := range services {
		if s.err == nil {
			here[s.ID] = s.overview
		}
	}
	var entries []catalogue.Entry
	for _, p := range latest.Services {
		o := here[p.ID]
		e := catalogue.Entry{ID: p.ID, Name: o.Name, Owner: o.Owner, Lifecycle: o.Lifecycle, ReviewMonths: o.ReviewMonths}
		if o.Digest != p.Digest {
			if e, err = d.publishedEntry(ctx, p.ID); err != nil {
				return nil, err
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// publishedEntry is a service as the last version has it.
func (d *desk) publishedEntry(ctx context.Context, id catalogue.ServiceID) (e catalogue.Entry, err error) {
	books, _, err := d.published(ctx)
	if err != nil {
		return e, err
	}
	name := records.ServicePath(id)
	data, err := books.Read(name)
	if err == nil {
		err = records.Decode(name, data, &e)
	}
	return e, err
}

// dueBy are those that are due on a day or before it.
func dueBy(all []procedure.ReviewDue, day string) []procedure.ReviewDue {
	return slices.DeleteFunc(slices.Clone(all), func(r procedure.ReviewDue) bool { return r.On == "" || r.On > day })
}

// today is the day it is, in the procedure's time zone.
func (d *desk) today() string { return d.now().Format(time.DateOnly) }

// dueSoon are those that are late or will be before long.
func (d *desk) dueSoon(all []procedure.ReviewDue) []procedure.ReviewDue {
	return dueBy(all, d.now().AddDate(0, 0, soon).Format(time.DateOnly))
}

// dueOn are the dates by service.
func dueOn(all []procedure.ReviewDue) map[catalogue.ServiceID]string {
	on := map[catalogue.ServiceID]string{}
	for _, r := range all {
		on[r.Service] = r.On
	}
	return on
}
