package signature

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// wantFault asks for a Fault with a hint whose message contains text.
func wantFault(t testing.TB, err error, text string) {
	t.Helper()
	var f *finding.Fault
	if !errors.As(err, &f) {
		t.Errorf("got %v, want a fault with %q", err, text)
		return
	}
	if !strings.Contains(f.Error(), text) {
		t.Errorf("got %q, want it to contain %q", f.Error(), text)
	}
	if f.Hint.IsZero() {
		t.Errorf("%q has no hint", f.Error())
	}
}

func saying(secret string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(secret), nil }
}

func written(t testing.TB, passphrase string) (string, Signer) {
	t.Helper()
	private, s := testKey(t, "zhang.wei")
	path := filepath.Join(t.TempDir(), "keys", "id_sc")
	if err := WriteKey(path, private, "zhang.wei", []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	return path, s
}

func TestWrittenKeyIsReadBack(t *testing.T) {
	for _, passphrase := range []string{"", "密码 phrase"} {
		path, want := written(t, passphrase)
		s, err := fromFile(path, saying(passphrase))
		if err != nil {
			t.Fatal(err)
		}
		if got := mustSign(t, s, NamespaceGit, "x"); !bytes.Equal(got, mustSign(t, want, NamespaceGit, "x")) {
			t.Errorf("the key of %q signs otherwise", passphrase)
		}
		public, err := os.ReadFile(path + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(public), want.Key().String()+" zhang.wei\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWrittenKeyOpensForStockKeygen(t *testing.T) {
	path, s := written(t, "secret")
	out, err := sshKeygen(t, nil, "-y", "-P", "secret", "-f", path)
	if err != nil || !strings.HasPrefix(string(out), s.Key().String()) {
		t.Errorf("got %q, %v; want %v", out, err, s.Key())
	}
}

func TestWriteKeyNeverOverwrites(t *testing.T) {
	private, _ := testKey(t, "li.na")
	path, _ := written(t, "")
	before, _ := os.ReadFile(path)
	err := WriteKey(path, private, "", nil)
	wantFault(t, err, "exists already")
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want %v", err, fs.ErrExist)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the private key was changed")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantFault(t, WriteKey(path, private, "", nil), "id_sc.pub exists already")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a private key without its public half is left: %v", err)
	}
	if err := WriteKey(path+"2", private, "a\nb", nil); err == nil {
		t.Error("a comment of two lines is taken")
	}
	if err := WriteKey(path+"2", private[:63], "", nil); !errors.Is(err, ErrKey) {
		t.Errorf("got %v, want %v", err, ErrKey)
	}
}

func TestWrittenKeyIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("mode bits say nothing on Windows")
	}
	path, _ := written(t, "")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := info.Mode().Perm(), fs.FileMode(0o600); got != want {
		t.Errorf("got mode %v, want %v", got, want)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	_, err = fromFile(path, nil)
	wantFault(t, err, "other users of this computer can read")
}

func TestPassphraseIsAskedOnceAndLate(t *testing.T) {
	path, _ := written(t, "secret")
	asked := 0
	var given []byte
	s, err := fromFile(path, func() ([]byte, error) {
		asked++
		given = []byte("secret")
		return given, nil
	})
	if err != nil || asked != 0 {
		t.Fatalf("asked %d times before a signature (%v)", asked, err)
	}
	mustSign(t, s, NamespaceGit, "x")
	mustSign(t, s, NamespaceGit, "y")
	if asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
	if len(bytes.Trim(given, "\x00")) != 0 {
		t.Error("the passphrase is still in memory")
	}
}

func TestWrongPassphrase(t *testing.T) {
	path, _ := written(t, "secret")
	for _, wrong := range []string{"", "Secret"} {
		s, err := fromFile(path, saying(wrong))
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Sign(context.Background(), NamespaceGit, nil)
		wantFault(t, err, "the passphrase does not open")
		if !errors.Is(err, ErrPassphrase) {
			t.Errorf("got %v, want %v", err, ErrPassphrase)
		}
	}
	gaveUp := errors.New("gave up")
	s, err := fromFile(path, func() ([]byte, error) { return nil, gaveUp })
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Sign(context.Background(), NamespaceGit, nil); !errors.Is(err, gaveUp) {
		t.Errorf("got %v, want %v", err, gaveUp)
	}
}

