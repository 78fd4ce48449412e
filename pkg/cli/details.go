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
	say := d.app.say.T
	add(e.Text)
	add(e.Reason)
	if e.ReasonCode != "" {
		add(say("kind of reason: %s", catalogue.Word(e.ReasonCode)))
	}
	if c := e.Considered; c != nil {
		add(say("business need: %s", c.BusinessNeed))
		add(say("company situation: %s", c.CompanySituation))
	}
	if c := e.Correction; c != nil {
		add(say("%s: %s instead of %s", c.Field, c.To, c.From))
	}
	if e.DuplicateOf != "" {
		add(say("repeats %s", string(e.DuplicateOf)))
	}
	if e.Service != "" {
		add(say("covered by %s", d.named(d.books, e.Service)))
	}
	if len(e.Alternatives) > 0 {
		add(say("instead: %s", d.app.several(each(e.Alternatives, func(id catalogue.ServiceID) string { return d.named(d.books, id) }))))
	}
	add(d.assigned(e.Assign))
	add(d.designs(e.Design))
	if e.Meeting != "" {
		add(string(e.Meeting))
	}
	if !e.Version.IsZero() {
		add(say("version %s", e.Version))
	}
	if e.ChangeRef != "" {
		add(say("change request %s", e.ChangeRef))
	}
	for _, f := range e.Attachments {
		add(say("file %s", f.Path))
	}
	if e.Emergency != "" {
		add(say("emergency: %s", e.Emergency))
	}
	return strings.Join(said, say("; "))
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
