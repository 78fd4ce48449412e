package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// standingAgreement is an agreement with where it stands.
type standingAgreement struct {
	*procedure.Agreement
	state procedure.Case
}

// agreements are all of them with where they stand, in the order of their numbers.
func (d *desk) agreements() ([]standingAgreement, error) {
	all, err := d.books.Agreements()
	if err != nil {
		return nil, err
	}
	found := make([]standingAgreement, len(all))
	for i, a := range all {
		c, err := d.rules.FoldRecord(a)
		if err != nil {
			return nil, err
		}
		found[i] = standingAgreement{a, c}
	}
	return found, nil
}

// id is that of the agreement.
func (s standingAgreement) id() string { return string(s.ID) }

// pins reports whether an agreement is about a service.
func (s standingAgreement) pins(id catalogue.ServiceID) bool {
	_, has := s.Of(id)
	return has
}

// agreementJSON is an agreement in a list, for programs.
type agreementJSON struct {
	ID            procedure.AgreementID `json:"id"`
	Customer      string                `json:"customer"`
	CustomerCode  string                `json:"customer_code,omitempty"`
	Contract      string                `json:"contract"`
	State         procedure.State       `json:"state"`
	Version       string                `json:"version"`
	Services      []catalogue.ServiceID `json:"services"`
	Deviations    []deviationJSON       `json:"deviations"`
	Accepted      bool                  `json:"accepted"` // by the ops lead, where some go beyond the catalogue
	EffectiveFrom string                `json:"effective_from"`
	ExpiresOn     string                `json:"expires_on,omitempty"`
	ReviewOn      string                `json:"review_on"`
}

type deviationJSON struct {
	Service catalogue.ServiceID `json:"service"`
	Field   string              `json:"field"`
	Beyond  bool                `json:"beyond"`
	Reason  string              `json:"reason"`
}

func (s standingAgreement) value() agreementJSON {
	a := s.Agreement
	return agreementJSON{
		ID: a.ID, Customer: a.Customer.Name, CustomerCode: a.Customer.Code, Contract: a.Contract.Ref, State: s.state.State, Version: a.Version.String(),
		Services:   each(a.Services, func(one procedure.Agreed) catalogue.ServiceID { return one.Service }),
		Deviations: each(a.Deviations, func(d procedure.Deviation) deviationJSON { return deviationJSON(d) }),
		Accepted:   s.state.Accepted != "", EffectiveFrom: a.EffectiveFrom, ExpiresOn: a.ExpiresOn, ReviewOn: a.ReviewOn,
	}
}

