package catalogue

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Located is an entry with where it was read.
type Located struct {
	File   string // with forward slashes; its last part without ".yaml" is to be the id
	Entry  Entry
	Places func(pointer string) finding.Place // where a value stands; may be nil
}

// Check judges entries against each other and gives what is wrong, sorted. Each
// rule is one function of the table below.
func Check(entries []Located) []finding.Finding {
	s := newShelf(entries)
	var out []finding.Finding
	for _, rule := range []func(shelf) []finding.Finding{
		checkFileName,
		checkUniqueID,
		checkDependenciesKnown,
		checkDependencyCycles,
		checkDependenciesLive,
		checkReplacement,
		checkDeprecated,
	} {
		out = append(out, rule(s)...)
	}
	finding.Sort(out)
	return out
}

// shelf is the entries in the order of their files, and by id.
type shelf struct {
	entries []Located
	byID    map[ServiceID]Located // the first of each id
	ids     []string              // sorted
}

func newShelf(entries []Located) shelf {
	s := shelf{entries: slices.Clone(entries), byID: map[ServiceID]Located{}}
	slices.SortStableFunc(s.entries, func(a, b Located) int { return strings.Compare(a.File, b.File) })
	for _, l := range s.entries {
		id := l.Entry.ID
		if _, known := s.byID[id]; !known && id != "" {
			s.byID[id] = l
			s.ids = append(s.ids, string(id))
		}
	}
	slices.Sort(s.ids)
	return s
}

// retired reports whether the id is that of a retired service.
func (s shelf) retired(id ServiceID) bool {
	l, known := s.byID[id]
	return known && l.Entry.Lifecycle == Retired
}

// unknown reports an id that no entry has, or nothing.
func (s shelf) unknown(l Located, pointer string, id ServiceID) []finding.Finding {
	if _, known := s.byID[id]; known {
		return nil
	}
	f := l.finding("catalogue/unknown-service", pointer, finding.Say("there is no service %s", string(id)))
	if near, ok := finding.Nearest(string(id), s.ids); ok {
		f.Hint = finding.Say("did you mean %s?", near)
	}
	return []finding.Finding{f}
}

// finding is an error at a value of the entry.
func (l Located) finding(rule, pointer string, message finding.Sentence) finding.Finding {
	return finding.Finding{
		File: l.File, Start: l.place(pointer), Rule: rule, Severity: finding.Error,
		Pointer: pointer, Message: message,
	}
}

// place is where a value stands, if that is known.
func (l Located) place(pointer string) finding.Place {
	if l.Places == nil {
		return finding.Place{}
	}
	return l.Places(pointer)
}

// dependency is the JSON pointer to an item of depends_on.
func dependency(index int) string { return at("depends_on", index) }
