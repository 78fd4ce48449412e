package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/report"
)

func rules(t testing.TB) *procedure.Procedure {
	t.Helper()
	var p procedure.Procedure
	if err := records.Decode(records.ProcedureFile, procedure.Default(), &p); err != nil {
		t.Fatal(err)
	}
	p.Calendar.Holidays = []string{"2026-04-06"}
	return &p
}

// course is a customer's request with steps such as "approve 2026-03-04"; a "!" before
// one says that it was ruled void.
func course(id string, steps ...string) *procedure.Request {
	r := &procedure.Request{ID: procedure.RequestID(id), Source: "contract", Customer: &procedure.Customer{Name: "华东精工"}}
	for _, s := range steps {
		name, date, _ := strings.Cut(s, " ")
		name, void := strings.CutPrefix(name, "!")
		name, code, _ := strings.Cut(name, ":")
		e := procedure.Event{Step: procedure.StepName(name), At: date + "T10:00:00+08:00", Void: void, ReasonCode: code}
		if name == "propose" {
			e.Design = []procedure.Design{{Service: "svc-a", Digest: "sha256:a"}}
		}
		if name == "publish" {
			e.Version = catalogue.Version{Major: 1}
		}
		r.History = append(r.History, e)
	}
	return r
}

// improvements are three that were open in the period, the first of them closed in it;
// and five that were not: rejected, taken back, closed before, raised later, void.
func improvements() []*procedure.Improvement {
	made := func(id string, steps ...string) *procedure.Improvement {
		return &procedure.Improvement{ID: procedure.ImprovementID(id), History: course(id, steps...).History}
	}
	return []*procedure.Improvement{
		made("IMP-2026-0001", "improve 2026-02-02", "accept_improvement 2026-03-03", "close_improvement 2026-03-20"),
		made("IMP-2026-0002", "improve 2026-03-02", "accept_improvement 2026-03-03", "close_improvement 2030-03-03"),
		made("IMP-2026-0003", "improve 2026-03-02"),
		made("IMP-2026-0004", "improve 2026-03-02", "reject_improvement 2026-03-03"),
		made("IMP-2026-0005", "improve 2026-03-02", "accept_improvement 2026-03-03", "withdraw_improvement 2026-03-04"),
		made("IMP-2026-0006", "improve 2025-03-02", "accept_improvement 2025-03-03", "close_improvement 2025-03-20"),
		made("IMP-2026-0007", "improve 2030-03-02"),
		made("IMP-2026-0008", "!improve 2026-03-02"),
	}
}

// agreements are two in force at the end of the period, the second beyond the catalogue,
// and three that are not: ended, drafted, signed later.
func agreements() []*procedure.Agreement {
	made := func(id string, steps ...string) *procedure.Agreement {
		return &procedure.Agreement{
			ID: procedure.AgreementID(id), History: course(id, steps...).History,
			Services: []procedure.Agreed{{Service: "svc-a", Digest: "sha256:a"}},
		}
	}
	all := []*procedure.Agreement{
		made("SLA-2026-0001", "agree 2026-03-02", "sign_agreement 2026-03-03"),
		made("SLA-2026-0002", "agree 2026-03-02", "accept_deviation 2026-03-02", "sign_agreement 2026-03-03"),
		made("SLA-2026-0003", "agree 2026-03-02", "sign_agreement 2026-03-03", "end_agreement 2026-03-04"),
		made("SLA-2026-0004", "agree 2026-03-02"),
		made("SLA-2026-0005", "agree 2026-03-02", "sign_agreement 2030-03-03"),
	}
	all[1].Deviations = []procedure.Deviation{{Service: "svc-a", Field: "hours", Beyond: true}}
	return all
}

func version(services ...procedure.Published) *procedure.Manifest {
	return &procedure.Manifest{Version: catalogue.Version{Major: 1}, PublishedAt: "2026-03-20T10:00:00+08:00", Services: services}
}

// review is a periodic review that was recorded on a day.
func review(number, day string, services ...procedure.Reviewed) *procedure.PeriodicReview {
	return &procedure.PeriodicReview{ID: "REV-2026-000" + number, At: day + "T10:00:00+08:00", Services: services}
}

// figure is a figure in a line: its value, else why there is none, and its counts.
func figure(r report.Report, key string) string {
	for _, f := range r.Figures {
		if f.Key != key {
			continue
		}
		value := string(f.Reason())
		if f.Reason() == report.Measured {
			value = f.Percent()
			if f.Unit == report.WorkingDays {
				value = fmt.Sprintf("%d/%d", f.Percentile(50), f.Percentile(90))
			}
		}
		line := fmt.Sprintf("%s %s of %s", value, strings.Join(f.Numerator, ","), strings.Join(f.Denominator, ","))
		for _, p := range f.Parts {
			line += fmt.Sprintf(" %s=%s", p.Key, strings.Join(p.IDs, ","))
		}
		return line
	}
	return "no such figure"
}

