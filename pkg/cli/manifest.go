package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// contents are what a version is made of: the services, and the cases whose
// designs it brings.
type contents struct {
	services []records.Service
	passed   []procedure.Case
}

// manifest is the version that the passed cases make.
func (s *session) manifest(ctx context.Context, o *publishOptions, of contents) (*procedure.Manifest, error) {
	if err := s.notPast("effective-from", o.effective); err != nil {
		return nil, err
	}
	before, previous, err := s.published(ctx)
	if err != nil {
		return nil, err
	}
	old, err := entriesByID(before)
	if err != nil {
		return nil, err
	}
	m := &procedure.Manifest{Schema: 1, PublishedAt: s.stamp.At, PublishedBy: s.Person, EffectiveFrom: cmp.Or(o.effective, s.stamp.At[:10]), ChangeRef: o.changeRef}
	rows, undecided, err := compare(of.services, previous, old, of.passed)
	if err != nil {
		return nil, err
	}
	if m.Version, err = s.next(previous, rows, undecided, o.bump); err != nil {
		return nil, err
	}
	if previous != nil {
		m.Previous = previous.Version
	}
	for i := range rows {
		if rows[i].Since.IsZero() {
			rows[i].Since = m.Version
		}
	}
	m.Services, m.Digest = rows, procedure.Sum(rows)
	for _, c := range of.passed {
		m.Requests = append(m.Requests, c.ID)
		if c.Pass != nil && !slices.Contains(m.Meetings, c.Pass.Meeting) {
			m.Meetings = append(m.Meetings, c.Pass.Meeting)
		}
	}
	slices.Sort(m.Requests)
	slices.Sort(m.Meetings)
	m.Notes, err = s.notes(o.notesFile)
	return m, err
}

func entriesByID(books *records.Catalogue) (map[catalogue.ServiceID]catalogue.Entry, error) {
	by := map[catalogue.ServiceID]catalogue.Entry{}
	if books == nil {
		return by, nil
	}
	entries, err := books.Entries()
	for _, e := range entries {
		by[e.ID] = e
	}
	return by, err
}

// compare is a row of the manifest for each service: what changed since the
// previous version and how severe that is. Since is left open where the bytes
// are new. What a person must judge is named.
func compare(services []records.Service, previous *procedure.Manifest, old map[catalogue.ServiceID]catalogue.Entry, passed []procedure.Case) ([]procedure.Published, procedure.Names, error) {
	rows := []procedure.Published{}
	var undecided procedure.Names
	digests := previous.Digests()
	for _, s := range services {
		row := procedure.Published{ID: s.ID, Digest: s.Digest, Change: procedure.None, Severity: catalogue.Unchanged}
		if digests[s.ID] == s.Digest {
			i := slices.IndexFunc(previous.Services, func(p procedure.Published) bool { return p.ID == s.ID })
			row.Since = previous.Services[i].Since
			rows = append(rows, row)
			continue
		}
		e, err := s.Entry()
		if err != nil {
			return nil, nil, err
		}
		row.Change = designedChange(passed, s)
		row.Severity = severity(catalogue.Compare(old[s.ID], e), row.Change)
		if row.Severity == catalogue.Judge {
			undecided = append(undecided, string(s.ID))
		}
		rows = append(rows, row)
	}
	return rows, undecided, nil
}

// severity fits the comparison to the change: other bytes that mean the same
// are an editorial change.
func severity(c catalogue.Comparison, change procedure.DesignChange) catalogue.Severity {
	switch {
	case change == procedure.Add:
		return catalogue.New
	case change == procedure.Retire:
		return catalogue.Retire
	case c.Severity == catalogue.Unchanged || c.Severity == catalogue.Retire || c.Severity == catalogue.New:
		return catalogue.Editorial
	}
	return c.Severity
}

// designedChange is what the passed design does to a service.
func designedChange(passed []procedure.Case, s records.Service) procedure.DesignChange {
	for _, c := range passed {
		for _, d := range c.Design {
			if d.Service == s.ID && d.Digest == s.Digest {
				return d.Change
			}
		}
	}
	return procedure.Modify
}

// next is the version's number: what changed picks it, a person may raise it,
// and must say it where a change cannot be judged by rule.
func (s *session) next(previous *procedure.Manifest, rows []procedure.Published, undecided procedure.Names, bump string) (catalogue.Version, error) {
	if previous == nil {
		return catalogue.Version{Major: 1}, nil
	}
	var severities []catalogue.Severity
	for _, r := range rows {
		severities = append(severities, r.Severity)
	}
	possible := procedure.Successors(previous.Version, severities)
	if bump == "" {
		if len(undecided) > 0 && len(possible) > 1 {
			return catalogue.Version{}, fault(
				finding.Say("whether the change to %s weakens a commitment must be judged by a person", undecided),
				finding.Say("say --bump major if it does, --bump minor if it improves, --bump patch if it is editorial"))
		}
		return possible[0], nil
	}
	wanted := previous.Version.Next(catalogue.Bump(bump))
	switch {
	case !slices.Contains([]string{"major", "minor", "patch"}, bump):
		return wanted, fault(finding.Say("%s is no bump", bump), finding.Say("bumps are major, minor, patch"))
	case !slices.Contains(possible, wanted):
		return wanted, &procedure.Refusal{Code: "E_VERSION", Subject: "publish", Message: finding.Say("after %s, what changed asks for %s at least", previous.Version, possible[0])}
	}
	return wanted, nil
}

// notes are the release notes of a file.
func (s *session) notes(file string) (catalogue.Text, error) {
	if file == "" {
		return catalogue.Text{}, nil
	}
	data, err := s.app.readInput(file)
	if err != nil {
		return catalogue.Text{}, err
	}
	text := string(trimLine(data))
	if s.rules.Language() == "en" {
		return catalogue.Text{EN: text}, nil
	}
	return catalogue.Text{ZH: text}, nil
}

// changes say what the version changes, before it is signed.
func (s *session) changes(m *procedure.Manifest) []string {
	a := s.app
	type kind struct {
		change   procedure.DesignChange
		severity catalogue.Severity
	}
	var kinds []kind
	alike := map[kind][]string{}
	for _, row := range m.Services {
		k := kind{row.Change, row.Severity}
		if len(alike[k]) == 0 && row.Change != procedure.None {
			kinds = append(kinds, k)
		}
		alike[k] = append(alike[k], string(row.ID))
	}
	var lines []string
	for _, k := range kinds {
		first, rest := a.counted(alike[k])
		lines = append(lines, a.say.T("%s (%s): %s", a.say.Word(string(k.change)), a.say.Word(string(k.severity)), first))
		lines = append(lines, rest...)
	}
	lines = append(lines, a.say.T("version %s: %s", m.Version, string(m.Digest)))
	if m.ChangeRef != "" {
		lines = append(lines, a.say.T("change request %s", m.ChangeRef))
	}
	return lines
}

// tellable is how many ids stand on one line.
const tellable = 10

// counted are ids for one line. Of many a person is told the first, with how many more
// there are; a program gets their number, and each on a line of its own.
func (a *app) counted(ids []string) (string, []string) {
	switch {
	case len(ids) <= tellable:
		return strings.Join(ids, " "), nil
	case a.Term.Err:
		return strings.Join(ids[:tellable], " ") + " " + a.say.T("and %s more", len(ids)-tellable), nil
	}
	return a.say.T("%s services", len(ids)), each(ids, func(id string) string { return "  " + id })
}
