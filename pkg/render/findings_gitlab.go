package render

import "github.com/service-catalogue/sc/pkg/finding"

// gitlabIssue is a finding in GitLab's Code Quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// gitlab writes a Code Quality report. GitLab shows one finding a fingerprint,
// and takes none without a path and a line.
func (w *writing) gitlab(r Report) error {
	seen := fingerprints{}
	err := w.array(len(r.Findings), oneLine("  "), func(i int) any {
		one := r.Findings[i]
		return gitlabIssue{
			Description: w.description(one), CheckName: one.Rule,
			Fingerprint: seen.of(one), Severity: gitlabSeverity(one.Severity), Location: gitlabPlace(one),
		}
	})
	w.put("\n")
	return err
}

// description is the message, and the hint where there is one, on one line.
func (w *writing) description(f finding.Finding) string {
	if f.Hint.IsZero() {
		return w.say(f.Message)
	}
	return w.aside[0] + w.say(f.Message) + w.aside[1] + w.advice(f) + w.aside[2]
}

func gitlabSeverity(s finding.Severity) string {
	if s == finding.Error {
		return "major"
	}
	return "minor"
}

func gitlabPlace(f finding.Finding) gitlabLocation {
	at := gitlabLocation{Path: f.File, Lines: gitlabLines{Begin: max(f.Start.Line, 1)}}
	if at.Path == "" {
		at.Path = "."
	}
	if f.End.Line > at.Lines.Begin {
		at.Lines.End = f.End.Line
	}
	return at
}
