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
	values := make([]requestJSON, 0, len(requests))
	section.Rows = make([][]any, 0, len(requests))
	for _, s := range requests {
		if !keep(s) {
			continue
		}
		section.Rows = append(section.Rows, []any{waits.shown(s.ID), d.app.text(s.Title), s.Customer, d.app.term(string(s.State)), s.RaisedOn, date(s.LastAt)})
		values = append(values, requestJSON{s.ID, plainText(s.Title), s.Customer, s.Code, s.Source, s.Priority, s.State, s.Final, s.RaisedBy, s.RaisedOn, s.LastStep, s.LastAt, waits[s.ID]})
	}
	if d.app.narrow() {
		section = without(section, 4) // the date it was raised
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

func (d *desk) requestFilter(f *filters, requests []seen) (func(seen) bool, error) {
	state, err := d.app.choice("state", f.state, names(append(d.rules.States(), procedure.StateUnreviewed)))
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
			date(s.LastAt) >= since &&
			(!f.overdue || slices.Contains(behind, s.ID))
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
	return strings.EqualFold(s.Code, given) || s.Customer != "" && strings.Contains(strings.ToLower(s.Customer), strings.ToLower(given))
}

func knownCustomer(given string, requests []seen) error {
	if given == "" || slices.ContainsFunc(requests, func(s seen) bool { return ofCustomer(s, given) }) {
		return nil
	}
	var known []string
	for _, s := range requests {
		if s.Customer != "" && !slices.Contains(known, s.Customer) {
			known = append(known, s.Customer)
		}
	}
	return fault(finding.Say("no request is of the customer %s", given), nearestOf(given, known))
}
