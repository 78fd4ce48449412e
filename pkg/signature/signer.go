package signature

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Signer makes signatures with one key. A Signer of this package verifies each
// signature before it hands it out, and may be used from several goroutines.
type Signer interface {
	// Key is the public key; asking for it never asks the person for anything.
	Key() Key
	// Sign gives the armored signature for namespace over message. It may wait
	// for a passphrase, a touch or an agent, until ctx is done.
	Sign(ctx context.Context, namespace string, message []byte) (armor []byte, err error)
}

// FromPrivate is a Signer with an ed25519 key in memory: 64 bytes as
// ed25519.NewKeyFromSeed gives them. Its signatures are deterministic.
func FromPrivate(private ed25519.PrivateKey) (Signer, error) {
	if len(private) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("%w: an ed25519 private key has %d bytes, not %d", ErrKey, ed25519.PrivateKeySize, len(private))
	}
	return fromCrypto(private)
}

// rawSigner signs what SSHSIG hands to the key.
type rawSigner func(ctx context.Context, data []byte) (*ssh.Signature, error)

// signer is a Signer that puts a key's own signature into an SSHSIG.
type signer struct {
	key Key
	raw rawSigner
}

func (s signer) Key() Key { return s.key }

func (s signer) Sign(ctx context.Context, namespace string, message []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("sign with %s: %w", s.key.Fingerprint(), err)
	}
	inner, err := s.raw(ctx, signedData(namespace, hashSHA512, message))
	if err != nil {
		return nil, err
	}
	made := Signature{key: s.key, namespace: namespace, hash: hashSHA512, inner: inner}
	return checked(armor(made.marshal()), s.key, namespace, message)
}

// checked hands out only what verifies: a broken agent, a wrong public half or a
// fault in the hardware must not reach a ledger.
func checked(text []byte, key Key, namespace string, message []byte) ([]byte, error) {
	got, err := Verify(text, namespace, message)
	if err == nil && got != key {
		err = fmt.Errorf("%w: made by %s", ErrBad, got.Fingerprint())
	}
	if err != nil {
		return nil, &finding.Fault{
			Message: finding.Say("key %s gave a signature that does not hold: %s", key.Fingerprint(), err),
			Hint:    finding.Say("check that the .pub file and the private key belong together"),
			Cause:   err,
		}
	}
	return text, nil
}

// fromCrypto is a Signer with a private key in memory.
func fromCrypto(private crypto.Signer) (Signer, error) {
	inner, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	key, _, err := readKey(inner.PublicKey().Marshal())
	if err != nil {
		return nil, err
	}
	return signer{key: key, raw: inMemory(inner, key)}, nil
}

func inMemory(inner ssh.Signer, key Key) rawSigner {
	return func(_ context.Context, data []byte) (*ssh.Signature, error) {
		if key.Type() != ssh.KeyAlgoRSA {
			return inner.Sign(rand.Reader, data)
		}
		strong, ok := inner.(ssh.AlgorithmSigner)
		if !ok {
			return nil, fmt.Errorf("%w: key %s signs SHA-1 only", ErrAlgorithm, key.Fingerprint())
		}
		return strong.SignWithAlgorithm(rand.Reader, data, ssh.KeyAlgoRSASHA512)
	}
}
