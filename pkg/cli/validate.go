package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
)

type validateOptions struct {
	at           string
	changed      string
	schema       string
	schemaMap    []string
	assertFormat bool
	format       string
	fix, diff    bool
	noCache      bool
	quiet        bool
	most         int
}

// newValidate checks files against schema and against each other.
func newValidate(a *app) *cobra.Command {
	o := &validateOptions{}
	c := &cobra.Command{
		Use:     "validate [PATH…]",
		Short:   a.say.T("Check the catalogue's files; no key needed"),
		Long:    a.say.T("Checks service entries, requests, meetings, versions and the procedure against their schemas and against each other, and says file, line and column of each fault. A PATH is a catalogue folder or a file in one; with --schema, or where a file names its schema in a comment (# $schema: FILE), any YAML or JSON. It exits 1 if there is an error, and 2 if no file was found."),
		Example: "  sc validate\n  sc validate catalogue/services/svc-db-ops.yaml\n  sc validate --at 1.0.0\n  sc validate --changed origin/main --format sarif\n  sc validate --fix --diff\n  sc validate --schema our.schema.json deploy/",
	}
	f := c.Flags()
	f.StringVar(&o.at, "at", "", a.say.T("check this version or revision in place of the files on disk"))
	f.StringVar(&o.changed, "changed", "", a.say.T("tell only what is wrong with what changed since this revision; references are checked against all"))
	f.StringVar(&o.schema, "schema", "", a.say.T("check any YAML or JSON against this JSON Schema"))
	f.StringArrayVar(&o.schemaMap, "schema-map", nil, a.say.T("URL=DIR: where schemas with this address lie on disk"))
	f.BoolVar(&o.assertFormat, "assert-format", false, a.say.T("with --schema: hold values against \"format\" in any draft"))
	f.StringVar(&o.format, "format", "", a.say.T("text, json, sarif, junit, github or gitlab"))
	f.BoolVar(&o.fix, "fix", false, a.say.T("put right what is certain, keeping comments; entries of the ledger are never touched"))
	f.BoolVar(&o.diff, "diff", false, a.say.T("with --fix: show what would be changed, and change nothing"))
	f.BoolVar(&o.noCache, "no-cache", false, a.say.T("check every file again, even one that was found clean before"))
	f.BoolVarP(&o.quiet, "quiet", "q", false, a.say.T("tell errors only"))
	f.IntVar(&o.most, "max-findings", 0, a.say.T("tell at most so many findings (0 = all)"))
	return a.runs(c, arity{0, -1}, func(ctx context.Context, args []string) error {
		for _, name := range []string{"at", "changed", "schema", "format"} { // such as "$TAG" that is not set
			if flag := c.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
				return fault(finding.Say("--%s has no value", name), finding.Say("leave the flag out, or say what is meant"))
			}
		}
		return a.validate(ctx, o, args)
	})
}

func (a *app) validate(ctx context.Context, o *validateOptions, paths []string) error {
	if err := a.fitting(o); err != nil {
		return err
	}
	targets, err := a.targets(ctx, o, paths)
	if err != nil {
		return err
	}
	for i, t := range targets {
		targets[i] = a.stored(ctx, t)
	}
	memory := a.memory(ctx, o)
	in := &inspection{app: a, targets: targets, checker: check.New(a.schemas, memory.known)}
	bar := a.progress(finding.Say("checking"), finding.Say("files"))
	defer bar.Close()
	in.checker.Told(bar.Done)
	if o.changed != "" {
		if in.since, err = a.changedSince(ctx, o); err != nil {
			return err
		}
	}
	if o.fix {
		in.hold()
	}
	report, err := in.check(ctx)
	if err != nil {
		return err
	}
	changed := 0
	if o.fix {
		if report, changed, err = in.fix(ctx, o, report); err != nil {
			return err
		}
	}
	memory.save()
	if err := in.missed(report, o); err != nil {
		return err
	}
	if report.Passed > 0 {
		a.note(a.say.T("passed over, for want of a schema: %s files", report.Passed))
	}
	return a.concluded(in.output(o, report), changed, o)
}

// concluded: a difference that is only shown is one to be acted on.
func (a *app) concluded(err error, changed int, o *validateOptions) error {
	if err == nil && o.diff && changed > 0 {
		return quiet(exitFindings)
	}
	return err
}

// fitting refuses flags that do not go together.
func (a *app) fitting(o *validateOptions) error {
	none := finding.Sentence{}
	switch {
	case o.fix && o.at != "":
		return fault(finding.Say("a version or revision cannot be changed"), finding.Say("leave out --at, or --fix"))
	case o.diff && (o.format != "" && o.format != "text" || a.machine()):
		return fault(finding.Say("--diff shows a patch, not findings"), finding.Say("leave out --diff, or --format and --json"))
	case o.diff && !o.fix:
		return fault(finding.Say("--diff goes with --fix"), finding.Say("say both: sc validate --fix --diff"))
	case o.most < 0:
		return fault(finding.Say("--max-findings is a number from 0"), none)
	case o.format != "" && a.machine() && o.format != "json":
		return fault(finding.Say("--json and --format %s do not go together", o.format), finding.Say("leave one of them out"))
	case o.assertFormat && o.schema == "":
		return fault(finding.Say("--assert-format goes with --schema"), finding.Say("the catalogue's own schemas always hold values against their format"))
	}
	if o.format == "" {
		return nil
	}
	_, err := a.choice("format", o.format, findingFormats())
	return err
}

// machine reports whether JSON was asked for.
func (a *app) machine() bool { return a.flags.json || a.flags.jq != "" }

// inspection is one run of validate over its targets.
type inspection struct {
	app     *app
	targets []target
	checker *check.Checker
	since   *since // nil where everything is told
}

// check checks every target. The names in the report are those that people see.
func (in *inspection) check(ctx context.Context) (check.Report, error) {
	var all check.Report
	for _, t := range in.targets {
		r, err := t.check(ctx, in.checker)
		if err == nil && in.since != nil {
			r, err = in.since.changes(ctx, in.checker, t, r)
		}
		if err != nil {
			return all, err
		}
		r = t.shownAs(r)
		all.Files, all.Passed = append(all.Files, r.Files...), all.Passed+r.Passed
		all.Findings = append(all.Findings, r.Findings...)
	}
	slices.Sort(all.Files)
	all.Files = slices.Compact(all.Files)
	finding.Sort(all.Findings)
	return all, nil
}

// missed refuses to call good what was never looked at.
func (in *inspection) missed(r check.Report, o *validateOptions) error {
	switch {
	case len(r.Files) > 0 || len(r.Findings) > 0:
		return nil
	case in.since != nil && in.since.looked > 0:
		in.app.note(in.app.say.T("nothing changed since %s", o.changed))
		return nil
	}
	if o.schema != "" {
		return fault(finding.Say("no file to check was found"), finding.Say("name files, or folders that hold .yaml, .yml or .json files"))
	}
	return fault(finding.Say("there is no file of a catalogue here"), finding.Say("name a catalogue folder (it holds procedure.yaml or services/)"))
}
