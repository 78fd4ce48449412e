package audit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// An entry may bring two hundred thousand files: to look for each among all others
// would take minutes.
func TestManyAttachmentsTakeNoLonger(t *testing.T) {
	const files = 100_000
	j := &judgement{reading: &reading{}}
	var named []procedure.Attachment
	for i := range files {
		f := change{path: fmt.Sprintf("requests/2026/files/SLR-2026-0001/%06d", i), place: place{id: "SLR-2026-0001"}, new: ledger.ID{1}}
		j.changes = append(j.changes, f)
		named = append(named, procedure.Attachment{Path: f.path})
	}
	j.changes = append(j.changes, change{path: "requests/2026/SLR-2026-0001.yaml", place: place{validator.Request, "SLR-2026-0001"}})
	slices.Reverse(named)
	begun := time.Now()
	j.attached()
	j.attachments(&j.changes[files], named)
	if took := time.Since(begun); took > 3*time.Second || len(j.faults) > 0 {
		t.Errorf("it took %v and found %d faults", took, len(j.faults))
	}
}
