package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/render"
)

// newVersion says which program this is.
func newVersion(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "version",
		Short:   a.say.T("Say which version of sc this is"),
		Example: "  sc version",
	}
	return a.runs(c, arity{0, 0}, func(context.Context, []string) error {
		b := a.Build
		return a.show(render.Page{
			Sections: []render.Section{{Rows: [][]any{{"sc", b.Version, b.Commit, b.Go}}}},
			Value:    map[string]string{"version": b.Version, "commit": b.Commit, "go": b.Go},
		})
	})
}
