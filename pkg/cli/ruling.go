package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newRatify lets entries in dispute stand.
func newRatify(a *app) *cobra.Command {
	return a.ruling(procedure.Ratified, &cobra.Command{
		Use:     "ratify ENTRY… -m REASON",
		Short:   a.say.T("Let entries in dispute stand"),
		Long:    a.say.T("Settles the dispute about entries that a revoked key signed, or that came about through it: they stand. Whoever rules may amend, and could with the same key before the revoked one was first misused."),
		Example: "  sc ratify 12 13 -m \"…\"",
	})
}

// newVoid strikes entries in dispute out.
func newVoid(a *app) *cobra.Command {
	return a.ruling(procedure.Voided, &cobra.Command{
		Use:     "void ENTRY… -m REASON",
		Short:   a.say.T("Strike entries in dispute out"),
		Long:    a.say.T("Settles the dispute about entries that a revoked key signed, or that came about through it: their steps do not count, and are shown as void. Steps that others took on top of them are in dispute in their turn. An amendment is closed as superseded once nothing of what it brought is in force. History is not rewritten."),
		Example: "  sc void 12 13 -m \"…\"",
	})
}

func (a *app) ruling(v procedure.Verdict, c *cobra.Command) *cobra.Command {
	var reason string
	c = a.writing(c)
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error {
		if reason == "" {
			return fault(finding.Say("a ruling needs a reason"), finding.Say("give it with -m"))
		}
		var rulings []*procedure.Ruling
		for _, given := range args {
			n, err := strconv.Atoi(given)
			if err != nil || n < 1 {
				return fault(finding.Say("%s is not the number of an entry", given), finding.Say("\"sc log\" lists the entries with their numbers"))
			}
			rulings = append(rulings, &procedure.Ruling{Schema: 1, Entry: n, Ruling: v, Reason: reason})
		}
		done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.rule(ctx, rulings) })
		if err != nil {
			return err
		}
		return a.receipts(done)
	})
}

// rule composes the entry that brings rulings.
func (s *session) rule(ctx context.Context, rulings []*procedure.Ruling) (*proposal, error) {
	role, no := s.amender()
	if no != nil {
		no.Subject = string(rulings[0].Ruling) // amend is what the person would have to be let do
		return nil, no
	}
	report, err := audit.Verify(ctx, audit.Subject{Tip: s.tip, Ref: s.ref, Root: s.root, Readers: s.repo.Reader})
	if err != nil {
		return nil, err
	}
	p := &proposal{action: procedure.ActionRuling, role: role, records: map[string][]byte{}}
	id, err := s.books.Next(records.Rulings(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	year, first, _ := records.Rulings().Parse(id)
	var numbers []string
	for i, r := range rulings {
		if slices.Contains(numbers, strconv.Itoa(r.Entry)) {
			return nil, fault(finding.Say("entry %s is named twice", r.Entry), finding.Say("name each entry once"))
		}
		if r.Entry >= s.stamp.Entry {
			return nil, fault(finding.Say("there is no entry %s yet", r.Entry), finding.Say("\"sc log\" lists the entries with their numbers"))
		}
		r.ID, r.In = records.Rulings().ID(year, first+i), s.stamp.Entry
		if err := s.ruleOn(ctx, p, r, report.Disputes); err != nil {
			return nil, err
		}
		numbers = append(numbers, strconv.Itoa(r.Entry))
	}
	p.subject = string(rulings[0].Ruling) + " entry " + strings.Join(numbers, ", ")
	p.ask = s.app.say.T("let entry %s stand for ever?", procedure.Names(numbers))
	if rulings[0].Ruling != procedure.Ratified {
		p.ask = s.app.say.T("strike out entry %s for ever?", procedure.Names(numbers))
	}
	return p, nil
}

// ruleOn adds one ruling to the entry. An amendment is superseded, not void.
func (s *session) ruleOn(ctx context.Context, p *proposal, r *procedure.Ruling, open []procedure.Dispute) error {
	of := procedure.RulingCase{Ruling: r, Now: s.rules, By: procedure.Actor{Person: s.Person, Role: p.role}, Key: s.hand.signer.Key().String()}
	if i := slices.IndexFunc(open, func(d procedure.Dispute) bool { return d.Entry == r.Entry }); i >= 0 {
		of.Dispute = &open[i]
		if of.Dispute.New != nil && r.Ruling == procedure.Voided {
			r.Ruling = procedure.Superseded
		}
		var err error
		if of.Before, err = s.before(ctx, of.Dispute.From); err != nil {
			return err
		}
	}
	if no := of.Judge(); no != nil {
		return no
	}
	name := records.Rulings().Path(r.ID)
	var err error
	if p.records[name], err = document.Encode(r); err != nil {
		return err
	}
	p.outcome = append(p.outcome, receipt{ID: r.ID})
	return s.app.recordable(name, p.records[name], validator.Ruling)
}

// before is the procedure that judged an entry: as the entry before it left it.
func (s *session) before(ctx context.Context, number int) (*procedure.Procedure, error) {
	e, err := s.newestThat(ctx, func(e entry) bool { return e.Trailers.Entry < number })
	if err != nil {
		return nil, err
	}
	if e == nil {
		return s.rules, nil
	}
	at, err := s.app.openCommit(s.repo, e.commit)
	if err != nil {
		return nil, err
	}
	return at.rules, nil
}
