package report

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
)

// writeMarkdown writes the report as one page of GitHub's Markdown.
func writeMarkdown(w io.Writer, r Report, say *lang.Printer) error {
	m := &markdown{Report: r, say: say}
	m.text.WriteString(plain.MarkdownHeading(1, r.title(say)) + "\n")
	for _, l := range r.about(say) {
		m.text.WriteString("- " + plain.Markdown(say.T("%s: %s", l[0], l[1])) + "\n")
	}
	m.text.WriteByte('\n')
	m.row(say.T("Figure"), say.T("Value"), say.T("What is counted"))
	m.text.WriteString(plain.MarkdownRule(3))
	for _, f := range r.Figures {
		m.row(say.Say(f.Title), f.Told(say), say.Say(f.Meaning))
	}
	for _, f := range r.Figures {
		m.figure(f)
	}
	_, err := w.Write(m.text.Bytes())
	return err
}

type markdown struct {
	Report
	say  *lang.Printer
	text bytes.Buffer
}

func (m *markdown) row(cells ...string) {
	shown := make([]string, len(cells))
	for i, c := range cells {
		shown[i] = plain.MarkdownCell(c)
	}
	m.text.WriteString(plain.MarkdownRow(shown...))
}

// figure lists what a figure counted.
func (m *markdown) figure(f Figure) {
	if f.Reason() != Measured {
		return
	}
	m.text.WriteString("\n" + plain.MarkdownHeading(2, m.say.Say(f.Title)) + "\n")
	m.row(m.say.T("What"), m.say.T("Number"), m.say.T("Which"))
	m.text.WriteString(plain.MarkdownRule(3))
	for _, l := range f.lines(m.say) {
		m.row(l.name, strconv.Itoa(len(l.ids)), strings.Join(l.ids, ", "))
	}
}

// line is one list of ids of a figure.
type line struct {
	name string
	ids  []string
}

// lines are what a figure counted: by the days it took or by kind where there are such,
// then what counts, and the rest of what it is counted among.
func (f Figure) lines(say *lang.Printer) []line {
	if f.Unit == WorkingDays {
		var lines []line
		for _, bin := range f.bins() {
			lines = append(lines, line{say.T("%s working days", bin.days), bin.ids})
		}
		return lines
	}
	var lines []line
	for _, p := range f.Parts {
		lines = append(lines, line{p.Kind(say), p.IDs})
	}
	return append(lines, line{say.T("counted"), f.Numerator}, line{say.T("the others"), f.others()})
}

// others are those of the denominator that do not count.
func (f Figure) others() []string {
	counts := map[string]int{}
	for _, id := range f.Numerator {
		counts[id]++
	}
	var others []string
	for _, id := range f.Denominator {
		if counts[id]--; counts[id] < 0 {
			others = append(others, id)
		}
	}
	return others
}

// title names the report.
func (r Report) title(say *lang.Printer) string {
	return say.T("Key figures of the service catalogue: %s", r.Rules.Organisation)
}

// about says what the report is of, by name and value.
func (r Report) about(say *lang.Printer) [][2]string {
	version := say.T("none yet")
	if !r.Version.IsZero() {
		version = r.Version.String()
	}
	lines := [][2]string{
		{say.T("Period"), say.T("%s to %s", r.From, r.To)},
		{say.T("Version"), version},
		{say.T("Ledger"), r.Ledger},
		{say.T("Commit"), r.Commit},
	}
	if warning := r.Doubt(); !warning.IsZero() {
		lines = append(lines, [2]string{say.T("Working days"), say.Say(warning)})
	}
	return lines
}

// Doubt says where working days are counted without the holidays of a year.
func (r Report) Doubt() finding.Sentence {
	if len(r.Unlisted) == 0 {
		return finding.Sentence{}
	}
	return finding.Say("counted without the holidays of %s, which the procedure's calendar does not list", strings.Join(r.Unlisted, ", "))
}
