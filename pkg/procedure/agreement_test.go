package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// offered is an entry that agreements are about.
func offered() catalogue.Entry {
	return catalogue.Entry{
		ID: "svc-a", Hours: &catalogue.Hours{Preset: "5x8"}, Workload: text("每月10次"),
		Levels: catalogue.List[catalogue.Level]{
			{Metric: "response_time", Priority: "P1", Op: "<=", Value: 30, Unit: "minute"},
			{Metric: "availability", Op: ">=", Value: 99, Unit: "percent"},
		},
	}
}

// agreed is an agreement about that entry, as the catalogue has it.
func agreed(t testing.TB) procedure.AgreementCase {
	v := &procedure.Manifest{Version: v100, Digest: digest("version"), Services: []procedure.Published{{ID: "svc-a", Digest: digest("a"), Since: v100}}}
	return procedure.AgreementCase{
		Version: v,
		Entry:   func(id catalogue.ServiceID) (catalogue.Entry, bool) { return offered(), id == "svc-a" },
		Agreement: &procedure.Agreement{
			ID: "SLA-2026-0001", Version: v100, Digest: digest("version"), Services: []procedure.Agreed{procedure.NewAgreed(offered(), digest("a"))},
		},
	}
}

func TestAgreements(t *testing.T) {
	t.Parallel()
	deviates := func(field string, beyond bool) []procedure.Deviation {
		return []procedure.Deviation{{Service: "svc-a", Field: field, Beyond: beyond, Reason: "x"}}
	}
	level := func(c *procedure.AgreementCase, i int, value catalogue.Number) {
		s := &c.Agreement.Services[0]
		s.Levels = slices.Clone(s.Levels)
		s.Levels[i].Value = value
	}
	for _, c := range []struct {
		name  string
		spoil func(*procedure.AgreementCase)
		want  string
		says  string
	}{
		{"good", func(*procedure.AgreementCase) {}, "", ""},
		{"no such version", func(c *procedure.AgreementCase) { c.Version = nil }, "E_VERSION", "there is no version 1.0.0"},
		{"a void version", func(c *procedure.AgreementCase) { c.Void = true }, "E_VERSION", "ruled void"},
		{"another digest", func(c *procedure.AgreementCase) { c.Agreement.Digest = digest("x") }, "E_DIGEST", "version 1.0.0 is"},
		{"other bytes", func(c *procedure.AgreementCase) { c.Agreement.Services[0].Digest = digest("x") }, "E_DIGEST", "version 1.0.0 has"},
		{"no such service", func(c *procedure.AgreementCase) { c.Agreement.Services[0].Service = "svc-x" }, "E_ID", "no such service"},
		{"a service twice", func(c *procedure.AgreementCase) {
			c.Agreement.Services = append(c.Agreement.Services, c.Agreement.Services[0])
		}, "E_TRANSITION", "stands twice"},
		{"an entry that cannot be read", func(c *procedure.AgreementCase) {
			c.Entry = func(catalogue.ServiceID) (catalogue.Entry, bool) { return catalogue.Entry{}, false }
		}, "E_SCHEMA", "cannot be read"},
		{"tighter and untold", func(c *procedure.AgreementCase) { level(c, 0, 15) }, "E_TRANSITION", "levels.response_time.P1 is not what the catalogue says"},
		{"tighter", func(c *procedure.AgreementCase) {
			level(c, 0, 15)
			c.Agreement.Deviations = deviates("levels.response_time.P1", true)
		}, "", ""},
		{"tighter, called easier", func(c *procedure.AgreementCase) {
			level(c, 1, 99.9)
			c.Agreement.Deviations = deviates("levels.availability", false)
		}, "E_TRANSITION", "told wrongly"},
		{"easier", func(c *procedure.AgreementCase) {
			level(c, 1, 98)
			c.Agreement.Deviations = deviates("levels.availability", false)
		}, "", ""},
		{"not promised", func(c *procedure.AgreementCase) {
			c.Agreement.Services[0].Levels = c.Agreement.Services[0].Levels[:1]
			c.Agreement.Deviations = deviates("levels.availability", false)
		}, "", ""},
		{"another clock", func(c *procedure.AgreementCase) {
			level(c, 0, 45)
			c.Agreement.Services[0].Levels[0].Clock = "service_hours"
			c.Agreement.Deviations = deviates("levels.response_time.P1", true)
		}, "", ""},
		{"other hours", func(c *procedure.AgreementCase) {
			c.Agreement.Services[0].Hours = &catalogue.Hours{Preset: "7x24"}
			c.Agreement.Deviations = deviates("hours", true)
		}, "", ""},
		{"a deviation that is none", func(c *procedure.AgreementCase) { c.Agreement.Deviations = deviates("hours", true) }, "E_TRANSITION", "one that is none"},
	} {
		one := agreed(t)
		c.spoil(&one)
		rs := one.Judge()
		if got := codes(rs); got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got, rs, c.want)
		} else if len(rs) > 0 && !strings.Contains(rs[0].Error(), c.says) {
			t.Errorf("%s: got %q, want %q", c.name, rs[0].Error(), c.says)
		}
	}
}

