package procedure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Subject is what a step is taken on.
type Subject string

// What steps are taken on: requests, unless their row says otherwise.
const (
	OfRequest     Subject = ""
	OfAgreement   Subject = "agreement"
	OfImprovement Subject = "improvement"
)

// rowsOf are the steps of the records other than requests. What an organisation
// chooses of them is who may take them, and what they are called. Every other field of a
// row is as it stands here; by is here what nobody has to choose.
func rowsOf(of Subject) []Step {
	switch of {
	case OfAgreement:
		return agreementRows()
	case OfImprovement:
		return improvementRows()
	}
	return nil
}

// besideRequests are what has steps of its own.
func besideRequests() []Subject { return []Subject{OfAgreement, OfImprovement} }

func agreementRows() []Step {
	return []Step{
		{Name: StepAgree, To: StateDrafted, By: []RoleID{Anyone}},
		{Name: StepAcceptDeviation, From: []State{StateDrafted}, To: SameState, Needs: []Need{NeedReason}},
		{Name: StepSignAgreement, From: []State{StateDrafted}, To: StateInForce, Needs: []Need{NeedSignatory}},
		{Name: StepEndAgreement, From: []State{StateDrafted, StateInForce}, To: StateEnded, Final: true, Needs: []Need{NeedReason}},
	}
}

// improvementRows are the steps of improvements (§4.1).
func improvementRows() []Step {
	return []Step{
		{Name: StepImprove, To: StateRaised, By: []RoleID{Anyone}},
		{Name: StepAcceptImprovement, From: []State{StateRaised, StateAccepted}, To: StateAccepted, Needs: []Need{NeedReason, NeedAssign}},
		{Name: StepRejectImprovement, From: []State{StateRaised}, To: StateDeclined, Final: true, Needs: []Need{NeedReason}},
		{Name: StepWithdrawImprovement, From: []State{StateRaised, StateAccepted}, To: StateWithdrawn, Final: true, Needs: []Need{NeedReason}},
		{Name: StepCloseImprovement, From: []State{StateAccepted}, To: StateClosed, Final: true, Needs: []Need{NeedAmendment}},
	}
}

// rowOf is how the row of a step of other records than requests must be, and of which
// they are; false for any other step.
func rowOf(name StepName) (Step, bool) {
	for _, of := range besideRequests() {
		for _, s := range rowsOf(of) {
			if s.Name == name {
				s.Of = of
				return s, true
			}
		}
	}
	return Step{}, false
}

// flow are the rows of the steps that are taken on requests, and beside them.
func (p *Procedure) flow() []Step {
	return slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Of != OfRequest })
}

// checkRecordRows: a procedure has all steps of a kind of records or none, each as it
// must be, and nothing else is a step of them.
func checkRecordRows(c *checker) {
	found := map[Subject]int{}
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		want, known := rowOf(s.Name)
		own := slices.IndexFunc(s.Needs, func(n Need) bool { return slices.Contains(needsOfRecords(), n) })
		switch {
		case !known && s.Of != OfRequest:
			c.fail("step", at+"/of", finding.Say("the step %s is none of: %s", string(s.Name), word(string(s.Of))))
		case !known && own >= 0:
			c.fail("needs", at+"/needs", finding.Say("the step %s cannot need %s", string(s.Name), string(s.Needs[own])))
		case known && !want.like(s):
			c.fail("step", at, finding.Say("the row of the step %s must be: %s", string(s.Name), want.row("[…]")))
		}
		found[want.Of]++
	}
	for _, of := range besideRequests() {
		if found[of] > 0 && found[of] < len(rowsOf(of)) {
			c.fail("step", "/steps", finding.Say("of these steps some are missing: %s; add: %s", word(string(of)), c.p.rowsLacking(of)))
		}
	}
}

// needsOfRecords are what only steps of other records than requests need.
func needsOfRecords() []Need { return []Need{NeedSignatory, NeedAmendment} }

// like reports whether a row is as it must be.
func (s Step) like(row Step) bool {
	return row.Of == s.Of && slices.Equal(row.From, s.From) && row.To == s.To && row.Final == s.Final &&
		slices.Equal(row.Needs, s.Needs) && row.CarriedBy == CarriedAlone
}

// row is a step of records as procedure.yaml has it.
func (s Step) row(by string) string {
	more := ""
	if s.Final {
		more += ", final: true"
	}
	more += ", by: " + by
	if len(s.Needs) > 0 {
		more += ", needs: " + listed(s.Needs)
	}
	return fmt.Sprintf("- {name: %s, from: %s, to: %s%s, of: %s}", s.Name, listed(s.From), s.To, more, s.Of)
}

func listed[T ~string](items []T) string {
	words := make([]string, len(items))
	for i, w := range items {
		words[i] = string(w)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// rowsLacking are the rows of a kind of records that a procedure lacks, with who may take
// them by what it says of its other steps.
func (p *Procedure) rowsLacking(of Subject) string {
	var rows []string
	for _, s := range rowsOf(of) {
		if _, there := p.Step(s.Name); there {
			continue
		}
		s.Of = of
		rows = append(rows, s.row(listed(p.likely(s))))
	}
	return strings.Join(rows, " ")
}

// likely are who may take a step of records where nobody has said so yet: who approves
// decides on deviations, who designs entries signs, who may amend decides on
// improvements.
func (p *Procedure) likely(s Step) []RoleID {
	switch {
	case len(s.By) > 0:
		return s.By
	case s.Name == StepAcceptDeviation:
		return p.row(StepApprove).By
	case s.Name == StepWithdrawImprovement:
		return slices.Concat([]RoleID{Requester}, p.row(StepAmend).By)
	case s.Of == OfImprovement:
		return p.row(StepAmend).By
	}
	return p.row(StepPropose).By
}

// Takes refuses a kind of records where the procedure has no steps for them. Nil is yes.
func (p *Procedure) Takes(of Subject) *Refusal {
	begins := rowsOf(of)[0].Name
	if _, ok := p.Step(begins); ok {
		return nil
	}
	r := refuse("E_TRANSITION", finding.Say("the procedure has no step %s", string(begins))).
		hint(finding.Say("it gets them by an amendment (sc amend): add to the steps these rows: %s", p.rowsLacking(of)))
	r.Subject = string(begins)
	return r
}

// Living is a record other than a request that grows by steps of its own.
type Living interface {
	Begins() Case    // before its first step
	Events() []Event // its steps so far
	Strike(void map[int]bool)
}

// FoldRecord is where a record stands: the fold of its history.
func (p *Procedure) FoldRecord(r Living) (Case, error) { return p.fold(r.Begins(), r.Events()) }

// strike marks the steps of entries that were ruled void.
func strike(history []Event, void map[int]bool) {
	for i := range history {
		history[i].Void = void[history[i].Entry]
	}
}
