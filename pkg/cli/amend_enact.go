package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// enact composes the amendment that puts a text in force, or the approval of it that is
// still wanted.
func (s *session) enact(ctx context.Context, text []byte, subject string) (*proposal, error) {
	if err := s.app.recordable(records.ProcedureFile, text, validator.Procedure); err != nil {
		return nil, err
	}
	var unread error
	amendment, err := s.drafted(ctx, text, &unread)
	if err != nil {
		return nil, err
	}
	breaches := amendment.Judge()
	wanted := len(breaches) > 0 && s.wantsApproval(amendment)
	if unread != nil {
		return nil, unread
	}
	if len(breaches) > 0 && !wanted {
		return nil, s.breached(amendment, breaches)
	}
	if err := s.goodKeys(ctx, amendment.New); err != nil {
		return nil, err
	}
	if wanted {
		return s.approve(amendment, text, subject)
	}
	line, body := firstLine(subject)
	return &proposal{
		action: string(procedure.StepAmend), role: amendment.Role, subject: line, body: body,
		records: map[string][]byte{records.ProcedureFile: text},
		outcome: []receipt{{ID: "procedure-" + strconv.Itoa(amendment.New.Version)}},
	}, nil
}

// drafted is the amendment that the actor would sign with a text. What keeps an earlier
// procedure from being read while it is judged is left in unread.
func (s *session) drafted(ctx context.Context, text []byte, unread *error) (procedure.Amendment, error) {
	a := procedure.Amendment{
		Old: s.rules, New: &procedure.Procedure{}, Signer: s.Person, Key: s.hand.signer.Key().String(), Entry: s.stamp.Entry,
		Before: func(entry int) *procedure.Procedure {
			rules, err := s.before(ctx, entry)
			*unread = errors.Join(*unread, err)
			return cmp.Or(rules, s.rules)
		},
	}
	if err := records.Decode(records.ProcedureFile, text, a.New); err != nil {
		return a, err
	}
	role, no := s.amender()
	if no != nil {
		return a, no
	}
	a.Role = role
	var err error
	if a.Listed, err = s.listedKeys(ctx); err != nil {
		return a, err
	}
	a.Given, err = s.books.Approvals(s.rules.Version, catalogue.DigestOf(text))
	return a, err
}

// breached is the refusal of an amendment: what a person can put right, without what
// only follows from it.
func (s *session) breached(a procedure.Amendment, breaches []*procedure.Refusal) error {
	of := func(code string) []*procedure.Refusal {
		return slices.DeleteFunc(slices.Clone(breaches), func(r *procedure.Refusal) bool { return r.Code != code })
	}
	short := of("E_THRESHOLD")
	switch revoked, twice := of("E_REVOKED"), of("E_KEY_DUP"); {
	case len(revoked) > 0:
		return refused(revoked)
	case len(twice) > 0:
		return refused(twice[:1])
	case len(short) < len(breaches):
		breaches = slices.DeleteFunc(breaches, func(r *procedure.Refusal) bool { return r.Code == "E_THRESHOLD" })
	case slices.Contains(procedure.People(a.Given), s.Person):
		left := s.rules.Rules.Amend.Approvals - len(procedure.People(a.Given))
		short[0].Message = finding.Say("%s has approved this amendment already, and it needs %s more", s.name(s.Person), left)
		return refused(short)
	}
	if len(a.New.Signers(procedure.StepAmend)) == 0 {
		breaches = breaches[:1] // nobody could put the rest right
	}
	return refused(breaches)
}

// listedKeys is every key that any procedure of the ledger ever listed.
func (s *session) listedKeys(ctx context.Context) (map[string]procedure.PersonID, error) {
	all, err := s.history(ctx)
	if err != nil {
		return nil, err
	}
	listed := map[string]procedure.PersonID{}
	for _, e := range all {
		if e.Trailers.Action != string(procedure.StepAmend) && e.Trailers.Entry != 0 {
			continue
		}
		at, err := s.app.openCommit(s.repo, e.commit)
		if err != nil {
			return nil, err
		}
		for _, id := range at.rules.Persons() {
			for _, k := range at.rules.People[id].Keys {
				listed[k.Key] = id
			}
		}
	}
	return listed, nil
}
