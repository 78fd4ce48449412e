package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

func findingFormats() []string { return render.FindingFormats() }

// findings shows what a check of so many files found, and ends with its exit code.
func (a *app) findings(found []finding.Finding, files int) error {
	return a.tell(render.Report{Findings: unfixed(found)}, "", files)
}

// unfixed leaves out the fixes of findings that "sc validate --fix" does not come by.
func unfixed(found []finding.Finding) []finding.Finding {
	found = slices.Clone(found)
	for i := range found {
		found[i].Fix = nil
	}
	return found
}

// output shows a report in the format that was asked for. The exit code is that of
// all findings, told or not.
func (in *inspection) output(o *validateOptions, r check.Report) error {
	told := in.promised(r.Findings)
	if o.quiet {
		told = slices.DeleteFunc(told, func(f finding.Finding) bool { return f.Severity != finding.Error })
	}
	out := render.Report{Files: r.Files, Source: in.source}
	out.Findings, out.Hidden = foremost(told, o.most)
	files := len(r.Files)
	if o.quiet {
		files = 0
	}
	if o.diff { // the difference is the data here
		quietly := *in.app
		quietly.Out, quietly.Term.Out = in.app.Err, in.app.Term.Err
		in = &inspection{app: &quietly}
	}
	if err := in.app.tell(out, o.format, files); err != nil {
		return err
	}
	if finding.Failed(r.Findings) {
		return quiet(exitFindings)
	}
	return nil
}

// promised leaves out fixes that --fix would not make.
func (in *inspection) promised(found []finding.Finding) []finding.Finding {
	found = slices.Clone(found)
	for i, f := range found {
		fixable := slices.ContainsFunc(in.targets, func(t target) bool {
			_, ok := t.fixable(f.File)
			return ok && t.dir != ""
		})
		if !fixable {
			found[i].Fix = nil
		}
	}
	return found
}

// foremost keeps so many findings (0 is all), errors before warnings, and counts
// the others.
func foremost(found []finding.Finding, most int) (kept []finding.Finding, hidden int) {
	if most == 0 || len(found) <= most {
		return found, 0
	}
	slices.SortStableFunc(found, func(a, b finding.Finding) int { return strings.Compare(string(a.Severity), string(b.Severity)) })
	kept, hidden = found[:most], len(found)-most
	finding.Sort(kept)
	return kept, hidden
}

// tell writes a report: as the format says, else as JSON where that was asked for,
// else as annotations where GitHub runs us, else as text with a line about the whole.
func (a *app) tell(r render.Report, format string, files int) error {
	shown := render.Findings{Out: a.Out, Say: a.say, Version: a.Build.Version, Width: a.width(), Colour: a.colour()}
	actions := a.Getenv("GITHUB_ACTIONS") == "true"
	switch {
	case a.flags.jq != "":
		return a.failed(r, a.query(shown.Value(r)))
	case a.flags.json:
		format = "json"
	case format == "" && actions:
		format = "github"
	case format == "":
		format = "text"
	}
	err := shown.Write(format, r)
	if err == nil && format == "github" && actions {
		a.summarise(r)
	}
	if files > 0 && (format == "text" || format == "github") {
		a.note(a.say.T("%s files checked, %s findings", files, len(r.Findings)+r.Hidden))
	}
	if r.Hidden > 0 && format != "github" {
		a.note(a.say.T("%s more findings are left out (--max-findings)", r.Hidden))
	}
	if i := slices.IndexFunc(r.Findings, isError); i >= 0 && format == "text" && a.Term.Err {
		a.pointToPage(r.Findings[i].Rule)
	}
	return a.failed(r, err)
}

func isError(f finding.Finding) bool { return f.Severity == finding.Error }

// width is how many columns there are to fold text to, 0 where it is no terminal.
func (a *app) width() int {
	if !a.Term.Out {
		return 0
	}
	return a.Term.Width
}

// colour is used on terminals that are not told otherwise (no-color.org), and elsewhere
// where somebody insists (bixense.com/clicolors).
func (a *app) colour() render.Colour {
	forced := a.Getenv("CLICOLOR_FORCE") != "" && a.Getenv("CLICOLOR_FORCE") != "0"
	able := a.Term.Out && a.Getenv("TERM") != "dumb" && a.Getenv("CLICOLOR") != "0"
	if a.Getenv("NO_COLOR") == "" && (forced || able) {
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
func (a *app) summarise(r render.Report) {
	name := a.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return
	}
	page, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		err = errors.Join(render.Findings{Out: page, Say: a.say}.Summary(r), page.Close())
	}
	if err != nil { // the verdict counts, not the page
		a.warn("the summary %s cannot be written: %s", name, err)
	}
}

// source is the text of a file that a finding names, nil where it is not to be had.
func (in *inspection) source(shown string) []byte {
	for _, t := range in.targets {
		if name, ok := t.inside(shown); ok {
			if data, err := check.Read(t.files, name); err == nil && len(data) <= document.MaxBytes {
				return data
			}
		}
	}
	return nil
}

// noteUnread says that a file cannot be read and why, at its first fault.
func (a *app) noteUnread(name string, err error) {
	why := finding.Problem(err)
	if b, ok := errors.AsType[*records.Broken](err); ok {
		f := b.Findings[0]
		name, why = fmt.Sprintf("%s:%d:%d", f.File, f.Start.Line, f.Start.Column), f.Message
	}
	a.note(a.say.T("%s cannot be read: %s", name, why))
}
