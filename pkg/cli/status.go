package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// newStatus is the screen of the morning.
func newStatus(a *app) *cobra.Command {
	return a.runs(&cobra.Command{
		Use:     "status",
		Short:   a.say.T("Show what waits for whom, what is late and what is unfinished"),
		Long:    a.say.T("Says who you are here, which version is the latest, what is late by the procedure's calendar, which services are to be reviewed periodically and which agreements expire or are to be reviewed (by today or in the next 30 days), which improvements of the procedure are open, what waits for you and for others, which drafts differ from the last version, and whether the ledger is shared. It needs no key and no network, and reads a bare clone too. With --json: an object with you, ledger, version, attention, overdue, waiting, signatures, reviews, worksheet, agreements, improvements, drafts, shared."),
		Example: "  sc status\n  sc status --json --jq '.waiting[] | select(.mine) | .id'",
	}, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.status(ctx) })
}

func (a *app) status(ctx context.Context) error {
	d, err := a.glance(ctx, "")
	if err != nil {
		return err
	}
	s, err := d.status(ctx)
	if err != nil {
		return err
	}
	if err := a.show(s.page(d)); err != nil {
		return err
	}
	if s.broken != nil {
		a.warnBroken(s.broken)
	}
	a.hint(a.say.Say(s.me.hint))
	return nil
}

// me is whom the signing key makes somebody here.
type me struct {
	id        procedure.PersonID // empty: nobody that the procedure knows
	why, hint finding.Sentence   // why not, and what to do about it
}

// me finds who asks. Whoever has no key, or one that the procedure does not know,
// may look all the same.
func (d *desk) me(ctx context.Context) (me, error) {
	h, err := d.hand(ctx)
	if err == nil {
		return me{id: h.Person}, nil
	}
	if ctx.Err() != nil {
		return me{}, err
	}
	var no *procedure.Refusal
	if errors.As(err, &no) {
		return me{why: no.Message, hint: no.Hint}, nil
	}
	var f *finding.Fault
	if errors.As(err, &f) {
		return me{why: f.Message, hint: f.Hint}, nil
	}
	return me{why: finding.Problem(err)}, nil
}

// status is all that the screen says.
type status struct {
	me      me
	last    *entry // nil on a branch whose entries cannot be read
	latest  *procedure.Manifest
	broken  *audit.Violation // nil: nothing wrong is found with the newest entries
	notices []notice
	overdue []late
	waiting []waitingCase
	numbers numbers // those of requests that may change yet

	signables []signable
	periodic  periodicStatus

	agreements []concern // whose dates are near or past

	improvements []waitingImprovement

	drafts   []differing
	shared   shared
	isolated bool // no other repository is known
}

func (d *desk) status(ctx context.Context) (*status, error) {
	s := &status{}
	var err error
	if s.me, err = d.me(ctx); err != nil {
		return nil, err
	}
	if s.waiting, err = d.waitingCases(); err != nil {
		return nil, err
	}
	if s.numbers, err = d.provisionalNumbers(); err != nil {
		return nil, err
	}
	if s.signables, err = d.signables(s.waiting, s.me.id); err != nil {
		return nil, err
	}
	if s.latest, err = d.books.Latest(); err != nil {
		return nil, err
	}
	s.overdue = d.overdue(s.waiting)
	s.periodic = d.periodicStatus(ctx)
	if s.agreements, err = d.agreementsSoon(); err != nil {
		return nil, err
	}
	if s.improvements, err = d.waitingImprovements(s.me.id); err != nil {
		return nil, err
	}
	if s.drafts, err = d.differing(ctx, s.latest, s.waiting); err != nil {
		return nil, err
	}
	if s.shared, s.notices, err = d.standing(ctx); err != nil {
		return nil, err
	}
	if s.broken, err = d.newest(ctx); err != nil {
		return nil, err
	}
	if v := s.broken; v != nil {
		s.notices = append(s.notices, notice{Code: brokenLedger, Subject: v.Commit.String(), why: v.Message})
	}
	s.notices = append(s.notices, d.stranded(s.waiting)...)
	s.notices = append(s.notices, d.outlived()...)
	standing, err := d.standingUrgent()
	if err != nil {
		return nil, err
	}
	s.notices = append(s.notices, standing...)
	uncounted, err := d.unlisted(s.waiting)
	if err != nil {
		return nil, err
	}
	s.notices = append(s.notices, uncounted...)
	s.isolated = !d.repo.Remotes()
	return s, s.entries(ctx, d)
}

// entries finds the last entry, and whether the latest version lacks its tag.
func (s *status) entries(ctx context.Context, d *desk) error {
	if d.repo.Shallow() {
		return nil
	}
	var err error
	s.last, err = d.newestThat(ctx, func(entry) bool { return true })
	if from := d.repo.Partial(); from != "" && errors.Is(err, ledger.ErrMissing) {
		s.notices = append(s.notices, notice{Code: partial, Subject: from})
		return nil
	}
	if err != nil || s.last == nil || s.latest == nil {
		return err
	}
	lacking, err := d.tagMissing(ctx, s.latest.Version.String())
	if lacking {
		s.notices = append(s.notices, notice{Code: missingTag, Subject: s.latest.Version.String()})
	}
	return err
}
