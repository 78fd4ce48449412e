package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/pack"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

type auditOptions struct {
	standard, out string
	from, to, at  string
	seed          string
	sample        int
	clauses       pack.Standard
}

// newAudit makes an audit pack.
func newAudit(a *app) *cobra.Command {
	o := &auditOptions{}
	c := &cobra.Command{
		Use:   "audit --standard NAME -o FILE.zip",
		Short: a.say.T("Make an audit pack: clauses, questions, evidence"),
		Long: a.say.T("For the process owner and the auditor (§4.1): puts what the ledger shows of the clauses of a standard into one archive that opens in a browser. Each question has its evidence with the entry, the commit or the tag it rests on, and its gaps, told plainly. With it come the result of a full verification, the documents of the period, the procedure with its amendments, who held which role and key when, requests drawn at random from beginning to end, a page on what the ledger cannot show, and the SHA-256 of each file.") + "\n\n" +
			a.say.T("The whole history is judged first; of a ledger that is not good nothing is given out. The pack is for the inside: it names people, customers and what was considered. The same ledger, options and language give the same bytes (docs/audit-pack.md).") + "\n\n" +
			a.say.T("With --json: an object with standard, from, to, entry, commit, seed, sample, drawn_from, questions, gaps and files. Exit status: 0 with gaps too, 1 where the ledger is not good, 2 where it could not run, 5 where it cannot be judged."),
		Example: "  sc audit --standard itss -o audit.zip\n  sc audit --standard iso20000 --from 2026-01-01 --to 2026-12-31 --sample 10 --seed 4711 -o audit-2026.zip\n  sc audit --standard itss --at 1.1.0 -o audit.zip --json --jq .gaps",
	}
	f := c.Flags()
	f.StringVar(&o.standard, "standard", "", a.say.T("one of: %s", procedure.Names(pack.Standards())))
	f.StringVarP(&o.out, "output", "o", "", a.say.T("write to this file"))
	f.StringVar(&o.from, "from", "", a.say.T("the first day of the period; else the beginning"))
	f.StringVar(&o.to, "to", "", a.say.T("the last day of the period; else that of the last entry"))
	f.StringVar(&o.at, "at", "", a.say.T("up to the publication of this version"))
	f.IntVar(&o.sample, "sample", 5, a.say.T("how many requests to draw"))
	f.StringVar(&o.seed, "seed", "1", a.say.T("what decides the draw: the auditor names it"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.audit(ctx, o) })
}

// check refuses options that say nothing.
func (o *auditOptions) check() error {
	if !slices.Contains(pack.Standards(), o.standard) {
		message := finding.Say("there is no standard %s", o.standard)
		if o.standard == "" {
			message = finding.Say("it is not said by which standard")
		}
		return fault(message, finding.Say("one of: %s", procedure.Names(pack.Standards())))
	}
	if err := cmp.Or(isDay("from", o.from), isDay("to", o.to)); err != nil {
		return err
	}
	switch {
	case o.to != "" && o.at != "":
		return fault(finding.Say("--to and --at do not go together"), finding.Say("leave one of them out"))
	case o.from != "" && o.to != "" && o.from > o.to:
		return fault(finding.Say("the period ends before it begins"), finding.Say("--from is its first day, --to its last"))
	case o.sample < 0:
		return fault(finding.Say("a sample cannot be smaller than none"), finding.Say("--sample 5 draws five requests"))
	case o.out == "":
		return fault(finding.Say("it is not said where the pack goes"), finding.Say("name a file: -o audit.zip"))
	}
	return nil
}

func (a *app) audit(ctx context.Context, o *auditOptions) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	if o.out == "-" && a.machine() {
		return fault(finding.Say("the pack and the JSON cannot both go to standard output"), finding.Say("name a file: -o audit.zip"))
	}
	if err := a.binary(o.out, ".zip", "audit"); err != nil {
		return err
	}
	if o.clauses, err = pack.StandardOf(o.standard); err != nil {
		return err
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	if err := a.spares(repo, o.out); err != nil {
		return err
	}
	report, err := a.proofOf(ctx, repo, &verifyOptions{full: true})
	if err != nil {
		return err
	}
	d, err := a.auditDesk(ctx, repo, report, o)
	if err != nil {
		return err
	}
	facts, err := d.facts()
	if err != nil {
		return err
	}
	return a.givePack(o, pack.Assess(facts))
}

