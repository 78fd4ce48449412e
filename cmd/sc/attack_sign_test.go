package main

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/pem"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"
)

// sign puts another signature into a raw commit or tag, in place of those it has:
// that of stock ssh-keygen, or one that it would not make.
//
//	sign WHO FILE            WHO is a person, or the file of a key or certificate
//	sign WHO FILE NAMESPACE  made for another purpose than git
//	sign WHO FILE tail       bytes stand behind the signature, within the armor
//	sign WHO FILE sha1       with an RSA key and SHA-1 (ssh-rsa)
//	sign dsa FILE            a DSA key; the signature is worth nothing
//	sign sk FILE             a hardware key that nobody touched
func sign(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[1])
	raw, err := os.ReadFile(file)
	ts.Check(err)
	s := sealer{ts, args[0], append(args[2:], "git")[0]}
	if strings.Contains(s.who, "/") {
		s.who = ts.MkAbs(s.who)
	}
	ts.Check(os.WriteFile(file, sealed(raw, s), 0o644))
}

// sealed is a raw object with a new signature: in a commit's header, else at the
// end.
func sealed(raw []byte, s sealer) []byte {
	if !bytes.HasPrefix(raw, []byte("tree ")) {
		payload, _, _ := bytes.Cut(raw, []byte("-----BEGIN SSH SIGNATURE-----\n"))
		return append(slices.Clone(payload), s.armor(payload)...)
	}
	head, message, _ := strings.Cut(string(raw), "\n\n")
	lines := slices.Collect(strings.SplitSeq(head, "\n"))
	signing := false
	lines = slices.DeleteFunc(lines, func(line string) bool {
		signing = strings.HasPrefix(line, "gpgsig ") || signing && strings.HasPrefix(line, " ")
		return signing
	})
	head = strings.Join(lines, "\n")
	armor := strings.TrimSuffix(string(s.armor([]byte(head+"\n\n"+message))), "\n")
	return []byte(head + "\ngpgsig " + strings.ReplaceAll(armor, "\n", "\n ") + "\n\n" + message)
}

// sealer makes signatures.
type sealer struct {
	ts       *testscript.TestScript
	who, how string
}

func (s sealer) armor(payload []byte) []byte {
	switch {
	case s.who == "dsa":
		return armored(blob(wire("ssh-dss", "p", "q", "g", "y"), wire("ssh-dss", strings.Repeat("x", 40))))
	case s.who == "sk":
		return untouched(payload)
	case s.how == "sha1":
		return s.weak(payload)
	case s.how == "tail":
		block, _ := pem.Decode(s.stock("git", payload))
		return armored(append(block.Bytes, "more"...))
	}
	return s.stock(s.how, payload)
}

// stock is what ssh-keygen makes.
func (s sealer) stock(namespace string, payload []byte) []byte {
	need(s.ts, false, []string{"ssh-keygen"})
	key := s.who
	if !strings.Contains(key, "/") {
		key = newForger(s.ts).key(key)
	}
	cmd := exec.Command("ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", key)
	cmd.Stdin, cmd.Env = bytes.NewReader(payload), append(os.Environ(), "SSH_AUTH_SOCK=")
	out, err := cmd.Output()
	s.ts.Check(err)
	return out
}

// weak is a signature with SHA-1 by an RSA key, as ssh-keygen made it once.
func (s sealer) weak(payload []byte) []byte {
	data, err := os.ReadFile(s.who)
	s.ts.Check(err)
	key, err := ssh.ParseRawPrivateKey(data)
	s.ts.Check(err)
	private := key.(*rsa.PrivateKey)
	sum := sha1.Sum(signedData(payload))
	inner, err := rsa.SignPKCS1v15(nil, private, crypto.SHA1, sum[:])
	s.ts.Check(err)
	public, err := ssh.NewPublicKey(&private.PublicKey)
	s.ts.Check(err)
	return armored(blob(string(public.Marshal()), wire("ssh-rsa", string(inner))))
}

// untouched is a good signature of a hardware key whose flags say that nobody
// touched it (OpenSSH's PROTOCOL.u2f).
func untouched(payload []byte) []byte {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	const app = "ssh:"
	hash, message := sha256.Sum256([]byte(app)), sha256.Sum256(signedData(payload))
	state := "\x00" + "\x00\x00\x00\x01"
	inner := ed25519.Sign(key, []byte(string(hash[:])+state+string(message[:])))
	public := wire("sk-ssh-ed25519@openssh.com", string(key.Public().(ed25519.PublicKey)), app)
	return armored(blob(public, wire("sk-ssh-ed25519@openssh.com", string(inner))+state))
}

// wire writes strings as SSH does (RFC 4251, section 5).
func wire(parts ...string) string {
	var text []byte
	for _, p := range parts {
		text = append(text, ssh.Marshal(struct{ S string }{p})...)
	}
	return string(text)
}

// signedData is what a key signs, and blob what tells it (PROTOCOL.sshsig).
func signedData(payload []byte) []byte {
	sum := sha512.Sum512(payload)
	return []byte("SSHSIG" + wire("git", "", "sha512", string(sum[:])))
}

func blob(key, inner string) []byte {
	return []byte("SSHSIG\x00\x00\x00\x01" + wire(key, "git", "", "sha512", inner))
}

// armored is a blob between its two lines, 70 characters a line.
func armored(blob []byte) []byte {
	text := strings.ReplaceAll(string(pem.EncodeToMemory(&pem.Block{Type: "SSH SIGNATURE", Bytes: blob})), "\n", "")
	text = strings.TrimSuffix(strings.TrimPrefix(text, "-----BEGIN SSH SIGNATURE-----"), "-----END SSH SIGNATURE-----")
	out := "-----BEGIN SSH SIGNATURE-----\n"
	for line := range slices.Chunk([]byte(text), 70) {
		out += string(line) + "\n"
	}
	return []byte(out + "-----END SSH SIGNATURE-----\n")
}
