package procedure

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Amendment is a change of the procedure by the rules of the one before (§4.1).
type Amendment struct {
	Old, New *Procedure
	Signer   PersonID
	Role     RoleID
	Listed   map[string]PersonID // every key ever listed, and for whom

	Key    string                     // that signs it
	Entry  int                        // its number
	Before func(entry int) *Procedure // the procedure that judged an entry; nil: not known, and no revocation is judged by it
	Given  []Assent                   // approvals of these very bytes on the version in force
}

// Judge says what is wrong with an amendment: who signs it, its number, what it
// would make impossible, keys that change hands, steps whose past would change
// its meaning.
func (a Amendment) Judge() []*Refusal {
	rs := list(
		a.judgeRole(),
		a.judgeVersion(),
		a.judgeKeys(),
		a.judgeSteps(),
		a.judgeRevocations(),
		a.judgeApprovals(),
		a.judgeDelegations(),
	)
	rs = append(rs, a.judgeSatisfiable()...)
	for _, r := range rs {
		r.Subject = string(StepAmend)
	}
	return rs
}

func (a Amendment) judgeRole() *Refusal {
	r := a.Old.Judge(Case{}, Event{Step: StepAmend, By: a.Signer, Role: a.Role})
	if r != nil {
		r.Code = "E_PROCEDURE_AUTH"
	}
	return r
}

func (a Amendment) judgeVersion() *Refusal {
	if a.New.Version == a.Old.Version+1 {
		return nil
	}
	return refuse("E_PROCEDURE_VERSION", finding.Say("the version must be %s, not %s", a.Old.Version+1, a.New.Version))
}

// judgeKeys: a key once listed is never listed for another person.
func (a Amendment) judgeKeys() *Refusal {
	for _, id := range a.New.Persons() {
		for _, k := range a.New.People[id].Keys {
			if owner, listed := a.Listed[k.Key]; listed && owner != id {
				return refuse("E_KEY_DUP", finding.Say("the key of %s was already listed for %s", string(id), string(owner))).
					hint(finding.Say("every person signs with keys of their own"))
			}
		}
	}
	return nil
}

// judgeSteps: a step never disappears and never leads elsewhere, so that old
// histories keep their meaning; it is retired by taking everybody off it.
func (a Amendment) judgeSteps() *Refusal {
	for _, was := range a.Old.Steps {
		is, ok := a.New.Step(was.Name)
		switch {
		case !ok:
			return refuse("E_PROCEDURE_LOCKOUT", finding.Say("the step %s cannot be removed: requests have taken it", string(was.Name))).
				hint(finding.Say("retire it with an empty list: by: []"))
		case is.To != was.To || is.Final != was.Final:
			return refuse("E_PROCEDURE_LOCKOUT", finding.Say("the step %s must go on leading to %s", string(was.Name), string(was.To))).
				hint(finding.Say("add a step of another name"))
		}
	}
	return nil
}

// judgeSatisfiable refuses what Check finds, and whatever somebody could do
// before and nobody could do after. A step that is new may wait for its holder.
func (a Amendment) judgeSatisfiable() []*Refusal {
	rs := lockouts(a.New)
	before := a.Old.own().gaps()
	for _, g := range a.New.own().gaps() {
		_, known := a.Old.Step(g.step)
		open := slices.ContainsFunc(before, func(b gap) bool { return b.lacks == g.lacks })
		if !open && (known || g.step == "") {
			rs = append(rs, refuse("E_PROCEDURE_LOCKOUT", g.message))
		}
	}
	return rs
}

// lockouts are the errors that Check finds, as refusals. A key listed twice is no
// lock-out, and has a code of its own.
func lockouts(p *Procedure) []*Refusal {
	var rs []*Refusal
	for _, f := range p.Check() {
		if f.Severity == finding.Error {
			code := "E_PROCEDURE_LOCKOUT"
			if f.Rule == ruleKey {
				code = "E_KEY_DUP"
			}
			rs = append(rs, refuse(code, f.Message))
		}
	}
	return rs
}

// JudgeGenesis says what is wrong with the first procedure: its number, what it
// makes impossible, and that its signer may amend and publish by it.
func JudgeGenesis(p *Procedure, signer PersonID) []*Refusal {
	var rs []*Refusal
	if p.Version != 1 {
		rs = append(rs, refuse("E_PROCEDURE_VERSION", finding.Say("the version must be %s, not %s", 1, p.Version)))
	}
	rs = append(rs, lockouts(p)...)
	if len(fresh(nil, p)) > 0 {
		rs = append(rs, refuse("E_REVOKED", finding.Say("the first procedure has no key to revoke")))
	}
	if len(p.Delegations) > 0 {
		rs = append(rs, refuse("E_PROCEDURE_AUTH", finding.Say("the first procedure delegates nothing")))
	}
	for _, name := range []StepName{StepAmend, StepPublish} {
		if !slices.Contains(p.Holders(name), signer) {
			rs = append(rs, refuse("E_PROCEDURE_AUTH", finding.Say("who begins a ledger may amend and publish; %s may not %s", string(signer), string(name))))
		}
	}
	for _, r := range rs {
		r.Subject = ActionGenesis
	}
	return rs
}
