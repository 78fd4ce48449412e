package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
)

// newest is what is wrong with the newest entries of the ledger, as far as these tell:
// the oldest violation; nil where none is found.
func (d *desk) newest(ctx context.Context) (*audit.Violation, error) {
	found, err := audit.Newest(ctx, audit.Subject{Tip: d.tip, Ref: d.ref, Root: d.root, Readers: d.repo.Reader})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// sound refuses to build on a tip whose newest entries are not by the procedure. Who
// may do what, and with which record, is looked at here; what lies further back, or
// holds only with the whole history, is for verify to tell.
func (s *session) sound(ctx context.Context) error {
	v, err := s.newest(ctx)
	if err != nil || v == nil {
		return err
	}
	return s.mendedWhere(ctx, brokenSince(v.Commit, &finding.Fault{Message: v.Message}))
}

// look opens the catalogue for somebody who looks at it, and warns them where what
// they see is not by the procedure.
func (a *app) look(ctx context.Context, rev string) (*desk, error) {
	d, err := a.glance(ctx, rev)
	if err != nil || rev != "" {
		return d, err
	}
	v, err := d.newest(ctx)
	if v != nil {
		a.warnBroken(v)
	}
	return d, err
}

func (a *app) warnBroken(v *audit.Violation) {
	a.warn("the ledger is broken since commit %s: %s", short(v.Commit.String()), v.Message)
	a.hint(a.say.Say(mending()))
}
