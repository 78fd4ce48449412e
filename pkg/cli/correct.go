package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
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
				if no.Hint.IsZero() {
					no.Hint = finding.Say("give another value with --set %s=value", field)
				}
				return procedure.Act{}, no
			}
			return procedure.Act{Correction: &fixed, Reason: reason}, nil
		}})
	})
}
