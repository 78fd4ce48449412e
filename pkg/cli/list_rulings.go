package cli

import (
	"context"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// rulingJSON is a ruling for programs.
type rulingJSON struct {
	ID      string             `json:"id"`
	Ruling  procedure.Verdict  `json:"ruling"`
	Entry   int                `json:"entry,omitempty"`   // that was ruled on
	Commits []catalogue.Digest `json:"commits,omitempty"` // that were not by the procedure
	Reason  string             `json:"reason"`
	RuledIn int                `json:"ruled_in"` // number of the entry that carries it
	At      string             `json:"at"`
	By      procedure.PersonID `json:"by"`
	Role    procedure.RoleID   `json:"role"`
	Commit  string             `json:"commit"`
}

// rulingValue is a ruling with who signed it, and when.
func (d *desk) rulingValue(r *procedure.Ruling, entries map[int]entry) rulingJSON {
	v := rulingJSON{ID: r.ID, Ruling: r.Ruling, Entry: r.Entry, Commits: r.Commits, Reason: r.Reason, RuledIn: r.In}
	if e, ok := entries[r.In]; ok {
		v.At, v.By, v.Role, v.Commit = d.at(e), procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role), e.commit.String()
	}
	return v
}

// entries are the entries of the history by their numbers.
func (d *desk) entries(ctx context.Context) (map[int]entry, error) {
	all, err := d.history(ctx)
	by := make(map[int]entry, len(all))
	for _, e := range all {
		by[e.Trailers.Entry] = e
	}
	return by, err
}

func (d *desk) listRulings(ctx context.Context, f *filters) (render.Page, error) {
	since, err := d.moment(f.since)
	if err != nil {
		return render.Page{}, err
	}
	all, err := d.books.Rulings()
	if err != nil {
		return render.Page{}, err
	}
	entries, err := d.entries(ctx)
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("When"), finding.Say("Ruling"), finding.Say("On"), finding.Say("Reason"), finding.Say("Who"), finding.Say("Entry")},
		Empty:   finding.Say("no ruling"),
	}
	values := []rulingJSON{}
	for _, r := range all {
		v := d.rulingValue(r, entries)
		if date(v.At) < since {
			continue
		}
		values = append(values, v)
		section.Rows = append(section.Rows, []any{v.ID, instant(v.At), d.app.term(string(v.Ruling)), d.ruledOn(r), v.Reason, d.who(v.By), v.RuledIn})
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// ruledOn is what a ruling is about in one cell: an entry, or the commits that a
// repair mends; for programs the number of the entry, or the digests.
func (d *desk) ruledOn(r *procedure.Ruling) string {
	switch {
	case !d.app.Term.Out && len(r.Commits) > 0:
		return commas(r.Commits)
	case !d.app.Term.Out:
		return strconv.Itoa(r.Entry)
	case len(r.Commits) > 0:
		return d.app.several(each(r.Commits, d.app.digest))
	}
	return d.app.say.T("entry %s", r.Entry)
}

// rulingOf is the ruling with an id.
func (d *desk) rulingOf(id string) (*procedure.Ruling, error) {
	all, err := d.books.Rulings()
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, unknownID(id, each(all, func(r *procedure.Ruling) string { return r.ID }))
}

// rulingAsJSON is a ruling for programs, with who signed it.
func (d *desk) rulingAsJSON(ctx context.Context, id string) (rulingJSON, error) {
	r, err := d.rulingOf(id)
	if err != nil {
		return rulingJSON{}, err
	}
	entries, err := d.entries(ctx)
	return d.rulingValue(r, entries), err
}

// rulingCard is a ruling for people: what it is about, and who signed it.
func (d *desk) rulingCard(ctx context.Context, id string) ([]render.Section, error) {
	r, err := d.rulingOf(id)
	if err != nil {
		return nil, err
	}
	entries, err := d.entries(ctx)
	if err != nil {
		return nil, err
	}
	v := d.rulingValue(r, entries)
	c := &card{desk: d}
	c.line("ruling", d.app.say.Word(string(r.Ruling)))
	if e, ok := entries[r.Entry]; ok && r.Entry > 0 {
		c.add(d.app.say.T("Entry"), d.app.say.T("%s: %s, %s, %s", r.Entry, d.step(procedure.StepName(e.Trailers.Action)), d.happened(e), d.signedBy(procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role))))
	}
	c.lines("commits", each(r.Commits, func(g catalogue.Digest) string { return string(g) }))
	c.line("reason", r.Reason)
	c.line("by", d.signedBy(v.By, v.Role))
	c.line("at", instant(v.At).Format("2006-01-02 15:04"))
	c.add(d.app.say.T("Ruled in"), d.app.say.T("entry %s", r.In))
	return []render.Section{c.section(finding.Say("%s  ruling", r.ID))}, nil
}

func (d *desk) listConfirmations(_ context.Context, f *filters) (render.Page, error) {
	since, err := d.moment(f.since)
	if err != nil {
		return render.Page{}, err
	}
	all, err := d.books.Confirmations()
	if err != nil {
		return render.Page{}, err
	}
	void, err := d.books.Voids()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("When"), finding.Say("Of"), finding.Say("Who"), finding.Say("What they say"), finding.Say("Entry")},
		Empty:   finding.Say("no confirmation"),
	}
	values := []listedConfirmation{}
	for _, c := range all {
		if date(c.At) < since {
			continue
		}
		values = append(values, listedConfirmation{c.Meeting, c.Amends, c.Digest, confirmationJSON{c.ID, c.By, c.Role, c.At, c.Entry, c.Text, void[c.Entry]}})
		section.Rows = append(section.Rows, []any{d.struck(c.ID, c.Entry), instant(c.At), d.confirmed(c), d.who(c.By), c.Text, c.Entry})
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// listedConfirmation is a confirmation in a list for programs.
type listedConfirmation struct {
	Meeting procedure.MeetingID `json:"meeting,omitempty"`
	Amends  int                 `json:"amends,omitempty"`
	Digest  catalogue.Digest    `json:"digest"`
	confirmationJSON
}

// confirmed is what a confirmation is of: minutes, or an amendment of a version of the
// procedure.
func (d *desk) confirmed(c *procedure.Confirmation) string {
	switch {
	case c.Meeting != "":
		return string(c.Meeting)
	case d.app.Term.Out:
		return d.app.say.T("amendment of version %s of the procedure", c.Amends)
	}
	return "procedure-" + strconv.Itoa(c.Amends)
}
