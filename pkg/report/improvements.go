package report

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// improvements are the defects of the procedure that were open in the period, and those
// of them that an amendment closed by its end. What was rejected or taken back by then
// was none.
func improvements(b *books) measure {
	if b.Rules.Takes(procedure.OfImprovement) != nil {
		return measure{why: NoRecords}
	}
	var m measure
	for _, one := range b.Improvements {
		before := b.stood(one, func(day string) bool { return day < b.From })
		then := b.stood(one, func(day string) bool { return day <= b.To })
		switch {
		case before.Final, then.State == "", then.State == procedure.StateVoid, then.Final && then.State != procedure.StateClosed:
			continue
		case then.State == procedure.StateClosed:
			m.counts(string(one.ID))
		}
		m.among(string(one.ID))
	}
	return m
}

// stood is where an improvement stood by its steps on some days.
func (b *books) stood(m *procedure.Improvement, on func(day string) bool) procedure.Case {
	then := *m
	then.History = slices.DeleteFunc(slices.Clone(m.History), func(e procedure.Event) bool { return !on(b.day(e.At)) })
	c, _ := b.Rules.FoldRecord(&then) // each of its steps was judged
	return c
}
