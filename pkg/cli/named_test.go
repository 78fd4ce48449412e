package cli

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/audit"
)

// A version may be named by its number or by its tag, which must be the ledger's own.
func TestVersionByItsTag(t *testing.T) {
	report := &audit.Report{Prefix: "catalogue/v"}
	for given, good := range map[string]bool{
		"1.2.0": true, "v1.2.0": true, "catalogue/v1.2.0": true, "refs/tags/catalogue/v1.2.0": true,
		"other/v1.2.0": false, "catalogue/1.2.0": false,
	} {
		o := &verifyOptions{}
		v, err := o.parse([]string{given})
		if err != nil || v.String() != "1.2.0" || o.names(report, v) != good {
			t.Errorf("%s: got %v %v, want %v", given, v, err, good)
		}
	}
	for _, given := range []string{"catalogue/v1.2", "catalogue/", "a/b", "1.2"} {
		if _, err := new(verifyOptions).parse([]string{given}); err == nil {
			t.Errorf("%s is taken for a version", given)
		}
	}
}

// A pin that cannot be read is said to be one.
func TestHookNamesTheBadPin(t *testing.T) {
	for pin, want := range map[string]string{"": "does not say which ledger", "xx": "xx is not the id of a ledger"} {
		if err := (&pushOptions{pin: pin, ref: "refs/heads/main"}).check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", pin, err)
		}
	}
}
