package cli

import (
	"bytes"
	"context"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// unpassed is a version that was published in an emergency, whose review did not pass
// some of its requests, while their services stand as it published them.
type unpassed struct {
	version  catalogue.Version
	requests procedure.Names
	on       string // the day on which the review did not pass them
}

func (u unpassed) say() finding.Sentence {
	return finding.Say("version %s was published in an emergency, and its review did not pass %s: its services stand as published until a version changes them; log a request that puts them right", u.version, u.requests)
}

// unpassed are the versions that verify warns of for this reason.
func (d *desk) unpassed() ([]unpassed, error) {
	versions, err := d.books.Versions()
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	var all []unpassed
	for _, v := range versions {
		text, err := d.books.Read(records.VersionPath(v))
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(text, []byte("emergency:")) {
			continue
		}
		u, err := d.unpassedIn(v, latest)
		if err != nil {
			return nil, err
		}
		if len(u.requests) > 0 {
			all = append(all, u)
		}
	}
	return all, nil
}

func (d *desk) unpassedIn(v catalogue.Version, latest *procedure.Manifest) (unpassed, error) {
	u := unpassed{version: v}
	m, err := d.books.Version(v)
	if err != nil {
		return u, err
	}
	for _, id := range m.Requests {
		r, err := d.books.Request(id)
		if err != nil {
			return u, err
		}
		c, err := d.rules.Fold(r)
		if err != nil {
			return u, err
		}
		if c.Urgent.Version != v || c.Urgent.Result == "" || c.Urgent.Result == procedure.StepPass || !c.Urgent.Stands(latest) {
			continue
		}
		u.requests = append(u.requests, string(id))
		for _, e := range r.History {
			if e.Meeting == c.Urgent.Meeting {
				u.on = max(u.on, date(e.At))
			}
		}
	}
	return u, nil
}

// standingUrgent are notices of them.
func (d *desk) standingUrgent() ([]notice, error) {
	all, err := d.unpassed()
	return each(all, func(u unpassed) notice {
		return notice{Code: unpassedStands, Subject: u.version.String(), why: u.say()}
	}), err
}

// dueUnpassed tells of them to those who may publish what puts them right.
func (d *desk) dueUnpassed(context.Context, string) ([]notify.Event, error) {
	all, err := d.unpassed()
	return each(all, func(u unpassed) notify.Event {
		return notify.Event{Kind: notify.Overdue, Entry: -1, On: u.on, What: u.say(), People: d.rules.Holders(procedure.StepPublish)}
	}), err
}
