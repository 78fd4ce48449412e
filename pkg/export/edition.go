// Package export puts a published version on paper: Markdown, spreadsheets, JSON,
// Word, entries for other catalogues. It is given an Edition and writes bytes; it
// knows no Git, no clock and no procedure, and shows of an entry only what the
// edition holds.
package export

import (
	"cmp"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Audience is for whom an edition is made.
type Audience string

// The audiences. Customers see what catalogue.Entry.Shown gives (§3); the
// organisation's own people see everything.
const (
	Customers Audience = "customer"
	Inside    Audience = "internal"
)

// Edition is one published version, made for an audience.
type Edition struct {
	Organisation catalogue.Text
	Main         lang.Language // in which a text of one string is
	Ledger       string        // its id, by which anybody can verify the version
	Release
	Audience Audience
	Entries  []catalogue.Entry // in the order of their ids
	Releases []Release         // all versions up to this one, the newest first

	TimeZone  string     // the organisation's
	Agreement *Agreement // whose services these are; nil: those of the version
	Goal      *Goal      // of OpenSLO; nil: nobody said
}

// Release is a version as the version table of a document names it.
type Release struct {
	Version       catalogue.Version
	PublishedAt   string // RFC 3339
	PublishedBy   string // the name of who signed it
	EffectiveFrom string // YYYY-MM-DD
	Digest        catalogue.Digest
	Notes         catalogue.Text
	Changes       map[catalogue.Severity]int // how many of the services that the audience sees changed, by severity
}

// day is the date of publication, YYYY-MM-DD.
func (r Release) day() string { return r.PublishedAt[:min(len(r.PublishedAt), len("2006-01-02"))] }

// group are the services of one category.
type group struct {
	category catalogue.Category
	entries  []catalogue.Entry
}

// groups are the services that can be had or still are, by category in the order of
// the schema; retired ones belong to the history.
func (e Edition) groups() []group {
	var all []group
	for _, c := range catalogue.Categories() {
		g := group{category: c}
		for _, entry := range e.Entries {
			if entry.Category == c && entry.Lifecycle != catalogue.Retired {
				g.entries = append(g.entries, entry)
			}
		}
		if len(g.entries) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// find is an entry of the edition.
func (e Edition) find(id catalogue.ServiceID) (catalogue.Entry, bool) {
	i, there := slices.BinarySearchFunc(e.Entries, id, func(entry catalogue.Entry, id catalogue.ServiceID) int { return cmp.Compare(entry.ID, id) })
	if !there {
		return catalogue.Entry{}, false
	}
	return e.Entries[i], true
}
