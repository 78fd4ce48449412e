package signature

import (
	"bytes"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

const maxKeyFile = 64 << 10 // bytes

// privateFile is a private key file of which only the public half was read.
type privateFile struct {
	path   string
	text   []byte
	key    Key    // zero in an encrypted file of the older PEM formats
	cipher string // "none" where no passphrase is needed
}

// cipherLegacy stands for whatever an encrypted file of the older formats uses.
const cipherLegacy = "legacy"

func (f privateFile) encrypted() bool { return f.cipher != "none" }

// opens reports whether this package can use the file, with its passphrase if it
// needs one; ssh-keygen opens the others.
func (f privateFile) opens() bool {
	switch f.cipher {
	case "none", "aes256-ctr", "aes256-cbc", cipherLegacy:
		return !isHardware(f.key.Type())
	}
	return false
}

// readKeyFile reads a key file of either kind: a public key gives the Key, a
// private one the privateFile.
func readKeyFile(path string) (Key, privateFile, error) {
	text, mode, err := readSmall(path)
	if err != nil {
		return Key{}, privateFile{}, err
	}
	if block, _ := pem.Decode(text); block != nil && strings.HasSuffix(block.Type, "PRIVATE KEY") {
		if mode != 0 {
			return Key{}, privateFile{}, tooOpen(path)
		}
		f, err := readPrivate(path, text, block)
		return Key{}, f, err
	}
	key, err := readPublic(path, text)
	return key, privateFile{}, err
}

// readSmall reads a file and gives the mode bits that a private key's file of
// this user must not have.
func readSmall(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, unreadable(path, err)
	}
	if !info.Mode().IsRegular() && !info.IsDir() { // to open a pipe would wait for who writes to it
		return nil, 0, notKeyFile(path, ErrKey)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, unreadable(path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return nil, 0, unreadable(path, err)
	}
	if len(text) > maxKeyFile {
		return nil, 0, notKeyFile(path, ErrKey)
	}
	return text, exposed(info), nil
}

func readPublic(path string, text []byte) (Key, error) {
	if bytes.Contains(text, []byte("-----BEGIN PGP")) {
		return Key{}, onlySSH()
	}
	line, _, _ := strings.Cut(string(text), "\n")
	key, err := ParseKey(strings.TrimRight(line, "\r "))
	if errors.Is(err, ErrKey) {
		return Key{}, notKeyFile(path, err)
	}
	if err != nil {
		return Key{}, unusable(path, err)
	}
	return key, nil
}

func readPrivate(path string, text []byte, block *pem.Block) (privateFile, error) {
	f := privateFile{path: path, text: text, cipher: "none"}
	if block.Type == "OPENSSH PRIVATE KEY" {
		return f.readHeader(block.Bytes)
	}
	private, err := ssh.ParsePrivateKey(text)
	if err == nil {
		f.key, _, err = readKey(private.PublicKey().Marshal())
		if err != nil {
			return f, unusable(path, err)
		}
		return f, nil
	}
	var missing *ssh.PassphraseMissingError
	if !errors.As(err, &missing) {
		return f, oldFormat(path, err)
	}
	f.cipher = cipherLegacy
	if text, _, err := readSmall(path + ".pub"); err == nil {
		f.key, err = readPublic(path+".pub", text)
		return f, err
	}
	return f, nil
}

// readHeader reads what OpenSSH's format (PROTOCOL.key) says in the clear.
func (f privateFile) readHeader(blob []byte) (privateFile, error) {
	w := wire{rest: bytes.TrimPrefix(blob, []byte("openssh-key-v1\x00"))}
	f.cipher = w.text()
	w.bytes() // the key derivation's name
	w.bytes() // and its options
	if n := w.number(); w.short || n != 1 {
		return f, notKeyFile(f.path, ErrKey)
	}
	var err error
	if f.key, _, err = readKey(w.bytes()); err != nil {
		return f, unusable(f.path, err)
	}
	return f, nil
}

func unreadable(path string, err error) error {
	f := &finding.Fault{
		Message: finding.Say("the signing key %s cannot be read", path),
		Hint:    finding.Say("name the file that \"ssh-keygen -t ed25519\" made"),
		Cause:   err,
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Message = finding.Say("the signing key %s does not exist", path)
		f.Hint = finding.Say("make one with \"ssh-keygen -t ed25519\", or name another with \"git config sc.signingkey FILE\"")
	case errors.Is(err, fs.ErrPermission):
		f.Hint = finding.Say("the file must belong to you and be readable by you")
	}
	return f
}

func tooOpen(path string) error {
	return &finding.Fault{
		Message: finding.Say("other users of this computer can read the private key %s", path),
		Hint:    finding.Say("close it with: chmod 600 %s", path),
		Cause:   fs.ErrPermission,
	}
}

func notKeyFile(path string, err error) error {
	return &finding.Fault{
		Message: finding.Say("%s is not an SSH key file", path),
		Hint:    finding.Say("name the file that \"ssh-keygen -t ed25519\" made"),
		Cause:   err,
	}
}

func unusable(path string, err error) error {
	hint := adviceOf(err)
	if hint.IsZero() {
		hint = finding.Say("make one that can with \"ssh-keygen -t ed25519\"")
	}
	return &finding.Fault{Message: finding.Say("the key in %s cannot be used: %s", path, err), Hint: hint, Cause: err}
}

// adviceOf is the hint of the fault that an error comes from; zero where there is none.
func adviceOf(err error) finding.Sentence {
	if f, ok := errors.AsType[*finding.Fault](err); ok {
		return f.Hint
	}
	return finding.Sentence{}
}

func oldFormat(path string, err error) error {
	return &finding.Fault{
		Message: finding.Say("the private key %s is in a format that cannot be read", path),
		Hint:    finding.Say("turn it into OpenSSH's format with: ssh-keygen -p -f %s", path),
		Cause:   err,
	}
}

func notPrivate(path string) error {
	return &finding.Fault{
		Message: finding.Say("%s holds a public key, not a private one", path),
		Hint:    finding.Say("name the private key, or add it to the ssh-agent"),
		Cause:   ErrKey,
	}
}

func halvesDiffer(path string) error {
	return &finding.Fault{
		Message: finding.Say("the public half of %s does not belong to its private half", path),
		Hint:    finding.Say("check that the .pub file and the private key belong together"),
		Cause:   ErrKey,
	}
}
