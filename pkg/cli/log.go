package cli

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

type logOptions struct {
	at, since string
	most      int
}

// newLog lists the entries of the ledger.
func newLog(a *app) *cobra.Command {
	o := &logOptions{}
	c := &cobra.Command{
		Use:     "log [ID]",
		Short:   a.say.T("List the entries of the ledger, newest first"),
		Long:    a.say.T("Lists the steps that were taken, newest first: number, time, what was done to what, who signed it and the commit. With ID only those that touch this request, meeting, ruling, periodic review or version; that propose, review (in a meeting or periodically) or publish this service; or that this person signed. It shows what the entries say of themselves; \"sc verify\" proves it. With --json: an array of objects with entry, at, action, ids, subject, actor, role, commit, records."),
		Example: "  sc log\n  sc log 12\n  sc log svc-db-ops --since 2026-03-01\n  sc log -N 5 --json",
	}
	c.Flags().StringVar(&o.at, "at", "", a.say.T("at this version or revision"))
	c.Flags().StringVar(&o.since, "since", "", a.say.T("only entries since this date or version"))
	c.Flags().IntVarP(&o.most, "max-count", "N", 0, a.say.T("this many at most"))
	return a.runs(a.offers(c), arity{0, 1}, func(ctx context.Context, args []string) error { return a.log(ctx, o, args) })
}

func (a *app) log(ctx context.Context, o *logOptions, args []string) error {
	d, err := a.look(ctx, o.at)
	if err != nil {
		return err
	}
	since, err := d.moment(o.since)
	if err != nil {
		return err
	}
	all := d.backwards(ctx)
	if len(args) == 1 {
		if all, err = d.touching(ctx, args[0]); err != nil {
			return err
		}
	}
	var entries []entry
	for e, err := range all {
		if err != nil {
			return err
		}
		if date(d.at(e)) >= since {
			entries = append(entries, e)
		}
		if o.most > 0 && len(entries) == o.most {
			break
		}
	}
	return a.show(d.logPage(entries))
}

// touching are the entries that have to do with a record, a service or a person, the
// newest first.
func (d *desk) touching(ctx context.Context, given string) (iter.Seq2[entry, error], error) {
	s, err := d.subject(given)
	if err != nil {
		return nil, err
	}
	if s.kind == aPerson {
		return ofActor(d.backwards(ctx), s.id), nil
	}
	along, err := d.trail(ctx)
	if err != nil {
		return nil, err
	}
	if version, ok := isAmendment(s.id); ok && s.kind == anAmendment {
		a, err := d.amendment(ctx, version)
		if err != nil {
			return nil, err
		}
		return inTurn([]entry{a.is.entry}), nil
	}
	if s.kind == aService {
		numbers, err := d.entriesAbout(catalogue.ServiceID(s.id))
		if err != nil {
			return nil, err
		}
		reviews, err1 := d.reviewsOf(catalogue.ServiceID(s.id))
		agreements, err2 := d.agreementsOf(catalogue.ServiceID(s.id))
		if err := cmp.Or(err1, err2); err != nil {
			return nil, err
		}
		entries, err := along.numbered(slices.Concat(numbers, reviews, agreements))
		return inTurn(entries), err
	}
	paths := []string{s.path}
	if s.kind == aMeeting {
		of, err := d.ofMeeting(procedure.MeetingID(s.id))
		if err != nil {
			return nil, err
		}
		for _, c := range of {
			paths = append(paths, records.Confirmations().Path(c.ID))
		}
	}
	entries, err := along.naming(paths...)
	return inTurn(entries), err
}

// ofActor are those that a person signed.
func ofActor(all iter.Seq2[entry, error], id string) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for e, err := range all {
			if (err != nil || e.Trailers.Actor == id) && !yield(e, err) {
				return
			}
		}
	}
}

// inTurn are entries one after another.
func inTurn(entries []entry) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// reviewsOf are the numbers of the entries whose periodic review found something of a
// service.
func (d *desk) reviewsOf(id catalogue.ServiceID) ([]int, error) {
	reviews, err := d.books.PeriodicReviews()
	var numbers []int
	for _, r := range reviews {
		if _, found := r.Of(id); found {
			numbers = append(numbers, r.Entry)
		}
	}
	return numbers, err
}

