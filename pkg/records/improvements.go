package records

import "github.com/service-catalogue/sc/pkg/procedure"

// Improvements are all improvements of the procedure, in the order of their numbers.
func (c *Catalogue) Improvements() ([]*procedure.Improvement, error) {
	ids, err := c.IDs(Improvements())
	if err != nil {
		return nil, err
	}
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	all, err := decodeAll[procedure.Improvement](c, paths(Improvements(), ids))
	for _, m := range all {
		m.Strike(void)
	}
	return all, err
}

// Improvement is one improvement of the procedure. A missing one is ErrUnknown.
func (c *Catalogue) Improvement(id string) (*procedure.Improvement, error) {
	var m procedure.Improvement
	if err := c.decode(Improvements().Path(id), &m); err != nil {
		return nil, err
	}
	void, err := c.Voids()
	m.Strike(void)
	return &m, err
}
