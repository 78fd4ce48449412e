package signature

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh/agent"
)

// testKey is an ed25519 key that is the same in every run.
func testKey(t testing.TB, name string) (ed25519.PrivateKey, Signer) {
	t.Helper()
	seed := sha256.Sum256([]byte("sc test key " + name))
	private, err := Generate(bytes.NewReader(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	s, err := FromPrivate(private)
	if err != nil {
		t.Fatal(err)
	}
	return private, s
}

func mustSign(t testing.TB, s Signer, namespace, message string) []byte {
	t.Helper()
	text, err := s.Sign(context.Background(), namespace, []byte(message))
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	return text
}

func mustKey(t testing.TB, line string) Key {
	t.Helper()
	key, err := ParseKey(line)
	if err != nil {
		t.Fatalf("ParseKey(%q): %v", line, err)
	}
	return key
}

func needKeygen(t testing.TB) string {
	t.Helper()
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		if os.Getenv("SC_TEST_REQUIRE") == "1" {
			t.Fatal("ssh-keygen is not installed")
		}
		t.Skip("ssh-keygen is not installed: nothing to compare with")
	}
	return program
}

// sshKeygen runs the stock program with stdin and gives its stdout.
func sshKeygen(t testing.TB, stdin []byte, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.Command(needKeygen(t), args...)
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	cmd.Stdin = bytes.NewReader(stdin)
	return cmd.Output()
}

// stockKey makes a key file with ssh-keygen and gives its path.
func stockKey(t testing.TB, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	all := append([]string{"-q", "-C", "zhang.wei", "-f", path}, args...)
	if _, err := sshKeygen(t, nil, all...); err != nil {
		t.Skipf("this ssh-keygen makes no such key (%v): %v", args, err)
	}
	return path
}

// serveAgent serves an agent on a Unix socket until the test ends.
func serveAgent(t testing.TB, a agent.Agent) string {
	t.Helper()
	// Not t.TempDir: a socket's path may have about 100 bytes only.
	dir, err := os.MkdirTemp("", "sc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skipf("no Unix sockets here: %v", err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_ = agent.ServeAgent(a, conn) // ends when the client hangs up
			}()
		}
	}()
	return socket
}

func keyring(t testing.TB, privates ...any) agent.Agent {
	t.Helper()
	ring := agent.NewKeyring()
	for _, p := range privates {
		if err := ring.Add(agent.AddedKey{PrivateKey: p}); err != nil {
			t.Fatal(err)
		}
	}
	return ring
}

func writeFile(t testing.TB, path string, text []byte, mode os.FileMode) string {
	t.Helper()
	if err := os.WriteFile(path, text, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func pemBlock(kind string, body []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: body})
}

// fromFile is a Signer with the private key in the file at path.
func fromFile(path string, passphrase func() ([]byte, error)) (Signer, error) {
	_, f, err := readKeyFile(path)
	if err != nil {
		return nil, err
	}
	if f.path == "" {
		return nil, notPrivate(path)
	}
	return f.signer(passphrase)
}
