package cli

import (
	"cmp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// urgency is what a person says of a version that cannot wait for its review.
type urgency struct {
	given            bool
	reason, reviewBy string
}

func (a *app) urgencyFlags(c *cobra.Command, u *urgency) {
	f := c.Flags()
	f.BoolVar(&u.given, "emergency", false, a.say.T("publish what is proposed without a review, which follows; the procedure must allow it"))
	f.StringVarP(&u.reason, "message", "m", "", a.say.T("with --emergency: why it cannot wait"))
	f.StringVar(&u.reviewBy, "review-by", "", a.say.T("with --emergency: the day by which the review is to be held; by the procedure, if not given"))
}

// complete refuses flags that do not go together.
func (u urgency) complete(ids []string) error {
	switch {
	case !u.given && u.reason+u.reviewBy != "":
		return fault(finding.Say("-m and --review-by are for an emergency"), finding.Say("add --emergency, or leave them out"))
	case !u.given:
		return nil
	case strings.TrimSpace(u.reason) == "":
		return fault(finding.Say("an emergency needs a reason"), finding.Say("give it with -m"))
	case len(ids) == 0:
		return fault(finding.Say("an emergency names the requests that cannot wait"), finding.Say("\"sc list requests --state proposed\" shows what is proposed"))
	}
	return isDay("review-by", u.reviewBy)
}

// emergency is what the version will say; nil for an ordinary one.
func (u urgency) emergency() *procedure.Emergency {
	if !u.given {
		return nil
	}
	return &procedure.Emergency{Reason: u.reason, ReviewDue: u.reviewBy}
}

// declare writes into a manifest that it is an emergency, and when the review is due.
func (s *session) declare(u urgency, m *procedure.Manifest) error {
	m.Emergency = u.emergency()
	if m.Emergency == nil {
		return nil
	}
	m.Emergency.ReviewDue = cmp.Or(u.reviewBy, s.rules.Calendar.Due(s.when.In(s.rules.Calendar.Zone()), s.rules.ReviewWithin()))
	if last := s.when.AddDate(1, 0, 0).Format(time.DateOnly); m.Emergency.ReviewDue > last {
		return fault(finding.Say("--review-by: %s is more than a year away", u.reviewBy), finding.Say("name a day up to %s, or leave it out", last))
	}
	if m.Emergency.ReviewDue < s.today() {
		return fault(finding.Say("--review-by: %s is past", u.reviewBy), finding.Say("name a day to come, or leave it out"))
	}
	return nil
}

// publishing is the step by which a version publishes a request: in an emergency where
// no meeting has passed it.
func publishing(c procedure.Case, m *procedure.Manifest) procedure.Act {
	act := procedure.Act{Step: procedure.StepPublish, Version: m.Version, ChangeRef: m.ChangeRef}
	if m.Emergency != nil && c.State != procedure.StatePassed {
		act.Emergency = m.Emergency.Reason
	}
	return act
}

// reviewNext says that the review is to be held.
func (s *session) reviewNext(m *procedure.Manifest) []finding.Sentence {
	var owed []string
	for _, id := range m.Requests {
		if r, err := s.books.Request(id); err == nil {
			if c, err := s.rules.Fold(r); err == nil && c.State == procedure.StateProposed {
				owed = append(owed, string(id))
			}
		}
	}
	return []finding.Sentence{finding.Say("the review is due by %s: sc review %s", m.Emergency.ReviewDue, strings.Join(owed, " "))}
}

// urgency is why a version was published in an emergency, when its review is due, and
// what became of it.
func (d *desk) urgency(m *procedure.Manifest) string {
	told := d.app.say.T("published without a review: %s; the review is due on %s", m.Emergency.Reason, m.Emergency.ReviewDue)
	var owed, done []string
	for _, id := range m.Requests {
		r, err := d.books.Request(id)
		if err != nil {
			continue
		}
		c, err := d.rules.Fold(r)
		switch {
		case err != nil || c.Urgent.Version != m.Version:
		case c.Urgent.Result == "":
			owed = append(owed, string(id))
		default:
			done = append(done, d.app.say.T("%s: %s by %s", string(id), d.app.say.Word(string(c.Urgent.Result)), string(c.Urgent.Meeting)))
		}
	}
	if len(owed) == 0 && len(done) > 0 {
		return d.app.say.T("published without a review: %s; reviewed afterwards: %s", m.Emergency.Reason, strings.Join(done, d.app.say.T("; ")))
	}
	if len(owed) > 0 {
		told += d.app.say.T("; ") + d.app.say.T("not held yet for %s", procedure.Names(owed))
	}
	if len(done) > 0 {
		told += d.app.say.T("; ") + strings.Join(done, d.app.say.T("; "))
	}
	return told
}

// reviewDue is the day by which the review of an emergency is to be held.
func (d *desk) reviewDue(u procedure.Urgent) string {
	m, err := d.books.Version(u.Version)
	if err != nil || m.Emergency == nil {
		return ""
	}
	return m.Emergency.ReviewDue
}

// urgent puts before what a version changed that it was published in an emergency.
func (d *desk) urgent(m *procedure.Manifest, changed string) string {
	if m.Emergency == nil {
		return changed
	}
	return d.app.several([]string{d.app.say.Word("emergency"), changed})
}

// emergencyJSON is an emergency for programs. Review says how it stands: owed, or the
// step by which a meeting ended it.
type emergencyJSON struct {
	Reason    string                                     `json:"reason"`
	ReviewDue string                                     `json:"review_due"`
	Review    map[procedure.RequestID]procedure.StepName `json:"review"`
}

func (d *desk) emergencyJSON(m *procedure.Manifest) *emergencyJSON {
	if m.Emergency == nil {
		return nil
	}
	v := &emergencyJSON{m.Emergency.Reason, m.Emergency.ReviewDue, map[procedure.RequestID]procedure.StepName{}}
	for _, id := range m.Requests {
		r, err := d.books.Request(id)
		if err != nil {
			continue
		}
		if c, err := d.rules.Fold(r); err == nil && c.Urgent.Version == m.Version {
			v.Review[id] = cmp.Or(c.Urgent.Result, "owed")
		}
	}
	return v
}
