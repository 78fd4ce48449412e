package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// closing are the improvements that an amendment puts right. Each is closed by a step of
// its own behind it, so that an amendment stays what it is: one text for another.
type closing []string

// title is what is said to an amendment to which nobody says anything.
func (ids closing) title() string {
	if len(ids) == 0 {
		return "amend the procedure"
	}
	return "amend the procedure for " + strings.Join(ids, " ")
}

// full are the ids in full, each once.
func (s *session) full(given closing) (closing, error) {
	var ids closing
	for _, one := range given {
		id, err := s.resolve(records.Improvements(), one)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// foreseen are the ids in full. It refuses, before anything is written, what could not be
// closed behind the amendment, and by the procedure that it brings.
func (s *session) foreseen(p *proposal, ids closing) (closing, error) {
	next, err := p.nextProcedure()
	if err != nil {
		return nil, err
	}
	if ids, err = s.full(ids); err != nil {
		return nil, err
	}
	for _, id := range ids {
		m, err := s.books.Improvement(id)
		if err != nil {
			return nil, err
		}
		c, err := s.rules.FoldRecord(m)
		if err != nil {
			return nil, err
		}
		act := procedure.Act{Step: procedure.StepCloseImprovement, Amendment: next.Version}
		if _, no := next.Apply(c, act, s.Actor, s.stamp); no != nil {
			return nil, no
		}
	}
	return ids, nil
}

// closeBehind closes improvements once the amendment that puts them right is in force,
// and gives all receipts. Of one that is proposed only, it says what is left to do.
func (a *app) closeBehind(ctx context.Context, ids closing, done []receipt) ([]receipt, error) {
	if len(ids) == 0 || len(done) == 0 {
		return done, nil
	}
	version, inForce := isAmendment(done[0].ID)
	if a.flags.dryRun && inForce {
		for _, id := range ids {
			done = append(done, receipt{ID: id, State: procedure.StateClosed})
		}
		a.note(a.say.T("an entry of its own behind the amendment would close %s", procedure.Names(ids)))
		return done, nil
	}
	if !inForce {
		a.next = append(a.next, finding.Say("once it is in force: sc improve close %s", strings.Join(ids, " ")))
		return done, nil
	}
	said := a.next
	closed, err := a.land(ctx, func(s *session) (*proposal, error) {
		return s.decideImprovements(procedure.Act{Step: procedure.StepCloseImprovement, Amendment: version}, ids)
	})
	a.next = append(said, a.next...)
	if err != nil {
		a.warn("the amendment is in force; what it puts right is not closed yet")
		a.hint(a.say.T("sc improve close %s --amendment %s", strings.Join(ids, " "), version))
		return done, err
	}
	return append(done, closed...), nil
}

// nextProcedure is the text of the procedure that a proposal would put in force, or
// approves.
func (p *proposal) nextProcedure() (*procedure.Procedure, error) {
	var next procedure.Procedure
	return &next, records.Decode(records.ProcedureFile, p.nextText(), &next)
}

func (p *proposal) nextText() []byte {
	if p.approves != nil {
		return p.approves
	}
	return p.records[records.ProcedureFile]
}
