package procedure

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Tagging is the signing of a version's tag. A tag has no place in the history, so
// nothing says when it was signed: it is judged by all procedures since the one
// that judged the version's entry. It binds that entry's bytes and decides nothing.
type Tagging struct {
	Publisher Actor        // who signed the version's entry
	Signer    Actor        // whom the tag names
	Key       string       // the key that signed it
	Owner     PersonID     // for whom it was ever listed; empty if for nobody
	Since     []*Procedure // the one in force at the version's entry, and each after it
}

// Judge says whether the tag is good: signed by the publisher with a key that some
// procedure since then lists for them; or, once one lists no key for them at all,
// by whoever may publish by that procedure. Nil is yes.
func (t Tagging) Judge() *Refusal {
	if slices.ContainsFunc(t.Since, t.good) {
		return nil
	}
	switch t.Owner {
	case "":
		return refuse("E_KEY_UNKNOWN", finding.Say("no procedure ever knew the key that signed it"))
	case t.Publisher.Person:
		if slices.ContainsFunc(t.Since, t.listed) {
			return refuse("E_ROLE", finding.Say("it names %s as %s, but %s as %s published the version", string(t.Signer.Person), string(t.Signer.Role), string(t.Publisher.Person), string(t.Publisher.Role)))
		}
		return refuse("E_KEY_RETIRED", finding.Say("its key is no key of %s since they published it", string(t.Owner)))
	}
	return refuse("E_ROLE", finding.Say("it is signed neither by %s, who published it, nor for them since they have no key left", string(t.Publisher.Person)))
}

// listed reports whether a procedure lists the key for whom it was ever listed.
func (t Tagging) listed(p *Procedure) bool {
	owner, ok := p.Owner(t.Key)
	return ok && owner == t.Owner
}

func (t Tagging) good(p *Procedure) bool {
	owner, ok := p.Owner(t.Key)
	if !ok || owner != t.Signer.Person {
		return false
	}
	left := len(p.People[t.Publisher.Person].Keys) == 0
	return t.Signer == t.Publisher || left && p.may(Case{}, p.row(StepPublish), t.Signer)
}

// Hat is the role in which a person takes a step: the one they chose, else the
// first of theirs that may take it, else their first.
func (p *Procedure) Hat(name StepName, who Actor) RoleID { return p.hat(Case{}, p.row(name), who) }
