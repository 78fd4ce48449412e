package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// reviewed is a periodic review of two services, of which one is to be changed.
func reviewed(t testing.TB) procedure.PeriodicCase {
	v := &procedure.Manifest{Version: v100, Digest: digest("version"), Services: []procedure.Published{
		{ID: "svc-a", Digest: digest("a"), Since: v100}, {ID: "svc-b", Digest: digest("b"), Since: v100}, {ID: "svc-c", Digest: digest("c"), Since: v100},
	}}
	return procedure.PeriodicCase{
		Now: staffed(t), Version: v,
		Review: &procedure.PeriodicReview{
			ID: "REV-2026-0001", Version: v100, Digest: digest("version"), By: li, Role: "market_manager",
			Services: []procedure.Reviewed{
				{Service: "svc-a", Digest: digest("a"), Verdict: procedure.Confirm, Accurate: true, NextDue: "2027-03-20"},
				{Service: "svc-b", Digest: digest("b"), Verdict: "update", Finding: "时间不符", NextDue: "2026-09-20", Request: slr1},
			},
			Participants: []procedure.Participant{{Person: li, Role: "market_manager", Present: true}, {Name: "陈洁", Process: "服务水平管理"}},
		},
		Requests: []*procedure.Request{{ID: slr1, Source: procedure.SourceReview, Asks: []catalogue.Ask{{Service: "svc-b"}}}},
	}
}

func TestPeriodicReviews(t *testing.T) {
	t.Parallel()
	type these = procedure.PeriodicCase
	for _, c := range []struct {
		name  string
		spoil func(*these)
		want  string
		says  string
	}{
		{"good", func(*these) {}, "", ""},
		{"by the ops lead", func(c *these) {
			c.Review.By, c.Review.Role, c.Review.Participants[0] = zhang, "ops_lead", procedure.Participant{Person: zhang, Role: "ops_lead", Present: true}
		}, "", ""},
		{"two services, one request", func(c *these) {
			c.Review.Services[0].Verdict, c.Review.Services[0].Finding, c.Review.Services[0].Request = "merge", "并入", slr1
			c.Requests[0].Asks = append(c.Requests[0].Asks, catalogue.Ask{Service: "svc-a"})
		}, "", ""},
		{"by sales", func(c *these) {
			c.Review.By, c.Review.Role, c.Review.Participants[0] = wang, "sales", procedure.Participant{Person: wang, Role: "sales", Present: true}
		}, "E_ROLE", "needs the maintenance group"},
		{"no such step", func(c *these) {
			c.Now.Steps = slices.DeleteFunc(c.Now.Steps, func(s procedure.Step) bool { return s.Name == procedure.StepPeriodicReview })
		}, "E_TRANSITION", "the procedure has no step periodic_review"},
		{"a retired step", func(c *these) { row(c.Now, procedure.StepPeriodicReview).By = nil }, "E_ROLE", "retired this step"},
		{"no version", func(c *these) { c.Version = nil }, "E_STATE", "nothing to review"},
		{"another version", func(c *these) { c.Review.Version.Minor = 1 }, "E_VERSION", "it reviews version 1.1.0, the last one is 1.0.0"},
		{"another version's digest", func(c *these) { c.Review.Digest = digest("x") }, "E_DIGEST", "version 1.0.0 is"},
		{"another service's digest", func(c *these) { c.Review.Services[0].Digest = digest("b") }, "E_DIGEST", "version 1.0.0 has"},
		{"a service that the version lacks", func(c *these) { c.Review.Services[0].Service = "svc-x" }, "E_ID", "has no such service"},
		{"a service twice", func(c *these) { c.Review.Services = append(c.Review.Services, c.Review.Services[0]) }, "E_TRANSITION", "svc-a is reviewed twice"},
		{"a change without a request", func(c *these) { c.Review.Services[1].Request, c.Requests = "", nil }, "E_TRANSITION", "names no request"},
		{"a confirmation with one", func(c *these) { c.Review.Services[0].Request = slr1 }, "E_TRANSITION", "asks for no change"},
		{"a request that does not come along", func(c *these) { c.Review.Services[1].Request = slr2 }, "E_SCOPE", "does not bring the request SLR-2026-0002"},
		{"a request that no verdict names", func(c *these) { c.Requests = append(c.Requests, &procedure.Request{ID: slr2}) }, "E_SCOPE", "no verdict"},
		{"a change without a finding", func(c *these) { c.Review.Services[1].Finding = "" }, "E_TRANSITION", "needs a finding"},
		{"confirmed, but not accurate", func(c *these) { c.Review.Services[0].Accurate = false }, "E_TRANSITION", "needs a finding"},
		{"a request of another source", func(c *these) { c.Requests[0].Source = procedure.SourceInternal }, "E_TRANSITION", "source review"},
		{"a request for a customer", func(c *these) { c.Requests[0].Customer = &procedure.Customer{Name: "某公司"} }, "E_TRANSITION", "no customer"},
		{"a request about another service", func(c *these) { c.Requests[0].Asks[0].Service = "svc-c" }, "E_TRANSITION", "other services"},
		{"a role not held", func(c *these) { c.Review.Participants[0].Role = "ops_lead" }, "E_ROLE", "li.na does not hold the role ops lead"},
		{"a role without a person", func(c *these) { c.Review.Participants[1].Role = "sales" }, "E_ROLE", "陈洁 does not hold"},
		{"somebody twice", func(c *these) { c.Review.Participants = append(c.Review.Participants, c.Review.Participants[1]) }, "E_TRANSITION", "陈洁 is listed twice"},
		{"the signer was absent", func(c *these) { c.Review.Participants[0].Present = false }, "E_TRANSITION", "is not among those present"},
	} {
		one := reviewed(t)
		c.spoil(&one)
		rs := one.Judge()
		switch {
		case c.want == "" && len(rs) > 0:
			t.Errorf("%s: got %v, want nothing", c.name, rs[0])
		case c.want != "" && !slices.ContainsFunc(rs, func(r *procedure.Refusal) bool { return r.Code == c.want && strings.Contains(r.Error(), c.says) }):
			t.Errorf("%s: got %v, want %s %s", c.name, rs, c.want, c.says)
		}
	}
}

