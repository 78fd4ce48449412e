package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/signature"
)

// newKey is what a person does with their own key.
func newKey(a *app) *cobra.Command {
	var person string
	prove := &cobra.Command{
		Use:     "prove --person ID",
		Short:   a.say.T("Prove that you hold your key, for whoever enrols you"),
		Long:    a.say.T("Prints one line that proves that you hold the key you sign with. Hand it, with your public key, to whoever enrols you in the procedure."),
		Example: "  sc key prove --person li.na",
	}
	prove.Flags().StringVar(&person, "person", "", a.say.T("the id that you will have in the procedure"))
	a.runs(prove, arity{0, 0}, func(ctx context.Context, _ []string) error {
		if person == "" {
			return fault(finding.Say("nothing says for whom the key is"), finding.Say("give the id that you will have in the procedure: --person ID"))
		}
		return a.prove(ctx, person)
	})
	return a.family(&cobra.Command{Use: "key", Short: a.say.T("Prove that you hold your signing key")}, prove)
}

func (a *app) prove(ctx context.Context, person string) error {
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	signer, err := a.signer(ctx, settings(repo))
	if err != nil {
		return err
	}
	id := signature.GenesisLedger
	d, err := a.open(ctx)
	switch {
	case err == nil:
		g, err := d.genesis(ctx)
		if err != nil {
			return err
		}
		id = string(g.digest)
	case !errors.Is(err, ledger.ErrUnborn) && !errors.Is(err, errNoCatalogue):
		return err
	}
	line, err := signature.Prove(ctx, signer, id, person)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.Out, line)
	return err
}