func quarter() report.Period { return report.Period{From: "2026-01-01", To: "2026-03-31"} }

func TestFigures(t *testing.T) {
	t.Parallel()
	gap := func(fields ...string) *catalogue.Coverage {
		c := &catalogue.Coverage{Result: catalogue.Partial}
		for _, f := range fields {
			c.Matched = append(c.Matched, catalogue.Match{Service: "svc-a", Gaps: catalogue.List[catalogue.Gap]{{Field: f}}})
		}
		return c
	}
	asks := []catalogue.Ask{{Service: "svc-a"}}
	covered, partly, none := course("A", "request 2026-03-02"), course("B", "request 2026-03-02"), course("C", "request 2026-03-02")
	covered.Asks, covered.Coverage = asks, &catalogue.Coverage{Result: catalogue.Covered}
	partly.Asks, partly.Coverage = asks, gap("/asks/0/levels/1", "/asks/0/hours", "/asks/1/levels/0")
	none.Asks, none.Coverage = asks, &catalogue.Coverage{Result: catalogue.NotCovered}
	internal := course("D", "request 2026-03-02")
	internal.Source, internal.Customer, internal.Asks, internal.Coverage = procedure.SourceInternal, nil, asks, partly.Coverage
	full := catalogue.Text{Plain: "x"}
	whole := catalogue.Entry{
		ID: "svc-a", Name: full, Summary: full, Objective: full, Audience: full, Content: catalogue.List[catalogue.Text]{full},
		Frequency: &catalogue.Frequency{}, Hours: &catalogue.Hours{}, Delivery: catalogue.List[catalogue.Delivery]{"remote"},
		Deliverables: catalogue.List[catalogue.Deliverable]{{Name: full}},
		Levels: catalogue.List[catalogue.Level]{
			{Metric: "response_time", Op: "<=", Value: 30, Unit: "minute"},
			{Metric: "availability", Op: ">=", Value: 99.9, Unit: "percent"},
			{Metric: "custom", Op: "<=", Value: 3, Unit: "count", Window: "month"},
			{Metric: "availability", Op: ">=", Value: 99.9, Unit: "percent", Window: "month"},
		},
	}
	pending := func(steps ...string) []*procedure.Request { return []*procedure.Request{course("A", steps...)} }
	old := version(procedure.Published{ID: "svc-a", Since: catalogue.Version{Major: 1}}, procedure.Published{ID: "svc-b", Since: catalogue.Version{Major: 1}})
	old.PublishedAt = "2025-02-03T10:00:00+08:00"
	reviewed := report.Facts{
		Versions: []*procedure.Manifest{old}, Services: []catalogue.Entry{{ID: "svc-a"}, {ID: "svc-b"}},
		Reviews: []*procedure.PeriodicReview{
			review("1", "2026-02-03", procedure.Reviewed{Service: "svc-a", Accurate: true, NextDue: "2026-03-01"}, procedure.Reviewed{Service: "svc-b", NextDue: "2026-03-20"}),
			review("2", "2026-03-02", procedure.Reviewed{Service: "svc-a", Accurate: true, NextDue: "2027-03-01"}),
			review("3", "2026-04-02", procedure.Reviewed{Service: "svc-b", NextDue: "2027-04-01"}),
		},
	}
	for _, tt := range []struct {
		name  string
		facts report.Facts
		key   string
		want  string
	}{
		{"days to decide", report.Facts{Requests: []*procedure.Request{
			course("A", "request 2026-03-02", "approve 2026-03-04"), course("B", "request 2026-03-06", "reject 2026-03-09"),
			course("C", "request 2026-03-02", "close 2026-03-02"),
		}}, "decision_time", "1/2 A,B,C of A,B,C"},
		{"a withdrawal is no decision", report.Facts{Requests: pending("request 2026-03-02", "withdraw 2026-03-04")}, "decision_time", "nothing  of "},
		{"only those of the period", report.Facts{Requests: pending("request 2026-03-30", "approve 2026-04-01")}, "decision_time", "nothing  of "},
		{"a void decision", report.Facts{Requests: pending("request 2026-03-02", "!approve 2026-03-03", "reject:cost 2026-03-05")}, "decision_time", "3/3 A of A"},
		{"a void request", report.Facts{Requests: pending("!request 2026-03-02", "approve 2026-03-03")}, "decision_time", "nothing  of "},
		{"on the last day", report.Facts{Requests: pending("request 2026-03-02", "approve 2026-03-09")}, "decided_on_time", "100.0% A of A"},
		{"a day late", report.Facts{Requests: pending("request 2026-03-02", "approve 2026-03-10")}, "decided_on_time", "0.0%  of A"},
		{"not decided, and late", report.Facts{Requests: pending("request 2026-03-23")}, "decided_on_time", "0.0%  of A"},
		{"not decided, and in time yet", report.Facts{Requests: pending("request 2026-03-24")}, "decided_on_time", "nothing  of "},
		{"decided behind the period, and late by then", report.Facts{Requests: pending("request 2026-03-02", "approve 2026-04-02")}, "decided_on_time", "0.0%  of A"},
		{"approved, then proposed", report.Facts{Requests: pending("request 2026-03-02", "approve 2026-03-03", "propose 2026-03-31")}, "decided_on_time", "100.0% A of A"},
		{"to publication", report.Facts{Requests: pending("request 2026-03-02", "approve 2026-03-03", "propose 2026-03-04", "pass 2026-03-05", "publish 2026-03-16")}, "request_to_publish", "10/10 A of A"},
		{"reasons", report.Facts{Requests: []*procedure.Request{
			course("A", "request 2026-03-02", "reject:cost 2026-03-04"), course("B", "request 2026-03-02", "reject 2026-03-04"),
			course("C", "request 2026-03-02", "reject:cost 2026-03-04"), course("D", "request 2026-03-02", "approve 2026-03-04"),
		}}, "rejected", "75.0% A,B,C of A,B,C,D cost=A,C not said=B"},
		{"the first review counts", report.Facts{Requests: []*procedure.Request{
			course("A", "request 2026-03-02", "approve 2026-03-03", "propose 2026-03-04", "return 2026-03-05", "propose 2026-03-06", "pass 2026-03-07"),
			course("B", "request 2026-03-02", "approve 2026-03-03", "propose 2026-03-04", "pass 2026-03-05"),
		}}, "first_pass_reviews", "50.0% B of A,B"},
		{"traced", report.Facts{
			Requests: pending("request 2026-03-02", "approve 2026-03-03", "propose 2026-03-04", "pass 2026-03-05", "publish 2026-03-20"),
			Versions: []*procedure.Manifest{version(
				procedure.Published{ID: "svc-a", Digest: "sha256:a", Change: procedure.Add},
				procedure.Published{ID: "svc-b", Digest: "sha256:b", Change: procedure.Add}, procedure.Published{ID: "svc-c", Change: procedure.None},
			)},
		}, "untraced_changes", "50.0% 1.0.0:svc-b of 1.0.0:svc-a,1.0.0:svc-b"},
		{"other bytes", report.Facts{
			Requests: pending("request 2026-03-02", "approve 2026-03-03", "propose 2026-03-04", "pass 2026-03-05", "publish 2026-03-20"),
			Versions: []*procedure.Manifest{version(procedure.Published{ID: "svc-a", Digest: "sha256:z", Change: procedure.Modify})},
		}, "untraced_changes", "100.0% 1.0.0:svc-a of 1.0.0:svc-a"},
		{"entries", report.Facts{Entries: []report.Entry{
			{ID: "0", At: time.Date(2025, 12, 31, 15, 59, 0, 0, time.UTC), Sound: true},
			{ID: "1", At: time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC), Sound: true},
			{ID: "abc", At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)},
			{ID: "3", At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Sound: true, Void: true},
		}}, "verified_signatures", "50.0% 1 of 1,abc"},
		{"demand", report.Facts{Requests: []*procedure.Request{covered, partly, none, internal}}, "out_of_catalogue_demand", "66.7% B,C of A,B,C hours=B levels=B service=C"},
		{"defined", report.Facts{Services: []catalogue.Entry{whole, {ID: "svc-b", Name: full}, {ID: "svc-c", Lifecycle: catalogue.Retired}}}, "definition_completeness", "50.0% svc-a of svc-a,svc-b"},
		{
			"measurable",
			report.Facts{Services: []catalogue.Entry{whole}},
			"measurable_levels",
			"50.0% svc-a/levels/0,svc-a/levels/3 of svc-a/levels/0,svc-a/levels/1,svc-a/levels/2,svc-a/levels/3",
		},
		{"no periodic reviews yet", report.Facts{}, "reviews_on_time", "nothing  of "},
		{"reviewed by their dates", reviewed, "reviews_on_time", "50.0% svc-a@REV-2026-0001,svc-b@REV-2026-0001 of svc-a@REV-2026-0001,svc-b@REV-2026-0001,svc-a@REV-2026-0002,svc-b"},
		{"found accurate", reviewed, "accuracy", "66.7% svc-a@REV-2026-0001,svc-a@REV-2026-0002 of svc-a@REV-2026-0001,svc-b@REV-2026-0001,svc-a@REV-2026-0002"},
		{"no agreements yet", report.Facts{}, "sla_conformity", "nothing  of "},
		{"improvements", report.Facts{Improvements: improvements()}, "improvement_closure", "33.3% IMP-2026-0001 of IMP-2026-0001,IMP-2026-0002,IMP-2026-0003"},
		{"agreements", report.Facts{Agreements: agreements()}, "sla_conformity", "50.0% SLA-2026-0001 of SLA-2026-0001,SLA-2026-0002"},
		{"agreements and a version", report.Facts{Agreements: agreements(), Versions: []*procedure.Manifest{version(procedure.Published{ID: "svc-a", Digest: "sha256:b"})}}, "stale_slas", "100.0% SLA-2026-0001,SLA-2026-0002 of SLA-2026-0001,SLA-2026-0002"},
		{"agreements and the same bytes", report.Facts{Agreements: agreements(), Versions: []*procedure.Manifest{version(procedure.Published{ID: "svc-a", Digest: "sha256:a"})}}, "stale_slas", "0.0%  of SLA-2026-0001,SLA-2026-0002"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.facts.Rules = rules(t)
			if got := figure(report.Make(tt.facts, quarter()), tt.key); got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.key, got, tt.want)
			}
		})
	}
}

