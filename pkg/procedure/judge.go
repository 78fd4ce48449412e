package procedure

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Actor is a person with the role they act in.
type Actor struct {
	Person PersonID
	Role   RoleID // empty: the first of their roles that may
}

// Act is what somebody wants to do to a case: an Event without its signature
// (by, role, at, entry).
type Act = Event

// Stamp is what the ledger says of a step: when it was signed and the number of
// its entry.
type Stamp struct {
	At    string
	Entry int
}

// Unlike says that a record names another time than its entry: both in the record's time
// zone, unless the zone is all that they differ in.
func (s Stamp) Unlike(record string) finding.Sentence {
	entry := s.At
	said, err := time.Parse(time.RFC3339, record)
	if at, err2 := time.Parse(time.RFC3339, entry); err == nil && err2 == nil && !at.Equal(said) {
		entry = at.In(said.Location()).Format(time.RFC3339)
	}
	return finding.Say("the record says %s, the entry %s", record, entry)
}

// Apply takes a step on a case, or refuses it. The event it returns is complete
// and Judge accepts it.
func (p *Procedure) Apply(c Case, act Act, who Actor, at Stamp) (Event, *Refusal) {
	s, ok := p.Step(act.Step)
	if !ok {
		return Event{}, p.unknownStep(act.Step)
	}
	s = p.rowOf(s, act)
	act.By, act.At, act.Entry = who.Person, at.At, at.Entry
	act.Role = p.hat(c, s, who)
	if r := p.Judge(c, act); r != nil {
		return Event{}, r
	}
	return act, nil
}

// hat is the role a person takes the step in: the one they chose, else the first
// of theirs that may, else their first.
func (p *Procedure) hat(c Case, s Step, who Actor) RoleID {
	if who.Role != "" {
		return who.Role
	}
	roles := p.RolesOf(who.Person)
	for _, r := range roles {
		if p.may(c, s, Actor{who.Person, r}) {
			return r
		}
	}
	return slices.Concat(roles, []RoleID{""})[0]
}

// Judge says whether a step on a case is by the procedure: who, from which
// state, with all it needs, by two people where that is the rule. Nil is yes.
func (p *Procedure) Judge(c Case, e Event) *Refusal {
	s, ok := p.Step(e.Step)
	if !ok || s.Of != c.Of {
		return p.unknownStep(e.Step)
	}
	s = p.rowOf(s, e)
	for _, judge := range []func(Case, Step, Event) *Refusal{p.judgeRole, judgeState, judgeNeeds, p.judgeExtras, p.judgeSegregation, p.judgeReviewer, judgeDeviation, p.judgeClosing} {
		if r := judge(c, s, e); r != nil {
			r.Subject = strings.TrimSpace(string(e.Step) + " " + string(c.ID))
			return r
		}
	}
	return nil
}

func (p *Procedure) unknownStep(name StepName) *Refusal {
	return refuse("E_TRANSITION", finding.Say("the procedure has no step %s", string(name))).
		hint(finding.Say("\"sc procedure show\" lists the steps"))
}

// may reports whether a person in a role may take a step, its state aside.
func (p *Procedure) may(c Case, s Step, who Actor) bool {
	holds := p.holds(who.Person, who.Role) || s.Name != StepAmend && p.Acts(who.Person, who.Role)
	byRole := slices.Contains(p.entitled(s), who.Role)
	asRequester := slices.Contains(s.By, Requester) && slices.Contains(c.Requesters, who.Person)
	return holds && (byRole || asRequester)
}

func (p *Procedure) judgeRole(c Case, s Step, e Event) *Refusal {
	who := Actor{e.By, e.Role}
	if p.may(c, s, who) {
		return nil
	}
	r := refuse("E_ROLE", finding.Say("needs the %s", p.needed(s)))
	switch {
	case len(s.By) == 0:
		r.Message = finding.Say("the procedure has retired this step")
	case slices.Contains(s.By, Anyone):
		r.Message = finding.Say("needs somebody who has a role in the procedure")
	}
	r.You = p.you(who)
	return r.hint(p.whoMay(c, s))
}

// you says who the actor is, as part of a refusal.
func (p *Procedure) you(who Actor) finding.Sentence {
	if who.Role == "" {
		return finding.Say("you are %s, who holds no role", string(who.Person))
	}
	if _, delegate := p.delegated(who.Person, who.Role); delegate {
		return finding.Say("you are %s (%s, as a delegate)", string(who.Person), p.Label(who.Role))
	}
	if !p.holds(who.Person, who.Role) {
		return finding.Say("you are %s, who does not hold the role %s", string(who.Person), p.Label(who.Role))
	}
	return finding.Say("you are %s (%s)", string(who.Person), p.Label(who.Role))
}

// needed is who a step asks for, such as "ops lead or the requester".
func (p *Procedure) needed(s Step) Labels {
	labels := Labels{}
	for _, id := range s.By {
		labels = append(labels, p.Label(id))
	}
	return labels
}

