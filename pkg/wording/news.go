package wording

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// NewsKind says what a change is to customers, who judge for themselves.
type NewsKind string

// The kinds of news.
const (
	NewService      NewsKind = "new"
	ImprovedService NewsKind = "improved"
	ReducedService  NewsKind = "reduced"
	ChangedService  NewsKind = "changed"
	RetiredService  NewsKind = "retired"
)

// NewsKinds are all of them, in the order in which they are told.
func NewsKinds() []NewsKind {
	return []NewsKind{NewService, ImprovedService, ReducedService, ChangedService, RetiredService}
}

// Title is what stands above the news of a kind.
func (k NewsKind) Title() finding.Sentence {
	switch k {
	case NewService:
		return finding.Say("New services")
	case ImprovedService:
		return finding.Say("More than before")
	case ReducedService:
		return finding.Say("Less than before")
	case RetiredService:
		return finding.Say("No longer offered")
	}
	return finding.Say("Other changes")
}

// Told is what customers are told of one service.
type Told struct {
	Kind NewsKind
	catalogue.Comparison
	Entry    catalogue.Entry // as they see it now; as they saw it, where it is gone
	Replaced catalogue.Entry // what takes its place; zero where nothing does
}

// News is what one state of the catalogue tells the customers who knew another,
// of the services given. Both states are as they see them (catalogue.Entries.Shown).
func News(ids []catalogue.ServiceID, old, new catalogue.Entries) []Told {
	var all []Told
	for _, c := range catalogue.Differences(ids, old, new) {
		was, _ := old(c.Service)
		is, there := new(c.Service)
		t := Told{Comparison: c, Kind: kindOf(c.Severity), Entry: is}
		if !there {
			t.Entry = was
		}
		if ended(was) && ended(is) {
			continue // it was not offered before, either
		}
		if c.Successor != nil {
			t.Replaced, _ = new(c.Successor.Service)
		}
		if t.Changes = called(c.Changes, new); len(t.Changes) > 0 {
			all = append(all, t)
		}
	}
	return all
}

// called names what a replacement is called. One that is no longer seen is none: that it
// is not offered is told of itself, and its id means nothing to those who are told.
func called(changes []catalogue.Change, seen catalogue.Entries) []catalogue.Change {
	var all []catalogue.Change
	for _, c := range changes {
		if c.Field == "/replaced_by" {
			c.Old, c.Was = calledBy(c.Old, seen)
			c.New, c.Is = calledBy(c.New, seen)
			if c.Old.IsZero() && c.New.IsZero() {
				continue
			}
		}
		all = append(all, c)
	}
	return all
}

func calledBy(id catalogue.Text, seen catalogue.Entries) (catalogue.Text, any) {
	e, there := seen(catalogue.ServiceID(id.Plain))
	if !there {
		return catalogue.Text{}, nil
	}
	return id, &e
}

// ended reports whether a service is not offered: it is retired, or was never shown.
func ended(e catalogue.Entry) bool { return e.ID == "" || e.Lifecycle == catalogue.Retired }

func kindOf(s catalogue.Severity) NewsKind {
	switch s {
	case catalogue.New:
		return NewService
	case catalogue.Improved:
		return ImprovedService
	case catalogue.Weakened:
		return ReducedService
	case catalogue.Retire:
		return RetiredService
	}
	return ChangedService
}

// Telling are the changes that mean something to customers. Of a service that came
// or went as a whole they are none.
func (t Told) Telling() []catalogue.Change {
	if t.Kind == NewService || t.Kind == RetiredService {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.Changes), func(c catalogue.Change) bool { return c.Old.IsZero() && c.New.IsZero() })
}

// Called is what customers call a service: by its name and code.
func (w Wording) Called(e catalogue.Entry) string { return w.Bracketed(w.Text(e.Name), e.Code) }

// News are the lines that customers are told of one service.
func (w Wording) News(t Told) []string {
	if t.Kind != NewService && t.Kind != RetiredService {
		var lines []string
		for _, c := range t.Telling() {
			lines = append(lines, w.NewsLine(c))
		}
		return lines
	}
	return w.whole(t)
}

// whole is what is told of a service that came or went.
func (w Wording) whole(t Told) []string {
	switch {
	case t.Kind == RetiredService && t.Replaced.ID != "":
		return []string{w.Say.T("%s takes its place", w.Called(t.Replaced))}
	case t.Kind == RetiredService:
		return []string{w.Say.T("nothing takes its place")}
	case t.Entry.Lifecycle == catalogue.Ready:
		return []string{w.Text(t.Entry.Summary), w.Say.T("ready to be deployed, not yet in use")}
	}
	return []string{w.Text(t.Entry.Summary)}
}

// NewsLine is one change in customers' words.
func (w Wording) NewsLine(c catalogue.Change) string {
	was, is := w.Sides(c)
	return w.Turned(c, was, is)
}

// Turned is one change in customers' words, its sides given.
func (w Wording) Turned(c catalogue.Change, was, is string) string {
	line := w.Say.T("%s: %s → %s", w.Label(c), was, is)
	switch {
	case was == "":
		line = w.Say.T("%s: now also %s", w.Label(c), is)
	case is == "":
		line = w.Say.T("%s: no longer %s", w.Label(c), was)
	}
	if c.Severity == catalogue.Improved || c.Severity == catalogue.Weakened {
		return w.Say.T("%s (%s)", line, catalogue.Word(c.Severity))
	}
	return line
}
