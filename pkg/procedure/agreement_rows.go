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
	OfRequest   Subject = ""
	OfAgreement Subject = "agreement"
)

// agreementRows are the steps of agreements. What an organisation chooses of them is
// who may take them, and what they are called.
func agreementRows() []Step {
	return []Step{
		{Name: StepAgree, To: StateDrafted, By: []RoleID{Anyone}},
		{Name: StepAcceptDeviation, From: []State{StateDrafted}, To: SameState, Needs: []Need{NeedReason}},
		{Name: StepSignAgreement, From: []State{StateDrafted}, To: StateInForce, Needs: []Need{NeedSignatory}},
		{Name: StepEndAgreement, From: []State{StateDrafted, StateInForce}, To: StateEnded, Final: true, Needs: []Need{NeedReason}},
	}
}

// agreementStep is how the row of a step of agreements must be; false for any other.
func agreementStep(name StepName) (Step, bool) {
	rows := agreementRows()
	i := slices.IndexFunc(rows, func(s Step) bool { return s.Name == name })
	if i < 0 {
		return Step{}, false
	}
	return rows[i], true
}

// flow are the rows of the steps that are taken on requests, and beside them.
func (p *Procedure) flow() []Step {
	return slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Of != OfRequest })
}

// checkAgreements: a procedure has all steps of agreements or none, each as it must be,
// and nothing else is a step of agreements.
func checkAgreements(c *checker) {
	found := 0
	for i, s := range c.p.Steps {
		at := "/steps/" + strconv.Itoa(i)
		want, known := agreementStep(s.Name)
		switch {
		case !known && s.Of != OfRequest:
			c.fail("step", at+"/of", finding.Say("the step %s is none of agreements", string(s.Name)))
		case !known && slices.Contains(s.Needs, NeedSignatory):
			c.fail("needs", at+"/needs", finding.Say("the step %s cannot need %s", string(s.Name), string(NeedSignatory)))
		case known && !want.like(s):
			c.fail("step", at, finding.Say("the row of the step %s must be: %s", string(s.Name), want.row("[…]")))
		}
		if known {
			found++
		}
	}
	if found > 0 && found < len(agreementRows()) {
		c.fail("step", "/steps", finding.Say("of the steps of agreements some are missing; add: %s", c.p.agreementAmendment()))
	}
}

// like reports whether a row is as it must be.
func (s Step) like(row Step) bool {
	return row.Of == OfAgreement && slices.Equal(row.From, s.From) && row.To == s.To && row.Final == s.Final &&
		slices.Equal(row.Needs, s.Needs) && row.CarriedBy == CarriedAlone
}

// row is a step of agreements as procedure.yaml has it.
func (s Step) row(by string) string {
	more := ""
	if s.Final {
		more += ", final: true"
	}
	more += ", by: " + by
	if len(s.Needs) > 0 {
		more += ", needs: " + listed(s.Needs)
	}
	return fmt.Sprintf("- {name: %s, from: %s, to: %s%s, of: agreement}", s.Name, listed(s.From), s.To, more)
}

func listed[T ~string](items []T) string {
	words := make([]string, len(items))
	for i, w := range items {
		words[i] = string(w)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// agreementAmendment are the rows that a procedure without agreements lacks: who
// approves decides on deviations, who designs entries signs.
func (p *Procedure) agreementAmendment() string {
	var rows []string
	for _, s := range agreementRows() {
		if _, there := p.Step(s.Name); there {
			continue
		}
		by := s.By
		switch {
		case s.Name == StepAcceptDeviation:
			by = p.row(StepApprove).By
		case len(by) == 0:
			by = p.row(StepPropose).By
		}
		rows = append(rows, s.row(listed(by)))
	}
	return strings.Join(rows, " ")
}

// Agreements refuses agreements where the procedure has no steps for them. Nil is yes.
func (p *Procedure) Agreements() *Refusal {
	if _, ok := p.Step(StepAgree); ok {
		return nil
	}
	r := refuse("E_TRANSITION", finding.Say("the procedure has no step %s", string(StepAgree))).
		hint(finding.Say("it gets them by an amendment (sc amend): add to the steps these rows: %s", p.agreementAmendment()))
	r.Subject = string(StepAgree)
	return r
}
