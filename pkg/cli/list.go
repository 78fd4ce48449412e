package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// filters say what of a list to show.
type filters struct {
	at                     string
	state, category        string
	owner, customer, since string
	overdue                bool
}

// listing is one of the lists: its name, the filters that make sense for it, and
// what makes it.
type listing struct {
	name  string
	takes []string
	page  func(d *desk, ctx context.Context, f *filters) (render.Page, error)
}

func listings() []listing {
	return []listing{
		{"services", []string{"state", "category", "owner", "since", "overdue"}, (*desk).listServices},
		{"requests", []string{"state", "customer", "since", "overdue"}, (*desk).listRequests},
		{"meetings", []string{"since"}, (*desk).listMeetings},
		{"confirmations", []string{"since"}, (*desk).listConfirmations},
		{"rulings", []string{"since"}, (*desk).listRulings},
		{"reviews", []string{"since"}, (*desk).listReviews},
		{"agreements", []string{"state", "customer"}, (*desk).listAgreements},
		{"improvements", []string{"state", "since", "overdue"}, (*desk).listImprovements},
		{"versions", []string{"since"}, (*desk).listVersions},
		{"people", nil, (*desk).listPeople},
	}
}

// newList lists what there is of a kind.
func newList(a *app) *cobra.Command {
	f := &filters{}
	c := &cobra.Command{
		Use:     "list [services|requests|meetings|confirmations|rulings|reviews|agreements|improvements|versions|people]",
		Short:   a.say.T("List services, requests, meetings, rulings, reviews, versions or people"),
		Long:    a.say.T("Lists the services (if nothing else is asked for), requests, review meetings, confirmations of minutes and amendments, rulings, periodic reviews, versions or people as the ledger branch has them, or as they were with --at. Services that differ from the last version are marked as drafts. \"sc list --overdue\" lists the services whose periodic review is late, \"sc list requests --overdue\" the requests that are; both exit 1 if there are any. With --json: an array of objects; services have id, code, name, category, type, lifecycle, visibility, owner, since, draft, review_due; requests id, title, customer, state, raised_on, last_at."),
		Example: "  sc list\n  sc list services --category platform --at 1.0.0\n  sc list requests --state submitted --json --jq '.[].id'\n  sc list requests --overdue\n  sc list --overdue",
	}
	for _, l := range listings() {
		c.ValidArgs = append(c.ValidArgs, l.name)
	}
	flags := c.Flags()
	flags.StringVar(&f.at, "at", "", a.say.T("at this version or revision"))
	flags.StringVar(&f.state, "state", "", a.say.T("only those in this state"))
	flags.StringVar(&f.category, "category", "", a.say.T("only services that maintain this"))
	flags.StringVar(&f.owner, "owner", "", a.say.T("only what this role or person answers for"))
	flags.StringVar(&f.customer, "customer", "", a.say.T("only requests of this customer: its code, or a part of its name"))
	flags.StringVar(&f.since, "since", "", a.say.T("only what changed since this date or version"))
	flags.BoolVar(&f.overdue, "overdue", false, a.say.T("only what is late: services to be reviewed, requests; exit 1 if there are any"))
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		l, err := pickListing(args, flags)
		if err != nil {
			return err
		}
		return a.list(ctx, l, f)
	})
}

func (a *app) list(ctx context.Context, l listing, f *filters) error {
	d, err := a.look(ctx, f.at)
	if err != nil {
		return err
	}
	page, err := l.page(d, ctx, f)
	if err != nil {
		return err
	}
	if err := a.show(page); err != nil {
		return err
	}
	if f.overdue && len(page.Sections[0].Rows) > 0 {
		return quiet(exitFindings)
	}
	return nil
}

// pickListing is the list that the argument names, if it takes the filters given.
func pickListing(args []string, flags *pflag.FlagSet) (listing, error) {
	all := listings()
	l := all[0]
	if len(args) == 1 {
		i := slices.IndexFunc(all, func(l listing) bool { return l.name == args[0] || l.name == args[0]+"s" })
		if i < 0 {
			return l, unknownListing(args[0], all)
		}
		l = all[i]
	}
	var err error
	flags.Visit(func(f *pflag.Flag) {
		filter := slices.ContainsFunc(all, func(o listing) bool { return slices.Contains(o.takes, f.Name) })
		if filter && !slices.Contains(l.takes, f.Name) {
			err = fault(finding.Say("--%s makes no sense for a list of %s", f.Name, catalogue.Word(l.name)), l.filters())
		}
	})
	return l, err
}

func (l listing) filters() finding.Sentence {
	if len(l.takes) == 0 {
		return finding.Say("it has no filters but --at")
	}
	return finding.Say("its filters are: --at --%s", joinFlags(l.takes))
}

func unknownListing(given string, all []listing) error {
	known := make([]string, len(all))
	for i, l := range all {
		known[i] = l.name
	}
	return fault(finding.Say("there is no list of %s", given), nearestOf(given, known))
}
