package audit

import (
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// Owed is the review of a version that was published in an emergency, not held yet.
type Owed struct {
	Version Version
	Due     string // YYYY-MM-DD, as its publisher stated
}

// emergencies warn of versions that were published without a review, while it is owed,
// and while what it did not pass stands in the catalogue.
func (r *replay) emergencies(p *procedure.Procedure) {
	for _, v := range r.report.Versions {
		if v.Emergency && !v.Void {
			r.emergency(p, v)
		}
	}
}

func (r *replay) emergency(p *procedure.Procedure, v Version) {
	m := r.manifest(v.Version)
	if m == nil || m.Emergency == nil {
		return
	}
	var owed, failed procedure.Names
	for _, id := range m.Requests {
		h, known := r.requirement(id, p)
		u := h.Urgent
		switch {
		case !known || u.Version != v.Version:
		case u.Result == "":
			owed = append(owed, string(id))
		case u.Result != procedure.StepPass && u.Stands(r.previous()):
			failed = append(failed, string(id))
		}
	}
	if len(owed) > 0 {
		r.report.Owed = append(r.report.Owed, Owed{v, m.Emergency.ReviewDue})
		r.report.about(v, "W_EMERGENCY", finding.Say("version %s was published in an emergency (%s); the review of %s is due on %s", v.Version, m.Emergency.Reason, owed, m.Emergency.ReviewDue))
	}
	if len(failed) > 0 {
		r.report.about(v, "W_EMERGENCY", finding.Say("the review of version %s, which was published in an emergency, did not pass %s, and its services stand as they were published", v.Version, failed))
	}
}

// overdue says of delegations and reviews whose date is past by the reader's clock that
// it is. A date neither gives nor takes a right.
func (r *Report) overdue(now time.Time) {
	if r.Procedure == nil {
		return
	}
	today := r.Procedure.Calendar.Date(now)
	for _, o := range r.Owed {
		if o.Due < today {
			r.about(o.Version, "W_EMERGENCY", finding.Say("the review of version %s, which was published in an emergency, is overdue since %s", o.Version.Version, o.Due))
		}
	}
	for _, d := range r.Procedure.Delegations {
		if d.Overdue(today) {
			r.rules("W_DELEGATION", finding.Say("the delegation of the role %s to %s was meant to end on %s and acts until it is ended: sc delegate %s --to %s --end", string(d.Role), string(d.To), d.Until, string(d.Role), string(d.To)))
		}
	}
}
