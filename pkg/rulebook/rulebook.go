// Package rulebook puts the procedure itself on paper: its roles, people, steps and
// rules, the flow chart that its steps make, and what one version of it changed of
// another, in people's words. It is given procedures and writes text; it knows no Git
// and no clock.
package rulebook

import (
	"cmp"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Book is a procedure that is told to somebody.
type Book struct {
	Rules *procedure.Procedure
	Words wording.Wording
}

// step is what people call a step.
func (b Book) step(s procedure.Step) string {
	if !s.Label.IsZero() {
		return b.Words.Text(s.Label)
	}
	return b.Words.Say.Word(string(s.Name))
}

func (b Book) state(s procedure.State) string { return b.Words.Say.Word(string(s)) }

func (b Book) states(all []procedure.State) string {
	told := make([]string, len(all))
	for i, s := range all {
		told[i] = b.state(s)
	}
	return b.Words.List(told)
}

// role is what people call a role or a group.
func (b Book) role(id procedure.RoleID) string { return b.Words.Say.T("%s", b.Rules.Label(id)) }

func (b Book) roles(all []procedure.RoleID) string {
	told := make([]string, len(all))
	for i, id := range all {
		told[i] = b.role(id)
	}
	return b.Words.List(told)
}

func (b Book) needs(all []procedure.Need) string {
	told := make([]string, len(all))
	for i, n := range all {
		told[i] = b.need(n)
	}
	return b.Words.List(told)
}

// need is what a step must be given; what bears the name of a step is meant as a thing.
func (b Book) need(n procedure.Need) string {
	if n == procedure.NeedRequest {
		return b.Words.Say.Word("requests")
	}
	return b.Words.Say.Word(string(n))
}

// person is somebody by name.
func (b Book) person(id procedure.PersonID) string {
	return cmp.Or(b.Rules.People[id].Name, string(id))
}
