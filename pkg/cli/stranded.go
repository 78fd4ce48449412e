package cli

import (
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// stranded names the open requests that nobody can take onward.
func (d *desk) stranded(open []waitingCase) []notice {
	cases := make([]procedure.Case, len(open))
	for i, w := range open {
		cases[i] = w.Case
	}
	var found []notice
	for _, s := range d.rules.Stranded(cases) {
		found = append(found, notice{Code: noHolder, Subject: string(s.ID), why: s.Why})
	}
	return found
}

// orphans warns of services whose owner the procedure knows now, and would not by
// another one: their drafts could not be published until they name somebody else.
func (s *session) orphans(p *procedure.Procedure) ([]string, error) {
	entries, err := s.readable()
	if err != nil {
		return nil, err
	}
	of := map[string][]string{}
	for _, e := range entries {
		if e.Lifecycle != catalogue.Retired && s.rules.Answers(e.Owner) && !p.Answers(e.Owner) {
			of[e.Owner] = append(of[e.Owner], string(e.ID))
		}
	}
	var lines []string
	for _, owner := range slices.Sorted(maps.Keys(of)) {
		lines = append(lines, s.app.say.T("warning: %s", s.app.say.T("%s answers for %s, and is nobody by the new procedure", owner, procedure.Names(of[owner]))))
	}
	if len(lines) > 0 {
		lines = append(lines, s.app.say.T("hint: %s", s.app.say.T("let these services name another owner, by the next version at the latest")))
	}
	return lines, nil
}

// strands warns of the open requests that somebody can take onward now, and nobody
// could by another procedure.
func (s *session) strands(p *procedure.Procedure) ([]string, error) {
	cases, err := s.cases()
	if err != nil {
		return nil, err
	}
	before := s.rules.Stranded(cases)
	var lines []string
	for _, found := range p.Stranded(cases) {
		if slices.ContainsFunc(before, func(b procedure.Stranded) bool { return b.ID == found.ID }) {
			continue
		}
		lines = append(lines, s.app.say.T("warning: %s", s.app.say.Say(found.Why)))
	}
	if len(lines) > 0 {
		lines = append(lines, s.app.say.T("hint: %s", s.app.say.T("enrol who is missing with \"sc person add\", or end the request")))
	}
	return lines, nil
}
