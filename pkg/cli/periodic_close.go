package cli

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
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

type closeReviewOptions struct {
	sheet, heldAt, next, minutes string
	participants, actions        []string
}

func newPeriodicClose(a *app) *cobra.Command {
	o := &closeReviewOptions{}
	c := a.onSheet(a.writing(&cobra.Command{
		Use:     "close",
		Short:   a.say.T("Sign and record the periodic review"),
		Long:    a.say.T("A member of the maintenance group signs the periodic review as one entry (§4.2): it is bound to the last version and the bytes of each service, and logs a request (source: review) for each verdict that asks for a change. Every service on the worksheet needs a verdict. Whoever is on the list of those invited and is not named with --participant is recorded as absent; whoever signs it was there. Where another version was published since, nothing is written and the exit status is 4: \"start\" takes the worksheet to the new version."),
		Example: "  sc periodic-review close -n\n  sc periodic-review close --participant zhang.wei --participant \"…;…\" -m \"…\"\n  sc periodic-review close --action \"…;li.na;2026-04-30\" --next 2026-09-30",
	}), &o.sheet)
	f := c.Flags()
	f.StringArrayVar(&o.participants, "participant", nil, a.say.T("who was there: PERSON, or \"NAME;PROCESS\"; :absent behind it says who was not"))
	f.StringArrayVar(&o.actions, "action", nil, a.say.T("something to be done: \"text;owner;due\""))
	f.StringVar(&o.heldAt, "held-at", "", a.say.T("when it was held, such as 2026-03-20T10:00; now, if not given"))
	f.StringVar(&o.next, "next", "", a.say.T("the date of the next periodic review; when the first service is due, if not given"))
	f.StringVarP(&o.minutes, "message", "m", "", a.say.T("minutes in free text"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.closeReview(ctx, o) })
}

func (a *app) closeReview(ctx context.Context, o *closeReviewOptions) error {
	d, err := a.open(ctx)
	if err != nil {
		return a.broken(ctx, err)
	}
	w, err := d.worksheet(o.sheet)
	if err != nil {
		return err
	}
	done, err := a.landOn(ctx, d, d.session, func(s *session) (*proposal, error) { return s.closeReview(ctx, w, o) })
	if err != nil {
		return err
	}
	if !a.flags.dryRun {
		if err := os.Remove(w.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			a.warn("the worksheet %s could not be removed: %s", a.relative(w.file), finding.Problem(err))
		}
	}
	return a.receipts(done)
}

// closeReview composes the entry of a periodic review and of what it logs.
func (s *session) closeReview(ctx context.Context, w *worksheet, o *closeReviewOptions) (*proposal, error) {
	latest, err := s.books.Latest()
	if err != nil {
		return nil, err
	}
	if no := s.reviewable(latest); no != nil {
		return nil, no
	}
	act, no := s.rules.Apply(procedure.Case{}, procedure.Act{Step: procedure.StepPeriodicReview}, s.Actor, s.stamp)
	if no != nil {
		return nil, no
	}
	for _, check := range []func(*session) error{w.complete, w.current(latest), w.once} {
		if err := check(s); err != nil {
			return nil, err
		}
	}
	r := &procedure.PeriodicReview{Schema: 1, Version: w.Version, Digest: w.Digest, By: s.Person, Role: act.Role, At: s.stamp.At, Entry: s.stamp.Entry}
	if err := s.compose(ctx, r, w, o); err != nil {
		return nil, err
	}
	return s.periodic(r, w, latest)
}

// complete: every service on the worksheet has a verdict.
func (w *worksheet) complete(*session) error {
	var left []string
	for _, one := range w.Services {
		if one.Verdict == "" {
			left = append(left, string(one.Service))
		}
	}
	switch {
	case len(w.Services) == 0:
		return fault(finding.Say("the worksheet has no services"), finding.Say("put some there: sc periodic-review start --service SERVICE"))
	case len(left) > 0:
		return fault(finding.Say("without a verdict yet: %s", procedure.Names(left)),
			finding.Say("note it: sc periodic-review verdict %s --confirm; or take it off the worksheet with --skip", left[0]))
	}
	return nil
}

