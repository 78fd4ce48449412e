package audit

import (
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// boarded is a history whose procedure is amended by two of three people: entries
// 2 to 4 make it so.
func boarded(t *testing.T) *story {
	s := upTo(t, "request")
	s.change([]string{"sales", "ops_lead"}, "people", "wang.fang", "roles")
	s.change([]string{"market_manager", "ops_lead"}, "people", "li.na", "roles")
	s.change(2, "rules", "amend", "approvals")
	return s
}

// proposal is an approval of a text on the version in force, which it brings.
func (s *story) proposal(text []byte) procedure.Confirmation {
	c := s.approval(text)
	c.Procedure = string(text)
	return c
}

func (s *story) approval(text []byte) procedure.Confirmation {
	return procedure.Confirmation{Amends: s.version(), Digest: catalogue.DigestOf(text)}
}

// enact puts a text in force.
func (s *story) enact(text []byte, person string, bend ...func(*write)) {
	s.t.Helper()
	e := write{action: "amend", person: person, role: "ops_lead", files: map[string][]byte{"procedure.yaml": text}}
	for _, b := range bend {
		b(&e)
	}
	s.commit(e)
}

func TestApprovals(t *testing.T) {
	t.Parallel()
	for _, a := range []struct {
		name string
		do   func(s *story, text []byte)
		want string
	}{
		{"proposed by one, signed by another", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead")
			s.enact(text, "zhang.wei")
		}, ""},
		{"proposed, approved, and signed by who proposed", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "zhang.wei", "ops_lead")
			s.confirm(s.approval(text), "wang.fang", "ops_lead")
			s.enact(text, "zhang.wei")
		}, ""},
		{"proposed only", func(s *story, text []byte) { s.confirm(s.proposal(text), "zhang.wei", "ops_lead") }, ""},
		{"signed by one alone", func(s *story, text []byte) { s.enact(text, "zhang.wei") }, "E_THRESHOLD"},
		{"proposed and signed by the same", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "zhang.wei", "ops_lead")
			s.enact(text, "zhang.wei")
		}, "E_THRESHOLD"},
		{"approved by the same person twice", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "zhang.wei", "ops_lead")
			s.confirm(s.approval(text), "zhang.wei", "ops_lead")
		}, "E_STATE"},
		{"approved by the same person with two keys", func(s *story, _ []byte) {
			keys := s.changed([]procedure.Key{{Key: signerOf(s.t, "wang.fang").Key().String()}, {Key: signerOf(s.t, "spare").Key().String()}}, "people", "wang.fang", "keys")
			s.confirm(s.proposal(keys), "zhang.wei", "ops_lead")
			s.enact(keys, "wang.fang")
			next := s.changed(9, "rules", "decide_within")
			s.confirm(s.proposal(next), "wang.fang", "ops_lead")
			s.enact(next, "wang.fang", func(e *write) { e.signer = "spare" })
		}, "E_THRESHOLD"},
		{"by who may not amend", func(s *story, text []byte) { s.confirm(s.proposal(text), "wang.fang", "sales") }, "E_ROLE"},
		{"by whom it lets in", func(s *story, _ []byte) {
			let := s.changed(procedure.Person{Name: "陌生人", Email: "stranger@yunmai.example", Roles: []procedure.RoleID{"ops_lead"}, Keys: []procedure.Key{{Key: signerOf(s.t, "stranger").Key().String()}}}, "people", "stranger")
			s.confirm(s.proposal(let), "zhang.wei", "ops_lead")
			before := *s.world
			s.confirm(s.approval(let), "stranger", "ops_lead")
			s.entry, s.last, s.when = before.entry, before.last, before.when
			s.enact(let, "zhang.wei")
		}, "E_KEY_UNKNOWN E_THRESHOLD"},
		{"of other bytes", func(s *story, text []byte) {
			other := s.changed(9, "rules", "decide_within")
			s.confirm(s.proposal(other), "wang.fang", "ops_lead")
			s.enact(text, "zhang.wei")
		}, "E_THRESHOLD"},
		{"a comment added after the approval", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead")
			s.enact(append(text, "# x\n"...), "zhang.wei")
		}, "E_THRESHOLD"},
		{"for an older version", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead")
			other := s.changed(9, "rules", "decide_within")
			s.confirm(s.proposal(other), "wang.fang", "ops_lead")
			s.enact(other, "zhang.wei")
			again, err := document.Set(text, []string{"version"}, s.version()+1)
			s.must(err)
			s.enact(again, "zhang.wei")
		}, "E_THRESHOLD"},
		{"for an older version, with its number", func(s *story, text []byte) {
			other := s.changed(9, "rules", "decide_within")
			s.confirm(s.proposal(other), "wang.fang", "ops_lead")
			s.enact(other, "zhang.wei")
			next := s.changed("x", "organisation")
			s.confirm(s.proposal(next), "wang.fang", "ops_lead", func(_ *write, c *procedure.Confirmation) { c.Amends-- })
		}, "E_PROCEDURE_VERSION"},
		{"for a version to come", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead", func(_ *write, c *procedure.Confirmation) { c.Amends++ })
		}, "E_PROCEDURE_VERSION"},
		{"by a person who lost the right since", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead")
			out := s.changed([]string{"sales"}, "people", "wang.fang", "roles")
			s.confirm(s.proposal(out), "li.na", "ops_lead")
			s.enact(out, "zhang.wei")
			s.enact(text, "zhang.wei")
		}, "E_PROCEDURE_VERSION E_THRESHOLD"},
		{"by a person who lost the right before", func(s *story, text []byte) {
			out := s.changed([]string{"sales"}, "people", "wang.fang", "roles")
			s.confirm(s.proposal(out), "li.na", "ops_lead")
			s.enact(out, "zhang.wei")
			next := s.changed(9, "rules", "decide_within")
			s.confirm(s.proposal(next), "wang.fang", "sales")
		}, "E_ROLE"},
		{"without the text", func(s *story, text []byte) { s.confirm(s.approval(text), "wang.fang", "ops_lead") }, "E_DIGEST"},
		{"with another text", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead", func(_ *write, c *procedure.Confirmation) { c.Procedure += "# x\n" })
		}, "E_DIGEST"},
		{"with the text once more", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead")
			s.confirm(s.proposal(text), "zhang.wei", "ops_lead")
		}, "E_STATE"},
		{"with the amendment in one entry", func(s *story, text []byte) {
			s.confirm(s.proposal(text), "wang.fang", "ops_lead", func(e *write, _ *procedure.Confirmation) { e.files["procedure.yaml"] = text })
		}, "E_SCOPE"},
		{"lowered by one alone", func(s *story, _ []byte) { s.enact(s.changed(1, "rules", "amend", "approvals"), "zhang.wei") }, "E_THRESHOLD"},
		{"lowered by two", func(s *story, _ []byte) {
			lower := s.changed(1, "rules", "amend", "approvals")
			s.confirm(s.proposal(lower), "wang.fang", "ops_lead")
			s.enact(lower, "zhang.wei")
			s.change(9, "rules", "decide_within")
		}, ""},
		{"raised above the people there are", func(s *story, _ []byte) {
			higher := s.changed(4, "rules", "amend", "approvals")
			s.confirm(s.proposal(higher), "wang.fang", "ops_lead")
			s.enact(higher, "zhang.wei")
		}, "E_PROCEDURE_LOCKOUT"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := boarded(t)
			a.do(s, s.changed(7, "rules", "decide_within"))
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
		})
	}
}

