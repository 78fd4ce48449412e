package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// newTrace follows a record through the procedure, in both directions.
func newTrace(a *app) *cobra.Command {
	var at string
	c := &cobra.Command{
		Use:     "trace ID",
		Short:   a.say.T("Follow a request, service, meeting, ruling, review or version through the procedure"),
		Long:    a.say.T("Shows how things came about, in both directions: of a request its decision, design, meeting and version; of a service the versions that changed it and the requests and meetings behind them; of a meeting or a version its requests; of a ruling what the entry brought that it is about; of a change request (§6), by its number, what names it; of a periodic review the requests that it logged and what became of them; of an improvement of the procedure the amendment that closed it, and of an amendment (procedure-3: the one that brought version 3) what it closed. Agreements stand beside the services that they are about and the versions that they are pinned to. Periodic reviews stand beside the services that they found something of, and the requests that they logged. Each step has its entry, its commit and who signed it. Votes are what the recorder of a meeting attests. \"sc verify\" proves the history itself. With --json: an object with id, kind, requests, meetings, versions, rulings, reviews, agreements, improvements, amendments."),
		Example: "  sc trace 12\n  sc trace svc-db-ops\n  sc trace CHG-2026-0042\n  sc trace 1.0.0 --json --jq '.requests[].id'",
	}
	c.Flags().StringVar(&at, "at", "", a.say.T("at this version or revision"))
	return a.runs(a.offers(c), arity{1, 1}, func(ctx context.Context, args []string) error {
		d, err := a.look(ctx, at)
		if err != nil {
			return err
		}
		s, err := d.traced(args[0])
		if err != nil {
			return err
		}
		t, err := d.trace(ctx, s)
		if err != nil {
			return err
		}
		return a.show(t.page())
	})
}

// traced is the record that is meant, else the change request that records name so (§6).
func (d *desk) traced(given string) (subject, error) {
	s, err := d.subject(given)
	if err == nil {
		return s, nil
	}
	t := &trace{desk: d, subject: subject{kind: aChange, id: given}}
	if failed := t.ofChange(); failed != nil {
		return s, failed
	}
	if len(t.requests)+len(t.versions) == 0 {
		return s, err
	}
	return t.subject, nil
}

// ofChange: requests and versions that name a change request.
func (t *trace) ofChange() error {
	all, err := t.books.AllRequests()
	if err != nil {
		return err
	}
	t.requests = slices.DeleteFunc(all, func(r *procedure.Request) bool {
		return !slices.ContainsFunc(r.History, func(e procedure.Event) bool { return e.ChangeRef == t.id })
	})
	if err := t.behindRequests(); err != nil {
		return err
	}
	versions, err := t.manifests()
	if err != nil {
		return err
	}
	for _, m := range versions {
		if m.ChangeRef != t.id {
			continue
		}
		if err := t.addVersion(m.Version); err != nil {
			return err
		}
	}
	return nil
}

// trace is what hangs together with a record.
type trace struct {
	*desk
	subject
	trail    *trail
	tags     string // how the tags of versions begin
	requests []*procedure.Request
	meetings []*procedure.Meeting
	versions []*procedure.Manifest
	rulings  []*procedure.Ruling
	reviews  []*procedure.PeriodicReview

	agreements []standingAgreement

	improvements []standingImprovement
	amendments   []amended
}

func (d *desk) trace(ctx context.Context, s subject) (*trace, error) {
	along, err := d.trail(ctx)
	if err != nil {
		return nil, err
	}
	t := &trace{desk: d, subject: s, trail: along}
	if e, ok := along.entry(0); ok {
		t.tags = e.Trailers.Tags
	}
	if err := t.gather(ctx); err != nil {
		return nil, err
	}
	if err := t.reviewed(); err != nil {
		return nil, err
	}
	if err := t.agreed(); err != nil {
		return nil, err
	}
	return t, t.ruled()
}

// gather collects the records that hang together with the subject.
func (t *trace) gather(ctx context.Context) error {
	switch t.kind {
	case aRequest:
		return t.ofRequest()
	case aService:
		return t.ofService()
	case aMeeting:
		return t.ofMeeting()
	case aVersion:
		return t.ofVersion()
	case aConfirmation:
		return t.ofConfirmation()
	case aRuling:
		return t.ofRuling()
	case aChange:
		return t.ofChange()
	case aReview:
		return t.ofReview()
	case anAgreement:
		return t.ofAgreement()
	case anImprovement:
		return t.ofImprovement(ctx)
	case anAmendment:
		return t.ofAmendment(ctx)
	}
	return fault(finding.Say("%s is a person; requests, services, meetings and versions are traced", t.id), finding.Say("\"sc log %s\" lists what they signed", t.id))
}

