package signature

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
	"pgregory.net/rapid"
)

// parts are an SSHSIG's fields, each of which a test may break.
type parts struct {
	magic     string
	version   uint32
	key       []byte
	namespace string
	reserved  string
	hash      string
	algorithm string
	numbers   []byte
	rest      []byte // in the inner signature, after its numbers
	tail      []byte // after everything
}

func (p parts) blob() []byte {
	inner := ssh.Marshal(struct {
		Algorithm string
		Numbers   []byte
		Rest      []byte `ssh:"rest"`
	}{p.algorithm, p.numbers, p.rest})
	return append([]byte(p.magic), ssh.Marshal(struct {
		Version                   uint32
		Key                       []byte
		Namespace, Reserved, Hash string
		Inner                     []byte
		Tail                      []byte `ssh:"rest"`
	}{p.version, p.key, p.namespace, p.reserved, p.hash, inner, p.tail})...)
}

// signedParts takes a good signature of s over "hello" apart.
func signedParts(t testing.TB, s Signer) parts {
	t.Helper()
	sig, err := Parse(mustSign(t, s, NamespaceGit, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	return parts{
		magic: magic, version: version, key: []byte(sig.key.blob), namespace: sig.namespace, hash: sig.hash,
		algorithm: sig.inner.Format, numbers: sig.inner.Blob, rest: sig.inner.Rest,
	}
}

type forgery struct {
	name string
	text []byte
	want error
}

// ed25519Forgeries break one thing each in a good ed25519 signature.
func ed25519Forgeries(t testing.TB) []forgery {
	t.Helper()
	_, s := testKey(t, "zhang.wei")
	good := signedParts(t, s)
	broken := func(name string, want error, breakIt func(*parts)) forgery {
		p := good
		breakIt(&p)
		return forgery{name, armor(p.blob()), want}
	}
	return []forgery{
		broken("nothing", nil, func(*parts) {}),
		broken("magic", ErrForm, func(p *parts) { p.magic = "SSHSIX" }),
		broken("version 0", ErrForm, func(p *parts) { p.version = 0 }),
		broken("version 2", ErrForm, func(p *parts) { p.version = 2 }),
		broken("huge version", ErrForm, func(p *parts) { p.version = 1<<32 - 1 }),
		broken("no namespace", ErrForm, func(p *parts) { p.namespace = "" }),
		broken("other namespace", ErrNamespace, func(p *parts) { p.namespace = "file" }),
		broken("reserved", ErrForm, func(p *parts) { p.reserved = "x" }),
		broken("sha1", ErrAlgorithm, func(p *parts) { p.hash = "sha1" }),
		broken("no hash", ErrAlgorithm, func(p *parts) { p.hash = "" }),
		broken("other hash", ErrBad, func(p *parts) { p.hash = hashSHA256 }),
		broken("bytes at the end", ErrForm, func(p *parts) { p.tail = []byte{0} }),
		broken("bytes in the inner signature", ErrForm, func(p *parts) { p.rest = []byte{0} }),
		broken("hardware fields on a plain key", ErrForm, func(p *parts) { p.rest = []byte{1, 0, 0, 0, 1} }),
		broken("short numbers", ErrForm, func(p *parts) { p.numbers = p.numbers[:63] }),
		broken("long numbers", ErrForm, func(p *parts) { p.numbers = append(bytes.Clone(p.numbers), 0) }),
		broken("flipped bit", ErrBad, func(p *parts) { p.numbers = flip(p.numbers, 3) }),
		broken("S plus the order", ErrBad, func(p *parts) { p.numbers = addOrder(p.numbers) }),
		broken("other algorithm", ErrAlgorithm, func(p *parts) { p.algorithm = ssh.KeyAlgoRSASHA512 }),
		broken("webauthn algorithm", ErrAlgorithm, func(p *parts) { p.algorithm = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com" }),
		broken("no key", ErrForm, func(p *parts) { p.key = nil }),
		broken("bytes after the key", ErrForm, func(p *parts) { p.key = append(bytes.Clone(p.key), 0) }),
		broken("other key", ErrBad, func(p *parts) { _, o := testKey(t, "li.na"); p.key = []byte(o.Key().blob) }),
		broken("DSA key", ErrAlgorithm, func(p *parts) { p.key = ssh.Marshal(struct{ T string }{"ssh-dss"}) }),
		broken("unknown key", ErrAlgorithm, func(p *parts) { p.key = ssh.Marshal(struct{ T string }{"ssh-ed448"}) }),
		broken("certificate", ErrCertificate, func(p *parts) { p.key = certificate(t) }),
		broken("certificate's algorithm", ErrAlgorithm, func(p *parts) { p.algorithm = ssh.CertAlgoED25519v01 }),
	}
}

// armorForgeries break the text around a good signature.
func armorForgeries(t testing.TB) []forgery {
	t.Helper()
	_, s := testKey(t, "zhang.wei")
	good := string(mustSign(t, s, NamespaceGit, "hello"))
	lines := strings.SplitAfter(good, "\n")
	body := strings.Join(lines[1:len(lines)-2], "")
	oneLine := strings.ReplaceAll(body, "\n", "")
	rewrap := func(width int) string {
		out := ""
		for rest := oneLine; rest != ""; rest = rest[min(width, len(rest)):] {
			out += rest[:min(width, len(rest))] + "\n"
		}
		return beginLine + out + endLine
	}
	texts := map[string]string{
		"empty":                 "",
		"no final LF":           strings.TrimSuffix(good, "\n"),
		"two final LF":          good + "\n",
		"text after the end":    good + "x",
		"second signature":      good + good,
		"text before":           "x\n" + good,
		"LF before":             "\n" + good,
		"CR LF":                 strings.ReplaceAll(good, "\n", "\r\n"),
		"PEM header":            strings.Replace(good, "\n", "\nComment: x\n\n", 1),
		"empty line":            strings.Replace(good, "\n", "\n\n", 1),
		"empty last line":       beginLine + body + "\n" + endLine,
		"blank in a line":       strings.Replace(good, "U1NI", "U1 NI", 1),
		"64 columns":            rewrap(64),
		"76 columns":            rewrap(76),
		"one line":              rewrap(len(oneLine)),
		"no padding":            strings.ReplaceAll(good, "=", ""),
		"no body":               beginLine + endLine,
		"only begin":            beginLine,
		"no LF in the body":     beginLine + oneLine + endLine,
		"other begin":           strings.Replace(good, "BEGIN SSH", "BEGIN PGP", 1),
		"last line unfinished":  strings.Replace(good, "\n-----END", "-----END", 1),
		"URL alphabet":          strings.Replace(good, oneLine[10:11], "_", 1),
		"blank after the begin": strings.Replace(good, "-----\n", "----- \n", 1),
		"too long":              beginLine + strings.Repeat("A", maxArmor) + "\n" + endLine,
	}
	var out []forgery
	for name, text := range texts {
		out = append(out, forgery{name, []byte(text), ErrForm})
	}
	blob := signedParts(t, s).blob()
	for n := 0; n < len(blob); n += 5 {
		out = append(out, forgery{fmt.Sprint("cut off at ", n), armor(blob[:n]), ErrForm})
	}
	return append(out, forgery{"dirty last bits", dirtyBits(good), ErrForm})
}

// dirtyBits sets bits of the last base64 character that carry nothing.
func dirtyBits(good string) []byte {
	i := strings.Index(good, "=")
	if i < 0 {
		panic("the sample has no padding")
	}
	return []byte(good[:i-1] + string(good[i-1]+1) + good[i:])
}

func TestForgeriesAreRefusedForTheirReason(t *testing.T) {
	all := append(ed25519Forgeries(t), armorForgeries(t)...)
	for _, f := range append(all, numberForgeries(t)...) {
		if _, err := Verify(f.text, NamespaceGit, []byte("hello")); !errors.Is(err, f.want) || (f.want == nil && err != nil) {
			t.Errorf("%s: got %v, want %v", f.name, err, f.want)
		}
	}
}

// numberForgeries re-spell the numbers of ECDSA and RSA signatures.
func numberForgeries(t testing.TB) []forgery {
	t.Helper()
	var out []forgery
	ec, _ := ecdsaSigner(t, elliptic.P256())
	good := signedParts(t, ec)
	w := wire{rest: good.numbers}
	r, s := w.bytes(), w.bytes()
	n := elliptic.P256().Params().N
	numbers := func(r, s, tail []byte) []byte {
		return ssh.Marshal(struct {
			R, S []byte
			Tail []byte `ssh:"rest"`
		}{r, s, tail})
	}
	add := func(name string, want error, blob []byte) {
		p := good
		p.numbers = blob
		out = append(out, forgery{name, armor(p.blob()), want})
	}
	add("ecdsa: unchanged", nil, numbers(r, s, nil))
	add("ecdsa: padded r", ErrForm, numbers(append([]byte{0}, r...), s, nil))
	add("ecdsa: padded s", ErrForm, numbers(r, append([]byte{0}, s...), nil))
	add("ecdsa: no s", ErrForm, numbers(r, nil, nil))
	add("ecdsa: zero s", ErrForm, numbers(r, []byte{0}, nil))
	add("ecdsa: negative r", ErrForm, numbers([]byte{0x80}, s, nil))
	add("ecdsa: s is the order", ErrForm, numbers(r, append([]byte{0}, n.Bytes()...), nil))
	add("ecdsa: s plus the order", ErrForm, numbers(r, plus(s, n), nil))
	add("ecdsa: bytes after s", ErrForm, numbers(r, s, []byte{0}))
	add("ecdsa: broken off", ErrForm, numbers(r, s, nil)[:40])
	add("ecdsa: r and s change places", ErrBad, numbers(s, r, nil))
	return append(out, rsaForgeries(t)...)
}

func plus(b []byte, n *big.Int) []byte {
	sum := new(big.Int).Add(new(big.Int).SetBytes(b), n).Bytes()
	if sum[0] >= 0x80 {
		return append([]byte{0}, sum...)
	}
	return sum
}

func rsaForgeries(t testing.TB) []forgery {
	t.Helper()
	private, s := rsaSigner(t)
	good := signedParts(t, s)
	change := func(name string, want error, breakIt func(*parts)) forgery {
		p := good
		breakIt(&p)
		return forgery{"rsa: " + name, armor(p.blob()), want}
	}
	return []forgery{
		change("unchanged", nil, func(*parts) {}),
		change("SHA-1", ErrAlgorithm, func(p *parts) { p.algorithm = ssh.KeyAlgoRSA }),
		change("other hash", ErrBad, func(p *parts) { p.algorithm = ssh.KeyAlgoRSASHA256 }),
		change("sha256, truly", nil, func(p *parts) {
			p.algorithm = ssh.KeyAlgoRSASHA256
			p.numbers = rsaSign256(t, private, signedData(NamespaceGit, hashSHA512, []byte("hello")))
		}),
		change("padded", ErrForm, func(p *parts) { p.numbers = append([]byte{0}, p.numbers...) }),
		change("shortened", ErrForm, func(p *parts) { p.numbers = p.numbers[1:] }),
		change("certificate's algorithm", ErrAlgorithm, func(p *parts) { p.algorithm = "rsa-sha2-512-cert-v01@openssh.com" }),
		change("negative modulus", ErrForm, func(p *parts) { p.key = rsaBlob(new(big.Int).Neg(private.N)) }),
		change("even modulus", ErrForm, func(p *parts) { p.key = rsaBlob(new(big.Int).Lsh(private.N, 1)) }),
		change("2048 bits", ErrAlgorithm, func(p *parts) {
			p.key = rsaBlob(new(big.Int).Rsh(private.N, 1024).SetBit(new(big.Int).Rsh(private.N, 1024), 0, 1))
		}),
		change("16385 bits", ErrForm, func(p *parts) { p.key = rsaBlob(new(big.Int).SetBit(big.NewInt(1), 16384, 1)) }),
	}
}

func TestSignerRoundTrip(t *testing.T) {
	_, ed := testKey(t, "zhang.wei")
	p256, _ := ecdsaSigner(t, elliptic.P256())
	p384, _ := ecdsaSigner(t, elliptic.P384())
	p521, _ := ecdsaSigner(t, elliptic.P521())
	_, rs := rsaSigner(t)
	for _, s := range []Signer{ed, p256, p384, p521, rs} {
		got, err := Verify(mustSign(t, s, NamespaceGit, "hello"), NamespaceGit, []byte("hello"))
		if err != nil || got != s.Key() {
			t.Errorf("%s: got %v, %v", s.Key().Type(), got, err)
		}
		_, err = Verify(mustSign(t, s, NamespaceGit, "hello"), NamespaceGit, []byte("hellp"))
		if !errors.Is(err, ErrBad) {
			t.Errorf("%s over other text: got %v, want %v", s.Key().Type(), err, ErrBad)
		}
	}
}

func TestEd25519IsDeterministic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		_, s := testKey(t, rapid.String().Draw(rt, "key"))
		message := rapid.String().Draw(rt, "message")
		one, two := mustSign(t, s, NamespaceGit, message), mustSign(t, s, NamespaceGit, message)
		if !bytes.Equal(one, two) {
			rt.Errorf("two signatures of one message differ")
		}
	})
}

func TestSplitReadingSaysWhoAndWhatFor(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	sig, err := Parse(mustSign(t, s, NamespaceKey, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sig.namespace, NamespaceKey; got != want {
		t.Errorf("got namespace %q, want %q", got, want)
	}
	if got, want := sig.Key(), s.Key(); got != want {
		t.Errorf("got key %v, want %v", got, want)
	}
	if err := sig.Verify(NamespaceKey, []byte("hello")); err != nil {
		t.Error(err)
	}
}

func TestZeroSignatureVerifiesNothing(t *testing.T) {
	if err := (Signature{}).Verify("", nil); !errors.Is(err, ErrBad) {
		t.Errorf("got %v, want %v", err, ErrBad)
	}
}

func TestSignRefusesAnEmptyNamespaceAndADoneContext(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	if _, err := s.Sign(context.Background(), "", nil); !errors.Is(err, ErrForm) {
		t.Errorf("got %v, want %v", err, ErrForm)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Sign(ctx, NamespaceGit, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range fuzzSeeds(f) {
		f.Add(text)
		if blob, err := dearmor(text); err == nil {
			f.Add(blob)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		parseAndWrite(t, data)
		parseAndWrite(t, armor(data)) // as the blob, which blind changes to an armor seldom reach
	})
}

func parseAndWrite(t *testing.T, text []byte) {
	t.Helper()
	sig, err := Parse(text)
	if err != nil {
		return
	}
	if again := armor(sig.marshal()); !bytes.Equal(again, text) {
		t.Errorf("read and written again: got\n%swant\n%s", again, text)
	}
	if got := mustKey(t, sig.Key().String()); got != sig.Key() {
		t.Errorf("got key %v, want %v", got, sig.Key())
	}
	_ = sig.Verify(sig.namespace, []byte("hello")) // must not panic
}

// fuzzSeeds are good signatures of every kind and all that the tables break.
func fuzzSeeds(t testing.TB) map[string][]byte {
	t.Helper()
	seeds := map[string][]byte{}
	all := append(ed25519Forgeries(t), armorForgeries(t)...)
	all = append(append(all, numberForgeries(t)...), hardwareForgeries(t)...)
	for _, f := range all {
		seeds[f.name] = f.text
	}
	return seeds
}

func ecdsaSigner(t testing.TB, curve elliptic.Curve) (Signer, *ecdsa.PrivateKey) {
	t.Helper()
	private, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := fromCrypto(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, private
}

// sharedRSA is made once, since that takes a second.
var sharedRSA = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, minRSA) })

func rsaSigner(t testing.TB) (*rsa.PrivateKey, Signer) {
	t.Helper()
	private, err := sharedRSA()
	if err != nil {
		t.Fatal(err)
	}
	s, err := fromCrypto(private)
	if err != nil {
		t.Fatal(err)
	}
	return private, s
}

func BenchmarkVerify(b *testing.B) {
	_, s := testKey(b, "zhang.wei")
	text := mustSign(b, s, NamespaceGit, "hello")
	for b.Loop() {
		if _, err := Verify(text, NamespaceGit, []byte("hello")); err != nil {
			b.Fatal(err)
		}
	}
}
