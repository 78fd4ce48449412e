package procedure

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Delegation lets somebody act in a role that another person holds: from the entry
// behind the one that gives it to the one that ends it. Until only warns.
type Delegation struct {
	Role   RoleID   `yaml:"role"`
	To     PersonID `yaml:"to"`
	By     PersonID `yaml:"by"`
	At     string   `yaml:"at"`
	Entry  int      `yaml:"entry"`
	Until  string   `yaml:"until,omitempty"`
	Reason string   `yaml:"reason,omitempty"`
}

// Overdue reports whether its date is past on a day (YYYY-MM-DD). It acts all the same.
func (d Delegation) Overdue(today string) bool { return d.Until != "" && d.Until < today }

// own is the procedure without its delegations: what people may do by themselves.
func (p *Procedure) own() *Procedure {
	alone := *p
	alone.Delegations = nil
	return &alone
}

// RolesOf are the roles that a person may act in: those they hold, then those that were
// delegated to them.
func (p *Procedure) RolesOf(id PersonID) []RoleID {
	roles := slices.Clone(p.People[id].Roles)
	for _, d := range p.Delegations {
		if d.To == id && !slices.Contains(roles, d.Role) {
			roles = append(roles, d.Role)
		}
	}
	return roles
}

// Acts reports whether a person may act in a role, be it as a delegate.
func (p *Procedure) Acts(id PersonID, role RoleID) bool {
	return slices.Contains(p.RolesOf(id), role)
}

// holds reports whether a person holds a role themselves.
func (p *Procedure) holds(id PersonID, role RoleID) bool {
	return slices.Contains(p.People[id].Roles, role)
}

// delegated is the delegation by which a person acts in a role; none where they hold
// it themselves.
func (p *Procedure) delegated(id PersonID, role RoleID) (Delegation, bool) {
	i := p.delegation(role, id)
	if i < 0 || p.holds(id, role) {
		return Delegation{}, false
	}
	return p.Delegations[i], true
}

// Seat is the role in which a person sits in a review: their first, or the one in which
// they decide as a delegate where none of their own decides.
func (p *Procedure) Seat(id PersonID) RoleID {
	own, reviewers := p.People[id].Roles, p.reviewers()
	if intersects(own, reviewers) {
		return own[0]
	}
	for _, role := range p.RolesOf(id) {
		if slices.Contains(reviewers, role) {
			return role
		}
	}
	return slices.Concat(own, []RoleID{""})[0]
}

// delegation is the place of the delegation of a role to a person; -1 where there is none.
func (p *Procedure) delegation(role RoleID, to PersonID) int {
	return slices.IndexFunc(p.Delegations, func(d Delegation) bool { return d.Role == role && d.To == to })
}

// Delegating is a change of the delegations about to be judged.
type Delegating struct {
	Old, New *Procedure
	Alone    bool // its text differs from the old one in nothing but a delegation and the version
	By       Actor
	At       Stamp
}

// Judge says what is wrong with it: that its text changes anything else, who gives or
// ends, and what. Nil is yes.
func (d Delegating) Judge() *Refusal {
	for _, judge := range []func() *Refusal{d.judgeVersion, d.judgeChange} {
		if r := judge(); r != nil {
			return about(ActionDelegate, r)
		}
	}
	return nil
}

func (d Delegating) judgeVersion() *Refusal {
	return Amendment{Old: d.Old, New: d.New}.judgeVersion()
}

func (d Delegating) judgeChange() *Refusal {
	given, ended := without(d.New.Delegations, d.Old.Delegations), without(d.Old.Delegations, d.New.Delegations)
	switch {
	case !d.Alone || len(given)+len(ended) != 1:
		return refuse("E_PROCEDURE_AUTH", finding.Say("it changes the procedure otherwise than by one delegation that it gives or ends")).
			hint(finding.Say("everything else is an amendment: sc amend"))
	case len(ended) == 1:
		return d.judgeEnd(ended[0])
	}
	return d.judgeGiven(given[0])
}

// without are the delegations that are not among others.
func without(some, others []Delegation) []Delegation {
	return slices.DeleteFunc(slices.Clone(some), func(d Delegation) bool { return slices.Contains(others, d) })
}

