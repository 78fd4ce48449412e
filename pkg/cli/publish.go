package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
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
	urgency         urgency
}

// newPublish signs and publishes a version (§5.4).
func newPublish(a *app) *cobra.Command {
	o := &publishOptions{}
	c := a.writing(&cobra.Command{
		Use:         "publish [ID…]",
		Annotations: asking(),
		Short:       a.say.T("Sign and publish the next version of the catalogue"),
		Long:        a.say.T("The ops lead signs and publishes what review meetings have passed (§5.4): all passed requests, or those named. It refuses while any service differs from the last version without a meeting having passed exactly those bytes. What changed picks the next version number."),
		Example:     "  sc publish -n\n  sc publish --yes --effective-from 2026-04-01\n  sc publish 12 --shelve-rest --yes",
	})
	f := c.Flags()
	f.BoolVar(&o.shelveRest, "shelve-rest", false, a.say.T("move drafts that no passed design covers to branches of their own"))
	f.StringVar(&o.bump, "bump", "", a.say.T("raise this number at least: major, minor, patch"))
	f.StringVar(&o.effective, "effective-from", "", a.say.T("the date it takes effect; today, if not given"))
	f.StringVar(&o.notesFile, "notes-file", "", a.say.T("release notes from this file"))
	f.StringVar(&o.changeRef, "change-ref", "", a.say.T("the change request it goes by (§6)"))
	a.urgencyFlags(c, &o.urgency)
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		ids, err := a.askPublication(ctx, c, o, args)
		if err != nil {
			return err
		}
		return a.publish(ctx, o, ids)
	})
}

func (a *app) publish(ctx context.Context, o *publishOptions, ids []string) error {
	if err := o.urgency.complete(ids); err != nil {
		return err
	}
	finished, err := a.finish(ctx)
	if err != nil {
		return err
	}
	if finished != nil {
		return a.receipts([]receipt{*finished})
	}
	compose := func(s *session) (*proposal, error) { return s.publish(ctx, o, ids) }
	if o.shelveRest && !a.flags.dryRun {
		if err := a.shelveRest(ctx, compose); err != nil {
			return err
		}
	}
	done, err := a.land(ctx, compose)
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// unfinished is the fault about a version that is published but for its tag.
func unfinished(version receipt, err error) error {
	return &finding.Fault{
		Message: finding.Say("version %s is on the ledger, but has no tag yet: %s", version.ID, finding.Problem(err)),
		Hint:    finding.Say("\"sc publish --yes\" signs the tag"),
		Cause:   err,
	}
}

// publish composes the entry of a version.
func (s *session) publish(ctx context.Context, o *publishOptions, given []string) (*proposal, error) {
	if err := s.plainServices(); err != nil {
		return nil, err
	}
	passed, err := s.passed(o, given)
	if err != nil {
		return nil, err
	}
	if o.shelveRest {
		if s.shelved, err = s.strays(passed); err != nil {
			return nil, err
		}
	}
	services, err := s.services(ctx)
	if err != nil {
		return nil, err
	}
	m, err := s.manifest(ctx, o, contents{services, passed})
	if err != nil {
		return nil, err
	}
	if err := s.declare(o.urgency, m); err != nil {
		return nil, err
	}
	if err := s.judgePublication(m, services); err != nil {
		return nil, err
	}
	p, err := s.publication(m, passed)
	if err == nil {
		err = s.mentionTouched(ctx, p)
	}
	if err == nil && s.app.flags.dryRun {
		var means []string
		means, err = s.meaning(ctx, m)
		p.remarks = append(p.remarks, means...)
	}
	return p, err
}

// publication is the entry that brings a version and ends its requests.
func (s *session) publication(m *procedure.Manifest, passed []procedure.Case) (*proposal, error) {
	p := &proposal{action: string(procedure.StepPublish), records: map[string][]byte{}, version: m}
	for _, c := range passed {
		r, err := s.books.Request(c.ID)
		if err != nil {
			return nil, err
		}
		if err := s.apply(p, r, publishing(c, m)); err != nil {
			return nil, err
		}
	}
	name := records.VersionPath(m.Version)
	var err error
	if p.records[name], err = document.Encode(m); err != nil {
		return nil, err
	}
	p.subject = "publish " + m.Version.String()
	p.outcome = append([]receipt{{ID: m.Version.String(), State: "published"}}, p.outcome...)
	p.remarks = append(s.app.shelving(s.shelved), s.changes(m)...)
	p.ask = s.app.say.T("sign and publish version %s?", m.Version)
	if m.Emergency != nil {
		p.subject += " in an emergency"
		p.ask = s.app.say.T("sign and publish version %s in an emergency, without a review? It is due by %s", m.Version, m.Emergency.ReviewDue)
		p.next = s.reviewNext(m)
	}
	return p, s.app.recordable(name, p.records[name], validator.Version)
}

func (s *session) judgePublication(m *procedure.Manifest, services []records.Service) error {
	previous, err := s.books.Latest()
	if err != nil {
		return err
	}
	tree := map[catalogue.ServiceID]catalogue.Digest{}
	for _, one := range services {
		tree[one.ID] = one.Digest
	}
	var unread error
	minutes := func(id procedure.MeetingID) procedure.Minutes {
		found, err := s.books.Minutes(id)
		unread = errors.Join(unread, err)
		return found
	}
	cases := &casebook{desk: s.desk}
	no := s.rules.JudgePublication(procedure.Publication{Manifest: m, Previous: previous, Signer: s.Person, Tree: tree, Minutes: minutes}, cases.find)
	if err := errors.Join(unread, cases.failed); err != nil {
		return err
	}
	if len(no) > 0 {
		return refused(no)
	}
	return nil
}

// services are those of the version to be: as committed, but for drafts that are
// shelved.
func (s *session) services(ctx context.Context) ([]records.Service, error) {
	services, err := s.books.Services()
	if err != nil || len(s.shelved) == 0 {
		return services, err
	}
	services = slices.DeleteFunc(slices.Clone(services), func(one records.Service) bool { return slices.Contains(s.shelved, one.ID) })
	before, _, err := s.published(ctx)
	if err != nil || before == nil {
		return services, err
	}
	old, err := before.Services()
	if err != nil {
		return nil, err
	}
	for _, one := range old {
		if slices.Contains(s.shelved, one.ID) {
			services = append(services, one)
		}
	}
	slices.SortFunc(services, func(a, b records.Service) int { return cmp.Compare(a.ID, b.ID) })
	return services, nil
}

// passed are the cases to publish: those named, or all that a meeting passed.
//
// That the actor may publish them is judged here, before anything else is asked
// of them.
func (s *session) passed(o *publishOptions, given []string) ([]procedure.Case, error) {
	var chosen []procedure.Case
	var err error
	if len(given) > 0 {
		chosen, err = s.casesNamed(given)
	} else {
		chosen, err = s.casesIn(procedure.StatePassed)
	}
	if err != nil {
		return nil, err
	}
	if len(chosen) == 0 {
		return nil, &procedure.Refusal{
			Code: "E_STATE", Subject: "publish", Message: finding.Say("no review meeting has passed anything that is not yet published"),
			Hint: finding.Say("\"sc status\" shows what waits for whom"),
		}
	}
	for _, c := range chosen {
		may := publishing(c, &procedure.Manifest{Version: catalogue.Version{Major: 1}, Emergency: o.urgency.emergency()})
		if _, no := s.rules.Apply(c, may, s.Actor, s.stamp); no != nil {
			return nil, no
		}
	}
	return chosen, nil
}
