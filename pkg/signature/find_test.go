package signature

import (
	"bytes"
	"context"
	"crypto/elliptic"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/crypto/ssh"
)

func find(t testing.TB, s Settings) Signer {
	t.Helper()
	found, err := Find(context.Background(), s)
	if err != nil {
		t.Fatalf("Find(%+v): %v", s, err)
	}
	return found
}

func TestFindTakesTheKeyThatIsSet(t *testing.T) {
	path, s := written(t, "")
	private, _ := testKey(t, "zhang.wei")
	lina, _ := testKey(t, "li.na")
	socket := serveAgent(t, keyring(t, private, lina))
	single := serveAgent(t, keyring(t, private))
	alone := writeFile(t, filepath.Join(t.TempDir(), "alone.pub"), []byte(s.Key().String()+"\r\n"), 0o644)
	command := "echo '" + s.Key().String() + "'"
	dir, base := filepath.Split(path)
	for name, settings := range map[string]Settings{
		"private file":        {SigningKey: path, Format: "ssh"},
		"under home":          {SigningKey: "~/" + base, Home: dir},
		"relative":            {SigningKey: base, Dir: dir},
		"public, file beside": {SigningKey: path + ".pub"},
		"public, by agent":    {SigningKey: alone, AgentSocket: socket},
		"key::":               {SigningKey: "key::" + s.Key().String() + " comment", AgentSocket: socket},
		"bare key":            {SigningKey: s.Key().String(), AgentSocket: socket},
		"command":             {DefaultKeyCommand: command, AgentSocket: socket},
		"only key":            {AgentSocket: single},
		"command, no key":     {DefaultKeyCommand: "echo no key", AgentSocket: single},
	} {
		t.Run(name, func(t *testing.T) {
			found := find(t, settings)
			if got, want := found.Key(), s.Key(); got != want {
				t.Fatalf("got %v, want %v", got, want)
			}
			if got := mustSign(t, found, NamespaceGit, "x"); !bytes.Equal(got, mustSign(t, s, NamespaceGit, "x")) {
				t.Error("it signs otherwise")
			}
		})
	}
}

func TestFindOpensEncryptedFiles(t *testing.T) {
	path, s := written(t, "secret")
	private, _ := testKey(t, "zhang.wei")
	asked := ""
	ask := func(p string) ([]byte, error) { asked = p; return []byte("secret"), nil }

	mustSign(t, find(t, Settings{SigningKey: path, AgentSocket: serveAgent(t, keyring(t, private)), Passphrase: ask}), NamespaceGit, "x")
	if asked != "" {
		t.Errorf("asked for %s although the agent holds the key", asked)
	}
	for _, name := range []string{path, path + ".pub"} {
		asked = ""
		mustSign(t, find(t, Settings{SigningKey: name, AgentSocket: serveAgent(t, keyring(t)), Passphrase: ask}), NamespaceGit, "x")
		if asked != path {
			t.Errorf("asked for %q, want %q", asked, path)
		}
	}
	found := find(t, Settings{SigningKey: path})
	if k, ok := found.(keygen); !ok || k.file != path || k.Key() != s.Key() {
		t.Errorf("got %#v, want ssh-keygen with the file", found)
	}
}

func TestFindLeavesWhatWeCannotOpenToKeygen(t *testing.T) {
	path := stockKey(t, "-t", "ed25519", "-Z", "chacha20-poly1305@openssh.com", "-N", "secret")
	ask := func(string) ([]byte, error) { return []byte("secret"), nil }
	if _, ok := find(t, Settings{SigningKey: path, Passphrase: ask}).(keygen); !ok {
		t.Error("a cipher that we do not know goes to ssh-keygen")
	}
	_, err := fromFile(path, saying("secret"))
	wantFault(t, err, "only through ssh-agent or ssh-keygen")
	sk := hardwareFile(t)
	if _, ok := find(t, Settings{SigningKey: sk}).(keygen); !ok {
		t.Error("a hardware key goes to ssh-keygen")
	}
	_, err = fromFile(sk, nil)
	wantFault(t, err, "only through ssh-agent or ssh-keygen")
	_, s := testKey(t, "zhang.wei")
	own := Settings{SigningKey: "key::" + s.Key().String(), KeygenProgram: "my-signer"}
	if k, ok := find(t, own).(keygen); !ok || k.file != "" {
		t.Error("a signing program of the user's own gets the key that no agent holds")
	}
	alone := writeFile(t, filepath.Join(t.TempDir(), "alone.pub"), []byte(s.Key().String()), 0o644)
	if k, ok := find(t, Settings{SigningKey: alone, KeygenProgram: "my-signer"}).(keygen); !ok || k.file != alone {
		t.Error("and the public key's file")
	}
}

// hardwareFile is the clear part of a hardware key's file, which is all that may
// be read of it.
func hardwareFile(t testing.TB) string {
	t.Helper()
	body := ssh.Marshal(struct {
		Cipher, KDF, Options string
		Keys                 uint32
		Public, Private      []byte
	}{"none", "none", "", 1, hardwareECDSA(t).blob, []byte("handle")})
	block := pemBlock("OPENSSH PRIVATE KEY", append([]byte("openssh-key-v1\x00"), body...))
	return writeFile(t, filepath.Join(t.TempDir(), "id_sk"), block, 0o600)
}

