package catalogue

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// checkDependenciesKnown: what a service depends on is in the catalogue.
func checkDependenciesKnown(s shelf) []finding.Finding {
	var out []finding.Finding
	for _, l := range s.entries {
		for i, id := range l.Entry.DependsOn {
			out = append(out, s.unknown(l, dependency(i), id)...)
		}
	}
	return out
}

// checkDependenciesLive: a service that is not retired depends on no retired one.
func checkDependenciesLive(s shelf) []finding.Finding {
	var out []finding.Finding
	for _, l := range s.entries {
		for i, id := range l.Entry.DependsOn {
			if l.Entry.Lifecycle == Retired || !s.retired(id) {
				continue
			}
			f := l.finding("catalogue/retired-service", dependency(i), finding.Say("%s is retired; nothing can depend on it", string(id)))
			f.Hint = successor(s.byID[id].Entry)
			out = append(out, f)
		}
	}
	return out
}

// successor advises what replaces a retired service, if that is said.
func successor(e Entry) finding.Sentence {
	if e.ReplacedBy == "" {
		return finding.Sentence{}
	}
	return finding.Say("%s replaces it", string(e.ReplacedBy))
}

// checkDependencyCycles: depends_on leads back to no service. Each cycle is
// reported once, at its first service, and named in full.
func checkDependencyCycles(s shelf) []finding.Finding {
	w := walk{shelf: s, done: map[ServiceID]bool{}}
	for _, id := range s.ids {
		w.visit(ServiceID(id))
	}
	return w.found
}

// walk goes depth first along depends_on.
type walk struct {
	shelf
	path  []ServiceID // from where it started to where it is
	done  map[ServiceID]bool
	found []finding.Finding
}

func (w *walk) visit(id ServiceID) {
	l, known := w.byID[id]
	if !known || w.done[id] {
		return
	}
	w.path = append(w.path, id)
	for _, next := range l.Entry.DependsOn {
		if i := slices.Index(w.path, next); i >= 0 {
			w.report(w.path[i:])
			continue
		}
		w.visit(next)
	}
	w.path = w.path[:len(w.path)-1]
	w.done[id] = true
}

// report names a cycle from its first id in the order of letters.
func (w *walk) report(cycle []ServiceID) {
	from := slices.Index(cycle, slices.Min(cycle))
	turned := append(slices.Clone(cycle[from:]), cycle[:from]...)
	names := joined(turned, " → ") + " → " + string(turned[0])
	l := w.byID[turned[0]]
	i := slices.Index(l.Entry.DependsOn, turned[1%len(turned)])
	f := l.finding("catalogue/dependency-cycle", dependency(i), finding.Say("services depend on each other in a circle: %s", names))
	f.Hint = finding.Say("remove one of the dependencies")
	again := func(g finding.Finding) bool { return g.Message.String() == f.Message.String() }
	if !slices.ContainsFunc(w.found, again) {
		w.found = append(w.found, f)
	}
}
