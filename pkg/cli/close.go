package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// newClose ends a request that the catalogue already covers.
func newClose(a *app) *cobra.Command {
	var service, reason string
	c := a.writing(&cobra.Command{
		Use:     "close ID…",
		Short:   a.say.T("Close a request that the catalogue already covers"),
		Long:    a.say.T("The ops lead, the market manager or the requester closes a request that a service of the catalogue already covers, naming the service."),
		Example: "  sc close 12 --service svc-sec-scan",
	})
	c.Flags().StringVar(&service, "service", "", a.say.T("the service that covers it"))
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.take(ctx, intent{step: procedure.StepClose, ids: args, act: func(s *session, _ *procedure.Request) (procedure.Act, error) {
			act := procedure.Act{Reason: reason}
			if service == "" {
				return act, nil
			}
			id, err := s.service(service)
			act.Service = id
			return act, err
		}})
	})
}
