package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// damage is what of a history's objects is not here, or not what it was. What the
// commits behind the first of it do cannot be judged, and none of them is to blame: the
// replay stops there, and the damage is told once.
type damage struct {
	told    map[string]bool // what was said of an object
	missing int             // objects that are not here
	behind  int             // entries that come after it
}

// damaged reports whether an object that the entry needs is not here, or not what it was.
func (e *reading) damaged() bool { return e.lost() || e.has("E_OBJ_HASH") }

// again notes what an entry says of an object, and reports whether that needs no row of
// its own: it was said before, or one more object is missing where one is.
func (d *damage) again(v Violation) bool {
	if mendable(v.Code) {
		return false
	}
	text := v.Message.String()
	if d.told[text] {
		return true
	}
	if d.told == nil {
		d.told = map[string]bool{}
	}
	d.told[text] = true
	if v.Code != "E_SHALLOW" {
		return false
	}
	d.missing++
	return d.missing > 1
}

// close says at the first damage what else it keeps from being judged.
func (d *damage) close(found []Violation) {
	at := slices.IndexFunc(found, func(v Violation) bool { return !mendable(v.Code) })
	if at < 0 {
		return
	}
	first := &found[at]
	if d.missing > 1 {
		first.Message = finding.Say("%s; %s more objects are missing", first.Message, d.missing-1)
	}
	if d.behind > 0 {
		first.Message = finding.Say("%s; %s entries behind it cannot be judged before", first.Message, d.behind)
	}
}
