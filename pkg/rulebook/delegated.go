package rulebook

import (
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// hats are the roles of a person, those that were delegated to them included.
func (b Book) hats(id procedure.PersonID) string {
	var told []string
	for _, r := range b.Rules.People[id].Roles {
		told = append(told, b.Words.Say.T("%s", b.Rules.Label(r)))
	}
	for _, d := range b.Rules.Delegations {
		if d.To != id {
			continue
		}
		label := finding.Say("%s as delegate of %s", b.Rules.Label(d.Role), b.Rules.People[d.By].Name)
		if d.Until != "" {
			label = finding.Say("%s, meant to end on %s", label, d.Until)
		}
		told = append(told, b.Words.Say.Say(label))
	}
	return b.Words.List(told)
}

// delegations tells which were given and which were ended.
func (c *comparison) delegations() {
	for _, d := range c.new.Delegations {
		if !slices.Contains(c.old.Delegations, d) {
			c.tell(about{"delegations", string(d.To), string(d.Role)}, nil, []string{string(d.Role), string(d.To)}, delegated(d, c.new))
		}
	}
	for _, d := range c.old.Delegations {
		if !slices.Contains(c.new.Delegations, d) {
			c.tell(about{"delegations", string(d.To), string(d.Role)}, []string{string(d.Role), string(d.To)}, nil,
				finding.Say("the delegation of the role %s to %s is ended", c.label(string(d.Role)), c.old.People[d.To].Name))
		}
	}
}

func delegated(d procedure.Delegation, p *procedure.Procedure) finding.Sentence {
	told := finding.Say("%s delegates the role %s to %s", p.People[d.By].Name, p.Label(d.Role), p.People[d.To].Name)
	if d.Until != "" {
		told = finding.Say("%s, meant to end on %s", told, d.Until)
	}
	if d.Reason != "" {
		told = finding.Say("%s: %s", told, d.Reason)
	}
	return told
}

func urgentBy(rules *procedure.EmergencyRules) []string {
	if rules == nil {
		return nil
	}
	return texts(rules.By)
}

func urgentWithin(rules *procedure.EmergencyRules) []string {
	if rules == nil || rules.ReviewWithin == 0 {
		return nil
	}
	return []string{strconv.Itoa(rules.ReviewWithin)}
}

// delegable are the roles that may be delegated: all where the procedure names none.
func delegable(roles []procedure.RoleID) []string {
	if roles == nil {
		return []string{"every"}
	}
	return texts(roles)
}
