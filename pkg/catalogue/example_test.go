package catalogue_test

import (
	"fmt"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// Two versions of an entry are compared field by field; each change says whether it
// weakens what a customer was promised.
func ExampleCompare() {
	old := catalogue.Entry{
		ID: "svc-backup", Lifecycle: catalogue.Active, Visibility: catalogue.Public,
		Hours: &catalogue.Hours{Preset: "7x24"}, Delivery: catalogue.List[catalogue.Delivery]{"remote"},
	}
	now := old
	now.Hours = &catalogue.Hours{Preset: "5x8"}
	now.Delivery = catalogue.List[catalogue.Delivery]{"remote", "onsite"}

	comparison := catalogue.Compare(old, now)
	fmt.Println(comparison.Severity)
	for _, change := range comparison.Changes {
		fmt.Printf("%s: %s → %s, %s\n", change.Field, change.Old, change.New, change.Severity)
	}
	// Output:
	// weakened
	// /hours: 7x24 → 5x8, weakened
	// /delivery/1:  → onsite, improved
}

// What a customer asks for is held against the services; a gap says what is asked
// and what the catalogue has.
func ExampleCover() {
	services := []catalogue.Entry{{
		ID: "svc-backup", Lifecycle: catalogue.Active, Visibility: catalogue.Public,
		Hours: &catalogue.Hours{Preset: "5x8"}, Delivery: catalogue.List[catalogue.Delivery]{"remote"},
	}}
	ask := catalogue.Ask{
		Service:  "svc-backup",
		Hours:    &catalogue.Hours{Preset: "7x24"},
		Delivery: catalogue.List[catalogue.Delivery]{"remote"},
	}
	for _, match := range catalogue.Cover(ask, services) {
		fmt.Printf("%s: %s, %d of %d\n", match.Service, match.Result, match.Met, match.Asked)
		for _, gap := range match.Gaps {
			fmt.Printf("%s: asked %s, offered %s\n", gap.Field, gap.Asked, gap.Offered)
		}
	}
	// Output:
	// svc-backup: partial, 1 of 2
	// /hours: asked 7x24, offered 5x8
}
