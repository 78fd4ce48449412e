package signature

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrPassphrase says that a passphrase does not open a private key file; asking
// again may help.
var ErrPassphrase = errors.New("wrong passphrase")

// signer is a Signer with the private key of the file. Of an encrypted key it asks
// passphrase for the secret at the first signature (a file of an older PEM format without
// its .pub beside it: at once), and clears what it was given. A wrong passphrase is an
// error of Sign, ErrPassphrase; the next signature asks again. Other errors are
// finding.Faults with what to do.
func (f privateFile) signer(passphrase func() ([]byte, error)) (Signer, error) {
	if !f.opens() {
		return nil, &finding.Fault{
			Message: finding.Say("the private key %s can be used only through ssh-agent or ssh-keygen", f.path),
			Hint:    finding.Say("add it to the agent with: ssh-add %s", f.path),
			Cause:   ErrKey,
		}
	}
	if f.encrypted() && passphrase == nil {
		return nil, &finding.Fault{
			Message: finding.Say("the private key %s needs its passphrase, and nobody can be asked", f.path),
			Hint:    finding.Say("add it to the agent with: ssh-add %s", f.path),
			Cause:   ErrPassphrase,
		}
	}
	lazy := &fileSigner{file: f, passphrase: passphrase}
	if f.encrypted() && !f.key.IsZero() {
		return lazy, nil
	}
	return lazy.opened()
}

// fileSigner opens its file when it is first needed, so that a refused step
// never asks for a passphrase.
type fileSigner struct {
	file       privateFile
	passphrase func() ([]byte, error)

	mu   sync.Mutex
	open Signer // nil until the file was opened
}

func (s *fileSigner) Key() Key { return s.file.key }

func (s *fileSigner) Sign(ctx context.Context, namespace string, message []byte) ([]byte, error) {
	open, err := s.opened()
	if err != nil {
		return nil, err
	}
	return open.Sign(ctx, namespace, message)
}

func (s *fileSigner) opened() (Signer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open != nil {
		return s.open, nil
	}
	private, err := s.decrypt()
	if err != nil {
		return nil, err
	}
	open, err := fromCrypto(private)
	if err != nil {
		return nil, unusable(s.file.path, err)
	}
	if want := s.file.key; !want.IsZero() && open.Key() != want {
		return nil, halvesDiffer(s.file.path)
	}
	s.open = open
	return open, nil
}

func (s *fileSigner) decrypt() (crypto.Signer, error) {
	raw, err := s.raw()
	if err != nil {
		return nil, err
	}
	private, ok := raw.(crypto.Signer)
	if !ok {
		return nil, notKeyFile(s.file.path, ErrKey)
	}
	return private, nil
}

func (s *fileSigner) raw() (any, error) {
	if s.file.encrypted() {
		return s.ask()
	}
	raw, err := ssh.ParseRawPrivateKey(s.file.text)
	if err != nil {
		return nil, oldFormat(s.file.path, err)
	}
	return raw, nil
}

func (s *fileSigner) ask() (any, error) {
	secret, err := s.passphrase()
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	raw, err := ssh.ParseRawPrivateKeyWithPassphrase(s.file.text, secret)
	if errors.Is(err, x509.IncorrectPasswordError) || len(secret) == 0 {
		return nil, &finding.Fault{
			Message: finding.Say("the passphrase does not open %s", s.file.path),
			Hint:    finding.Say("try again; \"ssh-add %s\" keeps the key open in the agent", s.file.path),
			Cause:   ErrPassphrase,
		}
	}
	if err != nil {
		return nil, oldFormat(s.file.path, err)
	}
	return raw, nil
}
