package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func flip(b []byte, i int) []byte {
	out := bytes.Clone(b)
	out[i] ^= 1
	return out
}

// addOrder adds the group's order to S, which a lax reader takes as the same
// signature (RFC 8032, section 8.4).
func addOrder(sig []byte) []byte {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	little := bytes.Clone(sig[32:])
	for i, j := 0, 31; i < j; i, j = i+1, j-1 {
		little[i], little[j] = little[j], little[i]
	}
	sum := new(big.Int).Add(new(big.Int).SetBytes(little), order).FillBytes(make([]byte, 32))
	for i, j := 0, 31; i < j; i, j = i+1, j-1 {
		sum[i], sum[j] = sum[j], sum[i]
	}
	return append(bytes.Clone(sig[:32]), sum...)
}

func rsaBlob(n *big.Int) []byte {
	return ssh.Marshal(struct {
		Type string
		E, N *big.Int
	}{ssh.KeyAlgoRSA, big.NewInt(65537), n})
}

func rsaSign256(t testing.TB, private *rsa.PrivateKey, data []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(data)
	sig, err := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

// certificate is a user certificate's blob for a test key, signed by itself.
func certificate(t testing.TB) []byte {
	t.Helper()
	private, _ := testKey(t, "zhang.wei")
	s, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	c := &ssh.Certificate{Key: s.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := c.SignCert(rand.Reader, s); err != nil {
		t.Fatal(err)
	}
	return c.Marshal()
}

func line(blob []byte) string {
	w := wire{rest: blob}
	return w.text() + " " + base64.StdEncoding.EncodeToString(blob)
}

func ed25519Blob(point []byte) []byte {
	return ssh.Marshal(struct {
		Type string
		Key  []byte
	}{ssh.KeyAlgoED25519, point})
}

func TestParseKey(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	good := s.Key().String()
	blob := []byte(s.Key().blob)
	weak := func(first byte, fill byte, last byte) string {
		p := bytes.Repeat([]byte{fill}, 32)
		p[0], p[31] = first, last
		return line(ed25519Blob(p))
	}
	p256 := "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY="
	tests := []struct {
		name, line string
		want       error
	}{
		{"plain", good, nil},
		{"comment", good + " zhang.wei@example.com 张伟", nil},
		{"hardware", line(hardwareEd25519(t).blob), nil},
		{"hardware ecdsa", line(hardwareECDSA(t).blob), nil},
		{"empty", "", ErrKey},
		{"type only", "ssh-ed25519", ErrKey},
		{"two blanks", strings.Replace(good, " ", "  ", 1), ErrKey},
		{"blank before", " " + good, ErrKey},
		{"tab", strings.Replace(good, " ", "\t", 1), ErrKey},
		{"final LF", good + "\n", ErrKey},
		{"LF in the base64", good[:30] + "\n" + good[30:], ErrKey},
		{"no base64", "ssh-ed25519 ***", ErrKey},
		{"URL base64", "ssh-ed25519 AAAA_-__", ErrKey},
		{"options", "cert-authority " + good, ErrKey},
		{"other type in the line", strings.Replace(good, "ssh-ed25519", "ssh-rsa", 1), ErrKey},
		{"upper case", strings.Replace(good, "ssh-", "SSH-", 1), ErrKey},
		{"bytes after", line(append(bytes.Clone(blob), 0)), ErrKey},
		{"broken off", line(blob[:len(blob)-1]), ErrKey},
		{"ecdsa without point", "ecdsa-sha2-nistp256 " + p256, ErrKey},
		{"point off the curve", line(offCurve()), ErrKey},
		{"too long", good + strings.Repeat(" x", maxKeyLine), ErrKey},
		{"DSA", line(ssh.Marshal(struct{ T, P string }{"ssh-dss", "x"})), ErrAlgorithm},
		{"RSA 2048", line(rsaBlob(new(big.Int).SetBit(big.NewInt(1), 2047, 1))), ErrAlgorithm},
		{"RSA 3071", line(rsaBlob(new(big.Int).SetBit(big.NewInt(1), 3070, 1))), ErrAlgorithm},
		{"RSA 3072", line(rsaBlob(new(big.Int).SetBit(big.NewInt(1), 3071, 1))), nil},
		{"RSA 16384", line(rsaBlob(new(big.Int).SetBit(big.NewInt(1), 16383, 1))), nil},
		{"certificate", line(certificate(t)), ErrCertificate},
		{"neutral point", weak(1, 0, 0), ErrAlgorithm},
		{"neutral point, signed", weak(1, 0, 0x80), ErrAlgorithm},
		{"order 2", weak(0xec, 0xff, 0x7f), ErrAlgorithm},
		{"order 4", weak(0, 0, 0), ErrAlgorithm},
		{"order 8", line(ed25519Blob([]byte(order8a))), ErrAlgorithm},
		{"order 8 too", line(ed25519Blob([]byte(order8b))), ErrAlgorithm},
		{"second spelling", weak(0xf0, 0xff, 0xff), ErrAlgorithm},
		{"hardware order 4", line(ssh.Marshal(struct{ T, K, A string }{ssh.KeyAlgoSKED25519, strings.Repeat("\x00", 32), "ssh:"})), ErrAlgorithm},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseKey(test.line)
			if !errors.Is(err, test.want) || (test.want == nil && err != nil) {
				t.Fatalf("got error %v, want %v", err, test.want)
			}
			if err == nil && !strings.HasPrefix(test.line, got.String()) {
				t.Errorf("got %q of %q", got, test.line)
			}
			if err != nil && !got.IsZero() {
				t.Errorf("got the key %v beside an error", got)
			}
		})
	}
}

