package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// newPeriodicReview is the periodic review of the catalogue (§4.2): a worksheet of one's
// own that becomes one signed entry.
func newPeriodicReview(a *app) *cobra.Command {
	return a.family(&cobra.Command{
		Use:     "periodic-review",
		Short:   a.say.T("Review the catalogue periodically, service by service"),
		Long:    a.say.T("The maintenance group reviews the catalogue periodically (§4.2). \"start\" lays out a worksheet: a file of your own, which nobody else sees. \"verdict\" notes what was found of a service, as often and in as many sittings as it takes. \"close\" makes it one signed entry, bound to the bytes of the last version, and logs a request for each verdict that asks for a change. \"sc list --overdue\" and \"sc status\" say what is due."),
		Example: "  sc periodic-review start\n  sc periodic-review verdict svc-db-ops --confirm\n  sc periodic-review close --participant li.na",
	}, newPeriodicStart(a), newPeriodicVerdict(a), newPeriodicShow(a), newPeriodicClose(a), newPeriodicCancel(a))
}

type startOptions struct {
	sheet    string
	due, all bool
	services []string
}

func newPeriodicStart(a *app) *cobra.Command {
	o := &startOptions{}
	c := a.onSheet(&cobra.Command{
		Use:     "start [--due|--all|--service SERVICE…]",
		Short:   a.say.T("Lay out the worksheet of a periodic review"),
		Long:    a.say.T("Lays out the worksheet: the services that are due by today (or all, or those named), whom to invite, and the agenda. Owners of other processes (§4.1) are invited where the procedure names them in process_owners. Where a worksheet is there already, it adds to it, and takes it to the last version: verdicts on services whose text has changed since are taken out and named."),
		Example: "  sc periodic-review start\n  sc periodic-review start --all\n  sc periodic-review start --service svc-db-ops -o review.yaml",
	}, &o.sheet)
	f := c.Flags()
	f.BoolVar(&o.due, "due", false, a.say.T("the services that are due by today (if nothing else is asked for)"))
	f.BoolVar(&o.all, "all", false, a.say.T("all services that are not retired"))
	f.StringArrayVar(&o.services, "service", nil, a.say.T("this service, by id or code"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.startReview(ctx, o) })
}

type verdictOptions struct {
	sheet            string
	given            map[procedure.Outcome]*bool
	skip, inaccurate bool
	finding, nextDue string
}

func newPeriodicVerdict(a *app) *cobra.Command {
	o := &verdictOptions{given: map[procedure.Outcome]*bool{}}
	c := a.onSheet(&cobra.Command{
		Use:     "verdict SERVICE… --confirm|--update|--merge|--split|--deprecate|--retire",
		Short:   a.say.T("Note on the worksheet what shall become of a service"),
		Long:    a.say.T("Notes what was found of one or more services. All verdicts but --confirm ask for a change, which is logged as a request when the review is closed; those to be merged with the same finding share one. What is not confirmed as accurate needs a finding (-m)."),
		Example: "  sc periodic-review verdict svc-db-ops svc-monitoring --confirm\n  sc periodic-review verdict svc-db-ops --update --inaccurate -m \"…\"\n  sc periodic-review verdict svc-desktop --skip",
	}, &o.sheet)
	f := c.Flags()
	for _, v := range []struct{ name, text string }{
		{"confirm", a.say.T("it stays as it is")},
		{"update", a.say.T("it is to be updated")},
		{"merge", a.say.T("it is to be merged with another")},
		{"split", a.say.T("it is to be split")},
		{"deprecate", a.say.T("it is to be offered no more")},
		{"retire", a.say.T("it is to be retired")},
	} {
		o.given[procedure.Outcome(v.name)] = f.Bool(v.name, false, v.text)
	}
	f.BoolVar(&o.skip, "skip", false, a.say.T("take it off the worksheet"))
	f.BoolVar(&o.inaccurate, "inaccurate", false, a.say.T("what it says is not what is done"))
	f.StringVarP(&o.finding, "message", "m", "", a.say.T("what was found"))
	f.StringVar(&o.nextDue, "next-due", "", a.say.T("the date to review it again by; as the procedure asks, if not given"))
	return a.runs(a.offers(c), arity{1, -1}, func(ctx context.Context, args []string) error { return a.noteVerdict(ctx, o, args) })
}

func newPeriodicShow(a *app) *cobra.Command {
	var file string
	c := a.onSheet(&cobra.Command{
		Use:     "show",
		Short:   a.say.T("Show the worksheet"),
		Example: "  sc periodic-review show",
	}, &file)
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error {
		d, err := a.look(ctx, "")
		if err != nil {
			return err
		}
		w, err := d.worksheet(file)
		if err != nil {
			return err
		}
		return a.show(w.page(d))
	})
}

func newPeriodicCancel(a *app) *cobra.Command {
	var file string
	c := a.keeping(a.onSheet(&cobra.Command{
		Use:     "cancel",
		Short:   a.say.T("Throw the worksheet away"),
		Example: "  sc periodic-review cancel --yes",
	}, &file))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.cancelReview(ctx, file) })
}

// onSheet adds the flag that says where the worksheet is.
func (a *app) onSheet(c *cobra.Command, file *string) *cobra.Command {
	c.Flags().StringVarP(file, "sheet", "o", "", a.say.T("the worksheet; in the Git folder, if not given"))
	return c
}

