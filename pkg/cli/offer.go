package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/records"
)

// offers makes the shell offer the ids of all records, with their titles, for
// the argument of a command.
func (a *app) offers(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return a.known(c.Context()), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// offersMeetings makes the shell offer the ids of review meetings.
func (a *app) offersMeetings(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		d, err := a.open(c.Context())
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return d.knownMeetings(), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// knownMeetings are the ids of the review meetings with what they are.
func (d *desk) knownMeetings() []string {
	ids, err := d.books.IDs(records.Meetings())
	if err != nil {
		return nil
	}
	return each(ids, func(id string) string { return id + "\t" + d.app.say.T("review meeting") })
}

// known are the ids of all records with their titles, as cobra parts them: by a
// tab. A shell that asks is not told about errors.
func (a *app) known(ctx context.Context) []string {
	d, err := a.glance(ctx, "")
	if err != nil {
		return nil
	}
	var offered []string
	offer := func(id, title string) { offered = append(offered, id+"\t"+title) }
	if requests, err := d.seen(); err == nil {
		for _, s := range requests {
			offer(string(s.ID), a.text(s.Title))
		}
	}
	if services, err := d.onShelf(); err == nil {
		for _, s := range services {
			if s.err == nil {
				offer(string(s.ID), a.text(s.Name))
			}
		}
	}
	offered = append(offered, d.knownMeetings()...)
	if rulings, err := d.books.IDs(records.Rulings()); err == nil {
		for _, id := range rulings {
			offer(id, a.say.Word("ruling"))
		}
	}
	if reviews, err := d.books.IDs(records.PeriodicReviews()); err == nil {
		for _, id := range reviews {
			offer(id, a.say.T("periodic review"))
		}
	}
	offered = append(offered, d.knownAgreements()...)
	offered = append(offered, d.knownImprovements(standingImprovement.any)...)
	if versions, err := d.books.Versions(); err == nil {
		for _, v := range versions {
			offer(v.String(), a.say.T("version"))
		}
	}
	for _, id := range d.rules.Persons() {
		offer(string(id), d.name(id))
	}
	return offered
}
