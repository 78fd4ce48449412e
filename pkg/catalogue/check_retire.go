package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

// checkReplacement: what replaces a service is another one, in the catalogue
// and not itself retired (unless the replaced one is retired too: then it is
// history).
func checkReplacement(s shelf) []finding.Finding {
	const pointer = "/replaced_by"
	var out []finding.Finding
	for _, l := range s.entries {
		by := l.Entry.ReplacedBy
		switch {
		case by == "":
		case by == l.Entry.ID:
			out = append(out, l.finding("catalogue/replaced-by-self", pointer, finding.Say("%s cannot replace itself", string(by))))
		case s.retired(by) && l.Entry.Lifecycle != Retired:
			f := l.finding("catalogue/retired-service", pointer, finding.Say("%s is retired; it cannot replace anything", string(by)))
			f.Hint = successor(s.byID[by].Entry)
			out = append(out, f)
		default:
			out = append(out, s.unknown(l, pointer, by)...)
		}
	}
	return out
}

// checkDeprecated: who uses a deprecated service is told what follows or when
// it ends.
func checkDeprecated(l *Located) []finding.Finding {
	e := &l.Entry
	if e.Lifecycle != Deprecated || e.ReplacedBy != "" || e.SunsetOn != "" {
		return nil
	}
	f := l.warning("catalogue/deprecated-open", "/lifecycle", finding.Say("the service is deprecated, but neither what replaces it nor when it ends is said"))
	f.Hint = finding.Say("add replaced_by or sunset_on")
	return []finding.Finding{f}
}