func (a *app) startReview(ctx context.Context, o *startOptions) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	w, err := d.begun(o.sheet)
	if err != nil {
		return err
	}
	if err := d.layOut(ctx, w, o); err != nil {
		return err
	}
	if err := w.write(a); err != nil {
		return err
	}
	if err := a.show(w.page(d)); err != nil {
		return err
	}
	a.note(a.say.T("the worksheet is %s", a.relative(w.file)))
	a.hint(a.say.T("note what was found: sc periodic-review verdict %s --confirm", string(w.Services[0].Service)))
	return nil
}

// layOut puts the services asked for on a worksheet of the last version.
func (d *desk) layOut(ctx context.Context, w *worksheet, o *startOptions) error {
	latest, err := d.books.Latest()
	if err != nil {
		return err
	}
	if no := d.reviewable(latest); no != nil {
		return no
	}
	due, err := d.due(ctx)
	if err != nil {
		return err
	}
	picked, err := d.picked(o, due)
	if err != nil {
		return err
	}
	w.follow(d, latest)
	entries, err := d.lives(ctx, latest)
	if err != nil {
		return err
	}
	w.add(d, entries, picked, dueOn(due))
	if len(w.Services) == 0 {
		return d.nothingDue(due)
	}
	return nil
}

// reviewable refuses a periodic review where the procedure has none, or where there is
// nothing to review.
func (d *desk) reviewable(latest *procedure.Manifest) error {
	c := procedure.PeriodicCase{Review: &procedure.PeriodicReview{}, Now: d.rules, Version: latest}
	if _, ok := d.rules.Step(procedure.StepPeriodicReview); !ok {
		no := c.Right()
		no.Subject = string(procedure.StepPeriodicReview)
		return no
	}
	if latest == nil {
		return &procedure.Refusal{
			Code: "E_STATE", Subject: string(procedure.StepPeriodicReview), Message: finding.Say("no version is published yet, so there is nothing to review"),
			Hint: finding.Say("\"sc status\" shows what waits for whom"),
		}
	}
	return nil
}

func (d *desk) nothingDue(due []procedure.ReviewDue) error {
	hint := finding.Say("review some all the same: --all, or --service SERVICE")
	if len(due) > 0 {
		hint = finding.Say("the next one is %s, on %s; review some all the same: --all, or --service SERVICE", string(due[0].Service), due[0].On)
	}
	return fault(finding.Say("no service is due for a periodic review"), hint)
}

// picked are the services that somebody wants to review.
func (d *desk) picked(o *startOptions, due []procedure.ReviewDue) ([]catalogue.ServiceID, error) {
	var ids []catalogue.ServiceID
	for _, given := range o.services {
		id, err := d.service(given)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	last := d.today()
	if o.all {
		last = "9999-12-31"
	}
	if o.all || o.due || len(o.services) == 0 {
		for _, r := range dueBy(due, last) {
			ids = append(ids, r.Service)
		}
	}
	return ids, nil
}

func (a *app) noteVerdict(ctx context.Context, o *verdictOptions, given []string) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	w, err := d.worksheet(o.sheet)
	if err != nil {
		return err
	}
	outcome, err := o.outcome(d.today())
	if err != nil {
		return err
	}
	for _, g := range given {
		id, err := d.service(g)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(w.Services, func(s sheetService) bool { return s.Service == id })
		switch {
		case i < 0:
			return fault(finding.Say("%s is not on the worksheet", string(id)), finding.Say("put it there: sc periodic-review start --service %s", string(id)))
		case o.skip:
			w.Services = slices.Delete(w.Services, i, i+1)
		default:
			s := &w.Services[i]
			s.Verdict, s.Inaccurate, s.Finding, s.NextDue = outcome, o.inaccurate, o.finding, o.nextDue
		}
	}
	if err := w.write(a); err != nil {
		return err
	}
	page := w.page(d)
	page.Sections = page.Sections[:1]
	return a.show(page)
}

// outcome is the one that the flags say, once they make sense together.
func (o *verdictOptions) outcome(today string) (procedure.Outcome, error) {
	var said []procedure.Outcome
	for _, v := range procedure.Outcomes() {
		if *o.given[v] {
			said = append(said, v)
		}
	}
	if o.skip && len(said) == 0 {
		return "", nil
	}
	if len(said) == 0 {
		return "", fault(finding.Say("nothing says what the verdict is"), finding.Say("say one of --confirm, --update, --merge, --split, --deprecate, --retire, --skip"))
	}
	if len(said) > 1 || o.skip {
		return "", fault(finding.Say("a service has one verdict, not several"), finding.Say("say one of --confirm, --update, --merge, --split, --deprecate, --retire, --skip"))
	}
	if strings.TrimSpace(o.finding) == "" && (said[0].Changes() || o.inaccurate) {
		return "", fault(finding.Say("what is not confirmed as accurate needs a finding"), finding.Say("say with -m what was found"))
	}
	if o.nextDue == "" {
		return said[0], nil
	}
	return said[0], comes("next-due", o.nextDue, today)
}

func (a *app) cancelReview(ctx context.Context, given string) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	file := d.sheetFile(given)
	if _, err := d.worksheet(given); errors.Is(err, fs.ErrNotExist) || err != nil && given != "" { // another file is not thrown away
		return err
	}
	if err := a.confirm(ctx, a.say.T("throw the worksheet of the periodic review away?")); err != nil {
		return err
	}
	if a.flags.dryRun {
		a.note(a.say.T("dry run: nothing was written"))
		return nil
	}
	return os.Remove(file)
}
