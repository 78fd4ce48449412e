package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// newStep takes one of the organisation's own steps.
func newStep(a *app) *cobra.Command {
	var act procedure.Act
	var service string
	c := a.writing(&cobra.Command{
		Use:     "step NAME ID…",
		Short:   a.say.T("Take one of the organisation's own steps"),
		Long:    a.say.T("Takes a step that the organisation added to its procedure as one more row of procedure.yaml, such as putting a request on hold."),
		Example: "  sc step hold 12 -m \"…\"",
	})
	f := c.Flags()
	f.StringVarP(&act.Reason, "message", "m", "", a.say.T("the reason"))
	f.StringVar(&act.Text, "text", "", a.say.T("the text"))
	f.StringVar(&act.ChangeRef, "change-ref", "", a.say.T("the change request it goes by (§6)"))
	f.StringVar(&service, "service", "", a.say.T("the service it is about"))
	return a.runs(c, arity{2, -1}, func(ctx context.Context, args []string) error {
		if own, ok := commandOf(procedure.StepName(args[0])); ok {
			return fault(finding.Say("the step %s has a command of its own", args[0]), finding.Say("use \"%s\"", own))
		}
		return a.take(ctx, intent{step: procedure.StepName(args[0]), ids: args[1:], act: func(s *session, _ *procedure.Request) (procedure.Act, error) {
			if service == "" {
				return act, nil
			}
			id, err := s.service(service)
			act.Service = id
			return act, err
		}})
	})
}

// commandOf is the command that takes one of the procedure's own steps, where
// another one than "sc step" does.
func commandOf(step procedure.StepName) (string, bool) {
	switch step {
	case procedure.StepRequest, procedure.StepApprove, procedure.StepReject, procedure.StepClose, procedure.StepWithdraw,
		procedure.StepNote, procedure.StepCorrect, procedure.StepPropose, procedure.StepPublish, procedure.StepAmend:
		return "sc " + string(step), true
	case procedure.StepPass, procedure.StepReturn, procedure.StepRefuse:
		return "sc review --" + string(step), true
	}
	return "", false
}
