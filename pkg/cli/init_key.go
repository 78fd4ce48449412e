package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/signature"
)

// founderKey is the key that signs genesis: a new one, the one named, or git's.
func (a *app) founderKey(ctx context.Context, repo *ledger.Repository, o *initOptions) (signature.Signer, error) {
	switch {
	case o.generate && a.flags.dryRun:
		private, err := signature.Generate(a.Random)
		if err != nil {
			return nil, err
		}
		return signature.FromPrivate(private)
	case o.generate:
		name, err := a.generateKey(o)
		if err != nil {
			return nil, err
		}
		o.key = name
	case o.key == "":
		return a.signer(ctx, repo)
	}
	name := a.path(o.key)
	if looksLikeKey(o.key) || strings.HasPrefix(o.key, "key::") {
		name = o.key
	}
	if !a.flags.dryRun {
		if _, err := repo.Run(ctx, "config", "sc.signingkey", name); err != nil {
			return nil, err
		}
	}
	return signature.Find(ctx, signature.Settings{
		SigningKey: name, AgentSocket: a.Getenv("SSH_AUTH_SOCK"), Home: a.Getenv("HOME"), Dir: a.dir(),
		Env: a.Environ, Prompts: a.Err, Passphrase: a.passphrase,
	})
}

// generateKey makes a key in the user's own folder, never over another.
func (a *app) generateKey(o *initOptions) (string, error) {
	private, err := signature.Generate(a.Random)
	if err != nil {
		return "", err
	}
	home := a.Getenv("HOME")
	if home == "" {
		home = a.Getenv("USERPROFILE")
	}
	name := filepath.Join(home, ".ssh", "sc_"+o.opsLead)
	if err := signature.WriteKey(name, private, o.email, nil); err != nil {
		return "", err
	}
	a.note(a.say.T("made the key %s; keep it safe, and make a copy", name))
	return name, nil
}
