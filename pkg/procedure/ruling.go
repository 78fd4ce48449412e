package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// RulingCase is a ruling about to be judged.
type RulingCase struct {
	Ruling  *Ruling
	Dispute *Dispute   // about the entry ruled on; nil where there is none
	Now     *Procedure // in force
	Before  *Procedure // that judged the entry from which the key is revoked
	By      Actor
	Key     string // that signs the ruling
}

// Judge says what is wrong with a ruling: the entry is in open dispute; who rules
// may amend now, and could with this very key before the stolen key was first used,
// so that nobody whom a thief let in can rule. Nil is yes.
func (c RulingCase) Judge() *Refusal {
	subject := string(c.Ruling.Ruling) + " " + strconv.Itoa(c.Ruling.Entry)
	for _, judge := range []func() *Refusal{c.judgeDispute, c.judgeRight, c.judgeVerdict} {
		if r := judge(); r != nil {
			return about(subject, r)
		}
	}
	return nil
}

func (c RulingCase) judgeDispute() *Refusal {
	if c.Dispute != nil && c.Dispute.Open() {
		return nil
	}
	return refuse("E_STATE", finding.Say("entry %s is not in dispute", c.Ruling.Entry)).
		hint(finding.Say("\"sc verify\" shows the entries in dispute (E_REVOKED)"))
}

func (c RulingCase) judgeRight() *Refusal {
	if r := c.Now.Judge(Case{}, Event{Step: StepAmend, By: c.By.Person, Role: c.By.Role}); r != nil {
		return r
	}
	if c.Before.amends(c.By.Person, c.Key) {
		return nil
	}
	return refuse("E_REVOKED", finding.Say("who rules on this must have been able to amend, with the same key, before entry %s", c.Dispute.From)).
		hint(finding.Say("an older key of yours may do; \"sc procedure show --at REVISION\" shows who could then"))
}

// amends reports whether a person could amend with a key.
func (p *Procedure) amends(id PersonID, key string) bool {
	owner, ok := p.Owner(key)
	return ok && owner == id && slices.Contains(p.Holders(StepAmend), id)
}

// judgeVerdict: an amendment's text stays in force until another replaces it, so it
// is not struck out; once nothing of what it brought is in force, it is superseded.
func (c RulingCase) judgeVerdict() *Refusal {
	amendment := c.Dispute.New != nil
	switch {
	case c.Ruling.Ruling != Ratified && c.Dispute.Repairs:
		return refuse("E_TRANSITION", finding.Say("a repair is ratified: it changed no record, so there is nothing to strike out"))
	case c.Ruling.Ruling == Voided && amendment:
		return refuse("E_TRANSITION", finding.Say("an amendment is ratified or superseded, it cannot be struck out"))
	case c.Ruling.Ruling == Superseded && !amendment:
		return refuse("E_TRANSITION", finding.Say("only an amendment is superseded"))
	case c.Ruling.Ruling == Superseded:
		return c.judgeReplaced()
	}
	return nil
}

func (c RulingCase) judgeReplaced() *Refusal {
	keys, roles := c.Dispute.brings()
	no := func(id PersonID) *Refusal {
		return refuse("E_STATE", finding.Say("%s still has a key or a role that it brought", string(id))).
			hint(finding.Say("take it away first (\"sc person retire\", \"sc person key retire\", \"sc amend\"), or ratify the entry"))
	}
	for _, k := range keys {
		if id, still := c.Now.Owner(k); still {
			return no(id)
		}
	}
	for _, r := range roles {
		if c.Now.Acts(r.Person, r.Role) {
			return no(r.Person)
		}
	}
	return nil
}

// judgeRevocations: a revocation is signed with another key, by somebody who could
// amend with it before the entry it names; it is never taken back, and its key
// never comes back.
func (a Amendment) judgeRevocations() *Refusal {
	for _, id := range a.Old.Persons() {
		for _, r := range a.Old.People[id].Revoked {
			if !slices.Contains(a.New.People[id].Revoked, r) {
				return refuse("E_REVOKED", finding.Say("a revocation is never taken back"))
			}
		}
	}
	news := fresh(a.Old, a.New)
	if a.Before == nil {
		news = nil
	}
	for _, id := range sortedKeys(news) {
		for _, r := range news[id] {
			if no := a.judgeRevocation(id, r); no != nil {
				return no
			}
		}
	}
	for _, id := range a.New.Persons() {
		for _, r := range a.New.People[id].Revoked {
			if owner, listed := a.New.Owner(r.Key); listed {
				return refuse("E_REVOKED", finding.Say("a revoked key of %s is never listed again", string(owner)))
			}
		}
	}
	return nil
}

func (a Amendment) judgeRevocation(id PersonID, r Revocation) *Refusal {
	switch {
	case a.Listed[r.Key] != id:
		return refuse("E_REVOKED", finding.Say("the revoked key was never listed for %s", string(id)))
	case r.Key == a.Key:
		return refuse("E_REVOKED", finding.Say("a key cannot revoke itself")).hint(a.otherKey())
	case r.FromEntry > a.Entry:
		return refuse("E_REVOKED", finding.Say("there is no entry %s yet", r.FromEntry))
	case !a.Before(r.FromEntry).amends(a.Signer, a.Key):
		return refuse("E_REVOKED", finding.Say("who revokes a key must have been able to amend, with the key that signs this, before entry %s", r.FromEntry)).
			hint(finding.Say("let somebody revoke it who could amend then; with a newer key, name no entry before the one behind it: --from-entry"))
	case !a.New.amends(a.Signer, a.Key):
		return refuse("E_PROCEDURE_LOCKOUT", finding.Say("somebody must be left who can rule on what the key signed"))
	}
	return nil
}

// otherKey says with what else a key can be revoked than with itself.
func (a Amendment) otherKey() finding.Sentence {
	others := slices.DeleteFunc(a.Old.Signers(StepAmend), func(id PersonID) bool { return id == a.Signer })
	switch {
	case len(a.Old.People[a.Signer].Keys) > 1:
		return finding.Say("sign with another key of yours")
	case len(others) > 0:
		return finding.Say("%s can revoke it", a.Old.Named(others))
	}
	return finding.Say("give yourself another key first, and sign with that: sc person key add %s --key NEW.pub", string(a.Signer))
}

// JudgeRepair says whether somebody may take the ledger back to what sound entries
// left: who may amend may. Nil is yes.
func (p *Procedure) JudgeRepair(by Actor) *Refusal {
	if r := p.Judge(Case{}, Event{Step: StepAmend, By: by.Person, Role: by.Role}); r != nil {
		return about(ActionRepair, r)
	}
	return nil
}
