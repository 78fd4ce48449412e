package procedure

import (
	"cmp"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// ReviewDue is when a service is to be reviewed next (§4.2), and what that rests on:
// the last periodic review of it, or else the version that brought its bytes.
type ReviewDue struct {
	Service catalogue.ServiceID
	On      string // YYYY-MM-DD, the last day on which it is in time
	Review  string // that set it; empty where none has yet
	Since   catalogue.Version
}

// Overdue reports whether the date is past on a day (YYYY-MM-DD).
func (d ReviewDue) Overdue(today string) bool { return d.On != "" && d.On < today }

// Shelf is what due dates are counted from.
type Shelf struct {
	Version *Manifest // the last; nil where there is none
	Entries []catalogue.Entry
	Reviews []*PeriodicReview // those that count, in the order of their entries
	// Published is the day on which a version was published.
	Published func(catalogue.Version) (string, error)
}

// Due is when each service of the last version is to be reviewed, the soonest first.
// Retired ones are reviewed no more.
func (p *Procedure) Due(s Shelf) ([]ReviewDue, error) {
	if s.Version == nil {
		return nil, nil
	}
	last := map[catalogue.ServiceID]ReviewDue{}
	for _, r := range s.Reviews {
		for _, of := range r.Services {
			last[of.Service] = ReviewDue{Service: of.Service, On: of.NextDue, Review: r.ID}
		}
	}
	entries := map[catalogue.ServiceID]catalogue.Entry{}
	for _, e := range s.Entries {
		entries[e.ID] = e
	}
	var all []ReviewDue
	for _, one := range s.Version.Services {
		if entries[one.ID].Lifecycle == catalogue.Retired {
			continue
		}
		due, reviewed := last[one.ID]
		if !reviewed {
			from, err := s.Published(one.Since)
			if err != nil {
				return nil, err
			}
			due = ReviewDue{Service: one.ID, On: p.NextReview(entries[one.ID], from)}
		}
		due.Since = one.Since
		all = append(all, due)
	}
	slices.SortStableFunc(all, func(a, b ReviewDue) int { return cmp.Compare(a.On, b.On) })
	return all, nil
}

// NextReview is the day by which a service that was looked at on a day is to be
// looked at again: its own months, or else those of the rules, later. The 31st is the
// month's last day where that is shorter. It is empty where the day is none.
func (p *Procedure) NextReview(e catalogue.Entry, from string) string {
	day, err := time.Parse(dateForm, from[:min(len(from), len(dateForm))])
	if err != nil {
		return ""
	}
	months := cmp.Or(int(e.ReviewMonths), p.Rules.ReviewMonths)
	if months == 0 {
		return ""
	}
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(day.Day(), first.AddDate(0, 1, -1).Day())-1).Format(dateForm)
}
