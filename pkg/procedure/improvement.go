package procedure

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// ImprovementID names an improvement of the procedure, such as IMP-2026-0001.
type ImprovementID string

// Improvement is a defect of the procedure itself, or a wish about it, with all that was
// decided on it (§4.1). Only History ever grows.
type Improvement struct {
	Schema    int            `yaml:"schema"`
	ID        ImprovementID  `yaml:"id"`
	Title     catalogue.Text `yaml:"title"`
	Words     string         `yaml:"words,omitempty"`
	Concerns  []string       `yaml:"concerns,omitempty"` // steps, roles, sections of the procedure, rules
	FoundIn   string         `yaml:"found_in"`
	Procedure int            `yaml:"procedure"` // its version when this was raised
	RaisedBy  string         `yaml:"raised_by"`
	RaisedOn  string         `yaml:"raised_on"`
	History   []Event        `yaml:"history,omitempty"`
}

// Findings are where defects of the procedure come to light.
func Findings() []string {
	return []string{"daily_work", "review", "audit", "customer", "other"}
}

// Begins is the improvement before its first step. Nobody outside asks for it.
func (m *Improvement) Begins() Case {
	return Case{
		ID: RequestID(m.ID), Of: OfImprovement, Title: m.Title, Source: SourceInternal, Procedure: m.Procedure,
		Requesters: []PersonID{PersonID(strings.TrimSpace(m.RaisedBy))},
	}
}

// Events are its steps so far.
func (m *Improvement) Events() []Event { return m.History }

// Strike marks the steps of entries that were ruled void.
func (m *Improvement) Strike(void map[int]bool) { strike(m.History, void) }

// JudgeImprovement says whether a new improvement is about the procedure in force, so
// that only what is amended afterwards can close it. Nil is yes.
func (p *Procedure) JudgeImprovement(m *Improvement) *Refusal {
	if m.Procedure == p.Version {
		return nil
	}
	return about(string(m.ID), refuse("E_PROCEDURE_VERSION", finding.Say("it is about version %s of the procedure, in force is %s", m.Procedure, p.Version)))
}

// judgeClosing: what closes an improvement is an amendment since it was raised.
func (p *Procedure) judgeClosing(c Case, _ Step, e Event) *Refusal {
	switch {
	case e.Step != StepCloseImprovement:
		return nil
	case e.Amendment > p.Version:
		return refuse("E_PROCEDURE_VERSION", finding.Say("there is no version %s of the procedure, in force is %s", e.Amendment, p.Version)).
			hint(finding.Say("amend it first: sc amend --closes %s", string(c.ID)))
	case e.Amendment <= c.Procedure:
		return refuse("E_PROCEDURE_VERSION", finding.Say("it was raised on version %s of the procedure, so version %s does not close it", c.Procedure, e.Amendment)).
			hint(finding.Say("\"sc procedure diff\" shows what was amended since; \"sc amend --closes %s\" amends it", string(c.ID)))
	}
	return nil
}
