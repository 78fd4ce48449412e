package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

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
