package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// rulingJSON is a ruling for programs.
type rulingJSON struct {
	ID      string             `json:"id"`
	Ruling  procedure.Verdict  `json:"ruling"`
	Entry   int                `json:"entry,omitempty"`      // that was ruled on
	Commits []catalogue.Digest `json:"commits,omitempty"`    // digests of those that were not by the procedure
	Mended  []string           `json:"commit_ids,omitempty"` // the same as git names them
	Reason  string             `json:"reason"`
	RuledIn int                `json:"ruled_in"` // number of the entry that carries it
	At      string             `json:"at"`
	By      procedure.PersonID `json:"by"`
	Role    procedure.RoleID   `json:"role"`
	Commit  string             `json:"commit"`
}

// rulingValue is a ruling with who signed it, and when.
func (d *desk) rulingValue(r *procedure.Ruling, along *trail) rulingJSON {
	v := rulingJSON{ID: r.ID, Ruling: r.Ruling, Entry: r.Entry, Commits: r.Commits, Reason: r.Reason, RuledIn: r.In}
	if e, ok := along.entry(r.In); ok {
		v.At, v.By, v.Role, v.Commit = d.at(e), procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role), e.commit.String()
		v.Mended = d.mended(r, e.commit)
	}
	return v
}

// mendedWithin is how many commits behind a repair those are looked for that it names.
const mendedWithin = 10_000

// mended are the commits that a repair names, as git names them; none where one of
// them is not found behind the repair's entry, as in a history that nobody verified.
func (d *desk) mended(r *procedure.Ruling, from ledger.ID) []string {
	names := map[ledger.Digest]string{}
	seen, next := map[ledger.ID]bool{}, []ledger.ID{from}
	for found := 0; found < len(r.Commits) && len(next) > 0 && len(seen) < mendedWithin; next = next[1:] {
		if seen[next[0]] {
			continue
		}
		seen[next[0]] = true
		raw, err := d.objects.Commit(next[0])
		if err != nil {
			continue
		}
		if digest := ledger.DigestOf(raw); slices.Contains(r.Commits, catalogue.Digest(digest)) {
			names[digest] = next[0].String()
			found++
		}
		if _, parents, err := d.objects.Links(next[0]); err == nil {
			next = append(next, parents...)
		}
	}
	var ids []string
	for _, c := range r.Commits {
		ids = append(ids, names[ledger.Digest(c)])
	}
	if slices.Contains(ids, "") {
		return nil
	}
	return ids
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
	along, err := d.trail(ctx)
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("When"), finding.Say("Ruling"), finding.Say("On"), finding.Say("Reason"), finding.Say("Who"), finding.Say("Entry")},
		Empty:   finding.Say("no ruling"),
	}
	values := []rulingJSON{}
	for _, r := range all {
		v := d.rulingValue(r, along)
		if date(v.At) < since {
			continue
		}
		values = append(values, v)
		section.Rows = append(section.Rows, []any{v.ID, instant(v.At), d.app.term(string(v.Ruling)), d.ruledOn(v), v.Reason, d.who(v.By), v.RuledIn})
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// ruledOn is what a ruling is about in one cell: an entry, or the commits that a
// repair mends; for programs the number of the entry, or the digests.
func (d *desk) ruledOn(v rulingJSON) string {
	switch {
	case !d.app.Term.Out && len(v.Commits) > 0:
		return commas(v.Commits)
	case !d.app.Term.Out:
		return strconv.Itoa(v.Entry)
	case len(v.Mended) > 1:
		return d.app.say.T("commits %s", d.app.several(each(v.Mended, d.app.commit)))
	case len(v.Mended) > 0:
		return d.app.say.T("commit %s", d.app.commit(v.Mended[0]))
	case len(v.Commits) > 0:
		return d.app.several(each(v.Commits, procedure.Short)) // with "sha256:", so that nobody takes it for a commit's name
	}
	return d.app.say.T("entry %s", v.Entry)
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
	along, err := d.trail(ctx)
	if err != nil {
		return rulingJSON{}, err
	}
	return d.rulingValue(r, along), nil
}

// rulingCard is a ruling for people: what it is about, and who signed it.
func (d *desk) rulingCard(ctx context.Context, id string) ([]render.Section, error) {
	r, err := d.rulingOf(id)
	if err != nil {
		return nil, err
	}
	along, err := d.trail(ctx)
	if err != nil {
		return nil, err
	}
	v := d.rulingValue(r, along)
	c := &card{desk: d}
	c.line("ruling", d.app.say.Word(string(r.Ruling)))
	if e, ok := along.entry(r.Entry); ok && r.Entry > 0 {
		c.add(d.app.say.T("Entry"), d.app.say.T("%s: %s, %s, %s", r.Entry, d.step(procedure.StepName(e.Trailers.Action)), d.happened(e), d.signedIn(procedure.PersonID(e.Trailers.Actor), procedure.RoleID(e.Trailers.Role), r.Entry)))
	}
	c.lines("commits", v.Mended)
	c.lines("digest", each(r.Commits, func(g catalogue.Digest) string { return string(g) }))
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
