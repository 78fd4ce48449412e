package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/wording"
)

// newChangelog tells customers what versions change for them.
func newChangelog(a *app) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "changelog [A [B]]",
		Short:   a.say.T("Tell customers what changed, in their words"),
		Long:    a.say.T("Tells customers what changed for them, version by version, the newest first: what is new, improved, reduced, no longer offered. It holds only services that are public or for customers, and of these only what customers may see: never cost, owner, notes, dependencies or tags. Without A: the last version; A: all versions since; A B or A..B: from one to the other; these are versions, revisions of git's, or \".\", the drafts in the work tree. With --lang zh or en in one language or the other. With --json: an array of objects with version, effective_from, notes, services (docs/difference.md)."),
		Example: "  sc changelog\n  sc changelog 1.0.0 --lang zh\n  sc changelog 1.0.0..2.0.0 --format md\n  sc changelog 2.0.0 .",
	}
	a.formatFlag(c, &format)
	return a.runs(a.offersVersions(c), arity{0, 2}, func(ctx context.Context, args []string) error {
		if err := a.checkFormat(format); err != nil {
			return err
		}
		d, err := a.look(ctx, "")
		if err != nil {
			return err
		}
		news, err := d.changelog(ctx, args)
		if err != nil {
			return err
		}
		return a.showAs(a.newsPage(news), format)
	})
}

// news is what customers are told of one version, or of what is to be one.
type news struct {
	manifest *procedure.Manifest // nil where it is no version
	from, to finding.Sentence
	services []wording.Told
}

// changelog is the news of the versions that the arguments name, newest first.
func (d *desk) changelog(ctx context.Context, args []string) ([]news, error) {
	versions, err := d.manifests()
	if err != nil {
		return nil, err
	}
	between := newsSpan(versions, args)
	if between.to == "" {
		return nil, fault(finding.Say("no version is published yet"), finding.Say("name two states, such as: sc changelog HEAD~1 HEAD"))
	}
	steps, ok := newsSteps(versions, between)
	if !ok {
		steps = []newsStep{{span: between}}
	}
	all := []news{}
	for _, s := range slices.Backward(steps) {
		n, err := d.news(ctx, s)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}

// newsSpan is what the arguments name: without any the last version, ..B all that led
// to B, and to the drafts what is ahead of the last version.
func newsSpan(versions []*procedure.Manifest, args []string) span {
	unsaid := span{}
	if len(versions) > 0 {
		last := versions[len(versions)-1]
		unsaid = span{number(last.Previous), last.Version.String()}
		if slices.Equal(args, []string{theWorktree}) {
			unsaid.from = unsaid.to
		}
	}
	between := spanOf(args, unsaid)
	if len(args) == 1 && strings.HasPrefix(args[0], "..") {
		between.from = ""
	}
	return between
}

// newsStep is a version and the one before it, or two states of which one is none.
type newsStep struct {
	span
	manifest *procedure.Manifest
}

// newsSteps are the versions after one up to another; false where one of the two
// is no version, or they stand the other way round.
func newsSteps(versions []*procedure.Manifest, between span) ([]newsStep, bool) {
	from, ok := versionNumber(between.from)
	to, also := versionNumber(between.to)
	if !also || !ok && between.from != "" || from.Compare(to) > 0 {
		return nil, false
	}
	var steps []newsStep
	for _, m := range versions {
		if m.Version.Compare(from) > 0 && m.Version.Compare(to) <= 0 {
			steps = append(steps, newsStep{span{number(m.Previous), m.Version.String()}, m})
		}
	}
	return steps, len(steps) > 0 && steps[len(steps)-1].manifest.Version == to && steps[0].from == number(from)
}

// news compares two states as customers see them.
func (d *desk) news(ctx context.Context, s newsStep) (news, error) {
	return d.newsAs(ctx, s, catalogue.Entries.Shown)
}

// newsAs compares two states as somebody sees them.
func (d *desk) newsAs(ctx context.Context, s newsStep, seen func(catalogue.Entries) catalogue.Entries) (news, error) {
	f, err := d.contrast(ctx, s.span)
	if err != nil {
		return news{}, err
	}
	n := news{manifest: s.manifest, from: f.old.label(), to: f.new.label()}
	old, new := seen(f.old.find), seen(f.new.find)
	ids, err := f.told(old, new)
	if err != nil {
		return news{}, err
	}
	n.services = wording.News(ids, old, new)
	return n, errors.Join(f.old.failed, f.new.failed)
}

// told are the services that may be seen otherwise than before: those whose files differ,
// and, where one of these is shown only now, or no longer, all that may name it.
func (f *contrast) told(old, new catalogue.Entries) ([]catalogue.ServiceID, error) {
	ids := each(f.services, func(c compared) catalogue.ServiceID { return c.Service })
	turned := func(id catalogue.ServiceID) bool {
		_, was := f.old.find(id)
		_, is := f.new.find(id)
		_, before := old(id)
		_, now := new(id)
		return was && is && before != now
	}
	if !slices.ContainsFunc(ids, turned) {
		return ids, nil
	}
	all, err := f.blobs(f.new)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		all[id] = ledger.ID{}
	}
	return slices.Sorted(maps.Keys(all)), nil
}

func (a *app) newsPage(all []news) render.Page {
	p := render.Page{Plain: &render.Section{}}
	values := []newsJSON{}
	for _, n := range all {
		p.Sections = append(p.Sections, a.newsSections(n)...)
		p.Plain.Rows = append(p.Plain.Rows, a.newsRows(n)...)
		values = append(values, a.newsValue(n))
	}
	p.Value = values
	return p
}
