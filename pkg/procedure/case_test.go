package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

func event(step procedure.StepName, by procedure.PersonID, entry int) procedure.Event {
	e := act(step)
	e.By, e.Entry = by, entry
	return e
}

func asked(history ...procedure.Event) *procedure.Request {
	return &procedure.Request{ID: slr1, Title: text("夜间值守"), Source: "contract", RaisedBy: string(wang), RaisedOn: "2026-03-01", Priority: "low", History: history}
}

func TestFold(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	again := event("propose", li, 5)
	again.Design = proposal("a2")
	r := asked(
		event("request", li, 1), event("note", zhang, 2), event("approve", zhang, 3), event("propose", li, 4),
		again, event("pass", li, 6), event("note", li, 7), event("publish", zhang, 8),
	)
	c, err := p.Fold(r)
	if err != nil {
		t.Fatal(err)
	}
	want := procedure.Case{
		ID: slr1, Title: text("夜间值守"), Source: "contract", State: "published", Final: true,
		Requesters: []procedure.PersonID{li, wang}, Approver: zhang, Design: proposal("a2"), Proposed: 5,
		Pass: &procedure.Pass{Meeting: mtg, Recorder: li, Entry: 6}, Version: v100, Last: r.History[7],
	}
	if diff := cmp.Diff(c, want); diff != "" {
		t.Error(diff)
	}
	if got, ok := c.Binds("svc-a"); !ok || got != digest("a2") {
		t.Errorf("got %s", got)
	}
	if _, ok := c.Binds("svc-b"); ok {
		t.Error("binds a service that the design does not name")
	}
	if c.Bound() {
		t.Error("a published design waits for nothing")
	}
}

func TestAPassGoesWhenTheDesignDoes(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	way := []procedure.Event{event("request", wang, 1), event("approve", zhang, 2), event("propose", li, 3), event("pass", li, 4)}
	for _, c := range []struct {
		then procedure.StepName
		pass bool
	}{{"note", true}, {"propose", false}, {"return", false}} {
		got, err := p.Fold(asked(append(slices.Clip(way), event(c.then, li, 5))...))
		if err != nil || (got.Pass != nil) != c.pass {
			t.Errorf("%s: got %v %v", c.then, got.Pass, err)
		}
	}
	passed, _ := p.Fold(asked(way...))
	if !passed.Bound() {
		t.Error("a passed design waits for its version")
	}
}

