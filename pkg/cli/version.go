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
		Long:    a.say.T("Says which version this is, the commit that it was built from and the date of that, and the Go that built it. All of it is what the Go tool stamped into the program; a version with +dirty was built from changed files."),
		Example: "  sc version\n  sc version --jq .commit",
	}
	return a.runs(c, arity{0, 0}, func(context.Context, []string) error {
		b := a.Build
		return a.show(render.Page{
			Sections: []render.Section{{Rows: [][]any{{"sc", b.Version, b.Commit, b.Date, b.Go}}}},
			Value:    map[string]any{"version": b.Version, "commit": b.Commit, "date": b.Date, "dirty": b.Dirty, "go": b.Go},
		})
	})
}
