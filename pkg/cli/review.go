package cli

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

type reviewOptions struct {
	pass, back, refuse []string
	file               string
	heldAt, chair      string
	attendees          []string
	comments, actions  []string
	notes              string
	agenda             bool
}

// every stands for all ids of the command line, where a result flag has none of
// its own.
const every = "*"

// newReview records a review meeting (§5.4).
func newReview(a *app) *cobra.Command {
	o := &reviewOptions{}
	c := a.writing(&cobra.Command{
		Use:         "review [ID…] [--pass|--return|--refuse]",
		Annotations: asking(),
		Short:       a.say.T("Record a review meeting and its results"),
		Long:        a.say.T("A member of the maintenance group records one review meeting over one or more requests, with the result of each (§5.4). Quorum, required roles and majority are computed. Whoever signs the minutes does not sign the version. \"sc export --document agenda\" and \"minutes\" write both as documents of Word."),
		Example:     "  sc review --agenda\n  sc review 12 --pass --chair zhang.wei --attendee zhang.wei:for --attendee li.na:for\n  sc review --pass=12 --return=13 -m \"13=…\" --attendee zhang.wei --attendee li.na",
	})
	f := c.Flags()
	for _, r := range []struct {
		to   *[]string
		name string
		text string
	}{
		{&o.pass, "pass", a.say.T("passed: the id, or all ids given")},
		{&o.back, "return", a.say.T("returned for changes: the id, or all ids given")},
		{&o.refuse, "refuse", a.say.T("refused for good: the id, or all ids given")},
	} {
		f.StringArrayVar(r.to, r.name, nil, r.text)
		f.Lookup(r.name).NoOptDefVal = every
	}
	f.StringVar(&o.file, "meeting", "", a.say.T("read the meeting from this file"))
	f.StringVar(&o.heldAt, "held-at", "", a.say.T("when it was held, such as 2026-03-20T10:00; now, if not given"))
	f.StringVar(&o.chair, "chair", "", a.say.T("who chaired it; the first attendee, if not given"))
	f.StringArrayVar(&o.attendees, "attendee", nil, a.say.T("PERSON or PERSON:for|against|abstain|absent"))
	f.StringArrayVarP(&o.comments, "message", "m", nil, a.say.T("comment on all results, or ID=COMMENT on one"))
	f.StringArrayVar(&o.actions, "action", nil, a.say.T("something to be done: \"text;owner;due\""))
	f.StringVar(&o.notes, "notes", "", a.say.T("minutes in free text"))
	f.BoolVar(&o.agenda, "agenda", false, a.say.T("print what waits for a meeting; write nothing"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		if !o.agenda {
			var err error
			if args, err = a.askReview(ctx, c, o, args); err != nil {
				return err
			}
		}
		return a.review(ctx, o, args)
	})
}

func (a *app) review(ctx context.Context, o *reviewOptions, ids []string) error {
	if o.agenda {
		return a.agenda(ctx)
	}
	done, err := a.land(ctx, func(s *session) (*proposal, error) { return s.review(o, ids) })
	if err != nil {
		return err
	}
	return a.receipts(done)
}

// review composes the entry of a meeting and of each request it treated.
func (s *session) review(o *reviewOptions, given []string) (*proposal, error) {
	id, err := s.books.Next(records.Meetings(), s.stamp.At[:4])
	if err != nil {
		return nil, err
	}
	m, err := s.meeting(o, given)
	if err != nil {
		return nil, err
	}
	m.ID, m.Schema, m.Recorder = procedure.MeetingID(id), 1, s.Person
	cases := &casebook{desk: s.desk}
	s.fill(m, cases.find)
	p := &proposal{action: procedure.ActionReview, records: map[string][]byte{}}
	for _, item := range m.Items {
		r, err := s.books.Request(item.Request)
		if err != nil {
			return nil, err
		}
		if err := s.apply(p, r, procedure.Act{Step: item.Result, Meeting: m.ID, Reason: item.Comment}); err != nil {
			return nil, err
		}
	}
	no := s.rules.JudgeMeeting(m, s.Person, cases.find)
	if cases.failed != nil {
		return nil, cases.failed
	}
	if len(no) > 0 {
		return nil, refused(no)
	}
	p.titled(s)
	p.subject = "review " + id + ":" + strings.TrimPrefix(p.subject, "review")
	p.outcome = append(p.outcome, receipt{ID: id})
	if no := refusedBy(m); len(no) > 0 {
		p.ask = s.app.say.T("refuse %s for good?", strings.Join(no, " "))
	}
	if p.remarks = s.barred(m); len(p.remarks) > 0 && p.ask == "" && s.app.asks() {
		p.ask = s.app.say.T("record it all the same?")
	}
	p.next = s.confirmNext(m)
	name := records.Meetings().Path(id)
	if p.records[name], err = document.Encode(m); err != nil {
		return nil, err
	}
	return p, s.app.recordable(name, p.records[name], validator.Meeting)
}

