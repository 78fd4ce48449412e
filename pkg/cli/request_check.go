package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// candidates is how many services are named for one thing that is asked.
const candidates = 5

// checkJSON is what the last version covers of a requirement, for programs.
type checkJSON struct {
	Version catalogue.Version `json:"version"`
	Result  catalogue.Result  `json:"result"`
	Asks    []askJSON         `json:"asks"`
	Similar []hitJSON         `json:"similar"` // by their words alone
}

type askJSON struct {
	Ask     int         `json:"ask"` // from 0, as in the file
	Matches []matchJSON `json:"matches"`
}

type matchJSON struct {
	Service catalogue.ServiceID `json:"service"`
	Name    any                 `json:"name"`
	Result  catalogue.Result    `json:"result"`
	Met     int                 `json:"met"`
	Asked   int                 `json:"asked"` // points of the ask that can be compared
	Gap     []gapJSON           `json:"gap"`
}

type gapJSON struct {
	Field   string `json:"field"` // JSON pointer into the ask
	Asked   string `json:"asked"`
	Offered string `json:"offered"`
}

// answers is what the last version has for a requirement.
type answers struct {
	*desk
	version  catalogue.Version
	coverage catalogue.Coverage
	matches  [][]catalogue.Match // of each ask, the best first
	similar  []catalogue.Hit
	entries  map[catalogue.ServiceID]catalogue.Entry
}

// checkRequest says what the catalogue covers, and logs nothing: whether that is
// enough, a person decides.
func (a *app) checkRequest(ctx context.Context, r *procedure.Request) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	if r.Asks, err = d.known(r.Asks); err != nil {
		return err
	}
	books, latest, err := d.published(ctx)
	if err != nil {
		return err
	}
	if books == nil {
		return fault(finding.Say("no version is published yet"), finding.Say("log it without --check"))
	}
	entries, err := books.Entries()
	if err != nil {
		return err
	}
	s := answers{desk: d, version: latest.Version, coverage: catalogue.CoverAll(weighed(r), entries), entries: map[catalogue.ServiceID]catalogue.Entry{}}
	for _, e := range entries {
		s.entries[e.ID] = e
	}
	for _, ask := range weighed(r) {
		s.matches = append(s.matches, first(catalogue.Cover(ask, entries), candidates))
	}
	s.similar = first(d.app.alike(r, entries), candidates)
	return a.show(s.page())
}

// alike are the services on offer that are nearest to the words of a requirement.
func (a *app) alike(r *procedure.Request, entries []catalogue.Entry) []catalogue.Hit {
	offered := slices.DeleteFunc(slices.Clone(entries), func(e catalogue.Entry) bool { return !e.Offered() })
	said := []string{r.Title.In("zh"), r.Title.In("en"), r.Words, r.BusinessGoal}
	for _, ask := range r.Asks {
		said = append(said, ask.Note)
	}
	return a.index(offered).Near(strings.Join(said, " "))
}

func (s answers) page() render.Page {
	value := checkJSON{s.version, s.coverage.Result, []askJSON{}, []hitJSON{}}
	p := render.Page{Plain: &render.Section{}, Sections: []render.Section{{
		Title: finding.Say("coverage by version %s: %s", s.version, finding.Say(string(s.coverage.Result))),
	}}}
	for i, matches := range s.matches {
		section := render.Section{
			Title:   finding.Say("what is asked, number %s", i+1),
			Columns: []finding.Sentence{finding.Say("Service"), finding.Say("Met"), finding.Say("Field"), finding.Say("Asked"), finding.Say("The catalogue has")},
			Empty:   finding.Say("no service covers any of it"),
		}
		one := askJSON{i, []matchJSON{}}
		for _, m := range matches {
			section.Rows = append(section.Rows, s.matchRows(m)...)
			p.Plain.Rows = append(p.Plain.Rows, plainMatch(strconv.Itoa(i), m)...)
			one.Matches = append(one.Matches, s.matchValue(m))
		}
		p.Sections, value.Asks = append(p.Sections, section), append(value.Asks, one)
	}
	near := render.Section{Title: finding.Say("near by its words; a person must say whether it fits")}
	for _, h := range s.similar {
		e := s.entries[h.Service]
		near.Rows = append(near.Rows, []any{string(e.ID), e.Name})
		p.Plain.Rows = append(p.Plain.Rows, []any{"words", string(e.ID), "", "", "", "", ""})
		value.Similar = append(value.Similar, hitValue(e, h))
	}
	if len(near.Rows) > 0 {
		p.Sections = append(p.Sections, near)
	}
	p.Value = value
	return p
}

// matchRows are a match for people: a line for each gap.
func (s answers) matchRows(m catalogue.Match) [][]any {
	name := any(string(m.Service))
	if e, ok := s.entries[m.Service]; ok {
		name = finding.Say("%s (%s)", e.Name, string(m.Service))
	}
	met := finding.Say("%s of %s", m.Met, m.Asked)
	if m.Asked == 0 && m.Result == catalogue.Covered {
		met = finding.Say("it is there")
	}
	rows := [][]any{{name, met, "", "", ""}}
	for i, g := range m.Gaps {
		if i > 0 {
			rows = append(rows, []any{"", "", "", "", ""})
		}
		copy(rows[i][2:], []any{s.app.wording().Field(askedField(g.Field)), s.app.told(g, g.Asked), s.app.told(g, g.Offered)})
	}
	return rows
}

// plainMatch are the same for programs: ask, service, met, asked, field, asked, offered.
func plainMatch(ask string, m catalogue.Match) [][]any {
	head := []any{ask, string(m.Service), m.Met, m.Asked}
	if len(m.Gaps) == 0 {
		return [][]any{append(head, "", "", "")}
	}
	return each(m.Gaps, func(g catalogue.Gap) []any { return append(slices.Clone(head), g.Field, g.Asked, g.Offered) })
}

func (s answers) matchValue(m catalogue.Match) matchJSON {
	gaps := each(m.Gaps, func(g catalogue.Gap) gapJSON { return gapJSON(g) })
	return matchJSON{m.Service, plainText(s.entries[m.Service].Name), m.Result, m.Met, m.Asked, gaps}
}

// nearby names the services that are near to a requirement by its words, where no
// other point of it can be compared.
func (d *desk) nearby(ctx context.Context, r *procedure.Request) ([]string, error) {
	books, _, err := d.published(ctx)
	if err != nil || books == nil {
		return nil, err
	}
	entries, err := books.Entries()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, h := range first(d.app.alike(r, entries), candidates) {
		lines = append(lines, d.app.say.T("  near by its words: %s", d.named(books, h.Service)))
	}
	return lines, nil
}