// current: the worksheet is about the last version. Who found something of a text has
// not seen the one that took its place.
func (w *worksheet) current(latest *procedure.Manifest) func(*session) error {
	return func(*session) error {
		if w.Version == latest.Version && w.Digest == latest.Digest {
			return nil
		}
		return &finding.Fault{
			Message: finding.Say("the worksheet is about version %s, and version %s was published since", w.Version, latest.Version),
			Hint:    finding.Say("take it to the new version, and look at what changed: sc periodic-review start"), Cause: errOvertaken,
		}
	}
}

// once: what was closed and only left its worksheet behind is not closed again.
func (w *worksheet) once(s *session) error {
	all, err := s.countingReviews()
	if err != nil {
		return err
	}
	for _, r := range all {
		same := r.Version == w.Version && r.By == s.Person && len(r.Services) == len(w.Services) && !instant(r.At).Before(instant(w.Started))
		for i := range r.Services {
			of := w.Services[min(i, len(w.Services)-1)]
			same = same && of.Service == r.Services[i].Service && of.Verdict == r.Services[i].Verdict && of.Finding == r.Services[i].Finding
		}
		if same {
			return fault(finding.Say("this worksheet is recorded already, as %s", r.ID), finding.Say("throw it away: sc periodic-review cancel"))
		}
	}
	return nil
}

// compose fills in what the worksheet and the flags say.
func (s *session) compose(ctx context.Context, r *procedure.PeriodicReview, w *worksheet, o *closeReviewOptions) error {
	var err error
	if r.HeldAt, err = s.held(o.heldAt, s.stamp.At); err != nil {
		return err
	}
	if err := s.notAhead("held-at", date(r.HeldAt)); err != nil {
		return err
	}
	if r.Participants, err = s.participants(w, o.participants); err != nil {
		return err
	}
	more, err := actions(o.actions)
	if err != nil {
		return err
	}
	r.Actions, r.Minutes = slices.Concat(w.Actions, more), strings.TrimSpace(w.Minutes+"\n"+o.minutes)
	latest, err := s.books.Latest()
	if err != nil {
		return err
	}
	entries, err := s.lives(ctx, latest)
	if err != nil {
		return err
	}
	months := map[catalogue.ServiceID]string{}
	for _, e := range entries {
		months[e.ID] = s.rules.NextReview(e, r.HeldAt)
	}
	for _, one := range w.Services {
		of := procedure.Reviewed{Service: one.Service, Digest: one.Digest, Verdict: one.Verdict, Accurate: !one.Inaccurate, Finding: one.Finding, NextDue: one.NextDue}
		if of.NextDue == "" {
			of.NextDue = months[of.Service]
		} else if due := months[of.Service]; of.NextDue > due {
			s.app.warn("%s is to be reviewed on %s, later than the procedure asks for: %s", string(of.Service), of.NextDue, due)
		}
		r.Services = append(r.Services, of)
	}
	r.NextReview, err = s.nextReview(ctx, r, w, o.next)
	return err
}

// nextReview is the date that was given, or else that on which the first service is
// due again.
func (s *session) nextReview(ctx context.Context, r *procedure.PeriodicReview, w *worksheet, given string) (string, error) {
	if given == "" {
		given = w.NextReview
	}
	if given != "" {
		return given, comes("next", given, s.today())
	}
	due, err := s.due(ctx)
	if err != nil {
		return "", err
	}
	on := dueOn(due)
	for _, of := range r.Services {
		on[of.Service] = of.NextDue
	}
	days := slices.DeleteFunc(slices.Sorted(maps.Values(on)), func(day string) bool { return day <= s.today() })
	if len(days) == 0 {
		return "", fault(finding.Say("nothing says when the next periodic review is"), finding.Say("give its date with --next"))
	}
	return days[0], nil
}

// participants are those invited, with who came.
func (s *session) participants(w *worksheet, given []string) ([]procedure.Participant, error) {
	all := slices.Clone(w.Participants)
	for _, text := range append([]string{string(s.Person)}, given...) {
		text, absent := strings.CutSuffix(text, ":absent")
		name, process, guest := strings.Cut(text, ";")
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(all, func(p procedure.Participant) bool { return name != "" && (string(p.Person) == name || p.Name == name) })
		if i < 0 {
			p := procedure.Participant{Name: name, Process: strings.TrimSpace(process)}
			if who := s.rules.People[procedure.PersonID(name)]; len(who.Roles) > 0 {
				p = procedure.Participant{Person: procedure.PersonID(name), Role: who.Roles[0], Process: p.Process}
			} else if !guest || name == "" {
				return nil, fault(finding.Say("the procedure does not know %s", name), finding.Say("name somebody else as \"NAME;PROCESS\"; \"sc list people\" shows who there is"))
			}
			i, all = len(all), append(all, p)
		}
		all[i].Present = !absent
	}
	return all, nil
}