// barred warns whoever records a meeting that they could not publish what it passes,
// and nobody else could.
func (s *session) barred(m *procedure.Meeting) []string {
	why := s.rules.BarsPublishing(s.Person)
	passes := slices.ContainsFunc(m.Items, func(i procedure.Item) bool { return i.Result == procedure.StepPass })
	if why.IsZero() || !passes {
		return nil
	}
	return []string{s.app.say.T("warning: %s", s.app.say.Say(why))}
}

// refusedBy are the requests that a meeting refuses.
func refusedBy(m *procedure.Meeting) []string {
	var ids []string
	for _, item := range m.Items {
		if item.Result == procedure.StepRefuse {
			ids = append(ids, string(item.Request))
		}
	}
	return ids
}

// meeting is what the flags, or the file, say of it.
func (s *session) meeting(o *reviewOptions, given []string) (*procedure.Meeting, error) {
	m := &procedure.Meeting{}
	if o.file != "" {
		data, err := s.app.readInput(o.file)
		if err != nil {
			return nil, err
		}
		if err := s.app.readMeeting(o.file, data, m); err != nil {
			return nil, err
		}
	}
	if err := s.attendance(m, o); err != nil {
		return nil, err
	}
	var err error
	if m.HeldAt, err = s.held(o.heldAt, cmp.Or(m.HeldAt, s.stamp.At)); err != nil {
		return nil, err
	}
	m.Notes = cmp.Or(o.notes, m.Notes)
	if err := s.results(m, o, given); err != nil {
		return nil, err
	}
	more, err := actions(o.actions)
	m.Actions = append(m.Actions, more...)
	return m, err
}

// readMeeting reads a meeting's file. It may leave open what the command fills in:
// ids, recorder, designs; the whole record is checked before it is written.
func (a *app) readMeeting(name string, data []byte, m *procedure.Meeting) error {
	err := a.wellFormed(name, data, validator.Meeting)
	var broken *records.Broken
	if errors.As(err, &broken) {
		broken.Findings = slices.DeleteFunc(broken.Findings, func(f finding.Finding) bool { return f.Rule == "schema/required" })
		if !finding.Failed(broken.Findings) {
			err = nil
		}
	}
	if err != nil {
		return err
	}
	return records.Decode(name, data, m)
}

// attendance reads who was there, in which role, and how they voted.
func (s *session) attendance(m *procedure.Meeting, o *reviewOptions) error {
	for _, text := range o.attendees {
		person, vote, _ := strings.Cut(text, ":")
		id := procedure.PersonID(person)
		who, ok := s.rules.People[id]
		if !ok || len(who.Roles) == 0 {
			return fault(finding.Say("the procedure does not know %s", person), finding.Say("\"sc list people\" shows who there is"))
		}
		at := procedure.Attendee{Person: id, Role: s.rules.Seat(id), Present: vote != "absent"}
		switch v := procedure.Vote(cmp.Or(vote, string(procedure.For))); v {
		case procedure.For, procedure.Against, procedure.Abstain:
			at.Vote = v
		case "absent":
		default:
			return fault(finding.Say("%s is no vote", vote), finding.Say("votes are for, against, abstain; or absent"))
		}
		m.Attendees = append(m.Attendees, at)
	}
	if len(m.Attendees) == 0 {
		return fault(finding.Say("nothing says who was at the meeting"), finding.Say("name everyone who was there with --attendee PERSON"))
	}
	m.Chair = procedure.PersonID(cmp.Or(o.chair, string(m.Chair), string(m.Attendees[0].Person)))
	return nil
}

