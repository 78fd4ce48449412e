package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// openSLO is the format in which levels go to those who monitor them.
const openSLO = "openslo"

// goal is what --target says: in how many percent of the cases of a period limits are to
// be kept.
func (o *exportOptions) goal() (*export.Goal, error) {
	if o.target == "" {
		return nil, nil //nolint:nilnil // nobody said
	}
	if o.format != openSLO {
		return nil, fault(finding.Say("--target is for the format openslo"), finding.Say("leave --target out"))
	}
	share, window, _ := strings.Cut(o.target, "/")
	n, err := strconv.ParseFloat(strings.TrimSuffix(share, "%"), 64)
	if err != nil || !(n > 0 && n < 100) || !slices.Contains([]string{"week", "month", "quarter", "year"}, window) {
		return nil, fault(finding.Say("--target: %q is no percentage below 100 of a period", o.target), finding.Say("write it as 95/month; periods are week, month, quarter, year"))
	}
	return &export.Goal{Percent: catalogue.Number(n), Window: catalogue.Window(window)}, nil
}

// agreedEdition is the version that an agreement is pinned to, with what was agreed on.
func (a *app) agreedEdition(ctx context.Context, repo *ledger.Repository, o *exportOptions, given string) (*export.Edition, error) {
	switch {
	case o.version != "":
		return nil, fault(finding.Say("the version of an agreement is its own"), finding.Say("leave --version out"))
	case o.audience == string(export.Inside):
		return nil, fault(finding.Say("what an agreement promises is for its customer"), finding.Say("leave --audience out"))
	}
	d, err := a.openIn(ctx, repo)
	if err != nil {
		return nil, err
	}
	agreed, err := d.agreement(given)
	if err != nil {
		return nil, err
	}
	c, err := d.rules.FoldRecord(agreed)
	if err != nil {
		return nil, err
	}
	e, err := a.edition(ctx, repo, agreed.Version.String(), export.Customers)
	if err != nil {
		return nil, err
	}
	e.Entries = agreedEntries(agreed, e.Entries)
	e.Agreement = &export.Agreement{
		ID: string(agreed.ID), State: string(c.State), Customer: agreed.Customer.Name, Contract: agreed.Contract.Ref,
		EffectiveFrom: agreed.EffectiveFrom, ExpiresOn: agreed.ExpiresOn,
	}
	return e, nil
}

// untargeted tells which levels went out as remarks only.
func (a *app) untargeted(e *export.Edition, o *exportOptions) {
	if n := e.Untargeted(); n > 0 && o.format == openSLO {
		a.note(a.say.T("%s levels are no objective of OpenSLO, which asks in how many cases of which period a limit is kept; they stand in the annotations of their services. --target 95/month says it for limits", n))
	}
}
