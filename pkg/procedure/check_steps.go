package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

func checkStepRows(c *checker) {
	seen := map[StepName]bool{}
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if seen[s.Name] {
			c.fail("step", at+"/name", finding.Say("the step %s stands twice", string(s.Name)))
		}
		seen[s.Name] = true
		if slices.Contains(actions(), s.Name) {
			c.fail("name", at+"/name", finding.Say("%s is a reserved word", string(s.Name)))
		}
		for j, id := range s.By {
			_, role := c.p.Roles[id]
			_, group := c.p.Groups[id]
			if !role && !group && id != Anyone && id != Requester {
				c.fail("role", at+"/by/"+strconv.Itoa(j), finding.Say("there is no role or group %s", string(id)))
			}
		}
		for j, n := range s.Needs {
			if _, ok := needs[n]; !ok {
				c.fail("needs", at+"/needs/"+strconv.Itoa(j), finding.Say("%s is nothing that a step can need", string(n)))
			}
		}
	}
}

// checkRequiredSteps: the steps that the product rests on are there and in use.
func checkRequiredSteps(c *checker) {
	for _, name := range []StepName{StepRequest, StepApprove, StepReject, StepPropose, StepPass, StepPublish, StepAmend} {
		switch s, ok := c.p.Step(name); {
		case !ok:
			c.fail("step", "/steps", finding.Say("the step %s is missing", string(name)))
		case len(s.By) == 0:
			c.fail("step", c.p.at(name)+"/by", finding.Say("the step %s cannot be retired", string(name)))
		}
	}
}

// at is the JSON pointer to the row of a step.
func (p *Procedure) at(name StepName) string {
	return "/steps/" + strconv.Itoa(slices.IndexFunc(p.Steps, func(s Step) bool { return s.Name == name }))
}

// carriers are the steps that only a kind of entry of its own may take.
func carriers() map[StepName]Carrier {
	return map[StepName]Carrier{
		StepReturn: CarriedByReview, StepPass: CarriedByReview, StepRefuse: CarriedByReview,
		StepPublish: CarriedByPublish, StepPeriodicReview: CarriedByPeriodic,
	}
}

// beside are the steps that are taken on no request, and can be given nothing.
func beside() []StepName { return []StepName{StepAmend, StepPeriodicReview} }

func checkCarriers(c *checker) {
	for i, s := range c.p.Steps {
		if s.CarriedBy != carriers()[s.Name] {
			c.fail("step", "/steps/"+strconv.Itoa(i), finding.Say("the step %s is carried by an entry of the wrong kind", string(s.Name)))
		}
	}
}

// checkBeginnings: a case begins with request alone; some steps stand beside all
// cases and can be given nothing.
func checkBeginnings(c *checker) {
	for i, s := range c.p.Steps {
		at, aside := "/steps/"+strconv.Itoa(i), slices.Contains(beside(), s.Name)
		begins := s.Name == StepRequest || aside
		switch {
		case s.Of != OfRequest:
		case begins && len(s.From) > 0:
			c.fail("step", at+"/from", finding.Say("the step %s starts from nothing: from: []", string(s.Name)))
		case !begins && len(s.From) == 0:
			c.fail("step", at+"/from", finding.Say("the step %s starts from no state; only request does", string(s.Name)))
		case aside && (s.To != SameState || len(s.Needs) > 0):
			c.fail("step", at, finding.Say("the step %s moves no request and needs nothing", string(s.Name)))
		}
	}
}

// checkPublishAfterReview: publish starts from passed alone and ends the case,
// only a review leads to passed (§5.4) and only a proposal to a review.
func checkPublishAfterReview(c *checker) {
	if s, ok := c.p.Step(StepPublish); ok && (!slices.Equal(s.From, []State{StatePassed}) || !s.Final) {
		c.fail("review", c.p.at(StepPublish), finding.Say("publish must start from passed alone and end the request"))
	}
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		if (s.To == StatePassed) != (s.Name == StepPass) {
			c.fail("review", at, finding.Say("the step pass, and no other, leads to passed"))
		}
		if (s.To == StateProposed) != (s.Name == StepPropose) {
			c.fail("review", at, finding.Say("the step propose, and no other, leads to proposed"))
		}
		if s.CarriedBy == CarriedByReview && !slices.Equal(s.From, []State{StateProposed}) {
			c.fail("review", at+"/from", finding.Say("a review decides on what is proposed, and nothing else"))
		}
	}
}

// checkRequiredNeeds: what binds, decides and publishes cannot be left out.
func checkRequiredNeeds(c *checker) {
	for _, r := range []struct {
		step StepName
		need Need
	}{
		{StepPropose, NeedDesign},
		{StepPass, NeedMeeting},
		{StepReturn, NeedMeeting},
		{StepRefuse, NeedMeeting},
		{StepPublish, NeedManifest},
	} {
		if s, ok := c.p.Step(r.step); ok && !slices.Contains(s.Needs, r.need) {
			c.fail("needs", c.p.at(r.step)+"/needs", finding.Say("the step %s must need %s", string(r.step), string(r.need)))
		}
	}
}

// checkSelfApproval: a role that may request and alone approve needs the rule
// that keeps the two apart.
func checkSelfApproval(c *checker) {
	if rule := c.p.Rules.RequesterNotApprover; rule == Always || rule == ForCustomers {
		return
	}
	roles := c.p.entitled(c.p.row(StepApprove))
	if len(roles) == 1 && slices.Contains(c.p.entitled(c.p.row(StepRequest)), roles[0]) {
		c.fail("segregation", "/rules/requester_not_approver", finding.Say("the role %s could request and alone approve", c.p.Label(roles[0])))
	}
}
