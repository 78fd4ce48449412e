package audit

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// revoke is an amendment that gives a person another key and revokes theirs.
func (s *story) revoke(person string, from int) {
	s.t.Helper()
	s.amend("zhang.wei", "ops_lead", func(text []byte) []byte {
		text, err := document.Set(text, []string{"people", person, "keys"}, []procedure.Key{{Key: signerOf(s.t, "spare").Key().String()}})
		s.must(err)
		r := procedure.Revocation{Key: signerOf(s.t, person).Key().String(), FromEntry: from, Reason: "被盗"}
		text, err = document.Append(text, []string{"people", person, "revoked"}, r)
		s.must(err)
		return text
	})
}

// rulings is an entry with the next rulings, the fields of which may be bent.
func (s *story) rulings(verdict procedure.Verdict, entries []int, bend ...func(*write, []procedure.Ruling)) {
	s.t.Helper()
	e := write{action: "ruling", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{}}
	first := 1
	for name := range s.files {
		if strings.HasPrefix(name, "rulings/") {
			first++
		}
	}
	var all []procedure.Ruling
	for i, n := range entries {
		all = append(all, procedure.Ruling{Schema: 1, ID: records.Rulings().ID("2026", first+i), Entry: n, Ruling: verdict, Reason: "查明", In: s.entry + 1})
	}
	for _, b := range bend {
		b(&e, all)
	}
	for _, r := range all {
		data, err := document.Encode(r)
		s.must(err)
		e.files[records.Rulings().Path(r.ID)] = data
	}
	s.commit(e)
}

// In each row the key of somebody was stolen, and something is done about it.
func TestRulings(t *testing.T) {
	t.Parallel()
	void, ratify := procedure.Voided, procedure.Ratified
	for _, a := range []struct {
		name   string
		person string
		from   int
		do     func(*story)
		want   string
	}{
		{"nobody has ruled", "wang.fang", 1, func(*story) {}, "E_REVOKED"},
		{"nothing was signed since", "wang.fang", 2, func(*story) {}, ""},
		{"ratified", "wang.fang", 1, func(s *story) { s.rulings(ratify, []int{1}) }, ""},
		{"void, and others went on from it", "wang.fang", 1, func(s *story) { s.rulings(void, []int{1}) }, "E_REVOKED"},
		{"all of it void", "wang.fang", 1, func(s *story) { s.rulings(void, []int{1}); s.rulings(void, []int{2, 3, 4}) }, ""},
		{"what rests on it is ratified", "wang.fang", 1, func(s *story) { s.rulings(void, []int{1}); s.rulings(ratify, []int{2, 3, 4}) }, ""},
		{"a review that stands is published", "li.na", 4, func(s *story) {
			s.rulings(ratify, []int{4})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, ""},
		{"a void review is published", "li.na", 4, func(s *story) {
			s.rulings(void, []int{4})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_STATE E_TAG_ORPHAN E_VERSION"},
		{"a step on a void request", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1})
			s.rulings(void, []int{2, 3, 4})
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead")
		}, "E_STATE"},
		{"ruled on once more", "wang.fang", 1, func(s *story) { s.rulings(ratify, []int{1}); s.rulings(void, []int{1}) }, "E_STATE"},
		{"no dispute", "wang.fang", 2, func(s *story) { s.rulings(void, []int{1}) }, "E_STATE"},
		{"twice in one entry", "wang.fang", 1, func(s *story) { s.rulings(void, []int{1, 1}) }, "E_REVOKED E_STATE"},
		{"by who may not amend", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1}, func(e *write, _ []procedure.Ruling) { e.person, e.role = "li.na", "market_manager" })
		}, "E_REVOKED E_ROLE"},
		{"by the revoked key", "wang.fang", 1, func(s *story) {
			s.rulings(ratify, []int{1}, func(e *write, _ []procedure.Ruling) { e.person, e.role = "wang.fang", "sales" })
		}, "E_REVOKED"},
		{"superseded, and no amendment", "wang.fang", 1, func(s *story) { s.rulings(procedure.Superseded, []int{1}) }, "E_REVOKED E_TRANSITION"},
		{"another action", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1}, func(e *write, _ []procedure.Ruling) { e.action = "note" })
		}, "E_REVOKED E_TRANSITION"},
		{"with a step", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1}, func(e *write, _ []procedure.Ruling) {
				e.files[s.path] = s.grown(s.path, s.event(procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead"))
			})
		}, "E_REVOKED E_SCOPE"},
		{"a number left out", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1}, func(_ *write, rs []procedure.Ruling) { rs[0].ID = "RUL-2026-0002" })
		}, "E_ID E_REVOKED"},
		{"of another entry", "wang.fang", 1, func(s *story) {
			s.rulings(void, []int{1}, func(_ *write, rs []procedure.Ruling) { rs[0].In = 2 })
		}, "E_REVOKED E_SEQ"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := upTo(t, "review")
			s.revoke(a.person, a.from)
			a.do(s)
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
		})
	}
}
