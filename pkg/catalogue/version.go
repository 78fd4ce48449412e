package catalogue

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// ErrVersion means that a text is no version of the form X.Y.Z.
var ErrVersion = errors.New("not a version of the form X.Y.Z")

// Version is the number of a published version of the catalogue (§5.4). The
// zero Version means none.
type Version struct {
	Major, Minor, Patch int
}

var versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)

// ParseVersion reads "X.Y.Z"; each number has at most nine digits and no
// leading zero. Any other text is an ErrVersion.
func ParseVersion(s string) (Version, error) {
	m := versionForm.FindStringSubmatch(s)
	if m == nil {
		return Version{}, fmt.Errorf("parse version %q: %w", s, ErrVersion)
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // nine digits always fit
	}
	return Version{n[0], n[1], n[2]}, nil
}

// String is "X.Y.Z".
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

// IsZero reports whether there is no version.
func (v Version) IsZero() bool { return v == Version{} }

// Compare is -1, 0 or 1 as v is before, the same as or after w.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor), cmp.Compare(v.Patch, w.Patch))
}

// Next is the version that a bump leads to; without a bump it is v.
func (v Version) Next(b Bump) Version {
	switch b {
	case Major:
		return Version{v.Major + 1, 0, 0}
	case Minor:
		return Version{v.Major, v.Minor + 1, 0}
	case Patch:
		return Version{v.Major, v.Minor, v.Patch + 1}
	}
	return v
}

// MarshalText is String, for records.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText is ParseVersion, for records.
func (v *Version) UnmarshalText(b []byte) error {
	w, err := ParseVersion(string(b))
	if err != nil {
		return err
	}
	*v = w
	return nil
}

// Digest is "sha256:" and 64 lower-case hexadecimal digits.
type Digest string

// DigestOf is the Digest of a file's bytes.
func DigestOf(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest("sha256:" + hex.EncodeToString(sum[:]))
}
