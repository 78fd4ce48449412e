package cli

import (
	"cmp"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// late is something that should have happened by now.
type late struct {
	waitingCase
	what   lateness
	due    string // YYYY-MM-DD, the last day on which it was in time
	people []procedure.PersonID
}

// lateness is what is late about a case.
type lateness string

const (
	lateDecision lateness = "decision" // submitted for longer than the procedure allows
	lateDesign   lateness = "design"   // the design that somebody was given
	lateContract lateness = "contract" // the date that the contract needs it by
	lateReview   lateness = "review"   // of what was published in an emergency
)

// overdue are the cases that are late, the longest first.
func (d *desk) overdue(open []waitingCase) []late {
	today := d.now().Format(time.DateOnly)
	var all []late
	for _, w := range open {
		for _, l := range d.lateness(w) {
			if l.due != "" && l.due < today {
				all = append(all, l)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b late) int { return cmp.Compare(a.due, b.due) })
	return all
}

// lateness are the dates that a case is held to, whether they are past or not.
func (d *desk) lateness(w waitingCase) []late {
	var all []late
	within := d.rules.Rules.DecideWithin
	switch {
	case w.State == procedure.StateSubmitted && within > 0:
		due := d.rules.Calendar.Due(instant(w.Last.At), within)
		all = append(all, late{w, lateDecision, due, w.awaited()})
	case w.State == procedure.StateApproved && w.assigned != nil:
		all = append(all, late{w, lateDesign, w.assigned.DueOn, []procedure.PersonID{w.assigned.Person}})
	case w.State == procedure.StateUnreviewed:
		all = append(all, late{w, lateReview, d.reviewDue(w.Urgent), w.awaited()})
	}
	if c := w.request.Contract; c != nil {
		all = append(all, late{w, lateContract, c.DueOn, w.awaited()})
	}
	return all
}