func TestWhoAskedDoesNotDependOnLaterEnrolments(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	r := asked(event("request", li, 1))
	r.RaisedBy = string(zhao)
	before, _ := p.Fold(r)
	p.People[zhao] = person("赵敏", "ops_lead")
	after, _ := p.Fold(r)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

func TestFoldOfAnUnknownStep(t *testing.T) {
	t.Parallel()
	_, err := staffed(t).Fold(asked(event("request", wang, 1), procedure.Event{Step: "hold"}))
	if err == nil || err.Error() != "SLR-2026-0001: its history has the step hold, which the procedure does not know" {
		t.Errorf("got %v", err)
	}
}

func correction(field, to string) procedure.Event {
	return procedure.Event{Step: procedure.StepCorrect, Correction: &procedure.Correction{Field: field, To: to}}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	r := asked(event("request", wang, 1), correction("title", "夜间和周末值守"), correction("customer.name", "甲公司"), correction("contract.ref", "HT-2"), correction("raised_by", "zhang.wei"))
	r.Customer, r.Contract = &procedure.Customer{Name: "乙公司", Code: "K1"}, &procedure.Contract{Ref: "HT-1"}
	got := procedure.Corrected(r)
	if got.Title != text("夜间和周末值守") || got.Customer.Name != "甲公司" || got.Customer.Code != "K1" || got.Contract.Ref != "HT-2" || got.RaisedBy != string(wang) {
		t.Errorf("got %+v %+v %+v", got, got.Customer, got.Contract)
	}
	if r.Title != text("夜间值守") || r.Customer.Name != "乙公司" || r.Contract.Ref != "HT-1" {
		t.Error("the request itself was written to")
	}
	c, _ := staffed(t).Fold(r)
	if c.Title != text("夜间和周末值守") {
		t.Errorf("the case is called %s", c.Title)
	}
	next, no := procedure.Correct(r, "customer.name", "丙公司")
	if no != nil || next != (procedure.Correction{Field: "customer.name", From: "甲公司", To: "丙公司"}) {
		t.Errorf("got %+v %v", next, no)
	}
	next, no = procedure.Correct(r, "title", "值守")
	if no != nil || next.From != "夜间和周末值守" {
		t.Errorf("got %+v %v", next, no)
	}
}

func TestWhatCannotBeCorrected(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ field, to, says, hint string }{
		{"raised_by", "zhang.wei", "correct SLR-2026-0001: the field raised_by cannot be corrected here", "fields that can: business_goal, priority, raised_on, title, value, words"},
		{"source", "internal", "the field source cannot be corrected here", "fields that can"},
		{"customer.name", "甲公司", "the field customer.name cannot be corrected here", "fields that can"},
		{"priority", "low", "priority says so already", ""},
		{"title", " ", "title cannot be empty", ""},
		{"raised_on", "", "raised_on cannot be empty", ""},
		{"words", " \n", "words cannot be empty", ""},
		{"priority", "tall", "priority cannot be tall", "it is one of: low, medium, high, urgent"},
		{"raised_on", "2026-02-30", "raised_on cannot be 2026-02-30", "YYYY-MM-DD"},
	} {
		_, no := procedure.Correct(asked(), c.field, c.to)
		if code(no) != "E_HISTORY" || !strings.Contains(no.Error(), c.says) || !strings.Contains(no.Hint.String(), c.hint) {
			t.Errorf("%s=%q: got %v, hint %v", c.field, c.to, no, no.Hint)
		}
	}
	for _, c := range [][2]string{{"priority", "urgent"}, {"priority", ""}, {"raised_on", "2026-02-28"}, {"words", "每月一次"}} {
		if _, no := procedure.Correct(asked(), c[0], c[1]); no != nil {
			t.Errorf("%v: %v", c, no)
		}
	}
	whole := procedure.Request{Customer: &procedure.Customer{}, Contract: &procedure.Contract{}}
	_, no := procedure.Correct(&whole, "source", "internal")
	want := "fields that can: business_goal, contract.due_on, contract.ref, contract.stage, customer.code, customer.contact, customer.name, priority, raised_on, title, value, words"
	if got := no.Hint.String(); got != want {
		t.Errorf("got %s", got)
	}
}

func TestNamesAndLabels(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	names := p.Named([]procedure.PersonID{zhang, "nobody"})
	if names.String() != "张伟, nobody" || names.In("zh") != "张伟、nobody" || names.In("en") != "张伟, nobody" {
		t.Errorf("got %s %s", names, names.In("zh"))
	}
	if got := (procedure.Labels{p.Label("ops_lead"), p.Label("maintenance_group"), p.Label("anyone"), p.Label("x")}); got.String() != "ops lead or maintenance group or anyone or x" || len(got.Parts()) != 4 {
		t.Errorf("got %s", got)
	}
	if id, ok := p.Owner("ssh-ed25519 李娜"); !ok || id != li {
		t.Errorf("got %s", id)
	}
	if _, ok := p.Owner("ssh-ed25519 x"); ok {
		t.Error("an unknown key has an owner")
	}
	if got := p.Holders("propose"); !slices.Equal(got, []procedure.PersonID{li, zhang}) {
		t.Errorf("got %v", got)
	}
	if got := p.Holders("none"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := len(p.Leaving("submitted")); got != 4 {
		t.Errorf("got %d steps out of submitted", got)
	}
	if p.ChangeRefNeeded([]catalogue.Severity{catalogue.Improved}) || !p.ChangeRefNeeded([]catalogue.Severity{catalogue.Weakened}) {
		t.Error("only what is weakened or retired needs a change request")
	}
}