// periodic is the entry, once the procedure says yes.
func (s *session) periodic(r *procedure.PeriodicReview, w *worksheet, latest *procedure.Manifest) (*proposal, error) {
	var err error
	if r.ID, err = s.books.Next(records.PeriodicReviews(), s.stamp.At[:4]); err != nil {
		return nil, err
	}
	p := &proposal{action: string(procedure.StepPeriodicReview), role: r.Role, records: map[string][]byte{}, outcome: []receipt{{ID: r.ID}}}
	logged, err := s.logged(r, w)
	if err != nil {
		return nil, err
	}
	for _, one := range logged {
		if err := s.begin(p, one); err != nil {
			return nil, err
		}
	}
	c := procedure.PeriodicCase{Review: r, Now: s.rules, Version: latest, Requests: logged}
	if no := c.Judge(); len(no) > 0 {
		return nil, refused(no)
	}
	p.subject = "periodic review " + r.ID + " of version " + r.Version.String()
	if s.app.asks() {
		p.ask = s.app.say.T("sign and record the periodic review of version %s?", r.Version)
	}
	name := records.PeriodicReviews().Path(r.ID)
	if p.records[name], err = document.Encode(r); err != nil {
		return nil, err
	}
	return p, s.app.recordable(name, p.records[name], validator.PeriodicReview)
}

// logged are the requests for the verdicts that ask for a change. Those that are to be
// merged by one finding share one.
func (s *session) logged(r *procedure.PeriodicReview, w *worksheet) ([]*procedure.Request, error) {
	first, err := s.books.Next(records.Requests(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	year, n, _ := records.Requests().Parse(first)
	var all []*procedure.Request
	shared := map[string]*procedure.Request{}
	for i := range r.Services {
		of := &r.Services[i]
		if !of.Verdict.Changes() {
			continue
		}
		one := shared[of.Finding]
		if of.Verdict != "merge" || one == nil {
			one = &procedure.Request{
				Schema: 1, ID: procedure.RequestID(records.Requests().ID(year, n+len(all))), Source: procedure.SourceReview,
				RaisedBy: string(s.Person), RaisedOn: s.stamp.At[:10],
			}
			all = append(all, one)
			if of.Verdict == "merge" {
				shared[of.Finding] = one
			}
		}
		of.Request = one.ID
		one.Asks = append(one.Asks, catalogue.Ask{Service: of.Service, Note: of.Finding})
		one.Title = s.asking(of.Verdict, one.Asks, w)
	}
	return all, nil
}

// asking is the title of a request that a periodic review logs, in the languages of
// the catalogue.
func (s *session) asking(verdict procedure.Outcome, asks []catalogue.Ask, w *worksheet) catalogue.Text {
	return s.inLanguages(func(language string) finding.Sentence {
		var named []string
		for _, a := range asks {
			i := slices.IndexFunc(w.Services, func(one sheetService) bool { return one.Service == a.Service })
			named = append(named, w.Services[i].Name.In(language))
		}
		return finding.Say("Periodic review: %s %s", finding.Say(string(verdict)), procedure.Names(named))
	})
}

// begin adds the entry's part of a new requirement.
func (s *session) begin(p *proposal, r *procedure.Request) error {
	who := procedure.Actor{Person: s.Person, Role: p.role}
	event, no := s.rules.Apply(procedure.NewCase(r), procedure.Act{Step: procedure.StepRequest}, who, s.stamp)
	if no != nil {
		return no
	}
	step, _ := s.rules.Step(procedure.StepRequest)
	after := s.rules.After(procedure.NewCase(r), step, event)
	if no := s.rules.Approvable(after); no != nil {
		return no
	}
	r.History = []procedure.Event{event}
	name := records.Requests().Path(string(r.ID))
	var err error
	if p.records[name], err = document.Encode(r); err != nil {
		return err
	}
	p.outcome = append(p.outcome, receipt{ID: string(r.ID), State: after.State})
	return s.app.recordable(name, p.records[name], validator.Request)
}
