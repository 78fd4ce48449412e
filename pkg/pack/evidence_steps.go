package pack

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

func (g *gathering) requests() {
	n := 0
	for _, r := range g.Requests {
		if g.logged(r) {
			n++
			g.say(g.t("%s: %s", string(r.ID), g.Words.Text(procedure.Corrected(r).Title)), g.Signed(r.History[0].Entry).Ref)
		}
	}
	if n == 0 {
		g.gap(g.t("no requirement was logged in the period"))
	}
}

// logged reports whether a request came in within the period.
func (g *gathering) logged(r *procedure.Request) bool {
	return len(r.History) > 0 && !r.History[0].Void && g.in(r.History[0].At)
}

func (g *gathering) decisions() {
	n := 0
	g.events(func(r *procedure.Request, e procedure.Event) {
		if e.Step != procedure.StepApprove && e.Step != procedure.StepReject && e.Step != procedure.StepClose {
			return
		}
		n++
		signed := g.Signed(e.Entry)
		g.say(g.t("%s: %s, by %s", string(r.ID), g.step(e.Step), signed.Who), signed.Ref)
		if e.Step == procedure.StepApprove && e.Considered == nil {
			g.gap(g.t("%s was approved without saying what was considered (§5.2)", string(r.ID)))
		}
	})
	if n == 0 {
		g.gap(g.t("nothing was decided in the period"))
	}
}

// step is what people call a step.
func (g *gathering) step(name procedure.StepName) string {
	if s, known := g.Rules.Step(name); known && !s.Label.IsZero() {
		return g.Words.Text(s.Label)
	}
	return g.Words.Say.Word(string(name))
}

// events are the steps of the period that count, by request.
func (g *gathering) events(each func(*procedure.Request, procedure.Event)) {
	for _, r := range g.Requests {
		for _, e := range r.History {
			if !e.Void && g.in(e.At) {
				each(r, e)
			}
		}
	}
}

// deadlines are those of §5.2: a decision within so many working days.
func (g *gathering) deadlines() {
	within, late, count := g.Rules.Rules.DecideWithin, 0, 0
	for _, r := range g.Requests {
		if !g.logged(r) {
			continue
		}
		count++
		due := g.Rules.Calendar.Due(moment(r.History[0].At), within)
		if decided := decidedOn(r, g.Rules.Calendar); decided == "" && due < g.To || decided > due {
			late++
			g.gap(g.t("%s was to be decided by %s: %s", string(r.ID), due, orNot(decided, g.t("not decided"))))
		}
	}
	g.say(g.t("decided within %s working days: %s of %s", within, count-late, count), g.Through)
}

