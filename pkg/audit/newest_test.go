package audit

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// newest judges the newest entries of the world: where that finds
// something, so did Verify. Each test that judges a world so tests Newest too.
func (w *world) newest(whole *Report) {
	w.t.Helper()
	found, err := newest(context.Background(), w.subject(stage{tip: w.tip}), 2)
	w.must(err)
	if len(found) > 0 && len(whole.Offences) == 0 {
		w.t.Errorf("the newest entries are not good, but the history is: %v", found)
	}
}

// Whatever the last entry does that its signer may not do, it is found, in a long
// ledger as in a short one.
func TestNewestFindsABadTip(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bad  func(*story)
		want string
	}{
		"a step of another role": {func(s *story) {
			s.step(s.path, procedure.Act{Step: "approve", Considered: considered()}, "li.na", "market_manager")
		}, "E_ROLE"},
		"an amendment by who may not": {func(s *story) {
			s.amend("li.na", "market_manager", func(text []byte) []byte { return text })
		}, "E_PROCEDURE_AUTH"},
		"a ruling by who may not": {func(s *story) {
			s.rulings(procedure.Ratified, []int{1}, func(e *write, _ []procedure.Ruling) { e.person, e.role = "li.na", "market_manager" })
		}, "E_ROLE"},
		"a ruling signed by a stranger": {func(s *story) {
			s.rulings(procedure.Ratified, []int{1}, func(e *write, _ []procedure.Ruling) { e.signer = "stranger" })
		}, "E_KEY_UNKNOWN"},
		"a wrong number": {func(s *story) { s.request(7, "internal", "wang.fang") }, "E_ID"},
		"by hand":        {func(s *story) { s.drafts(map[string][]byte{s.path: append(s.files[s.path], '\n')}) }, "E_UNSIGNED"},
		"below others": {func(s *story) {
			s.request(7, "internal", "wang.fang")
			s.request(8, "internal", "wang.fang")
		}, "E_ID"},
	} {
		for _, long := range []bool{false, true} {
			s := upTo(t, "request")
			for i := 0; long && i < entriesNewest; i++ {
				s.step(s.path, procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
			}
			c.bad(s)
			found, err := Newest(context.Background(), s.subject(stage{tip: s.tip}))
			s.must(err)
			if !slices.ContainsFunc(found, func(v Violation) bool { return v.Code == c.want }) {
				t.Errorf("%s, long %v: got %v, want %s", name, long, found, c.want)
			}
		}
	}
}

// What a repair named stands in nobody's way, and what is far back is not looked at.
func TestNewestIsAboutTheNewest(t *testing.T) {
	t.Parallel()
	s := grownUp(t)
	var reads atomic.Int64
	subject := s.subject(stage{tip: s.tip})
	subject.Readers = func() *ledger.Reader { return ledger.NewReader(counted{s.store, &reads}) }
	found, err := Newest(context.Background(), subject)
	s.must(err)
	if len(found) > 0 {
		t.Errorf("got %v", found)
	}
	if limit := int64(60 * entriesNewest); reads.Load() > limit {
		t.Errorf("it read %d objects of a ledger of %d entries, want at most %d", reads.Load(), s.entry+1, limit)
	}
}

// What cannot be read is nobody's breach.
func TestNewestBlamesNobodyForWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	for range entriesNewest + 1 {
		s.step(s.path, procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
	}
	subject := s.subject(stage{tip: s.tip})
	stand := newestStand(context.Background(), subject, entriesNewest)
	at, err := subject.Readers().Find(s.treeOf(stand.Commit), root+"/"+s.path)
	s.must(err)
	subject.Readers = func() *ledger.Reader { return ledger.NewReader(without{s.store, at.ID}) }
	found, err := Newest(context.Background(), subject)
	s.must(err)
	if len(found) > 0 {
		t.Errorf("got %v", found)
	}
}

// counted counts what is read.
type counted struct {
	ledger.Objects
	reads *atomic.Int64
}

func (c counted) Get(id ledger.ID, limit int64) (string, []byte, error) {
	c.reads.Add(1)
	return c.Objects.Get(id, limit)
}
