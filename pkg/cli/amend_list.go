package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// proposalState is what became of a proposed amendment.
type proposalState string

const (
	proposalOpen      proposalState = "open"
	proposalOvertaken proposalState = "overtaken"
	inForce           proposalState = "in_force" // it was put in force, and may be amended since
)

// proposalJSON is a proposed amendment for programs.
type proposalJSON struct {
	ID         string               `json:"id"`
	State      proposalState        `json:"state"`
	Amends     int                  `json:"amends"`
	Digest     catalogue.Digest     `json:"digest"`
	By         procedure.PersonID   `json:"by"`
	At         string               `json:"at"`
	Text       string               `json:"text"`
	ApprovedBy []procedure.PersonID `json:"approved_by"`
	Missing    int                  `json:"missing"` // how many people still; the last of them puts it in force
	People     []procedure.PersonID `json:"waits_for"`
}

// listProposals shows the amendments that were proposed and are not in force, those
// that can still be approved first.
func (a *app) listProposals(ctx context.Context) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	all, err := d.books.Proposals()
	if err != nil {
		return err
	}
	states, err := d.proposalStates(ctx)
	if err != nil {
		return err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("State"), finding.Say("What"), finding.Say("Proposed by"), finding.Say("Proposed at"), finding.Say("Approved by"), finding.Say("Missing"), finding.Say("Who can")},
		Empty:   finding.Say("no amendment is proposed"),
	}
	values := []proposalJSON{}
	for _, want := range []proposalState{proposalOpen, proposalOvertaken} {
		for _, p := range all {
			if states(p) == want {
				v := d.proposalValue(p, want)
				values = append(values, v)
				section.Rows = append(section.Rows, []any{v.ID, a.term(string(v.State)), v.Text, d.who(v.By), instant(v.At), d.everybody(v.ApprovedBy), v.Missing, d.everybody(v.People)})
			}
		}
	}
	return a.show(render.Page{Sections: []render.Section{section}, Value: values})
}

func (d *desk) proposalValue(p procedure.Proposal, state proposalState) proposalJSON {
	v := proposalJSON{p.ID, state, p.Amends, p.Digest, p.By, p.At, p.Text, kept(procedure.People(p.Given)), 0, []procedure.PersonID{}}
	if state == proposalOpen {
		v.Missing, v.People = d.lacking(p)
	}
	return v
}

// proposalStates tells what became of proposals.
func (d *desk) proposalStates(ctx context.Context) (func(procedure.Proposal) proposalState, error) {
	all, err := d.history(ctx)
	if err != nil {
		return nil, err
	}
	var enacted []catalogue.Digest
	for _, e := range all {
		if e.Trailers.Action != string(procedure.StepAmend) {
			continue
		}
		at, err := d.app.openCommit(d.repo, e.commit)
		if err != nil {
			return nil, err
		}
		text, err := at.books.Read(records.ProcedureFile)
		if err != nil {
			return nil, err
		}
		enacted = append(enacted, catalogue.DigestOf(text))
	}
	return func(p procedure.Proposal) proposalState {
		switch {
		case slices.Contains(enacted, p.Digest):
			return inForce
		case p.Amends == d.rules.Version:
			return proposalOpen
		}
		return proposalOvertaken
	}, nil
}
