package procedure_test

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

func TestAmendments(t *testing.T) {
	t.Parallel()
	type p = procedure.Procedure
	nothing := func(*p) {}
	cases := []struct {
		name  string
		old   func(*p)
		spoil func(*p)
		by    procedure.Actor
		want  string
		says  string
	}{
		{"a person more", nothing, func(p *p) { p.People[zhao] = person("赵敏", "ops_lead") }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"by the market manager", nothing, nothing, procedure.Actor{Person: li, Role: "market_manager"}, "E_PROCEDURE_AUTH", "needs the ops lead"},
		{"by a role that it brings", nothing, func(p *p) { p.People[li] = person("李娜", "market_manager", "ops_lead") }, procedure.Actor{Person: li, Role: "ops_lead"}, "E_PROCEDURE_AUTH", "does not hold the role ops lead"},
		{"the same number", nothing, func(p *p) { p.Version = 1 }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_VERSION", "the version must be 2, not 1"},
		{"a number skipped", nothing, func(p *p) { p.Version = 3 }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_VERSION", "the version must be 2, not 3"},
		{"a key of another", nothing, func(p *p) {
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: []procedure.RoleID{"sales"}, Keys: []procedure.Key{{Key: "ssh-ed25519 once"}}}
		}, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_KEY_DUP", "the key of zhao.min was already listed for li.na"},
		{"a step removed", nothing, func(p *p) { p.Steps = p.Steps[:11]; p.Steps = append(p.Steps, *row(staffed(t), "amend")) }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "the step correct cannot be removed"},
		{"a step led elsewhere", nothing, func(p *p) { row(p, "close").To = "rejected" }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "the step close must go on leading to covered"},
		{"a step retired", nothing, func(p *p) { row(p, "close").By = nil }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"approve retired", nothing, func(p *p) { row(p, "approve").By = nil }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "the step approve cannot be retired"},
		{"unsatisfiable", nothing, func(p *p) { p.Calendar.TimeZone = "x" }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "there is no time zone"},
		{"nobody approves any more", nothing, func(p *p) { row(p, "approve").By = []procedure.RoleID{"auditor"} }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "nobody who has a key can take the step approve: it needs auditor"},
		{"the last key of those who amend", nothing, func(p *p) { p.People[zhang] = procedure.Person{Name: "张伟", Roles: []procedure.RoleID{"ops_lead"}} }, procedure.Actor{Person: zhang, Role: "ops_lead"}, strings.TrimSpace(strings.Repeat("E_PROCEDURE_LOCKOUT ", 9)), "may amend the procedure"},
		{"a role that reviews need is empty", nothing, func(p *p) { p.People[li] = person("李娜", "ops_lead") }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "nobody holds the role market manager"},
		{"it was empty before", func(p *p) { p.People[li] = person("李娜", "ops_lead") }, func(p *p) { p.Rules.DecideWithin = 9 }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"it was empty before, under another name", func(p *p) { p.People[li] = person("李娜", "ops_lead") }, func(p *p) { p.Roles["market_manager"] = procedure.Role{Label: text("市场部经理")} }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"a quorum that nobody reaches", nothing, func(p *p) { p.Rules.Review.Quorum = 4 }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "the quorum is 4, but only 2"},
		{"a quorum nearer than before", func(p *p) { p.Rules.Review.Quorum = 4 }, func(p *p) { p.People[zhao] = person("赵敏", "market_manager") }, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"a new step may wait for its holder", nothing, func(p *p) {
			p.Roles["lawyer"] = procedure.Role{Label: text("法务")}
			p.Steps = append([]procedure.Step{{Name: "vet", From: []procedure.State{"submitted"}, To: procedure.SameState, By: []procedure.RoleID{"lawyer"}}}, p.Steps...)
		}, procedure.Actor{Person: zhang, Role: "ops_lead"}, "", ""},
		{"one person reviews and publishes", nothing, func(p *p) {
			row(p, "pass").By = []procedure.RoleID{"ops_lead"}
			p.Rules.Review = procedure.ReviewRules{Quorum: 1}
		}, procedure.Actor{Person: zhang, Role: "ops_lead"}, "E_PROCEDURE_LOCKOUT", "only 张伟 can sign reviews and versions"},
	}
	for _, c := range cases {
		before, after := staffed(t), staffed(t)
		c.old(before)
		c.old(after)
		after.Version = 2
		c.spoil(after)
		rs := procedure.Amendment{
			Old: before, New: after, Signer: c.by.Person, Role: c.by.Role,
			Listed: map[string]procedure.PersonID{"ssh-ed25519 once": li, "ssh-ed25519 张伟": zhang},
		}.Judge()
		if got := codes(rs); got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got, rs, c.want)
			continue
		}
		if len(rs) > 0 && (rs[0].Subject != "amend" || !strings.Contains(rs[0].Error(), c.says)) {
			t.Errorf("%s: got %v, want %q", c.name, rs[0], c.says)
		}
	}
}

func TestGenesis(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		spoil  func(*procedure.Procedure)
		signer procedure.PersonID
		want   string
	}{
		{"good", func(*procedure.Procedure) {}, zhang, ""},
		{"good alone", func(p *procedure.Procedure) { delete(p.People, li); delete(p.People, wang) }, zhang, ""},
		{"another number", func(p *procedure.Procedure) { p.Version = 2 }, zhang, "E_PROCEDURE_VERSION"},
		{"signed by the market manager", func(*procedure.Procedure) {}, li, "E_PROCEDURE_AUTH E_PROCEDURE_AUTH"},
		{"who may amend but not publish", func(p *procedure.Procedure) {
			row(p, "publish").By = []procedure.RoleID{"sales"}
		}, zhang, "E_PROCEDURE_AUTH"},
		{"broken", func(p *procedure.Procedure) { p.Rules.ChangeRef.Pattern = "(" }, zhang, "E_PROCEDURE_LOCKOUT"},
		{"signed by a stranger", func(*procedure.Procedure) {}, "nobody", "E_PROCEDURE_AUTH E_PROCEDURE_AUTH"},
	} {
		p := staffed(t)
		c.spoil(p)
		rs := procedure.JudgeGenesis(p, c.signer)
		if got := codes(rs); got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got, rs, c.want)
		}
		for _, r := range rs {
			if r.Subject != "genesis" {
				t.Errorf("%s: got %v", c.name, r)
			}
		}
	}
}

// What a change request is called cannot leave its place in the address.
func TestChangeAddress(t *testing.T) {
	t.Parallel()
	rule := procedure.ChangeRef{Link: "https://itsm.example/{ref}/show"}
	for ref, want := range map[string]string{
		"":               "",
		"CHG-7":          "https://itsm.example/CHG-7/show",
		"../a?b#c {ref}": "https://itsm.example/..%2Fa%3Fb%23c%20%7Bref%7D/show",
	} {
		if got := rule.Address(ref); got != want {
			t.Errorf("the address of %q is %q, want %q", ref, got, want)
		}
	}
	if got := (procedure.ChangeRef{}).Address("CHG-7"); got != "" {
		t.Errorf("without a link the address is %q", got)
	}
}
