package cli

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// TestBreachesNameTheirPlace: a violation becomes a finding at its file from the top of
// the repository, with the entry and the commit where it has them.
func TestBreachesNameTheirPlace(t *testing.T) {
	t.Parallel()
	var id ledger.ID
	if err := id.UnmarshalText([]byte("0123456789abcdef0123456789abcdef01234567")); err != nil {
		t.Fatal(err)
	}
	wrong := finding.Say("wrong")
	r := &audit.Report{Root: "ops/catalogue", Violations: []audit.Violation{
		{Code: "E_ROLE", Entry: 7, Commit: id, Path: "requests/2026/SLR-2026-0001.yaml", Message: wrong},
		{Code: "E_UNSIGNED", Entry: -1, Commit: id, Message: wrong},
		{Code: "W_ATTESTED", Entry: -1, Message: wrong},
	}}
	wants := []struct {
		file, message string
		severity      finding.Severity
		advised       bool
	}{
		{"ops/catalogue/requests/2026/SLR-2026-0001.yaml", "entry 7, commit 0123456789ab: wrong", finding.Error, true},
		{"", "commit 0123456789ab: wrong", finding.Error, true},
		{"", "wrong", finding.Warning, false},
	}
	for i, f := range breaches(r) {
		want := wants[i]
		if f.File != want.file || f.Message.String() != want.message || f.Severity != want.severity || f.Hint.IsZero() == want.advised {
			t.Errorf("got %+v, want %+v", f, want)
		}
	}
}
