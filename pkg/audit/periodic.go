package audit

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// periodicReview: one new periodic review with the requirements that it logs, and
// nothing else.
func (j *judgement) periodicReview() {
	if j.entry.Trailers.Action != string(procedure.StepPeriodicReview) {
		j.add("E_TRANSITION", "", finding.Say("the entry says %s, but it brings a periodic review", j.entry.Trailers.Action))
	}
	reviews := j.of(validator.PeriodicReview, validator.Request)
	if len(reviews) != 1 || !reviews[0].old.IsZero() {
		j.add("E_SCOPE", "", finding.Say("a periodic review is one new record, which never changes"))
		return
	}
	c, of := reviews[0], reviews[0].periodic
	if of.ID != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", of.ID))
	}
	j.number(records.PeriodicReviews(), c.place.id, c.path)
	j.agrees(c.path, procedure.Actor{Person: of.By, Role: of.Role}, procedure.Stamp{At: of.At, Entry: of.Entry})
	judged := procedure.PeriodicCase{Review: of, Now: j.rules, Version: j.previous()}
	logged := byNumber(j.of(validator.Request, validator.PeriodicReview))
	for _, r := range logged {
		if !j.begins(r) {
			return
		}
		judged.Requests = append(judged.Requests, r.request)
	}
	if len(logged) > 0 {
		j.numbers(records.Requests(), logged)
	}
	j.refusals(c.path, judged.Judge()...)
}
