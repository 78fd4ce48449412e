package cli

import (
	"context"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// session is one try to write an entry: the catalogue as it stands, who acts,
// and the stamp the entry will carry.
type session struct {
	*desk
	hand
	when  time.Time
	stamp procedure.Stamp
	last  ledger.Digest // the raw commit of the last entry
	id    ledger.Digest // of the ledger

	shelved []catalogue.ServiceID // drafts that a version is to leave out
}

// sessions opens the state at a tip for writing.
type sessions func(ctx context.Context, tip ledger.ID) (*session, error)

// session opens the state at a tip for writing.
func (d *desk) session(ctx context.Context, tip ledger.ID) (*session, error) {
	if tip != d.tip {
		var err error
		if d, err = d.onTip(tip); err != nil {
			return nil, err
		}
	}
	h, err := d.hand(ctx)
	if err != nil {
		return nil, err
	}
	s := &session{desk: d, hand: h, when: d.now()}
	return s, s.follow(ctx)
}

// write builds and signs the entry, ready to be landed.
func (s *session) write(ctx context.Context, p *proposal) (ledger.Landing, error) {
	commit, _, err := s.draft(p).Build(ctx, s.repo.Objects(), s.hand.sign)
	l := ledger.Landing{Ref: s.ref, Old: s.tip, New: commit}
	for _, name := range sortedNames(p.drafts) {
		l.Add = append(l.Add, s.under(name))
	}
	return l, err
}

// draft is the commit that carries a proposal.
func (s *session) draft(p *proposal) ledger.Draft {
	person := s.rules.People[s.Person]
	d := ledger.Draft{
		Parent:  s.tip,
		By:      ledger.Stamp{Name: person.Name, Email: person.Email, When: s.when},
		Subject: p.subject,
		Body:    p.body,
		Root:    s.root,
		Trailers: &ledger.Trailers{
			Ledger: s.id, Ref: s.ref, Entry: s.stamp.Entry, Action: p.action,
			Actor: string(s.Person), Role: string(p.role), Previous: s.last,
		},
		Sound: p.sound,
	}
	for _, files := range []map[string][]byte{p.records, p.drafts} {
		for name, data := range files {
			d.Changes = append(d.Changes, ledger.Change{Path: s.under(name), Data: data})
		}
	}
	return d
}
