package cli

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/notify"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// tidings are what there is to tell, with where it begins.
type tidings struct {
	notify.News
	since int // -1 where nothing that happened is told
}

// tidings gathers what the flags ask for from a ledger that was found good.
func (a *app) tidings(ctx context.Context, o *notifyOptions) (*tidings, error) {
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	d, err := a.openIn(ctx, repo)
	if err != nil {
		return nil, err
	}
	proof, err := a.proof(ctx, repo)
	if err != nil {
		return nil, err
	}
	n := &tidings{notify.News{Rules: d.rules, Ledger: string(proof.Ledger), Entry: proof.Last.Number}, -1}
	if o.due {
		if n.Events, err = d.dues(ctx, o.within); err != nil {
			return nil, err
		}
	}
	if o.since != "" {
		if n.since, err = d.entryAt(ctx, o.since, n.Entry); err != nil {
			return nil, err
		}
		d.recallLent(ctx)
		happened, err := d.stepped(ctx, n.since)
		if err != nil {
			return nil, err
		}
		n.Events = append(n.Events, happened...)
	}
	return n, n.only(o.whom)
}

// longestNumber is the most digits of an entry's number: a longer one is a revision.
const longestNumber = 6

// entryAt is the number of the last entry that a version, a revision or the number
// itself means. A revision of another history means none.
func (d *desk) entryAt(ctx context.Context, given string, last int) (int, error) {
	if n, err := strconv.Atoi(given); err == nil && len(given) <= longestNumber && n >= 0 {
		if n > last {
			return 0, fault(finding.Say("there is no entry %s yet", n), finding.Say("the last one is %s", last))
		}
		return n, nil
	}
	at, err := d.app.openAt(ctx, given)
	if err != nil {
		return 0, err
	}
	then, err := at.newestThat(ctx, func(entry) bool { return true })
	if err != nil || then == nil {
		return 0, err
	}
	same, err := d.newestThat(ctx, func(e entry) bool { return e.Trailers.Entry == then.Trailers.Entry })
	if err == nil && (same == nil || same.digest != then.digest) {
		err = fault(finding.Say("%s is of another history", given), finding.Say("name a revision of %s, or the entry that was told last", d.branch()))
	}
	return then.Trailers.Entry, err
}

// only leaves what concerns the people and roles that are asked for.
func (n *tidings) only(whom []string) error {
	if len(whom) == 0 {
		return nil
	}
	wanted := map[procedure.PersonID]bool{}
	for _, name := range whom {
		people := n.Rules.Having(procedure.RoleID(name))
		if _, known := n.Rules.People[procedure.PersonID(name)]; known {
			people = []procedure.PersonID{procedure.PersonID(name)}
		}
		if len(people) == 0 {
			return fault(finding.Say("nobody is called %s, or has this role", name), finding.Say("\"sc list people\" shows them"))
		}
		for _, id := range people {
			wanted[id] = true
		}
	}
	var left []notify.Event
	for _, e := range n.Events {
		e.People = slices.DeleteFunc(slices.Clone(e.People), func(id procedure.PersonID) bool { return !wanted[id] })
		if len(e.People) > 0 {
			left = append(left, e)
		}
	}
	n.Events = left
	return nil
}

// dues are what is overdue or due within so many days. What is due by other records
// than requests is one more row here.
func (d *desk) dues(ctx context.Context, within int) ([]notify.Event, error) {
	until := d.now().AddDate(0, 0, within).Format(time.DateOnly)
	var all []notify.Event
	sources := []func(context.Context, string) ([]notify.Event, error){d.dueRequests, d.dueDelegations, d.dueReviews, d.dueAgreements, d.dueImprovements, d.dueUnpassed}
	for _, source := range sources {
		events, err := source(ctx, until)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	slices.SortStableFunc(all, func(a, b notify.Event) int { return cmp.Compare(a.On, b.On) })
	return all, nil
}

func (d *desk) dueRequests(_ context.Context, until string) ([]notify.Event, error) {
	open, err := d.waitingCases()
	if err != nil {
		return nil, err
	}
	today := d.now().Format(time.DateOnly)
	var all []notify.Event
	for _, w := range open {
		for _, l := range d.lateness(w) {
			if l.due == "" || l.due > until {
				continue
			}
			e := notify.Event{Kind: notify.Due, Entry: -1, On: l.due, What: l.said(), People: l.people}
			if l.due < today {
				e.Kind = notify.Overdue
			}
			all = append(all, e)
		}
	}
	return all, nil
}

// dueReviews are the services to be reviewed periodically, told to those who may record
// a review: those of one day at once.
func (d *desk) dueReviews(ctx context.Context, until string) ([]notify.Event, error) {
	due, err := d.due(ctx)
	if err != nil {
		return nil, err
	}
	services := map[string][]string{}
	var all []notify.Event
	for _, r := range dueBy(due, until) {
		if services[r.On] == nil {
			e := notify.Event{Kind: notify.Due, Entry: -1, On: r.On, People: d.rules.Holders(procedure.StepPeriodicReview)}
			if r.Overdue(d.today()) {
				e.Kind = notify.Overdue
			}
			all = append(all, e)
		}
		services[r.On] = append(services[r.On], string(r.Service))
	}
	for i := range all {
		all[i].What = finding.Say("periodic review of %s", procedure.Names(services[all[i].On]))
	}
	return all, nil
}

// said names what is late, or will be.
func (l late) said() finding.Sentence {
	switch l.what {
	case lateDesign:
		return finding.Say("%s %s: the design is due", string(l.ID), l.request.Title)
	case lateReview:
		return finding.Say("%s %s: the review of what was published in an emergency", string(l.ID), l.request.Title)
	case lateContract:
		return finding.Say("%s %s: the contract needs it", string(l.ID), l.request.Title)
	}
	return finding.Say("%s %s: to be decided", string(l.ID), l.request.Title)
}

type tidingsJSON struct {
	Since   *int         `json:"since"` // null where nothing that happened is told
	Last    int          `json:"last"`
	Via     string       `json:"via"`
	Sent    int          `json:"sent"`
	Failed  int          `json:"failed"`
	Notices []noticeJSON `json:"notices"`
}

type noticeJSON struct {
	Kind  notify.Kind          `json:"kind"`
	Entry *int                 `json:"entry"`
	On    string               `json:"on"`
	Text  string               `json:"text"`
	Why   string               `json:"reason,omitempty"`
	For   []procedure.PersonID `json:"for"`
}

// value is what was told, for programs; the texts are those that people get.
func (n *tidings) value(p *post, o *notifyOptions, say *lang.Printer) tidingsJSON {
	v := tidingsJSON{Last: n.Entry, Via: o.via, Sent: p.sent, Failed: p.failed, Notices: []noticeJSON{}}
	if n.since >= 0 {
		v.Since = &n.since
	}
	for _, e := range n.Events {
		one := noticeJSON{Kind: e.Kind, On: e.On, Text: say.Say(e.What), Why: e.Why, For: kept(e.People)}
		if e.Entry >= 0 {
			one.Entry = &e.Entry
		}
		v.Notices = append(v.Notices, one)
	}
	return v
}
