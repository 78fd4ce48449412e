package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// details are what a step says beside who took it and when, in one cell.
func (d *desk) details(e procedure.Event) string {
	var said []string
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	add(e.Text)
	add(e.Reason)
	if e.ReasonCode != "" {
		add(d.app.say.T("kind of reason: %s", catalogue.Word(e.ReasonCode)))
	}
	if c := e.Considered; c != nil {
		add(d.app.say.T("business need: %s", c.BusinessNeed))
		add(d.app.say.T("company situation: %s", c.CompanySituation))
	}
	if c := e.Correction; c != nil {
		add(d.app.say.T("%s: %s instead of \"%s\"", d.corrected(c.Field), c.To, c.From))
	}
	if e.DuplicateOf != "" {
		add(d.app.say.T("repeats %s", string(e.DuplicateOf)))
	}
	if e.Service != "" {
		add(d.app.say.T("covered by %s", d.named(d.books, e.Service)))
	}
	if len(e.Alternatives) > 0 {
		add(d.app.say.T("instead: %s", d.app.several(each(e.Alternatives, func(id catalogue.ServiceID) string { return d.named(d.books, id) }))))
	}
	add(d.assigned(e.Assign))
	add(d.designs(e.Design))
	if e.Meeting != "" {
		add(string(e.Meeting))
	}
	if !e.Version.IsZero() {
		add(d.app.say.T("version %s", e.Version))
	}
	if e.ChangeRef != "" {
		add(d.app.say.T("change request %s", e.ChangeRef))
	}
	if by := e.Signatory; by != nil {
		add(d.app.say.T("signed for the customer by %s on %s", by.Name, by.SignedOn))
	}
	if e.Amendment > 0 {
		add(d.app.say.T("%s: the procedure from version %s to %s", amendmentID(e.Amendment), e.Amendment-1, e.Amendment))
	}
	for _, f := range e.Attachments {
		add(d.app.say.T("file %s", f.Path))
	}
	if e.Emergency != "" {
		add(d.app.say.T("emergency: %s", e.Emergency))
	}
	return strings.Join(said, d.app.say.T("; "))
}

// corrected is the name of a field that was corrected.
func (d *desk) corrected(field string) string {
	switch field {
	case "value":
		return d.app.say.T("Worth (internal)")
	case "customer.name":
		return d.app.say.Word("customer")
	}
	_, last, nested := strings.Cut(field, ".")
	if !nested {
		last = field
	}
	return d.app.say.Word(last)
}

func (d *desk) assigned(a *procedure.Assignment) string {
	switch {
	case a == nil:
		return ""
	case a.DueOn == "":
		return d.app.say.T("given to %s", d.name(a.Person))
	}
	return d.app.say.T("given to %s, due on %s", d.name(a.Person), a.DueOn)
}

// designs are what a design does to which services, with the digests it leads
// to.
func (d *desk) designs(design []procedure.Design) string {
	words := each(design, func(g procedure.Design) string {
		return d.app.say.T("%s %s (%s)", catalogue.Word(g.Change), string(g.Service), d.app.digest(g.Digest))
	})
	if len(words) > enough {
		words = append(words[:enough], d.app.say.T("%s more", len(design)-enough))
	}
	return d.app.several(words)
}
