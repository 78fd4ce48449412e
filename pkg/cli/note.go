package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// newNote adds a remark or a question to a request.
func newNote(a *app) *cobra.Command {
	var text string
	var files []string
	c := a.writing(&cobra.Command{
		Use:     "note ID…",
		Short:   a.say.T("Add a remark, a question or a file to a request"),
		Long:    a.say.T("Anyone of the procedure adds a remark or a question to a request that is not ended, with files if need be."),
		Example: "  sc note 12 -m \"…\" --attach mail.pdf",
	})
	c.Flags().StringVarP(&text, "message", "m", "", a.say.T("the text"))
	c.Flags().StringArrayVar(&files, "attach", nil, a.say.T("a file to keep with it"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, args []string) error {
		return a.take(ctx, intent{step: procedure.StepNote, ids: args, attach: files, act: func(*session, *procedure.Request) (procedure.Act, error) {
			return procedure.Act{Text: text}, nil
		}})
	})
}
