package cli

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// company is the procedure that comes with sc, with the sample company's people.
func company(t *testing.T) *desk {
	t.Helper()
	var p procedure.Procedure
	if err := records.Decode("procedure.yaml", procedure.Default(), &p); err != nil {
		t.Fatal(err)
	}
	p.People = map[procedure.PersonID]procedure.Person{
		"zhang.wei": {Name: "张伟", Roles: []procedure.RoleID{"ops_lead"}},
		"li.na":     {Name: "李娜", Roles: []procedure.RoleID{"market_manager"}},
		"wang.fang": {Name: "王芳", Roles: []procedure.RoleID{"sales"}},
	}
	return &desk{app: &app{say: lang.New(lang.English)}, rules: &p}
}

// waits is a customer's case in a state, asked for by Wang Fang.
func waits(state procedure.State) waitingCase {
	return waitingCase{Case: procedure.Case{ID: "SLR-2026-0002", State: state, Source: "contract", Requesters: []procedure.PersonID{"wang.fang"}}}
}

// minutes are those of a meeting that three people attended.
const minutes = `schema: 1
id: MTG-2026-0001
recorder: li.na
attendees:
  - {person: zhang.wei, role: ops_lead, present: true, vote: for}
  - {person: li.na, role: market_manager, present: true, vote: for}
  - {person: wang.fang, role: sales, present: true}
`

func TestTurns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		change  func(d *desk, w *waitingCase)
		state   procedure.State
		want    string // the steps with who can take them
		awaited string
	}{
		{"a decision", nil, "submitted", "approve:zhang.wei reject:zhang.wei close:li.na,wang.fang,zhang.wei", "zhang.wei"},
		{"a design", nil, "approved", "propose:li.na,zhang.wei", "li.na,zhang.wei"},
		{"a design that was given to somebody", func(_ *desk, w *waitingCase) {
			w.assigned = &procedure.Assignment{Person: "zhang.wei"}
		}, "approved", "propose:zhang.wei", "zhang.wei"},
		{"a design given to somebody who has left", func(_ *desk, w *waitingCase) {
			w.assigned = &procedure.Assignment{Person: "zhao.min"}
		}, "approved", "propose:li.na,zhang.wei", "li.na,zhang.wei"},
		{"a review: the only publisher does not sign the minutes", nil, "proposed", "review:li.na", "li.na"},
		{"a review where it does not matter who signs", func(d *desk, _ *waitingCase) {
			d.rules.Rules.ReviewerNotPublisher = procedure.Never
		}, "proposed", "review:li.na,zhang.wei", "li.na,zhang.wei"},
		{"a publication", nil, "passed", "publish:zhang.wei", "zhang.wei"},
		{"a publication that the reviewer may not sign", func(_ *desk, w *waitingCase) {
			w.Pass = &procedure.Pass{Recorder: "zhang.wei"}
		}, "passed", "publish:", ""},
		{"a publication that waits for confirmations", func(d *desk, w *waitingCase) {
			d.rules.Rules.Review.Confirmations = 1
			d.books = records.Open(fstest.MapFS{"meetings/2026/MTG-2026-0001.yaml": {Data: []byte(minutes)}})
			w.Pass = &procedure.Pass{Meeting: "MTG-2026-0001", Recorder: "li.na"}
		}, "passed", "confirm:zhang.wei,wang.fang", "wang.fang,zhang.wei"},
		{"a publication whose minutes are not there", func(d *desk, w *waitingCase) {
			d.rules.Rules.Review.Confirmations = 1
			d.books = records.Open(fstest.MapFS{})
			w.Pass = &procedure.Pass{Meeting: "MTG-2026-0001", Recorder: "li.na"}
		}, "passed", "publish:zhang.wei", "zhang.wei"},
		{"the requester does not approve", func(_ *desk, w *waitingCase) {
			w.Requesters = []procedure.PersonID{"zhang.wei"}
		}, "submitted", "approve: reject:zhang.wei close:li.na,zhang.wei", ""},
		{"nor one who raised it under a plain name", func(_ *desk, w *waitingCase) {
			w.Requesters = []procedure.PersonID{"li.na", "张伟"}
		}, "submitted", "approve: reject:zhang.wei close:li.na,zhang.wei", ""},
		{"but may for the company's own needs", func(_ *desk, w *waitingCase) {
			w.Requesters, w.Source = []procedure.PersonID{"zhang.wei"}, procedure.SourceInternal
		}, "submitted", "approve:zhang.wei reject:zhang.wei close:li.na,zhang.wei", "zhang.wei"},
		{"a step of the organisation's own", func(d *desk, _ *waitingCase) {
			d.rules.Steps = append(d.rules.Steps,
				procedure.Step{Name: "hold", From: []procedure.State{"submitted"}, To: "held", By: []procedure.RoleID{"sales"}},
				procedure.Step{Name: "resume", From: []procedure.State{"held"}, To: "submitted", By: []procedure.RoleID{"sales"}})
		}, "held", "resume:wang.fang", "wang.fang"},
		{"nothing leads onward", func(d *desk, _ *waitingCase) {
			d.rules.Steps = slices.DeleteFunc(d.rules.Steps, func(s procedure.Step) bool { return s.Name == procedure.StepApprove })
		}, "submitted", "reject:zhang.wei close:li.na,wang.fang,zhang.wei", "li.na,wang.fang,zhang.wei"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, w := company(t), waits(tt.state)
			if tt.change != nil {
				tt.change(d, &w)
			}
			w.turns = d.turns(w)
			if got := w.steps(); got != tt.want {
				t.Errorf("steps are %q, want %q", got, tt.want)
			}
			if got := commas(w.awaited()); got != tt.awaited {
				t.Errorf("it waits for %q, want %q", got, tt.awaited)
			}
		})
	}
}

// TestEveryOpenStateWaitsForSomebody: no state of the procedure that comes with
// sc leaves a case with nobody to take it onward.
func TestEveryOpenStateWaitsForSomebody(t *testing.T) {
	t.Parallel()
	d := company(t)
	for _, state := range d.rules.States() {
		w := waits(state)
		w.turns = d.turns(w)
		if open := len(w.awaited()) > 0; open == d.rules.Final(state) {
			t.Errorf("%s: waits for %v", state, w.awaited())
		}
	}
}

func TestWhoCanGroupsPeople(t *testing.T) {
	t.Parallel()
	w := waitingCase{turns: []turn{
		{step: "approve", people: []procedure.PersonID{"zhang.wei", "zhao.min"}, onward: true},
		{step: "reject", people: []procedure.PersonID{"zhang.wei", "zhao.min"}},
		{step: "hold", people: []procedure.PersonID{"li.na"}, onward: true},
	}}
	d := company(t)
	d.app.Term.Out = true
	if got, want := w.whoCan(d), "hold: 李娜; approve, reject: 张伟, zhao.min"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w.turns = []turn{{step: "approve", onward: true}}
	if got := w.whoCan(d); !strings.HasPrefix(got, "nobody") {
		t.Errorf("got %q", got)
	}
}

func TestTracking(t *testing.T) {
	t.Parallel()
	for track, want := range map[string]shared{
		"":                   {Upstream: "o/m"},
		"ahead 2":            {Upstream: "o/m", Ahead: 2},
		"behind 13":          {Upstream: "o/m", Behind: 13},
		"ahead 2, behind 13": {Upstream: "o/m", Ahead: 2, Behind: 13},
		"gone":               {Upstream: "o/m", Gone: true},
	} {
		if got := tracking("o/m", track); got != want {
			t.Errorf("%q: got %+v, want %+v", track, got, want)
		}
	}
}
