package signature

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"math/big"
	"slices"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	presenceLen  = 5    // a hardware key's flags (1 byte) and counter (4)
	presenceFlag = 0x01 // the flag that somebody touched it
)

// parseInner reads the key's own signature and holds it against the one
// encoding that the key's kind allows. golang.org/x/crypto/ssh would let
// shortened RSA numbers, padded ECDSA numbers and unread bytes pass, and so give
// anybody a second spelling of a good signature.
func parseInner(pub ssh.PublicKey, blob []byte) (*ssh.Signature, error) {
	w := wire{rest: blob}
	sig := &ssh.Signature{Format: w.text(), Blob: w.bytes()}
	sig.Rest = w.rest
	if w.short {
		return nil, malformed(finding.Say("the inner signature breaks off"))
	}
	if !slices.Contains(algorithms(pub.Type()), sig.Format) {
		return nil, notAccepted(finding.Say("the algorithm %q with a key of type %s", sig.Format, pub.Type()))
	}
	if err := checkNumbers(pub, sig.Blob); err != nil {
		return nil, err
	}
	return sig, checkPresence(pub.Type(), sig.Rest)
}

func algorithms(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512}
	}
	return []string{keyType}
}

func checkNumbers(pub ssh.PublicKey, blob []byte) error {
	ok := false
	switch key := cryptoKey(pub).(type) {
	case ed25519.PublicKey:
		ok = len(blob) == ed25519.SignatureSize
	case *rsa.PublicKey:
		ok = len(blob) == key.Size()
	case *ecdsa.PublicKey:
		w := wire{rest: blob}
		r, s := w.bytes(), w.bytes()
		ok = !w.short && len(w.rest) == 0 && isScalar(r, key) && isScalar(s, key)
	}
	if !ok {
		return malformed(finding.Say("its numbers are not in the form that a key of type %s writes", pub.Type()))
	}
	return nil
}

// isScalar reports whether b is the shortest encoding of a number from 1 to the
// order of the key's curve less 1.
func isScalar(b []byte, key *ecdsa.PublicKey) bool {
	if len(b) == 0 || b[0] >= 0x80 {
		return false
	}
	if b[0] == 0 && (len(b) == 1 || b[1] < 0x80) {
		return false
	}
	return new(big.Int).SetBytes(b).Cmp(key.Params().N) < 0
}

func checkPresence(keyType string, rest []byte) error {
	want := 0
	if isHardware(keyType) {
		want = presenceLen
	}
	if len(rest) != want {
		return malformed(finding.Say("the inner signature has %s bytes after its numbers, not %s", len(rest), want))
	}
	if want > 0 && rest[0]&presenceFlag == 0 {
		return &finding.Fault{Message: finding.Say("the hardware key signed without being touched"), Cause: ErrPresence}
	}
	return nil
}