// auditDesk lays the ledger open at the end of the period.
func (a *app) auditDesk(ctx context.Context, repo *ledger.Repository, report *audit.Report, o *auditOptions) (*dossier, error) {
	end := report.Last.Commit
	if o.at != "" {
		v, err := a.chosen(report, o.at)
		if err != nil {
			return nil, err
		}
		end = v.Commit
	}
	d, err := a.openCommit(repo, end)
	if err != nil {
		return nil, err
	}
	if o.to != "" {
		if d, err = d.until(ctx, o.to); err != nil {
			return nil, err
		}
	}
	d.ref = report.Ref
	return newDossier(ctx, d.onPaper(), report, o)
}

// until is the desk at the last entry that was signed on a day or before it, as signers
// wrote.
func (d *desk) until(ctx context.Context, day string) (*desk, error) {
	last, err := d.newestThat(ctx, func(e entry) bool { return date(d.at(e)) <= day })
	if err != nil {
		return nil, err
	}
	if last == nil {
		return nil, fault(finding.Say("the ledger begins after %s", day), finding.Say("\"sc log\" shows its entries"))
	}
	return d.app.openCommit(d.repo, last.commit)
}

// auditJSON is what a pack holds, for programs.
type auditJSON struct {
	File      string                `json:"file"`
	Standard  string                `json:"standard"`
	From      string                `json:"from"`
	To        string                `json:"to"`
	Entry     int                   `json:"entry"`
	Commit    string                `json:"commit"`
	Seed      string                `json:"seed"`
	Sample    []procedure.RequestID `json:"sample"`
	DrawnFrom int                   `json:"drawn_from"`
	Questions int                   `json:"questions"`
	Gaps      []openGapJSON         `json:"gaps"`
	Files     int                   `json:"files"`
}

type openGapJSON struct {
	Clause   string   `json:"clause"`
	Question string   `json:"question"`
	Gaps     []string `json:"gaps"`
}

// givePack writes the archive and says what is in it.
func (a *app) givePack(o *auditOptions, p *pack.Assessed) error {
	var text bytes.Buffer
	if err := p.Write(&text); err != nil {
		return err
	}
	questions, open := p.Count()
	file := "audit-" + o.standard + "-" + p.To + ".zip"
	told := finding.Say("%s questions, %s with gaps; internal, not for customers", questions, open)
	if err := a.deliver(delivery{o.out, file, told}, text.Bytes()); err != nil || o.out == "-" {
		return err
	}
	v := auditJSON{
		File: o.out, Standard: o.standard, From: p.From, To: p.To, Entry: p.Through.Entry, Commit: p.Through.Commit, Seed: o.seed,
		Sample: []procedure.RequestID{}, DrawnFrom: len(pack.Population(p.Facts)), Questions: questions, Gaps: []openGapJSON{}, Files: bytes.Count(text.Bytes(), []byte("PK\x01\x02")),
	}
	for _, c := range p.Changes {
		v.Sample = append(v.Sample, c.Request.ID)
	}
	section := render.Section{}
	for _, c := range p.Clauses {
		for _, q := range c.Questions {
			if len(q.Gaps) > 0 {
				v.Gaps = append(v.Gaps, openGapJSON{c.Number, q.Ask, q.Gaps})
				section.Rows = append(section.Rows, []any{c.Number, q.Ask, strings.Join(q.Gaps, a.say.T("; "))})
			}
		}
	}
	if a.Term.Out && !a.machine() {
		return a.tellGaps(v.Gaps)
	}
	return a.show(render.Page{Value: v, Sections: []render.Section{section}})
}

// tellGaps are the gaps for people.
func (a *app) tellGaps(gaps []openGapJSON) error {
	for _, g := range gaps {
		fmt.Fprintln(a.Out, a.tame(g.Clause+" · "+g.Question))
		for _, gap := range g.Gaps {
			fmt.Fprintln(a.Out, "  "+a.tame(a.say.T("gap: %s", gap)))
		}
	}
	return nil
}
