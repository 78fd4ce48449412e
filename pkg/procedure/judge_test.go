package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// actors are who may come along, one of each kind; the procedure knows zhao.min
// in the role given.
var actors = []struct {
	name   string
	person procedure.PersonID
	role   procedure.RoleID
	hired  procedure.RoleID
}{
	{"lead", zhang, "ops_lead", "sales"},
	{"market", li, "market_manager", "sales"},
	{"asker", wang, "sales", "sales"},
	{"sales", zhao, "sales", "sales"},
	{"auditor", zhao, "auditor", "auditor"},
	{"stranger", "nobody", "", "sales"},
}

// mayTake is who may take each step; startsFrom from where.
var (
	mayTake = map[procedure.StepName]string{
		"request": "lead market asker sales auditor", "approve": "lead", "reject": "lead", "close": "lead market asker",
		"propose": "lead market", "return": "lead market", "pass": "lead market", "refuse": "lead market",
		"withdraw": "lead asker", "publish": "lead", "note": "lead market asker sales auditor", "correct": "lead asker", "amend": "lead",
	}
	startsFrom = map[procedure.StepName]string{
		"request": "-", "approve": "submitted", "reject": "submitted", "close": "submitted",
		"propose": "approved proposed passed", "return": "proposed", "pass": "proposed", "refuse": "proposed",
		"withdraw": "submitted approved proposed passed", "publish": "passed",
		"note": "submitted approved proposed passed", "correct": "submitted approved proposed passed", "amend": "-",
	}
)

func standing(state procedure.State, final bool) procedure.Case {
	return procedure.Case{ID: slr1, Source: "contract", State: state, Final: final, Requesters: []procedure.PersonID{wang}, Approver: zhang}
}

func among(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

func TestEveryStateStepAndRole(t *testing.T) {
	t.Parallel()
	states := append([]procedure.State{""}, staffed(t).States()...)
	rules := map[procedure.RoleID]*procedure.Procedure{"sales": staffed(t), "auditor": staffed(t)}
	for role, p := range rules {
		p.People[zhao] = person("赵敏", role)
	}
	count, got := 0, map[string]int{}
	for _, state := range states {
		for step := range mayTake {
			for _, who := range actors {
				p, want := rules[who.hired], ""
				switch at := string(state); {
				case !among(mayTake[step], who.name):
					want = "E_ROLE"
				case at == "" && startsFrom[step] != "-", at != "" && !among(startsFrom[step], at):
					want = "E_STATE"
				}
				event, r := p.Apply(standing(state, p.Final(state)), act(step), procedure.Actor{Person: who.person}, procedure.Stamp{At: "2026-03-01T10:00:00+08:00", Entry: 7})
				if code(r) != want {
					t.Errorf("%s: %s by %s: got %v, want %q", state, step, who.name, r, want)
				}
				if r == nil && (event.By != who.person || event.Role != who.role || event.Entry != 7 || event.At == "") {
					t.Errorf("%s by %s: the event is not complete: %+v", step, who.name, event)
				}
				count++
				got[code(r)]++
			}
		}
	}
	if count != 10*13*6 {
		t.Errorf("got %d combinations, want %d", count, 10*13*6)
	}
	if got[""] != 60 || got["E_STATE"] != 230 || got["E_ROLE"] != 490 {
		t.Errorf("got %v", got)
	}
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	withRef := staffed(t)
	row(withRef, "approve").Needs = []procedure.Need{procedure.NeedChangeRef}
	cases := []struct {
		p     *procedure.Procedure
		step  procedure.StepName
		state procedure.State
		spoil func(*procedure.Act)
		want  string
	}{
		{p, "approve", "submitted", func(a *procedure.Act) { a.Considered = nil }, "both criteria"},
		{p, "approve", "submitted", func(a *procedure.Act) { a.Considered.BusinessNeed = " " }, "both criteria"},
		{p, "approve", "submitted", func(a *procedure.Act) { a.Considered.CompanySituation = "" }, "both criteria"},
		{p, "reject", "submitted", func(a *procedure.Act) { a.Reason = "\n " }, "needs a reason"},
		{p, "close", "submitted", func(a *procedure.Act) { a.Service = "" }, "the service that covers it"},
		{p, "propose", "approved", func(a *procedure.Act) { a.Design = nil }, "needs a design"},
		{p, "return", "proposed", func(a *procedure.Act) { a.Meeting = "" }, "needs a review meeting"},
		{p, "return", "proposed", func(a *procedure.Act) { a.Reason = "" }, "needs a reason"},
		{p, "pass", "proposed", func(a *procedure.Act) { a.Meeting = "" }, "needs a review meeting"},
		{p, "refuse", "proposed", func(a *procedure.Act) { a.Reason = "" }, "needs a reason"},
		{p, "withdraw", "passed", func(a *procedure.Act) { a.Reason = "" }, "needs a reason"},
		{p, "publish", "passed", func(a *procedure.Act) { a.Version.Major = 0 }, "needs a version"},
		{p, "note", "passed", func(a *procedure.Act) { a.Text = "" }, "needs a text"},
		{p, "correct", "passed", func(a *procedure.Act) { a.Correction = nil }, "the field and its right value"},
		{p, "correct", "passed", func(a *procedure.Act) { a.Reason = "" }, "needs a reason"},
		{withRef, "approve", "submitted", func(*procedure.Act) {}, "a change request (§6)"},
		{p, "reject", "submitted", func(a *procedure.Act) { a.ReasonCode = "duplicate" }, "names the request it repeats"},
		{p, "reject", "submitted", func(a *procedure.Act) { a.DuplicateOf = slr2 }, "names the request it repeats"},
		{p, "reject", "submitted", func(a *procedure.Act) { a.ReasonCode, a.DuplicateOf = "duplicate", slr1 }, "duplicate of itself"},
		{p, "note", "submitted", func(a *procedure.Act) { a.Correction = act("correct").Correction }, "note brings no correction"},
		{p, "approve", "submitted", func(a *procedure.Act) { a.Design = act("propose").Design }, "approve brings no design"},
		{p, "note", "passed", func(a *procedure.Act) { a.Meeting = mtg }, "note brings no meeting"},
		{p, "note", "passed", func(a *procedure.Act) { a.Version.Major = 3 }, "note brings no manifest"},
		{p, "publish", "proposed", func(a *procedure.Act) { a.Emergency = "停电" }, "no emergency"},
	}
	for _, c := range cases {
		a := act(c.step)
		c.spoil(&a)
		_, r := c.p.Apply(standing(c.state, false), a, procedure.Actor{Person: zhang}, procedure.Stamp{})
		if code(r) != "E_TRANSITION" || !strings.Contains(r.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.step, r, c.want)
		}
	}
	given := act("reject")
	given.ReasonCode, given.DuplicateOf = "duplicate", slr2
	if _, r := p.Apply(standing("submitted", false), given, procedure.Actor{Person: zhang}, procedure.Stamp{}); r != nil {
		t.Errorf("a duplicate of another request: %v", r)
	}
	p.Rules.Emergency = "allowed"
	urgent := act("publish")
	urgent.Emergency = "停电"
	if _, r := p.Apply(standing("proposed", false), urgent, procedure.Actor{Person: zhang}, procedure.Stamp{}); r != nil {
		t.Errorf("an emergency that the procedure allows: %v", r)
	}
}

