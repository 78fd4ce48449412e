package records

import "github.com/service-catalogue/sc/pkg/procedure"

// Agreements are all service level agreements, in the order of their numbers.
func (c *Catalogue) Agreements() ([]*procedure.Agreement, error) {
	return allLiving[procedure.Agreement](c, Agreements())
}

// Agreement is one service level agreement. A missing one is ErrUnknown.
func (c *Catalogue) Agreement(id string) (*procedure.Agreement, error) {
	return oneLiving[procedure.Agreement](c, Agreements().Path(id))
}

// Improvements are all improvements of the procedure, in the order of their numbers.
func (c *Catalogue) Improvements() ([]*procedure.Improvement, error) {
	return allLiving[procedure.Improvement](c, Improvements())
}

// Improvement is one improvement of the procedure. A missing one is ErrUnknown.
func (c *Catalogue) Improvement(id string) (*procedure.Improvement, error) {
	return oneLiving[procedure.Improvement](c, Improvements().Path(id))
}

// living is a record that grows by steps of its own, as it is read into.
type living[T any] interface {
	*T
	procedure.Living
}

// allLiving are the records of such a kind, without the steps that were ruled void.
func allLiving[T any, L living[T]](c *Catalogue, k Kind) ([]*T, error) {
	ids, err := c.IDs(k)
	if err != nil {
		return nil, err
	}
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	all, err := decodeAll[T](c, paths(k, ids))
	for _, one := range all {
		L(one).Strike(void)
	}
	return all, err
}

// oneLiving is one such record.
func oneLiving[T any, L living[T]](c *Catalogue, name string) (*T, error) {
	one := new(T)
	if err := c.decode(name, one); err != nil {
		return nil, err
	}
	void, err := c.Voids()
	L(one).Strike(void)
	return one, err
}
