package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// newsJSON is what customers are told of a version, for programs.
type newsJSON struct {
	Version       *catalogue.Version `json:"version"`        // null for what is no version
	EffectiveFrom string             `json:"effective_from"` // "" for what is no version
	Notes         any                `json:"notes"`
	Services      []toldJSON         `json:"services"`
}

type toldJSON struct {
	ID         catalogue.ServiceID `json:"id"`
	Code       string              `json:"code"`
	Name       any                 `json:"name"`
	Kind       newsKind            `json:"kind"`        // new, improved, reduced, changed or retired
	ReplacedBy catalogue.ServiceID `json:"replaced_by"` // "" where customers see nothing that does
	Changes    []toldChangeJSON    `json:"changes"`
}

type toldChangeJSON struct {
	Field string `json:"field"`
	Item  any    `json:"item"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
	Text  string `json:"text"` // in the reader's language
}

// heading is what stands above the news.
func (n news) heading() finding.Sentence {
	if n.manifest == nil {
		return finding.Say("from %s to %s", n.from, n.to)
	}
	return finding.Say("Version %s, in force from %s", n.manifest.Version, n.manifest.EffectiveFrom)
}

// newsSections are a version for people: by what the changes are to them.
func (a *app) newsSections(n news) []render.Section {
	head := render.Section{Title: n.heading(), Depth: 1}
	if n.manifest != nil && !n.manifest.Notes.IsZero() {
		head.Empty = finding.Say("%s", n.manifest.Notes)
	}
	all := []render.Section{head}
	for _, kind := range []newsKind{newService, improvedService, reducedService, changedService, retiredService} {
		s := render.Section{Title: kind.title(), Depth: 2}
		for _, t := range n.services {
			if lines := a.newsLines(t); t.kind == kind && len(lines) > 0 {
				s.Rows = append(s.Rows, []any{a.called(t.entry), lines[0]})
				for _, line := range lines[1:] {
					s.Rows = append(s.Rows, []any{"", line})
				}
			}
		}
		if len(s.Rows) > 0 {
			all = append(all, s)
		}
	}
	if len(all) == 1 && head.Empty.IsZero() {
		all[0].Empty = finding.Say("nothing changes for customers")
	}
	return all
}

// newsRows are the lines for programs: version, kind, service, name, text.
func (a *app) newsRows(n news) [][]any {
	var rows [][]any
	version := ""
	if n.manifest != nil {
		version = n.manifest.Version.String()
	}
	for _, t := range n.services {
		for _, line := range a.newsLines(t) {
			rows = append(rows, []any{version, string(t.kind), string(t.entry.ID), a.text(t.entry.Name), line})
		}
	}
	return rows
}

func (a *app) newsValue(n news) newsJSON {
	v := newsJSON{Notes: "", Services: []toldJSON{}}
	if m := n.manifest; m != nil {
		v.Version, v.EffectiveFrom, v.Notes = &m.Version, m.EffectiveFrom, plainText(m.Notes)
	}
	for _, t := range n.services {
		one := toldJSON{t.entry.ID, t.entry.Code, plainText(t.entry.Name), t.kind, t.replaced.ID, []toldChangeJSON{}}
		for _, c := range t.telling() {
			one.Changes = append(one.Changes, toldChangeJSON{c.Field, plainText(c.Item), plainText(c.Old), plainText(c.New), a.newsLine(c)})
		}
		v.Services = append(v.Services, one)
	}
	return v
}

// called is what customers call a service: by its name and code.
func (a *app) called(e catalogue.Entry) string { return a.wording().Bracketed(a.text(e.Name), e.Code) }

// telling are the changes that mean something to customers. Of a service that came
// or went as a whole they are none.
func (t told) telling() []catalogue.Change {
	if t.kind == newService || t.kind == retiredService {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.Changes), func(c catalogue.Change) bool { return c.Old.IsZero() && c.New.IsZero() })
}

// newsLines are what customers are told of one service.
func (a *app) newsLines(t told) []string {
	switch {
	case t.kind == newService:
		lines := []string{a.text(t.entry.Summary)}
		if t.entry.Lifecycle == catalogue.Ready {
			lines = append(lines, a.say.T("ready to be deployed, not yet in use"))
		}
		return lines
	case t.kind == retiredService && t.replaced.ID != "":
		return []string{a.say.T("%s takes its place", a.called(t.replaced))}
	case t.kind == retiredService:
		return []string{a.say.T("nothing takes its place")}
	}
	return each(t.telling(), a.newsLine)
}

// newsLine is one change in customers' words.
func (a *app) newsLine(c catalogue.Change) string {
	was, is := a.sides(c)
	line := a.say.T("%s: %s → %s", a.label(c), was, is)
	switch {
	case was == "":
		line = a.say.T("%s: now also %s", a.label(c), is)
	case is == "":
		line = a.say.T("%s: no longer %s", a.label(c), was)
	}
	if c.Severity == catalogue.Improved || c.Severity == catalogue.Weakened {
		return a.say.T("%s (%s)", line, catalogue.Word(c.Severity))
	}
	return line
}