func TestSegregation(t *testing.T) {
	t.Parallel()
	cases := []struct {
		rule   procedure.Segregation
		source procedure.Source
		askers []procedure.PersonID
		want   string
	}{
		{procedure.ForCustomers, "contract", []procedure.PersonID{wang}, ""},
		{procedure.ForCustomers, "contract", []procedure.PersonID{zhang}, "E_SOD"},
		{procedure.ForCustomers, "contract", []procedure.PersonID{wang, zhang}, "E_SOD"},
		{procedure.ForCustomers, "contract", []procedure.PersonID{wang, "张伟"}, "E_SOD"},
		{procedure.ForCustomers, "internal", []procedure.PersonID{zhang}, ""},
		{procedure.ForCustomers, "review", []procedure.PersonID{zhang}, ""},
		{procedure.ForCustomers, "tender", []procedure.PersonID{zhang}, "E_SOD"},
		{procedure.Always, "internal", []procedure.PersonID{zhang}, "E_SOD"},
		{procedure.Always, "internal", []procedure.PersonID{li}, ""},
		{procedure.Never, "contract", []procedure.PersonID{zhang}, ""},
	}
	for _, c := range cases {
		p := staffed(t)
		p.Rules.RequesterNotApprover = c.rule
		at := standing("submitted", false)
		at.Source, at.Requesters = c.source, c.askers
		_, r := p.Apply(at, act("approve"), procedure.Actor{Person: zhang}, procedure.Stamp{})
		if code(r) != c.want {
			t.Errorf("%s %s %v: got %v, want %q", c.rule, c.source, c.askers, r, c.want)
		}
		if r := p.Approvable(at); code(r) != c.want {
			t.Errorf("approvable %s %s %v: got %v, want %q", c.rule, c.source, c.askers, r, c.want)
		}
	}
}

