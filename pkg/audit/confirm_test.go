package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// confirm is the entry of a confirmation, whose fields may be bent.
func (s *story) confirm(of procedure.Confirmation, person, role string, bend ...func(*write, *procedure.Confirmation)) {
	s.t.Helper()
	number := 1
	for name := range s.files {
		if strings.HasPrefix(name, "confirmations/") {
			number++
		}
	}
	of.Schema, of.ID = 1, records.Confirmations().ID("2026", number)
	of.By, of.Role, of.At, of.Entry = procedure.PersonID(person), procedure.RoleID(role), s.stamp().At, s.stamp().Entry
	e := write{action: "confirm", person: person, role: role, files: map[string][]byte{}}
	for _, b := range bend {
		b(&e, &of)
	}
	data, err := document.Encode(of)
	s.must(err)
	e.files[records.Confirmations().Path(of.ID)] = data
	s.commit(e)
}

// minutes is a confirmation of the meeting of the story.
func (s *story) minutes() procedure.Confirmation {
	return procedure.Confirmation{Meeting: procedure.MeetingID(baseOf(s.meeting)), Digest: catalogue.DigestOf(s.files[s.meeting])}
}

// change puts a procedure in force that differs in one value from the one before.
func (s *story) change(value any, at ...string) {
	s.t.Helper()
	s.commit(write{action: "amend", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{"procedure.yaml": s.changed(value, at...)}})
}

// changed is the next text of the procedure with another value.
func (s *story) changed(value any, at ...string) []byte {
	s.t.Helper()
	text, err := document.Set(s.files["procedure.yaml"], at, value)
	s.must(err)
	text, err = document.Set(text, []string{"version"}, s.version()+1)
	s.must(err)
	return text
}

// version is that of the procedure in force.
func (s *story) version() int {
	s.t.Helper()
	var p procedure.Procedure
	s.must(records.Decode("procedure.yaml", s.files["procedure.yaml"], &p))
	return p.Version
}

// revocation is the next text of the procedure with the key of zhang.wei revoked from
// an entry on.
func (s *story) revocation(from int) []byte {
	s.t.Helper()
	text := s.changed([]procedure.Key{{Key: signerOf(s.t, "spare").Key().String()}}, "people", "zhang.wei", "keys")
	r := procedure.Revocation{Key: signerOf(s.t, "zhang.wei").Key().String(), FromEntry: from, Reason: "被盗"}
	text, err := document.Append(text, []string{"people", "zhang.wei", "revoked"}, r)
	s.must(err)
	return text
}

func (s *story) release() { s.publish(s.manifest(s.design, s.path, s.meeting), s.path) }

// releaseBy publishes with a key of a person.
func (s *story) releaseBy(person, key string) {
	s.t.Helper()
	m := s.manifest(s.design, s.path, s.meeting)
	m.PublishedBy = procedure.PersonID(person)
	data, err := document.Encode(m)
	s.must(err)
	s.commit(write{action: "publish", person: person, role: "ops_lead", signer: key, files: map[string][]byte{
		records.VersionPath(m.Version): data,
		s.path:                         s.grown(s.path, s.event(procedure.Act{Step: "publish", Version: m.Version}, person, "ops_lead")),
	}})
	s.tag(m, key, func(t *ledger.Tag) { t.Actor = person })
}

func attestedIn(r *Report) bool {
	return slices.ContainsFunc(r.Violations, func(v Violation) bool { return v.Code == "W_ATTESTED" })
}

