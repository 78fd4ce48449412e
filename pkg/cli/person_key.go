package cli

import (
	"context"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

type keyOptions struct{ key, proof string }

// newPersonKey changes the keys that a person signs with.
func newPersonKey(a *app) *cobra.Command {
	return a.family(
		&cobra.Command{Use: "key", Short: a.say.T("Change a person's keys")},
		newKeyAdd(a), newKeyRetire(a), newKeyRevoke(a),
	)
}

func newKeyAdd(a *app) *cobra.Command {
	o := &keyOptions{}
	c := a.keyCommand(o, &cobra.Command{
		Use:     "add ID --key KEY",
		Short:   a.say.T("Give a person one more key"),
		Long:    a.say.T("Whoever may amend gives a person one more key; from the next entry on they may sign with either. To change a key without a gap: add the new one, sign with it, retire the old one. A key belongs to one person for ever."),
		Example: "  sc person key add li.na --key new.pub --proof \"$(cat proof)\"\n  sc person key retire li.na --key old.pub",
	})
	c.Flags().StringVar(&o.proof, "proof", "", a.say.T("their proof that they hold the key, from \"sc key prove\""))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.amend(ctx, func(s *session, old []byte) ([]byte, string, error) { return s.addKey(args[0], o, old) })
	})
}

func newKeyRetire(a *app) *cobra.Command {
	o := &keyOptions{}
	c := a.keyCommand(o, &cobra.Command{
		Use:     "retire ID --key KEY",
		Short:   a.say.T("Take a key of a person away"),
		Long:    a.say.T("Whoever may amend takes a key of a person away. What it signed before stays good. It may come back for the same person, never for another."),
		Example: "  sc person key retire li.na --key old.pub",
	})
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		return a.amend(ctx, func(s *session, old []byte) ([]byte, string, error) { return s.retireKey(args[0], o, old) })
	})
}

// keyCommand is a command about one key of a person.
func (a *app) keyCommand(o *keyOptions, c *cobra.Command) *cobra.Command {
	c = a.writing(c)
	c.Flags().StringVar(&o.key, "key", "", a.say.T("their public key: a file, or the key itself"))
	return c
}

// keyOf is the key that is given for a person of the procedure.
func (s *session) keyOf(id string, o *keyOptions) (signature.Key, error) {
	if err := s.knownPerson(id); err != nil {
		return signature.Key{}, err
	}
	if o.key == "" {
		return signature.Key{}, fault(finding.Say("nothing says which key it is"), finding.Say("give the .pub file, or the line in it: --key KEY"))
	}
	return s.app.publicKey(o.key)
}

func (s *session) addKey(id string, o *keyOptions, old []byte) ([]byte, string, error) {
	key, err := s.keyOf(id, o)
	if err != nil {
		return nil, "", err
	}
	text, err := document.Append(old, []string{"people", id, "keys"}, procedure.Key{Key: key.String(), Proof: o.proof})
	if err == nil {
		text, err = s.raised(text)
	}
	return text, "add a key of " + id, err
}

func (s *session) retireKey(id string, o *keyOptions, old []byte) ([]byte, string, error) {
	key, err := s.keyOf(id, o)
	if err != nil {
		return nil, "", err
	}
	text, err := s.without(id, key, old)
	if err == nil {
		text, err = s.raised(text)
	}
	return text, "retire a key of " + id, err
}

// without is a text of the procedure without a key of a person.
func (s *session) without(id string, key signature.Key, old []byte) ([]byte, error) {
	keys := s.rules.People[procedure.PersonID(id)].Keys
	i := slices.IndexFunc(keys, func(k procedure.Key) bool { return k.Key == key.String() })
	if i < 0 {
		return nil, fault(finding.Say("%s does not have the key %s", id, key.Fingerprint()), finding.Say("\"sc procedure show --allowed-signers\" lists the keys"))
	}
	return document.Delete(old, []string{"people", id, "keys", strconv.Itoa(i)})
}
