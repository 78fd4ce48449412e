package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/ask"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// The words of a request's record, in the order in which they are offered.
func sources() []string {
	return []string{"contract", "renewal", "review", "tender", "internal", "other"}
}

// usualSource is the source that is meant where none is given.
const usualSource = "contract"

// customerSources are those that come from a customer, who is to be named.
func customerSources() []string { return []string{"contract", "renewal", "tender"} }

func priorities() []string { return []string{"low", "medium", "high", "urgent"} }

func contractStages() []string {
	return []string{"negotiation", "signing", "renewal", "in_service"}
}

func reasonCodes() []string {
	return []string{"business_fit", "capacity", "cost", "infeasible", "compliance", "duplicate", "other"}
}

// requestFields are the heart of a request; where nothing is drawn, what may as well
// stay empty is left out.
func (a *app) requestFields(ctx context.Context, o *requestOptions) ([]*ask.Field, error) {
	t := a.say.T
	var services []ask.Option
	if a.Term.Draws {
		d, err := a.glance(ctx, "")
		if err != nil {
			return nil, err
		}
		services = append([]ask.Option{a.noAnswer()}, d.serviceOptions()...)
	}
	source := &ask.Field{Flag: "source", Label: t("Source"), Options: a.wordOptions(sources()...), Answer: cmp.Or(o.source, usualSource), Inline: true, Spare: true}
	return []*ask.Field{
		{Flag: "title", Label: t("Title"), Help: t("what it is about, in a few words"), Answer: o.title, Check: a.filled},
		source,
		{Flag: "customer", Label: t("Customer"), Answer: o.customer, Check: a.customer(source)},
		{Flag: "words", Label: t("Customer's words"), Help: t("verbatim"), Answer: o.words, Long: true},
		{Flag: "goal", Label: t("Business goal"), Answer: o.goal},
		{Flag: "service", Label: t("Service"), Help: t("none, if the catalogue has none for it"), Options: services, Free: !a.Term.Draws, Answer: o.service},
		{Flag: "priority", Label: t("Priority"), Options: append([]ask.Option{a.noAnswer()}, a.wordOptions(priorities()...)...), Answer: o.priority, Inline: true, Spare: true},
		{Flag: "due", Label: t("Needed by"), Help: t("the date the contract needs it by"), Answer: o.due, Check: a.dated, Spare: true},
		{Flag: "raised-by", Label: t("Raised by"), Help: t("you, if not given"), Answer: o.raisedBy},
	}, nil
}

// customer is the check of a field for the customer, whom some sources cannot do without.
func (a *app) customer(source *ask.Field) func(string) error {
	return func(answer string) error {
		if answer != "" || !slices.Contains(customerSources(), source.Answer) {
			return nil
		}
		return errors.New(a.say.T("needed, as the source is %s", a.say.Word(source.Answer)))
	}
}

// serviceOptions are the services to choose from, with their names.
func (d *desk) serviceOptions() []ask.Option {
	services, err := d.onShelf()
	if err != nil {
		return nil // it is a help to whoever types, and no more
	}
	var options []ask.Option
	for _, s := range services {
		if s.err == nil && s.Lifecycle != catalogue.Retired {
			options = append(options, ask.Option{Value: string(s.ID), Label: string(s.ID) + "  " + d.app.text(s.Name)})
		}
	}
	return options
}

// caseOptions are requests to choose from, with their titles.
func (d *desk) caseOptions(cases []procedure.Case) []ask.Option {
	return each(cases, func(c procedure.Case) ask.Option {
		o := ask.Option{Value: string(c.ID), Label: string(c.ID)}
		if r, err := d.books.Request(c.ID); err == nil {
			r = procedure.Corrected(r)
			o.Label += "  " + d.app.text(r.Title)
			if r.Customer.Name != "" {
				o.Label = d.app.say.T("%s (%s)", o.Label, r.Customer.Name)
			}
		}
		return o
	})
}

// personOptions are people to choose from.
func (d *desk) personOptions(people []procedure.PersonID) []ask.Option {
	return each(people, func(id procedure.PersonID) ask.Option {
		return ask.Option{Value: string(id), Label: d.name(id) + " (" + string(id) + ")"}
	})
}

// from are the requests that a step may be taken on.
func (d *desk) from(name procedure.StepName) ([]procedure.Case, error) {
	step, _ := d.rules.Step(name)
	return d.casesIn(step.From...)
}

// askApproval asks for what an approval lacks: the requests, and what was considered.
func (a *app) askApproval(ctx context.Context, c *cobra.Command, o *approveOptions, ids []string) ([]string, error) {
	if len(ids) > 0 && o.business != "" && o.status != "" || !a.asks() || a.flags.yes {
		return ids, nil
	}
	d, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	step, _ := d.rules.Step(procedure.StepApprove)
	if len(ids) > 0 && !slices.Contains(step.Needs, procedure.NeedConsidered) {
		return ids, nil
	}
	fields, err := d.approvalFields(o, ids)
	if err != nil {
		return nil, err
	}
	title, err := d.about(c.Short, ids)
	if err != nil {
		return nil, err
	}
	more, err := a.fillAbout(ctx, c, title, fields)
	return append(slices.Clone(ids), more...), err
}

// about is the title of a form with the requests that it is about, where they are named:
// nobody decides on a number.
func (d *desk) about(title string, ids []string) (string, error) {
	cases, err := d.casesNamed(ids)
	if err != nil || len(cases) == 0 {
		return title, err
	}
	names := each(d.caseOptions(cases), func(o ask.Option) string { return o.Label })
	return d.app.say.T("%s: %s", title, d.app.several(names)), nil
}

