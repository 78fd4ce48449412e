package procedure

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Filed is a record with where it was read.
type Filed[R any] struct {
	File   string // with forward slashes; its last part without ".yaml" is the id
	Record *R     // nil if it could not be read: then it is only known to be there
	Places func(pointer string) finding.Place
}

// id is what the file's name says.
func (f Filed[R]) id() string { return strings.TrimSuffix(path.Base(f.File), ".yaml") }

// Books are the records of one catalogue, as far as they refer to each other.
type Books struct {
	Rules    *Procedure // nil where it could not be read
	Services []catalogue.Located
	Requests []Filed[Request]
	Meetings []Filed[Meeting]
	Versions []Filed[Manifest]

	Confirmations   []Filed[Confirmation]
	PeriodicReviews []Filed[PeriodicReview]
	Agreements      []Filed[Agreement]
	Improvements    []Filed[Improvement]
}

// References finds what records refer to and is not there, and records whose id is not
// that of their file. People are not looked for: a request may be raised by anyone. A
// service that was retired since is no fault where it is history; only an open request
// that asks for one is warned of.
func References(b Books) []finding.Finding {
	c := newRefer(b)
	each(c, b.Requests, page.request)
	each(c, b.Meetings, page.meeting)
	each(c, b.Confirmations, page.confirmation)
	each(c, b.PeriodicReviews, page.periodicReview)
	each(c, b.Agreements, page.agreement)
	each(c, b.Improvements, page.improvement)
	each(c, b.Versions, page.version)
	if newest := newestOf(b.Versions); newest != nil {
		page{c, newest.File, newest.Places}.published(newest.Record)
	}
	finding.Sort(c.found)
	return c.found
}

// each looks at those records of a kind that could be read. look is told a record and
// the id that its file's name says.
func each[R any](c *refer, records []Filed[R], look func(page, *R, string)) {
	for _, f := range records {
		if f.Record != nil {
			look(page{c, f.File, f.Places}, f.Record, f.id())
		}
	}
}

// newestOf is the version that names every service ever published: a published
// service never vanishes.
func newestOf(versions []Filed[Manifest]) *Filed[Manifest] {
	var newest *Filed[Manifest]
	for i := range versions {
		v := &versions[i]
		if v.Record != nil && (newest == nil || newest.Record.Version.Compare(v.Record.Version) < 0) {
			newest = v
		}
	}
	return newest
}

// refer checks references.
type refer struct {
	rules    *Procedure
	services names // that have a file
	known    names // these, and those that a version or a design speaks of
	requests names
	meetings names
	versions names
	entries  map[catalogue.ServiceID]*catalogue.Entry
	ended    map[catalogue.ServiceID]bool // by a version
	found    []finding.Finding
}

func newRefer(b Books) *refer {
	c := &refer{rules: b.Rules, entries: map[catalogue.ServiceID]*catalogue.Entry{}, ended: map[catalogue.ServiceID]bool{}}
	for i := range b.Services {
		l := &b.Services[i]
		id := cmp.Or(l.Entry.ID, l.Named())
		c.services.add(string(id), string(l.Named())) // where the two differ, that is told already
		c.entries[id] = &l.Entry
	}
	c.known.add(c.services.list...)
	for _, r := range b.Requests {
		c.requests.add(r.id())
		c.known.add(designed(r.Record)...)
	}
	for _, m := range b.Meetings {
		c.meetings.add(m.id())
	}
	for _, v := range b.Versions {
		c.versions.add(v.id())
		c.publishes(v.Record)
	}
	for _, n := range []*names{&c.services, &c.requests, &c.meetings, &c.versions} {
		slices.Sort(n.list)
	}
	return c
}

// publishes notes the services of a version, and those that it took out of use.
func (c *refer) publishes(m *Manifest) {
	if m == nil {
		return
	}
	for _, s := range m.Services {
		c.known.add(string(s.ID))
		if s.Change == Retire {
			c.ended[s.ID] = true
		}
	}
}

// designed are the services that a request brought; they may have been set aside
// since.
func designed(r *Request) []string {
	var ids []string
	if r == nil {
		return nil
	}
	for _, e := range r.History {
		for _, d := range e.Design {
			if d.Change == Add {
				ids = append(ids, string(d.Service))
			}
		}
	}
	return ids
}

// names are known ids.
type names struct {
	list []string
	has  map[string]bool
}

func (n *names) add(ids ...string) {
	for _, id := range ids {
		if n.has[id] {
			continue
		}
		if n.has == nil {
			n.has = map[string]bool{}
		}
		n.has[id] = true
		n.list = append(n.list, id)
	}
}

// nearest advises the known id that is nearest, if one is near.
func (n *names) nearest(id string) finding.Sentence {
	near, ok := finding.Nearest(id, n.list)
	if !ok {
		return finding.Sentence{}
	}
	return finding.Say("did you mean %s?", near)
}
