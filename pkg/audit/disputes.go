package audit

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// origin is where a deed stands: sound entries count from 0 without gaps, so that
// the origin and the deed of an entry are found by its number.
type origin struct {
	commit ledger.ID
	paths  []string // of the requirements that it changes
}

// remember keeps what disputes look at of a sound entry.
func (j *judgement) remember() {
	key, known := j.signed[j.key]
	if !known {
		key = j.key.String()
		j.signed[j.key] = key
	}
	j.deed.Entry, j.deed.Key, j.deed.By = j.entry.Trailers.Entry, key, j.own(j.who)
	from := origin{commit: j.link.ID}
	for _, c := range j.changes {
		if c.place.kind == validator.Request {
			from.paths = append(from.paths, strings.Clone(c.path))
		}
	}
	j.deeds = append(j.deeds, j.deed)
	j.origins = append(j.origins, from)
}

// own is an actor in strings of its own: those of an entry are parts of its whole
// text, which must not be kept for ever.
func (r *replay) own(who procedure.Actor) procedure.Actor {
	if kept, known := r.actors[who]; known {
		return kept
	}
	kept := procedure.Actor{Person: procedure.PersonID(strings.Clone(string(who.Person))), Role: procedure.RoleID(strings.Clone(string(who.Role)))}
	r.actors[kept] = kept
	return kept
}

// ruling: one or more new rulings, each on an entry in dispute.
func (j *judgement) ruling() {
	if j.entry.Trailers.Action != procedure.ActionRuling {
		j.add("E_TRANSITION", "", finding.Say("the entry says %s, but it brings rulings", j.entry.Trailers.Action))
	}
	disputes := procedure.Disputes(j.deeds)
	changed := byNumber(j.of(validator.Ruling))
	for _, c := range changed {
		if !c.old.IsZero() {
			j.add("E_SCOPE", c.path, finding.Say("a ruling never changes"))
			return
		}
		j.ruledOn(c, disputes)
	}
	j.numbers(records.Rulings(), changed)
	j.strike()
}

// numbers: new records of one kind, sorted, have the next numbers in a row.
func (j *judgement) numbers(k records.Kind, sorted []*change) {
	year, last := "", 0
	for i, c := range sorted {
		if i == 0 {
			j.number(k, c.place.id, c.path)
		}
		y, n, _ := k.Parse(c.place.id)
		if i > 0 && (y != year || n != last+1) {
			j.add("E_ID", c.path, finding.Say("the next number is %s", k.ID(year, last+1)))
		}
		year, last = y, n
	}
	j.then(func() { j.highest[k.Prefix+year] = last })
}

// byNumber sorts new records of one kind by their ids.
func byNumber(changed []*change) []*change {
	slices.SortFunc(changed, func(a, b *change) int { return records.CompareIDs(a.place.id, b.place.id) })
	return changed
}

// ruledOn judges one ruling.
func (j *judgement) ruledOn(c *change, disputes []procedure.Dispute) {
	r := c.ruling
	j.named(c)
	if r.Ruling == procedure.Repaired {
		j.add("E_TRANSITION", c.path, finding.Say("the entry says %s, the record says %s", procedure.ActionRuling, string(r.Ruling)))
		return
	}
	if slices.ContainsFunc(j.deed.Rulings, func(o *procedure.Ruling) bool { return o.Entry == r.Entry }) {
		j.add("E_STATE", c.path, finding.Say("entry %s is ruled on twice", r.Entry))
	}
	of := procedure.RulingCase{Ruling: r, Now: j.rules, By: j.who, Key: j.key.String()}
	if i := slices.IndexFunc(disputes, func(d procedure.Dispute) bool { return d.Entry == r.Entry }); i >= 0 {
		of.Dispute, of.Before = &disputes[i], j.since(disputes[i].From)[0]
	}
	j.refusals(c.path, of.Judge())
	j.deed.Rulings = append(j.deed.Rulings, r)
}

// named: a ruling is called as its file is, and names the entry that brings it.
func (j *judgement) named(c *change) {
	if c.ruling.ID != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", c.ruling.ID))
	}
	if c.ruling.In != j.stamp.Entry {
		j.add("E_SEQ", c.path, finding.Say("the record says entry %s, the trailers %s", c.ruling.In, j.stamp.Entry))
	}
}

// strike takes what is void now out of the state of the requirements, and brings
// back what no longer is.
func (j *judgement) strike() {
	if len(j.faults) > 0 {
		return
	}
	rulings := slices.Concat(j.rulings, j.deed.Rulings)
	void := procedure.Voids(rulings)
	struck := map[string]*procedure.Request{}
	for n := range j.deeds {
		if void[n] == j.void[n] {
			continue
		}
		for _, path := range j.origins[n].paths {
			if _, done := struck[path]; done {
				continue
			}
			r, err := j.stored(path)
			if err != nil {
				j.form(err)
				return
			}
			r.Strike(void)
			struck[path] = r
		}
	}
	j.then(func() { j.settle(rulings, void, struck) })
}

// settle puts the requirements and versions in the state that the rulings leave
// them in.
func (r *replay) settle(rulings []*procedure.Ruling, void map[int]bool, struck map[string]*procedure.Request) {
	shaken := r.shaken(void)
	r.meetings += r.allSigned(shaken)
	r.rulings, r.void = rulings, void
	r.meetings -= r.allSigned(shaken)
	for _, one := range struck {
		c, _ := r.rules.Fold(one) // each of its steps was judged, and no step ever disappears
		r.put(held{c, len(one.History)})
	}
	for i := range r.report.Versions {
		v := &r.report.Versions[i]
		v.Void = void[v.Number]
	}
}

// disputed reports every entry that nobody has ruled on.
func (r *replay) disputed() {
	for _, d := range procedure.Disputes(r.deeds) {
		if !d.Open() {
			continue
		}
		r.report.Disputes = append(r.report.Disputes, d)
		r.report.Violations = append(r.report.Violations, Violation{
			Code: "E_REVOKED", Entry: d.Entry, Commit: r.origins[d.Entry].commit, Who: string(d.By.Person),
			Message: finding.Say("in dispute: %s; \"sc ratify %s\" or \"sc void %s\" settles it", d.Why, d.Entry, d.Entry),
		})
	}
}
