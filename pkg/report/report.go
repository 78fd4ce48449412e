// Package report measures how the procedure is kept: key figures of a period, each
// with what was counted and what it was counted among. It is given the facts of a
// ledger that was judged and gives figures, and pages that show them; it knows no Git,
// no files and no clock. The same facts and the same period give the same bytes.
package report

import (
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// Facts are what a report is made from: the records at one commit of the ledger.
type Facts struct {
	Rules    *procedure.Procedure
	Ledger   string // its id
	Commit   string
	Entries  []Entry                     // of the ledger, the oldest first
	Requests []*procedure.Request        // in the order of their numbers
	Versions []*procedure.Manifest       // those that were not ruled void, in rising order
	Reviews  []*procedure.PeriodicReview // those that were not ruled void, in the order of their entries
	Services []catalogue.Entry           // of the last version of the period

	Agreements []*procedure.Agreement // in the order of their numbers

	Improvements []*procedure.Improvement // of the procedure, in the order of their numbers
}

// Entry is one commit that takes a step by the procedure, or claims to.
type Entry struct {
	ID    string // its number; the commit's name, where it is not sound
	At    time.Time
	Sound bool // false: it was not by the procedure, and a repair names it
	Void  bool // ruled void: it counts for nothing
}

// Period is the days that a report is about, both included, YYYY-MM-DD in the
// organisation's zone.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Holds reports whether a day lies in the period.
func (p Period) Holds(day string) bool { return p.From <= day && day <= p.To }

// Report is the figures of a period.
type Report struct {
	Facts
	Period
	Version  catalogue.Version // the last one of the period; zero where there was none
	Unlisted []string          // years of the period whose holidays the calendar does not list
	Figures  []Figure
}

// Make measures a period. Nothing that happened behind its end counts.
func Make(f Facts, p Period) Report {
	r := Report{Facts: f, Period: p, Unlisted: f.Rules.Calendar.Unlisted(p.From, p.To)}
	for _, m := range f.Versions {
		if f.day(m.PublishedAt) <= p.To {
			r.Version = m.Version
		}
	}
	b := &books{Facts: f, Period: p, lives: lives(f, p.To)}
	for _, k := range table() {
		r.Figures = append(r.Figures, Figure{indicator: k, measure: k.of(b)})
	}
	return r
}

// books are the facts as the indicators read them.
type books struct {
	Facts
	Period
	lives []life
}

// day is the date of a time of the records, in the organisation's zone.
func (f Facts) day(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return f.Rules.Calendar.Date(t)
}

// Figure is one indicator as it was measured.
type Figure struct {
	indicator
	measure
}

// Reason is why a figure has no value: it is not applicable.
type Reason string

// The reasons, as JSON names them.
const (
	Measured  Reason = ""           // it has a value
	Nothing   Reason = "nothing"    // nothing of the kind happened in the period
	NoRecords Reason = "no_records" // the ledger keeps no such records
	NoLimit   Reason = "no_limit"   // the procedure sets no limit
)

// measure is what an indicator counted.
type measure struct {
	Numerator   []string // ids of what counts
	Denominator []string // ids of what it is counted among
	Days        []Took   // how long each took, where it is about time
	Parts       []Part   // the numerator by kind, where it is about kinds
	why         Reason
}

// Took is how many working days something took.
type Took struct {
	ID   string `json:"id"`
	Days int    `json:"days"`
}

// Part is one kind among those counted.
type Part struct {
	Key string // as the records name it; a word for people
	IDs []string
}

// Reason says why there is no value.
func (m measure) Reason() Reason {
	if m.why == Measured && len(m.Denominator) == 0 {
		return Nothing
	}
	return m.why
}

// Share is the numerator as a part of the denominator, which is not empty.
func (m measure) Share() float64 { return float64(len(m.Numerator)) / float64(len(m.Denominator)) }

// Percentile is the number of working days that p in a hundred did not exceed: a value
// that occurred (nearest rank). There is at least one.
func (m measure) Percentile(p int) int {
	days := make([]int, len(m.Days))
	for i, d := range m.Days {
		days[i] = d.Days
	}
	slices.Sort(days)
	return days[(p*len(days)+99)/100-1]
}

// Why says in a sentence why there is no value.
func (r Reason) Why() finding.Sentence {
	switch r {
	case Nothing:
		return finding.Say("nothing to count in the period")
	case NoRecords:
		return finding.Say("the ledger keeps no such records yet")
	case NoLimit:
		return finding.Say("the procedure sets no time to decide in")
	}
	return finding.Sentence{}
}
