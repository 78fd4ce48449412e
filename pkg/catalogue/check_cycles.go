package catalogue

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// checkDependencyCycles: depends_on leads back to no service. Each circle is
// reported once, at its first service in the order of letters.
func checkDependencyCycles(s shelf) []finding.Finding {
	var out []finding.Finding
	leads := func(e *Entry) []ServiceID { return e.DependsOn }
	for _, c := range s.cycles(leads) {
		f := c.at.finding("catalogue/dependency-cycle", dependency(slices.Index(c.at.Entry.DependsOn, c.next)),
			finding.Say("services depend on each other in a circle: %s", c.names))
		f.Hint = finding.Say("remove one of the dependencies")
		out = append(out, f)
	}
	return out
}

// checkReplacementCycles: who follows replaced_by comes to an end. A service that
// replaces itself is checkReplacement's.
func checkReplacementCycles(s shelf) []finding.Finding {
	var out []finding.Finding
	leads := func(e *Entry) []ServiceID {
		if e.ReplacedBy == "" || e.ReplacedBy == e.ID {
			return nil
		}
		return []ServiceID{e.ReplacedBy}
	}
	for _, c := range s.cycles(leads) {
		f := c.at.finding("catalogue/replacement-cycle", "/replaced_by", finding.Say("services replace each other in a circle: %s", c.names))
		f.Hint = finding.Say("leave replaced_by out of the one that stays")
		out = append(out, f)
	}
	return out
}

// cycle is a circle of services.
type cycle struct {
	at    *Located  // its first service in the order of letters
	next  ServiceID // where that leads
	names string    // all of it, shortened if it is long
}

// cycles finds the circles that references make, in a time that grows with their
// number and with no call inside another: a chain may be as long as the catalogue.
func (s shelf) cycles(leads func(*Entry) []ServiceID) []cycle {
	w := &walk{shelf: s, leads: leads, depth: map[ServiceID]int{}}
	for _, id := range s.names {
		w.from(ServiceID(id))
	}
	return w.found
}

// walk goes depth first along references.
type walk struct {
	shelf
	leads func(*Entry) []ServiceID
	path  []step            // from where it started to where it is
	depth map[ServiceID]int // of a service on the path, from 1; done where it was left
	found []cycle
}

// step is a service on the path and the references that are still to be followed.
type step struct {
	id   ServiceID
	rest []ServiceID
}

const done = -1

func (w *walk) from(id ServiceID) {
	w.enter(id)
	for len(w.path) > 0 {
		here := &w.path[len(w.path)-1]
		if len(here.rest) == 0 {
			w.depth[here.id] = done
			w.path = w.path[:len(w.path)-1]
			continue
		}
		next := here.rest[0]
		here.rest = here.rest[1:]
		switch at := w.depth[next]; {
		case at > 0:
			w.found = append(w.found, w.circle(w.path[at-1:]))
		case at != done:
			w.enter(next)
		}
	}
}

// enter goes to a service that was not seen before, if there is such a one.
func (w *walk) enter(id ServiceID) {
	l, known := w.byID[id]
	if !known || w.depth[id] != 0 {
		return
	}
	w.path = append(w.path, step{id, once(w.leads(&l.Entry))})
	w.depth[id] = len(w.path)
}

// once are references without those that stand twice: these are no second circle.
func once(ids []ServiceID) []ServiceID {
	if len(ids) < 2 {
		return ids
	}
	seen := map[ServiceID]bool{}
	var out []ServiceID
	for _, id := range ids {
		if !seen[id] {
			out = append(out, id)
		}
		seen[id] = true
	}
	return out
}

// shownOfCycle is how many services of a circle are named.
const shownOfCycle = 10

func (w *walk) circle(path []step) cycle {
	first := 0
	for i := range path {
		if path[i].id < path[first].id {
			first = i
		}
	}
	var ids []ServiceID
	for i := range min(len(path), shownOfCycle) {
		ids = append(ids, path[(first+i)%len(path)].id)
	}
	if len(path) > shownOfCycle {
		ids[shownOfCycle-2] = "…"
		ids[shownOfCycle-1] = path[(first+len(path)-1)%len(path)].id
	}
	ids = append(ids, path[first].id)
	return cycle{at: w.byID[path[first].id], next: ids[1], names: joined(ids, " → ")}
}
