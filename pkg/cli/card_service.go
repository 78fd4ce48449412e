package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// serviceCard is a service for people, its fields in the order of the record.
func (d *desk) serviceCard(id catalogue.ServiceID) ([]render.Section, error) {
	data, err := d.books.Read(records.ServicePath(id))
	if err != nil {
		return nil, err
	}
	var e catalogue.Entry
	if err := records.Decode(records.ServicePath(id), data, &e); err != nil {
		return nil, err
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.add(d.app.say.T("Version"), d.app.say.Say(stands(latest, id, catalogue.DigestOf(data))))
	c.what(e)
	c.promise(e)
	c.around(e)
	c.inside(e)
	return []render.Section{c.section(finding.Say("%s  %s", string(id), d.app.text(e.Name)))}, nil
}

// stands says how a text of a service stands to the last version.
func stands(latest *procedure.Manifest, id catalogue.ServiceID, digest catalogue.Digest) finding.Sentence {
	if latest == nil {
		return finding.Say("a draft: no version is published yet")
	}
	i := slices.IndexFunc(latest.Services, func(p procedure.Published) bool { return p.ID == id })
	switch {
	case i < 0:
		return finding.Say("a draft: version %s does not have it", latest.Version)
	case latest.Services[i].Digest != digest:
		return finding.Say("a draft: it differs from version %s, which is in force", latest.Version)
	}
	return finding.Say("%s, unchanged since %s", latest.Version, latest.Services[i].Since)
}

// what the service is: the first of the nine fields of §5.3.
func (c *card) what(e catalogue.Entry) {
	c.line("code", e.Code)
	c.line("summary", c.app.text(e.Summary))
	c.line("objective", c.app.text(e.Objective))
	c.line("audience", c.app.text(e.Audience))
	c.line("category", c.app.say.Word(string(e.Category)))
	c.line("type", c.app.say.Word(string(e.Kind)))
	c.texts("content", e.Content)
	c.texts("exclusions", e.Exclusions)
	c.texts("prerequisites", e.Prerequisites)
}

// promise is what a customer can count on.
func (c *card) promise(e catalogue.Entry) {
	c.line("frequency", c.app.wording().Frequency(e.Frequency))
	c.line("hours", c.app.wording().Hours(e.Hours))
	c.line("delivery", terms(c.app, e.Delivery))
	c.lines("deliverables", each(e.Deliverables, c.app.wording().Deliverable))
	c.lines("levels", each(e.Levels, c.app.wording().Level))
	c.line("workload", c.app.text(e.Workload))
	c.line("exceptions", c.app.text(e.Exceptions))
	c.line("request_how", c.app.text(e.RequestHow))
	c.lines("contacts", each(e.Contacts, c.app.wording().Contact))
	c.line("lead_time", c.app.text(e.LeadTime))
	c.line("price_ref", e.PriceRef)
}

// around is what the service rests on, and how far it is in its life.
func (c *card) around(e catalogue.Entry) {
	c.lines("depends_on", each(e.DependsOn, c.service))
	c.line("criticality", c.app.say.Word(string(e.Criticality)))
	c.line("lifecycle", c.app.say.Word(string(e.Lifecycle)))
	if e.ReplacedBy != "" {
		c.line("replaced_by", c.service(e.ReplacedBy))
	}
	c.line("sunset_on", e.SunsetOn)
	c.line("visibility", c.app.say.Word(string(e.Visibility)))
	if e.ReviewMonths > 0 {
		c.line("review_months", catalogue.Number(e.ReviewMonths).String())
	}
	c.line("tags", c.app.several(e.Tags))
}

// inside is what no customer sees.
func (c *card) inside(e catalogue.Entry) {
	owner := c.role(procedure.RoleID(e.Owner))
	if _, ok := c.rules.People[procedure.PersonID(e.Owner)]; ok {
		owner = c.who(procedure.PersonID(e.Owner))
	}
	c.line("owner", owner)
	if e.Cost != nil {
		cost := e.Cost.Amount.String() + " " + e.Cost.Currency
		c.add(c.internal("cost"), c.app.wording().Bracketed(cost, c.app.text(e.Cost.Note)))
	}
	c.add(c.internal("notes"), c.app.text(e.Notes))
}

// internal is the label of a field that stays inside.
func (c *card) internal(field string) string { return c.app.say.T("%s (internal)", c.field(field)) }

// service is a service by name and id.
func (c *card) service(id catalogue.ServiceID) string { return c.named(c.books, id) }

// named is a service by its name in some state of the catalogue, and its id.
func (d *desk) named(books *records.Catalogue, id catalogue.ServiceID) string {
	var e catalogue.Entry
	data, err := books.Read(records.ServicePath(id))
	if err != nil || records.Decode(records.ServicePath(id), data, &e) != nil || e.Name.IsZero() {
		return string(id)
	}
	return d.app.say.T("%s (%s)", d.app.text(e.Name), string(id))
}

// each makes something of every item of a list.
func each[T, V any, L ~[]T](items L, of func(T) V) []V {
	out := make([]V, len(items))
	for i, item := range items {
		out[i] = of(item)
	}
	return out
}
