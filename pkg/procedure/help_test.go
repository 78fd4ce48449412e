package procedure_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

const (
	zhang = procedure.PersonID("zhang.wei") // ops lead
	li    = procedure.PersonID("li.na")     // market manager
	wang  = procedure.PersonID("wang.fang") // sales
	zhao  = procedure.PersonID("zhao.min")  // as the test needs it

	slr1 = procedure.RequestID("SLR-2026-0001")
	slr2 = procedure.RequestID("SLR-2026-0002")
	mtg  = procedure.MeetingID("MTG-2026-0001")
)

// standard is the embedded procedure without people.
func standard(t testing.TB) *procedure.Procedure {
	t.Helper()
	var p procedure.Procedure
	decoder := yaml.NewDecoder(strings.NewReader(string(procedure.Default())))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	return &p
}

// staffed is the embedded procedure with the sample company's people.
func staffed(t testing.TB) *procedure.Procedure {
	t.Helper()
	p := standard(t)
	p.People = map[procedure.PersonID]procedure.Person{
		zhang: person("张伟", "ops_lead"),
		li:    person("李娜", "market_manager"),
		wang:  person("王芳", "sales"),
	}
	return p
}

func person(name string, roles ...procedure.RoleID) procedure.Person {
	return procedure.Person{Name: name, Email: "mail@yunmai.example", Roles: roles, Keys: []procedure.Key{{Key: "ssh-ed25519 " + name}}}
}

func text(s string) catalogue.Text { return catalogue.Text{Plain: s} }

func digest(s string) catalogue.Digest { return catalogue.DigestOf([]byte(s)) }

func row(p *procedure.Procedure, name procedure.StepName) *procedure.Step {
	for i := range p.Steps {
		if p.Steps[i].Name == name {
			return &p.Steps[i]
		}
	}
	return &procedure.Step{}
}

// act is a step with all that the default procedure asks for.
func act(step procedure.StepName) procedure.Act {
	a := map[procedure.StepName]procedure.Act{
		procedure.StepRequest:  {},
		procedure.StepApprove:  {Considered: &procedure.Considered{BusinessNeed: "客户续约需要", CompanySituation: "人手足够"}},
		procedure.StepReject:   {Reason: "能力不足"},
		procedure.StepClose:    {Service: "svc-app-ops"},
		procedure.StepPropose:  {Design: []procedure.Design{{Service: "svc-a", Change: procedure.Add, Base: procedure.NoBase, Digest: digest("a1")}}},
		procedure.StepReturn:   {Meeting: mtg, Reason: "交付成果不清"},
		procedure.StepPass:     {Meeting: mtg},
		procedure.StepRefuse:   {Meeting: mtg, Reason: "成本过高"},
		procedure.StepWithdraw: {Reason: "客户撤回"},
		procedure.StepPublish:  {Version: catalogue.Version{Major: 1}},
		procedure.StepNote:     {Text: "已电话确认"},
		procedure.StepCorrect:  {Reason: "笔误", Correction: &procedure.Correction{Field: "priority", From: "low", To: "high"}},
		procedure.StepAmend:    {},
	}[step]
	a.Step = step
	return a
}

func code(r *procedure.Refusal) string {
	if r == nil {
		return ""
	}
	return r.Code
}

func codes(rs []*procedure.Refusal) string {
	var all []string
	for _, r := range rs {
		all = append(all, r.Code)
	}
	return strings.Join(all, " ")
}
