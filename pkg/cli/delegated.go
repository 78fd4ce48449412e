package cli

import (
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// delegationJSON is a delegation for programs.
type delegationJSON struct {
	Role   procedure.RoleID   `json:"role"`
	To     procedure.PersonID `json:"to"`
	By     procedure.PersonID `json:"by"`
	At     string             `json:"at"`
	Entry  int                `json:"entry"`
	Until  string             `json:"until,omitempty"`
	Reason string             `json:"reason,omitempty"`
}

func asJSON(g procedure.Delegation) delegationJSON { return delegationJSON(g) }

// delegatedTo are the delegations by which a person acts.
func (d *desk) delegatedTo(id procedure.PersonID) []procedure.Delegation {
	return slices.DeleteFunc(slices.Clone(d.rules.Delegations), func(g procedure.Delegation) bool { return g.To != id })
}

// hats are the roles that a person may act in, in one cell: as a delegate where they do
// not hold them.
func (d *desk) hats(id procedure.PersonID) string {
	labels := each(d.rules.People[id].Roles, d.role)
	for _, g := range d.delegatedTo(id) {
		labels = append(labels, d.as(g))
	}
	return d.app.several(labels)
}

// as is a delegated role in a cell: for programs its name alone.
func (d *desk) as(g procedure.Delegation) string {
	if !d.app.Term.Out {
		return string(g.Role)
	}
	return d.app.say.T("%s as delegate of %s", d.role(g.Role), d.name(g.By))
}

// delegation tells one delegation in a line.
func (d *desk) delegation(g procedure.Delegation) string {
	told := finding.Say("%s to %s, by %s since entry %s", d.label(g.Role), d.name(g.To), d.name(g.By), g.Entry)
	if g.Until != "" {
		told = finding.Say("%s, meant to end on %s", told, g.Until)
	}
	if g.Reason != "" {
		told = finding.Say("%s: %s", told, g.Reason)
	}
	return d.app.say.Say(told)
}

// delegations are those that have to do with a person.
func (d *desk) delegations(id procedure.PersonID) []string {
	var told []string
	for _, g := range d.rules.Delegations {
		if g.To == id || g.By == id {
			told = append(told, d.delegation(g))
		}
	}
	return told
}

// outlived are notices of delegations whose date is past: they act all the same.
func (d *desk) outlived() []notice {
	var found []notice
	for _, g := range d.rules.Delegations {
		if g.Overdue(d.today()) {
			found = append(found, notice{
				Code: outlived, Subject: string(g.Role) + " " + string(g.To),
				why: finding.Say("%s acts as %s beyond %s, until it is ended: sc delegate %s --to %s --end", d.name(g.To), d.rules.Label(g.Role), g.Until, string(g.Role), string(g.To)),
			})
		}
	}
	return found
}

// dueDelegations are the delegations that are meant to end, told to those who can end
// them.
func (d *desk) dueDelegations(_ context.Context, until string) ([]notify.Event, error) {
	var all []notify.Event
	for _, g := range d.rules.Delegations {
		if g.Until == "" || g.Until > until {
			continue
		}
		e := notify.Event{
			Kind: notify.Due, Entry: -1, On: g.Until, People: d.rules.Enders(g),
			What: finding.Say("the delegation of the role %s to %s is meant to end", d.rules.Label(g.Role), d.name(g.To)), Why: g.Reason,
		}
		if g.Overdue(d.today()) {
			e.Kind = notify.Overdue
		}
		all = append(all, e)
	}
	return all, nil
}

// lending are the delegations that were ever given, by the number of their entry.
type lending struct {
	procedure.Delegation
	ended int // the number of the entry that ended it; 0 while it acts
}

// recallLent gathers all delegations of the history, so that what a delegate signed is
// told as such. What an amendment ended counts as ended there. A history that cannot be
// followed is told without.
func (d *desk) recallLent(ctx context.Context) {
	if d.lent != nil || d.rules.Version == 1 || d.repo.Shallow() {
		return
	}
	along, err := d.trail(ctx)
	if err != nil {
		return
	}
	changed, err := along.naming(records.ProcedureFile)
	if err != nil {
		return
	}
	slices.SortFunc(changed, func(a, b entry) int { return a.Trailers.Entry - b.Trailers.Entry })
	var lent []lending
	for _, e := range changed {
		if e.Trailers.Action != procedure.ActionDelegate && len(lent) == 0 {
			continue
		}
		at, err := d.app.openCommit(d.repo, e.commit)
		if err != nil {
			return
		}
		lent = relent(lent, at.rules.Delegations, e.Trailers.Entry)
	}
	d.lent = lent
}

// signedAs is signer, with whom somebody acted for where they were a delegate in an
// entry.
func (d *desk) signedAs(id procedure.PersonID, role procedure.RoleID, entry int) string {
	if _, is := d.lentTo(id, role, entry); !is {
		return d.signer(id, role)
	}
	return d.signedIn(id, role, entry)
}

// signedIn is signedBy, with whom somebody acted for where they were a delegate in an
// entry.
func (d *desk) signedIn(id procedure.PersonID, role procedure.RoleID, entry int) string {
	if l, is := d.lentTo(id, role, entry); is {
		return d.app.say.T("%s (%s, as delegate of %s)", d.name(id), d.label(role), d.name(l.By))
	}
	return d.signedBy(id, role)
}

// hat is a role that somebody acted in in an entry, as a sentence names it.
func (d *desk) hat(id procedure.PersonID, role procedure.RoleID, entry int) any {
	if l, is := d.lentTo(id, role, entry); is {
		return finding.Say("%s, as delegate of %s", d.rules.Label(role), d.name(l.By))
	}
	return d.rules.Label(role)
}

// lentTo is the delegation by which somebody acted in a role in an entry.
func (d *desk) lentTo(id procedure.PersonID, role procedure.RoleID, entry int) (lending, bool) {
	for _, l := range d.lent {
		if l.To == id && l.Role == role && l.Entry < entry && (l.ended == 0 || entry <= l.ended) {
			return l, true
		}
	}
	return lending{}, false
}

// relent takes the delegations behind an entry into those of before.
func relent(lent []lending, now []procedure.Delegation, entry int) []lending {
	for i, l := range lent {
		if l.ended == 0 && !slices.Contains(now, l.Delegation) {
			lent[i].ended = entry
		}
	}
	for _, g := range now {
		if g.Entry == entry {
			lent = append(lent, lending{g, 0})
		}
	}
	return lent
}

// delegationSection are all delegations that act.
func delegationSection(p *procedure.Procedure) render.Section {
	s := render.Section{
		Key: "delegation", Title: finding.Say("Delegations"),
		Columns: []finding.Sentence{finding.Say("Role"), finding.Say("Delegate"), finding.Say("Delegated by"), finding.Say("Entry"), finding.Say("Until"), finding.Say("Reason")},
	}
	for _, d := range p.Delegations {
		s.Rows = append(s.Rows, []any{string(d.Role), string(d.To), string(d.By), d.Entry, d.Until, d.Reason})
	}
	return s
}
