package records

import (
	"errors"
	"io/fs"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// Confirmations are all confirmations, void or not, in the order of their numbers.
func (c *Catalogue) Confirmations() ([]*procedure.Confirmation, error) {
	if c.confirmations != nil {
		return c.confirmations, nil
	}
	ids, err := c.IDs(Confirmations())
	if err != nil {
		return nil, err
	}
	c.confirmations, err = decodeAll[procedure.Confirmation](c, paths(Confirmations(), ids))
	return c.confirmations, err
}

// Minutes are a meeting with the digest of its file and the confirmations of it that
// count. Of a missing one, Meeting is nil.
func (c *Catalogue) Minutes(id procedure.MeetingID) (procedure.Minutes, error) {
	name := Meetings().Path(string(id))
	data, err := c.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return procedure.Minutes{}, nil
	}
	if err != nil {
		return procedure.Minutes{}, err
	}
	m := procedure.Minutes{Meeting: &procedure.Meeting{}, Digest: catalogue.DigestOf(data)}
	if err := Decode(name, data, m.Meeting); err != nil {
		return procedure.Minutes{}, err
	}
	m.Given, err = c.given(func(of *procedure.Confirmation) bool { return of.Meeting == id })
	return m, err
}

// given are the confirmations of something that count.
func (c *Catalogue) given(about func(*procedure.Confirmation) bool) ([]procedure.Assent, error) {
	all, err := c.Confirmations()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	var given []procedure.Assent
	for _, of := range all {
		if about(of) && !void[of.Entry] {
			given = append(given, procedure.Assent{By: of.By, Entry: of.Entry})
		}
	}
	return given, nil
}

// Proposals are all amendments that were ever proposed, with who approved them, in
// the order of their numbers.
func (c *Catalogue) Proposals() ([]procedure.Proposal, error) {
	all, err := c.Confirmations()
	if err != nil {
		return nil, err
	}
	var proposals []procedure.Proposal
	for _, of := range all {
		if of.Procedure == "" {
			continue
		}
		given, err := c.given(of.SameAmendment)
		if err != nil {
			return nil, err
		}
		proposals = append(proposals, procedure.Proposal{Confirmation: of, Given: given})
	}
	return proposals, nil
}

// Approvals are the confirmations that count of a text on a version of the procedure.
func (c *Catalogue) Approvals(amends int, text catalogue.Digest) ([]procedure.Assent, error) {
	of := &procedure.Confirmation{Amends: amends, Digest: text}
	return c.given(of.SameAmendment)
}
