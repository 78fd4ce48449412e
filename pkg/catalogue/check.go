package catalogue

import (
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Located is an entry with where it was read. Of a file that could not be read as
// an entry only File is given: no rule judges it, and whoever names the service
// after which it is named is not told that there is none.
type Located struct {
	File   string // with forward slashes; its last part without ".yaml" is to be the id
	Entry  Entry
	Places func(pointer string) finding.Place // where a value stands; may be nil
}

// Staff are the names that the procedure has for those who may own a service. The
// zero Staff is that of no procedure: then nothing is said about owners.
type Staff struct {
	Roles  []string
	Groups []string // several roles in one; no single one answers for a service
	People []string
	Left   []string // of the people, those who hold no role any more
}

// Alone judges one entry by itself. Each rule is one function of the table below.
func Alone(l Located) []finding.Finding {
	var out []finding.Finding
	for _, rule := range []func(*Located) []finding.Finding{
		checkDeprecated,
		checkObjective,
		checkMeasured,
		checkIdleLevels,
		checkPublishable,
	} {
		out = append(out, rule(&l)...)
	}
	return out
}

// Among judges entries against each other and against the procedure's staff. Each
// rule is one function of the table below; of an entry it reads no more than id,
// lifecycle, owner, depends_on and replaced_by.
func Among(entries []Located, staff Staff) []finding.Finding {
	s := newShelf(entries)
	s.staff = staff
	var out []finding.Finding
	for _, rule := range []func(shelf) []finding.Finding{
		checkFileName,
		checkUniqueID,
		checkDependenciesKnown,
		checkDependencyCycles,
		checkDependenciesLive,
		checkReplacement,
		checkReplacementCycles,
		checkOwner,
	} {
		out = append(out, rule(s)...)
	}
	finding.Sort(out)
	return out
}

// shelf is the entries in the order of their files, and by id.
type shelf struct {
	entries []*Located
	byID    map[ServiceID]*Located // the first of each id
	names   []string               // the ids, sorted
	files   map[ServiceID]bool     // the ids that files are named after
	staff   Staff
}

func newShelf(entries []Located) shelf {
	s := shelf{entries: make([]*Located, len(entries)), byID: map[ServiceID]*Located{}, files: map[ServiceID]bool{}}
	for i := range entries {
		s.entries[i] = &entries[i]
	}
	slices.SortStableFunc(s.entries, func(a, b *Located) int { return strings.Compare(a.File, b.File) })
	for _, l := range s.entries {
		s.files[l.Named()] = true
		if !l.misnamed() {
			s.note(l.Entry.ID, l)
		}
	}
	// A misnamed entry is known by both names: that is one fault, told already.
	for _, l := range s.entries {
		s.note(l.Entry.ID, l)
		s.note(l.Named(), l)
	}
	for id := range s.byID {
		s.names = append(s.names, string(id))
	}
	slices.Sort(s.names)
	return s
}

func (s shelf) note(id ServiceID, l *Located) {
	if _, known := s.byID[id]; !known && id != "" {
		s.byID[id] = l
	}
}

// Named is the id that the file's name gives.
func (l *Located) Named() ServiceID { return ServiceID(strings.TrimSuffix(path.Base(l.File), ".yaml")) }

// live reports whether an entry was read and is not retired: its wording can still
// be bettered.
func (l *Located) live() bool { return l.Entry.ID != "" && l.Entry.Lifecycle != Retired }

// retired reports whether the id is that of a retired service.
func (s shelf) retired(id ServiceID) bool {
	l, known := s.byID[id]
	return known && l.Entry.Lifecycle == Retired
}

// unknown reports an id that no entry has, or nothing.
func (s shelf) unknown(l *Located, pointer string, id ServiceID) []finding.Finding {
	if _, known := s.byID[id]; known {
		return nil
	}
	f := l.finding("catalogue/unknown-service", pointer, finding.Say("there is no service %s", string(id)))
	f.Hint = didYouMean(string(id), s.names)
	return []finding.Finding{f}
}

// didYouMean advises the known name that is nearest, if one is near.
func didYouMean(name string, known []string) finding.Sentence {
	near, ok := finding.Nearest(name, known)
	if !ok {
		return finding.Sentence{}
	}
	return finding.Say("did you mean %s?", near)
}

// finding is an error at a value of the entry.
func (l *Located) finding(rule, pointer string, message finding.Sentence) finding.Finding {
	return finding.Finding{
		File: l.File, Start: l.place(pointer), Rule: rule, Severity: finding.Error,
		Pointer: pointer, Message: message,
	}
}

// warning is what may stay, but had better not.
func (l *Located) warning(rule, pointer string, message finding.Sentence) finding.Finding {
	f := l.finding(rule, pointer, message)
	f.Severity = finding.Warning
	return f
}

// place is where a value stands, if that is known.
func (l *Located) place(pointer string) finding.Place {
	if l.Places == nil {
		return finding.Place{}
	}
	return l.Places(pointer)
}

// dependency is the JSON pointer to an item of depends_on.
func dependency(index int) string { return at("depends_on", index) }