// held reads when a meeting was, in the procedure's time zone.
func (s *session) held(at, otherwise string) (string, error) {
	if at == "" {
		return otherwise, nil
	}
	if t, ok := heldAt(at, s.when.Location()); ok {
		return t.Format(time.RFC3339), nil
	}
	return "", fault(finding.Say("%s is not a time", at), finding.Say("write it as 2026-03-20T10:00"))
}

// heldAt reads a time as people write it.
func heldAt(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// results are the items with what was decided on each.
func (s *session) results(m *procedure.Meeting, o *reviewOptions, given []string) error {
	general, own, err := s.comments(o.comments)
	if err != nil {
		return err
	}
	for _, r := range []struct {
		result procedure.StepName
		ids    []string
	}{{procedure.StepPass, o.pass}, {procedure.StepReturn, o.back}, {procedure.StepRefuse, o.refuse}} {
		ids, err := s.meant(r.ids, given)
		if err != nil {
			return err
		}
		for _, id := range ids {
			m.Items = append(m.Items, procedure.Item{Request: id, Result: r.result, Comment: cmp.Or(own[id], general)})
		}
	}
	if err := s.allDecided(m, given); err != nil {
		return err
	}
	if len(m.Items) == 0 {
		return fault(finding.Say("nothing says what the meeting decided"), finding.Say("say --pass, --return or --refuse; \"sc review --agenda\" shows what waits"))
	}
	return nil
}

// allDecided refuses ids of the command line on which nothing was decided.
func (s *session) allDecided(m *procedure.Meeting, given []string) error {
	for _, g := range given {
		id, err := s.resolve(records.Requests(), g)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(m.Items, func(it procedure.Item) bool { return string(it.Request) == id }) {
			return fault(finding.Say("nothing says what the meeting decided on %s", id), finding.Say("say --pass=%s, --return=%s or --refuse=%s", id, id, id))
		}
	}
	return nil
}

// meant are the requests that a result flag names; without names, those of the
// command line, or all that wait.
func (s *session) meant(flag, given []string) ([]procedure.RequestID, error) {
	var ids []procedure.RequestID
	for _, f := range flag {
		names := []string{f}
		if f == every {
			names = given
		}
		for _, n := range names {
			id, err := s.resolve(records.Requests(), n)
			if err != nil {
				return nil, err
			}
			ids = append(ids, procedure.RequestID(id))
		}
		if f == every && len(given) == 0 {
			waiting, err := s.casesIn(procedure.StateProposed, procedure.StateUnreviewed)
			if err != nil {
				return nil, err
			}
			for _, c := range waiting {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids, nil
}

// idLike is what somebody writes who means a request: 12, slr12, 2026-12.
var idLike = regexp.MustCompile(`^(?i:slr)?-?[0-9]+(-[0-9]+)?$`)

// comments parts "ID=COMMENT" from a comment on everything.
func (s *session) comments(texts []string) (general string, own map[procedure.RequestID]string, err error) {
	own = map[procedure.RequestID]string{}
	for _, text := range texts {
		before, comment, ok := strings.Cut(text, "=")
		id, unknown := s.resolve(records.Requests(), before)
		switch {
		case ok && unknown == nil:
			own[procedure.RequestID(id)] = comment
		case ok && idLike.MatchString(before):
			return "", nil, unknown
		case general != "":
			return "", nil, fault(finding.Say("there are two comments on all results"), finding.Say("give one with -m, and others as -m ID=COMMENT"))
		default:
			general = text
		}
	}
	return general, own, nil
}

// fill puts into each item what is proposed now: that is what the meeting had
// before it.
func (s *session) fill(m *procedure.Meeting, cases procedure.Cases) {
	for i, item := range m.Items {
		if c, ok := cases(item.Request); ok && item.ProposedEntry == 0 {
			m.Items[i].ProposedEntry, m.Items[i].Design = c.Proposed, c.Design
		}
	}
}

// actions are what was said is to be done.
func actions(texts []string) ([]procedure.Action, error) {
	var all []procedure.Action
	for _, text := range texts {
		parts := strings.Split(text, ";")
		if len(parts) < 2 || len(parts) > 3 {
			return nil, fault(finding.Say("%q is not an action", text), finding.Say("write it as \"text;owner;due\""))
		}
		act := procedure.Action{Text: strings.TrimSpace(parts[0]), Owner: strings.TrimSpace(parts[1])}
		if len(parts) == 3 {
			act.Due = strings.TrimSpace(parts[2])
		}
		all = append(all, act)
	}
	return all, nil
}
