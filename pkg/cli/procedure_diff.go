package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/rulebook"
)

// newProcedureDiff tells what an amendment changed.
func newProcedureDiff(a *app) *cobra.Command {
	return a.runs(&cobra.Command{
		Use:   "diff [V1] [V2]",
		Short: a.say.T("Tell what amendments changed"),
		Long: a.say.T("Tells in words what changed between two versions of the procedure: roles, groups, people and their keys, steps, rules. Without V1 and V2: what the last amendment changed. With V1 alone: what changed from then to now. A version of the procedure is a number, as \"sc log\" shows it with amendments; a version of the catalogue or a revision means the procedure in force there.") + "\n\n" +
			a.say.T("With --json: an object with from, to, changes (part, id, field, was, is, text) and improvements, the ids of those that these amendments closed. Exit status: 0 whatever it finds."),
		Example: "  sc procedure diff\n  sc procedure diff 1 3\n  sc procedure diff 1.0.0\n  sc procedure diff --json --jq '.changes[].text'",
	}, arity{0, 2}, a.procedureDiff)
}

func (a *app) procedureDiff(ctx context.Context, args []string) error {
	d, err := a.look(ctx, "")
	if err != nil {
		return err
	}
	past, err := d.procedures(ctx)
	if err != nil {
		return err
	}
	from, to := d.rules, d.rules
	switch {
	case len(args) > 0:
		from, err = d.procedureAt(ctx, args[0], past)
	case len(past) > 1:
		from = past[len(past)-2].Procedure
	}
	if err == nil && len(args) > 1 {
		to, err = d.procedureAt(ctx, args[1], past)
	}
	if err != nil {
		return err
	}
	page := a.alterationPage(from, to)
	closed, err := d.closedBy(from.Version, to.Version)
	if err != nil {
		return err
	}
	page.Value.(map[string]any)["improvements"] = each(closed, func(m standingImprovement) string { return string(m.ID) })
	page.Sections, err = d.withClosed(page.Sections, from.Version, to.Version)
	if err != nil {
		return err
	}
	return a.show(page)
}

// alterationJSON is an alteration for programs, with its sentence in the reader's language.
type alterationJSON struct {
	rulebook.Alteration
	Text string `json:"text"`
}

func (a *app) alterations(changed []rulebook.Alteration) []alterationJSON {
	return kept(each(changed, func(c rulebook.Alteration) alterationJSON { return alterationJSON{c, a.say.Say(c.Told)} }))
}

func (a *app) alterationPage(from, to *procedure.Procedure) render.Page {
	changed := rulebook.Changed(from, to)
	values := a.alterations(changed)
	flat := render.Section{}
	for _, c := range changed {
		flat.Rows = append(flat.Rows, []any{c.Part, c.ID, c.Field, strings.Join(c.Was, ","), strings.Join(c.Is, ","), c.Told})
	}
	p := render.Page{Plain: &flat, Value: map[string]any{"from": from.Version, "to": to.Version, "changes": values}}
	title := finding.Say("The procedure: version %s → %s", from.Version, to.Version)
	for _, part := range rulebook.Parts() {
		s := render.Section{Title: finding.Say("%s", a.wording().Field(part))}
		for _, c := range changed {
			if c.Part == part {
				s.Rows = append(s.Rows, []any{c.Told})
			}
		}
		if len(s.Rows) > 0 {
			p.Sections = append(p.Sections, s)
		}
	}
	p.Sections = append([]render.Section{{Title: title}}, p.Sections...)
	if len(changed) == 0 {
		p.Sections = []render.Section{{Title: title, Empty: finding.Say("no change")}}
	}
	return p
}
