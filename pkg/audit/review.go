package audit

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// review: one new meeting and a step on each requirement it treated.
func (j *judgement) review() {
	meetings := j.of(validator.Meeting, validator.Request)
	if len(meetings) != 1 || !meetings[0].old.IsZero() {
		j.add("E_SCOPE", "", finding.Say("a review brings one new meeting"))
		return
	}
	m := meetings[0].meeting
	if string(m.ID) != meetings[0].place.id {
		j.add("E_ID", meetings[0].path, finding.Say("it calls itself %s", string(m.ID)))
	}
	j.number(records.Meetings(), meetings[0].place.id, meetings[0].path)
	j.then(func() { j.meetings++ })
	j.refusals(meetings[0].path, j.rules.JudgeMeeting(m, j.who.Person, j.lookup)...)
	changed := j.of(validator.Request, validator.Meeting)
	j.decided(changed, m)
	if len(changed) != len(m.Items) {
		j.add("E_SCOPE", meetings[0].path, finding.Say("the meeting decided on %s requirements, the entry changes %s", len(m.Items), len(changed)))
	}
}

// decided: each requirement takes the step that the meeting decided on.
func (j *judgement) decided(changed []*change, m *procedure.Meeting) {
	results := make(map[string]procedure.StepName, len(m.Items))
	for _, it := range m.Items {
		results[string(it.Request)] = it.Result // that none stands twice is judged elsewhere
	}
	for _, c := range changed {
		result, ok := results[c.place.id]
		if !ok {
			j.add("E_SCOPE", c.path, finding.Say("the meeting did not decide on it"))
			continue
		}
		j.treated(c, m.ID, result)
	}
}

func (j *judgement) treated(c *change, in procedure.MeetingID, result procedure.StepName) {
	if s, ok := j.rules.Step(result); !ok || s.CarriedBy != procedure.CarriedByReview {
		j.add("E_TRANSITION", c.path, finding.Say("a review cannot end in %s", string(result)))
		return
	}
	j.grown(c, result)
	if h := c.request.History; len(h) > 0 && h[len(h)-1].Meeting != in {
		j.add("E_TRANSITION", c.path, finding.Say("its step names another meeting"))
	}
}

func (j *judgement) lookup(id procedure.RequestID) (procedure.Case, bool) {
	h, ok := j.requirement(id, j.rules)
	return h.Case, ok
}
