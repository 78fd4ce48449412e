package audit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
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

// A ruling reads again the minutes whose confirmations it strikes out, and no others.
func TestARulingReadsOnlyTheMinutesItIsAbout(t *testing.T) {
	reads := 0
	r := newReplay(ledger.NewReader(counted{&ledger.Memory{}, &reads}), root, &Report{})
	r.given = confirmations{gathered: true, minutes: map[procedure.MeetingID][]procedure.Assent{}}
	for n := range 100 {
		id := records.Meetings().ID("2026", n+1)
		r.changed[records.Meetings().Path(id)] = ledger.ID{byte(n + 1)}
		r.given.minutes[procedure.MeetingID(id)] = []procedure.Assent{{By: "li.na", Entry: 10 + n}}
	}
	r.settle(nil, map[int]bool{12: true}, nil)
	if want := 2; reads != want { // before and after
		t.Errorf("it read %d objects, want %d", reads, want)
	}
}
