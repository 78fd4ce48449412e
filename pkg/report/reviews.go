package report

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// reviewed are the periodic reviews up to the end of the period.
func (b *books) reviewed() []*procedure.PeriodicReview {
	return slices.DeleteFunc(slices.Clone(b.Reviews), func(r *procedure.PeriodicReview) bool { return b.day(r.At) > b.To })
}

// reviews reports whether the procedure has somebody review periodically.
func (b *books) reviews() bool {
	step, _ := b.Rules.Step(procedure.StepPeriodicReview)
	return len(step.By) > 0
}

// reviewsOnTime are the services that a periodic review of the period looked at by their
// date, and those that were due in it and that none has looked at.
func reviewsOnTime(b *books) measure {
	if !b.reviews() {
		return measure{why: NoRecords}
	}
	var m measure
	done := b.reviewed()
	for i, r := range done {
		if !b.Holds(b.day(r.At)) {
			continue
		}
		due := b.due(done[:i], b.day(r.At))
		for _, of := range r.Services {
			id := string(of.Service) + "@" + r.ID
			m.among(id)
			if on := due[of.Service]; on == "" || b.day(r.At) <= on {
				m.counts(id)
			}
		}
	}
	due := b.due(done, b.To)
	for _, s := range b.Services {
		if on := due[s.ID]; on != "" && b.Holds(on) && on < b.To {
			m.among(string(s.ID))
		}
	}
	return m
}

// due is when each service is to be reviewed, as it was on a day after some reviews.
func (b *books) due(after []*procedure.PeriodicReview, day string) map[catalogue.ServiceID]string {
	s := procedure.Shelf{Entries: b.Services, Reviews: after, Published: func(v catalogue.Version) (string, error) { return b.published(v), nil }}
	for _, m := range b.Versions {
		if b.day(m.PublishedAt) <= day {
			s.Version = m
		}
	}
	all, _ := b.Rules.Due(s) // fails only where Published does
	on := map[catalogue.ServiceID]string{}
	for _, d := range all {
		on[d.Service] = d.On
	}
	return on
}

func (b *books) published(v catalogue.Version) string {
	for _, m := range b.Versions {
		if m.Version == v {
			return b.day(m.PublishedAt)
		}
	}
	return ""
}

// accuracy are the services that a periodic review of the period found to say what is
// done.
func accuracy(b *books) measure {
	if !b.reviews() {
		return measure{why: NoRecords}
	}
	var m measure
	for _, r := range b.reviewed() {
		if !b.Holds(b.day(r.At)) {
			continue
		}
		for _, of := range r.Services {
			id := string(of.Service) + "@" + r.ID
			m.among(id)
			if of.Accurate {
				m.counts(id)
			}
		}
	}
	return m
}
