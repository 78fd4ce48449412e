package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// each goes through the steps that were taken in the period.
func (b *books) each(do func(life, taken)) {
	for _, l := range b.lives {
		for _, t := range l.steps {
			if b.Holds(t.on) {
				do(l, t)
			}
		}
	}
}

// decisionTime is how long decisions of the period took.
func decisionTime(b *books) measure {
	var m measure
	b.each(func(l life, t taken) {
		if t.decides() {
			m.took(l.id(), b.Rules.Calendar.WorkingDays(t.asked, t.at))
		}
	})
	return m
}

// took counts something that took so many days.
func (m *measure) took(id string, days int) {
	m.Days = append(m.Days, Took{id, days})
	m.Numerator = append(m.Numerator, id)
	m.Denominator = append(m.Denominator, id)
}

// among counts something that others are counted among.
func (m *measure) among(id string) { m.Denominator = append(m.Denominator, id) }

// counts counts something among those.
func (m *measure) counts(id string) { m.Numerator = append(m.Numerator, id) }

// onTime are the decisions of the period that came by their date. What waits for one
// at its end, and should have it, is late.
func onTime(b *books) measure {
	within := b.Rules.Rules.DecideWithin
	if within <= 0 {
		return measure{why: NoLimit}
	}
	var m measure
	b.each(func(l life, t taken) {
		if t.decides() {
			m.among(l.id())
			if t.on <= b.Rules.Calendar.Due(t.asked, within) {
				m.counts(l.id())
			}
		}
	})
	for _, l := range b.lives {
		if c, asked := b.state(l); c.State == procedure.StateSubmitted && b.Rules.Calendar.Due(asked, within) < b.To {
			m.among(l.id())
		}
	}
	return m
}

// requestToPublish is how long it took until what was asked for was published.
func requestToPublish(b *books) measure {
	var m measure
	b.each(func(l life, t taken) {
		if t.Step == procedure.StepPublish {
			m.took(l.id(), b.Rules.Calendar.WorkingDays(l.steps[0].at, t.at))
		}
	})
	return m
}

// rejected are the decisions that were a no.
func rejected(b *books) measure {
	var m measure
	b.each(func(l life, t taken) {
		if !t.decides() {
			return
		}
		m.among(l.id())
		if t.Step == procedure.StepReject {
			m.counts(l.id())
			m.part(cmp.Or(t.ReasonCode, unsaid), l.id())
		}
	})
	return m.ordered()
}

// unsaid is the kind of a rejection that names no kind of reason.
const unsaid = "not said"

// part counts something as one of a kind, once: what is counted twice is so in a row.
func (m *measure) part(key, id string) {
	i := slices.IndexFunc(m.Parts, func(p Part) bool { return p.Key == key })
	if i < 0 {
		i, m.Parts = len(m.Parts), append(m.Parts, Part{Key: key})
	}
	if ids := m.Parts[i].IDs; len(ids) == 0 || ids[len(ids)-1] != id {
		m.Parts[i].IDs = append(ids, id)
	}
}

// ordered puts the most frequent kind first.
func (m measure) ordered() measure {
	slices.SortFunc(m.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(len(b.IDs), len(a.IDs)), cmp.Compare(a.Key, b.Key))
	})
	return m
}

// firstPass are the requests that the first meeting passed.
func firstPass(b *books) measure {
	var m measure
	for _, l := range b.lives {
		i := slices.IndexFunc(l.steps, func(t taken) bool {
			row, _ := b.Rules.Step(t.Step)
			return row.CarriedBy == procedure.CarriedByReview
		})
		if i >= 0 && b.Holds(l.steps[i].on) {
			m.among(l.id())
			if l.steps[i].Step == procedure.StepPass {
				m.counts(l.id())
			}
		}
	}
	return m
}

// uncovered are customers' requests of the period that the catalogue did not cover.
func uncovered(b *books) measure {
	var m measure
	for _, l := range b.lives {
		customers := l.Source.ForCustomer() || l.Customer != nil
		if !b.Holds(l.steps[0].on) || l.Coverage == nil || len(l.Asks) == 0 || !customers {
			continue
		}
		m.among(l.id())
		if l.Coverage.Result != catalogue.Covered {
			m.counts(l.id())
			m.missing(l.id(), *l.Coverage)
		}
	}
	return m.ordered()
}

// missing counts a request under each kind of point that no service offers.
func (m *measure) missing(id string, c catalogue.Coverage) {
	named := false
	for _, match := range c.Matched {
		for _, gap := range match.Gaps {
			if field := strings.Split(gap.Field, "/"); len(field) > 3 { // "", asks, number, kind
				m.part(field[3], id)
				named = true
			}
		}
	}
	if !named {
		m.part("service", id) // nothing of the kind
	}
}