func offCurve() []byte {
	point := bytes.Repeat([]byte{7}, 65)
	point[0] = 4
	return ssh.Marshal(struct {
		Type, Curve string
		Point       []byte
	}{ssh.KeyAlgoECDSA256, "nistp256", point})
}

// TestSmallOrderPoints shows why they are refused: for the neutral point one
// signature that no private key made fits every message.
func TestSmallOrderPoints(t *testing.T) {
	neutral := append([]byte{1}, make([]byte, 31)...)
	forged := append(bytes.Clone(neutral), make([]byte, 32)...)
	if !ed25519.Verify(neutral, []byte("any message"), forged) {
		t.Skip("this Go refuses such keys itself")
	}
	p := parts{
		magic: magic, version: version, key: ed25519Blob(neutral), namespace: NamespaceGit,
		hash: hashSHA512, algorithm: ssh.KeyAlgoED25519, numbers: forged,
	}
	if _, err := Verify(armor(p.blob()), NamespaceGit, []byte("any message")); !errors.Is(err, ErrAlgorithm) {
		t.Errorf("got %v, want %v", err, ErrAlgorithm)
	}
}

func TestZeroKey(t *testing.T) {
	if got := (Key{}).String() + (Key{}).Type(); got != "" || !(Key{}).IsZero() {
		t.Errorf("got %q of the zero key", got)
	}
}

func FuzzParseKey(f *testing.F) {
	_, s := testKey(f, "zhang.wei")
	f.Add(s.Key().String() + " zhang.wei")
	f.Add(line(hardwareECDSA(f).blob))
	f.Add(line(certificate(f)))
	f.Add(line(rsaBlob(new(big.Int).SetBit(big.NewInt(1), 3071, 1))))
	f.Add("ssh-ed25519 AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := ParseKey(text)
		if err != nil {
			return
		}
		if got := key.String(); got != text && !strings.HasPrefix(text, got+" ") {
			t.Errorf("got %q of %q", got, text)
		}
		if got := mustKey(t, key.String()); got != key {
			t.Errorf("read again: got %v, want %v", got, key)
		}
	})
}
