package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// found are the findings of Check as "rule pointer", sorted.
func found(p *procedure.Procedure) []string {
	var all []string
	for _, f := range p.Check() {
		all = append(all, f.Rule+" "+f.Pointer)
	}
	slices.Sort(all)
	return all
}

func TestTheDefaultIsSound(t *testing.T) {
	t.Parallel()
	for _, f := range standard(t).Check() {
		if f.Rule != "W_NO_HOLDER" && f.Rule != "procedure/lockout" {
			t.Errorf("%s %s: %s", f.Rule, f.Pointer, f.Message)
		}
	}
	if got := found(staffed(t)); !slices.Equal(got, []string{"W_ONE_AMENDER /people"}) {
		t.Errorf("got %v", got)
	}
	p := staffed(t)
	p.People[zhao] = person("赵敏", "ops_lead")
	if got := found(p); got != nil {
		t.Errorf("got %v", got)
	}
	alone := staffed(t)
	delete(alone.People, li)
	want := []string{"W_NO_HOLDER /rules/review/quorum", "W_NO_HOLDER /rules/review/required_roles/0", "W_NO_HOLDER /rules/reviewer_not_publisher", "W_ONE_AMENDER /people"}
	if got := found(alone); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	one := procedure.Default()
	one[0] = 'x'
	if procedure.Default()[0] == 'x' {
		t.Error("the default can be written to")
	}
}

// at is the pointer to a row of the default procedure.
func at(t *testing.T, step procedure.StepName, rest string) string {
	names := strings.Fields("request approve reject close propose return pass refuse withdraw publish note correct amend")
	i := slices.Index(names, string(step))
	if i < 0 {
		t.Fatalf("no step %s", step)
	}
	return "/steps/" + []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}[i] + rest
}

func TestCheckFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	type p = procedure.Procedure
	states := func(s ...procedure.State) []procedure.State { return s }
	roles := func(r ...procedure.RoleID) []procedure.RoleID { return r }
	cases := []struct {
		name  string
		spoil func(*p)
		want  string
	}{
		{"signed votes", func(p *p) { p.Rules.Review.Votes = "signed" }, ""},
		{"signed votes of somebody without a key", func(p *p) {
			p.Rules.Review.Votes, row(p, "pass").By = "signed", roles("ops_lead", "market_manager", "sales")
			p.People[li] = procedure.Person{Name: "李娜", Roles: roles("market_manager")}
		}, "W_NO_HOLDER /rules/review/required_roles/0"},
		{"a quorum of signed votes", func(p *p) {
			p.Rules.Review = procedure.ReviewRules{Quorum: 3, Votes: "signed"}
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: roles("market_manager")}
		}, "W_NO_HOLDER /rules/review/quorum"},
		{"confirmations", func(p *p) { p.Rules.Review.Confirmations = 2 }, ""},
		{"confirmations by more than there are", func(p *p) { p.Rules.Review.Confirmations = 3 }, "W_NO_HOLDER /rules/review/confirmations"},
		{"confirmations without a key", func(p *p) {
			p.Rules.Review.Confirmations = 3
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: roles("sales")}
		}, "W_NO_HOLDER /rules/review/confirmations"},
		{"two to amend", func(p *p) { p.Rules.Amend.Approvals = 2 }, "procedure/lockout /rules/amend/approvals"},
		{"two of two to amend", func(p *p) {
			p.Rules.Amend.Approvals = 2
			p.People[zhao] = person("赵敏", "ops_lead")
		}, "W_ONE_AMENDER /rules/amend/approvals"},
		{"two of three to amend", func(p *p) {
			p.Rules.Amend.Approvals = 2
			p.People[zhao], p.People["qian.li"] = person("赵敏", "ops_lead"), person("钱立", "ops_lead")
		}, ""},
		{"two to amend, one without a key", func(p *p) {
			p.Rules.Amend.Approvals = 2
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: roles("ops_lead")}
		}, "procedure/lockout /rules/amend/approvals"},
		{"group like a role", func(p *p) { p.Groups["sales"] = p.Groups["maintenance_group"] }, "procedure/name /groups/sales"},
		{"role called anyone", func(p *p) { p.Roles["anyone"] = procedure.Role{} }, "procedure/name /roles/anyone"},
		{"group called requester", func(p *p) { p.Groups["requester"] = procedure.Group{} }, "procedure/name /groups/requester"},
		{"group of an unknown role", func(p *p) { p.Groups["board"] = procedure.Group{Roles: roles("sales", "ceo")} }, "procedure/role /groups/board/roles/1"},
		{"group in a group", func(p *p) { p.Groups["board"] = procedure.Group{Roles: roles("maintenance_group")} }, "procedure/role /groups/board/roles/0"},
		{"person of an unknown role", func(p *p) { p.People[wang] = person("王芳", "sales", "ceo") }, "procedure/role /people/wang.fang/roles/1"},
		{"step by nobody known", func(p *p) { row(p, "reject").By = roles("ops_lead", "ceo") }, "procedure/role " + at(t, "reject", "/by/1")},
		{"step twice", func(p *p) { p.Steps = append(p.Steps, *row(p, "note")) }, "procedure/step /steps/23/name"},
		{"a step named as the entry of a confirmation", func(p *p) {
			p.Steps = append(p.Steps, procedure.Step{Name: procedure.StepConfirm, From: states("any"), To: "same", By: roles("sales")})
		}, "procedure/name /steps/23/name"},
		{"a need of nothing", func(p *p) { row(p, "note").Needs = []procedure.Need{"text", "luck"} }, "procedure/needs " + at(t, "note", "/needs/1")},
		{"no reject", func(p *p) { p.Steps = slices.Delete(p.Steps, 2, 3) }, "procedure/step /steps"},
		{"no publish", func(p *p) { p.Steps = slices.Delete(p.Steps, 9, 10) }, "procedure/step /steps"},
		{"approve retired", func(p *p) { row(p, "approve").By = nil }, "procedure/step " + at(t, "approve", "/by")},
		{"pass by hand", func(p *p) { row(p, "pass").CarriedBy = "" }, "procedure/step " + at(t, "pass", "")},
		{"note by a review", func(p *p) { row(p, "note").CarriedBy = procedure.CarriedByReview }, "procedure/review " + at(t, "note", "/from") + ", procedure/step " + at(t, "note", "")},
		{"request from a state", func(p *p) { row(p, "request").From = states("submitted") }, "procedure/step " + at(t, "request", "/from")},
		{"close from nothing", func(p *p) { row(p, "close").From = nil }, "procedure/step " + at(t, "close", "/from")},
		{"amend of a request", func(p *p) { row(p, "amend").From = states("any") }, "procedure/step " + at(t, "amend", "/from")},
		{"amend with a need", func(p *p) { row(p, "amend").Needs = []procedure.Need{"reason"} }, "procedure/step " + at(t, "amend", "")},
		{"a step to any", func(p *p) { row(p, "note").To = "any" }, "procedure/state /steps, procedure/state " + at(t, "note", "/to")},
		{"a state called as what was struck out", func(p *p) { row(p, "withdraw").To = procedure.StateVoid }, "procedure/state " + at(t, "withdraw", "/to")},
		{"request that leads nowhere", func(p *p) { row(p, "request").To = "same" }, "procedure/state " + at(t, "request", "/to") + " +from"},
		{"final and the same", func(p *p) { row(p, "note").Final = true }, "procedure/state " + at(t, "note", "/to")},
		{"final once, not twice", func(p *p) { row(p, "close").To = "rejected"; row(p, "close").Final = false }, "procedure/state " + at(t, "close", "/to")},
		{"any and another", func(p *p) { row(p, "note").From = states("any", "passed") }, "procedure/state " + at(t, "note", "/from/0")},
		{"from a state never reached", func(p *p) { row(p, "withdraw").From = states("submitted", "approved", "proposed", "passed", "held") }, "procedure/state " + at(t, "withdraw", "/from/4")},
		{"from a final state", func(p *p) { row(p, "propose").From = states("approved", "proposed", "passed", "refused") }, "procedure/state " + at(t, "propose", "/from/3")},
		{"a state nobody leaves", func(p *p) {
			p.Steps = append(p.Steps, procedure.Step{Name: "park", From: states("submitted"), To: "parked", By: roles("sales")})
		}, "procedure/state /steps"},
		{"two states in a circle", func(p *p) {
			p.Steps = append(
				p.Steps,
				procedure.Step{Name: "park", From: states("submitted", "shelved"), To: "parked", By: roles("sales")},
				procedure.Step{Name: "shelve", From: states("parked"), To: "shelved", By: roles("sales")},
			)
		}, "procedure/state /steps, procedure/state /steps"},
		{"publish without a review", func(p *p) { row(p, "publish").From = states("passed", "approved") }, "procedure/review " + at(t, "publish", "")},
		{"publish and go on", func(p *p) {
			row(p, "publish").Final = false
			row(p, "withdraw").From = append(row(p, "withdraw").From, "published")
		}, "procedure/review " + at(t, "publish", "")},
		{"passed by another step", func(p *p) {
			p.Steps = append(p.Steps, procedure.Step{Name: "wave", From: states("proposed"), To: "passed", By: roles("sales")})
		}, "procedure/review /steps/23"},
		{"proposed by another step", func(p *p) {
			p.Steps = append(p.Steps, procedure.Step{Name: "wave", From: states("approved"), To: "proposed", By: roles("sales")})
		}, "procedure/review /steps/23"},
		{"a review of what is approved", func(p *p) { row(p, "pass").From = states("proposed", "approved") }, "procedure/review " + at(t, "pass", "/from")},
		{"proposal without design", func(p *p) { row(p, "propose").Needs = nil }, "procedure/needs " + at(t, "propose", "/needs")},
		{"pass without meeting", func(p *p) { row(p, "pass").Needs = nil }, "procedure/needs " + at(t, "pass", "/needs")},
		{"return without meeting", func(p *p) { row(p, "return").Needs = nil }, "procedure/needs " + at(t, "return", "/needs")},
		{"publish without manifest", func(p *p) { row(p, "publish").Needs = nil }, "procedure/needs " + at(t, "publish", "/needs")},
		{"self-approval", func(p *p) { p.Rules.RequesterNotApprover = procedure.Never }, "procedure/segregation /rules/requester_not_approver"},
		{"self-approval left open", func(p *p) { p.Rules.RequesterNotApprover = "" }, "procedure/segregation /rules/requester_not_approver"},
		{"a required role that is not there", func(p *p) { p.Rules.Review.RequiredRoles = roles("ceo") }, "W_NO_HOLDER /rules/review/required_roles/0, procedure/role /rules/review/required_roles/0"},
		{"one key for two", func(p *p) {
			p.People[wang] = procedure.Person{Name: "王芳", Roles: roles("sales"), Keys: p.People[li].Keys}
		}, "procedure/key /people/wang.fang/keys/0"},
		{"no time zone", func(p *p) { p.Calendar.TimeZone = "" }, "procedure/time-zone /calendar/time_zone"},
		{"a time zone of the machine", func(p *p) { p.Calendar.TimeZone = "Local" }, "procedure/time-zone /calendar/time_zone"},
		{"an unknown time zone", func(p *p) { p.Calendar.TimeZone = "Asia/Atlantis" }, "procedure/time-zone /calendar/time_zone"},
		{"a pattern that cannot be read", func(p *p) { p.Rules.ChangeRef.Pattern = "(" }, "procedure/pattern /rules/change_ref/pattern"},
		{"a quorum that nobody reaches", func(p *p) { p.Rules.Review.Quorum = 3 }, "W_NO_HOLDER /rules/review/quorum"},
		{"a step without a holder", func(p *p) { row(p, "reject").By = roles("auditor") }, "W_NO_HOLDER " + at(t, "reject", "/by")},
		{"a holder without a key", func(p *p) {
			row(p, "reject").By = roles("auditor")
			p.People[zhao] = procedure.Person{Name: "赵敏", Roles: roles("auditor")}
		}, "W_NO_HOLDER " + at(t, "reject", "/by")},
		{"a step of the requester alone", func(p *p) { row(p, "withdraw").By = roles("requester") }, ""},
		{"amenders without a key", func(p *p) {
			p.People[zhang] = procedure.Person{Name: "张伟", Roles: roles("ops_lead")}
			row(p, "approve").By, row(p, "reject").By, row(p, "publish").By = roles("sales"), roles("sales"), roles("sales")
			for _, s := range []procedure.StepName{"accept_deviation", "accept_improvement", "reject_improvement", "close_improvement"} {
				row(p, s).By = roles("sales")
			}
		}, "W_NO_HOLDER " + at(t, "amend", "/by") + ", procedure/lockout /people"},
	}
	for _, c := range cases {
		p := staffed(t)
		c.spoil(p)
		got := slices.DeleteFunc(found(p), func(s string) bool { return s == "W_ONE_AMENDER /people" })
		want, more := strings.CutSuffix(c.want, " +from")
		if more { // the states that nobody reaches any more are found too
			got = slices.DeleteFunc(got, func(s string) bool { return strings.Contains(s, "/from/") })
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %q, want %q", c.name, strings.Join(got, ", "), want)
		}
	}
}

func TestCheckIsAlwaysInTheSameOrder(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	for i := range p.Steps {
		p.Steps[i].Needs, p.Steps[i].From = nil, nil
	}
	want := p.Check()
	for range 20 {
		for i, f := range p.Check() {
			if f.Pointer != want[i].Pointer || f.Message.String() != want[i].Message.String() {
				t.Fatalf("got %s, want %s", f.Message, want[i].Message)
			}
		}
	}
}

func TestManyStatesAreCheckedFast(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	var all []procedure.State
	for i := range 60 {
		all = append(all, procedure.State("s"+strings.Repeat("x", i)))
	}
	for i, s := range all {
		p.Steps = append(p.Steps, procedure.Step{Name: procedure.StepName("go" + strings.Repeat("x", i)), From: all, To: s, By: []procedure.RoleID{"sales"}})
	}
	if n := len(p.Check()); n != 61 {
		t.Errorf("got %d findings", n)
	}
}
