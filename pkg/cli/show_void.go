package cli

import (
	"context"
	"strconv"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// tellVoid says beside the bytes of a record what of it was ruled void: the bytes
// themselves stay as they were signed. What cannot be read is for others to report.
func (d *desk) tellVoid(ctx context.Context, s subject) {
	if s.kind != aRequest {
		if d.ruledOut(ctx, s) {
			d.app.warn("%s is void", s.id)
		}
		return
	}
	r, err := d.books.Request(procedure.RequestID(s.id))
	if err != nil {
		return
	}
	var struck []string
	for _, e := range r.History {
		if e.Void {
			struck = append(struck, strconv.Itoa(e.Entry))
		}
	}
	if c, err := d.rules.Fold(r); err == nil && c.State == procedure.StateVoid {
		d.app.warn("%s is void", s.id)
	} else if len(struck) > 0 {
		d.app.warn("of %s the steps of entry %s are void; \"sc trace %s\" marks them", s.id, procedure.Names(struck), s.id)
	}
}

// ruledOut reports whether the entry that brought a record was ruled void.
func (d *desk) ruledOut(ctx context.Context, s subject) bool {
	void, err := d.books.Voids()
	if err != nil || len(void) == 0 {
		return false
	}
	along, err := d.trail(ctx)
	if err != nil {
		return false
	}
	e, ok := along.first(s.path)
	return ok && void[e.Trailers.Entry]
}
