package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
)

type proposeOptions struct {
	services []string
	all      bool
	reason   string
}

// newPropose binds a design to requests (§5.3).
func newPropose(a *app) *cobra.Command {
	o := &proposeOptions{}
	c := a.writing(&cobra.Command{
		Use:     "propose ID…",
		Short:   a.say.T("Bind the drafted entries to requests, for the review"),
		Long:    a.say.T("The maintenance group binds the bytes of drafted service entries to approved requests (§5.3). Without --service: the drafts that \"sc design\" made for them, or that their asks name. Drafts of the work tree come along in the entry; others are listed, never taken."),
		Example: "  sc propose 12\n  sc propose 12 13 --service svc-db-ops\n  sc propose 1 --all",
	})
	f := c.Flags()
	f.StringArrayVar(&o.services, "service", nil, a.say.T("a drafted service"))
	f.BoolVar(&o.all, "all", false, a.say.T("every draft that differs from the last version"))
	f.StringVarP(&o.reason, "message", "m", "", a.say.T("a remark"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error { return a.propose(ctx, o, args) })
}

func (a *app) propose(ctx context.Context, o *proposeOptions, ids []string) error {
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.propose(ctx, o, ids) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// propose composes the entry: the designs, the drafts they name, and the other
// requests that must follow to the new bytes.
func (s *session) propose(ctx context.Context, o *proposeOptions, given []string) (*proposal, error) {
	requests := make([]*procedure.Request, len(given))
	for i, id := range given {
		var err error
		if requests[i], err = s.request(id); err != nil {
			return nil, err
		}
	}
	if err := s.mayPropose(requests); err != nil {
		return nil, err
	}
	taken, err := s.chosen(ctx, o, requests)
	if err != nil {
		return nil, err
	}
	if err := s.gate(ctx, taken); err != nil {
		return nil, err
	}
	p := &proposal{action: string(procedure.StepPropose), records: map[string][]byte{}, drafts: map[string][]byte{}}
	design, err := s.bind(p, taken)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		if err := s.apply(p, r, procedure.Act{Step: procedure.StepPropose, Design: design, Reason: o.reason}); err != nil {
			return nil, err
		}
	}
	p.titled(s)
	return p, s.rebind(p, design, requests)
}

// mayPropose judges the actor and where the requests stand, before anything is
// asked of the drafts.
func (s *session) mayPropose(requests []*procedure.Request) error {
	for _, r := range requests {
		c, err := s.rules.Fold(r)
		if err != nil {
			return err
		}
		any := []procedure.Design{{}}
		if _, no := s.rules.Apply(c, procedure.Act{Step: procedure.StepPropose, Design: any}, s.Actor, s.stamp); no != nil {
			return no
		}
	}
	return nil
}

// chosen are the drafts that the proposal takes; others that differ are named.
func (s *session) chosen(ctx context.Context, o *proposeOptions, requests []*procedure.Request) ([]draft, error) {
	changed, err := s.changed(ctx)
	if err != nil {
		return nil, err
	}
	wanted, err := s.wanted(ctx, o, requests)
	if err != nil {
		return nil, err
	}
	bound, err := s.bound()
	if err != nil {
		return nil, err
	}
	var taken []draft
	var others procedure.Names
	for _, f := range changed {
		switch {
		case o.all || slices.Contains(wanted, f.ID):
			taken = append(taken, f)
		case bound[f.ID] != f.Digest:
			others = append(others, string(f.ID))
		}
	}
	for _, id := range wanted {
		if len(o.services) > 0 && !slices.ContainsFunc(taken, func(f draft) bool { return f.ID == id }) {
			return nil, fault(finding.Say("%s does not differ from the last version", string(id)), finding.Say("change its file first: sc design %s --edit %s", string(requests[0].ID), string(id)))
		}
	}
	if len(others) > 0 {
		s.app.note(s.app.say.T("drafts that this proposal leaves alone: %s", others))
	}
	if len(taken) == 0 {
		return nil, fault(finding.Say("no draft belongs to %s", string(requests[0].ID)), finding.Say("write one with \"sc design\", or name the drafts with --service"))
	}
	return taken, nil
}

// bound are the bytes of services that requests wait with, for a meeting or a
// version.
func (d *desk) bound() (map[catalogue.ServiceID]catalogue.Digest, error) {
	cases, err := d.casesIn(procedure.StateProposed, procedure.StatePassed)
	if err != nil {
		return nil, err
	}
	bound := map[catalogue.ServiceID]catalogue.Digest{}
	for _, c := range cases {
		for _, g := range c.Design {
			bound[g.Service] = g.Digest
		}
	}
	return bound, nil
}

// wanted are the services named by flags, by "sc design", or by the asks.
func (s *session) wanted(ctx context.Context, o *proposeOptions, requests []*procedure.Request) ([]catalogue.ServiceID, error) {
	var wanted []catalogue.ServiceID
	for _, id := range o.services {
		known, _, err := s.present(ctx, id)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, known)
	}
	if len(wanted) > 0 || o.all {
		return wanted, nil
	}
	made, err := s.readIntended(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		wanted = append(wanted, made[r.ID]...)
		for _, ask := range r.Asks {
			if len(made[r.ID]) == 0 && ask.Service != "" {
				wanted = append(wanted, ask.Service)
			}
		}
	}
	return wanted, nil
}

