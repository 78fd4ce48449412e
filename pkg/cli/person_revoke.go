package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// newKeyRevoke takes a stolen key away, with what it signed.
func newKeyRevoke(a *app) *cobra.Command {
	o := &keyOptions{}
	var from int
	var reason string
	c := a.keyCommand(o, &cobra.Command{
		Use:     "revoke ID --key KEY --from-entry N -m REASON",
		Short:   a.say.T("Revoke a stolen key and dispute what it signed"),
		Long:    a.say.T("Whoever could amend before entry N, with another key, revokes a key that was stolen or lost. What it signed from entry N on is in dispute, and so is what keys and roles did that it brought in: \"sc verify\" names each such entry (E_REVOKED) until \"sc ratify\" or \"sc void\" settles it."),
		Example: "  sc person key revoke li.na --key old.pub --from-entry 12 -m \"…\"\n  sc verify\n  sc void 12 13 -m \"…\"",
	})
	c.Flags().IntVar(&from, "from-entry", 0, a.say.T("the first entry that may not be theirs"))
	c.Flags().StringVarP(&reason, "message", "m", "", a.say.T("the reason"))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error {
		if from < 1 || reason == "" {
			return fault(finding.Say("a revocation names the first entry that is in doubt, and a reason"), finding.Say("give --from-entry N and -m REASON; \"sc log %s\" lists what they signed", args[0]))
		}
		question := a.say.T("revoke this key of %s for ever, and dispute what it signed from entry %s on?", args[0], from)
		return a.amendAsking(ctx, question, func(s *session, old []byte) ([]byte, string, error) {
			key, err := s.keyOf(args[0], o)
			if err != nil {
				return nil, "", err
			}
			text, err := s.revoked(args[0], procedure.Revocation{Key: key.String(), FromEntry: from, Reason: reason}, old)
			return text, "revoke a key of " + args[0], err
		})
	})
}

// revoked is a text of the procedure with one more revocation.
func (s *session) revoked(id string, r procedure.Revocation, old []byte) ([]byte, error) {
	text, err := document.Append(old, []string{"people", id, "revoked"}, r)
	if err != nil {
		return nil, err
	}
	if owner, listed := s.rules.Owner(r.Key); listed && string(owner) == id {
		key, err := signature.ParseKey(r.Key)
		if err != nil {
			return nil, err
		}
		if text, err = s.without(id, key, text); err != nil {
			return nil, err
		}
	}
	return s.raised(text)
}