func (p *Procedure) whoMay(c Case, s Step) finding.Sentence {
	if c.Final && c.Of == OfImprovement {
		return finding.Say("nobody can: it is %s, and that is final", word(string(c.State)))
	}
	people := p.Holders(s.Name)
	if s.Name == StepPublish {
		people = p.withAnyRole(p.entitled(s))
	}
	if slices.Contains(s.By, Requester) {
		for _, id := range c.Requesters {
			if len(p.People[id].Roles) > 0 && !slices.Contains(people, id) {
				people = append(people, id)
			}
		}
	}
	signers := p.keyed(slices.Clone(people))
	switch {
	case len(s.By) == 0:
		return finding.Say("\"sc procedure show\" lists the steps")
	case len(people) == 0:
		return finding.Say("nobody holds that role yet; enrol somebody with \"sc person add\"")
	case len(signers) == 0:
		return finding.Say("of %s nobody has a key yet; \"sc person key add\" gives one", p.Named(people))
	}
	return p.canTake(signers, s.Name)
}

// canTake says that people can take a step, in its own word where that is a verb of
// which the record is the object: approve it.
func (p *Procedure) canTake(people []PersonID, name StepName) finding.Sentence {
	switch name {
	case StepApprove, StepReject, StepClose, StepPropose, StepReturn, StepPass, StepRefuse, StepWithdraw, StepPublish, StepCorrect,
		StepAcceptImprovement, StepRejectImprovement, StepWithdrawImprovement, StepCloseImprovement:
		return finding.Say("%s can %s it; \"sc status\" shows what waits for you", p.Named(people), word(string(name)))
	}
	return finding.Say("%s can do that; \"sc status\" shows what waits for you", p.Named(people))
}

// judgeState: the step starts from where the case stands. Nothing starts from a
// final state, whatever the rows say.
func judgeState(c Case, s Step, _ Event) *Refusal {
	if c.State == StateUnreviewed {
		return judgeUnreviewed(c, s)
	}
	begins := len(s.From) == 0
	anywhere := slices.Contains(s.From, AnyState)
	var r *Refusal
	switch {
	case c.State == "" && begins, !c.Final && c.State != "" && (anywhere || slices.Contains(s.From, c.State)):
		return nil
	case c.State == "":
		return refuse("E_STATE", finding.Say("nothing was requested yet; this step starts from %s", states(s.From)))
	case c.Final:
		r = refuse("E_STATE", finding.Say("it is %s, and that is final", word(string(c.State))))
	case begins:
		r = refuse("E_STATE", finding.Say("it is %s; this step is not taken on a request that is there already", word(string(c.State))))
	default:
		r = refuse("E_STATE", finding.Say("it is %s; this step starts from %s", word(string(c.State)), states(s.From)))
	}
	return r.hint(finding.Say("\"sc trace %s\" shows what happened to it", string(c.ID)))
}

func states(from []State) Labels {
	labels := Labels{}
	for _, s := range from {
		labels = append(labels, word(string(s)))
	}
	return labels
}

// judgeSegregation: who asked for a customer does not approve (§5.2), and no row
// of the organisation's own leads around the approval.
func (p *Procedure) judgeSegregation(c Case, _ Step, e Event) *Refusal {
	if e.Step == StepPropose && c.Approver == "" {
		return refuse("E_STATE", finding.Say("nobody has approved it")).hint(p.whoMay(c, p.row(StepApprove)))
	}
	if !decides(e.Step) || !p.segregated(c) || !p.asked(c, e.By) {
		return nil
	}
	others := p.butAskers(c, p.Signers(e.Step))
	r := refuse("E_SOD", finding.Say("%s asked for it and may not approve it too", p.Named([]PersonID{e.By})))
	if len(others) == 0 {
		return r.hint(finding.Say("nobody else may approve; enrol a second approver, or let somebody else log it"))
	}
	return r.hint(p.canTake(others, e.Step))
}

// decides reports whether a step says yes to what somebody asked for: to a requirement,
// or to an improvement of the procedure.
func decides(name StepName) bool { return name == StepApprove || name == StepAcceptImprovement }

// SamePerson reports whether a step that was found sound is the approval of what its
// own author asked for, which the rules allow and readers should know (§5.2).
func (p *Procedure) SamePerson(c Case, e Event) bool {
	return decides(e.Step) && p.asked(c, e.By)
}

// butAskers are the people who neither logged nor raised the case.
func (p *Procedure) butAskers(c Case, people []PersonID) []PersonID {
	return slices.DeleteFunc(people, func(id PersonID) bool { return p.asked(c, id) })
}

// segregated reports whether a case needs two people to ask and to approve.
func (p *Procedure) segregated(c Case) bool {
	switch p.Rules.RequesterNotApprover {
	case Always:
		return true
	case ForCustomers:
		return c.Source.ForCustomer() || c.ForCustomer
	}
	return false
}

// Approvable refuses a request at once where nobody but its author could ever
// approve it.
func (p *Procedure) Approvable(c Case) *Refusal {
	if !p.segregated(c) {
		return nil
	}
	approvers := p.Holders(StepApprove)
	if len(approvers) == 0 || len(p.butAskers(c, slices.Clone(approvers))) > 0 {
		return nil
	}
	r := refuse("E_SOD", finding.Say("nobody but %s could approve it, who would also be its requester", p.Named(approvers)))
	r.Subject = string(StepRequest)
	others := p.butAskers(c, p.Signers(StepRequest))
	if len(others) == 0 {
		return r.hint(finding.Say("enrol somebody who can log it with \"sc person add\""))
	}
	return r.hint(finding.Say("let %s log it, naming who raised it with --raised-by", p.Named(others)))
}