// judgeGiven: who gives a role holds it themselves and acts in it.
func (d Delegating) judgeGiven(g Delegation) *Refusal {
	p := d.Old
	switch {
	case g.By != d.By.Person:
		return refuse("E_ACTOR", finding.Say("it says that %s gives the role, but %s signs", string(g.By), string(d.By.Person)))
	case g.At != d.At.At:
		return refuse("E_TIME", d.At.Unlike(g.At))
	case g.Entry != d.At.Entry:
		return refuse("E_SEQ", finding.Say("the record says entry %s, the trailers %s", g.Entry, d.At.Entry))
	case d.By.Role != g.Role || !p.holds(g.By, g.Role):
		r := refuse("E_ROLE", finding.Say("who delegates the role %s holds it and acts in it", p.Label(g.Role)))
		r.You = p.you(d.By)
		return r.hint(finding.Say("%s can delegate it; who has it as a delegate cannot", p.Named(p.own().Having(g.Role))))
	case p.Rules.Delegable != nil && !slices.Contains(p.Rules.Delegable, g.Role):
		return refuse("E_TRANSITION", finding.Say("the procedure does not let the role %s be delegated", p.Label(g.Role))).
			hint(finding.Say("rules.delegable lists the roles that may be; an amendment changes it"))
	}
	return d.judgeDelegate(g)
}

// judgeDelegate: the role goes to somebody of the procedure who cannot act in it yet.
func (d Delegating) judgeDelegate(g Delegation) *Refusal {
	p := d.Old
	switch {
	case g.To == g.By:
		return refuse("E_STATE", finding.Say("nobody delegates a role to themselves"))
	case len(p.People[g.To].Roles) == 0:
		return refuse("E_STATE", finding.Say("%s has no role in the procedure, so nothing can be delegated to them", string(g.To))).
			hint(finding.Say("whoever may amend enrols them first: sc person add"))
	case p.holds(g.To, g.Role):
		return refuse("E_STATE", finding.Say("%s holds the role %s already", p.Named([]PersonID{g.To}), p.Label(g.Role)))
	case p.delegation(g.Role, g.To) >= 0:
		return refuse("E_STATE", finding.Say("the role %s is delegated to %s already", p.Label(g.Role), p.Named([]PersonID{g.To}))).
			hint(finding.Say("end that first: sc delegate %s --to %s --end", string(g.Role), string(g.To)))
	}
	return nil
}

// judgeEnd: whoever holds the role ends it, the delegate, or whoever may amend.
func (d Delegating) judgeEnd(e Delegation) *Refusal {
	p := d.Old
	holder := d.By.Role == e.Role && p.holds(d.By.Person, e.Role)
	if holder || d.By.Person == e.To || p.may(Case{}, p.row(StepAmend), d.By) {
		return nil
	}
	r := refuse("E_ROLE", finding.Say("a delegation is ended by who holds the role, by the delegate, or by who may amend"))
	r.You = p.you(d.By)
	return r.hint(finding.Say("%s can", p.Named(p.Enders(e))))
}

// Enders are the people who may end a delegation, sorted.
func (p *Procedure) Enders(d Delegation) []PersonID {
	amend := p.Holders(StepAmend)
	return slices.DeleteFunc(p.Persons(), func(id PersonID) bool {
		return !p.holds(id, d.Role) && id != d.To && !slices.Contains(amend, id)
	})
}

// judgeDelegations: an amendment ends delegations and gives none.
func (a Amendment) judgeDelegations() *Refusal {
	if len(without(a.New.Delegations, a.Old.Delegations)) == 0 {
		return nil
	}
	return refuse("E_PROCEDURE_AUTH", finding.Say("an amendment gives no delegation and changes none; who holds the role does")).
		hint(finding.Say("sc delegate ROLE --to PERSON"))
}

// Lapsed are the delegations that cannot stand once the people are as given: who gave
// them holds the role no more, or who has them has left.
func (p *Procedure) Lapsed(people map[PersonID]Person) []Delegation {
	after := *p
	after.People = people
	return slices.DeleteFunc(slices.Clone(p.Delegations), func(d Delegation) bool { return after.stands(d) })
}

func (p *Procedure) stands(d Delegation) bool {
	_, known := p.Roles[d.Role]
	return known && p.holds(d.By, d.Role) && d.To != d.By && len(p.People[d.To].Roles) > 0
}

// checkDelegations: a delegation rests on somebody who holds the role, goes to somebody
// who has not left, and stands once.
func checkDelegations(c *checker) {
	seen := map[Actor]bool{}
	for i, d := range c.delegations {
		at, who := "/delegations/"+strconv.Itoa(i), Actor{d.To, d.Role}
		switch {
		case seen[who]:
			c.fail("delegation", at, finding.Say("the role %s is delegated to %s twice", string(d.Role), string(d.To)))
		case !c.p.stands(d):
			c.fail("delegation", at, finding.Say("%s cannot act for %s in the role %s: who delegates holds the role, and the other one has a role of their own", string(d.To), string(d.By), string(d.Role)))
		}
		seen[who] = true
	}
	for i, id := range c.p.Rules.Delegable {
		if _, known := c.p.Roles[id]; !known {
			c.fail("role", "/rules/delegable/"+strconv.Itoa(i), finding.Say("there is no role %s", string(id)))
		}
	}
}