func TestAProcedureWithoutPeriodicReviewsSaysWhichRowItLacks(t *testing.T) {
	t.Parallel()
	c := reviewed(t)
	c.Now.Steps = slices.DeleteFunc(c.Now.Steps, func(s procedure.Step) bool { return s.Name == procedure.StepPeriodicReview })
	if got := c.Right().Hint.String(); !strings.Contains(got, "- {name: periodic_review, from: [], to: same, by: [maintenance_group], carried_by: periodic_review}") {
		t.Error(got)
	}
}

func TestDueDates(t *testing.T) {
	t.Parallel()
	p, v := staffed(t), reviewed(t).Version
	v.Services = append(v.Services, procedure.Published{ID: "svc-old", Since: v100})
	shelf := procedure.Shelf{
		Version: v,
		Entries: []catalogue.Entry{{ID: "svc-a"}, {ID: "svc-b", ReviewMonths: 3}, {ID: "svc-c"}, {ID: "svc-old", Lifecycle: catalogue.Retired}},
		Reviews: []*procedure.PeriodicReview{
			{ID: "REV-2025-0001", Services: []procedure.Reviewed{{Service: "svc-c", NextDue: "2030-01-01"}}},
			{ID: "REV-2026-0001", Services: []procedure.Reviewed{{Service: "svc-c", NextDue: "2026-04-01"}}},
		},
		Published: func(catalogue.Version) (string, error) { return "2025-11-30", nil },
	}
	got, err := p.Due(shelf)
	want := []procedure.ReviewDue{
		{Service: "svc-b", On: "2026-02-28", Since: v100},
		{Service: "svc-c", On: "2026-04-01", Review: "REV-2026-0001", Since: v100},
		{Service: "svc-a", On: "2026-11-30", Since: v100},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if d := got[0]; d.Overdue("2026-02-28") || !d.Overdue("2026-03-01") {
		t.Error("on its last day it is in time, and then it is late")
	}
	if got, err := p.Due(procedure.Shelf{}); got != nil || err != nil {
		t.Error("without a version nothing is due")
	}
	if got := p.NextReview(catalogue.Entry{}, "soon"); got != "" {
		t.Errorf("a day that is none: got %s", got)
	}
}
