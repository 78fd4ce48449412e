package cli

import (
	"context"
	"fmt"
	"html/template"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/site"
	"github.com/service-catalogue/sc/pkg/wording"
)

type siteOptions struct {
	version, audience, out, proof string
}

// newSite makes the web pages of a version.
func newSite(a *app) *cobra.Command {
	o := &siteOptions{}
	c := &cobra.Command{
		Use:   "site -o DIR",
		Short: a.say.T("Make the web pages of a version"),
		Long: a.say.T("Makes web pages of one published version and of those before it, in Chinese and English, for customers or with --audience internal for the organisation's own people: services by category, a page for each, what each version changed, search. They are files that work from a folder as from any web server, ask nothing of anybody, and need JavaScript for the search alone. Only what a version holds goes out, never a draft, and only after the whole history was found good.") + "\n\n" +
			a.say.T("DIR is made anew as a whole: it must be absent, empty, or hold nothing but what \"sc site\" made for the same audience. The pages are built beside it, and take its place when they are complete. The same version gives the same bytes (docs/site.md).") + "\n\n" +
			a.say.T("The folder proof holds what was signed, for \"sc verify --bundle\". What was signed names every service and all its fields, so customers get of it only what tells nothing that they do not see; --proof lays open more, or nothing."),
		Example: "  sc site -o public\n  sc site -o public --version 1.0.0\n  sc site -o inside --audience internal\n  sc site -o public --json --jq .files",
	}
	f := c.Flags()
	f.StringVarP(&o.out, "output", "o", "", a.say.T("the folder of the pages"))
	f.StringVar(&o.version, "version", "", a.say.T("this version; the last one, if not given"))
	f.StringVar(&o.audience, "audience", string(export.Customers), a.say.T("for whom: customer or internal"))
	f.StringVar(&o.proof, "proof", "", a.say.T("what to lay open of what was signed: %s", procedure.Names(disclosures())))
	f.BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.site(ctx, o) })
}

// siteReceipt is what was made.
type siteReceipt struct {
	Folder   string            `json:"folder"`
	Version  catalogue.Version `json:"version"`
	Audience export.Audience   `json:"audience"`
	Digest   catalogue.Digest  `json:"digest"`
	Services int               `json:"services"`
	Versions int               `json:"versions"`
	Files    int               `json:"files"`
}

