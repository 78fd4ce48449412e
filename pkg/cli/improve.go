package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newImprove logs what is wrong with the procedure itself, and what becomes of it (§4.1).
func newImprove(a *app) *cobra.Command {
	o := &improveOptions{}
	c := a.writing(&cobra.Command{
		Use:         "improve [-m TEXT]",
		Annotations: asking(),
		Short:       a.say.T("Log a defect of the procedure itself, and what becomes of it"),
		Long:        a.say.T("Anyone of the procedure logs where the procedure does not fit the company, or what would be better (§4.1). Whoever may amend accepts it, with a reason, somebody who sees to it and a date, or rejects it; the amendment that puts it right closes it: sc amend --closes ID. \"sc list improvements\" lists them, \"sc trace ID\" leads to the amendment."),
		Example:     "  sc improve -m \"…\" --concerns approve --found-in audit\n  sc improve accept IMP-2026-0001 -m \"…\" --assign zhang.wei --due 2026-06-30\n  sc amend -f new.yaml --closes IMP-2026-0001\n  sc improve close IMP-2026-0001 --amendment 3",
	})
	f := c.Flags()
	f.StringVarP(&o.words, "message", "m", "", a.say.T("what does not fit, what follows from it, what would be better"))
	f.StringVar(&o.title, "title", "", a.say.T("in a few words; the first line of the text, if not given"))
	f.StringArrayVar(&o.concerns, "concerns", nil, a.say.T("a section, step, role or rule of the procedure that it is about, such as §5.2 or approve"))
	f.StringVar(&o.found, "found-in", "", a.say.T("where it came to light: daily_work (if not given), review, audit, customer, other"))
	f.StringVar(&o.raisedBy, "raised-by", "", a.say.T("who raised it, if not you: an id or a name"))
	c = a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		if len(args) > 0 {
			return a.unknown(c, args[0])
		}
		return a.improve(ctx, o)
	})
	c.AddCommand(newImproveAccept(a), newImproveEnd(a, procedure.StepRejectImprovement), newImproveEnd(a, procedure.StepWithdrawImprovement), newImproveClose(a))
	return c
}

type improveOptions struct {
	words, title, found, raisedBy string
	concerns                      []string
}

