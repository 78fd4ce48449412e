package signature

import (
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Generate makes an ed25519 private key from 32 bytes of random, which should be
// crypto/rand.Reader; the same bytes give the same key.
func Generate(random io.Reader) (ed25519.PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	defer clear(seed)
	return ed25519.NewKeyFromSeed(seed), nil
}

// WriteKey writes a private key in OpenSSH's format to path (mode 0600,
// encrypted unless passphrase is empty) and its public half to path.pub (0644),
// and makes the folder (0700) if there is none. It never overwrites a file; when
// it fails it leaves neither.
func WriteKey(path string, private ed25519.PrivateKey, comment string, passphrase []byte) error {
	s, err := FromPrivate(private)
	if err != nil {
		return err
	}
	if strings.ContainsFunc(comment, unicode.IsControl) {
		return fmt.Errorf("write the key %s: its comment is not a line of text", path)
	}
	block, err := marshalPrivate(private, comment, passphrase)
	if err != nil {
		return fmt.Errorf("write the key %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritable(path, err)
	}
	if err := writeNew(path, pem.EncodeToMemory(block), 0o600); err != nil {
		return err
	}
	public := strings.TrimRight(s.Key().String()+" "+comment, " ") + "\n"
	if err := writeNew(path+".pub", []byte(public), 0o644); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func marshalPrivate(private ed25519.PrivateKey, comment string, passphrase []byte) (*pem.Block, error) {
	if len(passphrase) == 0 {
		return ssh.MarshalPrivateKey(private, comment)
	}
	return ssh.MarshalPrivateKeyWithPassphrase(private, comment, passphrase)
}

func writeNew(path string, text []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return unwritable(path, err)
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(unwritable(path, err), os.Remove(path))
	}
	return nil
}

func unwritable(path string, err error) error {
	f := &finding.Fault{Message: finding.Say("the key file %s cannot be written", path), Cause: err}
	if errors.Is(err, fs.ErrExist) {
		f.Message = finding.Say("%s exists already and is not overwritten", path)
		f.Hint = finding.Say("choose another name, or use the key that is there")
	}
	return f
}
