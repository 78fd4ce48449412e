package audit

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// Checkpoint is what a reader remembers of a history that was found good: enough
// to see later that it was cut back, rewritten or lost a tag.
type Checkpoint struct {
	Ledger ledger.Digest
	Marks  []Mark  // some entries by rising number, the last one at the end
	Tags   []Tag   // of its versions, by name
	Ground *Ground // to go on judging from; nil where that is not known
}

// Last is the newest entry that was judged.
func (c Checkpoint) Last() Mark { return c.Marks[len(c.Marks)-1] }

// recent is how many of the newest entries a checkpoint names without gaps.
const recent = 16

// Checkpoint is what to remember of a good report. It names the newest entries
// and, further back, one at each doubling of the distance, so that a fork can be
// placed without the objects that it put aside.
func (r *Report) Checkpoint() Checkpoint {
	c := Checkpoint{Ledger: r.Ledger, Tags: r.Tags, Ground: &r.Ground}
	for back := 0; back <= r.Last.Number; {
		if m := r.upTo(r.Last.Number - back); len(c.Marks) == 0 || m != c.Marks[len(c.Marks)-1] {
			c.Marks = append(c.Marks, m)
		}
		if back < recent {
			back++
		} else {
			back *= 2
		}
	}
	slices.Reverse(c.Marks)
	return c
}

// upTo is the newest known mark up to a number; the oldest one where none is so old.
func (r *Report) upTo(number int) Mark {
	i, found := slices.BinarySearchFunc(r.Marks, number, func(m Mark, n int) int { return m.Number - n })
	if found || i == 0 {
		return r.Marks[i]
	}
	return r.Marks[i-1]
}

// Tells reports whether a history that is judged from the Checkpoint on can be held
// against a pin.
func (c Checkpoint) Tells(p Pin) bool {
	return p.Entry == "" || p.Number > c.Last().Number || slices.ContainsFunc(c.Marks, func(m Mark) bool { return m.Number == p.Number })
}

// Continues reports whether a history goes on from a Checkpoint, with all that the
// Checkpoint names.
func (r *Report) Continues(c Checkpoint) bool {
	held := *r
	held.Violations = nil
	held.Hold(Trust{Checkpoint: &c})
	return c.Ledger == r.Ledger && len(held.Violations) == 0
}

// Brings reports whether the history behind a tip is of the same ledger and has sound
// entries behind one of the Report's. Where it goes on from that entry by good ordinary
// steps, only these are judged.
func (r *Report) Brings(ctx context.Context, s Subject, behind int) (bool, error) {
	if g, ok := r.groundAt(s, behind); ok {
		there, good, err := Continue(ctx, s, Checkpoint{Ledger: r.Ledger, Marks: []Mark{g.Mark}, Ground: g})
		if good || err != nil {
			return good && there.Last.Number > behind, err
		}
	}
	there, err := Verify(ctx, s)
	if err != nil {
		return false, err
	}
	return there.Ledger == r.Ledger && there.Last.Number > behind, nil
}

// groundAt is a sound entry of the Report to go on from.
func (r *Report) groundAt(s Subject, number int) (*Ground, bool) {
	m, known := r.mark(number)
	if !known {
		return nil, false
	}
	raw, err := s.Readers().Commit(m.Commit)
	if err != nil {
		return nil, false
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return nil, false
	}
	return groundOf(ledger.Link{ID: m.Commit, Raw: raw}, e, r.Root), true
}

// forked: no entry that the reader saw is another one now.
func (r *Report) forked(c Checkpoint) {
	common := 0 // the ledger is the same, so genesis is
	for _, m := range c.Marks {
		if m.Number > r.Last.Number {
			return
		}
		if now, ok := r.mark(m.Number); ok && now.Digest != m.Digest {
			seen, before := shortened(now.Digest, m.Digest)
			r.add("E_FORK", now, finding.Say("entry %s is %s, but %s was seen here before; both histories agree up to entry %s", m.Number, seen, before, agreed(common, m.Number)))
			return
		}
		common = m.Number
	}
}

// agreed is the last common entry: known for sure where the next one differs.
func agreed(common, differs int) finding.Sentence {
	if common+1 == differs {
		return finding.Say("%s", common)
	}
	return finding.Say("%s at least", common)
}

// movedTags: the tag of a version never changes.
func (r *Report) movedTags(c Checkpoint) {
	now := map[string]ledger.ID{}
	for _, t := range r.Tags {
		now[t.Name] = t.Object
	}
	for _, t := range c.Tags {
		switch id, ok := now[t.Name]; {
		case !ok:
			r.whole("E_TAG_MOVED", finding.Say("the tag %s was seen here before and is gone", t.Name))
		case id != t.Object:
			r.whole("E_TAG_MOVED", finding.Say("the tag %s names another object than the one seen here before", t.Name))
		}
	}
}

// sorted are tags by name.
func sorted(tags map[string]Tag) []Tag {
	var all []Tag
	for _, t := range tags {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b Tag) int { return strings.Compare(a.Name, b.Name) })
	return all
}