func TestFindSaysWhatToDo(t *testing.T) {
	path, s := written(t, "")
	literal := "key::" + s.Key().String()
	lina, _ := testKey(t, "li.na")
	zhang, _ := testKey(t, "zhang.wei")
	ring := keyring(t, lina)
	locked := keyring(t, zhang)
	if err := locked.Lock([]byte("x")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	alone := writeFile(t, filepath.Join(dir, "alone.pub"), []byte(s.Key().String()), 0o644)
	writeFile(t, filepath.Join(dir, "wrong"), readFile(t, path), 0o600)
	wrong := writeFile(t, filepath.Join(dir, "wrong.pub"), []byte(other(t).String()), 0o644)
	writeFile(t, filepath.Join(dir, "twice"), []byte(s.Key().String()), 0o600)
	twice := writeFile(t, filepath.Join(dir, "twice.pub"), []byte(s.Key().String()), 0o644)
	lockedSocket, emptySocket := serveAgent(t, locked), serveAgent(t, keyring(t))
	linaSocket, twoSocket := serveAgent(t, ring), serveAgent(t, keyring(t, lina, zhang))
	tests := []struct {
		name     string
		settings Settings
		want     string
		cause    error
	}{
		{"nothing set", Settings{}, "no signing key is set", ErrNoKey},
		{"empty agent", Settings{AgentSocket: emptySocket}, "the ssh-agent holds none", ErrNoKey},
		{"locked agent, nothing set", Settings{AgentSocket: lockedSocket}, "the ssh-agent holds none", ErrNoKey},
		{"two keys", Settings{AgentSocket: twoSocket}, "the ssh-agent holds 2 keys", ErrNoKey},
		{"openpgp", Settings{SigningKey: path, Format: "openpgp"}, "only SSH signatures", ErrNoKey},
		{"GPG id", Settings{SigningKey: "0xDEADBEEFCAFE0123!"}, "only SSH signatures", ErrNoKey},
		{"GPG address", Settings{SigningKey: "zhang.wei@example.com"}, "only SSH signatures", ErrNoKey},
		{"missing", Settings{SigningKey: dir + "/none"}, "does not exist", os.ErrNotExist},
		{"no agent", Settings{SigningKey: literal}, "no ssh-agent is running", nil},
		{"dead agent", Settings{SigningKey: literal, AgentSocket: dir + "/none"}, "does not answer", nil},
		{"dead agent, nothing set", Settings{AgentSocket: dir + "/none"}, "does not answer", nil},
		{"agent without it", Settings{SigningKey: literal, AgentSocket: linaSocket}, "does not hold the key SHA256:", nil},
		{"locked agent", Settings{SigningKey: literal, AgentSocket: lockedSocket}, "does not hold the key", nil},
		{"public alone", Settings{SigningKey: alone, AgentSocket: linaSocket}, "does not hold the key", nil},
		{"other private beside", Settings{SigningKey: wrong}, "does not belong to its private half", ErrKey},
		{"public beside public", Settings{SigningKey: twice}, "holds a public key", ErrKey},
		{"bad literal", Settings{SigningKey: "key::ssh-ed25519 AAAA"}, "cannot be used: this is not a public key", ErrKey},
		{"DSA literal", Settings{SigningKey: "ssh-dss AAAAB3NzaC1kc3M="}, "cannot be used", ErrAlgorithm},
		{"command fails", Settings{DefaultKeyCommand: "sc-no-such-program -L"}, "fails: sc-no-such-program", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, err := Find(context.Background(), test.settings)
			wantFault(t, err, test.want)
			if test.cause != nil && !errors.Is(err, test.cause) {
				t.Errorf("got %v, want %v", err, test.cause)
			}
			if found != nil {
				t.Errorf("got %v beside an error", found)
			}
		})
	}
}

func TestAgentSignsWithEveryKind(t *testing.T) {
	ed, _ := testKey(t, "zhang.wei")
	_, p384 := ecdsaSigner(t, elliptic.P384())
	rs, _ := rsaSigner(t)
	socket := serveAgent(t, keyring(t, ed, p384, rs))
	keys, err := agentKeys(context.Background(), socket)
	if err != nil || len(keys) != 3 {
		t.Fatalf("got %v, %v; want three keys", keys, err)
	}
	for _, key := range keys {
		s, err := fromAgent(context.Background(), socket, key)
		if err != nil {
			t.Fatal(err)
		}
		sig, err := Parse(mustSign(t, s, NamespaceGit, "x"))
		if err != nil {
			t.Fatal(err)
		}
		if got, weak := sig.inner.Format, ssh.KeyAlgoRSASHA256; got == weak {
			t.Errorf("got %s, want sha512", got)
		}
	}
}

func TestAgentLockedAfterItWasFound(t *testing.T) {
	private, s := testKey(t, "zhang.wei")
	ring := keyring(t, private)
	found, err := fromAgent(context.Background(), serveAgent(t, ring), s.Key())
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Lock([]byte("x")); err != nil {
		t.Fatal(err)
	}
	_, err = found.Sign(context.Background(), NamespaceGit, nil)
	wantFault(t, err, "refuses to sign")
}

func TestAgentThatNeverAnswersIsLeft(t *testing.T) {
	dir, err := os.MkdirTemp("", "sc")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skipf("no Unix sockets here: %v", err)
	}
	defer listener.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		if conn, err := listener.Accept(); err == nil {
			defer conn.Close()
			_, _ = conn.Read(make([]byte, 1))
			cancel()
			_, _ = conn.Read(make([]byte, 64)) // until the other side hangs up
		}
	}()
	_, s := testKey(t, "zhang.wei")
	if _, err := fromAgent(ctx, socket, s.Key()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestSplitCommandIsGits(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"", nil},
		{"  ssh-add  -L ", []string{"ssh-add", "-L"}},
		{`a "b c" 'd "e'`, []string{"a", "b c", `d "e`}},
		{`a\ b c\"d "e\"f" '\'`, []string{"a b", `c"d`, `e"f`, `\`}},
		{`a ""`, []string{"a", ""}},
	}
	for _, test := range tests {
		if got := splitCommand(test.line); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.line, got, test.want)
		}
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
