package audit

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
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
	var reads atomic.Int64
	r := newReplay(ledger.NewReader(counted{&ledger.Memory{}, &reads}), root, &Report{})
	r.given = confirmations{gathered: true, minutes: map[procedure.MeetingID][]procedure.Assent{}}
	for n := range 100 {
		id := records.Meetings().ID("2026", n+1)
		r.changed[records.Meetings().Path(id)] = ledger.ID{byte(n + 1)}
		r.given.minutes[procedure.MeetingID(id)] = []procedure.Assent{{By: "li.na", Entry: 10 + n}}
	}
	r.settle(nil, map[int]bool{12: true}, nil)
	if want := int64(2); reads.Load() != want { // before and after
		t.Errorf("it read %d objects, want %d", reads.Load(), want)
	}
}

// What a merge dropped is judged from where it branched off, not from genesis.
func TestBringsJudgesWhatIsNew(t *testing.T) {
	s := grownUp(t)
	behind := s.entry
	whole := s.verify()
	var reads atomic.Int64
	brings := func() bool {
		subject := s.subject(stage{tip: s.tip})
		subject.Readers = func() *ledger.Reader { return ledger.NewReader(counted{s.store, &reads}) }
		more, err := whole.Brings(context.Background(), subject, behind)
		s.must(err)
		return more
	}
	if brings() {
		t.Error("it has no entry more")
	}
	s.step("requests/2026/SLR-2026-0002.yaml", procedure.Act{Step: "note", Text: "又一条"}, "li.na", "market_manager")
	if !brings() {
		t.Error("it has an entry more")
	}
	if reads.Load() > int64(s.entry) {
		t.Errorf("it read %d objects of %d entries", reads.Load(), s.entry+1)
	}
}
