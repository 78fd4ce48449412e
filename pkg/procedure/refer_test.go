package procedure_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

func filed[R any](file string, record *R) procedure.Filed[R] {
	return procedure.Filed[R]{
		File: file, Record: record,
		Places: func(pointer string) finding.Place { return finding.Place{Line: len(pointer), Column: 1} },
	}
}

func located(id catalogue.ServiceID, lifecycle catalogue.Lifecycle) catalogue.Located {
	return catalogue.Located{
		File:  "services/" + string(id) + ".yaml",
		Entry: catalogue.Entry{ID: id, Lifecycle: lifecycle},
	}
}

// books are the records of a small catalogue in which all is well: one request is
// published, one was rejected for a repetition, one is open, one cannot be read.
type books struct {
	open, done, rejected *procedure.Request
	meeting              *procedure.Meeting
	minutes, amendment   *procedure.Confirmation
	first, second        *procedure.Manifest
	services             []catalogue.Located
	rules                *procedure.Procedure
}

func newBooks(t *testing.T) *books {
	design := []procedure.Design{{Service: "svc-a", Change: procedure.Modify}, {Service: "svc-shelved", Change: procedure.Add}}
	return &books{
		rules: staffed(t),
		services: []catalogue.Located{
			located("svc-a", catalogue.Active), located("svc-old", catalogue.Retired), {File: "services/svc-broken.yaml"},
		},
		done: &procedure.Request{
			ID: slr1, Asks: []catalogue.Ask{{Service: "svc-old"}, {}},
			Coverage: &catalogue.Coverage{Version: v100, Matched: catalogue.List[catalogue.Match]{{Service: "svc-broken"}}},
			History: []procedure.Event{
				{Step: "request"},
				{Step: "propose", Design: design},
				{Step: "pass", Meeting: mtg},
				{Step: "publish", Version: v110},
			},
		},
		rejected: &procedure.Request{ID: slr2, History: []procedure.Event{
			{Step: "request"},
			{Step: "reject", DuplicateOf: slr1, Alternatives: []catalogue.ServiceID{"svc-a", "svc-shelved"}},
		}},
		open: &procedure.Request{
			ID: "SLR-2026-0003", RaisedBy: "someone nobody knows", Asks: []catalogue.Ask{{Service: "svc-a"}},
			History: []procedure.Event{{Step: "request", Service: "svc-a"}},
		},
		meeting: &procedure.Meeting{ID: mtg, Items: []procedure.Item{{Request: slr1, Design: slices.Clone(design)}}},
		minutes: &procedure.Confirmation{ID: "CNF-2026-0001", Meeting: mtg}, amendment: &procedure.Confirmation{ID: "CNF-2026-0002", Amends: 1},
		first: &procedure.Manifest{Version: v100, Services: []procedure.Published{service("svc-old", "o", procedure.Add, catalogue.New, v100)}},
		second: &procedure.Manifest{
			Version: v110, Previous: v100, Requests: []procedure.RequestID{slr1}, Meetings: []procedure.MeetingID{mtg},
			Services: []procedure.Published{
				service("svc-a", "a", procedure.Add, catalogue.New, v110),
				service("svc-old", "p", procedure.Retire, catalogue.Retire, v110),
			},
		},
	}
}

