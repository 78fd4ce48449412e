package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/rulebook"
)

// amendmentJSON is an amendment of the procedure for programs.
type amendmentJSON struct {
	ID           string           `json:"id"`
	Version      int              `json:"version"` // that it brought
	Entry        int              `json:"entry"`
	At           string           `json:"at"`
	Subject      string           `json:"subject"`
	Actor        string           `json:"actor"`
	Role         string           `json:"role"`
	Commit       string           `json:"commit"`
	Changes      []alterationJSON `json:"changes"`
	Improvements []string         `json:"improvements"` // that it closed
}

// amended is an amendment with the procedure before it; none before the first text.
type amended struct {
	is, was *pastProcedure
}

// amendment finds the version of the procedure that an amendment brought.
func (d *desk) amendment(ctx context.Context, version int) (amended, error) {
	past, err := d.procedures(ctx)
	if err != nil {
		return amended{}, err
	}
	i := slices.IndexFunc(past, func(p pastProcedure) bool { return p.Version == version })
	if i < 0 {
		_, err := d.procedureAt(ctx, strconv.Itoa(version), past)
		return amended{}, err
	}
	a := amended{is: &past[i]}
	if i > 0 {
		a.was = &past[i-1]
	}
	return a, nil
}

// amendmentSubject is the amendment that an id names.
func (d *desk) amendmentSubject(version int) (subject, error) {
	if version <= d.rules.Version {
		return subject{anAmendment, amendmentID(version), records.ProcedureFile}, nil
	}
	_, err := d.procedureAt(context.Background(), strconv.Itoa(version), nil)
	return subject{}, err
}

// changes are what an amendment changed.
func (a amended) changes() []rulebook.Alteration {
	if a.was == nil {
		return nil
	}
	return rulebook.Changed(a.was.Procedure, a.is.Procedure)
}

func (d *desk) amendmentValue(a amended) (amendmentJSON, error) {
	closed, err := d.closedBy(a.is.Version-1, a.is.Version)
	t := a.is.Trailers
	return amendmentJSON{
		ID: amendmentID(a.is.Version), Version: a.is.Version, Entry: t.Entry, At: d.at(a.is.entry), Subject: a.is.Subject,
		Actor: t.Actor, Role: t.Role, Commit: a.is.commit.String(), Changes: d.app.alterations(a.changes()),
		Improvements: each(closed, func(m standingImprovement) string { return string(m.ID) }),
	}, err
}

// closedBy are the improvements that were closed by amendments behind one version of the
// procedure, up to another.
func (d *desk) closedBy(from, to int) ([]standingImprovement, error) {
	all, err := d.improvements()
	return kept(slices.DeleteFunc(all, func(m standingImprovement) bool { return m.closedBy() <= from || m.closedBy() > to })), err
}

// amendmentCard is an amendment for people: who signed it, what it changed, what it
// closed.
func (d *desk) amendmentCard(ctx context.Context, version int) ([]render.Section, error) {
	a, err := d.amendment(ctx, version)
	if err != nil {
		return nil, err
	}
	v, err := d.amendmentValue(a)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.add(d.app.say.T("Entry"), strconv.Itoa(v.Entry))
	c.add(d.app.say.T("When"), v.At)
	c.add(d.app.say.T("Signed by"), d.signedIn(procedure.PersonID(v.Actor), procedure.RoleID(v.Role), v.Entry))
	c.add(d.app.say.T("What"), v.Subject)
	c.add(d.app.say.T("Commit"), d.app.commit(v.Commit))
	title := finding.Say("%s  the procedure, version %s", v.ID, v.Version)
	if a.was != nil {
		title = finding.Say("%s  amendment of the procedure: version %s → %s", v.ID, a.was.Version, v.Version)
	}
	sections := []render.Section{c.section(title)}
	changed := render.Section{Title: finding.Say("Changes")}
	for _, one := range a.changes() {
		changed.Rows = append(changed.Rows, []any{one.Told})
	}
	if a.was != nil {
		changed.Empty = finding.Say("no change")
		sections = append(sections, changed)
	}
	return d.withClosed(sections, a.is.Version-1, a.is.Version)
}

// withClosed adds the improvements that amendments closed, if any.
func (d *desk) withClosed(sections []render.Section, from, to int) ([]render.Section, error) {
	closed, err := d.closedBy(from, to)
	if err != nil || len(closed) == 0 {
		return sections, err
	}
	s := render.Section{Title: finding.Say("Improvements that this closed")}
	for _, m := range closed {
		s.Rows = append(s.Rows, []any{string(m.ID), d.app.text(m.Title), amendmentID(m.closedBy())})
	}
	return append(sections, s), nil
}
