package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// newCorrect puts a mistake in a request right.
func newCorrect(a *app) *cobra.Command {
	var set, reason string
	c := a.writing(&cobra.Command{
		Use:     "correct ID --set FIELD=VALUE",
		Short:   a.say.T("Put a mistake in a request right"),
		Long:    a.say.T("The requester or the ops lead puts one field of a request right. What stood there stays in the record; the correction is a step of its own."),
		Example: "  sc correct 12 --set contract.ref=HT-2026-019 -m \"…\"",
	})
	c.Flags().StringVar(&set, "set", "", a.say.T("the field and its right value"))
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.take(ctx, intent{step: procedure.StepCorrect, ids: args, act: func(_ *session, r *procedure.Request) (procedure.Act, error) {
			field, value, ok := strings.Cut(set, "=")
			if !ok {
				return procedure.Act{}, fault(finding.Say("needs the field and its right value"), finding.Say("give them with --set field=value"))
			}
			fixed, no := procedure.Correct(r, field, value)
			if no != nil {
				return procedure.Act{}, no
			}
			return procedure.Act{Correction: &fixed, Reason: reason}, a.corrigible(r, fixed)
		}})
	})
}

// corrigible refuses a correction to a value that the field cannot have.
func (a *app) corrigible(r *procedure.Request, fixed procedure.Correction) error {
	corrected := *r
	corrected.History = append(slices.Clip(r.History), procedure.Event{Step: procedure.StepCorrect, Correction: &fixed})
	after := *procedure.Corrected(&corrected)
	after.History = r.History
	data, err := validator.Encode(after)
	if err != nil {
		return err
	}
	return a.recordable(records.Requests().Path(string(r.ID)), data, validator.Request)
}
