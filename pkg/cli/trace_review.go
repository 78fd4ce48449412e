package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// tracedReview is a periodic review in a trace for programs: of a service, what it
// found of that one.
type tracedReview struct {
	ID       string         `json:"id"`
	HeldAt   string         `json:"held_at"`
	Version  string         `json:"version"`
	Services []reviewedJSON `json:"services"`
	signedRecord
}

// ofReview: the requests that it logged, and what became of them.
func (t *trace) ofReview() error {
	r, err := t.books.PeriodicReview(t.id)
	if err != nil {
		return err
	}
	t.reviews = []*procedure.PeriodicReview{r}
	for _, of := range r.Services {
		known := slices.ContainsFunc(t.requests, func(r *procedure.Request) bool { return r.ID == of.Request })
		if of.Request == "" || known {
			continue
		}
		if err := t.addRequest(of.Request); err != nil {
			return err
		}
	}
	return t.behindRequests()
}

// reviewed adds the periodic reviews that found something of the traced service, or
// logged a traced request.
func (t *trace) reviewed() error {
	if len(t.reviews) > 0 {
		return nil
	}
	all, err := t.books.PeriodicReviews()
	for _, r := range all {
		if slices.ContainsFunc(r.Services, t.tells) {
			t.reviews = append(t.reviews, r)
		}
	}
	return err
}

// tells reports whether the trace shows what was found of a service.
func (t *trace) tells(of procedure.Reviewed) bool {
	if t.kind == aService {
		return of.Service == t.service()
	}
	return of.Request != "" && slices.ContainsFunc(t.requests, func(r *procedure.Request) bool { return r.ID == of.Request })
}

// verdictsOf are those of a periodic review that the trace shows.
func (t *trace) verdictsOf(r *procedure.PeriodicReview) []procedure.Reviewed {
	if t.kind == aReview {
		return r.Services
	}
	return slices.DeleteFunc(slices.Clone(r.Services), func(of procedure.Reviewed) bool { return !t.tells(of) })
}

func (t *trace) reviewValue(r *procedure.PeriodicReview) tracedReview {
	return tracedReview{r.ID, r.HeldAt, r.Version.String(), each(t.verdictsOf(r), reviewedValue), t.signed(records.PeriodicReviews().Path(r.ID))}
}

func (t *trace) reviewSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Periodic reviews"),
		Columns: []finding.Sentence{finding.Say("Review"), finding.Say("Held at"), finding.Say("Service"), finding.Say("Verdict"), finding.Say("Request"), finding.Say("Signed by"), finding.Say("Entry"), finding.Say("Commit")},
	}
	for _, r := range t.reviews {
		v := t.reviewValue(r)
		for _, of := range t.verdictsOf(r) {
			s.Rows = append(s.Rows, []any{t.struck(r.ID, v.Entry), date(r.HeldAt), string(of.Service), t.app.say.Word(string(of.Verdict)), string(of.Request), t.signedAs(v.Actor, v.Role, v.Entry), v.Entry, t.app.commit(v.Commit)})
		}
	}
	return s
}
