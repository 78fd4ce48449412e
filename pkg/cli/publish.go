package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

type publishOptions struct {
	shelveRest      bool
	bump, effective string
	notesFile       string
	changeRef       string
}

// newPublish signs and publishes a version (§5.4).
func newPublish(a *app) *cobra.Command {
	o := &publishOptions{}
	c := a.writing(&cobra.Command{
		Use:     "publish [ID…]",
		Short:   a.say.T("Sign and publish the next version of the catalogue"),
		Long:    a.say.T("The ops lead signs and publishes what review meetings have passed (§5.4): all passed requests, or those named. It refuses while any service differs from the last version without a meeting having passed exactly those bytes. What changed picks the next version number."),
		Example: "  sc publish -n\n  sc publish --yes --effective-from 2026-04-01\n  sc publish 12 --shelve-rest --yes",
	})
	f := c.Flags()
	f.BoolVar(&o.shelveRest, "shelve-rest", false, a.say.T("move drafts that no passed design covers to branches of their own"))
	f.StringVar(&o.bump, "bump", "", a.say.T("raise this number at least: major, minor, patch"))
	f.StringVar(&o.effective, "effective-from", "", a.say.T("the date it takes effect; today, if not given"))
	f.StringVar(&o.notesFile, "notes-file", "", a.say.T("release notes from this file"))
	f.StringVar(&o.changeRef, "change-ref", "", a.say.T("the change request it goes by (§6)"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error { return a.publish(ctx, o, args) })
}

func (a *app) publish(ctx context.Context, o *publishOptions, ids []string) error {
	finished, err := a.finish(ctx)
	if err != nil || finished {
		return err
	}
	if err := a.confirm(ctx, a.say.T("sign and publish the next version?")); err != nil {
		return err
	}
	if o.shelveRest {
		if err := a.shelveRest(ctx); err != nil {
			return err
		}
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.publish(ctx, o, ids) })
	if err != nil {
		return err
	}
	if !a.flags.dryRun {
		if _, err := a.finish(ctx); err != nil {
			return err
		}
	}
	return a.receipts(done)
}

// publish composes the entry of a version.
func (s *session) publish(ctx context.Context, o *publishOptions, given []string) (*proposal, error) {
	cases, err := s.cases()
	if err != nil {
		return nil, err
	}
	passed, err := s.passed(cases, given)
	if err != nil {
		return nil, err
	}
	m, err := s.manifest(ctx, o, passed)
	if err != nil {
		return nil, err
	}
	p := &proposal{action: string(procedure.StepPublish), records: map[string][]byte{}}
	for _, c := range passed {
		r, err := s.books.Request(c.ID)
		if err != nil {
			return nil, err
		}
		if err := s.apply(p, r, procedure.Act{Step: procedure.StepPublish, Version: m.Version, ChangeRef: m.ChangeRef}); err != nil {
			return nil, err
		}
	}
	tree, err := s.books.Digests()
	if err != nil {
		return nil, err
	}
	previous, err := s.books.Latest()
	if err != nil {
		return nil, err
	}
	if no := s.rules.JudgePublication(procedure.Publication{Manifest: m, Previous: previous, Signer: s.Person, Tree: tree}, lookup(cases)); len(no) > 0 {
		return nil, refused(no)
	}
	name := records.VersionPath(m.Version)
	if p.records[name], err = validator.Encode(m); err != nil {
		return nil, err
	}
	p.subject = "publish " + m.Version.String()
	p.outcome = append([]receipt{{ID: m.Version.String(), State: "published"}}, p.outcome...)
	s.tell(m)
	return p, recordable(name, p.records[name], validator.Version)
}

// passed are the cases to publish: those named, or all that a meeting passed.
func (s *session) passed(cases []procedure.Case, given []string) ([]procedure.Case, error) {
	var named []procedure.RequestID
	for _, g := range given {
		id, err := s.resolve(records.Requests(), g)
		if err != nil {
			return nil, err
		}
		named = append(named, procedure.RequestID(id))
	}
	var chosen []procedure.Case
	for _, c := range cases {
		if slices.Contains(named, c.ID) || len(named) == 0 && c.State == procedure.StatePassed {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) == 0 {
		return nil, &procedure.Refusal{
			Code: "E_STATE", Subject: "publish", Message: finding.Say("no review meeting has passed anything that is not yet published"),
			Hint: finding.Say("\"sc status\" shows what waits for whom"),
		}
	}
	return chosen, nil
}

// manifest is the version that the passed cases make.
func (s *session) manifest(ctx context.Context, o *publishOptions, passed []procedure.Case) (*procedure.Manifest, error) {
	before, previous, err := s.published(ctx)
	if err != nil {
		return nil, err
	}
	services, err := s.books.Services()
	if err != nil {
		return nil, err
	}
	old, err := entriesByID(before)
	if err != nil {
		return nil, err
	}
	m := &procedure.Manifest{Schema: 1, PublishedAt: s.stamp.At, PublishedBy: s.Person, EffectiveFrom: cmp.Or(o.effective, s.stamp.At[:10]), ChangeRef: o.changeRef}
	rows, undecided, err := compare(services, previous, old, passed)
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
	for _, c := range passed {
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
	entries, err := entriesOf(books)
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

// tell says what the version changes, before it is signed.
func (s *session) tell(m *procedure.Manifest) {
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
	for _, k := range kinds {
		a.note(a.say.T("%s (%s): %s", a.say.Word(string(k.change)), a.say.Word(string(k.severity)), strings.Join(alike[k], " ")))
	}
	a.note(a.say.T("version %s: %s", m.Version, string(m.Digest)))
	if len(s.rules.Rules.ChangeRef.When) > 0 && m.ChangeRef != "" {
		a.note(a.say.T("change request %s", m.ChangeRef))
	}
}