// entriesAbout are the numbers of the entries that propose, review or publish a
// service, or close a request with it.
func (d *desk) entriesAbout(id catalogue.ServiceID) ([]int, error) {
	requests, err := d.books.RequestsSaying([]string{string(id)})
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, r := range requests {
		var design []procedure.Design
		for _, e := range r.History {
			if e.Step == procedure.StepPropose {
				design = e.Design
			}
			bound := slices.ContainsFunc(design, func(g procedure.Design) bool { return g.Service == id })
			if bound && d.aboutDesign(e) || e.Service == id {
				numbers = append(numbers, e.Entry)
			}
		}
	}
	return numbers, nil
}

// aboutDesign reports whether a step is taken on the design a request is bound
// to.
func (d *desk) aboutDesign(e procedure.Event) bool {
	s, _ := d.rules.Step(e.Step)
	return e.Step == procedure.StepPropose || s.CarriedBy != procedure.CarriedAlone
}

// entryJSON is an entry for programs.
type entryJSON struct {
	Entry   int      `json:"entry"`
	At      string   `json:"at"`
	Action  string   `json:"action"`
	IDs     []string `json:"ids"`
	Subject string   `json:"subject"`
	Actor   string   `json:"actor"`
	Role    string   `json:"role"`
	Commit  string   `json:"commit"`
	Records []string `json:"records"`
	Void    bool     `json:"void,omitempty"` // ruled void: its steps do not count
}

func (d *desk) logPage(entries []entry) render.Page {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Entry"), finding.Say("When"), finding.Say("Step"), finding.Say("What"), finding.Say("Who"), finding.Say("Commit")},
		Empty:   finding.Say("no entry"),
	}
	void, _ := d.books.Voids() // a ruling that cannot be read is for verify to report
	values := []entryJSON{}
	for _, e := range entries {
		t := e.Trailers
		values = append(values, entryJSON{t.Entry, d.at(e), t.Action, kept(recordIDs(e)), e.Subject, t.Actor, t.Role, e.commit.String(), kept(t.Records), void[t.Entry]})
		section.Rows = append(section.Rows, d.logRow(e))
	}
	return render.Page{Sections: []render.Section{section}, Value: values}
}

// logRow is an entry as a line.
func (d *desk) logRow(e entry) []any {
	t := e.Trailers
	if d.app.Term.Out {
		return []any{t.Entry, d.signedAt(e), d.action(e), d.happened(e), d.signer(procedure.PersonID(t.Actor), procedure.RoleID(t.Role)), short(e.commit.String())}
	}
	return []any{t.Entry, d.signedAt(e).Truncate(time.Second), t.Action, strings.Join(recordIDs(e), ","), e.Subject, t.Actor, t.Role, e.commit.String()}
}

// action is what an entry does, for people.
func (d *desk) action(e entry) any {
	if e.Trailers.Entry == 0 {
		return finding.Say("genesis")
	}
	return d.struck(d.step(procedure.StepName(e.Trailers.Action)), e.Trailers.Entry)
}

// recordIDs are the ids of the records that an entry changed, in the order of
// their paths; attachments have none, and the procedure is called so.
func recordIDs(e entry) []string {
	var ids []string
	for _, path := range e.Trailers.Records {
		if id := baseName(path); strings.HasSuffix(path, ".yaml") && !strings.Contains(path, "/files/") {
			ids = append(ids, id)
		}
	}
	return ids
}

// happened is what an entry is about, for people: its records, and the title of
// the request if there is one only.
func (d *desk) happened(e entry) string {
	ids := recordIDs(e)
	if e.Trailers.Entry == 0 || slices.Contains([]string{procedure.ActionRuling, procedure.ActionRepair, string(procedure.StepAmend), string(procedure.StepConfirm), string(procedure.StepPeriodicReview), string(procedure.StepAgree)}, e.Trailers.Action) {
		return e.Subject
	}
	var requests []procedure.RequestID
	for _, id := range ids {
		if _, _, ok := records.Requests().Parse(id); ok {
			requests = append(requests, procedure.RequestID(id))
		}
		if m, err := d.books.Improvement(id); err == nil && len(ids) == 1 {
			return id + "  " + d.app.text(m.Title)
		}
	}
	text := d.app.several(ids)
	if len(requests) == 1 {
		text += "  " + d.title(requests[0])
	}
	return text
}