func TestStepsOfAgreements(t *testing.T) {
	t.Parallel()
	signatory := &procedure.Signatory{Name: "陈洁", SignedOn: "2026-03-22"}
	by := map[procedure.StepName]procedure.Event{
		"agree": {By: wang}, "accept_deviation": {By: zhang, Reason: "x"}, "sign_agreement": {By: li, Signatory: signatory}, "end_agreement": {By: li, Reason: "x"},
		"note": {By: li, Text: "x"},
	}
	for _, c := range []struct {
		steps  string
		beyond bool
		want   string // the state, or the code of the last step's refusal
	}{
		{"agree", false, "drafted"},
		{"agree sign_agreement", false, "in_force"},
		{"agree sign_agreement end_agreement", false, "ended"},
		{"agree end_agreement", true, "ended"},
		{"agree sign_agreement", true, "E_STATE"},
		{"agree accept_deviation", false, "E_STATE"},
		{"agree accept_deviation", true, "drafted"},
		{"agree accept_deviation sign_agreement", true, "in_force"},
		{"agree end_agreement sign_agreement", false, "E_STATE"},
		{"agree agree", false, "E_STATE"},
		{"sign_agreement", false, "E_STATE"},
		{"agree note", false, "E_TRANSITION"},
	} {
		p := staffed(t)
		state := procedure.NewAgreementCase(&procedure.Agreement{ID: "SLA-2026-0001", Deviations: []procedure.Deviation{{Beyond: c.beyond}}})
		got := ""
		for _, name := range strings.Fields(c.steps) {
			act := by[procedure.StepName(name)]
			act.Step = procedure.StepName(name)
			e, no := p.Apply(state, act, procedure.Actor{Person: act.By}, procedure.Stamp{})
			if got = ""; no != nil {
				got = no.Code
				continue
			}
			s, _ := p.Step(act.Step)
			state = p.After(state, s, e)
			got = string(state.State)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.steps, got, c.want)
		}
	}
	p := staffed(t)
	_, no := p.Apply(procedure.Case{}, procedure.Act{Step: "agree"}, procedure.Actor{Person: wang}, procedure.Stamp{})
	if no == nil || no.Code != "E_TRANSITION" {
		t.Errorf("a request is agreed: %v", no)
	}
}

func TestRowsOfAgreements(t *testing.T) {
	t.Parallel()
	p := staffed(t)
	if no := p.Takes(procedure.OfAgreement); no != nil {
		t.Error(no)
	}
	p.Steps = slices.DeleteFunc(p.Steps, func(s procedure.Step) bool { return s.Of == procedure.OfAgreement })
	for _, f := range p.Check() {
		if strings.HasPrefix(f.Rule, "procedure/") {
			t.Errorf("without any: %s", f.Message)
		}
	}
	no := p.Takes(procedure.OfAgreement)
	if no == nil || !strings.Contains(no.Hint.String(), "- {name: sign_agreement, from: [drafted], to: in_force, by: [maintenance_group], needs: [signatory], of: agreement}") {
		t.Fatalf("got %v", no)
	}
	for name, spoil := range map[string]func(*procedure.Procedure){
		"another state": func(p *procedure.Procedure) { row(p, "agree").To = "ready" },
		"one is gone": func(p *procedure.Procedure) {
			p.Steps = slices.DeleteFunc(p.Steps, func(s procedure.Step) bool { return s.Name == "agree" })
		},
		"of requests":      func(p *procedure.Procedure) { row(p, "agree").Of = "" },
		"one of its own":   func(p *procedure.Procedure) { row(p, "note").Of = procedure.OfAgreement },
		"another signed":   func(p *procedure.Procedure) { row(p, "note").Needs = []procedure.Need{"signatory"} },
		"from its outside": func(p *procedure.Procedure) { row(p, "note").From = []procedure.State{"drafted"} },
	} {
		p := staffed(t)
		spoil(p)
		if !slices.ContainsFunc(p.Check(), func(f finding.Finding) bool { return strings.HasPrefix(f.Rule, "procedure/") }) {
			t.Errorf("%s: nothing found", name)
		}
	}
}
