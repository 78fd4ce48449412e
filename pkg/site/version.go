package site

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/wording"
)

// versionPage is what the page of a version shows.
type versionPage struct {
	export.Release
	Day         string // of its publication
	News        []newsPage
	Differences []differencePage
	Before      string // the version before it; empty for the first
	After       string
	Count       int // services that can be had
	Behind      Behind
}

// newsPage is the news of one kind.
type newsPage struct {
	Title    finding.Sentence
	Services []chapterPage
}

// differencePage is how one entry differs from the version before.
type differencePage struct {
	Chapter chapterPage
	Rows    []differenceRow
}

type differenceRow struct {
	Field    string
	Was, Is  said
	Severity catalogue.Severity // as far as it says something to the reader
	Means    string
	Why      string
}

// versions are the lines of the table of versions.
func (t *tree) versions() []versionPage {
	all := make([]versionPage, len(t.site.States))
	for i, s := range t.site.States {
		all[i] = versionPage{Release: s.Release, Day: day(s.PublishedAt), News: t.counted(i), Count: offered(s.Entries)}
	}
	return all
}

// counted are the kinds of news of a version, with the services of each.
func (t *tree) counted(i int) []newsPage {
	var all []newsPage
	for _, kind := range wording.NewsKinds() {
		page := newsPage{Title: kind.Title()}
		for _, told := range t.history.news[i] {
			if c := t.chapter(chapter{i, told}); told.Kind == kind && len(c.Lines) > 0 {
				page.Services = append(page.Services, c)
			}
		}
		if len(page.Services) > 0 {
			all = append(all, page)
		}
	}
	return all
}

func offered(entries []catalogue.Entry) int {
	n := 0
	for _, e := range entries {
		if e.Lifecycle != catalogue.Retired {
			n++
		}
	}
	return n
}

func (t *tree) version(i int) versionPage {
	s := t.site.States[i]
	p := versionPage{Release: s.Release, Day: day(s.PublishedAt), News: t.counted(i), Count: offered(s.Entries)}
	if t.site.Audience == export.Inside {
		p.Behind = s.Behind
	}
	if i+1 < len(t.site.States) {
		p.Before = t.site.States[i+1].Version.String()
	}
	if i > 0 {
		p.After = t.site.States[i-1].Version.String()
	}
	for _, told := range t.history.news[i] {
		d := differencePage{Chapter: t.chapter(chapter{i, told})}
		for _, c := range told.Telling() {
			d.Rows = append(d.Rows, t.difference(c))
		}
		if len(d.Rows) > 0 {
			p.Differences = append(p.Differences, d)
		}
	}
	return p
}

// difference is one change. What only reviewers weigh is told to the organisation's own
// people alone.
func (t *tree) difference(c catalogue.Change) differenceRow {
	row := differenceRow{Field: t.words.Label(c)}
	row.Was, row.Is = t.sides(c)
	inside := t.site.Audience == export.Inside
	if inside || c.Severity == catalogue.Improved || c.Severity == catalogue.Weakened {
		row.Severity, row.Means = c.Severity, t.words.Say.Word(string(c.Severity))
	}
	if inside {
		row.Why = t.words.Say.Say(c.Reason)
	}
	return row
}
