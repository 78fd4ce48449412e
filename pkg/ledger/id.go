package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/pjbgf/sha1cd"
)

// ID names a Git object: the SHA-1 of its kind, size and content. The zero ID
// names nothing.
type ID [20]byte

// String is the ID in 40 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText writes the ID as String does.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads exactly 40 lower-case hexadecimal digits.
func (id *ID) UnmarshalText(text []byte) error {
	got, ok := parseID(string(text))
	if !ok {
		return fmt.Errorf("%q is not the name of a Git object", text)
	}
	*id = got
	return nil
}

func parseID(s string) (id ID, ok bool) {
	if len(s) != 2*len(id) || !lowerHex(s) {
		return ID{}, false
	}
	_, err := hex.Decode(id[:], []byte(s))
	return id, err == nil
}

func lowerHex(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'a' || c > 'f')
	}) < 0
}

// Digest is a SHA-256 written as "sha256:" and 64 lower-case hexadecimal digits;
// the empty Digest stands for none.
type Digest string

// DigestOf is the Digest of the bytes as they are, as sha256sum counts it.
func DigestOf(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest("sha256:" + hex.EncodeToString(sum[:]))
}

// Valid reports whether the Digest is written as it must be.
func (d Digest) Valid() bool {
	digits, ok := strings.CutPrefix(string(d), "sha256:")
	return ok && len(digits) == 2*sha256.Size && lowerHex(digits)
}

// objectID names an object as Git does, and reports whether its bytes carry the
// marks of a SHA-1 collision attack.
func objectID(kind string, raw []byte) (id ID, forged bool) {
	h := sha1cd.New()
	header := append([]byte(kind), ' ')
	header = append(strconv.AppendInt(header, int64(len(raw)), 10), 0)
	_, _ = h.Write(header) // a hash never fails
	_, _ = h.Write(raw)
	sum, forged := h.(sha1cd.CollisionResistantHash).CollisionResistantSum(nil)
	copy(id[:], sum)
	return id, forged
}

// BlobID is the name that Git gives to a file's content; the zero ID where the bytes
// carry the marks of a SHA-1 collision attack.
func BlobID(data []byte) ID { return soundID(kindBlob, data) }

// CommitID is the name that Git gives to a raw commit; the zero ID where the bytes carry
// the marks of a SHA-1 collision attack.
func CommitID(raw []byte) ID { return soundID(kindCommit, raw) }

func soundID(kind string, raw []byte) ID {
	id, forged := objectID(kind, raw)
	if forged {
		return ID{}
	}
	return id
}
