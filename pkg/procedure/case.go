package procedure

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Case is where a request stands: the fold of its history.
type Case struct {
	ID          RequestID
	Of          Subject // a request, unless said
	Title       catalogue.Text
	Source      Source
	ForCustomer bool // a customer is named, whatever the source says
	State       State
	Final       bool
	Requesters  []PersonID // who logged it and who raised it, who may be a plain name
	Approver    PersonID
	Design      []Design // as last proposed
	Proposed    int      // number of the entry that bound Design
	Pass        *Pass    // the latest pass, gone when proposed again
	Version     catalogue.Version
	Last        Event  // the latest step that moved it
	Urgent      Urgent // its version is zero where it was never published in an emergency

	Beyond   bool     // an agreement that promises more than the catalogue
	Accepted PersonID // who decided on that

	Procedure int         // an improvement: the version of the procedure that it is about
	Assigned  *Assignment // who sees to it, and until when
}

// Pass is a review meeting's yes to the design a case is bound to.
type Pass struct {
	Meeting  MeetingID
	Recorder PersonID
	Entry    int
}

// Fold replays a request's history by the rows of the procedure, without what was
// ruled void. The procedure may be a later one than the one in force at the time: an
// amendment never removes a step nor changes where it leads (see Amendment).
func (p *Procedure) Fold(r *Request) (Case, error) { return p.fold(NewCase(r), r.History) }

func (p *Procedure) fold(c Case, history []Event) (Case, error) {
	for i, e := range history {
		if e.Void {
			if i == 0 { // it was never asked for
				c.State, c.Final = StateVoid, true
			}
			continue
		}
		s, ok := p.Step(e.Step)
		if !ok {
			return c, &finding.Fault{Message: finding.Say("%s: its history has the step %s, which the procedure does not know", string(c.ID), string(e.Step))}
		}
		if c.State != StateVoid {
			c = p.After(c, s, e)
		}
	}
	return c, nil
}

// NewCase is a request before its first step.
func NewCase(r *Request) Case {
	return Case{
		ID: r.ID, Title: r.Title, Source: r.Source, ForCustomer: r.Customer != nil,
		Requesters: []PersonID{PersonID(strings.TrimSpace(r.RaisedBy))},
	}
}

// After is the case once a step was taken.
func (p *Procedure) After(c Case, s Step, e Event) Case {
	before := c
	if s.To != SameState {
		c.State, c.Final, c.Last = s.To, s.Final, e
	}
	if s.To == StateSubmitted {
		c.Approver = "" // it waits for an approval again
	}
	switch e.Step {
	case StepRequest:
		c.Requesters = requesters(c.Requesters, e.By)
	case StepApprove:
		c.Approver = e.By
	case StepPropose:
		c.Design, c.Proposed, c.Pass = e.Design, e.Entry, nil
	case StepReturn:
		c.Pass = nil
	case StepPass:
		c.Pass = &Pass{Meeting: e.Meeting, Recorder: e.By, Entry: e.Entry}
	case StepPublish:
		c.Version = e.Version
	case StepAgree:
		c.Requesters = []PersonID{e.By}
	case StepAcceptDeviation:
		c.Accepted = e.By
	case StepImprove:
		c.Requesters = requesters(c.Requesters, e.By)
	case StepAcceptImprovement:
		c.Assigned = e.Assign
	}
	if e.Correction != nil && e.Correction.Field == fieldTitle {
		c.Title = catalogue.Text{Plain: e.Correction.To}
	}
	return p.afterEmergency(before, c, s, e)
}

// requesters are the signer of the request and the one who raised it. A plain
// name stays: whom the procedure knows may change, what was asked for may not.
func requesters(raised []PersonID, signer PersonID) []PersonID {
	people := []PersonID{signer}
	for _, id := range raised {
		if id != signer {
			people = append(people, id)
		}
	}
	return people
}

// asked reports whether a person logged or raised the case, under their id or,
// as a plain name, under their name.
func (p *Procedure) asked(c Case, id PersonID) bool {
	name := PersonID(p.People[id].Name)
	return slices.Contains(c.Requesters, id) || name != "" && slices.Contains(c.Requesters, name)
}

// Binds reports whether the case's design speaks of a service, and the digest it
// is bound to.
func (c Case) Binds(id catalogue.ServiceID) (catalogue.Digest, bool) {
	i := slices.IndexFunc(c.Design, func(d Design) bool { return d.Service == id })
	if i < 0 {
		return "", false
	}
	return c.Design[i].Digest, true
}

// Bound reports whether the case's design still waits for a meeting or a version.
func (c Case) Bound() bool { return c.State == StateProposed || c.State == StatePassed }

// The steps and states that the product knows by name; an organisation may add
// others.
const (
	StepRequest  StepName = "request"
	StepApprove  StepName = "approve"
	StepReject   StepName = "reject"
	StepClose    StepName = "close"
	StepPropose  StepName = "propose"
	StepReturn   StepName = "return"
	StepPass     StepName = "pass"
	StepRefuse   StepName = "refuse"
	StepWithdraw StepName = "withdraw"
	StepPublish  StepName = "publish"
	StepNote     StepName = "note"
	StepCorrect  StepName = "correct"
	StepAmend    StepName = "amend"

	StepPeriodicReview StepName = "periodic_review"

	StepAgree           StepName = "agree"
	StepAcceptDeviation StepName = "accept_deviation"
	StepSignAgreement   StepName = "sign_agreement"
	StepEndAgreement    StepName = "end_agreement"

	StepImprove             StepName = "improve"
	StepAcceptImprovement   StepName = "accept_improvement"
	StepRejectImprovement   StepName = "reject_improvement"
	StepWithdrawImprovement StepName = "withdraw_improvement"
	StepCloseImprovement    StepName = "close_improvement"

	StateSubmitted State = "submitted"
	StateApproved  State = "approved"
	StateProposed  State = "proposed"
	StatePassed    State = "passed"
	StateVoid      State = "void" // the request itself was ruled void

	StateDrafted State = "drafted" // an agreement that nobody signed yet
	StateInForce State = "in_force"
	StateEnded   State = "ended"

	StateRaised    State = "raised" // an improvement that nobody decided on yet
	StateAccepted  State = "accepted"
	StateDeclined  State = "declined"
	StateWithdrawn State = "withdrawn"
	StateClosed    State = "closed"
)
