package report

import (
	"fmt"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// complete are the services that are wholly defined (§5.3).
func complete(b *books) measure {
	var m measure
	for _, e := range b.Services {
		if e.Lifecycle == catalogue.Retired {
			continue
		}
		lacks := slices.DeleteFunc(catalogue.Publishable(e), func(field string) bool { return field == "levels" })
		m.among(string(e.ID))
		if len(lacks) == 0 {
			m.counts(string(e.ID))
		}
	}
	return m
}

// measurable are the levels that can be measured.
func measurable(b *books) measure {
	var m measure
	for _, e := range b.Services {
		if e.Lifecycle == catalogue.Retired {
			continue
		}
		for i, l := range e.Levels {
			id := fmt.Sprintf("%s/levels/%d", e.ID, i)
			m.among(id)
			if measures(l) {
				m.counts(id)
			}
		}
	}
	return m
}

// measures reports whether a level says what is measured, against what, and, of a
// share or a count, over which period.
func measures(l catalogue.Level) bool {
	over := l.Unit == "percent" || l.Unit == "count"
	named := l.Metric != "custom" || !l.Name.IsZero()
	return l.Metric != "" && named && l.Op != "" && l.Unit != "" && (!over || l.Window != "")
}

// untraced are changes that cannot be followed back to a request.
func untraced(b *books) measure {
	var m measure
	for _, v := range b.Versions {
		if !b.Holds(b.day(v.PublishedAt)) {
			continue
		}
		bound := b.bound(v)
		for _, s := range v.Services {
			if s.Change == procedure.None {
				continue
			}
			id := v.Version.String() + ":" + string(s.ID)
			m.among(id)
			if bound[s.ID] != s.Digest {
				m.counts(id)
			}
		}
	}
	return m
}

// bound are the bytes that the requests of a version were bound to when it published
// them.
func (b *books) bound(v *procedure.Manifest) map[catalogue.ServiceID]catalogue.Digest {
	all := map[catalogue.ServiceID]catalogue.Digest{}
	for _, l := range b.lives {
		for _, t := range l.steps {
			if t.Step != procedure.StepPublish || t.Version != v.Version || t.before.Pass == nil && t.Emergency == "" {
				continue
			}
			for _, d := range t.before.Design {
				all[d.Service] = d.Digest
			}
		}
	}
	return all
}

// verified are the entries that are by the procedure.
func verified(b *books) measure {
	var m measure
	for _, e := range b.Entries {
		if !e.Void && b.Holds(b.Rules.Calendar.Date(e.At)) {
			m.among(e.ID)
			if e.Sound {
				m.counts(e.ID)
			}
		}
	}
	return m
}
