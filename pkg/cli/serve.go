package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/preview"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/site"
)

type serveOptions struct {
	version, audience string
	port              int
}

// newServe shows the web pages before they are made.
func newServe(a *app) *cobra.Command {
	o := &serveOptions{}
	c := &cobra.Command{
		Use:     "serve",
		Short:   a.say.T("Show the web pages of drafts on this machine"),
		Long:    a.say.T("Shows the pages of \"sc site\" in a browser on this machine, with the drafts of the work tree in place of the last version, or with --version as a version has them. Pages of drafts are marked on each one and show themselves anew when a draft is saved; they bind nobody. It listens on the loopback address alone, answers nobody else, and writes nothing. It ends with Ctrl-C."),
		Example: "  sc serve\n  sc serve --port 8080 --audience internal\n  sc serve --version 1.0.0",
	}
	f := c.Flags()
	f.IntVar(&o.port, "port", 0, a.say.T("listen on this port; any that is free, if not given"))
	f.StringVar(&o.version, "version", "", a.say.T("show this version and no drafts"))
	f.StringVar(&o.audience, "audience", string(export.Customers), a.say.T("for whom: customer or internal"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.serve(ctx, o) })
}

func (a *app) serve(ctx context.Context, o *serveOptions) error {
	of, err := audience(o.audience)
	if err != nil {
		return err
	}
	if o.port < 0 || o.port > 65535 {
		return fault(finding.Say("%s is no port", o.port), finding.Say("ports are 1 to 65535"))
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	p := &previewed{app: a, repo: repo, asked: o.version, of: of}
	if _, err := p.site(ctx); err != nil { // what is wrong from the beginning is no preview
		return err
	}
	s, err := preview.Listen(o.port, p.site)
	if err != nil {
		return portless(o.port, err)
	}
	url := map[string]string{"url": s.URL()}
	if err := a.show(render.Page{Value: url, Sections: []render.Section{{Rows: [][]any{{s.URL()}}}}}); err != nil {
		return err
	}
	a.note(a.say.T("the pages are shown there until Ctrl-C ends it"))
	return s.Serve(ctx)
}

// portless says why a port cannot be used, as far as it is known.
func portless(port int, err error) error {
	why := finding.Say("port %s cannot be used", port)
	switch {
	case preview.InUse(err):
		why = finding.Say("port %s is in use by another program", port)
	case errors.Is(err, fs.ErrPermission):
		why = finding.Say("port %s may not be used without more rights, as ports below 1024 often may not", port)
	}
	return &finding.Fault{Message: why, Hint: finding.Say("name another one with --port, or none"), Cause: err}
}

// previewed is the site as it was last shown.
type previewed struct {
	app   *app
	repo  *ledger.Repository
	asked string
	of    export.Audience

	mu        sync.Mutex
	shown     preview.Site
	published *site.Catalogue // at tip
	tip       ledger.ID
}

// site is the site as it is now. Only what changed is read again.
func (p *previewed) site(ctx context.Context) (preview.Site, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, err := p.app.openIn(ctx, p.repo)
	if err != nil {
		return preview.Site{}, err
	}
	state := d.tip.String()
	drafts := p.asked == "" && !p.repo.Bare()
	var work *side
	if drafts {
		if work, err = d.side(ctx, theWorktree); err != nil {
			return preview.Site{}, err
		}
		if state, err = d.stateOf(work); err != nil {
			return preview.Site{}, err
		}
	}
	if state == p.shown.State {
		return p.shown, nil
	}
	c, err := p.catalogue(ctx, d)
	if err == nil && drafts {
		c, err = d.withDrafts(ctx, *c, work)
	}
	if err != nil {
		return preview.Site{}, err
	}
	files := map[string][]byte{}
	if err := site.Write(func(name string, text []byte) error { files[name] = text; return ctx.Err() }, *c, p.app.papers()...); err != nil {
		return preview.Site{}, err
	}
	p.shown = preview.Site{Files: files, State: state}
	return p.shown, nil
}

// catalogue is what is published at the tip of the ledger.
func (p *previewed) catalogue(ctx context.Context, d *desk) (*site.Catalogue, error) {
	if p.published != nil && p.tip == d.tip {
		return p.published, nil
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	if latest == nil && p.asked == "" { // the drafts of the first version
		p.published = &site.Catalogue{Edition: export.Edition{Organisation: d.rules.Organisation, Main: lang.Language(d.rules.Language()), Audience: p.of}}
	} else if p.published, err = p.app.siteCatalogue(ctx, p.repo, sitePages{p.asked, p.of, discloseNothing}); err != nil {
		return nil, err
	}
	p.tip = d.tip
	return p.published, nil
}

// stateOf changes when the ledger does, or a draft.
func (d *desk) stateOf(work *side) (string, error) {
	blobs, err := d.blobs(work)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, d.tip)
	for _, id := range slices.Sorted(maps.Keys(blobs)) {
		fmt.Fprintln(sum, id, blobs[id])
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// withDrafts is a catalogue with the drafts as if they were its next version.
func (d *desk) withDrafts(ctx context.Context, c site.Catalogue, work *side) (*site.Catalogue, error) {
	blobs, err := d.blobs(work)
	if err != nil {
		return nil, err
	}
	c.Draft = finding.Say("These pages show drafts that nobody has published; they bind nobody.")
	find := catalogue.Entries(work.find)
	if c.Audience == export.Customers {
		find = find.Shown()
	}
	c.Entries = nil
	var unread []string
	for _, id := range slices.Sorted(maps.Keys(blobs)) {
		if work.load(id).broken != nil {
			unread = append(unread, string(id))
		} else if e, ok := find(id); ok {
			c.Entries = append(c.Entries, e)
		}
	}
	if len(unread) > 0 {
		c.Draft = finding.Say("These pages show drafts that nobody has published; they bind nobody. What cannot be read is left out: %s", strings.Join(unread, ", "))
	}
	next, err := d.nextVersion(ctx)
	if err != nil || next.IsZero() {
		return &c, err
	}
	c.Release = export.Release{Version: next}
	c.States = append([]site.State{{Release: c.Release, Entries: c.Entries}}, c.States...)
	return &c, work.failed
}

// nextVersion is the version that the drafts would become, at least; zero where they
// say nothing new.
func (d *desk) nextVersion(ctx context.Context) (catalogue.Version, error) {
	usual, err := d.usual()
	if err != nil {
		return catalogue.Version{}, err
	}
	f, err := d.contrast(ctx, usual)
	if err != nil {
		return catalogue.Version{}, err
	}
	if usual.from == "" {
		return catalogue.Version{Major: 1}, nil
	}
	return f.verdict().next, nil
}