// A proposal holds its text to the byte, whatever its shape.
func TestTextsOfAllShapesAreProposed(t *testing.T) {
	t.Parallel()
	s := boarded(t)
	for _, text := range []string{
		"a", "a\n", "a\n\n\n", "a: b \nc:  d\n", "# a\nb: c # d\n", "'a'\n\"b\"\n", "a: |\n  b\n\n    c\n", "- a\n- b", "a:\n" + strings.Repeat("  - 长 long \n", 200), "yes", "1",
		string(s.changed(7, "rules", "decide_within")),
	} {
		s.confirm(s.proposal([]byte(text)), "zhang.wei", "ops_lead")
	}
	if r := s.verify(); !r.Good() {
		t.Errorf("got %v", r.Violations)
	}
}

// Genesis too asks for no more approvals than it lists people to give them.
func TestGenesisThatNobodyCouldAmend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text, err := document.Set(w.text(), []string{"rules", "amend", "approvals"}, 2)
	w.must(err)
	w.commit(write{action: "genesis", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{"procedure.yaml": text}})
	if got := strings.Join(codes(w.verify()), " "); !strings.HasPrefix(got, "E_PROCEDURE_LOCKOUT") {
		t.Errorf("got %s", got)
	}
}

// What came about by an approval with a stolen key is in dispute, and so is what was
// done with a key that it let in.
func TestApprovalsByAStolenKey(t *testing.T) {
	t.Parallel()
	void, ratify := procedure.Voided, procedure.Ratified
	for _, a := range []struct {
		name   string
		spare  bool // one approval more than was needed
		ruling func(s *story)
		open   string
	}{
		{"nobody has ruled", false, nil, "5 6 7"},
		{"it was not needed", true, nil, "5"},
		{"the approval stands", false, func(s *story) { s.ruled(ratify, 5) }, ""},
		{"the approval is void", false, func(s *story) { s.ruled(void, 5) }, "6 7"},
		{"the amendment stands", false, func(s *story) { s.ruled(ratify, 6) }, "5"},
		{"all is closed", false, func(s *story) { s.ruled(void, 7); s.ruled(void, 5); s.ruled(ratify, 6) }, ""},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := boarded(t)
			// zhang.wei's key is stolen: the thief approves a key that wang.fang, in good
			// faith or not, puts in force, and that key logs something.
			let := s.changed([]procedure.Key{{Key: signerOf(t, "wang.fang").Key().String()}, {Key: signerOf(t, "thief").Key().String()}}, "people", "wang.fang", "keys")
			s.confirm(s.proposal(let), "zhang.wei", "ops_lead")
			if a.spare {
				s.confirm(s.approval(let), "li.na", "ops_lead")
			}
			s.enact(let, "wang.fang")
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "wang.fang", "sales", func(e *write) { e.signer = "thief" })
			revoke := s.revocation(5)
			s.confirm(s.proposal(revoke), "li.na", "ops_lead")
			s.enact(revoke, "wang.fang")
			if a.ruling != nil {
				a.ruling(s)
			}
			r := s.verify()
			if got := openIn(r); got != a.open {
				t.Errorf("in dispute: got %s, want %s\n%v", got, a.open, r.Violations)
			}
			if want := map[bool]string{true: "", false: "E_REVOKED"}[a.open == ""]; strings.Join(codes(r), " ") != want {
				t.Errorf("got %v", r.Violations)
			}
		})
	}
}

// An approval with a stolen key lapses with the very amendment that revokes the key:
// what it approved must be approved anew.
func TestApprovalsOfARevokedKeyLapse(t *testing.T) {
	t.Parallel()
	s := boarded(t)
	text := s.changed(7, "rules", "decide_within")
	s.confirm(s.proposal(text), "zhang.wei", "ops_lead")
	revoke := s.revocation(5)
	s.confirm(s.proposal(revoke), "li.na", "ops_lead")
	s.enact(revoke, "wang.fang")
	s.ruled(procedure.Voided, 5)
	again := s.changed(7, "rules", "decide_within")
	s.enact(again, "wang.fang")
	r := s.verify()
	if got := strings.Join(codes(r), " "); got != "E_THRESHOLD" {
		t.Errorf("got %v", r.Violations)
	}
}

// ruled is an entry with a ruling by wang.fang.
func (s *story) ruled(v procedure.Verdict, entries ...int) {
	s.t.Helper()
	s.rulings(v, entries, func(e *write, _ []procedure.Ruling) { e.person = "wang.fang" })
}
