package audit

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// Two digests that differ are never shown alike.
func TestShortened(t *testing.T) {
	t.Parallel()
	const a, b = ledger.Digest("sha256:111111111111aaaa"), ledger.Digest("sha256:111111111111bbbb")
	if x, y := shortened(a, b); x != string(a) || y != string(b) {
		t.Errorf("got %s and %s", x, y)
	}
	if x, y := shortened(a, "sha256:2222222222220000"); x != "sha256:111111111111" || y != "sha256:222222222222" {
		t.Errorf("got %s and %s", x, y)
	}
}
