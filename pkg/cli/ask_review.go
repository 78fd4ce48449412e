package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/ask"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// askReview asks for what a review lacks: the result on each request, and who was there.
func (a *app) askReview(ctx context.Context, c *cobra.Command, o *reviewOptions, ids []string) ([]string, error) {
	results := len(o.pass)+len(o.back)+len(o.refuse) > 0
	if !a.asks() || a.flags.yes || o.file != "" || results && len(o.attendees) > 0 {
		return ids, nil
	}
	d, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	var fields, comments []*ask.Field
	if !results {
		fields, comments, err = d.resultFields(ids)
		if err == nil && len(fields) == 0 {
			err = fault(finding.Say("nothing waits for a meeting"), finding.Say("\"sc status\" shows what waits for whom"))
		}
		if err != nil {
			return ids, err
		}
	}
	if len(o.attendees) == 0 {
		fields = append(fields, d.attendanceFields(o)...)
	}
	_, err = a.fill(ctx, c, append(fields, comments...))
	if results {
		return ids, err
	}
	return nil, err // each result names its request
}

// resultFields ask for the result on each request that waits, or is named, and why it is
// no pass; none where none waits.
func (d *desk) resultFields(given []string) (fields, comments []*ask.Field, err error) {
	cases, err := d.casesNamed(given)
	if len(given) == 0 {
		cases, err = d.casesIn(procedure.StateProposed)
	}
	if err != nil {
		return nil, nil, err
	}
	var results []*ask.Field
	for _, o := range d.caseOptions(cases) {
		result := &ask.Field{Label: o.Label, Inline: true, Options: d.resultOptions(o.Value)}
		results, fields = append(results, result), append(fields, result)
		comments = append(comments, &ask.Field{
			Flag: "message", Before: o.Value + "=", Long: true, Check: d.app.filled,
			Label: d.app.say.T("Reason for %s", o.Value), Help: d.app.say.T("why it does not pass"),
			When: func() bool {
				return slices.Contains([]string{"--return=" + o.Value, "--refuse=" + o.Value}, result.Answer)
			},
		})
	}
	if len(results) > 0 {
		results[len(results)-1].Check = d.app.oneTreated(results)
	}
	return fields, comments, nil
}

// oneTreated is the check of the last result: a meeting decides on something.
func (a *app) oneTreated(results []*ask.Field) func(string) error {
	return func(last string) error {
		if last != "" || slices.ContainsFunc(results[:len(results)-1], func(f *ask.Field) bool { return f.Answer != "" }) {
			return nil
		}
		return errors.New(a.say.T("a meeting decides on one request at least"))
	}
}

// resultOptions begin with none: what nobody said is no result.
func (d *desk) resultOptions(id string) []ask.Option {
	options := []ask.Option{{Label: d.app.say.T("not treated")}}
	for _, result := range []procedure.StepName{procedure.StepPass, procedure.StepReturn, procedure.StepRefuse} {
		options = append(options, ask.Option{Value: "--" + string(result) + "=" + id, Label: d.app.say.Word(string(result))})
	}
	return options
}

// attendanceFields ask how each of those who may review voted, whom nobody votes for, and
// for the rest of what minutes say.
func (d *desk) attendanceFields(o *reviewOptions) []*ask.Field {
	t := d.app.say.T
	var fields []*ask.Field
	members := d.rules.Holders(procedure.StepPass)
	for _, id := range members {
		votes := []ask.Option{{Label: t("please choose")}}
		for _, v := range []string{string(procedure.For), string(procedure.Against), string(procedure.Abstain), "absent"} {
			votes = append(votes, ask.Option{Value: string(id) + ":" + v, Label: d.app.say.Word(v)})
		}
		fields = append(fields, &ask.Field{
			Flag: "attendee", Label: d.titled(id), Inline: true, Options: votes, Check: d.app.filled,
		})
	}
	others := slices.DeleteFunc(d.rules.Persons(), func(id procedure.PersonID) bool {
		return slices.Contains(members, id) || len(d.rules.People[id].Roles) == 0
	})
	if len(others) > 0 {
		fields = append(fields, &ask.Field{Flag: "attendee", Label: t("Others present"), Options: d.personOptions(others), Many: true, Spare: true})
	}
	return append(fields,
		&ask.Field{Flag: "chair", Label: t("Chair"), Help: t("the first attendee, if not given"), Answer: o.chair, Spare: true, Options: append([]ask.Option{d.app.noAnswer()}, d.personOptions(members)...)},
		&ask.Field{Flag: "held-at", Label: t("Held at"), Help: t("such as 2026-03-20T10:00; now, if not given"), Answer: o.heldAt, Spare: true, Check: d.heldCheck},
		&ask.Field{Flag: "notes", Label: t("Minutes"), Help: t("in free text"), Answer: o.notes, Long: true, Spare: true},
	)
}

// titled is a person with the roles they hold.
func (d *desk) titled(id procedure.PersonID) string {
	return d.app.say.T("%s (%s)", d.name(id), d.roles(d.rules.People[id].Roles))
}

// heldCheck is the check of a field for when a meeting was held; none is fine.
func (d *desk) heldCheck(answer string) error {
	if _, ok := heldAt(answer, d.now().Location()); answer == "" || ok {
		return nil
	}
	return errors.New(d.app.say.T("write it as 2026-03-20T10:00"))
}
