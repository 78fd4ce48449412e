package audit

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// continues judges the world from stages of its own on, wherever such a stage was
// good: what Continue finds good must be what Verify found. Each test that judges a
// world so tests Continue too. It gives how many stages could be gone on from.
func (w *world) continues(whole *Report, from ...stage) int {
	w.t.Helper()
	count := 0
	for _, at := range from {
		before, err := Verify(context.Background(), w.subject(at))
		w.must(err)
		if !before.Good() {
			continue
		}
		got, ok, err := Continue(context.Background(), w.subject(stage{w.tip, w.tags}), before.Checkpoint())
		w.must(err)
		switch {
		case ok && !whole.Good():
			w.t.Errorf("judged from entry %d on it is good, as a whole it is not: %v", before.Last.Number, whole.Violations)
		case ok:
			w.alike(got, whole)
			count++
		}
	}
	return count
}

func (w *world) alike(got, want *Report) {
	w.t.Helper()
	type summary struct {
		Ledger                    ledger.Digest
		Entries, Drafts, Repaired int
		Last                      Mark
		Versions, Tags, Findings  int
		Ground                    Ground
	}
	of := func(r *Report) summary {
		warnings := len(r.Violations)
		if r.From != nil {
			warnings += r.From.Warnings
		}
		return summary{r.Ledger, r.Entries, r.Drafts, r.Repaired, r.Last, len(r.Versions), len(r.Tags), warnings, r.Ground}
	}
	if diff := cmp.Diff(of(got), of(want), cmp.AllowUnexported(Version{})); diff != "" {
		w.t.Errorf("judged from entry %d on: got -, as a whole +:\n%s", got.From.Number, diff)
	}
}

// Ordinary steps are judged from wherever a history was good before.
func TestContinueFromEveryStage(t *testing.T) {
	t.Parallel()
	s := upTo(t, "publish")
	s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
	s.step(s.request(2, "renewal", "wang.fang"), procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
	whole := s.verify()
	if got := s.continues(whole, s.stages...); got != len(s.stages)-1 { // where the tag was missing it came later, for an old version
		t.Errorf("got %d of %d stages", got, len(s.stages))
	}
}

// A merge may bring drafts that branched off before the entry judging goes on from.
func TestContinueBehindAnOldBranch(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	before := s.tip
	branch := s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
	s.tip = before
	s.approve(s.path)
	main := s.tip
	s.merge(s.treeOf(main), main, branch)
	if got := s.continues(s.verify(), s.stages...); got != len(s.stages) {
		t.Errorf("got %d of %d stages", got, len(s.stages))
	}
}

// What was judged by other rules, or is not on the chain, is judged anew.
func TestContinueFromElsewhere(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	c := s.verify().Checkpoint()
	for name, bend := range map[string]func(*Ground){
		"other number": func(g *Ground) { g.Number++ },
		"other rules":  func(g *Ground) { g.Rules++ },
		"other commit": func(g *Ground) { g.Commit = ledger.ID{1} },
		"other digest": func(g *Ground) { g.Digest = someDigestID },
		"other ledger": func(g *Ground) { g.Ledger = someDigestID },
	} {
		bent, g := c, *c.Ground
		bend(&g)
		bent.Ground = &g
		subject := s.subject(stage{s.tip, s.tags})
		subject.Pin = c.Ledger
		if _, ok, err := Continue(context.Background(), subject, bent); ok || err != nil {
			t.Errorf("%s: got %v, %v", name, ok, err)
		}
	}
}
