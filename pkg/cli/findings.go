package cli

import (
	"io/fs"
	"os"
	"slices"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

func findingFormats() []string { return render.FindingFormats() }

// findings shows what a check of so many files found, and ends with its exit code.
func (a *app) findings(found []finding.Finding, files int) error {
	return a.tell(render.Report{Findings: found}, "", files)
}

// output shows a report in the format that was asked for. The exit code is that of
// all findings, told or not.
func (in *inspection) output(o *validateOptions, r check.Report) error {
	out := render.Report{Findings: r.Findings, Files: r.Files, Source: in.source}
	if o.quiet {
		out.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool { return f.Severity != finding.Error })
	}
	if o.most > 0 && len(out.Findings) > o.most {
		out.Hidden = len(out.Findings) - o.most
		out.Findings = out.Findings[:o.most]
	}
	files := len(r.Files)
	if o.quiet {
		files = 0
	}
	if err := in.app.tell(out, o.format, files); err != nil {
		return err
	}
	if finding.Failed(r.Findings) {
		return quiet(exitFindings)
	}
	return nil
}

// tell writes a report: as the format says, else as JSON where that was asked for,
// else as annotations where GitHub runs us, else as text with a line about the whole.
func (a *app) tell(r render.Report, format string, files int) error {
	shown := render.Findings{Out: a.Out, Say: a.say, Version: a.Build.Version, Width: a.width(), Colour: a.colour()}
	actions := a.Getenv("GITHUB_ACTIONS") == "true"
	switch {
	case a.flags.jq != "":
		return a.failed(r, render.JQ(a.Out, a.flags.jq, shown.Value(r)))
	case a.flags.json:
		format = "json"
	case format == "" && actions:
		format = "github"
	case format == "":
		format = "text"
	}
	err := shown.Write(format, r)
	if err == nil && format == "github" && actions {
		err = a.summarise(r)
	}
	if files > 0 && (format == "text" || format == "github") {
		a.note(a.say.T("%s files checked, %s findings", files, len(r.Findings)+r.Hidden))
	}
	return a.failed(r, err)
}

// width is how many columns there are to fold text to, 0 where it is no terminal.
func (a *app) width() int {
	if !a.Term.Out {
		return 0
	}
	return a.Term.Width
}

// colour is used on terminals that are not told otherwise (no-color.org).
func (a *app) colour() render.Colour {
	if a.Term.Out && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb" {
		return render.Coloured
	}
	return render.Plain
}

// failed is the exit code of a report that was told.
func (a *app) failed(r render.Report, err error) error {
	if err == nil && finding.Failed(r.Findings) {
		return quiet(exitFindings)
	}
	return err
}

// summarise adds the report to the page that GitHub shows for the job.
func (a *app) summarise(r render.Report) error {
	name := a.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	page, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return unreadable(name, err)
	}
	defer page.Close()
	return render.Findings{Out: page, Say: a.say}.Summary(r)
}

// source is the text of a file that a finding names, nil where it is not to be had.
func (in *inspection) source(shown string) []byte {
	for _, t := range in.targets {
		if name, ok := t.inside(shown); ok {
			if data, err := fs.ReadFile(t.files, name); err == nil {
				return data
			}
		}
	}
	return nil
}
