package procedure

import "github.com/service-catalogue/sc/pkg/catalogue"

// Staff are the names under which the procedure knows those who may own a service. A
// nil Procedure knows none.
func (p *Procedure) Staff() catalogue.Staff {
	var s catalogue.Staff
	if p == nil {
		return s
	}
	for _, id := range sortedKeys(p.Roles) {
		s.Roles = append(s.Roles, string(id))
	}
	for _, id := range sortedKeys(p.Groups) {
		s.Groups = append(s.Groups, string(id))
	}
	for _, id := range p.Persons() {
		s.People = append(s.People, string(id))
		if len(p.People[id].Roles) == 0 {
			s.Left = append(s.Left, string(id))
		}
	}
	return s
}

// Answers reports whether a role, or a person with a role, goes by a name, so that it can
// answer for a service.
func (p *Procedure) Answers(owner string) bool {
	_, role := p.Roles[RoleID(owner)]
	return role || len(p.People[PersonID(owner)].Roles) > 0
}
