package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// requestJSON is a request in a list for programs.
type requestJSON struct {
	ID       procedure.RequestID `json:"id"`
	Title    any                 `json:"title"`
	Customer string              `json:"customer"`
	Code     string              `json:"customer_code"`
	Source   procedure.Source    `json:"source"`
	Priority string              `json:"priority"`
	State    procedure.State     `json:"state"`
	Final    bool                `json:"final"`
	RaisedBy string              `json:"raised_by"`
	RaisedOn string              `json:"raised_on"`
	LastStep procedure.StepName  `json:"last_step"`
	LastAt   string              `json:"last_at"`
	// Provisional says that the id may be another one once it is shared.
	Provisional bool `json:"provisional,omitempty"`
}

// seen is a request as its corrections make it, with where it stands.
type seen struct {
	*procedure.Request
	procedure.Case
	last procedure.Event // of any step, notes included
}

func (s seen) customer() procedure.Customer {
	if s.Customer == nil {
		return procedure.Customer{}
	}
	return *s.Customer
}

func (d *desk) seen() ([]seen, error) {
	requests, err := d.books.AllRequests()
	if err != nil {
		return nil, err
	}
	all := make([]seen, len(requests))
	for i, r := range requests {
		c, err := d.rules.Fold(r)
		if err != nil {
			return nil, err
		}
		all[i] = seen{Request: procedure.Corrected(r), Case: c}
		for _, e := range r.History {
			if !e.Void {
				all[i].last = e
			}
		}
	}
	return all, nil
}

func (d *desk) listRequests(_ context.Context, f *filters) (render.Page, error) {
	requests, err := d.seen()
	if err != nil {
		return render.Page{}, err
	}
	keep, err := d.requestFilter(f, requests)
	if err != nil {
		return render.Page{}, err
	}
	waits, err := d.provisionalNumbers()
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Title"), finding.Say("Customer"), finding.Say("State"), finding.Say("Raised on"), finding.Say("Last step")},
		Empty:   finding.Say("no request"),
	}
	values := []requestJSON{}
	for _, s := range requests {
		if !keep(s) {
			continue
		}
		r, c := s.Request, s.customer()
		section.Rows = append(section.Rows, []any{waits.shown(r.ID), d.app.text(r.Title), c.Name, d.app.term(string(s.State)), r.RaisedOn, date(s.last.At)})
		values = append(values, requestJSON{r.ID, plainText(r.Title), c.Name, c.Code, r.Source, r.Priority, s.State, s.Final, r.RaisedBy, r.RaisedOn, s.last.Step, s.last.At, waits[r.ID]})
	}
	if d.app.narrow() {
		section = without(section, 4) // the date it was raised
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

func (d *desk) requestFilter(f *filters, requests []seen) (func(seen) bool, error) {
	state, err := d.app.choice("state", f.state, names(d.rules.States()))
	if err != nil {
		return nil, err
	}
	if err := knownCustomer(f.customer, requests); err != nil {
		return nil, err
	}
	since, err := d.moment(f.since)
	if err != nil {
		return nil, err
	}
	behind, err := d.behind(f)
	if err != nil {
		return nil, err
	}
	return func(s seen) bool {
		return (state == "" || string(s.State) == state) &&
			(f.customer == "" || ofCustomer(s, f.customer)) &&
			date(s.last.At) >= since &&
			(!f.overdue || slices.Contains(behind, s.Request.ID))
	}, nil
}

// behind are the requests that are overdue.
func (d *desk) behind(f *filters) ([]procedure.RequestID, error) {
	if !f.overdue {
		return nil, nil
	}
	open, err := d.waitingCases()
	if err != nil {
		return nil, err
	}
	var ids []procedure.RequestID
	for _, l := range d.overdue(open) {
		ids = append(ids, l.ID)
	}
	return ids, nil
}

// ofCustomer reports whether a request is a customer's, by code or by a part of
// the name.
func ofCustomer(s seen, given string) bool {
	c := s.customer()
	return strings.EqualFold(c.Code, given) || c.Name != "" && strings.Contains(strings.ToLower(c.Name), strings.ToLower(given))
}

func knownCustomer(given string, requests []seen) error {
	if given == "" || slices.ContainsFunc(requests, func(s seen) bool { return ofCustomer(s, given) }) {
		return nil
	}
	var known []string
	for _, s := range requests {
		if name := s.customer().Name; name != "" && !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	return fault(finding.Say("no request is of the customer %s", given), nearestOf(given, known))
}
