package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// newHook is what Git calls by itself.
func newHook(a *app) *cobra.Command {
	return a.family(&cobra.Command{Use: "hook", Short: a.say.T("Guard a repository: what Git's hooks call")},
		newHookInstall(a), newHookPreCommit(a), newHookPreReceive(a))
}

func newHookPreReceive(a *app) *cobra.Command {
	o := &pushOptions{}
	c := &cobra.Command{
		Use:     "pre-receive --pin ID --ref REF",
		Short:   a.say.T("Refuse a push that verify would find fault with"),
		Long:    a.say.T("For the pre-receive hook of the server's repository: reads what is pushed from standard input, judges the ledger branch and the version tags as they would be afterwards, and exits 1 to refuse the whole push. It keeps no state, and whatever it cannot read it refuses. In a ledger of more than a hundred entries, ordinary steps are judged from the last entry of the branch on, which this hook let in; all else, and all with --full, by the whole history. docs/server.md says how to install it."),
		Example: "  exec sc hook pre-receive --pin sha256:… --ref refs/heads/main",
	}
	c.Flags().StringVar(&o.pin, "pin", "", a.say.T("the ledger id that the server trusts"))
	c.Flags().StringVar(&o.ref, "ref", "", a.say.T("the ledger branch, as refs/heads/main"))
	c.Flags().BoolVar(&o.full, "full", false, a.say.T("judge the whole history at every push"))
	c.Flags().DurationVar(&o.within, "within", 10*time.Minute, a.say.T("refuse a push that takes longer to judge; 0 for no limit"))
	return a.runs(c, arity{0, 0}, func(ctx context.Context, _ []string) error {
		return a.refusing(ctx, a.preReceive(ctx, o))
	})
}

func newHookPreCommit(a *app) *cobra.Command {
	return a.runs(&cobra.Command{
		Use:     "pre-commit",
		Short:   a.say.T("Refuse a commit that changes ledger files by hand"),
		Long:    a.say.T("For the pre-commit hook of a clone: exits 1 if what is staged changes the procedure or a record, which only sc may do. Drafts of services and all other files pass. \"sc hook install\" installs it."),
		Example: "  sc hook pre-commit",
	}, arity{0, 0}, func(ctx context.Context, _ []string) error {
		return a.refusing(ctx, a.preCommit(ctx))
	})
}

func newHookInstall(a *app) *cobra.Command {
	return a.runs(&cobra.Command{
		Use:     "install",
		Short:   a.say.T("Install the pre-commit hook in this clone"),
		Long:    a.say.T("Writes the pre-commit hook where Git looks for it (core.hooksPath is obeyed). A hook that is there already is never overwritten."),
		Example: "  sc hook install",
	}, arity{0, 0}, func(ctx context.Context, _ []string) error { return a.installHook(ctx) })
}

// refusing shows why a hook refuses: whatever the error is, Git is told no.
func (a *app) refusing(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	_ = a.exit(ctx, err) // only what it shows counts
	return quiet(exitFindings)
}

// hookGit is Git as its hook must ask it: about the very repository, index and
// quarantine that Git's environment names.
func (a *app) hookGit() ledger.Git { return ledger.Git{Env: a.Environ, Hook: true} }

// hookRepository is the repository that Git runs a hook in.
func (a *app) hookRepository(ctx context.Context) (*ledger.Repository, error) {
	if a.Getenv("GIT_NAMESPACE") != "" {
		return nil, fault(finding.Say("sc does not judge repositories that are parts of another (GIT_NAMESPACE)"), finding.Say("give the catalogue a repository of its own"))
	}
	return ledger.Open(ctx, a.hookGit(), a.dir())
}
