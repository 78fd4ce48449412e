package site

import (
	"reflect"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/wording"
)

// history is what each version told those who knew the one before.
type history struct {
	news    [][]wording.Told // as States are ordered
	entries map[catalogue.ServiceID][]chapter
}

// chapter is what one version changed of an entry.
type chapter struct {
	state int // in States
	wording.Told
}

// history compares each version with the one before it.
func (c Catalogue) history() history {
	h := history{news: make([][]wording.Told, len(c.States)), entries: map[catalogue.ServiceID][]chapter{}}
	before := map[catalogue.ServiceID]catalogue.Entry{}
	for i := len(c.States) - 1; i >= 0; i-- {
		now := byID(c.States[i].Entries)
		h.news[i] = wording.News(differing(c.States, i), finder(before), finder(now))
		before = now
	}
	for i, news := range h.news {
		for _, t := range news {
			h.entries[t.Service] = append(h.entries[t.Service], chapter{i, t})
		}
	}
	return h
}

func byID(entries []catalogue.Entry) map[catalogue.ServiceID]catalogue.Entry {
	all := make(map[catalogue.ServiceID]catalogue.Entry, len(entries))
	for _, e := range entries {
		all[e.ID] = e
	}
	return all
}

func finder(all map[catalogue.ServiceID]catalogue.Entry) catalogue.Entries {
	return func(id catalogue.ServiceID) (catalogue.Entry, bool) {
		e, ok := all[id]
		return e, ok
	}
}

// differing are the services of which a version says something else than the one
// before it, in the order of their ids.
func differing(states []State, i int) []catalogue.ServiceID {
	var old []catalogue.Entry
	if i+1 < len(states) {
		old = states[i+1].Entries
	}
	var ids []catalogue.ServiceID
	for new := states[i].Entries; len(old) > 0 || len(new) > 0; {
		switch {
		case len(old) == 0 || len(new) > 0 && new[0].ID < old[0].ID:
			ids, new = append(ids, new[0].ID), new[1:]
		case len(new) == 0 || old[0].ID < new[0].ID:
			ids, old = append(ids, old[0].ID), old[1:]
		default:
			if !reflect.DeepEqual(old[0], new[0]) {
				ids = append(ids, new[0].ID)
			}
			old, new = old[1:], new[1:]
		}
	}
	return ids
}
