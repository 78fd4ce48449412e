package procedure

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Cases are the requests as they stand, by id.
type Cases func(RequestID) (Case, bool)

// JudgeMeeting says what is wrong with a review meeting (§5.4) that a person
// records: who recorded it, who was there, how they voted, and whether each item
// is the design that waits for a decision.
func (p *Procedure) JudgeMeeting(m *Meeting, signer PersonID, cases Cases) []*Refusal {
	rs := list(
		p.judgeRecorder(m, signer),
		p.judgeAttendees(m),
		p.judgeQuorum(m),
		p.judgeRequiredRoles(m),
		p.judgeMajority(m),
		judgeItemsOnce(m),
	)
	for _, item := range m.Items {
		rs = append(rs, list(judgeItem(item, cases))...)
	}
	for _, r := range rs {
		if r.Subject == "" {
			r.Subject = "review " + string(m.ID)
		}
	}
	return rs
}

func (p *Procedure) judgeRecorder(m *Meeting, signer PersonID) *Refusal {
	if m.Recorder == signer {
		return nil
	}
	return refuse("E_ACTOR", finding.Say("the recorder is %s, but %s signs", string(m.Recorder), string(signer))).
		hint(finding.Say("whoever signs the minutes is their recorder"))
}

func (p *Procedure) judgeAttendees(m *Meeting) *Refusal {
	seen := map[PersonID]bool{}
	for _, a := range m.Attendees {
		switch {
		case !p.Acts(a.Person, a.Role):
			return refuse("E_ROLE", finding.Say("%s does not hold the role %s", string(a.Person), p.Label(a.Role))).
				hint(finding.Say("\"sc list people\" shows who holds which role"))
		case seen[a.Person]:
			return refuse("E_TRANSITION", finding.Say("%s is listed twice", string(a.Person)))
		case !a.Present && a.Vote != "":
			return refuse("E_TRANSITION", finding.Say("%s was absent and cannot have voted", string(a.Person)))
		}
		seen[a.Person] = true
	}
	if !p.present(m, m.Chair) {
		return refuse("E_TRANSITION", finding.Say("the chair %s is not among those present", string(m.Chair))).
			hint(finding.Say("list the chair with --attendee"))
	}
	return nil
}

func (p *Procedure) present(m *Meeting, id PersonID) bool {
	return slices.ContainsFunc(m.Attendees, func(a Attendee) bool { return a.Person == id && a.Present })
}

// reviewers are the roles whose holders decide in a meeting: those who may pass.
func (p *Procedure) reviewers() []RoleID {
	s, _ := p.Step(StepPass)
	return p.entitled(s)
}

// voters are the attendees who are present and decide.
func (p *Procedure) voters(m *Meeting) []Attendee {
	roles := p.reviewers()
	var voters []Attendee
	for _, a := range m.Attendees {
		if a.Present && intersects(p.RolesOf(a.Person), roles) {
			voters = append(voters, a)
		}
	}
	return voters
}

func (p *Procedure) judgeQuorum(m *Meeting) *Refusal {
	present, want := p.voters(m), p.Rules.Review.Quorum
	if p.Rules.Review.Votes == VotesSigned { // who did not vote signs nothing
		present = slices.DeleteFunc(present, func(a Attendee) bool { return a.Vote == "" })
	}
	got := len(present)
	if got >= want {
		return nil
	}
	return refuse("E_THRESHOLD", finding.Say("no quorum: %s of those who decide were present, %s are needed", got, want)).
		hint(finding.Say("name everyone who was there with --attendee PERSON"))
}

// judgeRequiredRoles: a required role is present and voting.
func (p *Procedure) judgeRequiredRoles(m *Meeting) *Refusal {
	for _, role := range p.Rules.Review.RequiredRoles {
		ok := slices.ContainsFunc(p.voters(m), func(a Attendee) bool {
			return a.Vote != "" && p.Acts(a.Person, role)
		})
		if !ok {
			return refuse("E_THRESHOLD", finding.Say("the %s must be present and vote", p.Label(role))).
				hint(finding.Say("%s can", p.Named(p.voting([]RoleID{role}))))
		}
	}
	return nil
}

func (p *Procedure) judgeMajority(m *Meeting) *Refusal {
	yes, cast := 0, 0
	for _, a := range p.voters(m) {
		switch a.Vote {
		case For:
			yes, cast = yes+1, cast+1
		case Against:
			cast++
		}
	}
	if p.Rules.Review.Majority.reached(yes, cast) {
		return nil
	}
	return refuse("E_THRESHOLD", finding.Say("no majority: %s of %s votes are for the results as recorded", yes, cast)).
		hint(finding.Say("record the results that the majority voted for"))
}

func (m Majority) reached(yes, cast int) bool {
	switch m {
	case All:
		return yes > 0 && yes == cast
	case TwoThirds:
		return yes > 0 && 3*yes >= 2*cast
	}
	return 2*yes > cast
}

func judgeItemsOnce(m *Meeting) *Refusal {
	seen := map[RequestID]bool{}
	for _, item := range m.Items {
		if seen[item.Request] {
			return refuse("E_TRANSITION", finding.Say("%s is decided twice", string(item.Request)))
		}
		seen[item.Request] = true
	}
	if len(m.Items) == 0 {
		return refuse("E_TRANSITION", finding.Say("the meeting decided nothing"))
	}
	return nil
}

// judgeItem: what the meeting had before it is what is proposed now.
func judgeItem(item Item, cases Cases) *Refusal {
	c, ok := cases(item.Request)
	if !ok {
		return about("review "+string(item.Request), refuse("E_ID", finding.Say("there is no request %s", string(item.Request))))
	}
	if c.Proposed > 0 && c.Proposed == item.ProposedEntry && slices.Equal(c.Design, item.Design) {
		return nil
	}
	r := refuse("E_REVIEW_STALE", finding.Say("the meeting decided on the design of entry %s, but entry %s proposed it again", item.ProposedEntry, c.Proposed))
	switch {
	case c.Proposed == 0:
		r.Message = finding.Say("nothing is proposed for it yet")
	case c.Proposed == item.ProposedEntry:
		r.Message = finding.Say("the design before the meeting is not the one that entry %s proposed", c.Proposed)
	}
	return about("review "+string(item.Request), r).hint(finding.Say("hold the review on what is proposed now"))
}
