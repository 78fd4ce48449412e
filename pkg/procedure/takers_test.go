package procedure_test

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// In each row people or a case are bent, and the sentence says who is missing; empty
// where somebody can take the case onward.
func TestStranded(t *testing.T) {
	t.Parallel()
	type (
		p = *procedure.Procedure
		c = *procedure.Case
	)
	without := func(state procedure.State) func(p, c) { return func(_ p, c c) { c.State = state } }
	for _, a := range []struct {
		name string
		bend func(p, c)
		want string
	}{
		{"submitted", without("submitted"), ""},
		{"approved", without("approved"), ""},
		{"proposed", without("proposed"), ""},
		{"passed", func(_ p, c c) { c.State, c.Pass = "passed", &procedure.Pass{Recorder: li} }, ""},
		{"ended", func(p p, c c) {
			c.State, c.Final = "rejected", true
			p.People = nil
		}, ""},
		{
			"the only approver asked", func(_ p, c c) { c.State, c.Requesters = "submitted", []procedure.PersonID{zhang} },
			"SLR-2026-0001 is submitted, and nobody can take it onward: the step approve needs the ops lead, and 张伟 asked for it",
		},
		{
			"under a plain name", func(_ p, c c) { c.State, c.Requesters = "submitted", []procedure.PersonID{wang, "张伟"} },
			"SLR-2026-0001 is submitted, and nobody can take it onward: the step approve needs the ops lead, and 张伟 asked for it",
		},
		{"the only approver asked, for the company itself", func(_ p, c c) {
			c.State, c.Source, c.Requesters = "submitted", procedure.SourceInternal, []procedure.PersonID{zhang}
		}, ""},
		{"a second approver", func(p p, c c) {
			c.State, c.Requesters = "submitted", []procedure.PersonID{zhang}
			p.People[zhao] = person("赵敏", "ops_lead")
		}, ""},
		{"a second approver without a key", func(p p, c c) {
			c.State, c.Requesters = "submitted", []procedure.PersonID{zhang}
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: []procedure.RoleID{"ops_lead"}}
		}, "SLR-2026-0001 is submitted, and nobody can take it onward: the step approve needs the ops lead, and 张伟 asked for it"},
		{"nobody approves", func(p p, c c) {
			c.State = "submitted"
			delete(p.People, zhang)
		}, "SLR-2026-0001 is submitted, and nobody can take it onward: the step approve needs the ops lead, and nobody who has a key holds that role"},
		{
			"the only publisher signed the review, and another can sign the next", func(_ p, c c) { c.State, c.Pass = "passed", &procedure.Pass{Recorder: zhang} }, "",
		},
		{
			"the only publisher signed the review", func(p p, c c) {
				c.State, c.Pass = "passed", &procedure.Pass{Recorder: zhang}
				delete(p.People, li)
			},
			"SLR-2026-0001 is passed, and nobody can take it onward: the step publish needs the ops lead, and 张伟 signed its review",
		},
		{"only the publisher reviews", func(p p, c c) {
			c.State = "proposed"
			delete(p.People, li)
		}, "SLR-2026-0001 is proposed, and nobody can take it onward: the step review needs the maintenance group, and only 张伟 could publish it then"},
		{"two ways onward, and nobody for either", func(p p, c c) {
			c.State = "submitted"
			p.Steps = append(p.Steps, procedure.Step{Name: "hold", From: []procedure.State{"submitted"}, To: "held", By: []procedure.RoleID{"auditor"}})
			delete(p.People, zhang)
		}, "SLR-2026-0001 is submitted, and nobody can take it onward: the step approve needs the ops lead, and nobody who has a key holds that role; the step hold needs the auditor, and nobody who has a key holds that role"},
		{"two ways onward, and somebody for one", func(p p, c c) {
			c.State = "submitted"
			p.Steps = append(p.Steps, procedure.Step{Name: "hold", From: []procedure.State{"submitted"}, To: "held", By: []procedure.RoleID{"sales"}})
			delete(p.People, zhang)
		}, ""},
		{"a state that only ends, by its requester", func(p p, c c) {
			c.State = "held"
			p.Steps = append(p.Steps, procedure.Step{Name: "drop", From: []procedure.State{"held"}, To: "dropped", Final: true, By: []procedure.RoleID{procedure.Requester}})
		}, ""},
		{"a state that only ends, and its requester left", func(p p, c c) {
			c.State = "held"
			p.Steps = append(p.Steps, procedure.Step{Name: "drop", From: []procedure.State{"held"}, To: "dropped", Final: true, By: []procedure.RoleID{procedure.Requester}})
			delete(p.People, wang)
		}, "SLR-2026-0001 is held, and nobody can take it onward: the step drop needs the requester, and nobody who has a key holds that role"},
	} {
		rules, one := staffed(t), standing("", false)
		a.bend(rules, &one)
		got := ""
		if found := rules.Stranded([]procedure.Case{one}); len(found) == 1 && found[0].ID == slr1 {
			got = found[0].Why.String()
		}
		if got != a.want {
			t.Errorf("%s:\ngot  %s\nwant %s", a.name, got, a.want)
		}
	}
}
