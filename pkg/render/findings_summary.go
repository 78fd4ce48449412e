package render

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// What a summary holds at most: GitHub takes 1 MiB of a step, and nobody reads
// more.
const (
	summaryRows  = 500
	summaryBytes = 900 << 10
)

// summary writes the counts and a table of the findings, errors first.
func (w *writing) summary(r Report) error {
	errors, others := bySeverity(r.Findings)
	w.put("## ", markdown(w.f.Say.T("Check of the service catalogue")), "\n\n")
	whole := r.Whole
	if whole.IsZero() {
		whole = finding.Say("files checked: %s; errors: %s; warnings: %s", len(r.Files), len(errors), len(others))
	}
	w.put(markdown(w.say(whole)), "\n")
	shown := w.summaryTable(append(errors, others...))
	if left := len(r.Findings) - shown + r.Hidden; left > 0 {
		w.put("\n", markdown(w.f.Say.T("and %s more", left)), "\n")
	}
	return nil
}

// summaryTable says how many findings had room.
func (w *writing) summaryTable(found []finding.Finding) int {
	if len(found) == 0 {
		return 0
	}
	head := []string{w.f.Say.T("place"), w.f.Say.T("finding"), w.f.Say.T("rule")}
	w.put("\n| ", strings.Join(head, " | "), " |\n|---|---|---|\n")
	size := 0
	for i, one := range found {
		row := w.summaryRow(one)
		if size += len(row); i == summaryRows || size > summaryBytes {
			return i
		}
		w.put(row)
	}
	return len(found)
}

func (w *writing) summaryRow(f finding.Finding) string {
	l := w.label(f.Severity)
	text := "**" + markdown(strings.TrimSpace(l.before)) + "** " + markdown(w.say(f.Message)+l.after)
	if hint := w.advice(f); hint != "" {
		text += "<br>" + markdown(hint)
	}
	place := f.File
	if place != "" && f.Start.Line > 0 {
		place += ":" + strconv.Itoa(f.Start.Line)
	}
	return "| " + markdown(plain.Clean(place)) + " | " + text + " | " + markdown(plain.Clean(f.Rule)) + " |\n"
}

// markdown escapes a text so that Markdown and HTML show it as it is: every sign
// of ASCII may stand behind a backslash (CommonMark §2.4).
func markdown(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '&':
			out.WriteString("&amp;")
			continue
		case r == '<':
			out.WriteString("&lt;")
			continue
		case strings.ContainsRune("!\"#$%'()*+,-./:;=>?@[\\]^_`{|}~", r):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
