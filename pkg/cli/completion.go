package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
)

// newCompletion writes the completion script of a shell.
func newCompletion(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "completion bash|zsh|fish|powershell",
		Short:   a.say.T("Print the completion script of a shell"),
		Example: "  source <(sc completion bash)",
	}
	return a.runs(c, arity{1, 1}, func(_ context.Context, args []string) error {
		switch root := c.Root(); args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.Out, true)
		case "zsh":
			return root.GenZshCompletion(a.Out)
		case "fish":
			return root.GenFishCompletion(a.Out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(a.Out)
		}
		return fault(finding.Say("there is no completion for %s", args[0]), finding.Say("usage: %s", c.UseLine()))
	})
}