func TestNoLimitToDecideIn(t *testing.T) {
	t.Parallel()
	p := rules(t)
	p.Rules.DecideWithin = 0
	f := report.Facts{Rules: p, Requests: []*procedure.Request{course("A", "request 2026-03-02", "approve 2026-03-04")}}
	if got, want := figure(report.Make(f, quarter()), "decided_on_time"), "no_limit  of "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// written is a report in a format.
func written(t testing.TB, r report.Report, format string, l lang.Language) string {
	t.Helper()
	i := slices.IndexFunc(report.Formats(), func(f report.Format) bool { return f.Name == format })
	var out bytes.Buffer
	if err := report.Formats()[i].Write(&out, r, lang.New(l)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Of an empty ledger each figure is n/a with a reason, in every format; nothing is
// divided by nothing.
func TestNothingIsNotApplicable(t *testing.T) {
	t.Parallel()
	r := report.Make(report.Facts{Rules: rules(t), Ledger: "sha256:abc"}, quarter())
	for _, f := range r.Figures {
		if f.Reason() == report.Measured {
			t.Errorf("%s has a value", f.Key)
		}
	}
	var v struct{ Figures []map[string]any }
	if err := json.Unmarshal([]byte(written(t, r, "json", lang.English)), &v); err != nil || len(v.Figures) != len(r.Figures) {
		t.Fatalf("%d figures, %v", len(v.Figures), err)
	}
	for _, f := range v.Figures {
		if f["value"] != nil || f["reason"] == nil {
			t.Errorf("%s: value %v, reason %v", f["key"], f["value"], f["reason"])
		}
	}
	for _, format := range []string{"md", "html"} {
		text := written(t, r, format, lang.English)
		if n := strings.Count(text, "n/a: "); n != len(r.Figures) || strings.Contains(text, "NaN") || strings.Contains(text, "<svg") {
			t.Errorf("%s has %d of %d n/a:\n%s", format, n, len(r.Figures), text)
		}
	}
}

// Whatever happens, what counts is among what it is counted among, and a later end of
// the period takes nothing away that happened before.
func TestFiguresHold(t *testing.T) {
	t.Parallel()
	p := rules(t)
	rapid.Check(t, func(rt *rapid.T) {
		f := report.Facts{Rules: p}
		for i := range rapid.IntRange(0, 6).Draw(rt, "requests") {
			var steps []string
			day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			for _, name := range append([]string{"request"}, rapid.SliceOfN(rapid.SampledFrom([]string{"approve", "reject", "propose", "return", "pass", "publish", "!approve", "withdraw"}), 0, 7).Draw(rt, "steps")...) {
				day = day.AddDate(0, 0, rapid.IntRange(0, 30).Draw(rt, "days"))
				steps = append(steps, name+" "+day.Format(time.DateOnly))
			}
			f.Requests = append(f.Requests, course(fmt.Sprint("R", i), steps...))
		}
		r := report.Make(f, quarter())
		longer := report.Make(f, report.Period{From: "2026-01-01", To: "2026-06-30"})
		for i, one := range r.Figures {
			for _, id := range one.Numerator {
				if !slices.Contains(one.Denominator, id) {
					rt.Fatalf("%s counts %s, which is not among %v", one.Key, id, one.Denominator)
				}
			}
			if one.Key == "decision_time" && len(longer.Figures[i].Days) < len(one.Days) {
				rt.Fatalf("%s: %v by June, %v by March", one.Key, longer.Figures[i].Days, one.Days)
			}
		}
	})
}