// approvalFields ask for what an approval lacks; where nothing is to be approved, nobody
// is asked.
func (d *desk) approvalFields(o *approveOptions, ids []string) ([]*ask.Field, error) {
	t := d.app.say.T
	var fields []*ask.Field
	if len(ids) == 0 {
		cases, err := d.from(procedure.StepApprove)
		if err == nil && len(cases) == 0 {
			err = fault(finding.Say("nothing waits for a decision"), finding.Say("\"sc status\" shows what waits for whom"))
		}
		if err != nil {
			return nil, err
		}
		fields = append(fields, &ask.Field{Label: t("Requests to approve"), Options: d.caseOptions(cases), Many: true, Check: d.app.filled})
	}
	designer := &ask.Field{
		Flag: "assign", Label: t("Designer"), Help: t("the person who designs it"), Answer: o.assign, Spare: true,
		Options: append([]ask.Option{d.app.noAnswer()}, d.personOptions(d.rules.Holders(procedure.StepPropose))...),
	}
	return append(fields,
		&ask.Field{Flag: "business-need", Label: t("Business need"), Help: t("what the development of the business needs"), Answer: o.business, Long: true, Check: d.app.filled},
		&ask.Field{Flag: "company-situation", Label: t("Company situation"), Help: t("what the company's situation allows"), Answer: o.status, Long: true, Check: d.app.filled},
		designer,
		&ask.Field{
			Flag: "design-due", Label: t("Design due"), Help: t("the date the design is due on"), Answer: o.due, Check: d.app.dated, Spare: true,
			When: func() bool { return designer.Answer != "" },
		},
	), nil
}

// askPublication offers what a publication may be given, before anything is signed.
func (a *app) askPublication(ctx context.Context, c *cobra.Command, o *publishOptions, ids []string) ([]string, error) {
	if !a.asks() || !a.Term.Draws || a.flags.yes || a.flags.dryRun || o.effective != "" || o.notesFile != "" {
		return ids, nil
	}
	d, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	cases, err := d.from(procedure.StepPublish)
	if err != nil || len(cases) == 0 {
		return ids, err
	}
	fields, err := d.publicationFields(ctx, o, cases)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 && len(cases) > 1 {
		fields = append([]*ask.Field{{
			Label: a.say.T("Requests to publish"), Help: a.say.T("none marked: all of them"), Options: d.caseOptions(cases), Many: true,
		}}, fields...)
	}
	more, err := a.fill(ctx, c, fields)
	return append(slices.Clone(ids), more...), err
}

func (d *desk) publicationFields(ctx context.Context, o *publishOptions, cases []procedure.Case) ([]*ask.Field, error) {
	t := d.app.say.T
	fields := []*ask.Field{
		{Flag: "effective-from", Label: t("Takes effect"), Help: t("a date; today, if not given"), Answer: o.effective, Check: d.app.dated},
		{Flag: "change-ref", Label: t("Change request"), Help: t("the change request it goes by (§6)"), Answer: o.changeRef},
	}
	if o.bump != "" || o.shelveRest {
		return fields, nil // said already, or to be worked out without what is shelved
	}
	bump, err := d.bumpField(ctx, cases)
	if bump != nil {
		fields = append(fields, bump)
	}
	return fields, err
}

// bumpField asks which number of the version to raise, where there is a choice: what
// changed picks one, and a person may raise a higher. Where a person must judge it, none
// is picked for them.
func (d *desk) bumpField(ctx context.Context, cases []procedure.Case) (*ask.Field, error) {
	rows, undecided, previous, err := d.outlook(ctx, cases)
	if err != nil || previous == nil {
		return nil, err
	}
	possible := procedure.Successors(previous.Version, each(rows, func(r procedure.Published) catalogue.Severity { return r.Severity }))
	if len(possible) < 2 {
		return nil, nil
	}
	t := d.app.say.T
	f := &ask.Field{Flag: "bump", Label: t("Version number"), Help: t("what changed asks for %s at least", possible[0]), Inline: true}
	if len(undecided) > 0 {
		f.Help = t("major if the change to %s weakens a commitment, minor if it improves, patch if it is editorial", undecided)
		f.Options, f.Check = []ask.Option{{Label: t("please choose")}}, d.app.filled
	}
	for _, b := range []catalogue.Bump{catalogue.Patch, catalogue.Minor, catalogue.Major} {
		next := previous.Version.Next(b)
		if !slices.Contains(possible, next) {
			continue
		}
		o := ask.Option{Value: string(b), Label: string(b) + ": " + next.String()}
		if next == possible[0] && len(undecided) == 0 {
			o.Value = "" // so it is without the flag, and for fewer requests it may be less
		}
		f.Options = append(f.Options, o)
	}
	return f, nil
}

// outlook are the services of the version to be, with what changed since the last one.
func (d *desk) outlook(ctx context.Context, cases []procedure.Case) ([]procedure.Published, procedure.Names, *procedure.Manifest, error) {
	before, previous, err := d.published(ctx)
	if err != nil || previous == nil {
		return nil, nil, nil, err
	}
	old, err := entriesByID(before)
	if err != nil {
		return nil, nil, nil, err
	}
	services, err := d.books.Services()
	if err != nil {
		return nil, nil, nil, err
	}
	rows, undecided, err := compare(services, previous, old, cases)
	return rows, undecided, previous, err
}
