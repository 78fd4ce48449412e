package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

type diffOptions struct {
	format string
	strict bool
}

// formatFlag lets a command write text, JSON or Markdown.
func (a *app) formatFlag(c *cobra.Command, format *string) {
	c.Flags().StringVar(format, "format", "", a.say.T("text, json or md (Markdown)"))
}

// newDiff shows how two states of the catalogue differ.
func newDiff(a *app) *cobra.Command {
	o := &diffOptions{}
	c := &cobra.Command{
		Use:     "diff [A [B]]",
		Short:   a.say.T("Show how two versions, revisions or drafts differ"),
		Long:    a.say.T("Shows what changed between two states of the catalogue, field by field: what a service promised before and promises now, whether that weakens or improves it, and why. Items of lists are matched by what they are, not by where they stand; replacements and renames are known. A and B are versions, revisions of git's, or \".\", the drafts in the work tree; A..B is the same. Without B: the drafts; without A: the last version. It tells the number that the next version would have. It exits 0 whatever it finds. With --json: an object with from, to, bump, next, judge, services (docs/difference.md)."),
		Example: "  sc diff\n  sc diff 1.0.0 1.1.0\n  sc diff 1.0.0..main\n  sc diff HEAD~3 .\n  sc diff 1.0.0 --format md\n  sc diff --jq '.services[] | select(.severity == \"weakened\") | .id'",
	}
	a.formatFlag(c, &o.format)
	return a.runs(a.offersVersions(c), arity{0, 2}, func(ctx context.Context, args []string) error {
		f, err := a.contrasted(ctx, o, args)
		if err != nil {
			return err
		}
		if err := a.showAs(f.page(), o.format); err != nil {
			return err
		}
		f.conclude(o)
		return nil
	})
}

// newBreaking shows the commitments that one state of the catalogue takes back.
func newBreaking(a *app) *cobra.Command {
	o := &diffOptions{}
	c := &cobra.Command{
		Use:     "breaking [A [B]]",
		Short:   a.say.T("Show weakened commitments and retired services only"),
		Long:    a.say.T("Shows what of \"sc diff\" takes something back: commitments that are weakened, services that are retired. It exits 1 where there is any, and 5 where a file cannot be read, so that CI can ask before a pull request is merged. What only a person can judge is named, and counts with --strict. A and B are as for \"sc diff\". With --json: as \"sc diff\", with these changes only."),
		Example: "  sc breaking\n  sc breaking 1.0.0 HEAD\n  sc breaking origin/main . --strict\n  sc breaking --json --jq '.services[].id'",
	}
	a.formatFlag(c, &o.format)
	c.Flags().BoolVar(&o.strict, "strict", false, a.say.T("count what a person must judge as well"))
	return a.runs(a.offersVersions(c), arity{0, 2}, func(ctx context.Context, args []string) error {
		f, err := a.contrasted(ctx, o, args)
		if err != nil {
			return err
		}
		return f.breaking(o)
	})
}

// contrasted compares what the arguments name.
func (a *app) contrasted(ctx context.Context, o *diffOptions, args []string) (*contrast, error) {
	if err := a.checkFormat(o.format); err != nil {
		return nil, err
	}
	d, err := a.look(ctx, "")
	if err != nil {
		return nil, err
	}
	usual, err := d.usual()
	if err != nil {
		return nil, err
	}
	return d.contrast(ctx, spanOf(args, usual))
}

// checkFormat refuses a format that there is not, or that --json contradicts.
func (a *app) checkFormat(format string) error {
	if err := a.agrees(format); err != nil || format == "" {
		return err
	}
	_, err := a.choice("format", format, []string{"text", "json", "md"})
	return err
}

// agrees refuses a format that --json contradicts.
func (a *app) agrees(format string) error {
	if format != "" && a.machine() && format != "json" {
		return fault(finding.Say("--json and --format %s do not go together", format), finding.Say("leave one of them out"))
	}
	return nil
}

// conclude tells people what the difference means for the next version.
func (f *contrast) conclude(o *diffOptions) {
	if f.app.machine() || o.format == "json" || o.format == "md" {
		return
	}
	for _, s := range f.verdict().said() {
		f.app.note(f.app.say.Say(s))
	}
}

// breaking shows what takes something back, and ends with what CI asks for.
func (f *contrast) breaking(o *diffOptions) error {
	judge := f.verdict().judge
	f.services = broken(f.services, o.grave())
	if err := f.app.showAs(f.page(), o.format); err != nil {
		return err
	}
	if len(judge) > 0 && !o.strict {
		f.app.warn("whether the change to %s weakens a commitment must be judged by a person", judge)
	}
	switch {
	case len(f.services) > 0:
		return quiet(exitFindings)
	case len(f.unread) > 0:
		return quiet(exitCannotJudge)
	}
	return nil
}

// grave are the severities that count as broken.
func (o *diffOptions) grave() []catalogue.Severity {
	grave := []catalogue.Severity{catalogue.Weakened, catalogue.Retire}
	if o.strict {
		grave = append(grave, catalogue.Judge)
	}
	return grave
}

// broken leaves the changes of these severities, and the services that have any.
func broken(services []compared, grave []catalogue.Severity) []compared {
	var kept []compared
	for _, c := range services {
		c.Changes = slices.DeleteFunc(slices.Clone(c.Changes), func(one catalogue.Change) bool { return !slices.Contains(grave, one.Severity) })
		if len(c.Changes) > 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// said is the verdict in sentences.
func (v verdict) said() []finding.Sentence {
	var all []finding.Sentence
	if !v.settled && !v.next.IsZero() && v.bump != "" {
		all = append(all, finding.Say("the next version would be %s at least", v.next))
	}
	switch causes := few(v.causes); v.bump {
	case catalogue.Major:
		all = append(all, finding.Say("the first number of the version rises: a commitment is weakened or a service retired (%s)", causes))
	case catalogue.Minor:
		all = append(all, finding.Say("the second number of the version rises: something is new or improved (%s)", causes))
	case catalogue.Patch:
		if len(v.causes) > 0 {
			all = append(all, finding.Say("the third number of the version rises: the changes are editorial (%s)", causes))
		}
	}
	if len(v.judge) > 0 {
		all = append(all, finding.Say("whether the change to %s weakens a commitment must be judged by a person", few(v.judge)))
	}
	return all
}

// few are the first of many names.
func few(names procedure.Names) procedure.Names {
	if len(names) <= most {
		return names
	}
	return append(slices.Clone(names[:most]), "…")
}

// offersVersions makes the shell offer the versions.
func (a *app) offersVersions(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		d, err := a.open(c.Context())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		versions, err := d.books.Versions()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		offered := each(versions, func(v catalogue.Version) string { return v.String() + "\t" + a.say.T("version") })
		return append(offered, theWorktree+"\t"+a.say.T("the work tree")), cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// showAs shows a page in the format that was asked for.
func (a *app) showAs(p render.Page, format string) error {
	switch format {
	case "json":
		return render.JSON(a.Out, p.Value)
	case "md":
		return a.screen().Markdown(p)
	}
	return a.show(p)
}
