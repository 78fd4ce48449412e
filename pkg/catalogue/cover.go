package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Cover ranks what the entries cover of one ask, best first: by the points met,
// then by the levels and deliverables among them, then by id. If the ask names a
// service, this one is judged and comes first, whatever it covers; others follow
// only if they cover the whole ask. If it names none, every entry that covers at
// least one point is listed. Only services that are Offered cover anything, and
// an ask without any point (hours, frequency, delivery, levels, deliverables)
// is covered by none, but that for a service and nothing else by this one.
func Cover(ask Ask, entries []Entry) []Match {
	var out []Match
	for _, e := range entries {
		m := judge(ask, e)
		wanted := m.Met > 0
		if ask.Service != "" {
			wanted = m.Result == Covered
		}
		if e.ID != ask.Service && wanted {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Met, a.Met), cmp.Compare(a.telling(), b.telling()), cmp.Compare(a.Service, b.Service))
	})
	if ask.Service == "" {
		return out
	}
	return append([]Match{named(ask, entries)}, out...)
}

// bare reports whether an ask names a service and says nothing else of it.
func (a Ask) bare() bool {
	return a.Service != "" && len(points(a)) == 0 && a.Hours == nil && a.Frequency == nil && a.Quantity == 0 && len(a.Sites) == 0 && a.Note == ""
}

// telling counts the gaps in levels and deliverables: these tell services apart,
// while hours and ways of delivery are much the same in many.
func (m Match) telling() int {
	n := 0
	for _, g := range m.Gaps {
		if strings.HasPrefix(g.Field, "/levels/") || strings.HasPrefix(g.Field, "/deliverables/") {
			n++
		}
	}
	return n
}

// named judges the service that the ask names, be it known or not.
func named(ask Ask, entries []Entry) Match {
	i := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == ask.Service })
	if i >= 0 {
		m := judge(ask, entries[i])
		if ask.bare() && entries[i].Offered() {
			m.Result = Covered
		}
		return m
	}
	gap := Gap{Field: "/service", Asked: string(ask.Service), Offered: nothing}
	return Match{Service: ask.Service, Result: NotCovered, Asked: len(points(ask)), Gaps: List[Gap]{gap}}
}

// CoverAll is what the entries cover of all that a requirement asks for:
// Covered if each ask is, by its named service or by any. It lists the best
// match of each ask and all others that cover one wholly, in that order.
func CoverAll(asks []Ask, entries []Entry) Coverage {
	c := Coverage{Result: NotCovered}
	covered, partly := 0, 0
	for i, ask := range asks {
		matches := Cover(ask, entries)
		for j, m := range matches {
			if j == 0 || m.Result == Covered {
				c.add(m, "/asks/"+strconv.Itoa(i))
			}
		}
		switch {
		case len(matches) == 0:
		case matches[0].Result == Covered:
			covered++
		case matches[0].Result == Partial:
			partly++
		}
	}
	switch {
	case covered > 0 && covered == len(asks):
		c.Result = Covered
	case covered+partly > 0:
		c.Result = Partial
	}
	return c
}

// Concerned reports whether a service can change what is covered of asks: any can where
// one of them asks for a point that can be compared, else those alone that they name.
func Concerned(asks []Ask, id ServiceID) bool {
	return slices.ContainsFunc(asks, func(a Ask) bool { return a.Service == id || len(points(a)) > 0 })
}

// add takes in a match for the ask at the pointer; one service may match
// several asks.
func (c *Coverage) add(m Match, ask string) {
	i := slices.IndexFunc(c.Matched, func(n Match) bool { return n.Service == m.Service })
	if i < 0 {
		i = len(c.Matched)
		c.Matched = append(c.Matched, Match{Service: m.Service})
	}
	have := &c.Matched[i]
	have.Met, have.Asked = have.Met+m.Met, have.Asked+m.Asked
	for _, g := range m.Gaps {
		g.Field = ask + g.Field
		have.Gaps = append(have.Gaps, g)
	}
	if have.Result = result(have.Met, have.Asked); have.Asked == 0 {
		have.Result = m.Result
	}
}

// result is what so many points met of so many asked amount to.
func result(met, asked int) Result {
	switch {
	case met == 0:
		return NotCovered
	case met < asked:
		return Partial
	}
	return Covered
}

// judge measures one entry against an ask.
func judge(ask Ask, e Entry) Match {
	all := points(ask)
	m := Match{Service: e.ID, Asked: len(all)}
	if !e.Offered() {
		m.Result = NotCovered
		m.Gaps = List[Gap]{{Field: "/service", Asked: string(e.ID), Offered: string(e.Lifecycle)}}
		return m
	}
	for _, p := range all {
		if p.met(e) {
			m.Met++
			continue
		}
		m.Gaps = append(m.Gaps, Gap{Field: p.field, Asked: p.asked, Offered: cmp.Or(p.offered(e), nothing)})
	}
	m.Result = result(m.Met, m.Asked)
	return m
}
