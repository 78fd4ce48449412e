package signature

import (
	"encoding/binary"

	"golang.org/x/crypto/ssh"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	magic   = "SSHSIG"
	version = 1
)

// wire reads SSH's binary encoding (RFC 4251, section 5). After the first read
// past the end it gives zero values, and short says so.
type wire struct {
	rest  []byte
	short bool
}

func (w *wire) take(n int) []byte {
	if w.short || n < 0 || n > len(w.rest) {
		w.short = true
		return nil
	}
	taken := w.rest[:n]
	w.rest = w.rest[n:]
	return taken
}

func (w *wire) number() int {
	b := w.take(4)
	if w.short {
		return 0
	}
	return int(binary.BigEndian.Uint32(b))
}

func (w *wire) bytes() []byte { return w.take(w.number()) }

func (w *wire) text() string { return string(w.bytes()) }

// parseBlob reads the bytes under the armor (PROTOCOL.sshsig, section 2).
func parseBlob(blob []byte) (Signature, error) {
	w := wire{rest: blob}
	if string(w.take(len(magic))) != magic {
		return Signature{}, malformed(finding.Say("it does not begin with %s", magic))
	}
	if v := w.number(); v != version {
		return Signature{}, malformed(finding.Say("it has version %s, not %s", v, version))
	}
	s := Signature{}
	keyBlob := w.bytes()
	s.namespace = w.text()
	reserved := w.bytes()
	s.hash = w.text()
	inner := w.bytes()
	if err := s.checkFrame(w, reserved); err != nil {
		return Signature{}, err
	}
	var err error
	if s.key, s.pub, err = readKey(keyBlob); err != nil {
		return Signature{}, keyInSignature(err)
	}
	if s.inner, err = parseInner(s.pub, inner); err != nil {
		return Signature{}, err
	}
	return s, nil
}

func (s Signature) checkFrame(w wire, reserved []byte) error {
	switch {
	case w.short:
		return malformed(finding.Say("it breaks off"))
	case len(w.rest) > 0:
		return malformed(finding.Say("there are %s bytes after its end", len(w.rest)))
	case s.namespace == "":
		return malformed(finding.Say("it names no purpose"))
	case len(reserved) > 0:
		return malformed(finding.Say("its reserved field is not empty"))
	case s.hash != hashSHA256 && s.hash != hashSHA512:
		return notAccepted(finding.Say("the hash %q", s.hash))
	}
	return nil
}

// marshal writes the signature's bytes from its parts.
func (s Signature) marshal() []byte {
	return append([]byte(magic), ssh.Marshal(struct {
		Version                   uint32
		Key                       string
		Namespace, Reserved, Hash string
		Inner                     []byte
	}{version, s.key.blob, s.namespace, "", s.hash, ssh.Marshal(s.inner)})...)
}

func notAccepted(what finding.Sentence) error {
	return &finding.Fault{
		Message: finding.Say("%s is not accepted", what),
		Hint:    finding.Say("make another one: ssh-keygen -t ed25519"),
		Cause:   ErrAlgorithm,
	}
}
