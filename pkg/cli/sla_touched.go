package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// touched are the concerns that a version to be published raises about agreements in
// force: services that it weakens, deprecates or retires, and they are about.
func (s *session) touched(ctx context.Context, m *procedure.Manifest) ([]concern, error) {
	all, err := s.agreements()
	if err != nil {
		return nil, err
	}
	was := map[catalogue.Version]*desk{}
	var found []concern
	for _, a := range all {
		if a.state.State != procedure.StateInForce {
			continue
		}
		for _, row := range m.Services {
			if row.Change == procedure.None || !a.pins(row.ID) {
				continue
			}
			if was[a.Version] == nil {
				if was[a.Version], err = s.versionDesk(ctx, a.Version); err != nil {
					return nil, err
				}
			}
			c, bad, err := s.touches(was[a.Version], a, row.ID, m.Version)
			if err != nil {
				return nil, err
			}
			if bad {
				found = append(found, c)
			}
		}
	}
	return found, nil
}

// touches says what the text that is about to be published makes of a service of an
// agreement.
func (s *session) touches(then *desk, a standingAgreement, id catalogue.ServiceID, v catalogue.Version) (concern, bool, error) {
	was, _, err := then.offer(id)
	if err != nil {
		return concern{}, false, err
	}
	is, _, err := s.offer(id)
	if err != nil {
		return concern{}, false, err
	}
	c, bad := a.became(was, is, v)
	return c, bad, nil
}

// mentionTouched tells them with the version.
func (s *session) mentionTouched(ctx context.Context, p *proposal) error {
	found, err := s.touched(ctx, p.version)
	if err != nil {
		return err
	}
	p.outcome[0].Agreements = found
	for _, c := range found {
		p.remarks = append(p.remarks, s.app.say.T("agreement %s with %s, %s: %s", string(c.Agreement), c.Customer, string(c.Service), c.say))
	}
	return nil
}

// ofAgreement: the version that an agreement is pinned to.
func (t *trace) ofAgreement() error {
	a, err := t.books.Agreement(t.id)
	if err != nil {
		return err
	}
	return t.addVersion(a.Version)
}

// agreed adds the agreements that hang together with what is traced: that are about the
// service, or pinned to the version.
func (t *trace) agreed() error {
	all, err := t.desk.agreements()
	for _, a := range all {
		if t.kind == anAgreement && a.id() == t.id || t.kind == aService && a.pins(t.service()) || t.kind == aVersion && a.Version.String() == t.id {
			t.agreements = append(t.agreements, a)
		}
	}
	return err
}

// tracedAgreement is an agreement in a trace, for programs.
type tracedAgreement struct {
	agreementJSON
	Steps []map[string]any `json:"steps"` // of its history, each with name and commit
}

func (t *trace) agreementValue(a standingAgreement) tracedAgreement {
	return tracedAgreement{a.value(), t.stepsOf(records.Agreements().Path(a.id()), a.History)}
}
