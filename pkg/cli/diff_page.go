package cli

import (
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
				was, is = wording.InAll(one.Old), wording.InAll(one.New)
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
	was, is := a.wording().Sides(c)
	reason := finding.Say("%s: %s", severityWord(c.Severity), c.Reason)
	switch {
	case c.Field == "" || was == "" && is == "":
		return a.say.Say(reason)
	case was == "" || is == "":
		return a.say.T("%s: %s (%s)", a.wording().Label(c), was+is, reason)
	}
	return a.say.T("%s: %s → %s (%s)", a.wording().Label(c), was, is, reason)
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
		was, is := f.app.wording().Sides(c)
		if !narrow {
			s.Rows = append(s.Rows, []any{f.app.wording().Label(c), was, is, severityWord(c.Severity), c.Reason})
			continue
		}
		s.Rows = append(s.Rows, []any{f.app.wording().Label(c), finding.Say("%s: %s", severityWord(c.Severity), c.Reason)})
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
