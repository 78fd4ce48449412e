package cli

import (
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// ofMeeting are the confirmations of a meeting's minutes, void ones too, in their
// order.
func (d *desk) ofMeeting(id procedure.MeetingID) ([]*procedure.Confirmation, error) {
	all, err := d.books.Confirmations()
	if err != nil {
		return nil, err
	}
	var of []*procedure.Confirmation
	for _, c := range all {
		if c.Meeting == id {
			of = append(of, c)
		}
	}
	return of, nil
}

// confirmedBy are the people who confirmed a meeting's minutes, without those of void
// entries.
func (d *desk) confirmedBy(id procedure.MeetingID) ([]procedure.PersonID, error) {
	m, err := d.books.Minutes(id)
	return kept(procedure.People(m.Given)), err
}

// confirmationSections say who confirmed minutes, and who still must; nothing where
// nobody did and nobody must.
func (d *desk) confirmationSections(m *procedure.Meeting) ([]render.Section, error) {
	of, err := d.ofMeeting(m.ID)
	if err != nil {
		return nil, err
	}
	minutes, err := d.books.Minutes(m.ID)
	if err != nil {
		return nil, err
	}
	s := render.Section{
		Title:   finding.Say("Confirmations of these minutes"),
		Columns: []finding.Sentence{finding.Say("Who"), finding.Say("When"), finding.Say("Confirmation"), finding.Say("What they say")},
	}
	for _, c := range of {
		s.Rows = append(s.Rows, []any{d.signedAs(c.By, c.Role, c.Entry), instant(c.At), d.struck(c.ID, c.Entry), c.Text})
	}
	least, people := d.rules.Rules.Review.Outstanding(minutes)
	if least > 0 {
		s.Empty = finding.Say("none yet; the procedure asks for it of: %s", d.everybody(people))
	}
	if len(of) == 0 && least == 0 {
		return nil, nil
	}
	return []render.Section{s}, nil
}

// confirmationsJSON are the confirmations of a meeting for programs.
type confirmationJSON struct {
	ID    string             `json:"id"`
	By    procedure.PersonID `json:"by"`
	Role  procedure.RoleID   `json:"role"`
	At    string             `json:"at"`
	Entry int                `json:"entry"`
	Text  string             `json:"text,omitempty"`
	Void  bool               `json:"void,omitempty"`
}

func (d *desk) confirmationsJSON(id procedure.MeetingID) ([]confirmationJSON, error) {
	of, err := d.ofMeeting(id)
	if err != nil {
		return nil, err
	}
	void, err := d.books.Voids()
	return each(of, func(c *procedure.Confirmation) confirmationJSON {
		return confirmationJSON{c.ID, c.By, c.Role, c.At, c.Entry, c.Text, void[c.Entry]}
	}), err
}

// confirmationCard is a confirmation for people; of an amendment, with all who approved
// it.
func (d *desk) confirmationCard(s subject) ([]render.Section, error) {
	of, err := d.confirmationOf(s.id)
	if err != nil {
		return nil, err
	}
	c := &card{desk: d}
	c.line("meeting", string(of.Meeting))
	if of.Amends > 0 {
		c.line("amends", d.app.say.T("version %s of the procedure", of.Amends))
	}
	c.line("digest", procedure.Short(of.Digest))
	c.line("by", d.signedIn(of.By, of.Role, of.Entry))
	c.line("at", instant(of.At).Format("2006-01-02 15:04"))
	c.line("text", of.Text)
	if of.Amends > 0 {
		given, err := d.books.Approvals(of.Amends, of.Digest)
		if err != nil {
			return nil, err
		}
		c.add(d.app.say.T("Approved by"), d.everybody(procedure.People(given)))
	}
	return []render.Section{c.section(finding.Say("%s  confirmation", d.struck(of.ID, of.Entry)))}, nil
}

// confirmationOf is the confirmation with an id.
func (d *desk) confirmationOf(id string) (*procedure.Confirmation, error) {
	all, err := d.books.Confirmations()
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, unknownID(id, each(all, func(c *procedure.Confirmation) string { return c.ID }))
}
