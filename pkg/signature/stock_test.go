package signature

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stockKinds are the kinds of key that ssh-keygen makes without hardware.
var stockKinds = map[string][]string{
	"ed25519":   {"-t", "ed25519", "-N", ""},
	"ecdsa256":  {"-t", "ecdsa", "-b", "256", "-N", ""},
	"ecdsa384":  {"-t", "ecdsa", "-b", "384", "-N", ""},
	"ecdsa521":  {"-t", "ecdsa", "-b", "521", "-N", ""},
	"rsa3072":   {"-t", "rsa", "-b", "3072", "-N", ""},
	"legacyPEM": {"-t", "ecdsa", "-m", "PEM", "-N", ""},
	"pkcs8":     {"-t", "ecdsa", "-m", "PKCS8", "-N", ""},
}

func TestBothWaysWithStockKeygen(t *testing.T) {
	for name, args := range stockKinds {
		t.Run(name, func(t *testing.T) {
			path := stockKey(t, args...)
			s, err := fromFile(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			ours := mustSign(t, s, NamespaceGit, "目录\x00\n")
			stockVerifies(t, s.Key(), ours, "目录\x00\n")

			theirs, err := sshKeygen(t, []byte("hello"), "-Y", "sign", "-n", "git", "-f", path)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Verify(theirs, NamespaceGit, []byte("hello"))
			if err != nil || got != s.Key() {
				t.Errorf("Verify(theirs) = %v, %v; want %v", got, err, s.Key())
			}
		})
	}
}

func stockVerifies(t *testing.T, key Key, sig []byte, message string) {
	t.Helper()
	dir := t.TempDir()
	sigFile := writeFile(t, filepath.Join(dir, "sig"), sig, 0o600)
	allowed := writeFile(t, filepath.Join(dir, "allowed"), fmt.Appendf(nil, "me namespaces=\"git\" %s\n", key), 0o600)
	for _, args := range [][]string{
		{"-Y", "check-novalidate", "-n", "git", "-s", sigFile},
		{"-Y", "verify", "-n", "git", "-s", sigFile, "-I", "me", "-f", allowed},
	} {
		if out, err := sshKeygen(t, []byte(message), args...); err != nil {
			t.Errorf("ssh-keygen %s: %v %s", args[1], err, out)
		}
	}
}

func TestArmorIsByteForByteSSHKeygens(t *testing.T) {
	private, s := testKey(t, "zhang.wei")
	path := filepath.Join(t.TempDir(), "key")
	if err := WriteKey(path, private, "zhang.wei", nil); err != nil {
		t.Fatal(err)
	}
	// Each step adds four characters of base64: the last line has every length.
	for n := 1; n <= 105; n += 3 {
		namespace := strings.Repeat("n", n)
		theirs, err := sshKeygen(t, []byte("hello"), "-Y", "sign", "-n", namespace, "-f", path)
		if err != nil {
			t.Fatal(err)
		}
		if ours := mustSign(t, s, namespace, "hello"); !bytes.Equal(ours, theirs) {
			t.Fatalf("namespace of %d bytes: got\n%swant\n%s", n, ours, theirs)
		}
	}
}

func TestSHA256OfStockKeygenIsAccepted(t *testing.T) {
	path := stockKey(t, stockKinds["ed25519"]...)
	theirs, err := sshKeygen(t, []byte("x"), "-Y", "sign", "-O", "hashalg=sha256", "-n", "git", "-f", path)
	if err != nil {
		t.Skip("this ssh-keygen cannot choose the hash")
	}
	if _, err := Verify(theirs, NamespaceGit, []byte("x")); err != nil {
		t.Error(err)
	}
}

func TestStockRefusesNothingThatWeMakeAndWeNothingMore(t *testing.T) {
	needKeygen(t)
	for name, text := range fuzzSeeds(t) {
		_, ours := Verify(text, NamespaceGit, []byte("hello"))
		file := writeFile(t, filepath.Join(t.TempDir(), "sig"), text, 0o600)
		_, theirs := sshKeygen(t, []byte("hello"), "-Y", "check-novalidate", "-n", "git", "-s", file)
		if ours == nil && theirs != nil {
			t.Errorf("%s: we accept what ssh-keygen refuses (%v)", name, theirs)
		}
	}
}

func TestFingerprintIsSSHKeygens(t *testing.T) {
	path := stockKey(t, stockKinds["rsa3072"]...)
	line, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	key := mustKey(t, strings.TrimSpace(string(line)))
	out, err := sshKeygen(t, nil, "-l", "-f", path+".pub")
	if err != nil {
		t.Fatal(err)
	}
	if got := key.Fingerprint(); !strings.Contains(string(out), got) {
		t.Errorf("got %s, want one in %s", got, out)
	}
	if got, want := key.String()+" zhang.wei\n", string(line); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKeygenSignsWithFileAndAgent(t *testing.T) {
	needKeygen(t)
	private, s := testKey(t, "zhang.wei")
	path := filepath.Join(t.TempDir(), "key")
	if err := WriteKey(path, private, "", nil); err != nil {
		t.Fatal(err)
	}
	socket := serveAgent(t, keyring(t, private))
	settings := Settings{Env: []string{"PATH=" + os.Getenv("PATH"), "SSH_AUTH_SOCK=" + socket}}
	want := mustSign(t, s, NamespaceGit, "hello")
	for _, file := range []string{path, path + ".pub", ""} {
		if got := mustSign(t, throughKeygen(settings, file, s.Key()), NamespaceGit, "hello"); !bytes.Equal(got, want) {
			t.Errorf("file %q: got\n%swant\n%s", file, got, want)
		}
	}
}

func TestKeygenSaysWhatWentWrong(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	_, err := throughKeygen(Settings{KeygenProgram: "sc-no-such-program"}, "", s.Key()).Sign(context.Background(), NamespaceGit, nil)
	wantFault(t, err, "sc-no-such-program is not installed")
	needKeygen(t)
	_, err = throughKeygen(Settings{}, filepath.Join(t.TempDir(), "none"), s.Key()).Sign(context.Background(), NamespaceGit, nil)
	wantFault(t, err, "ssh-keygen did not sign")
	other := filepath.Join(t.TempDir(), "other")
	private, _ := testKey(t, "li.na")
	if err := WriteKey(other, private, "", nil); err != nil {
		t.Fatal(err)
	}
	_, err = throughKeygen(Settings{}, other, s.Key()).Sign(context.Background(), NamespaceGit, nil)
	wantFault(t, err, "does not hold")
}
