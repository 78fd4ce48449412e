package catalogue

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// checkOwner: a role or a person of the procedure answers for a service.
func checkOwner(s shelf) []finding.Finding {
	if len(s.staff.Roles)+len(s.staff.People) == 0 {
		return nil
	}
	known := slices.Concat(s.staff.Roles, s.staff.People)
	slices.Sort(known)
	var out []finding.Finding
	for _, l := range s.entries {
		owner := l.Entry.Owner
		switch {
		case owner == "":
		case slices.Contains(s.staff.Left, owner):
			if l.Entry.Lifecycle != Retired {
				out = append(out, leftOwner(l))
			}
		case slices.Contains(known, owner):
		case slices.Contains(s.staff.Groups, owner):
			f := l.finding("catalogue/owner", "/owner", finding.Say("%s is a group of roles; one role or person answers for a service", owner))
			f.Hint = finding.Say("name one of its roles, or a person")
			out = append(out, f)
		default:
			f := l.finding("catalogue/owner", "/owner", finding.Say("the procedure has no role or person %s", owner))
			f.Hint = didYouMean(owner, known)
			if f.Hint.IsZero() {
				f.Hint = finding.Say("\"sc list people\" shows who holds which role")
			}
			out = append(out, f)
		}
	}
	return out
}

// leftOwner warns of a service that somebody answers for who has left.
func leftOwner(l *Located) finding.Finding {
	f := l.warning("catalogue/owner-left", "/owner", finding.Say("%s holds no role any more, but answers for this service", l.Entry.Owner))
	f.Hint = finding.Say("name another person, or a role")
	return f
}
