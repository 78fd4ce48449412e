package render

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/service-catalogue/sc/pkg/finding"
)

// fingerprints names findings, so that a forge knows one again in the next run.
// Neither lines nor the reader's language count: a name outlives both. Of
// findings that say the same of the same, each has its own.
type fingerprints map[string]int

func (seen fingerprints) of(f finding.Finding) string {
	same := f.Same()
	seen[same]++
	sum := sha256.Sum256([]byte(same + "\x00" + strconv.Itoa(seen[same])))
	return hex.EncodeToString(sum[:])
}
