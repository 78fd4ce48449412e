package records

import "github.com/service-catalogue/sc/pkg/procedure"

// PeriodicReviews are all periodic reviews, void or not, in the order of their numbers.
func (c *Catalogue) PeriodicReviews() ([]*procedure.PeriodicReview, error) {
	ids, err := c.IDs(PeriodicReviews())
	if err != nil {
		return nil, err
	}
	return decodeAll[procedure.PeriodicReview](c, paths(PeriodicReviews(), ids))
}

// PeriodicReview is one periodic review. A missing one is ErrUnknown.
func (c *Catalogue) PeriodicReview(id string) (*procedure.PeriodicReview, error) {
	var r procedure.PeriodicReview
	if err := c.decode(PeriodicReviews().Path(id), &r); err != nil {
		return nil, err
	}
	return &r, nil
}
