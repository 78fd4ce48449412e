package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// States are the states that the steps lead to, in the order of the rows.
func (p *Procedure) States() []State {
	var states []State
	for _, s := range p.flow() {
		if s.To != SameState && !slices.Contains(states, s.To) {
			states = append(states, s.To)
		}
	}
	return states
}

// Final reports whether a state ends a case.
func (p *Procedure) Final(state State) bool {
	return slices.ContainsFunc(p.flow(), func(s Step) bool { return s.To == state && s.Final })
}

// Leaving are the steps that lead out of a state.
func (p *Procedure) Leaving(state State) []Step {
	var steps []Step
	for _, s := range p.flow() {
		if state == StateUnreviewed {
			if s.CarriedBy == CarriedByReview && len(s.By) > 0 {
				steps = append(steps, s)
			}
			continue
		}
		if s.To != SameState && len(s.By) > 0 && (slices.Contains(s.From, state) || slices.Contains(s.From, AnyState) && !p.Final(state)) {
			steps = append(steps, s)
		}
	}
	return steps
}

// checkStates: every state is reached, every state that is not final can be
// left for good, and a state is final for all steps that lead there or for none.
func checkStates(c *checker) {
	for i, s := range c.p.Steps {
		if s.Of != OfRequest {
			continue
		}
		at := "/steps/" + strconv.Itoa(i)
		c.to(s, at+"/to")
		for j, from := range s.From {
			c.from(s, from, at+"/from/"+strconv.Itoa(j))
		}
	}
	ending := c.p.ending()
	for _, s := range c.p.States() {
		if !slices.Contains(ending, s) {
			c.fail("state", "/steps", finding.Say("the state %s cannot be left for good", string(s)))
		}
	}
}

func (c *checker) to(s Step, at string) {
	switch {
	case s.To == AnyState || s.To == "":
		c.fail("state", at, finding.Say("the step %s leads to no state", string(s.Name)))
	case s.To == StateUnreviewed:
		c.fail("state", at, finding.Say("the state of the step %s needs another name: unreviewed is what a request is that was published in an emergency", string(s.Name)))
	case s.To == StateVoid:
		c.fail("state", at, finding.Say("the state of the step %s needs another name: void is what a requirement is whose request was struck out", string(s.Name)))
	case s.To == SameState && (s.Final || s.Name == StepRequest):
		c.fail("state", at, finding.Say("the step %s must lead to a state of its own", string(s.Name)))
	case s.To != SameState && s.Final != c.p.Final(s.To):
		c.fail("state", at, finding.Say("%s is final for one step and not for another", string(s.To)))
	}
}

func (c *checker) from(s Step, from State, at string) {
	switch {
	case from == AnyState && len(s.From) > 1:
		c.fail("state", at, finding.Say("any stands alone: it is every state that is not final"))
	case from != AnyState && !slices.Contains(c.p.States(), from):
		c.fail("state", at, finding.Say("no step leads to %s", string(from)))
	case c.p.Final(from):
		c.fail("state", at, finding.Say("%s is final; no step starts from it", string(from)))
	}
}

// ending are the final states and those from which one can be reached.
func (p *Procedure) ending() []State {
	var ending []State
	for grown := true; grown; {
		grown = false
		for _, s := range p.States() {
			leads := slices.ContainsFunc(p.Leaving(s), func(l Step) bool { return slices.Contains(ending, l.To) })
			if (leads || p.Final(s)) && !slices.Contains(ending, s) {
				ending, grown = append(ending, s), true
			}
		}
	}
	return ending
}
