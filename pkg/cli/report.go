package cli

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/report"
)

type reportOptions struct {
	from, to, at, format, out string
}

// newReport measures how the procedure is kept.
func newReport(a *app) *cobra.Command {
	o := &reportOptions{}
	c := &cobra.Command{
		Use:     "report",
		Short:   a.say.T("Measure how the procedure is kept: key figures of a period"),
		Long:    a.say.T("Computes the key figures of a period (§4.1) from a ledger that was found good: how complete and measurable the catalogue is, how long decisions took and how many came on time, what was rejected and why, what passed at its first review, what the catalogue did not cover, and more (docs/report.md). Each figure names what it counts and among what; where there is nothing to count it is n/a. Working days are those of the procedure's calendar. What was ruled void does not count. The period is the quarter up to today, or with --at up to that version's last entry; a report of --at and --to is the same whoever makes it, and whenever. It exits 1 where the ledger is not good, and 5 where that cannot be judged. With --json: schemas/report.schema.json."),
		Example: "  sc report\n  sc report --from 2026-01-01 --to 2026-03-31\n  sc report --at 1.1.0 --format html -o report.html\n  sc report --json --jq '.figures[] | select(.value != null) | [.key, .value]'",
	}
	f := c.Flags()
	f.StringVar(&o.from, "from", "", a.say.T("the first day; the beginning of the quarter, if not given"))
	f.StringVar(&o.to, "to", "", a.say.T("the last day; today, if not given"))
	f.StringVar(&o.at, "at", "", a.say.T("at this version or revision"))
	f.StringVar(&o.format, "format", "", a.say.T("one of: %s", procedure.Names(reportFormats())))
	f.StringVarP(&o.out, "output", "o", "", a.say.T("write to this file"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.report(ctx, o) })
}

// textFormat is the format of the screen.
const textFormat = "text"

func reportFormats() []string {
	return append([]string{textFormat}, each(report.Formats(), func(f report.Format) string { return f.Name })...)
}

func (a *app) report(ctx context.Context, o *reportOptions) error {
	if err := a.agrees(o.format); err != nil {
		return err
	}
	if o.format != "" && !slices.Contains(reportFormats(), o.format) {
		return fault(finding.Say("there is no format %s", o.format), finding.Say("one of: %s", procedure.Names(reportFormats())))
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	if err := a.spares(repo, o.out); err != nil {
		return err
	}
	r, err := a.measured(ctx, repo, o)
	if err != nil {
		return err
	}
	if doubt := r.Doubt(); !doubt.IsZero() {
		a.warn("working days: %s", a.say.Say(doubt))
	}
	return a.deliverReport(*r, o)
}

// deliverReport shows a report, or writes it to a file.
func (a *app) deliverReport(r report.Report, o *reportOptions) error {
	i := slices.IndexFunc(report.Formats(), func(f report.Format) bool { return f.Name == o.format })
	if i < 0 && (o.out == "" || o.out == "-") || a.flags.jq != "" {
		return a.show(a.reportPage(r))
	}
	var text bytes.Buffer
	var err error
	switch {
	case a.flags.json:
		err = render.JSON(&text, r.Value())
	case i < 0:
		screen := a.screen()
		screen.Out, screen.Terminal, screen.Width = &text, true, 0
		err = screen.Show(render.Page{Sections: a.reportPage(r).Sections})
	default:
		err = report.Formats()[i].Write(&text, r, a.say)
	}
	if err != nil {
		return err
	}
	if o.out == "" || o.out == "-" {
		if a.Term.Out {
			_, err = plain.Cleaned(a.Out).Write(text.Bytes())
		} else {
			_, err = a.Out.Write(text.Bytes())
		}
		return err
	}
	if err := put(a.path(o.out), text.Bytes()); err != nil {
		return unwritten(o.out, err)
	}
	a.note(a.say.T("wrote %s: %s to %s", a.relative(a.path(o.out)), r.From, r.To))
	return nil
}

// period is the days that are asked for: without an end up to the day given, without a
// beginning from that of its quarter.
func (o *reportOptions) period(last string) (report.Period, error) {
	p := report.Period{From: o.from, To: o.to}
	if p.To == "" {
		p.To = last
	}
	if err := cmp.Or(isDay("from", p.From), isDay("to", p.To)); err != nil {
		return p, err
	}
	if p.From == "" {
		to, _ := time.Parse(time.DateOnly, p.To)
		p.From = time.Date(to.Year(), (to.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	if p.From > p.To {
		return p, fault(finding.Say("the period ends before it begins"), finding.Say("it is from %s to %s", p.From, p.To))
	}
	return p, nil
}

// reportPage is the report for a screen, and for programs that read lines.
func (a *app) reportPage(r report.Report) render.Page {
	section := render.Section{
		Title:   finding.Say("Key figures from %s to %s", r.From, r.To),
		Columns: []finding.Sentence{finding.Say("Figure"), finding.Say("Value")},
	}
	rows := render.Section{Key: "figure"}
	for _, f := range r.Figures {
		section.Rows = append(section.Rows, []any{f.Title, f.Told(a.say)})
		value, most := any(string(f.Reason())), any("")
		switch {
		case f.Reason() != report.Measured:
		case f.Unit == report.WorkingDays:
			value, most = f.Percentile(50), f.Percentile(90)
		default:
			value = f.Percent()
		}
		rows.Rows = append(rows.Rows, []any{f.Key, value, most, len(f.Numerator), len(f.Denominator), commas(f.Numerator), commas(f.Denominator)})
	}
	sections := []render.Section{section}
	for _, f := range r.Figures {
		if len(f.Parts) > 0 {
			sections = append(sections, a.partSection(f))
		}
	}
	return render.Page{Sections: sections, Plain: &rows, Value: r.Value()}
}

func (a *app) partSection(f report.Figure) render.Section {
	s := render.Section{Title: f.Title, Columns: []finding.Sentence{finding.Say("Kind"), finding.Say("Number"), finding.Say("Which")}}
	for _, p := range f.Parts {
		s.Rows = append(s.Rows, []any{p.Kind(a.say), len(p.IDs), commas(p.IDs)})
	}
	return s
}
