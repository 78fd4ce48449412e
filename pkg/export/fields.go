package export

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/wording"
)

// field is one row of an entry as people read it: the field's name in the records,
// and what it says, an item a line.
type field struct {
	name   string
	values []string
}

// page tells an edition in one language.
type page struct {
	Edition
	wording.Wording
}

// fields are what an entry says, in the order of §5.3 and the schema. What it does
// not say is left out.
func (p page) fields(e catalogue.Entry) []field {
	var said []field
	for _, f := range append(p.promised(e), p.kept(e)...) {
		var values []string
		for _, v := range f.values {
			if v != "" {
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			said = append(said, field{f.name, values})
		}
	}
	return said
}

// promised are the fields for everybody.
func (p page) promised(e catalogue.Entry) []field {
	one := func(name, value string) field { return field{name, []string{value}} }
	return []field{
		one("id", string(e.ID)),
		one("code", e.Code),
		one("summary", p.Text(e.Summary)),
		one("objective", p.Text(e.Objective)),
		one("audience", p.Text(e.Audience)),
		one("category", p.Say.Word(string(e.Category))),
		one("type", p.Say.Word(string(e.Kind))),
		{"content", each(e.Content, p.Text)},
		{"exclusions", each(e.Exclusions, p.Text)},
		{"prerequisites", each(e.Prerequisites, p.Text)},
		one("frequency", p.Frequency(e.Frequency)),
		one("hours", p.Hours(e.Hours)),
		one("delivery", p.List(each(e.Delivery, func(d catalogue.Delivery) string { return p.Say.Word(string(d)) }))),
		{"deliverables", each(e.Deliverables, p.Deliverable)},
		{"levels", each(e.Levels, p.Level)},
		one("workload", p.Text(e.Workload)),
		one("exceptions", p.Text(e.Exceptions)),
		one("request_how", p.Text(e.RequestHow)),
		{"contacts", each(e.Contacts, p.Contact)},
		one("lead_time", p.Text(e.LeadTime)),
		one("price_ref", e.PriceRef),
		one("lifecycle", p.Say.Word(string(e.Lifecycle))),
		one("replaced_by", p.service(e.ReplacedBy)),
		one("sunset_on", e.SunsetOn),
	}
}

// kept are the fields that only an edition for the inside has: what it holds for
// customers says nothing in them.
func (p page) kept(e catalogue.Entry) []field {
	if p.Audience != Inside {
		return nil
	}
	cost, months := "", ""
	if e.Cost != nil {
		cost = p.Bracketed(e.Cost.Amount.String()+" "+e.Cost.Currency, p.Text(e.Cost.Note))
	}
	if e.ReviewMonths > 0 {
		months = catalogue.Number(e.ReviewMonths).String()
	}
	return []field{
		{"owner", []string{p.Say.Word(e.Owner)}},
		{"depends_on", each(e.DependsOn, p.service)},
		{"criticality", []string{p.Say.Word(string(e.Criticality))}},
		{"visibility", []string{p.Say.Word(string(e.Visibility))}},
		{"review_months", []string{months}},
		{"cost", []string{cost}},
		{"tags", []string{p.List(e.Tags)}},
		{"notes", []string{p.Text(e.Notes)}},
	}
}

// service is a service by its name and id.
func (p page) service(id catalogue.ServiceID) string {
	if id == "" {
		return ""
	}
	if e, ok := p.find(id); ok {
		return p.Bracketed(p.Text(e.Name), string(id))
	}
	return string(id)
}

// each makes something of every item of a list.
func each[T, V any, L ~[]T](items L, of func(T) V) []V {
	out := make([]V, len(items))
	for i, item := range items {
		out[i] = of(item)
	}
	return out
}
