package audit

import (
	"context"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// grownUp is a good history of more entries than a Foothold follows back.
func grownUp(t *testing.T) *story {
	s := upTo(t, "publish")
	path := s.request(2, "renewal", "wang.fang")
	for range entriesTraced {
		s.step(path, procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
	}
	s.stages = nil
	return s
}

func (s *story) foothold(tip ledger.ID) (Checkpoint, bool) {
	subject := s.subject(stage{tip: tip})
	subject.Pin = s.id
	return Foothold(context.Background(), subject)
}

// pushed judges what a push brings to a tip, as the hook does.
func (s *story) pushed(before ledger.ID) bool {
	s.t.Helper()
	from, ok := s.foothold(before)
	if !ok {
		return false
	}
	subject := s.subject(stage{tip: s.tip})
	subject.Pin = s.id
	_, good, err := Continue(context.Background(), subject, from)
	s.must(err)
	return good
}

func TestFootholdIsTheLastEntry(t *testing.T) {
	t.Parallel()
	s := grownUp(t)
	last := Mark{s.entry, s.last, s.tip}
	s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
	from, ok := s.foothold(s.tip)
	if !ok || from.Ground.Mark != last {
		t.Errorf("got %v, %v; want %v", from.Ground, ok, last)
	}
	s.id = someDigestID
	if _, ok := s.foothold(s.tip); ok {
		t.Error("a foothold in another ledger than the pinned one")
	}
	young := upTo(t, "publish")
	if _, ok := young.foothold(young.tip); ok {
		t.Error("a foothold in a young ledger")
	}
}

// A commit that came in past the hook is noticed, whoever made it.
func TestNoFootholdBehindAViolation(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]func(*story){
		"edited by hand": func(s *story) { s.drafts(map[string][]byte{s.path: append(s.files[s.path], '\n')}) },
		"signed by a stranger": func(s *story) {
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager", func(w *write) { w.signer = "stranger" })
		},
	} {
		s := grownUp(t)
		number, last := s.entry, s.last
		bad(s)
		if name == "signed by a stranger" {
			s.entry, s.last = number, last // it has no number
		}
		before := s.tip
		s.step("requests/2026/SLR-2026-0002.yaml", procedure.Act{Step: "note", Text: "y"}, "li.na", "market_manager")
		if s.pushed(s.tip) || s.pushed(before) && name == "edited by hand" {
			t.Errorf("%s: it is a foothold", name)
		}
	}
}

// What the hook lets in from a foothold is what Verify finds good.
func TestPushesOnAFoothold(t *testing.T) {
	t.Parallel()
	note := procedure.Act{Step: "note", Text: "x"}
	second := "requests/2026/SLR-2026-0002.yaml"
	for name, c := range map[string]struct {
		push func(*story)
		want bool
	}{
		"drafts": {func(s *story) { s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")}) }, true},
		"steps":  {func(s *story) { s.approve(second); s.request(3, "internal", "wang.fang") }, true},
		"wrong role": {func(s *story) {
			s.step(second, procedure.Act{Step: "approve", Considered: considered()}, "li.na", "market_manager")
		}, false},
		"wrong number": {func(s *story) { s.request(4, "internal", "wang.fang") }, false},
		"final":        {func(s *story) { s.step(s.path, note, "li.na", "market_manager") }, false},
		"other key": {func(s *story) {
			s.step(second, note, "li.na", "market_manager", func(w *write) { w.signer = "wang.fang" })
		}, false},
		"rewritten": {func(s *story) { s.files[second] = s.files[s.path]; s.step(second, note, "li.na", "market_manager") }, false},
	} {
		s := grownUp(t)
		before := s.tip
		c.push(s)
		if got := s.pushed(before); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
		if whole := s.verify(); whole.Good() != c.want {
			t.Errorf("%s: as a whole: %v", name, whole.Violations)
		}
	}
}

// Requirements that wait with a design are found though nobody named them.
func TestProposalOnAFoothold(t *testing.T) {
	t.Parallel()
	s := upTo(t, "propose")
	other := s.request(2, "renewal", "wang.fang")
	s.approve(other)
	for range entriesTraced {
		s.step(other, procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
	}
	s.stages = nil
	before := s.tip
	data := service("svc-a", "另")
	s.propose(other, designOf("svc-a", data, ""), data) // leaves the first one bound to other bytes
	if s.pushed(before) || s.verify().Good() {
		t.Error("the first requirement stays bound to other bytes, and that is let in")
	}
}
