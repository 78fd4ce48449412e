package records

import "github.com/service-catalogue/sc/pkg/procedure"

// Agreements are all service level agreements, in the order of their numbers.
func (c *Catalogue) Agreements() ([]*procedure.Agreement, error) {
	ids, err := c.IDs(Agreements())
	if err != nil {
		return nil, err
	}
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	all, err := decodeAll[procedure.Agreement](c, paths(Agreements(), ids))
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		a.Strike(void)
	}
	return all, nil
}

// Agreement is one service level agreement. A missing one is ErrUnknown.
func (c *Catalogue) Agreement(id string) (*procedure.Agreement, error) {
	var a procedure.Agreement
	if err := c.decode(Agreements().Path(id), &a); err != nil {
		return nil, err
	}
	void, err := c.Voids()
	a.Strike(void)
	return &a, err
}