// gate refuses drafts that could not be published: every file must pass the
// schema, have what §5.3 asks for and fit the other entries.
func (s *session) gate(ctx context.Context, taken []draft) error {
	if err := s.plainServices(); err != nil {
		return err
	}
	if err := s.faithful(ctx, each(taken, func(f draft) records.Service { return f.Service })); err != nil {
		return err
	}
	found, err := s.checkDrafts(ctx, func(id catalogue.ServiceID) bool {
		return slices.ContainsFunc(taken, func(f draft) bool { return f.ID == id })
	})
	if err != nil {
		return err
	}
	return s.app.stop(found)
}

// stop shows findings and ends the command if any is an error.
func (a *app) stop(found []finding.Finding) error {
	if len(found) == 0 {
		return nil
	}
	if err := (render.Findings{Out: a.Err, Say: a.say}).Text(found); err != nil {
		return err
	}
	if finding.Failed(found) {
		return quiet(exitFindings)
	}
	return nil
}

// bind names the drafts with their digests and takes along those that the
// branch does not have yet.
func (s *session) bind(p *proposal, taken []draft) ([]procedure.Design, error) {
	var design []procedure.Design
	committed, err := s.books.Digests()
	if err != nil {
		return nil, err
	}
	for _, f := range taken {
		d, err := f.design()
		if err != nil {
			return nil, err
		}
		design = append(design, d)
		if committed[f.ID] != f.Digest {
			p.drafts[f.Path] = f.Data
		}
	}
	latest, err := s.books.Latest()
	if err != nil {
		return nil, err
	}
	if no := procedure.JudgeDesign(design, latest); no != nil {
		return nil, no
	}
	return design, nil
}

// rebind sends other requests that wait with other bytes of the same services
// back to proposed, and says so.
func (s *session) rebind(p *proposal, design []procedure.Design, requests []*procedure.Request) error {
	cases, err := s.casesIn(procedure.StateProposed, procedure.StatePassed)
	if err != nil {
		return err
	}
	var mine []procedure.RequestID
	for _, r := range requests {
		mine = append(mine, r.ID)
	}
	for _, c := range procedure.Rebound(design, mine, cases) {
		s.app.note(s.app.say.T("%s waits with other bytes of the same service; it goes back to proposed with these", string(c.ID)))
		r, err := s.books.Request(c.ID)
		if err != nil {
			return err
		}
		again := procedure.Act{Step: procedure.StepPropose, Design: procedure.Rebind(c.Design, design), Reason: p.subject}
		if err := s.apply(p, r, again); err != nil {
			return err
		}
	}
	return nil
}

// checkDrafts validates the drafts of the work tree that are picked out, their
// places among the others included. The findings name files as people see them.
func (d *desk) checkDrafts(ctx context.Context, picked func(catalogue.ServiceID) bool) ([]finding.Finding, error) {
	t := d.app.folderTarget(d.worktree())
	var err error
	if t.files, err = d.draftFiles(ctx); err != nil {
		return nil, err
	}
	r, err := check.New(d.app.schemas, nil).Catalogue(ctx, t.files, validator.Service, validator.Procedure)
	if err != nil {
		return nil, &finding.Fault{Message: finding.Say("the folder %s cannot be read", t.shown), Cause: err}
	}
	part := r.Only(func(file string) bool { return picked(fileService(file)) })
	for i, f := range part.Findings {
		part.Findings[i] = demanded(f)
	}
	return t.shownAs(part).Findings, nil
}

func fileService(file string) catalogue.ServiceID { return catalogue.ServiceID(baseName(file)) }

// demanded makes an error of what an entry lacks to be published (§5.3): of a draft
// that is only checked it is a warning.
func demanded(f finding.Finding) finding.Finding {
	if f.Rule == catalogue.RulePublishable || f.Rule == catalogue.RuleUnmeasured {
		f.Severity = finding.Error
	}
	return f
}
