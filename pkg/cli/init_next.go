package cli

import (
	"path/filepath"
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// whatNext says where the catalogue is, and how the first version is published by
// whom. The ops lead publishes it, so that somebody else records the review.
func (a *app) whatNext(at plot, rules *procedure.Procedure, lead procedure.PersonID, done []receipt) {
	a.note(a.say.T("the catalogue is in %s", a.relative(filepath.Join(at.dir, catalogueRoot))))
	a.note(a.say.T("ledger %s: give this fingerprint to everybody who shall be able to check the catalogue", done[0].ID))
	a.note(a.say.T("next:"))
	var next []string
	other, enrolled := minuteTaker(rules, lead)
	id, by := "ID", any(a.say.T("the market manager"))
	if enrolled {
		id, by = string(other), rules.Named([]procedure.PersonID{other})
	} else {
		next = append(next, "sc person add ID --name NAME --email EMAIL --role market_manager --key FILE.pub")
	}
	next = append(
		next,
		"sc request --source internal --title TITLE",
		"sc approve 1 --business-need … --company-situation …",
		"sc propose 1 --all",
		"sc review 1 --pass --attendee "+string(lead)+" --attendee "+id+"  # "+a.say.T("run by %s, not by you: whoever signs the minutes may not sign the version", by),
		"sc publish",
	)
	for _, line := range next {
		a.note("  " + a.placed(line))
	}
}

// minuteTaker is who can record a review so that the ops lead can publish: somebody
// whose role each review needs, if there is one.
func minuteTaker(rules *procedure.Procedure, lead procedure.PersonID) (procedure.PersonID, bool) {
	others := slices.DeleteFunc(rules.Signers(procedure.StepPass), func(id procedure.PersonID) bool { return id == lead })
	needed := func(id procedure.PersonID) bool {
		return slices.ContainsFunc(rules.People[id].Roles, func(r procedure.RoleID) bool {
			return slices.Contains(rules.Rules.Review.RequiredRoles, r)
		})
	}
	if i := slices.IndexFunc(others, needed); i >= 0 {
		return others[i], true
	}
	return "", false // a review needs such a one anyway
}
