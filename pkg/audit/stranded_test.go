package audit

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// roles gives a person other roles.
func (s *story) roles(person string, roles ...string) {
	s.t.Helper()
	s.amend("zhang.wei", "ops_lead", func(text []byte) []byte {
		text, err := document.Set(text, []string{"people", person, "roles"}, roles)
		s.must(err)
		return text
	})
}

// What an amendment leaves with nobody to take it onward is named, also where judging
// goes on from behind it.
func TestStrandedRequirementsAreWarnedOf(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	s.roles("li.na", "market_manager", "ops_lead")
	stuck := s.request(2, "renewal", "li.na")
	if r := s.verify(); has(r, "W_NO_HOLDER") != 0 {
		t.Fatalf("got %v", r.Violations)
	}
	s.roles("zhang.wei", "market_manager")
	check := func() {
		t.Helper()
		r := s.verify()
		if !r.Good() || has(r, "W_NO_HOLDER") != 1 {
			t.Fatalf("got %v", r.Violations)
		}
		for _, v := range r.Violations {
			want := "SLR-2026-0002 is submitted, and nobody can take it onward: the step approve needs the ops lead, and 李娜 asked for it"
			if v.Code == "W_NO_HOLDER" && (v.Path != stuck || v.Message.String() != want) {
				t.Errorf("got %s: %s", v.Path, v.Message)
			}
		}
	}
	check()
	s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "market_manager")
	s.step(s.path, procedure.Act{Step: "note", Text: "y"}, "zhang.wei", "market_manager")
	check()
	s.step(stuck, procedure.Act{Step: "reject", Considered: considered(), Reason: "不", ReasonCode: "capacity"}, "li.na", "ops_lead")
	if r := s.verify(); has(r, "W_NO_HOLDER") != 0 {
		t.Errorf("it is ended: got %v", r.Violations)
	}
}
