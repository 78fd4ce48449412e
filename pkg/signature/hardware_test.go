package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"math/big"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"
)

// hardware plays a security key (OpenSSH's PROTOCOL.u2f): it signs the digests
// of application and message with the flags and the counter between them.
type hardware struct {
	keyType string
	blob    []byte
	sign    func(data []byte) []byte
}

func (h hardware) parts(flags byte, message string) parts {
	app, msg := sha256.Sum256([]byte("ssh:")), sha256.Sum256(signedData(NamespaceGit, hashSHA512, []byte(message)))
	rest := []byte{flags, 0, 0, 0, 7}
	data := append(append(app[:], rest...), msg[:]...)
	return parts{
		magic: magic, version: version, key: h.blob, namespace: NamespaceGit, hash: hashSHA512,
		algorithm: h.keyType, numbers: h.sign(data), rest: rest,
	}
}

func hardwareEd25519(t testing.TB) hardware {
	t.Helper()
	private, _ := testKey(t, "sk")
	blob := ssh.Marshal(struct {
		Type string
		Key  []byte
		App  string
	}{ssh.KeyAlgoSKED25519, private.Public().(ed25519.PublicKey), "ssh:"})
	return hardware{ssh.KeyAlgoSKED25519, blob, func(data []byte) []byte { return ed25519.Sign(private, data) }}
}

func hardwareECDSA(t testing.TB) hardware {
	t.Helper()
	_, private := ecdsaSigner(t, elliptic.P256())
	point, err := private.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	blob := ssh.Marshal(struct {
		Type, Curve string
		Point       []byte
		App         string
	}{ssh.KeyAlgoSKECDSA256, "nistp256", point, "ssh:"})
	return hardware{ssh.KeyAlgoSKECDSA256, blob, func(data []byte) []byte {
		sum := sha256.Sum256(data)
		r, s, err := ecdsa.Sign(rand.Reader, private, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return ssh.Marshal(struct{ R, S *big.Int }{r, s})
	}}
}

func hardwareForgeries(t testing.TB) []forgery {
	t.Helper()
	var out []forgery
	for _, h := range []hardware{hardwareEd25519(t), hardwareECDSA(t)} {
		add := func(name string, want error, p parts) {
			out = append(out, forgery{h.keyType + ": " + name, armor(p.blob()), want})
		}
		good := h.parts(0x01, "hello")
		add("touched", nil, good)
		add("touched and verified", nil, h.parts(0x05, "hello"))
		add("not touched", ErrPresence, h.parts(0x00, "hello"))
		add("verified but not touched", ErrPresence, h.parts(0x04, "hello"))
		add("other text", ErrBad, h.parts(0x01, "hellp"))
		claimed := good
		claimed.rest = []byte{0x05, 0, 0, 0, 7}
		add("flags changed", ErrBad, claimed)
		claimed.rest = []byte{0x01, 0, 0, 0, 8}
		add("counter changed", ErrBad, claimed)
		claimed.rest = good.rest[:4]
		add("short counter", ErrForm, claimed)
		claimed.rest = nil
		add("no counter", ErrForm, claimed)
		claimed.rest = append(bytes.Clone(good.rest), 0)
		add("bytes at the end", ErrForm, claimed)
	}
	return out
}

func TestHardwareKeysNeedATouch(t *testing.T) {
	for _, f := range hardwareForgeries(t) {
		if _, err := Verify(f.text, NamespaceGit, []byte("hello")); !errors.Is(err, f.want) || (f.want == nil && err != nil) {
			t.Errorf("%s: got %v, want %v", f.name, err, f.want)
		}
	}
}

func TestHardwareSignaturesHoldForStockKeygen(t *testing.T) {
	for _, h := range []hardware{hardwareEd25519(t), hardwareECDSA(t)} {
		file := writeFile(t, filepath.Join(t.TempDir(), "sig"), armor(h.parts(0x01, "hello").blob()), 0o600)
		if _, err := sshKeygen(t, []byte("hello"), "-Y", "check-novalidate", "-n", "git", "-s", file); err != nil {
			t.Errorf("%s: the test's own hardware key is wrong: %v", h.keyType, err)
		}
	}
}
