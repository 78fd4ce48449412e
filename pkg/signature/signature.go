// Package signature makes and checks SSH signatures as ssh-keygen -Y writes them
// (OpenSSH's PROTOCOL.sshsig), and finds the key that a person signs with. It
// reads more strictly than ssh-keygen: one signature has one spelling only. It
// refuses to know Git, the procedure, whose a key is and when it counted.
package signature

import (
	"crypto/sha256"
	"crypto/sha512"
	"errors"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// What may be wrong with a signature; each is one code of format 1. Every error
// of Parse and Verify is a finding.Fault that says the reason and wraps exactly
// one of them.
var (
	ErrForm        = errors.New("malformed signature")                    // E_SIG_FORM
	ErrBad         = errors.New("signature does not verify")              // E_SIG_BAD
	ErrNamespace   = errors.New("signature made for another purpose")     // E_SIG_NAMESPACE
	ErrAlgorithm   = errors.New("algorithm or key kind not accepted")     // E_SIG_ALG
	ErrPresence    = errors.New("hardware key was not touched")           // E_SIG_PRESENCE
	ErrCertificate = errors.New("certificates are not accepted as a key") // E_SIG_CERT
)

// Code is the code of format 1 for what Parse or Verify said.
func Code(err error) string {
	for _, c := range []struct {
		err  error
		code string
	}{
		{ErrBad, "E_SIG_BAD"},
		{ErrNamespace, "E_SIG_NAMESPACE"},
		{ErrAlgorithm, "E_SIG_ALG"},
		{ErrPresence, "E_SIG_PRESENCE"},
		{ErrCertificate, "E_SIG_CERT"},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return "E_SIG_FORM"
}

// The namespaces of format 1: what a signature was made for.
const (
	NamespaceGit = "git"    // commits and tags, as Git itself signs them
	NamespaceKey = "sc-key" // proof that a person holds a key
)

// The hashes that a signature may name; we write sha512, as ssh-keygen does.
const (
	hashSHA256 = "sha256"
	hashSHA512 = "sha512"
)

// Signature is a well-formed SSH signature that has not been verified yet. Its
// zero value verifies nothing.
type Signature struct {
	key       Key
	pub       ssh.PublicKey
	namespace string
	hash      string
	inner     *ssh.Signature
}

// Verify checks that armor is a signature for namespace over message, and gives
// the key that made it. Whether that key may be trusted is the caller's matter.
// Errors are as those of Parse and Signature.Verify.
func Verify(armor []byte, namespace string, message []byte) (Key, error) {
	s, err := Parse(armor)
	if err != nil {
		return Key{}, err
	}
	if err := s.Verify(namespace, message); err != nil {
		return Key{}, err
	}
	return s.key, nil
}

// Parse reads an armored signature of at most 64 KiB without verifying it.
// What it accepts has no other spelling: written again it gives the same bytes.
// Errors: ErrForm, ErrAlgorithm, ErrPresence, ErrCertificate.
func Parse(armor []byte) (Signature, error) {
	blob, err := dearmor(armor)
	if err != nil {
		return Signature{}, err
	}
	return parseBlob(blob)
}

// Key is the key that the signature names, and that Verify checks it with.
func (s Signature) Key() Key { return s.key }

// Verify checks the signature for namespace over message. Errors: ErrNamespace
// (made for something else), ErrBad.
func (s Signature) Verify(namespace string, message []byte) error {
	if s.pub == nil {
		return &finding.Fault{Message: finding.Say("there is no signature"), Cause: ErrBad}
	}
	if s.namespace != namespace {
		return &finding.Fault{
			Message: finding.Say("the signature was made for %q, not for %q", s.namespace, namespace),
			Cause:   ErrNamespace,
		}
	}
	if err := s.pub.Verify(signedData(namespace, s.hash, message), s.inner); err != nil {
		return &finding.Fault{
			Message: finding.Say("the signature of key %s does not fit what was signed", s.key.Fingerprint()),
			Cause:   ErrBad,
		}
	}
	return nil
}

// signedData is what the key itself signs (PROTOCOL.sshsig, section 3).
func signedData(namespace, hash string, message []byte) []byte {
	return append([]byte(magic), ssh.Marshal(struct {
		Namespace, Reserved, Hash string
		Digest                    []byte
	}{namespace, "", hash, digest(hash, message)})...)
}

func digest(hash string, message []byte) []byte {
	if hash == hashSHA256 {
		sum := sha256.Sum256(message)
		return sum[:]
	}
	sum := sha512.Sum512(message)
	return sum[:]
}