func TestEncryptedStockKeys(t *testing.T) {
	for name, args := range map[string][]string{
		"openssh":    {"-t", "ecdsa", "-N", "secret"},
		"aes256-cbc": {"-t", "ed25519", "-Z", "aes256-cbc", "-N", "secret"},
		"legacyPEM":  {"-t", "ecdsa", "-m", "PEM", "-N", "secret"},
	} {
		path := stockKey(t, args...)
		s, err := fromFile(path, saying("secret"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustSign(t, s, NamespaceGit, "x")
		if err := os.Remove(path + ".pub"); err != nil {
			t.Fatal(err)
		}
		if s, err = fromFile(path, saying("secret")); err != nil || s.Key().IsZero() {
			t.Errorf("%s without .pub: %v", name, err)
		}
		_, err = fromFile(path, nil)
		wantFault(t, err, "needs its passphrase")
	}
}

func TestKeyFilesThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	path, s := written(t, "")
	private, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(private)
	swapped := bytes.Replace(block.Bytes, []byte(s.Key().blob), []byte(other(t).blob), 1)
	file := func(name, text string) string { return writeFile(t, filepath.Join(dir, name), []byte(text), 0o600) }
	encode := func(kind string, b []byte) string { return string(pemBlock(kind, b)) }
	tests := []struct{ path, want string }{
		{filepath.Join(dir, "none"), "does not exist"},
		{dir, "cannot be read"},
		{file("empty", ""), "is not an SSH key file"},
		{file("text", "hello\n"), "is not an SSH key file"},
		{file("huge", strings.Repeat("x", maxKeyFile+1)), "is not an SSH key file"},
		{file("pgp", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n"), "only SSH signatures are used"},
		{file("public", s.Key().String()+"\n"), "holds a public key"},
		{file("dsa.pub", "ssh-dss AAAAB3NzaC1kc3M= x\n"), "of type \"ssh-dss\" is not accepted"},
		{file("cert.pub", line(certificate(t))+"\n"), "certificates are not accepted"},
		{file("cut", encode("OPENSSH PRIVATE KEY", block.Bytes[:30])), "is not an SSH key file"},
		{file("cutkey", encode("OPENSSH PRIVATE KEY", block.Bytes[:120])), "in a format that cannot be read"},
		{file("swapped", encode("OPENSSH PRIVATE KEY", swapped)), "does not belong to its private half"},
		{file("pkcs8", encode("ENCRYPTED PRIVATE KEY", []byte{1})), "in a format that cannot be read"},
	}
	for _, test := range tests {
		_, err := fromFile(test.path, nil)
		wantFault(t, err, test.want)
	}
}

func other(t testing.TB) Key {
	t.Helper()
	_, s := testKey(t, "li.na")
	return s.Key()
}

func TestWeakStockKeysAreRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"an RSA key of 2048 bits": {"-t", "rsa", "-b", "2048", "-N", ""},
		"is too small: at least":  {"-t", "rsa", "-b", "2048", "-m", "PEM", "-N", ""},
	} {
		_, err := fromFile(stockKey(t, args...), nil)
		wantFault(t, err, name)
		if !errors.Is(err, ErrAlgorithm) {
			t.Errorf("got %v, want %v", err, ErrAlgorithm)
		}
		wantAdvice(t, err)
	}
}

// wantAdvice demands that who has a key that is too small is told what to make.
func wantAdvice(t *testing.T, err error) {
	t.Helper()
	if got := adviceOf(err).String(); !strings.Contains(got, "ssh-keygen -t ed25519 (or -t rsa -b 4096)") {
		t.Errorf("the hint is %q", got)
	}
}

func TestSmallKeysAreCalledSmallWhereverTheyLie(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(&small.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))
	for _, s := range map[string]Settings{
		"set as a line":        {SigningKey: "key::" + line},
		"alone with ssh-agent": {AgentSocket: serveAgent(t, keyring(t, small))},
	} {
		_, err := Find(t.Context(), s)
		wantFault(t, err, "an RSA key of 2048 bits is too small: at least 3072 bits are needed")
		wantAdvice(t, err)
	}
}

func TestUnreadableFile(t *testing.T) {
	path, _ := written(t, "")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(path); err == nil {
		t.Skip("this user may read every file")
	}
	_, err := fromFile(path, nil)
	wantFault(t, err, "cannot be read")
}

func TestGenerate(t *testing.T) {
	one, err := Generate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Generate(rand.Reader)
	if err != nil || one.Equal(two) {
		t.Errorf("two keys are equal (%v)", err)
	}
	if _, err := Generate(strings.NewReader("too short")); err == nil {
		t.Error("a key from nine bytes")
	}
	if _, err := FromPrivate(nil); !errors.Is(err, ErrKey) {
		t.Errorf("got %v, want %v", err, ErrKey)
	}
}

func FuzzReadPrivate(f *testing.F) {
	path, _ := written(f, "")
	f.Add(readFile(f, path))
	path, _ = written(f, "secret")
	f.Add(readFile(f, path))
	f.Add(readFile(f, hardwareFile(f)))
	f.Add(pemBlock("EC PRIVATE KEY", []byte{0x30, 0}))
	f.Fuzz(func(t *testing.T, text []byte) {
		block, _ := pem.Decode(text)
		if block == nil {
			block = &pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: text}
		}
		private, err := readPrivate("no/such/file", text, block)
		if err == nil && private.path == "" {
			t.Error("a private file without a path")
		}
	})
}
