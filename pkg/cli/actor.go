package cli

import (
	"cmp"
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// hand is a person of the procedure with the key they sign with.
type hand struct {
	procedure.Actor
	signer signature.Signer
}

// hand finds who acts: the owner of the signing key.
func (d *desk) hand(ctx context.Context) (hand, error) {
	signer, err := d.app.signer(ctx, settings(d.repo))
	if err != nil {
		return hand{}, err
	}
	key := signer.Key()
	id, ok := d.rules.Owner(key.String())
	if no := d.revokedKey(key); no != nil {
		return hand{}, no
	}
	if !ok {
		return hand{}, &procedure.Refusal{
			Code:    "E_KEY_UNKNOWN",
			Message: finding.Say("the procedure does not know your signing key %s", key.Fingerprint()),
			Hint:    finding.Say("somebody who may amend enrols it: sc person add ID --name NAME --email EMAIL --role ROLE --key \"%s\"", key),
		}
	}
	role := procedure.RoleID(d.app.flags.as)
	if role != "" && !d.rules.Acts(id, role) {
		return hand{}, &procedure.Refusal{
			Code:    "E_ROLE",
			Message: finding.Say("%s does not hold the role %s", d.rules.People[id].Name, d.rules.Label(role)),
			Hint:    finding.Say("\"sc list people\" shows who holds which role"),
		}
	}
	return hand{procedure.Actor{Person: id, Role: role}, signer}, nil
}

// revokedKey refuses a key that the procedure has revoked: it is never listed again.
func (d *desk) revokedKey(key signature.Key) error {
	for _, id := range d.rules.Persons() {
		for _, r := range d.rules.People[id].Revoked {
			if r.Key == key.String() {
				return &procedure.Refusal{
					Code:    "E_REVOKED",
					Message: finding.Say("your signing key %s was revoked from entry %s on: %s", key.Fingerprint(), r.FromEntry, r.Reason),
					Hint:    finding.Say("sign with another key of yours; whoever may amend gives %s a new one: sc person key add %s --key NEW.pub", d.name(id), string(id)),
				}
			}
		}
	}
	return nil
}

// sign signs what the ledger hands over.
func (h hand) sign(ctx context.Context, payload []byte) ([]byte, error) {
	return h.signer.Sign(ctx, signature.NamespaceGit, payload)
}

// settings reads git's settings, as they were when the repository was opened.
func settings(repo *ledger.Repository) func(key string) string {
	return func(key string) string { v, _ := repo.Config(key); return v }
}

// signer is the key the user set for sc, or for git.
func (a *app) signer(ctx context.Context, config func(key string) string) (signature.Signer, error) {
	own := cmp.Or(a.Getenv("SC_SIGNINGKEY"), config("sc.signingkey"))
	s := a.keySettings(cmp.Or(own, config("user.signingkey")))
	s.DefaultKeyCommand = config("gpg.ssh.defaultkeycommand")
	if own == "" && s.SigningKey != "" {
		s.Format = cmp.Or(config("gpg.format"), "openpgp")
	}
	return signature.Find(ctx, s)
}

// keySettings is how a key is reached, however it is named.
func (a *app) keySettings(key string) signature.Settings {
	return signature.Settings{
		SigningKey:  key,
		AgentSocket: a.Getenv("SSH_AUTH_SOCK"),
		Home:        a.home(),
		Dir:         a.dir(),
		Env:         a.Environ,
		Prompts:     a.Err,
		Passphrase:  a.passphrase,
	}
}

func (a *app) home() string { return cmp.Or(a.Getenv("HOME"), a.Getenv("USERPROFILE")) }

// passphrase asks for the passphrase of a key, on a terminal only.
func (a *app) passphrase(path string) ([]byte, error) {
	if !a.asks() || a.Secret == nil {
		return nil, fault(
			finding.Say("the key %s is encrypted and nobody can be asked for its passphrase", path),
			finding.Say("load it into the agent first: ssh-add %s", path))
	}
	a.talk("%s: ", a.say.T("passphrase for %s", path))
	defer a.talk("\n")
	return a.Secret()
}
