package cli

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// requestCard is a request for people: what is asked, as its corrections make
// it, and what was done about it.
func (d *desk) requestCard(id procedure.RequestID) ([]render.Section, error) {
	original, err := d.books.Request(id)
	if err != nil {
		return nil, err
	}
	state, err := d.rules.Fold(original)
	if err != nil {
		return nil, err
	}
	r := procedure.Corrected(original)
	c := &card{desk: d}
	c.add(d.app.say.T("State"), d.app.say.Word(string(state.State)))
	c.request(r, corrections(original))
	for i, ask := range r.Asks {
		label := c.field("asks")
		if len(r.Asks) > 1 {
			label += " " + strconv.Itoa(i+1)
		}
		c.ask(label, ask)
	}
	c.coverage(r.Coverage)
	c.lines("attachments", each(r.Attachments, func(a procedure.Attachment) string { return a.Path }))
	return []render.Section{c.section(finding.Say("%s  %s", string(id), d.app.text(r.Title))), d.historySection(r.History)}, nil
}

// corrections are what stood in each field before it was first corrected.
func corrections(r *procedure.Request) map[string]string {
	was := map[string]string{}
	for _, e := range r.History {
		if e.Correction == nil || e.Void {
			continue
		}
		if _, again := was[e.Correction.Field]; !again {
			was[e.Correction.Field] = e.Correction.From
		}
	}
	return was
}

func (c *card) request(r *procedure.Request, was map[string]string) {
	mark := func(field, value string) string {
		if before, corrected := was[field]; corrected {
			return c.app.say.T("%s (corrected; it was: %s)", value, cmp.Or(before, "-"))
		}
		return value
	}
	if before, corrected := was["title"]; corrected {
		c.line("title", c.app.say.T("%s (corrected; it was: %s)", c.app.text(r.Title), before))
	}
	if r.Customer != nil {
		c.line("customer", c.app.wording().Bracketed(mark("customer.name", r.Customer.Name), mark("customer.code", r.Customer.Code)))
		c.add(c.internal("contact"), mark("customer.contact", r.Customer.Contact))
	}
	if k := r.Contract; k != nil {
		c.line("contract", c.app.wording().Bracketed(mark("contract.ref", k.Ref), mark("contract.stage", c.app.say.Word(k.Stage))))
		c.add(c.app.say.T("Needed by"), mark("contract.due_on", k.DueOn))
	}
	c.line("source", c.app.say.Word(string(r.Source)))
	c.line("words", mark("words", r.Words))
	c.line("business_goal", mark("business_goal", r.BusinessGoal))
	c.line("priority", mark("priority", c.app.say.Word(r.Priority)))
	c.add(c.app.say.T("Worth (internal)"), mark("value", r.Value))
	c.line("raised_by", c.name(procedure.PersonID(r.RaisedBy)))
	c.line("raised_on", mark("raised_on", r.RaisedOn))
}

// ask is one thing asked for, its points below each other.
func (c *card) ask(label string, ask catalogue.Ask) {
	what := c.app.say.T("any service")
	if ask.Service != "" {
		what = c.service(ask.Service)
	}
	points := []string{what}
	point := func(field, value string) {
		if value != "" {
			points = append(points, "  "+c.app.say.T("%s: %s", catalogue.Word(field), value))
		}
	}
	point("hours", c.app.wording().Hours(ask.Hours))
	point("frequency", c.app.wording().Frequency(ask.Frequency))
	point("delivery", terms(c.app, ask.Delivery))
	for _, l := range ask.Levels {
		points = append(points, "  "+c.app.wording().Level(l))
	}
	for _, d := range ask.Deliverables {
		point("deliverables", c.app.wording().Deliverable(d))
	}
	if ask.Quantity > 0 {
		point("quantity", strconv.Itoa(ask.Quantity))
	}
	point("sites", c.app.several(ask.Sites))
	point("note", ask.Note)
	for i, p := range points {
		if i > 0 {
			label = ""
		}
		c.rows = append(c.rows, []any{label, strings.TrimRight(p, " ")})
	}
}

func (c *card) coverage(v *catalogue.Coverage) {
	if v == nil {
		return
	}
	lines := []string{c.app.say.T("%s, by version %s", catalogue.Word(v.Result), v.Version)}
	for _, m := range v.Matched {
		lines = append(lines, c.service(m.Service))
		for _, g := range m.Gaps {
			lines = append(lines, "  "+c.app.gap(g))
		}
	}
	for i, l := range lines {
		label := ""
		if i == 0 {
			label = c.field("coverage")
		}
		c.rows = append(c.rows, []any{label, l})
	}
}

// historySection is what was done about a request, a line for each step.
func (d *desk) historySection(history []procedure.Event) render.Section {
	s := render.Section{
		Title:   finding.Say("History"),
		Columns: []finding.Sentence{finding.Say("Entry"), finding.Say("When"), finding.Say("Step"), finding.Say("Who"), finding.Say("What")},
	}
	for _, e := range history {
		s.Rows = append(s.Rows, []any{e.Entry, instant(e.At), d.stepOf(e), d.signedAs(e.By, e.Role, e.Entry), d.details(e)})
	}
	return s
}