func TestConfirmationsOfMinutes(t *testing.T) {
	t.Parallel()
	type bent = func(*write, *procedure.Confirmation)
	zhang := func(s *story, bend ...bent) { s.confirm(s.minutes(), "zhang.wei", "ops_lead", bend...) }
	asked := func(s *story) { s.change(1, "rules", "review", "confirmations") }
	signed := func(s *story) { s.change("signed", "rules", "review", "votes") }
	for _, a := range []struct {
		name string
		do   func(*story)
		want string
	}{
		{"by who was there", func(s *story) { zhang(s) }, ""},
		{"and published, where one is asked for", func(s *story) { asked(s); zhang(s); s.release() }, ""},
		{"and published, where votes are signed", func(s *story) { signed(s); zhang(s); s.release() }, ""},
		{"after the version", func(s *story) { s.release(); zhang(s) }, ""},
		{"published without", func(s *story) { asked(s); s.release() }, "E_TAG_ORPHAN E_THRESHOLD"},
		{"published without signed votes", func(s *story) { signed(s); s.release() }, "E_TAG_ORPHAN E_THRESHOLD"},
		{"published before", func(s *story) { asked(s); s.release(); zhang(s) }, "E_CHAIN E_SEQ E_TAG_ORPHAN E_THRESHOLD"},
		{"by the recorder", func(s *story) { s.confirm(s.minutes(), "li.na", "market_manager") }, "E_SOD"},
		{"by who was not there", func(s *story) { s.confirm(s.minutes(), "wang.fang", "sales") }, "E_ROLE"},
		{"twice", func(s *story) { zhang(s); zhang(s) }, "E_STATE"},
		{"with the key of another", func(s *story) {
			zhang(s, func(e *write, _ *procedure.Confirmation) { e.signer = "li.na" })
		}, "E_ACTOR E_ROLE"},
		{"of other minutes", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.Digest = catalogue.DigestOf(nil) })
		}, "E_DIGEST"},
		{"of no meeting", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.Meeting = "MTG-2026-0009" })
		}, "E_ID"},
		{"in the name of another", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.By = "wang.fang" })
		}, "E_ACTOR E_ROLE"},
		{"in another role", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.Role = "sales" })
		}, "E_ACTOR"},
		{"at another time", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.At = "2026-03-01T00:00:00+08:00" })
		}, "E_TIME"},
		{"of another entry", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.Entry++ })
		}, "E_SEQ"},
		{"a number left out", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.ID = "CNF-2026-0002" })
		}, "E_ID"},
		{"of another year", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.ID = "CNF-2025-0001" })
		}, "E_ID"},
		{"as another action", func(s *story) {
			zhang(s, func(e *write, _ *procedure.Confirmation) { e.action = "note" })
		}, "E_TRANSITION"},
		{"with a step", func(s *story) {
			zhang(s, func(e *write, _ *procedure.Confirmation) {
				e.files[s.path] = s.grown(s.path, s.event(procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead"))
			})
		}, "E_SCOPE"},
		{"changed later", func(s *story) {
			zhang(s)
			path := records.Confirmations().Path("CNF-2026-0001")
			s.commit(write{action: "confirm", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{
				path: append(slices.Clone(s.files[path]), []byte("text: x\n")...),
			}})
		}, "E_SCOPE"},
		{"about nothing", func(s *story) {
			zhang(s, func(_ *write, c *procedure.Confirmation) { c.Meeting = "" })
		}, "E_SCHEMA"},
		{"the action without a confirmation", func(s *story) {
			s.step(s.path, procedure.Act{Step: "confirm"}, "zhang.wei", "ops_lead")
		}, "E_TRANSITION"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := upTo(t, "review")
			a.do(s)
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
		})
	}
}

// What all voters signed is no longer what the recorder attests.
func TestConfirmedMeetingsAreNotAttested(t *testing.T) {
	t.Parallel()
	s := upTo(t, "publish")
	if !attestedIn(s.verify()) {
		t.Error("want W_ATTESTED before the voters signed")
	}
	s.confirm(s.minutes(), "zhang.wei", "ops_lead")
	r := s.verify()
	if !r.Good() || attestedIn(r) {
		t.Errorf("got %v", r.Violations)
	}
}

// A confirmation by a stolen key does not count once it is void, and a version that
// needed it is in dispute.
func TestConfirmationsByAStolenKey(t *testing.T) {
	t.Parallel()
	byZhang := func(s *story) { s.releaseBy("zhang.wei", "spare") }
	byWang := func(s *story) { s.releaseBy("wang.fang", "wang.fang") }
	again := func(s *story) {
		s.confirm(s.minutes(), "zhang.wei", "ops_lead", func(e *write, _ *procedure.Confirmation) { e.signer = "spare" })
	}
	void, ratify := procedure.Voided, procedure.Ratified
	for _, a := range []struct {
		name   string
		before func(s *story)
		after  func(s *story)
		want   string
		open   string
	}{
		{"nobody has ruled", nil, nil, "E_REVOKED", "7"},
		{"it stands, and a version follows", nil, func(s *story) { s.ruled(ratify, 7); byZhang(s) }, "", ""},
		{"it is void, and a version follows", nil, func(s *story) { s.ruled(void, 7); byZhang(s) }, "E_TAG_ORPHAN E_THRESHOLD", ""},
		{"it is void and given anew", nil, func(s *story) { s.ruled(void, 7); again(s); byZhang(s) }, "", ""},
		{"it stands and is given anew", nil, func(s *story) { s.ruled(ratify, 7); again(s) }, "E_STATE", ""},
		{"a version rests on it", byWang, nil, "E_REVOKED", "7 8"},
		{"a version rests on it, and it stands", byWang, func(s *story) { s.ruled(ratify, 7) }, "", ""},
		{"a version rests on it, and it is void", byWang, func(s *story) { s.ruled(void, 7) }, "E_REVOKED", "8"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := upTo(t, "review")
			s.change([]string{"sales", "ops_lead"}, "people", "wang.fang", "roles")
			s.change(1, "rules", "review", "confirmations")
			s.confirm(s.minutes(), "zhang.wei", "ops_lead")
			if a.before != nil {
				a.before(s)
			}
			s.enact(s.revocation(7), "wang.fang")
			if a.after != nil {
				a.after(s)
			}
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
			if got := openIn(r); got != a.open {
				t.Errorf("in dispute: got %s, want %s", got, a.open)
			}
		})
	}
}

// openIn are the numbers of the entries in open dispute.
func openIn(r *Report) string {
	var all []string
	for _, d := range r.Disputes {
		all = append(all, fmt.Sprint(d.Entry))
	}
	return strings.Join(all, " ")
}
