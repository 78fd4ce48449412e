package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// States are the states that the steps lead to, in the order of the rows.
func (p *Procedure) States() []State {
	var states []State
	for _, s := range p.Steps {
		if s.To != SameState && !slices.Contains(states, s.To) {
			states = append(states, s.To)
		}
	}
	return states
}

// Final reports whether a state ends a case.
func (p *Procedure) Final(state State) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.To == state && s.Final })
}

// Leaving are the steps that lead out of a state.
func (p *Procedure) Leaving(state State) []Step {
	var steps []Step
	for _, s := range p.Steps {
		if s.To != SameState && len(s.By) > 0 && (slices.Contains(s.From, state) || slices.Contains(s.From, AnyState) && !p.Final(state)) {
			steps = append(steps, s)
		}
	}
	return steps
}

// checkStates: every state is reached, every state that is not final can be
// left, and a state is final for all steps that lead there or for none.
func checkStates(c *checker) {
	states := c.p.States()
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if s.To != SameState && s.Final != c.p.Final(s.To) {
			c.fail("state", at+"/to", finding.Say("%s is final for one step and not for another", string(s.To)))
		}
		for j, from := range s.From {
			switch {
			case from != AnyState && !slices.Contains(states, from):
				c.fail("state", at+"/from/"+strconv.Itoa(j), finding.Say("no step leads to %s", string(from)))
			case c.p.Final(from):
				c.fail("state", at+"/from/"+strconv.Itoa(j), finding.Say("%s is final; no step starts from it", string(from)))
			}
		}
	}
	for _, s := range states {
		if !c.p.Final(s) && !c.p.ends(s, nil) {
			c.fail("state", "/steps", finding.Say("the state %s cannot be left for good", string(s)))
		}
	}
}

// ends reports whether a final state can be reached from a state.
func (p *Procedure) ends(state State, seen []State) bool {
	if p.Final(state) {
		return true
	}
	if slices.Contains(seen, state) {
		return false
	}
	return slices.ContainsFunc(p.Leaving(state), func(s Step) bool { return p.ends(s.To, append(slices.Clip(seen), state)) })
}
