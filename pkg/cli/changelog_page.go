package cli

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/wording"
)

// newsJSON is what customers are told of a version, for programs.
type newsJSON struct {
	Version       *catalogue.Version `json:"version"`        // null for what is no version
	EffectiveFrom string             `json:"effective_from"` // "" for what is no version
	Notes         any                `json:"notes"`
	Services      []toldJSON         `json:"services"`
	Emergency     bool               `json:"emergency,omitempty"` // published before its review
}

type toldJSON struct {
	ID         catalogue.ServiceID `json:"id"`
	Code       string              `json:"code"`
	Name       any                 `json:"name"`
	Kind       wording.NewsKind    `json:"kind"`        // new, improved, reduced, changed or retired
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
	if n.manifest.Emergency != nil {
		return finding.Say("Version %s, in force from %s, published in an emergency", n.manifest.Version, n.manifest.EffectiveFrom)
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
	for _, kind := range wording.NewsKinds() {
		s := render.Section{Title: kind.Title(), Depth: 2}
		for _, t := range n.services {
			if lines := a.wording().News(t); t.Kind == kind && len(lines) > 0 {
				s.Rows = append(s.Rows, []any{a.wording().Called(t.Entry), lines[0]})
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
		for _, line := range a.wording().News(t) {
			rows = append(rows, []any{version, string(t.Kind), string(t.Entry.ID), a.text(t.Entry.Name), line})
		}
	}
	return rows
}

func (a *app) newsValue(n news) newsJSON {
	v := newsJSON{Notes: "", Services: []toldJSON{}, Emergency: n.manifest != nil && n.manifest.Emergency != nil}
	if m := n.manifest; m != nil {
		v.Version, v.EffectiveFrom, v.Notes = &m.Version, m.EffectiveFrom, plainText(m.Notes)
	}
	for _, t := range n.services {
		one := toldJSON{t.Entry.ID, t.Entry.Code, plainText(t.Entry.Name), t.Kind, t.Replaced.ID, []toldChangeJSON{}}
		for _, c := range t.Telling() {
			one.Changes = append(one.Changes, toldChangeJSON{c.Field, plainText(c.Item), plainText(c.Old), plainText(c.New), a.wording().NewsLine(c)})
		}
		v.Services = append(v.Services, one)
	}
	return v
}
