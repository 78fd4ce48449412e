package audit

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// damagedStore has other bytes, or none, under the names of some objects.
type damagedStore struct {
	ledger.Objects
	bytes map[ledger.ID]string // empty: the object is gone
}

func (d damagedStore) Get(id ledger.ID, limit int64) (string, []byte, error) {
	kind, raw, err := d.Objects.Get(id, limit)
	if bytes, bad := d.bytes[id]; bad && bytes == "" {
		return "", nil, ledger.ErrMissing
	} else if bad {
		raw = []byte(bytes)
	}
	return kind, raw, err
}

// Damage is told once, of the entry that brought the object, and nobody who signed
// later is blamed for it.
func TestDamageIsToldOnce(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	s.approve(s.path)
	at := s.tip
	for range 3 {
		s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
	}
	if r := s.verify(); !r.Good() {
		t.Fatalf("got %v", r.Violations)
	}
	for _, c := range []struct {
		name, path, bytes, code, about string
		cannot                         bool
	}{
		{"a file with other bytes", s.path, "x", "E_OBJ_HASH", s.path, false},
		{"a folder with other bytes", "requests", "x", "E_OBJ_HASH", "", false},
		{"a file that is gone", s.path, "", "E_SHALLOW", s.path, true},
		{"a folder that is gone", "requests", "", "E_SHALLOW", "", true},
	} {
		lost, err := ledger.NewReader(s.store).Find(s.treeOf(at), root+"/"+c.path)
		s.must(err)
		r, err := Verify(t.Context(), Subject{Tip: s.tip, Ref: "refs/heads/main", Root: root, Readers: func() *ledger.Reader {
			return ledger.NewReader(damagedStore{s.store, map[ledger.ID]string{lost.ID: c.bytes}})
		}})
		s.must(err)
		if len(r.Violations) != 1 || r.Violations[0].Code != c.code || r.Violations[0].Commit != at || r.Violations[0].Path != c.about {
			t.Errorf("%s: got %v, want one %s about %s of %s", c.name, r.Violations, c.code, c.about, at)
		}
		if r.Good() || r.CannotJudge() != c.cannot || len(r.Offences) > 0 {
			t.Errorf("%s: good %v, cannot judge %v, to be repaired %v", c.name, r.Good(), r.CannotJudge(), r.Offences)
		}
	}
}

// Of many objects that are missing one is named and the others are counted; damaged
// ones are each named.
func TestDamageIsCounted(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	gone, bent := map[ledger.ID]string{}, map[ledger.ID]string{}
	for range 3 {
		s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
		n, err := ledger.NewReader(s.store).Find(s.treeOf(s.tip), root+"/"+s.path)
		s.must(err)
		gone[n.ID], bent[n.ID] = "", "x"
	}
	for code, c := range map[string]struct {
		bytes map[ledger.ID]string
		rows  int
		said  string
	}{
		"E_SHALLOW":  {gone, 1, "object missing; 2 entries behind it cannot be judged before"},
		"E_OBJ_HASH": {bent, 3, ""},
	} {
		r, err := Verify(t.Context(), Subject{Tip: s.tip, Root: root, Readers: func() *ledger.Reader {
			return ledger.NewReader(damagedStore{s.store, c.bytes})
		}})
		s.must(err)
		if len(r.Violations) != c.rows || has(r, code) != c.rows || c.said != "" && r.Violations[0].Message.String() != c.said {
			t.Errorf("got %v, want %d %s", r.Violations, c.rows, code)
		}
	}
}