func (b *books) found() []string {
	found := procedure.References(procedure.Books{
		Rules: b.rules, Services: b.services,
		Requests: []procedure.Filed[procedure.Request]{
			filed("requests/2026/SLR-2026-0001.yaml", b.done), filed("requests/2026/SLR-2026-0002.yaml", b.rejected),
			filed("requests/2026/SLR-2026-0003.yaml", b.open), filed[procedure.Request]("requests/2026/SLR-2026-0004.yaml", nil),
		},
		Meetings: []procedure.Filed[procedure.Meeting]{
			filed("meetings/2026/MTG-2026-0001.yaml", b.meeting), filed[procedure.Meeting]("meetings/2026/MTG-2026-0002.yaml", nil),
		},
		Versions: []procedure.Filed[procedure.Manifest]{
			filed("versions/1.1.0.yaml", b.second), filed("versions/1.0.0.yaml", b.first), filed[procedure.Manifest]("versions/1.2.0.yaml", nil),
		},
		Confirmations: []procedure.Filed[procedure.Confirmation]{
			filed("confirmations/2026/CNF-2026-0001.yaml", b.minutes), filed("confirmations/2026/CNF-2026-0002.yaml", b.amendment),
			filed[procedure.Confirmation]("confirmations/2026/CNF-2026-0003.yaml", nil),
		},
	})
	var lines []string
	for _, f := range found {
		line := fmt.Sprintf("%s:%d %s %s %s: %s", f.File, f.Start.Line, f.Severity, f.Rule, f.Pointer, f.Message)
		if !f.Hint.IsZero() {
			line += " [" + f.Hint.String() + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*books)
		want  string // the finding; none if all is well
	}{
		{"all is well", func(*books) {}, ""},
		{"what cannot be read is there all the same", func(b *books) {
			b.rejected.History[1].DuplicateOf, b.done.History[2].Meeting = "SLR-2026-0004", "MTG-2026-0002"
			b.second.Previous = catalogue.Version{Major: 1, Minor: 2}
		}, ""},
		{
			"ask", func(b *books) { b.open.Asks[0].Service = "svc-broekn" },
			"requests/2026/SLR-2026-0003.yaml:15 error record/unknown-service /asks/0/service: there is no service svc-broekn [did you mean svc-broken?]",
		},
		{
			"ask, nothing near", func(b *books) { b.open.Asks[0].Service = "svc-telephony" },
			"requests/2026/SLR-2026-0003.yaml:15 error record/unknown-service /asks/0/service: there is no service svc-telephony",
		},
		{
			"ask for what is retired", func(b *books) { b.open.Asks[0].Service = "svc-old" },
			"requests/2026/SLR-2026-0003.yaml:15 warning record/retired-service /asks/0/service: svc-old is retired; it can no longer be asked for [close or reject the request, or agree on another service]",
		},
		{"ask for what is retired and replaced", func(b *books) {
			b.open.Asks[0].Service, b.services[1].Entry.ReplacedBy = "svc-old", "svc-a"
		}, "requests/2026/SLR-2026-0003.yaml:15 warning record/retired-service /asks/0/service: svc-old is retired; it can no longer be asked for [svc-a replaces it]"},
		{"retired by a draft only", func(b *books) {
			b.open.Asks[0].Service, b.second.Services[1].Change = "svc-old", procedure.None
		}, ""},
		{"retired, the procedure not readable", func(b *books) { b.open.Asks[0].Service, b.rules = "svc-old", nil }, ""},
		{
			"coverage", func(b *books) { b.done.Coverage.Matched[0].Service = "svc-x" },
			"requests/2026/SLR-2026-0001.yaml:27 error record/unknown-service /coverage/matched/0/service: there is no service svc-x [did you mean svc-a?]",
		},
		{
			"version of the coverage", func(b *books) { b.done.Coverage.Version = catalogue.Version{Major: 7} },
			"requests/2026/SLR-2026-0001.yaml:17 error record/unknown-version /coverage/version: there is no version 7.0.0 [a record never goes away; restore its file from Git]",
		},
		{
			"alternative", func(b *books) { b.rejected.History[1].Alternatives[1] = "svc-shelvde" },
			"requests/2026/SLR-2026-0002.yaml:25 error record/unknown-service /history/1/alternatives/1: there is no service svc-shelvde",
		},
		{
			"close", func(b *books) { b.open.History[0].Service = "svc-odl" },
			"requests/2026/SLR-2026-0003.yaml:18 error record/unknown-service /history/0/service: there is no service svc-odl [did you mean svc-old?]",
		},
		{
			"duplicate", func(b *books) { b.rejected.History[1].DuplicateOf = "SLR-2026-0010" },
			"requests/2026/SLR-2026-0002.yaml:23 error record/unknown-request /history/1/duplicate_of: there is no request SLR-2026-0010 [a record never goes away; restore its file from Git]",
		},
		{
			"duplicate of itself", func(b *books) { b.rejected.History[1].DuplicateOf = slr2 },
			"requests/2026/SLR-2026-0002.yaml:23 error record/duplicate-of-self /history/1/duplicate_of: it cannot be a duplicate of itself",
		},
		{
			"design", func(b *books) { b.done.History[1].Design[0].Service = "svc-b" },
			"requests/2026/SLR-2026-0001.yaml:27 error record/unknown-service /history/1/design/0/service: there is no service svc-b [did you mean svc-a?]",
		},
		{
			"meeting", func(b *books) { b.done.History[2].Meeting = "MTG-2026-0011" },
			"requests/2026/SLR-2026-0001.yaml:18 error record/unknown-meeting /history/2/meeting: there is no meeting MTG-2026-0011 [a record never goes away; restore its file from Git]",
		},
		{
			"version", func(b *books) { b.done.History[3].Version = catalogue.Version{Major: 1, Minor: 11} },
			"requests/2026/SLR-2026-0001.yaml:18 error record/unknown-version /history/3/version: there is no version 1.11.0 [a record never goes away; restore its file from Git]",
		},
		{
			"item of a meeting", func(b *books) { b.meeting.Items[0].Request = "SLR-2026-0100" },
			"meetings/2026/MTG-2026-0001.yaml:16 error record/unknown-request /items/0/request: there is no request SLR-2026-0100 [a record never goes away; restore its file from Git]",
		},
		{
			"design of a meeting", func(b *books) { b.meeting.Items[0].Design = []procedure.Design{{Service: "svc-c"}} },
			"meetings/2026/MTG-2026-0001.yaml:25 error record/unknown-service /items/0/design/0/service: there is no service svc-c [did you mean svc-a?]",
		},
		{
			"meeting that is confirmed", func(b *books) { b.minutes.Meeting = "MTG-2026-0011" },
			"confirmations/2026/CNF-2026-0001.yaml:8 error record/unknown-meeting /meeting: there is no meeting MTG-2026-0011 [a record never goes away; restore its file from Git]",
		},
		{
			"a confirmation under another name", func(b *books) { b.amendment.ID = "CNF-2026-0009" },
			"confirmations/2026/CNF-2026-0002.yaml:3 error record/id-file /id: the id is CNF-2026-0009 but the file is named CNF-2026-0002.yaml [a record keeps its name; restore the file from Git]",
		},
		{
			"request of a version", func(b *books) { b.second.Requests[0] = "SLR-2025-0001" },
			"versions/1.1.0.yaml:11 error record/unknown-request /requests/0: there is no request SLR-2025-0001 [a record never goes away; restore its file from Git]",
		},
		{
			"meeting of a version", func(b *books) { b.second.Meetings[0] = "MTG-2025-0001" },
			"versions/1.1.0.yaml:11 error record/unknown-meeting /meetings/0: there is no meeting MTG-2025-0001 [a record never goes away; restore its file from Git]",
		},
		{
			"version before", func(b *books) { b.second.Previous = catalogue.Version{Minor: 9} },
			"versions/1.1.0.yaml:9 error record/unknown-version /previous: there is no version 0.9.0 [a record never goes away; restore its file from Git]",
		},
		{
			"a published service without its file", func(b *books) { b.services = b.services[1:] },
			"versions/1.1.0.yaml:14 error record/unknown-service /services/0/id: there is no service svc-a, and a published service never vanishes " +
				"[restore its file from Git; \"sc design --retire\" takes a service out of use]",
		},
		{
			"a name that is not the id", func(b *books) { b.open.ID = "SLR-2026-0009" },
			"requests/2026/SLR-2026-0003.yaml:3 error record/id-file /id: the id is SLR-2026-0009 but the file is named SLR-2026-0003.yaml [a record keeps its name; restore the file from Git]",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBooks(t)
			c.spoil(b)
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if diff := cmp.Diff(b.found(), want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReferencesWithoutPlaces(t *testing.T) {
	got := procedure.References(procedure.Books{Meetings: []procedure.Filed[procedure.Meeting]{
		{File: "meetings/2026/MTG-2026-0001.yaml", Record: &procedure.Meeting{ID: mtg, Items: []procedure.Item{{Request: slr1}}}},
	}})
	if len(got) != 1 || got[0].Start != (finding.Place{}) || got[0].Rule != "record/unknown-request" {
		t.Errorf("got %v", got)
	}
}

func TestStaff(t *testing.T) {
	p := staffed(t)
	p.People[zhao] = procedure.Person{Name: "赵敏"}
	want := catalogue.Staff{
		Roles: []string{"auditor", "market_manager", "ops_lead", "sales"}, Groups: []string{"maintenance_group"},
		People: []string{"li.na", "wang.fang", "zhang.wei", "zhao.min"}, Left: []string{"zhao.min"},
	}
	if diff := cmp.Diff(p.Staff(), want); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff((*procedure.Procedure)(nil).Staff(), catalogue.Staff{}); diff != "" {
		t.Error(diff)
	}
}
