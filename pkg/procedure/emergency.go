package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// StateUnreviewed is where a request stands that was published in an emergency: the
// meeting that should have come first is held afterwards, and nothing else moves it.
const StateUnreviewed State = "unreviewed"

// emergencyAllowed is the value of rules.emergency that lets a step be an emergency.
const emergencyAllowed = "allowed"

// EmergencyRules say who publishes in an emergency, and how many working days later the
// review is due. Left out, it is who publishes, and the days to decide in.
type EmergencyRules struct {
	By           []RoleID `yaml:"by,omitempty"`
	ReviewWithin int      `yaml:"review_within,omitempty"`
}

// Emergency is what a version says that was published without a review: why, and when
// the review is due.
type Emergency struct {
	Reason    string `yaml:"reason"`
	ReviewDue string `yaml:"review_due"`
}

// Urgent is how a request was published in an emergency, and what became of the review.
type Urgent struct {
	Version catalogue.Version
	By      PersonID
	Design  []Design
	Result  StepName // of the review; empty while it is owed
	Meeting MeetingID
}

// Stands reports whether a version still has a service as the emergency left it.
func (u Urgent) Stands(m *Manifest) bool {
	digests := m.Digests()
	return slices.ContainsFunc(u.Design, func(d Design) bool { return digests[d.Service] == d.Digest })
}

// allowsEmergency reports whether the procedure knows emergencies at all.
func (p *Procedure) allowsEmergency() bool { return p.Rules.Emergency == emergencyAllowed }

// ReviewWithin is in how many working days the review of an emergency is due.
func (p *Procedure) ReviewWithin() int {
	if e := p.Rules.EmergencyPublish; e != nil && e.ReviewWithin > 0 {
		return e.ReviewWithin
	}
	return p.Rules.DecideWithin
}

func (p *Procedure) judgeEmergency() *Refusal {
	if p.allowsEmergency() {
		return nil
	}
	return refuse("E_TRANSITION", finding.Say("the procedure allows no emergency")).
		hint(finding.Say("rules.emergency says so; an amendment changes it (sc amend)"))
}

// rowOf is the row by which an event is judged: published in an emergency is what is
// proposed, by who may then.
func (p *Procedure) rowOf(s Step, e Event) Step {
	if s.Name != StepPublish || e.Emergency == "" {
		return s
	}
	s.From = []State{StateProposed}
	if rules := p.Rules.EmergencyPublish; rules != nil && len(rules.By) > 0 {
		s.By = rules.By
	}
	return s
}

// judgeUnreviewed: what was published in an emergency waits for its review alone.
func judgeUnreviewed(c Case, s Step) *Refusal {
	if s.CarriedBy == CarriedByReview || s.To == SameState && slices.Contains(s.From, AnyState) {
		return nil
	}
	return refuse("E_STATE", finding.Say("version %s published it in an emergency, and its review is still to be held", c.Urgent.Version)).
		hint(finding.Say("record it with \"sc review %s\"", string(c.ID)))
}

// afterEmergency is where a case stands once it was published in an emergency, or
// reviewed behind that.
func (p *Procedure) afterEmergency(before, after Case, s Step, e Event) Case {
	switch {
	case e.Step == StepPublish && e.Emergency != "":
		after.State, after.Final = StateUnreviewed, false
		after.Urgent = Urgent{Version: e.Version, By: e.By, Design: before.Design}
	case before.State == StateUnreviewed && s.CarriedBy == CarriedByReview:
		after.Urgent.Result, after.Urgent.Meeting = e.Step, e.Meeting
		if e.Step == StepPass {
			row := p.row(StepPublish)
			after.State, after.Final = row.To, row.Final
		}
	}
	return after
}

// judgeReviewer: who published in an emergency does not sign the minutes of its review,
// where the rules keep the two apart.
func (p *Procedure) judgeReviewer(c Case, s Step, e Event) *Refusal {
	if c.State != StateUnreviewed || s.CarriedBy != CarriedByReview || p.Rules.ReviewerNotPublisher != Always || c.Urgent.By != e.By {
		return nil
	}
	r := refuse("E_SOD", finding.Say("%s published it in version %s and may not sign the minutes of its review", p.Named([]PersonID{e.By}), c.Urgent.Version))
	if others := p.otherReviewers(e.By); len(others) > 0 {
		return r.hint(finding.Say("%s can sign them", p.Named(others)))
	}
	return r
}

// judgeUrgent: a version says of itself that it is an emergency only where it publishes
// what no meeting has passed, and why. That it says so there is judged with the steps.
func (p *Procedure) judgeUrgent(m *Manifest, cases Cases) *Refusal {
	urgent := slices.ContainsFunc(m.Requests, func(id RequestID) bool {
		c, _ := cases(id)
		return c.State == StateProposed
	})
	switch {
	case m.Emergency != nil && !p.allowsEmergency():
		return p.judgeEmergency()
	case m.Emergency != nil && !said(m.Emergency.Reason):
		return refuse("E_TRANSITION", finding.Say("an emergency needs a reason")).hint(finding.Say("give it with -m"))
	case m.Emergency != nil && !urgent:
		return refuse("E_TRANSITION", finding.Say("every request of it has passed its review: it is no emergency")).
			hint(finding.Say("publish it without --emergency"))
	}
	return nil
}

// checkEmergency: who may publish in an emergency are roles or groups.
func checkEmergency(c *checker) {
	rules := c.p.Rules.EmergencyPublish
	if rules == nil {
		return
	}
	for i, id := range rules.By {
		_, role := c.p.Roles[id]
		_, group := c.p.Groups[id]
		if !role && !group {
			c.fail("role", "/rules/emergency_publish/by/"+strconv.Itoa(i), finding.Say("there is no role %s", string(id)))
		}
	}
	row := c.p.rowOf(c.p.row(StepPublish), Event{Emergency: "x"})
	if c.p.allowsEmergency() && len(rules.By) > 0 && len(c.p.keyed(c.p.withAnyRole(c.p.entitled(row)))) == 0 {
		c.warn("W_NO_HOLDER", "/rules/emergency_publish/by", finding.Say("nobody who has a key may publish in an emergency: it needs %s", c.p.needed(row)))
	}
}
