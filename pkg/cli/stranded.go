package cli

import (
	"slices"

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
