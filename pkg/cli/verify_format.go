package cli

import (
	"path"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

// verifySuite is what checks of the history are called in reports for CI.
const verifySuite = "sc verify"

// formatted settles --format: json is --json, and where GitHub runs us without either,
// violations become annotations, as those of sc validate do.
func (a *app) formatted(o *verifyOptions) error {
	switch {
	case o.format != "" && a.machine() && o.format != "json":
		return fault(finding.Say("--json and --format %s do not go together", o.format), finding.Say("leave one of them out"))
	case o.format == "json":
		a.flags.json = true
	case o.format == "" && !a.machine() && a.Getenv("GITHUB_ACTIONS") == "true":
		o.format = "github"
	}
	_, err := a.choice("format", o.format, findingFormats())
	return err
}

// reported shows what a verification found, in the format that was asked for. The page
// is for people and for --json; every other format has the violations alone, and how it
// ended as a whole.
func (a *app) reported(page render.Page, r *audit.Report, whole finding.Sentence, o *verifyOptions) error {
	if a.machine() || o.format == "" || o.format == "text" {
		return a.show(page)
	}
	told := render.Report{Findings: breaches(r), Whole: whole, Suite: verifySuite}
	if err := (render.Findings{Out: a.Out, Say: a.say, Version: a.Build.Version}).Write(o.format, told); err != nil {
		return err
	}
	if o.format == "github" && a.Getenv("GITHUB_ACTIONS") == "true" {
		a.summarise(told)
	}
	return nil
}

// breaches are the violations as findings, each at its file, from the top of the
// repository. A file's line is nothing that a violation knows.
func breaches(r *audit.Report) []finding.Finding {
	found := make([]finding.Finding, len(r.Violations))
	for i, v := range r.Violations {
		f := finding.Finding{Rule: v.Code, Severity: finding.Error, Message: placed(v)}
		if v.Path != "" {
			f.File = path.Join(r.Root, v.Path)
		}
		if v.Warning() {
			f.Severity = finding.Warning
		} else {
			f.Hint = finding.Say("what it means and how to put it right: sc explain %s", v.Code)
		}
		found[i] = f
	}
	return found
}

// placed is what is wrong, with the entry and the commit that it is about.
func placed(v audit.Violation) finding.Sentence {
	switch {
	case v.Commit.IsZero():
		return v.Message
	case v.Entry < 0:
		return finding.Say("commit %s: %s", short(v.Commit.String()), v.Message)
	}
	return finding.Say("entry %s, commit %s: %s", v.Entry, short(v.Commit.String()), v.Message)
}