func orNot(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

func moment(at string) time.Time {
	t, _ := time.Parse(time.RFC3339, at) // the schema asks for this form
	return t
}

// decidedOn is the day on which a request left its first state; empty: it did not.
func decidedOn(r *procedure.Request, days procedure.Calendar) string {
	for _, e := range r.History[1:] {
		if !e.Void && slices.Contains([]procedure.StepName{procedure.StepApprove, procedure.StepReject, procedure.StepClose, procedure.StepWithdraw}, e.Step) {
			return days.Date(moment(e.At))
		}
	}
	return ""
}

func (g *gathering) reviews() {
	n := 0
	for _, m := range g.Meetings {
		if !g.in(m.HeldAt) {
			continue
		}
		n++
		ref := g.At(records.Meetings().Path(string(m.ID)))
		g.say(g.t("%s: minutes signed by %s; treated: %s", string(m.ID), g.Signed(ref.Entry).Who, g.Words.List(treated(m))), ref)
		if names := g.Unsigned[m.ID]; len(names) > 0 {
			g.gap(g.t("%s: presence and vote of %s are attested by the recorder, and not signed by them", string(m.ID), g.Words.List(names)))
		}
	}
	if n == 0 {
		g.gap(g.t("no review meeting was held in the period"))
	}
}

// treated are the requests that a meeting decided on.
func treated(m *procedure.Meeting) []string {
	var ids []string
	for _, i := range m.Items {
		ids = append(ids, string(i.Request))
	}
	return ids
}

func (g *gathering) changeRefs() {
	when := []string{}
	for _, w := range g.Rules.Rules.ChangeRef.When {
		when = append(when, g.Words.Say.Word(w))
	}
	g.say(g.t("a change request must be named: %s", orNot(g.Words.List(when), g.t("never"))), g.procedureRef())
	for _, m := range g.Versions {
		if g.in(m.PublishedAt) && m.ChangeRef != "" {
			g.say(g.t("version %s names %s", m.Version, strings.TrimSpace(m.ChangeRef+" "+g.Rules.Rules.ChangeRef.Address(m.ChangeRef))), g.At(records.VersionPath(m.Version)))
		}
	}
	if len(when) == 0 {
		g.gap(g.t("the procedure never asks for a change request (§6)"))
	}
}

// corrections are rulings, repairs and what was put right in records.
func (g *gathering) corrections() {
	for _, r := range g.Rulings {
		g.say(r.Text, r.Ref)
	}
	g.events(func(r *procedure.Request, e procedure.Event) {
		if e.Step == procedure.StepCorrect {
			g.say(g.t("%s: %s, by %s", string(r.ID), g.step(e.Step), g.Signed(e.Entry).Who), g.Signed(e.Entry).Ref)
		}
		if e.Step == "return" {
			g.say(g.t("%s was sent back to be improved: %s", string(r.ID), e.Reason), g.Signed(e.Entry).Ref)
		}
	})
	if len(g.Found) == 0 {
		g.say(g.t("nothing was corrected, ruled on or repaired in the period"), g.Through)
	}
}

func (g *gathering) procedures() {
	for _, p := range g.Procedures {
		if p.Until == 0 || g.in(p.At) {
			g.found(Item{g.t("version %s of the procedure, signed by %s", p.Number, p.Who), p.Ref, p.File})
		}
	}
}

func (g *gathering) roles() {
	for _, id := range g.named() {
		var holders []string
		for _, person := range g.Rules.Persons() {
			if slices.Contains(g.Rules.People[person].Roles, id) {
				holders = append(holders, g.Rules.People[person].Name)
			}
		}
		label := g.t("%s", g.Rules.Label(id))
		if len(holders) == 0 {
			g.gap(g.t("nobody is %s", label))
			continue
		}
		g.say(g.t("%s: %s", label, g.Words.List(holders)), g.procedureRef())
	}
}

// named are the roles of the procedure, sorted.
func (g *gathering) named() []procedure.RoleID {
	var ids []procedure.RoleID
	for id := range g.Rules.Roles {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (g *gathering) competence() {
	for _, id := range g.named() {
		label := g.t("%s", g.Rules.Label(id))
		if skills := g.Rules.Roles[id].Skills; len(skills) > 0 {
			g.say(g.t("%s: %s skills are asked for", label, len(skills)), g.procedureRef())
		} else {
			g.gap(g.t("no skills are asked for of the role %s", label))
		}
	}
	g.elsewhere(g.t("records of training and appraisal: that people have these skills"))
}

func (g *gathering) auditors() {
	holders := g.Rules.People
	for _, id := range g.Rules.Persons() {
		if slices.Contains(holders[id].Roles, auditor) {
			g.say(g.t("%s is auditor", holders[id].Name), g.procedureRef())
		}
	}
	if len(g.Found) == 0 {
		g.gap(g.t("the procedure names no auditor"))
	}
	g.elsewhere(g.t("audit programme and audit reports"))
}

// auditor is the role of the default procedure that checks.
const auditor procedure.RoleID = "auditor"

func (g *gathering) improvements() {
	for _, p := range g.Procedures {
		if p.Number > 1 && g.in(p.At) {
			g.found(Item{g.t("version %s of the procedure: %s", p.Number, g.Words.List(few(p.Changes))), p.Ref, p.File})
		}
	}
	for _, m := range g.Improvements {
		g.improvement(m)
	}
	g.events(func(r *procedure.Request, e procedure.Event) {
		if e.Step == procedure.StepPublish && !r.Source.ForCustomer() {
			g.say(g.t("%s, which came from inside, was published: %s", string(r.ID), g.Words.Text(r.Title)), g.Signed(e.Entry).Ref)
		}
	})
	if len(g.Found) == 0 {
		g.gap(g.t("nothing was improved in the period that the ledger knows of"))
	}
}

// improvement is what became of a defect of the procedure by the end of the period, where
// it was raised or closed in it, or should have been.
func (g *gathering) improvement(m *procedure.Improvement) {
	then := *m
	then.History = slices.DeleteFunc(slices.Clone(m.History), func(e procedure.Event) bool { return e.At[:min(len(e.At), len(g.To))] > g.To })
	c, err := g.Rules.FoldRecord(&then)
	if err != nil || c.State == "" || c.State == procedure.StateVoid || c.Final && !g.in(c.Last.At) {
		return
	}
	ref, id := g.At(records.Improvements().Path(string(m.ID))), string(m.ID)
	state, due := catalogue.Word(string(c.State)), ""
	if c.Assigned != nil && !c.Final {
		due = c.Assigned.DueOn
	}
	switch {
	case c.State == procedure.StateClosed:
		g.say(g.t("%s, a defect of the procedure, was closed by its version %s: %s", id, c.Last.Amendment, g.Words.Text(m.Title)), ref)
	default:
		g.say(g.t("%s, a defect of the procedure, is %s: %s", id, state, g.Words.Text(m.Title)), ref)
	}
	if due != "" && due <= g.To {
		g.gap(g.t("%s was to be seen to by %s, and is not closed", id, due))
	}
}

// few are the first of several, so that a line stays one.
func few(texts []string) []string {
	if len(texts) > 3 {
		return append(slices.Clone(texts[:3]), "…")
	}
	return texts
}
