package render

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// githubShown is how many errors, and as many warnings, GitHub shows of a step.
const githubShown = 10

// github writes workflow commands, which GitHub shows at the lines of a pull
// request: errors first. What it would not show follows as text in the log.
func (w *writing) github(r Report) error {
	var rest []finding.Finding
	errors, others := bySeverity(r.Findings)
	for _, kind := range [][]finding.Finding{errors, others} {
		shown := min(len(kind), githubShown)
		for _, one := range kind[:shown] {
			w.put(w.command(one), "\n")
		}
		rest = append(rest, kind[shown:]...)
	}
	w.unshown(rest, r.Hidden)
	return nil
}

// unshown lists the findings beyond GitHub's number.
func (w *writing) unshown(rest []finding.Finding, hidden int) {
	if len(rest) > 0 {
		w.put(w.f.Say.T("GitHub shows %s errors and %s warnings of a step; the others are here and in the step's summary:", githubShown, githubShown), "\n")
	}
	for _, one := range rest {
		w.put("- ", githubText(w.line(one)), "\n")
		if hint := w.advice(one); hint != "" {
			w.put("  - ", githubText(hint), "\n")
		}
	}
	if hidden > 0 {
		w.put(w.f.Say.T("and %s more", hidden), "\n")
	}
}

// command is a finding as a workflow command.
func (w *writing) command(f finding.Finding) string {
	name := "warning"
	if f.Severity == finding.Error {
		name = "error"
	}
	message := w.say(f.Message)
	if hint := w.advice(f); hint != "" {
		message += "\n" + hint
	}
	return "::" + name + " " + strings.Join(githubProperties(f), ",") + "::" + githubData(message)
}

// githubProperties are the place and the rule. Columns are given for a single line
// only: GitHub takes none for several.
func githubProperties(f finding.Finding) []string {
	var all []string
	add := func(key string, value int) { all = append(all, key+"="+strconv.Itoa(value)) }
	if f.File != "" {
		all = append(all, "file="+githubProperty(f.File))
		if f.Start.Line > 0 {
			add("line", f.Start.Line)
			if f.End.Line > 0 {
				add("endLine", f.End.Line)
			}
			if oneLine := f.End.Line == 0 || f.End.Line == f.Start.Line; oneLine && f.Start.Column > 0 {
				add("col", f.Start.Column)
				if f.End.Column > 0 {
					add("endColumn", f.End.Column)
				}
			}
		}
	}
	return append(all, "title="+githubProperty(f.Rule))
}

// githubData escapes what follows a command, as the runner reads it.
func githubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(plain.CleanLines(text))
}

// githubProperty escapes the value of a property of a command.
func githubProperty(text string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(plain.Clean(text))
}

// githubText is a line that the runner takes for no command: of the old kind,
// which it looks for everywhere in a line.
func githubText(text string) string { return strings.ReplaceAll(text, "##[", "## [") }
