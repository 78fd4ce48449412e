package site

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
)

// group are the services of one category.
type group struct {
	Category catalogue.Category
	Entries  []catalogue.Entry
}

// home are the services that can be had or still are, by category in the order of the
// schema; retired ones belong to the history.
func (t *tree) home() []group {
	by := map[catalogue.Category][]catalogue.Entry{}
	for _, e := range t.site.Entries {
		if e.Lifecycle != catalogue.Retired {
			by[e.Category] = append(by[e.Category], e)
		}
	}
	var all []group
	for _, c := range catalogue.Categories() {
		if len(by[c]) > 0 {
			all = append(all, group{c, by[c]})
		}
	}
	return all
}

// mark is what readers must see of an entry at once: that it cannot be had any more, or
// not yet.
func (t *tree) mark(e catalogue.Entry) string {
	if e.Lifecycle == catalogue.Active {
		return ""
	}
	return t.words.Say.Word(string(e.Lifecycle))
}

// review is when an entry is to be reviewed next; customers are not told.
func (t *tree) review(id catalogue.ServiceID) Review {
	i := slices.IndexFunc(t.site.Reviews, func(r Review) bool { return r.Service == id })
	if i < 0 || t.site.Audience != export.Inside {
		return Review{}
	}
	return t.site.Reviews[i]
}

// link is another service by its name, and its page where it has one.
type link struct {
	said
	To string
}

func (t *tree) link(root string, id catalogue.ServiceID) link {
	if e, ok := t.entries[id]; ok {
		return link{t.text(e.Name), root + entryPath(id)}
	}
	return link{said: plain(string(id))}
}

// service is a service that a version changed, by the name that it had.
func (t *tree) service(root string, c chapterPage) link {
	l := link{said: t.text(c.Entry.Name)}
	if c.Page {
		l.To = root + entryPath(c.Entry.ID)
	}
	return l
}
