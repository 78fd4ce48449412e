package site

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/wording"
)

// entryPage is what the page of an entry shows.
type entryPage struct {
	catalogue.Entry
	Ended    bool // retired: its page says so, and how it came to that
	Facts    []fact
	Lists    []fact
	Levels   []level
	Inside   []fact
	Chapters []chapterPage
}

// fact is a field and what it says.
type fact struct {
	Field  string
	Values []said
	Links  []catalogue.ServiceID // beside the values
}

// level is a row of the table of levels.
type level struct {
	Metric                          said
	Priority, Target, Window, Clock string
}

// chapterPage is what a version changed of an entry, or an entry that a version changed.
type chapterPage struct {
	Release export.Release
	Entry   catalogue.Entry
	Page    bool // the entry has one
	New     bool // it came as a whole
	Lines   [][]said
}

func (t *tree) entry(e catalogue.Entry) entryPage {
	p := entryPage{Entry: e, Ended: e.Lifecycle == catalogue.Retired, Facts: kept(t.facts(e)), Lists: kept(t.lists(e))}
	if p.Ended { // what it promised stands in the history
		p.Facts = slices.DeleteFunc(p.Facts, func(f fact) bool { return f.Field != "replaced_by" && f.Field != "sunset_on" })
	}
	for _, l := range e.Levels {
		p.Levels = append(p.Levels, t.level(l))
	}
	if t.site.Audience == export.Inside {
		p.Inside = kept(t.inside(e))
	}
	for _, c := range t.history.entries[e.ID] {
		p.Chapters = append(p.Chapters, t.chapter(c))
	}
	return p
}

func (t *tree) chapter(c chapter) chapterPage {
	of := t.site.States[c.state]
	_, there := t.entries[c.Entry.ID]
	return chapterPage{of.Release, c.Entry, there, c.Kind == wording.NewService, t.lines(c)}
}

// facts are what an entry says in a line each, in the order of §5.3 and the schema.
func (t *tree) facts(e catalogue.Entry) []fact {
	var ways []string
	for _, d := range e.Delivery {
		ways = append(ways, t.words.Say.Word(string(d)))
	}
	return []fact{
		{Field: "objective", Values: []said{t.text(e.Objective)}},
		{Field: "audience", Values: []said{t.text(e.Audience)}},
		{Field: "category", Values: []said{t.term(string(e.Category))}},
		{Field: "type", Values: []said{t.term(string(e.Kind))}},
		{Field: "frequency", Values: t.frequency(e.Frequency)},
		{Field: "hours", Values: t.hours(e.Hours)},
		{Field: "delivery", Values: []said{plain(wording.Begun(t.words.List(ways)))}},
		{Field: "workload", Values: []said{t.text(e.Workload)}},
		{Field: "exceptions", Values: []said{t.text(e.Exceptions)}},
		{Field: "request_how", Values: []said{t.text(e.RequestHow)}},
		{Field: "lead_time", Values: []said{t.text(e.LeadTime)}},
		{Field: "price_ref", Values: []said{plain(e.PriceRef)}},
		{Field: "lifecycle", Values: []said{t.term(string(e.Lifecycle))}},
		{Field: "replaced_by", Links: given(e.ReplacedBy)},
		{Field: "sunset_on", Values: []said{plain(e.SunsetOn)}},
		{Field: "id", Values: []said{plain(string(e.ID))}},
	}
}

// lists are what an entry says in a line an item.
func (t *tree) lists(e catalogue.Entry) []fact {
	return []fact{
		{Field: "content", Values: t.texts(e.Content)},
		{Field: "exclusions", Values: t.texts(e.Exclusions)},
		{Field: "prerequisites", Values: t.texts(e.Prerequisites)},
	}
}

// inside are the fields that only the organisation's own people see: what customers are
// given says nothing in them.
func (t *tree) inside(e catalogue.Entry) []fact {
	all := []fact{
		{Field: "owner", Values: []said{t.term(e.Owner)}},
		{Field: "visibility", Values: []said{t.term(string(e.Visibility))}},
		{Field: "criticality", Values: []said{t.term(string(e.Criticality))}},
		{Field: "depends_on", Links: e.DependsOn},
		{Field: "tags", Values: []said{plain(t.words.List(e.Tags))}},
		{Field: "notes", Values: []said{t.text(e.Notes)}},
	}
	if e.Cost != nil {
		all = append(all, fact{Field: "cost", Values: []said{plain(e.Cost.Amount.String() + " " + e.Cost.Currency), t.text(e.Cost.Note)}})
	}
	if e.ReviewMonths > 0 {
		all = append(all, fact{Field: "review_months", Values: []said{plain(catalogue.Number(e.ReviewMonths).String())}})
	}
	if r := t.review(e.ID); r.Due != "" {
		all = append(all, fact{Field: "review_due", Values: []said{plain(r.Due)}})
	}
	return all
}

// hours are the hours of service, and what is noted of them in its own language.
func (t *tree) hours(h *catalogue.Hours) []said {
	if h == nil {
		return nil
	}
	bare := *h
	bare.Note = catalogue.Text{}
	return []said{plain(t.words.Hours(&bare)), t.text(h.Note)}
}

func (t *tree) frequency(f *catalogue.Frequency) []said {
	if f == nil {
		return nil
	}
	bare := *f
	bare.Note = catalogue.Text{}
	return []said{plain(wording.Begun(t.words.Frequency(&bare))), t.text(f.Note)}
}

func (t *tree) texts(of []catalogue.Text) []said {
	var all []said
	for _, one := range of {
		all = append(all, t.text(one))
	}
	return all
}

func (t *tree) level(l catalogue.Level) level {
	metric := t.text(l.Name)
	if metric.Text == "" {
		metric = t.term(string(l.Metric))
	}
	return level{metric, string(l.Priority), t.words.Target(l), t.words.Say.Word(string(l.Window)), t.words.Clock(l)}
}

// term is a fixed value of a field.
func (t *tree) term(word string) said { return plain(wording.Begun(t.words.Say.Word(word))) }

// given is one service, if it is one.
func given(id catalogue.ServiceID) []catalogue.ServiceID {
	if id == "" {
		return nil
	}
	return []catalogue.ServiceID{id}
}

// kept leaves out what says nothing.
func kept(facts []fact) []fact {
	var all []fact
	for _, f := range facts {
		var values []said
		for _, v := range f.Values {
			if v.Text != "" {
				values = append(values, v)
			}
		}
		if f.Values = values; len(f.Values) > 0 || len(f.Links) > 0 {
			all = append(all, f)
		}
	}
	return all
}

// factList are facts on a page that stands so far below the top of its tree.
type factList struct {
	Root  string
	Facts []fact
}

func factsFrom(root string, facts []fact) factList { return factList{root, facts} }
