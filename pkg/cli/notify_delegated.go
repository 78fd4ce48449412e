package cli

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// hatOf is the role that the signer of an entry acted in, as a sentence names it.
func (d *desk) hatOf(e entry) any {
	return d.hat(procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role), e.Trailers.Entry)
}

// lentIn is the delegation that an entry gave or ended, told to the two whom it is about.
func (d *desk) lentIn(e entry) []notify.Event {
	var all []notify.Event
	for _, l := range d.lent {
		told := notify.Event{People: []procedure.PersonID{l.To, l.By}}
		switch e.Trailers.Entry {
		case l.Entry:
			told.What, told.Why = finding.Say("%s delegated the role %s to %s", d.name(l.By), d.rules.Label(l.Role), d.name(l.To)), l.Reason
			if l.Until != "" {
				told.What = finding.Say("%s, meant to end on %s", told.What, l.Until)
			}
		case l.ended:
			told.What = finding.Say("the delegation of the role %s to %s by %s was ended, by %s", d.rules.Label(l.Role), d.name(l.To), d.name(l.By), d.name(procedure.PersonID(e.Trailers.Actor)))
		default:
			continue
		}
		all = append(all, told)
	}
	return all
}
