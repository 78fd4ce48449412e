package cli

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/wording"
)

// page is the difference: for people a part for each service, side by side where the
// screen is wide; for programs a row for each change.
func (f *contrast) page() render.Page {
	p := render.Page{Value: f.value()}
	head := render.Section{Title: finding.Say("from %s to %s", f.old.label(), f.new.label()), Depth: 1}
	if len(f.services) == 0 {
		head.Empty = finding.Say("nothing differs")
	}
	p.Sections = append(p.Sections, head)
	for _, c := range f.services {
		p.Sections = append(p.Sections, f.section(finding.Say("%s  %s: %s", string(c.Service), c.name(), severityWord(c.severity)), c.Changes))
		if c.Successor != nil {
			p.Sections = append(p.Sections, f.succession(c))
		}
	}
	p.Plain = f.rows()
	return p
}

// rows are the changes for programs: service, severity, field, before, after, reason.
func (f *contrast) rows() *render.Section {
	s := &render.Section{}
	for _, c := range f.services {
		for _, one := range c.Changes {
			was, is := f.app.text(one.Old), f.app.text(one.New)
			if was == is {
				was, is = inAll(one.Old), inAll(one.New)
			}
			s.Rows = append(s.Rows, []any{string(c.Service), string(one.Severity), one.Field, was, is, one.Reason})
		}
	}
	return s
}

// succession is what those who had a service find otherwise in the one that follows it.
func (f *contrast) succession(c compared) render.Section {
	return f.section(c.followed(), c.Successor.Changes)
}

// followed says what follows a service, and how that stands to it.
func (c compared) followed() finding.Sentence {
	by, was, how := string(c.Successor.Service), string(c.Service), severityWord(c.Successor.Severity)
	switch c.Successor.By {
	case catalogue.ByCode:
		return finding.Say("%s has the code that %s had: %s", by, was, how)
	case catalogue.ByName:
		return finding.Say("%s has the name that %s had: %s", by, was, how)
	}
	return finding.Say("%s takes the place of %s: %s", by, was, how)
}

// reasoned is a change with its reason on one line.
func (a *app) reasoned(c catalogue.Change) string {
	was, is := a.sides(c)
	reason := finding.Say("%s: %s", severityWord(c.Severity), c.Reason)
	switch {
	case c.Field == "" || was == "" && is == "":
		return a.say.Say(reason)
	case was == "" || is == "":
		return a.say.T("%s: %s (%s)", a.label(c), was+is, reason)
	}
	return a.say.T("%s: %s → %s (%s)", a.label(c), was, is, reason)
}

// section are the changes of a service under a title.
func (f *contrast) section(title finding.Sentence, changes []catalogue.Change) render.Section {
	s := render.Section{
		Title: title, Depth: 2,
		Columns: []finding.Sentence{finding.Say("Field"), finding.Say("Before"), finding.Say("After"), finding.Say("Severity"), finding.Say("Why")},
	}
	narrow := f.app.narrow()
	if narrow {
		s.Columns = nil
	}
	for _, c := range changes {
		was, is := f.app.sides(c)
		if !narrow {
			s.Rows = append(s.Rows, []any{f.app.label(c), was, is, severityWord(c.Severity), c.Reason})
			continue
		}
		s.Rows = append(s.Rows, []any{f.app.label(c), finding.Say("%s: %s", severityWord(c.Severity), c.Reason)})
		for _, line := range []string{signed("-", was), signed("+", is)} {
			if line != "" {
				s.Rows = append(s.Rows, []any{"", line})
			}
		}
	}
	return s
}

// signed is one side of a change on a narrow screen; nothing for nothing.
func signed(sign, text string) string {
	if text == "" {
		return ""
	}
	return sign + " " + text
}

// severityWord is a severity for people.
func severityWord(s catalogue.Severity) any {
	switch s {
	case catalogue.Judge:
		return finding.Say("to be judged")
	case catalogue.Unchanged:
		return finding.Say("the same promise")
	}
	return catalogue.Word(s)
}

// label is the field of a change for people, and what the item is called: deliverables
// / monthly report / due.
func (a *app) label(c catalogue.Change) string {
	if c.Field == "" {
		return wording.Begun(a.say.T("service entry"))
	}
	parts := strings.Split(strings.TrimPrefix(c.Field, "/"), "/")
	label := a.wording().Field(parts[0])
	if parts[0] == "levels" && c.Was != nil { // it is shown as a whole
		return label
	}
	if item := a.text(c.Item); item != "" {
		label += " / " + item
	}
	last := parts[len(parts)-1]
	if _, err := strconv.Atoi(last); err == nil || len(parts) == 1 {
		return label
	}
	return label + " / " + a.say.Word(last)
}

// sides are the two sides of a change for people.
func (a *app) sides(c catalogue.Change) (was, is string) {
	was, is = a.side(c, c.Old, c.Was), a.side(c, c.New, c.Is)
	if was == is { // they differ in a language that is not the reader's
		return inAll(c.Old), inAll(c.New)
	}
	return was, is
}

func (a *app) side(c catalogue.Change, text catalogue.Text, whole any) string {
	switch v := whole.(type) {
	case *catalogue.Hours:
		return a.wording().Hours(v)
	case *catalogue.Frequency:
		return a.wording().Frequency(v)
	case *catalogue.Level:
		return a.wording().Level(*v)
	case *catalogue.Contact:
		return a.wording().Contact(*v)
	}
	switch field, _, _ := strings.Cut(strings.TrimPrefix(c.Field, "/"), "/"); field {
	case "category", "type", "delivery", "criticality", "lifecycle", "visibility":
		return a.say.Word(text.Plain)
	}
	return a.text(text)
}

// inAll is a text in all its languages.
func inAll(t catalogue.Text) string {
	var said []string
	for _, s := range []string{t.Plain, t.ZH, t.EN} {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " / ")
}
