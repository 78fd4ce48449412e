package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// bracketed is something with what is added to it in brackets, if anything is.
func (a *app) bracketed(text string, added ...string) string {
	var kept []string
	for _, s := range added {
		if s != "" {
			kept = append(kept, s)
		}
	}
	switch {
	case len(kept) == 0:
		return text
	case text == "":
		return strings.Join(kept, a.say.T("; "))
	}
	return a.say.T("%s (%s)", text, strings.Join(kept, a.say.T("; ")))
}

// hours are the hours of service for people.
func (a *app) hours(h *catalogue.Hours) string {
	if h == nil {
		return ""
	}
	var days []string
	for _, d := range h.Days {
		days = append(days, a.say.Word(string(d)))
	}
	main := a.several(days)
	if h.From != "" || h.To != "" {
		main = strings.TrimSpace(main + " " + h.From + "–" + h.To)
	}
	if h.Preset != "" && h.Preset != "custom" {
		main = strings.TrimSpace(a.say.Word(string(h.Preset)) + " " + main)
	}
	holidays := ""
	switch h.Holidays {
	case catalogue.HolidaysIncluded:
		holidays = a.say.T("public holidays included")
	case catalogue.HolidaysExcluded:
		holidays = a.say.T("not on public holidays")
	}
	return a.bracketed(main, holidays, h.TZ, a.text(h.Note))
}

// frequency is how often a service is rendered, for people.
func (a *app) frequency(f *catalogue.Frequency) string {
	if f == nil {
		return ""
	}
	main := a.say.Word(string(f.Unit))
	switch f.Unit {
	case "continuous", "on_demand", "per_event", "once":
	default:
		main = a.say.T("%s per %s", max(f.Times, 1), main)
	}
	return a.bracketed(main, a.text(f.Note))
}

// level is a service level target for people.
func (a *app) level(l catalogue.Level) string {
	name := a.text(l.Name)
	if name == "" {
		name = a.say.Word(string(l.Metric))
	}
	if l.Priority != "" {
		name += " " + string(l.Priority)
	}
	window := ""
	if l.Window != "" {
		window = a.say.T("measured by the %s", catalogue.Word(l.Window))
	}
	clock := ""
	switch l.Clock {
	case "calendar":
		clock = a.say.T("calendar time")
	case catalogue.ServiceHours:
		clock = a.say.T("within the hours of service")
	}
	return a.bracketed(a.say.T("%s: %s", name, a.target(l)), window, clock)
}

// target is the value that a level promises.
func (a *app) target(l catalogue.Level) string {
	amount := a.say.Say(amount(l))
	switch l.Op {
	case "<=":
		return a.say.T("at most %s", amount)
	case ">=":
		return a.say.T("at least %s", amount)
	}
	return a.say.T("exactly %s", amount)
}

func amount(l catalogue.Level) finding.Sentence {
	n, one := l.Value.String(), l.Value == 1
	switch {
	case l.Unit == "percent":
		return finding.Say("%s %%", n)
	case l.Unit == "minute" && one:
		return finding.Say("%s minute", n)
	case l.Unit == "minute":
		return finding.Say("%s minutes", n)
	case l.Unit == "hour" && one:
		return finding.Say("%s hour", n)
	case l.Unit == "hour":
		return finding.Say("%s hours", n)
	case l.Unit == "day" && one:
		return finding.Say("%s day", n)
	case l.Unit == "day":
		return finding.Say("%s days", n)
	case l.Unit == "count":
		return finding.Say("%s times", n)
	}
	return finding.Say("%s %s", n, catalogue.Word(l.Unit))
}

// deliverable is something handed over, for people.
func (a *app) deliverable(d catalogue.Deliverable) string {
	return a.bracketed(a.text(d.Name), a.text(d.Form), a.text(d.Due))
}

// contact is whom a customer turns to.
func (a *app) contact(c catalogue.Contact) string {
	line := a.text(c.Name)
	for _, way := range []string{c.Phone, c.Email} {
		if way != "" {
			line += "  " + way
		}
	}
	return a.bracketed(line, a.text(c.Role))
}

// gap is one point that a service lacks, for people.
func (a *app) gap(g catalogue.Gap) string {
	return a.say.T("%s: asked %s, the catalogue has %s", catalogue.Word(askedField(g.Field)), a.told(g, g.Asked), a.told(g, g.Offered))
}