func TestApprovableSaysWhoShouldLogIt(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	mine := procedure.Case{Source: "contract", Requesters: []procedure.PersonID{zhang}}
	if r := p.Approvable(mine); r.Subject != "request" || r.Hint.String() != "let 李娜, 王芳 log it, naming who raised it with --raised-by" {
		t.Errorf("got %v, hint %s", r, r.Hint)
	}
	p.People = map[procedure.PersonID]procedure.Person{zhang: person("张伟", "ops_lead")}
	if r := p.Approvable(mine); r == nil || !strings.Contains(r.Hint.String(), "sc person add") {
		t.Errorf("got %v", r)
	}
	p.People[zhao] = person("赵敏", "ops_lead")
	if r := p.Approvable(mine); r != nil {
		t.Errorf("a second ops lead can approve it: %v", r)
	}
	if r := standard(t).Approvable(mine); r != nil {
		t.Errorf("who cannot be enrolled yet is not the requester's fault: %v", r)
	}
}

func TestRefusalsReadWell(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	p.People[zhao] = procedure.Person{Name: "赵敏"}
	row(p, "close").By = nil
	alone := staffed(t)
	delete(alone.People, zhang)
	own := standing("submitted", false)
	own.Requesters = []procedure.PersonID{zhang}
	raised := standing("submitted", false)
	raised.Requesters = []procedure.PersonID{wang, "某客户经理"}
	unapproved := standing("approved", false)
	unapproved.Approver = ""
	cases := []struct {
		name string
		p    *procedure.Procedure
		c    procedure.Case
		step procedure.StepName
		who  procedure.Actor
		want string
		hint string
	}{
		{"another role", p, standing("submitted", false), "approve", procedure.Actor{Person: li}, "approve SLR-2026-0001: needs the ops lead; you are li.na (market manager)", `张伟 can approve it; "sc status" shows what waits for you`},
		{"no role", p, standing("submitted", false), "note", procedure.Actor{Person: zhao}, "note SLR-2026-0001: needs somebody who has a role in the procedure; you are zhao.min, who holds no role", `李娜, 王芳, 张伟 can do that; "sc status" shows what waits for you`},
		{"a role of another", p, standing("submitted", false), "approve", procedure.Actor{Person: li, Role: "ops_lead"}, "approve SLR-2026-0001: needs the ops lead; you are li.na, who does not hold the role ops lead", `张伟 can approve it; "sc status" shows what waits for you`},
		{"a role that is not there", p, standing("submitted", false), "approve", procedure.Actor{Person: li, Role: "king"}, "approve SLR-2026-0001: needs the ops lead; you are li.na, who does not hold the role king", `张伟 can approve it; "sc status" shows what waits for you`},
		{"the requester may too", p, raised, "withdraw", procedure.Actor{Person: li}, "withdraw SLR-2026-0001: needs the requester or ops lead; you are li.na (market manager)", `张伟, 王芳 can withdraw it; "sc status" shows what waits for you`},
		{"a group", p, standing("approved", false), "propose", procedure.Actor{Person: wang}, "propose SLR-2026-0001: needs the maintenance group; you are wang.fang (sales)", `李娜, 张伟 can propose it; "sc status" shows what waits for you`},
		{"nobody", alone, standing("submitted", false), "approve", procedure.Actor{Person: li}, "approve SLR-2026-0001: needs the ops lead; you are li.na (market manager)", `nobody holds that role yet; enrol somebody with "sc person add"`},
		{"retired", p, standing("submitted", false), "close", procedure.Actor{Person: zhang}, "close SLR-2026-0001: the procedure has retired this step; you are zhang.wei (ops lead)", `"sc procedure show" lists the steps`},
		{"unknown", p, standing("submitted", false), "hold", procedure.Actor{Person: zhang}, "the procedure has no step hold", `"sc procedure show" lists the steps`},
		{"another state", p, standing("approved", false), "publish", procedure.Actor{Person: zhang}, "publish SLR-2026-0001: it is approved; this step starts from passed", `"sc trace SLR-2026-0001" shows what happened to it`},
		{"several states", p, standing("submitted", false), "propose", procedure.Actor{Person: zhang}, "propose SLR-2026-0001: it is submitted; this step starts from approved or proposed or passed", `"sc trace SLR-2026-0001" shows what happened to it`},
		{"final", p, standing("refused", true), "propose", procedure.Actor{Person: zhang}, "propose SLR-2026-0001: it is refused, and that is final", `"sc trace SLR-2026-0001" shows what happened to it`},
		{"again", p, standing("submitted", false), "request", procedure.Actor{Person: zhang}, "request SLR-2026-0001: it is submitted; this step is not taken on a request that is there already", `"sc trace SLR-2026-0001" shows what happened to it`},
		{"too early", p, procedure.Case{}, "note", procedure.Actor{Person: zhang}, "note: nothing was requested yet; this step starts from any", ""},
		{"both hats", p, own, "approve", procedure.Actor{Person: zhang}, "approve SLR-2026-0001: 张伟 asked for it and may not approve it too", "nobody else may approve; enrol a second approver, or let somebody else log it"},
		{"led around", p, unapproved, "propose", procedure.Actor{Person: zhang}, "propose SLR-2026-0001: nobody has approved it", `张伟 can approve it; "sc status" shows what waits for you`},
	}
	for _, c := range cases {
		_, r := c.p.Apply(c.c, act(c.step), c.who, procedure.Stamp{})
		if c.step == "hold" {
			_, r = c.p.Apply(c.c, procedure.Act{Step: "hold"}, c.who, procedure.Stamp{})
		}
		if judged := c.p.Judge(c.c, procedure.Event{Step: "hold"}); code(judged) != "E_TRANSITION" {
			t.Errorf("an unknown step: got %v", judged)
		}
		if r == nil || r.Error() != c.want || r.Hint.String() != c.hint {
			t.Errorf("%s:\n got %v\nwant %v\n got %v\nwant %v", c.name, r, c.want, r.Hint, c.hint)
		}
	}
	second := staffed(t)
	second.People[zhao] = person("赵敏", "ops_lead")
	if _, r := second.Apply(own, act("approve"), procedure.Actor{Person: zhang}, procedure.Stamp{}); code(r) != "E_SOD" || !strings.HasPrefix(r.Hint.String(), "赵敏 can approve it") {
		t.Errorf("got %v, hint %v", r, r.Hint)
	}
}