func (a *app) improve(ctx context.Context, o *improveOptions) error {
	if strings.TrimSpace(o.words) == "" && a.asks() {
		said, err := a.ask(ctx, a.say.T("What does not fit in the procedure?"), "")
		if err != nil {
			return err
		}
		o.words = said
	}
	if strings.TrimSpace(o.words+o.title) == "" {
		return fault(finding.Say("nothing says what does not fit"), finding.Say("say it with -m"))
	}
	if err := spoken("--raised-by", o.raisedBy); err != nil {
		return err
	}
	if _, err := a.choice("found-in", o.found, procedure.Findings()); err != nil {
		return err
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.improve(o) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// improve composes the entry of a new improvement.
func (s *session) improve(o *improveOptions) (*proposal, error) {
	if no := s.rules.Takes(procedure.OfImprovement); no != nil {
		return nil, no
	}
	if err := s.concerned(o.concerns); err != nil {
		return nil, err
	}
	title, words := strings.TrimSpace(o.title), strings.TrimSpace(o.words)
	if title == "" {
		title, words = firstLine(words)
	}
	id, err := s.books.Next(records.Improvements(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	m := &procedure.Improvement{
		Schema: 1, ID: procedure.ImprovementID(id), Title: catalogue.Text{Plain: title}, Words: words, Concerns: o.concerns,
		FoundIn: cmp.Or(o.found, procedure.Findings()[0]), Procedure: s.rules.Version,
		RaisedBy: cmp.Or(o.raisedBy, string(s.Person)), RaisedOn: s.today(),
	}
	event, no := s.rules.Apply(m.Begins(), procedure.Act{Step: procedure.StepImprove}, s.Actor, s.stamp)
	if no != nil {
		return nil, no
	}
	m.History = []procedure.Event{event}
	step, _ := s.rules.Step(procedure.StepImprove)
	p := &proposal{action: string(procedure.StepImprove), role: event.Role, records: map[string][]byte{}}
	p.subject = p.action + " " + id + ": " + title
	p.outcome = []receipt{{ID: id, State: s.rules.After(m.Begins(), step, event).State}}
	if who := s.deciders(m.Begins(), event); len(who) > 0 {
		p.next = []finding.Sentence{finding.Say("%s can accept it: sc improve accept %s -m REASON", s.rules.Named(who), id)}
	}
	name := records.Improvements().Path(id)
	if p.records[name], err = document.Encode(m); err != nil {
		return nil, err
	}
	return p, s.app.recordable(name, p.records[name], validator.Improvement)
}

// deciders are the people who can accept an improvement that was just raised.
func (s *session) deciders(c procedure.Case, raised procedure.Event) []procedure.PersonID {
	begun, _ := s.rules.Step(procedure.StepImprove)
	accepts, _ := s.rules.Step(procedure.StepAcceptImprovement)
	return s.rules.Takers(s.rules.After(c, begun, raised), accepts)
}

func newImproveAccept(a *app) *cobra.Command {
	var act procedure.Act
	var to procedure.Assignment
	c := a.writing(&cobra.Command{
		Use:     "accept ID…",
		Short:   a.say.T("Accept an improvement, and say who sees to it by when"),
		Long:    a.say.T("Whoever may amend accepts an improvement of the procedure, with a reason, and gives it to somebody with a date (§4.1). Taken again, it goes to somebody else or gets another date."),
		Example: "  sc improve accept IMP-2026-0001 -m \"…\" --assign zhang.wei --due 2026-06-30",
	})
	f := c.Flags()
	f.StringVarP(&act.Reason, "message", "m", "", a.say.T("the reason"))
	f.StringVar((*string)(&to.Person), "assign", "", a.say.T("the person who sees to it; if not given, who sees to it already, else you"))
	f.StringVar(&to.DueOn, "due", "", a.say.T("the date by which it is done"))
	return a.runs(a.offersImprovements(c), arity{1, -1}, func(ctx context.Context, args []string) error {
		if err := isDay("due", to.DueOn); err != nil {
			return err
		}
		return a.decideImprovements(ctx, procedure.StepAcceptImprovement, args, func(s *session) (procedure.Act, error) {
			given := to
			act.Assign = &given
			if err := s.notPast("due", to.DueOn); err != nil {
				return act, err
			}
			if given.Person == "" {
				return act, nil
			}
			return act, s.knownPerson(string(given.Person))
		})
	})
}

// newImproveEnd ends an improvement that no amendment closes.
func newImproveEnd(a *app, step procedure.StepName) *cobra.Command {
	var act procedure.Act
	c := &cobra.Command{
		Use:     "reject ID…",
		Short:   a.say.T("Reject an improvement"),
		Long:    a.say.T("Whoever may amend rejects an improvement that nobody has accepted, with a reason. It is final."),
		Example: "  sc improve reject IMP-2026-0002 -m \"…\" --yes",
	}
	if step == procedure.StepWithdrawImprovement {
		c = &cobra.Command{
			Use:     "withdraw ID…",
			Short:   a.say.T("Take back an improvement"),
			Long:    a.say.T("Whoever raised an improvement, or may amend, takes it back, with a reason. It is final."),
			Example: "  sc improve withdraw IMP-2026-0002 -m \"…\" --yes",
		}
	}
	a.writing(c).Flags().StringVarP(&act.Reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(a.offersImprovements(c), arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.decideImprovements(ctx, step, args, func(*session) (procedure.Act, error) { return act, nil })
	})
}

func newImproveClose(a *app) *cobra.Command {
	var act procedure.Act
	c := a.writing(&cobra.Command{
		Use:     "close ID…",
		Short:   a.say.T("Close an improvement by the amendment that put it right"),
		Long:    a.say.T("Closes an accepted improvement by an amendment that came after it was raised, named by the version of the procedure that it brought; the last amendment, if none is named. \"sc amend --closes ID\" does both. It is final."),
		Example: "  sc improve close IMP-2026-0001 --amendment 3",
	})
	c.Flags().IntVar(&act.Amendment, "amendment", 0, a.say.T("the version of the procedure that the amendment brought"))
	return a.runs(a.offersImprovements(c), arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.decideImprovements(ctx, procedure.StepCloseImprovement, args, func(s *session) (procedure.Act, error) {
			closing := act
			var err error
			closing.Amendment, err = s.amendmentMeant(ctx, act.Amendment)
			return closing, err
		})
	})
}

// amendmentMeant is the version of the procedure that is to close an improvement: the
// one that is given, or that of the last amendment. Delegations bring versions, too,
// and put nothing right.
func (d *desk) amendmentMeant(ctx context.Context, given int) (int, error) {
	past, err := d.procedures(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range slices.Backward(past) {
		delegated := p.Trailers.Action == procedure.ActionDelegate
		switch {
		case given == p.Version && delegated:
			return 0, fault(finding.Say("version %s of the procedure came by a delegation, which puts nothing right", given),
				finding.Say("name the version that an amendment brought: \"sc log\" tells the one from the other"))
		case given == 0 && !delegated:
			return p.Version, nil
		}
	}
	return cmp.Or(given, d.rules.Version), nil
}

// decideImprovements lands one step on one or more improvements.
func (a *app) decideImprovements(ctx context.Context, step procedure.StepName, ids []string, of func(*session) (procedure.Act, error)) error {
	done, err := a.land(ctx, func(s *session) (*proposal, error) {
		act, err := of(s)
		if err != nil {
			return nil, err
		}
		act.Step = step
		return s.decideImprovements(act, ids)
	})
	if err != nil {
		return err
	}
	return a.receipts(done)
}

func (s *session) decideImprovements(act procedure.Act, ids []string) (*proposal, error) {
	if no := s.rules.Takes(procedure.OfImprovement); no != nil {
		return nil, no
	}
	p := &proposal{action: string(act.Step), records: map[string][]byte{}}
	title := ""
	for _, given := range ids {
		m, err := s.improvement(given)
		if err != nil {
			return nil, err
		}
		c, err := s.rules.FoldRecord(m)
		if err != nil {
			return nil, err
		}
		title = m.Title.In(s.rules.Language())
		if err := s.grow(p, growing{string(m.ID), records.Improvements(), validator.Improvement, c, finding.Say("name each improvement once")}, s.assigned(act, c)); err != nil {
			return nil, err
		}
	}
	p.subject = p.action + " " + p.about()
	if len(ids) == 1 {
		p.subject += ": " + title
	}
	switch step, _ := s.rules.Step(act.Step); {
	case step.Final && act.Step != procedure.StepCloseImprovement:
		p.ask = s.app.say.T("%s %s?", finding.Say(string(act.Step)), p.about())
	case act.Step == procedure.StepAcceptImprovement:
		p.next = []finding.Sentence{finding.Say("the amendment that puts it right closes it: sc amend --closes %s", p.outcome[0].ID)}
	}
	return p, nil
}

// assigned leaves an accepted improvement with whom it was given to, and its date, where
// a new acceptance names none; at first it goes to who accepts it.
func (s *session) assigned(act procedure.Act, c procedure.Case) procedure.Act {
	if act.Assign == nil {
		return act
	}
	to, was := *act.Assign, procedure.Assignment{}
	if c.Assigned != nil {
		was = *c.Assigned
	}
	to.Person = cmp.Or(to.Person, was.Person, s.Person)
	to.DueOn = cmp.Or(to.DueOn, was.DueOn)
	act.Assign = &to
	return act
}

// improvement finds an improvement by its id or a unique short form of it.
func (d *desk) improvement(given string) (*procedure.Improvement, error) {
	id, err := d.resolve(records.Improvements(), given)
	if request := records.Requests(); err != nil && strings.HasPrefix(strings.ToUpper(given), request.Prefix) {
		if other, failed := d.resolve(request, given); failed == nil {
			return nil, fault(finding.Say("%s is a requirement, not an improvement of the procedure", other), finding.Say("\"sc list improvements\" shows the improvements"))
		}
	}
	if err != nil {
		return nil, err
	}
	return d.books.Improvement(id)
}

// offersImprovements makes the shell offer the ids of improvements that are open.
func (a *app) offersImprovements(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		d, err := a.open(c.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return d.knownImprovements(standingImprovement.open), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// knownImprovements are the ids of improvements with their titles.
func (d *desk) knownImprovements(which func(standingImprovement) bool) []string {
	all, err := d.improvements()
	if err != nil {
		return nil
	}
	all = slices.DeleteFunc(all, func(m standingImprovement) bool { return !which(m) })
	return each(all, func(m standingImprovement) string { return string(m.ID) + "\t" + d.app.text(m.Title) })
}
