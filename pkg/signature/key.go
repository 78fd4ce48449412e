package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ErrKey says that something is not a public key, or not in the one form in
// which SSH writes it.
var ErrKey = errors.New("not a public key")

const (
	minRSA     = 3072      // bits
	maxKeyBlob = 8 << 10   // bytes; an RSA 16384 key needs 2 KiB
	maxKeyLine = 16 << 10  // bytes, comment included
	certSuffix = "-cert-v" // every certificate type has it: ssh-…-cert-v01@openssh.com
)

// Key is a public key that format 1 accepts: ed25519, ECDSA on a NIST curve, RSA
// of 3072 to 16384 bits, or a hardware key (sk-). Keys compare with == and serve
// as map keys; the zero value is no key.
type Key struct {
	blob string // SSH's wire encoding, in its one canonical form
}

// ParseKey reads one line `type base64 [comment]` without a line end; the
// comment is dropped. Errors are finding.Faults: ErrKey (form), ErrAlgorithm
// (a kind or size not accepted), ErrCertificate.
func ParseKey(line string) (Key, error) {
	if len(line) > maxKeyLine || strings.ContainsFunc(line, unicode.IsControl) {
		return Key{}, notKey(finding.Say("it is not a single line of text"))
	}
	keyType, rest, _ := strings.Cut(line, " ")
	text, _, _ := strings.Cut(rest, " ")
	blob, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || text == "" {
		return Key{}, notKey(finding.Say("it is not of the form %q", "ssh-ed25519 AAAA…"))
	}
	key, _, err := readKey(blob)
	if err != nil {
		return Key{}, err
	}
	if key.Type() != keyType {
		return Key{}, notKey(finding.Say("the line says %q, the key itself %q", keyType, key.Type()))
	}
	return key, nil
}

// Type is the key's type as SSH names it, such as ssh-ed25519.
func (k Key) Type() string {
	w := wire{rest: []byte(k.blob)}
	return w.text()
}

// String is the type and the base64 of the key, as it stands in procedure.yaml
// and in a .pub file, without a comment.
func (k Key) String() string {
	if k.blob == "" {
		return ""
	}
	return k.Type() + " " + base64.StdEncoding.EncodeToString([]byte(k.blob))
}

// Fingerprint is the key's SHA256:… as ssh-keygen -l prints it.
func (k Key) Fingerprint() string {
	sum := sha256.Sum256([]byte(k.blob))
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.blob == "" }

// readKey reads a key's wire encoding.
func readKey(blob []byte) (Key, ssh.PublicKey, error) {
	w := wire{rest: blob}
	keyType := w.text()
	if w.short || len(blob) > maxKeyBlob {
		return Key{}, nil, notKey(finding.Say("its bytes are not a key"))
	}
	if strings.Contains(keyType, certSuffix) {
		return Key{}, nil, &finding.Fault{
			Message: finding.Say("certificates are not accepted, only plain keys"),
			Cause:   ErrCertificate,
		}
	}
	if !slices.Contains(keyTypes(), keyType) {
		return Key{}, nil, notAccepted(finding.Say("a key of type %q", keyType))
	}
	pub, err := ssh.ParsePublicKey(blob)
	if err != nil || !bytes.Equal(pub.Marshal(), blob) {
		return Key{}, nil, notKey(finding.Say("its bytes are not a key of type %s", keyType))
	}
	if err := checkStrength(pub); err != nil {
		return Key{}, nil, err
	}
	return Key{blob: string(blob)}, pub, nil
}

func keyTypes() []string {
	return []string{
		ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521,
		ssh.KeyAlgoRSA, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
	}
}

func isHardware(keyType string) bool { return strings.HasPrefix(keyType, "sk-") }

func cryptoKey(pub ssh.PublicKey) crypto.PublicKey {
	if c, ok := pub.(ssh.CryptoPublicKey); ok {
		return c.CryptoPublicKey()
	}
	return nil
}

func checkStrength(pub ssh.PublicKey) error {
	switch key := cryptoKey(pub).(type) {
	case *rsa.PublicKey:
		if key.N.Sign() < 0 || key.N.Bit(0) == 0 {
			return notKey(finding.Say("its bytes are not a key of type %s", pub.Type()))
		}
		if n := key.N.BitLen(); n < minRSA {
			return &finding.Fault{
				Message: finding.Say("an RSA key of %s bits is too small: at least %s bits are needed", n, minRSA),
				Hint:    finding.Say("make a new key: ssh-keygen -t ed25519 (or -t rsa -b 4096); whoever may amend enrols it: sc person key add ID --key FILE.pub"),
				Cause:   ErrAlgorithm,
			}
		}
	case ed25519.PublicKey:
		if isWeak(key) {
			return notAccepted(finding.Say("an ed25519 key for which anybody can sign"))
		}
	}
	return nil
}

// isWeak reports whether the key is one of the points of small order, under
// which one made-up signature fits many messages, or has a second spelling
// (RFC 8032, section 5.1.3 asks y < 2^255-19; Go and OpenSSH do not look).
func isWeak(key ed25519.PublicKey) bool {
	y := bytes.Clone(key)
	y[31] &= 0x7f // the sign of x does not matter here
	if y[31] == 0x7f && y[0] >= 0xec && len(bytes.Trim(y[1:31], "\xff")) == 0 {
		return true // -1 (order 2) and every y from 2^255-19 up
	}
	if y[0] <= 1 && len(bytes.Trim(y[1:], "\x00")) == 0 {
		return true // 0 (order 4) and 1 (the neutral point)
	}
	return string(y) == order8a || string(y) == order8b
}

// The y coordinates of the four points of order 8.
const (
	order8a = "\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0" +
		"\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05"
	order8b = "\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f" +
		"\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a"
)

func notKey(reason finding.Sentence) error {
	return &finding.Fault{Message: finding.Say("this is not a public key: %s", reason), Cause: ErrKey}
}

// keyInSignature turns a key's fault of form into the signature's.
func keyInSignature(err error) error {
	if errors.Is(err, ErrKey) {
		return malformed(finding.Problem(err))
	}
	return err
}