func TestSeveralHats(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	p.People[wang] = person("王芳", "sales", "market_manager")
	mine := standing("submitted", false)
	for _, c := range []struct {
		step   procedure.StepName
		chosen procedure.RoleID
		want   procedure.RoleID
		code   string
	}{
		{"close", "", "sales", ""}, // as the requester, in the first role
		{"note", "market_manager", "market_manager", ""},
		{"note", "auditor", "", "E_ROLE"},
		{"approve", "", "", "E_ROLE"},
	} {
		e, r := p.Apply(mine, act(c.step), procedure.Actor{Person: wang, Role: c.chosen}, procedure.Stamp{})
		if e.Role != c.want || code(r) != c.code {
			t.Errorf("%s as %q: got %q %v", c.step, c.chosen, e.Role, r)
		}
	}
	mine.State = "approved"
	if e, r := p.Apply(mine, act("propose"), procedure.Actor{Person: wang}, procedure.Stamp{}); r != nil || e.Role != "market_manager" {
		t.Errorf("got %q %v", e.Role, r)
	}
}

func TestStepsOfTheOrganisation(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	p.Steps = append(
		p.Steps,
		procedure.Step{Name: "hold", From: []procedure.State{"submitted"}, To: "held", By: []procedure.RoleID{"ops_lead"}, Needs: []procedure.Need{procedure.NeedReason}},
		procedure.Step{Name: "resume", From: []procedure.State{"held"}, To: "approved", By: []procedure.RoleID{"ops_lead"}},
	)
	for _, f := range p.Check() {
		if f.Severity == "error" {
			t.Errorf("%s %s: %s", f.Rule, f.Pointer, f.Message)
		}
	}
	at := standing("submitted", false)
	at.Approver = ""
	for _, a := range []procedure.Act{{Step: "hold", Reason: "等待客户"}, {Step: "resume"}} {
		e, r := p.Apply(at, a, procedure.Actor{Person: zhang}, procedure.Stamp{})
		if r != nil {
			t.Fatal(r)
		}
		s, _ := p.Step(a.Step)
		at = p.After(at, s, e)
	}
	if at.State != "approved" {
		t.Fatalf("got %s", at.State)
	}
	if _, r := p.Apply(at, act("propose"), procedure.Actor{Person: li}, procedure.Stamp{}); code(r) != "E_STATE" {
		t.Errorf("a row that leads around the approval: got %v", r)
	}
}

func TestTimesAreToldInOneZone(t *testing.T) {
	t.Parallel()
	entry := procedure.Stamp{At: "2026-03-02T01:00:00Z"}
	for record, want := range map[string]string{
		"2026-01-02T09:00:00+08:00": "the record says 2026-01-02T09:00:00+08:00, the entry 2026-03-02T09:00:00+08:00",
		"2026-03-02T09:00:00+08:00": "the record says 2026-03-02T09:00:00+08:00, the entry 2026-03-02T01:00:00Z",
		"yesterday":                 "the record says yesterday, the entry 2026-03-02T01:00:00Z",
	} {
		if got := entry.Unlike(record).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