func (a *app) site(ctx context.Context, o *siteOptions) error {
	of, err := audience(o.audience)
	if err != nil {
		return err
	}
	if o.out == "" {
		return fault(finding.Say("it is not said where the pages go"), finding.Say("name a folder: -o public"))
	}
	open := disclosure(o.proof)
	if o.proof != "" && !slices.Contains(disclosures(), o.proof) {
		return fault(finding.Say("%s is nothing that a proof can lay open", o.proof), finding.Say("one of: %s", procedure.Names(disclosures())))
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	folder, err := a.siteGround(repo, o.out, of)
	if err != nil {
		return err
	}
	c, err := a.siteCatalogue(ctx, repo, sitePages{o.version, of, open})
	if err != nil {
		return err
	}
	r := siteReceipt{a.relative(folder.dir), c.Version, of, c.Digest, len(c.Entries), len(c.States), 0}
	count := func(name string, text []byte) error { r.Files++; return ctx.Err() }
	if a.flags.dryRun {
		err = site.Write(count, *c, a.papers()...)
	} else {
		err = folder.replace(func(put site.Put) error {
			return site.Write(func(name string, text []byte) error {
				if err := count(name, text); err != nil {
					return err
				}
				return put(name, text)
			}, *c, a.papers()...)
		})
	}
	if err != nil {
		return err
	}
	return a.siteMade(r)
}

func (a *app) siteMade(r siteReceipt) error {
	index := filepath.Join(r.Folder, "index.html")
	if !a.Term.Out || a.machine() {
		return a.show(render.Page{Value: r, Sections: []render.Section{{Rows: [][]any{{index, r.Version.String(), r.Services, r.Files}}}}})
	}
	line := a.say.T("made %s: version %s, %s services, %s files", index, r.Version, r.Services, r.Files)
	if a.flags.dryRun {
		line = a.say.T("would make %s: version %s, %s services, %s files", index, r.Version, r.Services, r.Files)
	}
	fmt.Fprintln(a.Out, line)
	return nil
}

// papers tell values in every language that pages are made in.
func (a *app) papers() []wording.Wording {
	var all []wording.Wording
	for _, l := range []lang.Language{lang.Chinese, lang.English} {
		all = append(all, wording.Wording{Say: lang.New(l), List: func(items []string) string { return procedure.Names(items).In(string(l)) }})
	}
	return all
}

// sitePages are the pages that are asked for: a version (empty: the last), for whom, and
// what their proof lays open (empty: what discloses nothing).
type sitePages struct {
	asked string
	of    export.Audience
	open  disclosure
}

// siteCatalogue is a version with all that led to it, as an audience sees it.
func (a *app) siteCatalogue(ctx context.Context, repo *ledger.Repository, p sitePages) (*site.Catalogue, error) {
	v, err := a.judged(ctx, repo, p.asked)
	if err != nil {
		return nil, err
	}
	e, err := v.edition(p.of)
	if err != nil {
		return nil, err
	}
	c := &site.Catalogue{Edition: *e}
	if c.States, err = v.states(e); err != nil {
		return nil, err
	}
	if c.Proof, err = v.siteProof(ctx, e, p.open); err != nil {
		return nil, err
	}
	if p.open == "" && v.disclosed(e) == discloseSignatures {
		a.note(a.say.T("the proof holds the signatures alone: the manifest names services that customers do not see (--proof manifest lays it open)"))
	}
	if p.of == export.Customers && (p.open == discloseManifest || p.open == discloseServices) {
		if err := v.warnOpen(e, p.open); err != nil {
			return nil, err
		}
	}
	if p.of == export.Inside {
		err = v.inside(ctx, c)
	}
	return c, err
}

// inside adds what stands beside the version, as the history that was judged has it at
// its end: the requests that are open, what is to be reviewed, and the figures of the
// year before.
func (v *judged) inside(ctx context.Context, c *site.Catalogue) error {
	d, err := v.app.openCommit(v.repo, v.report.Last.Commit)
	if err != nil {
		return err
	}
	if c.Requests, err = d.pendingRequests(); err != nil {
		return err
	}
	if c.Reviews, err = d.reviewsFor(ctx, c.Version); err != nil {
		return err
	}
	last := d.rules.Calendar.Date(v.report.At)
	r, err := d.measured(ctx, v.report, &reportOptions{from: yearBefore(last), to: last})
	if err != nil {
		return err
	}
	c.Figures = map[lang.Language]template.HTML{}
	for _, w := range v.app.papers() {
		if c.Figures[w.Say.Language()], err = r.HTML(w.Say); err != nil {
			return err
		}
	}
	return nil
}

// reviewsFor are the dates of the next periodic reviews, where a version is the last
// one: of an older one nothing is due.
func (d *desk) reviewsFor(ctx context.Context, v catalogue.Version) ([]site.Review, error) {
	latest, err := d.books.Latest()
	if err != nil || latest.Version != v {
		return nil, err
	}
	due, err := d.due(ctx)
	return each(due, func(r procedure.ReviewDue) site.Review {
		return site.Review{Service: r.Service, Due: r.On, Late: r.Overdue(d.today())}
	}), err
}

// yearBefore is the day on which a year begins that ends with this one.
func yearBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(-1, 0, 1).Format(time.DateOnly)
}

// ledTo is what led to a version, beside its requests.
func (d *desk) ledTo(m *procedure.Manifest) site.Behind {
	b := site.Behind{ChangeRef: m.ChangeRef, ChangeLink: d.rules.Rules.ChangeRef.Address(m.ChangeRef)}
	if m.Emergency != nil {
		b.Emergency, b.ReviewDue = m.Emergency.Reason, m.Emergency.ReviewDue
	}
	return b
}

// states are the versions of an edition with their entries, the newest first.
func (v *judged) states(e *export.Edition) ([]site.State, error) {
	commits := map[catalogue.Version]ledger.ID{}
	for _, one := range v.report.Versions {
		commits[one.Version] = one.Commit
	}
	known := texts{}
	states := make([]site.State, len(e.Releases))
	for i := len(states) - 1; i >= 0; i-- {
		r := e.Releases[i]
		d, err := v.app.openCommit(v.repo, commits[r.Version])
		if err != nil {
			return nil, err
		}
		states[i].Release = r
		if e.Audience == export.Inside {
			states[i].Behind = d.ledTo(v.manifests[r.Version])
		}
		if states[i].Entries, err = d.entriesFor(e.Audience, v.manifests[r.Version], known); err != nil {
			return nil, err
		}
	}
	return states, nil
}

// pendingRequests are those that wait for something, as pages show them.
func (d *desk) pendingRequests() ([]site.Request, error) {
	cases, err := d.cases()
	var open []site.Request
	for _, c := range cases {
		if !c.Final {
			open = append(open, site.Request{ID: string(c.ID), Title: c.Title, State: string(c.State)})
		}
	}
	return open, err
}
