package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// newWithdraw takes a request back.
func newWithdraw(a *app) *cobra.Command {
	var reason string
	c := a.writing(&cobra.Command{
		Use:     "withdraw ID…",
		Short:   a.say.T("Take a request back"),
		Long:    a.say.T("The requester or the ops lead takes a request back before it is published. A reason is needed."),
		Example: "  sc withdraw 12 -m \"…\"",
	})
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.take(ctx, intent{step: procedure.StepWithdraw, ids: args, act: func(*session, *procedure.Request) (procedure.Act, error) {
			return procedure.Act{Reason: reason}, nil
		}})
	})
}