func newSLAList(a *app) *cobra.Command {
	f := &filters{}
	c := &cobra.Command{
		Use:     "list",
		Short:   a.say.T("List the agreements"),
		Long:    a.say.T("Lists the agreements with customer, version, services, state and dates. With --json: an array of objects with id, customer, customer_code, contract, state, version, services, deviations, accepted, effective_from, expires_on, review_on."),
		Example: "  sc sla list --state in_force\n  sc sla list --customer HL --json --jq '.[].id'",
	}
	flags := c.Flags()
	flags.StringVar(&f.at, "at", "", a.say.T("at this version or revision"))
	flags.StringVar(&f.state, "state", "", a.say.T("only those in this state"))
	flags.StringVar(&f.customer, "customer", "", a.say.T("only those of this customer: its code, or a part of its name"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error {
		d, err := a.look(ctx, f.at)
		if err != nil {
			return err
		}
		page, err := d.listAgreements(ctx, f)
		if err != nil {
			return err
		}
		return a.show(page)
	})
}

func (d *desk) listAgreements(_ context.Context, f *filters) (render.Page, error) {
	state, err := d.app.choice("state", f.state, names([]procedure.State{procedure.StateDrafted, procedure.StateInForce, procedure.StateEnded, procedure.StateVoid}))
	if err != nil {
		return render.Page{}, err
	}
	all, err := d.agreements()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Customer"), finding.Say("State"), finding.Say("Version"), finding.Say("Services"), finding.Say("Valid from"), finding.Say("Until"), finding.Say("Review on")},
		Empty:   finding.Say("no agreement"),
	}
	values := []agreementJSON{}
	for _, s := range all {
		if state != "" && string(s.state.State) != state || !agreedWith(s.Customer, f.customer) {
			continue
		}
		v := s.value()
		section.Rows = append(section.Rows, []any{s.id(), v.Customer, d.app.term(string(v.State)), v.Version, d.app.several(names(v.Services)), v.EffectiveFrom, v.ExpiresOn, v.ReviewOn})
		values = append(values, v)
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// agreedWith reports whether a customer is the one asked for: by code, or a part of the
// name.
func agreedWith(c procedure.Customer, asked string) bool {
	return asked == "" || c.Code == asked || strings.Contains(strings.ToLower(c.Name), strings.ToLower(asked))
}

// pointOf is what people call a point in which an agreement may deviate.
func (a *app) pointOf(field string) string {
	rest, level := strings.CutPrefix(field, "levels.")
	if !level {
		return a.wording().Field(field)
	}
	metric, priority, _ := strings.Cut(rest, ".")
	return strings.TrimSpace(a.say.Word(metric) + " " + priority)
}

// agreementCard is an agreement for people.
func (d *desk) agreementCard(id string) ([]render.Section, error) {
	a, err := d.books.Agreement(id)
	if err != nil {
		return nil, err
	}
	state, err := d.rules.FoldRecord(a)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.add(d.app.say.T("State"), d.app.say.Word(string(state.State)))
	c.line("customer", d.app.wording().Bracketed(a.Customer.Name, a.Customer.Code))
	c.add(c.internal("contact"), a.Customer.Contact)
	c.line("contract", a.Contract.Ref)
	c.line("version", a.Version.String())
	c.add(d.app.say.T("Valid from"), a.EffectiveFrom)
	c.add(d.app.say.T("Until"), a.ExpiresOn)
	c.add(d.app.say.T("Review on"), a.ReviewOn)
	c.add(c.internal("notes"), a.Notes)
	for _, s := range a.Services {
		c.agreed(s)
	}
	sections := []render.Section{c.section(finding.Say("%s  service level agreement with %s", id, a.Customer.Name))}
	if len(a.Deviations) > 0 {
		sections = append(sections, d.deviationSection(a))
	}
	return append(sections, d.historySection(a.History)), nil
}

// agreed is what is promised of one service, its points below each other.
func (c *card) agreed(s procedure.Agreed) {
	points := []string{c.service(s.Service)}
	point := func(field, value string) {
		if value != "" {
			points = append(points, "  "+c.app.say.T("%s: %s", catalogue.Word(field), value))
		}
	}
	point("frequency", c.app.wording().Frequency(s.Frequency))
	point("hours", c.app.wording().Hours(s.Hours))
	for _, l := range s.Levels {
		points = append(points, "  "+c.app.wording().Level(l))
	}
	point("workload", c.app.text(s.Workload))
	point("exceptions", c.app.text(s.Exceptions))
	label := c.field("service")
	for i, p := range points {
		if i > 0 {
			label = ""
		}
		c.rows = append(c.rows, []any{label, strings.TrimRight(p, " ")})
	}
}

func (d *desk) deviationSection(a *procedure.Agreement) render.Section {
	s := render.Section{
		Title:   finding.Say("Deviations from version %s", a.Version),
		Columns: []finding.Sentence{finding.Say("Service"), finding.Say("Point"), finding.Say("Beyond the catalogue"), finding.Say("Reason")},
	}
	for _, one := range a.Deviations {
		beyond := d.app.say.Word("no")
		if one.Beyond {
			beyond = d.app.say.Word("yes")
		}
		s.Rows = append(s.Rows, []any{string(one.Service), d.app.pointOf(one.Field), beyond, one.Reason})
	}
	return s
}

// agreementsOf are the numbers of the entries of agreements about a service.
func (d *desk) agreementsOf(id catalogue.ServiceID) ([]int, error) {
	all, err := d.books.Agreements()
	var numbers []int
	for _, a := range all {
		if _, has := a.Of(id); has {
			for _, e := range a.History {
				numbers = append(numbers, e.Entry)
			}
		}
	}
	return slices.Compact(numbers), err
}