// ofRequest: request → meetings and version.
func (t *trace) ofRequest() error {
	r, err := t.books.Request(procedure.RequestID(t.id))
	if err != nil {
		return err
	}
	t.requests = []*procedure.Request{r}
	return t.behindRequests()
}

// behindRequests finds the meetings and versions that the requests name.
func (t *trace) behindRequests() error {
	for _, r := range t.requests {
		for _, e := range r.History {
			if err := t.addMeeting(e.Meeting); err != nil {
				return err
			}
			if err := t.addVersion(e.Version); err != nil {
				return err
			}
		}
	}
	return nil
}

// ofService: versions that changed it ← requests that were bound to it.
func (t *trace) ofService() error {
	all, err := t.manifests()
	if err != nil {
		return err
	}
	for _, m := range all {
		if _, changed := t.row(m); changed {
			t.versions = append(t.versions, m)
		}
	}
	requests, err := t.books.RequestsSaying([]string{t.id})
	if err != nil {
		return err
	}
	for _, r := range requests {
		touched := false
		for _, e := range r.History {
			touched = touched || e.Service == t.service() || slices.ContainsFunc(e.Design, func(g procedure.Design) bool { return g.Service == t.service() })
		}
		if !touched {
			continue
		}
		t.requests = append(t.requests, r)
		for _, e := range r.History {
			if err := t.addMeeting(e.Meeting); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *trace) service() catalogue.ServiceID { return catalogue.ServiceID(t.id) }

// row is what a version says of the traced service, if it changed it.
func (t *trace) row(m *procedure.Manifest) (procedure.Published, bool) {
	i := slices.IndexFunc(m.Services, func(p procedure.Published) bool { return p.ID == t.service() && p.Change != procedure.None })
	if i < 0 {
		return procedure.Published{}, false
	}
	return m.Services[i], true
}

// ofMeeting: requests it treated, and the versions that rest on it.
func (t *trace) ofMeeting() error {
	m, err := t.books.Meeting(procedure.MeetingID(t.id))
	if err != nil {
		return err
	}
	t.meetings = []*procedure.Meeting{m}
	for _, i := range m.Items {
		if err := t.addRequest(i.Request); err != nil {
			return err
		}
	}
	all, err := t.manifests()
	t.versions = slices.DeleteFunc(all, func(v *procedure.Manifest) bool { return !slices.Contains(v.Meetings, m.ID) })
	return err
}

// ofConfirmation: the meeting whose minutes were confirmed.
func (t *trace) ofConfirmation() error {
	of, err := t.confirmationOf(t.id)
	if err != nil {
		return err
	}
	if of.Meeting == "" {
		return fault(finding.Say("%s is about the procedure; requests, services, meetings and versions are traced", t.id), finding.Say("\"sc show %s\" shows it", t.id))
	}
	t.kind, t.id = aMeeting, string(of.Meeting)
	return t.ofMeeting()
}

// ofVersion: its requests and meetings.
func (t *trace) ofVersion() error {
	v, _ := versionNumber(t.id)
	if err := t.addVersion(v); err != nil {
		return err
	}
	for _, id := range t.versions[0].Requests {
		if err := t.addRequest(id); err != nil {
			return err
		}
	}
	for _, id := range t.versions[0].Meetings {
		if err := t.addMeeting(id); err != nil {
			return err
		}
	}
	return nil
}

func (t *trace) addRequest(id procedure.RequestID) error {
	r, err := t.books.Request(id)
	if err == nil {
		t.requests = append(t.requests, r)
	}
	return err
}

func (t *trace) addMeeting(id procedure.MeetingID) error {
	if id == "" || slices.ContainsFunc(t.meetings, func(m *procedure.Meeting) bool { return m.ID == id }) {
		return nil
	}
	m, err := t.books.Meeting(id)
	if err == nil {
		t.meetings = append(t.meetings, m)
	}
	return err
}

func (t *trace) addVersion(v catalogue.Version) error {
	if v.IsZero() || slices.ContainsFunc(t.versions, func(m *procedure.Manifest) bool { return m.Version == v }) {
		return nil
	}
	m, err := t.books.Version(v)
	if err == nil {
		t.versions = append(t.versions, m)
	}
	return err
}

// shows reports whether the trace shows a step: each one of the request that is
// traced; of others those that moved them.
func (t *trace) shows(e procedure.Event) bool {
	s, _ := t.rules.Step(e.Step)
	return t.kind == aRequest || s.To != procedure.SameState
}

// design is the part of a step's design that the trace shows: of a service its
// own.
func (t *trace) design(e procedure.Event) []procedure.Design {
	if t.kind != aService {
		return e.Design
	}
	return slices.DeleteFunc(slices.Clone(e.Design), func(g procedure.Design) bool { return g.Service != t.service() })
}
