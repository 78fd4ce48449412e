package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// signable is what waits for the signatures of people beside the one it has: minutes
// to be confirmed, or an amendment to be approved.
type signable struct {
	ID      string               `json:"id"`
	What    signableKind         `json:"what"`
	Text    string               `json:"text"`
	Since   string               `json:"since"`
	Missing int                  `json:"missing"` // how many people still
	Mine    bool                 `json:"mine"`
	People  []procedure.PersonID `json:"waits_for"`
}

type signableKind string

const (
	theMinutes   signableKind = "minutes"
	theAmendment signableKind = "amendment"
)

// signables are what waits for confirmations and approvals by the rules, mine first.
func (d *desk) signables(waiting []waitingCase, me procedure.PersonID) ([]signable, error) {
	minutes, err := d.unconfirmed(waiting)
	if err != nil {
		return nil, err
	}
	amendments, err := d.unapproved()
	if err != nil {
		return nil, err
	}
	all := slices.Concat(minutes, amendments)
	for i := range all {
		all[i].Mine = slices.Contains(all[i].People, me)
	}
	slices.SortStableFunc(all, func(a, b signable) int {
		switch {
		case a.Mine == b.Mine:
			return 0
		case a.Mine:
			return -1
		}
		return 1
	})
	return all, nil
}

// unconfirmed are the minutes on which cases rest that wait to be published, and which
// the rules want confirmed first.
func (d *desk) unconfirmed(waiting []waitingCase) ([]signable, error) {
	var found []signable
	if !d.rules.Rules.Review.Confirming() {
		return nil, nil
	}
	for _, w := range waiting {
		if w.State != procedure.StatePassed || w.Pass == nil || slices.ContainsFunc(found, func(s signable) bool { return s.ID == string(w.Pass.Meeting) }) {
			continue
		}
		m, err := d.books.Minutes(w.Pass.Meeting)
		if err != nil {
			return nil, err
		}
		if least, people := d.outstanding(m); least > 0 {
			found = append(found, signable{string(m.Meeting.ID), theMinutes, d.results(m.Meeting), m.Meeting.HeldAt, least, false, kept(people)})
		}
	}
	return found, nil
}

// outstanding says how many people must confirm minutes still, and who can. That a
// meeting is not there is told by whatever judges the history.
func (d *desk) outstanding(m procedure.Minutes) (least int, people []procedure.PersonID) {
	if m.Meeting == nil {
		return 0, nil
	}
	return d.rules.Rules.Review.Outstanding(m)
}

// confirmers are the people who must confirm the minutes that a case rests on before it
// can be published; nil where nobody must.
func (d *desk) confirmers(w waitingCase) []procedure.PersonID {
	if w.Pass == nil || !d.rules.Rules.Review.Confirming() {
		return nil
	}
	m, err := d.books.Minutes(w.Pass.Meeting)
	if err != nil {
		return nil // told by whatever shows what waits for confirmations
	}
	least, people := d.outstanding(m)
	if least == 0 {
		return nil
	}
	return kept(people)
}

// unapproved are the amendments that are proposed on the version in force.
func (d *desk) unapproved() ([]signable, error) {
	proposals, err := d.books.Proposals()
	if err != nil {
		return nil, err
	}
	var found []signable
	for _, p := range proposals {
		if p.Amends == d.rules.Version {
			missing, people := d.lacking(p)
			found = append(found, signable{p.ID, theAmendment, p.Text, p.At, missing, false, people})
		}
	}
	return found, nil
}

// lacking is how many more people must approve a proposal, and who can. Where none is
// missing it waits for somebody to put it in force.
func (d *desk) lacking(p procedure.Proposal) (missing int, people []procedure.PersonID) {
	missing = d.rules.Rules.Amend.Approvals - len(procedure.People(p.Given))
	if missing <= 0 {
		return 0, kept(d.rules.Signers(procedure.StepAmend))
	}
	return missing, kept(d.rules.Approvers(p.Given))
}

// signableSections are what waits for signatures: the reader's own first, then others'.
func (s *status) signableSections(d *desk, mine mineOrOthers) []render.Section {
	var sections []render.Section
	for _, one := range s.signables {
		if one.Mine != (mine == ownWork) {
			continue
		}
		title, command := one.title(d), finding.Say("sc confirm %s", one.ID)
		if one.What == theAmendment {
			command = finding.Say("sc amend --approve %s", one.ID)
		}
		i := slices.IndexFunc(sections, func(o render.Section) bool { return o.Title.String() == title.String() })
		if i < 0 {
			i, sections = len(sections), append(sections, render.Section{Title: title})
		}
		sections[i].Rows = append(sections[i].Rows, []any{one.ID, one.Text, instant(one.Since), command})
	}
	return sections
}

// mineOrOthers is whose work a section of the status shows.
type mineOrOthers int

const (
	ownWork mineOrOthers = iota
	othersWork
)

// title says whom it waits for, and for what.
func (one signable) title(d *desk) finding.Sentence {
	switch {
	case one.Mine && one.What == theMinutes:
		return finding.Say("Waiting for you · minutes to confirm")
	case one.Mine:
		return finding.Say("Waiting for you · amendment to approve")
	case one.What == theMinutes:
		return finding.Say("Waiting for others · minutes to confirm · %s", d.everybody(one.People))
	}
	return finding.Say("Waiting for others · amendment to approve · %s", d.everybody(one.People))
}

// signableRows are the same for programs that read lines.
func (s *status) signableRows() []render.Section {
	var sections []render.Section
	for _, one := range s.signables {
		key := "confirm"
		if one.What == theAmendment {
			key = "approve"
		}
		mine := ""
		if one.Mine {
			mine = "mine"
		}
		sections = append(sections, render.Section{Key: key, Rows: [][]any{{one.ID, one.Text, one.Since, one.Missing, commas(one.People), mine}}})
	}
	return sections
}
