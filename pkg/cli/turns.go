package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// turn is a step that a case may take next, under the name of the command that
// takes it, and who can.
type turn struct {
	step   string
	people []procedure.PersonID
	onward bool // the case does not merely end by it
}

// waitingCase is a case that is not ended, with what may come next.
type waitingCase struct {
	procedure.Case
	request  *procedure.Request // as corrected
	assigned *procedure.Assignment
	turns    []turn
}

// waitingCases are the cases that wait for somebody, those that moved last at
// the end.
func (d *desk) waitingCases() ([]waitingCase, error) {
	requests, err := d.openRequests()
	if err != nil {
		return nil, err
	}
	var open []waitingCase
	for _, r := range requests {
		c, err := d.rules.Fold(r)
		if err != nil {
			return nil, err
		}
		w := waitingCase{Case: c, request: procedure.Corrected(r), assigned: assignment(r)}
		w.turns = d.turns(w)
		open = append(open, w)
	}
	slices.SortStableFunc(open, func(a, b waitingCase) int { return instant(a.Last.At).Compare(instant(b.Last.At)) })
	return open, nil
}

// openRequests are the requests that are not ended, in the order of their numbers.
func (d *desk) openRequests() ([]*procedure.Request, error) {
	all, err := d.seen()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, s := range all {
		if !s.Final {
			ids = append(ids, string(s.ID))
		}
	}
	return d.books.RequestsOf(ids)
}

// assignment is whom the design of a request was last given to.
func assignment(r *procedure.Request) *procedure.Assignment {
	var last *procedure.Assignment
	for _, e := range r.History {
		if e.Step == procedure.StepApprove && !e.Void {
			last = e.Assign
		}
	}
	return last
}

// turns are the steps that a case waits for.
func (d *desk) turns(w waitingCase) []turn {
	var turns []turn
	for _, s := range d.rules.Awaited(w.Case) {
		t := turn{step: string(s.Name), people: d.takers(w, s), onward: s.Onward()}
		if s.CarriedBy != procedure.CarriedAlone {
			t.step = string(s.CarriedBy)
		}
		if people := d.confirmers(w); s.CarriedBy == procedure.CarriedByPublish && people != nil {
			t.step, t.people = string(procedure.StepConfirm), people
		}
		if !slices.ContainsFunc(turns, func(o turn) bool { return o.step == t.step }) {
			turns = append(turns, t)
		}
	}
	return turns
}

// takers are the people who can take a step on a case; a design that was given to
// somebody waits for them alone.
func (d *desk) takers(w waitingCase, s procedure.Step) []procedure.PersonID {
	people := d.rules.Takers(w.Case, s)
	if s.Name == procedure.StepPropose && w.assigned != nil && slices.Contains(people, w.assigned.Person) {
		return []procedure.PersonID{w.assigned.Person}
	}
	return people
}

// awaited are the people whom a case waits for: those who can take it onward; if
// nothing leads onward, those who can end it.
func (w waitingCase) awaited() []procedure.PersonID {
	onward := slices.ContainsFunc(w.turns, func(t turn) bool { return t.onward })
	var people []procedure.PersonID
	for _, t := range w.turns {
		if t.onward == onward {
			people = append(people, t.people...)
		}
	}
	slices.Sort(people)
	return slices.Compact(people)
}

// can are the steps that a person can take on a case.
func (w waitingCase) can(id procedure.PersonID) []string {
	var steps []string
	for _, t := range w.turns {
		if slices.Contains(t.people, id) {
			steps = append(steps, t.step)
		}
	}
	return steps
}
