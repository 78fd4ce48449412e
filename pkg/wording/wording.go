// Package wording tells the values of a service entry to people in one language:
// hours, frequencies, levels, deliverables, contacts. It is used wherever people
// read an entry, on a screen or on paper, so that both say the same.
package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Wording tells in the language of a printer. List joins several things in one
// line.
type Wording struct {
	Say  *lang.Printer
	List func([]string) string
}

// Text is a text of the records in the reader's language.
func (w Wording) Text(t catalogue.Text) string { return t.In(string(w.Say.Language())) }

// Field is the name of a field at the beginning of a line.
func (w Wording) Field(name string) string { return Begun(w.Say.Word(name)) }

// Begun is a word that begins a line.
func Begun(word string) string {
	if word == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// Bracketed is something with what is added to it in brackets, if anything is.
func (w Wording) Bracketed(text string, added ...string) string {
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
		return strings.Join(kept, w.Say.T("; "))
	}
	return w.Say.T("%s (%s)", text, strings.Join(kept, w.Say.T("; ")))
}

// Hours are the hours of service.
func (w Wording) Hours(h *catalogue.Hours) string {
	if h == nil {
		return ""
	}
	var days []string
	for _, d := range h.Days {
		days = append(days, w.Say.Word(string(d)))
	}
	main := w.List(days)
	if h.From != "" || h.To != "" {
		main = strings.TrimSpace(main + " " + h.From + "–" + h.To)
	}
	if h.Preset != "" && h.Preset != "custom" {
		main = strings.TrimSpace(w.Say.Word(string(h.Preset)) + " " + main)
	}
	holidays := ""
	switch h.Holidays {
	case catalogue.HolidaysIncluded:
		holidays = w.Say.T("public holidays included")
	case catalogue.HolidaysExcluded:
		holidays = w.Say.T("not on public holidays")
	}
	return w.Bracketed(main, holidays, h.TZ, w.Text(h.Note))
}

// Frequency is how often a service is rendered.
func (w Wording) Frequency(f *catalogue.Frequency) string {
	if f == nil {
		return ""
	}
	main := w.Say.Word(string(f.Unit))
	switch f.Unit {
	case "continuous", "on_demand", "per_event", "once":
	default:
		main = w.Say.T("%s per %s", max(f.Times, 1), main)
	}
	return w.Bracketed(main, w.Text(f.Note))
}

// Level is a service level target.
func (w Wording) Level(l catalogue.Level) string {
	name := w.Metric(l)
	if l.Priority != "" {
		name += " " + string(l.Priority)
	}
	window := ""
	if l.Window != "" {
		window = w.Say.T("measured by the %s", catalogue.Word(l.Window))
	}
	return w.Bracketed(w.Say.T("%s: %s", name, w.Target(l)), window, w.Clock(l))
}

// Metric is what a level measures.
func (w Wording) Metric(l catalogue.Level) string {
	if name := w.Text(l.Name); name != "" {
		return name
	}
	return w.Say.Word(string(l.Metric))
}

// Clock is the time that counts for a level.
func (w Wording) Clock(l catalogue.Level) string {
	switch l.Clock {
	case "calendar":
		return w.Say.T("calendar time")
	case catalogue.ServiceHours:
		return w.Say.T("within the hours of service")
	}
	return ""
}

// Target is the value that a level promises.
func (w Wording) Target(l catalogue.Level) string {
	amount := w.Say.Say(amount(l))
	switch l.Op {
	case "<=":
		return w.Say.T("at most %s", amount)
	case ">=":
		return w.Say.T("at least %s", amount)
	}
	return w.Say.T("exactly %s", amount)
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

// Deliverable is something handed over.
func (w Wording) Deliverable(d catalogue.Deliverable) string {
	return w.Bracketed(w.Text(d.Name), w.Text(d.Form), w.Text(d.Due))
}

// Contact is whom a customer turns to.
func (w Wording) Contact(c catalogue.Contact) string {
	line := w.Text(c.Name)
	for _, way := range []string{c.Phone, c.Email} {
		if way != "" {
			line += "  " + way
		}
	}
	return w.Bracketed(line, w.Text(c.Role))
}
