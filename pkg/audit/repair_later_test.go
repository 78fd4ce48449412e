package audit

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// has counts the violations with a code.
func has(r *Report, code string) int {
	n := 0
	for _, v := range r.Violations {
		if v.Code == code {
			n++
		}
	}
	return n
}

func TestWhatComesBehindARepairWaitsForAnother(t *testing.T) {
	t.Parallel()
	p, first := broken(t)
	p.repair([]ledger.ID{first})
	second := p.bare(map[string][]byte{p.path: p.edited()})
	r := p.verify()
	if got := strings.Join(codes(r), " "); got != "E_UNSIGNED" || has(r, "W_REPAIRED") != 1 || len(r.Offences) != 1 || r.Offences[0].Commit != second {
		t.Fatalf("got %v, %v", r.Violations, r.Offences)
	}
	again := p.plight()
	again.repair([]ledger.ID{second})
	if r := p.verify(); !r.Good() || has(r, "W_REPAIRED") != 2 {
		t.Errorf("got %v", r.Violations)
	}
}

func TestAnUnsoundRepairIsNamedByTheNext(t *testing.T) {
	t.Parallel()
	p, first := broken(t)
	p.repair([]ledger.ID{first}, func(m *mending) { m.person, m.role = "li.na", "market_manager" })
	forged := p.tip
	if r := p.verify(); len(r.Offences) != 2 || !slices.Equal(r.Offences[1].Codes, []string{"E_ROLE"}) {
		t.Fatalf("got %v", r.Offences)
	}
	p.repair([]ledger.ID{first, forged})
	if r := p.verify(); !r.Good() || has(r, "W_REPAIRED") != 2 || r.Entries != p.plight().entry+1 {
		t.Errorf("got %v", r.Violations)
	}
}

// The sound entry that came behind the edit does not make it good.
func TestARepairNamesCommitsBeforeTheLastSoundEntry(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	edit := s.bare(map[string][]byte{"requests/2026/SLR-2026-0009.yaml": []byte("x\n")})
	s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
	p := s.plight()
	if r := p.verify(); r.Entries != 4 || len(r.Offences) != 1 || r.Offences[0].After != 2 {
		t.Fatalf("got %d entries, %v", r.Entries, r.Offences)
	}
	p.repair([]ledger.ID{edit})
	if r := p.verify(); !r.Good() || r.Entries != 5 {
		t.Errorf("got %v", r.Violations)
	}
}

func TestWhatARepairedMergeDroppedDoesNotComeBack(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	newest := s.tip
	older := s.parent(newest)
	s.tip = older
	p := s.plight()
	merge := p.merge(p.treeOf(older), older, newest)
	if r := p.verify(); len(r.Offences) != 1 || !slices.Equal(r.Offences[0].Dropped, []ledger.ID{newest}) {
		t.Fatalf("got %v", r.Offences)
	}
	p.repair([]ledger.ID{merge})
	r := p.verify()
	i := slices.IndexFunc(r.Violations, func(v Violation) bool { return v.Code == "W_REPAIRED" })
	if !r.Good() || i < 0 || !strings.Contains(r.Violations[i].Message.String(), "what the merge dropped did not come back") {
		t.Errorf("got %v", r.Violations)
	}
	if _, there := r.Sound[p.path]; !there || r.Entries != 3 {
		t.Errorf("got %d entries, %v", r.Entries, r.Sound)
	}
}

// What is missing is not mended: nobody knows what it was.
func TestNoRepairMendsAMissingObject(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	kept := s.files[s.path]
	p := s.plight()
	p.step(p.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "ops_lead")
	forged := p.tip
	lost, err := ledger.NewReader(p.store).Find(p.treeOf(forged), root+"/"+p.path)
	p.must(err)
	p.files[p.path] = kept
	p.repair([]ledger.ID{forged})
	if r := p.verify(); !r.Good() {
		t.Fatalf("got %v", r.Violations)
	}
	r, err := Verify(t.Context(), Subject{Tip: p.tip, Root: root, Readers: func() *ledger.Reader {
		return ledger.NewReader(without{p.store, lost.ID})
	}})
	p.must(err)
	if r.Good() || has(r, "E_SHALLOW") != 1 || has(r, "W_REPAIRED") != 0 {
		t.Errorf("got %v", r.Violations)
	}
}

// without is a store that lost an object.
type without struct {
	ledger.Objects
	lost ledger.ID
}

func (w without) Get(id ledger.ID, limit int64) (string, []byte, error) {
	if id == w.lost {
		return "", nil, ledger.ErrMissing
	}
	return w.Objects.Get(id, limit)
}

// A repair by a key that was stolen is in dispute, and can be ratified only.
func TestDisputedRepairs(t *testing.T) {
	t.Parallel()
	for _, a := range []struct {
		verdict procedure.Verdict
		want    string
	}{
		{"", "E_REVOKED"},
		{procedure.Ratified, ""},
		{procedure.Voided, "E_REVOKED E_TRANSITION"},
		{procedure.Superseded, "E_REVOKED E_TRANSITION"},
	} {
		s := upTo(t, "approve")
		s.amend("zhang.wei", "ops_lead", func(text []byte) []byte {
			text, err := document.Append(text, []string{"people", "li.na", "roles"}, "ops_lead")
			s.must(err)
			return text
		})
		kept := s.files[s.path]
		p := s.plight()
		edit := p.bare(map[string][]byte{p.path: p.edited()})
		p.repair([]ledger.ID{edit}, func(m *mending) { m.person = "li.na" })
		p.files[p.path] = kept
		stolen := p.world.entry
		s.revoke("li.na", stolen)
		if a.verdict != "" {
			s.rulings(a.verdict, []int{stolen})
		}
		r := s.verify()
		if got := strings.Join(codes(r), " "); got != a.want || has(r, "W_REPAIRED") != 1 {
			t.Errorf("%s: got %s, want %s\n%v", a.verdict, got, a.want, r.Violations)
		}
	}
}
