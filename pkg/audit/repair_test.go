package audit

import (
	"bytes"
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

// plight is a story with commits that are not by the procedure, and the state that
// sound entries left before the first of them.
type plight struct {
	*story
	sound map[string]ledger.ID
	last  ledger.Digest
	entry int
}

// plight remembers the sound state of now.
func (s *story) plight() *plight {
	s.t.Helper()
	r := s.verify()
	return &plight{story: s, sound: r.Sound, last: r.Last.Digest, entry: r.Last.Number}
}

// digests are those of commits, as a repair names them.
func (p *plight) digests(commits ...ledger.ID) []catalogue.Digest {
	p.t.Helper()
	var all []catalogue.Digest
	for _, id := range commits {
		raw, err := ledger.NewReader(p.store).Commit(id)
		p.must(err)
		all = append(all, catalogue.Digest(ledger.DigestOf(raw)))
	}
	return all
}

// mending is a repair to be made, which a test may bend.
type mending struct {
	write
	ruling procedure.Ruling
	sound  map[string]ledger.ID
	ruled  bool // it brings the ruling
}

// repair makes a repair that names commits.
func (p *plight) repair(commits []ledger.ID, bend ...func(*mending)) {
	p.t.Helper()
	n := 1
	for name := range p.sound {
		if strings.HasPrefix(name, "rulings/") {
			n++
		}
	}
	m := &mending{
		write:  write{action: "repair", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{}},
		ruling: procedure.Ruling{Schema: 1, ID: records.Rulings().ID("2026", n), Ruling: procedure.Repaired, Commits: p.digests(commits...), Reason: "手误", In: p.entry + 1},
		sound:  p.sound, ruled: true,
	}
	for _, b := range bend {
		b(m)
	}
	if m.ruled {
		data, err := document.Encode(m.ruling)
		p.must(err)
		m.files[records.Rulings().Path(m.ruling.ID)] = data
	}
	p.world.entry, p.world.last = p.entry, p.last
	more := m.bend
	m.bend = func(d *ledger.Draft) {
		d.Sound = m.sound
		if more != nil {
			more(d)
		}
	}
	p.commit(m.write)
}

// edited is a requirement with another title.
func (s *story) edited() []byte {
	return bytes.Replace(s.files[s.path], []byte("title: 需求"), []byte("title: 要求"), 1)
}

// broken is a story up to an approval whose requirement was then edited by hand.
func broken(t *testing.T) (*plight, ledger.ID) {
	t.Helper()
	s := upTo(t, "approve")
	p := s.plight()
	return p, s.bare(map[string][]byte{s.path: s.edited()})
}

// In each row something happened to a ledger, and a repair that names it is good; the
// codes are those of the warning.
func TestRepairs(t *testing.T) {
	t.Parallel()
	for _, a := range []struct {
		name string
		do   func(*story) []ledger.ID
		want string
	}{
		{"a record edited by hand", func(s *story) []ledger.ID {
			return []ledger.ID{s.bare(map[string][]byte{s.path: s.edited()})}
		}, "E_UNSIGNED"},
		{"a record removed", func(s *story) []ledger.ID {
			return []ledger.ID{s.bare(map[string][]byte{s.path: nil})}
		}, "E_UNSIGNED, E_DELETE"},
		{"a file where no record lies", func(s *story) []ledger.ID {
			return []ledger.ID{s.bare(map[string][]byte{"requests/readme.txt": []byte("x\n")})}
		}, "E_UNSIGNED, E_PATH"},
		{"a procedure that nobody can read", func(s *story) []ledger.ID {
			return []ledger.ID{s.bare(map[string][]byte{"procedure.yaml": []byte("[\n")})}
		}, "E_UNSIGNED, E_YAML"},
		{"a folder in place of the procedure", func(s *story) []ledger.ID {
			gone := s.bare(map[string][]byte{"procedure.yaml": nil})
			return []ledger.ID{gone, s.bare(map[string][]byte{"procedure.yaml/x": []byte("x\n")})}
		}, "E_UNSIGNED, E_DELETE, E_PATH, E_UNSIGNED"},
		{"a whole catalogue removed", func(s *story) []ledger.ID {
			return []ledger.ID{s.bare(map[string][]byte{"procedure.yaml": nil, s.path: nil})}
		}, "E_UNSIGNED, E_DELETE"},
		{"an entry by somebody without the role", func(s *story) []ledger.ID {
			s.step(s.path, procedure.Act{Step: "correct", Text: "x"}, "li.na", "market_manager")
			return []ledger.ID{s.tip}
		}, "E_ROLE"},
		{"an edit, and an entry that was built on it", func(s *story) []ledger.ID {
			edit := s.bare(map[string][]byte{s.path: s.edited()})
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
			return []ledger.ID{edit, s.tip}
		}, "E_UNSIGNED, E_CHAIN"},
		{"an edit that was reverted by hand", func(s *story) []ledger.ID {
			before := s.files[s.path]
			edit := s.bare(map[string][]byte{s.path: s.edited()})
			return []ledger.ID{edit, s.bare(map[string][]byte{s.path: before})}
		}, "E_UNSIGNED, E_UNSIGNED"},
		{"a merge that edits", func(s *story) []ledger.ID {
			other := s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
			base := s.parent(other)
			evil := s.bare(map[string][]byte{s.path: s.edited()})
			return []ledger.ID{s.merge(s.treeOf(evil), base, other)}
		}, "E_MERGE"},
		{"a twin in another case, taken away again", func(s *story) []ledger.ID {
			twin := s.bare(map[string][]byte{"Requests/x": []byte("x\n")})
			s.bare(map[string][]byte{"Requests/x": nil})
			return []ledger.ID{twin}
		}, "E_PATH"},
	} {
		t.Run(a.name, func(t *testing.T) {
			p := upTo(t, "approve").plight()
			kept := p.files[p.path]
			p.repair(a.do(p.story))
			p.files[p.path] = kept
			r := p.verify()
			if !r.Good() || r.Entries != p.entry+2 || len(r.Offences) > 0 {
				t.Fatalf("got %d entries, %v", r.Entries, r.Violations)
			}
			var got []string
			for _, v := range r.Violations {
				if v.Code == "W_REPAIRED" {
					got = append(got, fmt.Sprint(v.Message.Args[0]))
				}
			}
			if strings.Join(got, ", ") != a.want {
				t.Errorf("got %s, want %s", got, a.want)
			}
			p.step(p.path, procedure.Act{Step: "note", Text: "又一次"}, "li.na", "market_manager")
			if r := p.verify(); !r.Good() || r.Entries != p.entry+3 {
				t.Errorf("an entry after it: got %d entries, %v", r.Entries, r.Violations)
			}
		})
	}
}

// In each row a repair is something else than it should be.
func TestForgedRepairs(t *testing.T) {
	t.Parallel()
	for _, a := range []struct {
		name string
		bend func(*plight, *mending)
		want string
	}{
		{"nothing bent", func(*plight, *mending) {}, ""},
		{"it names too few", func(_ *plight, m *mending) { m.ruling.Commits = m.ruling.Commits[:1] }, "E_REPAIR E_UNSIGNED"},
		{"it names none", func(_ *plight, m *mending) { m.ruling.Commits = nil }, "E_SCHEMA E_UNSIGNED"},
		{"it names too many", func(p *plight, m *mending) {
			m.ruling.Commits = append(m.ruling.Commits, catalogue.Digest(p.last))
		}, "E_REPAIR E_UNSIGNED"},
		{"it names one twice", func(_ *plight, m *mending) { m.ruling.Commits = append(m.ruling.Commits, m.ruling.Commits[0]) }, "E_SCHEMA E_UNSIGNED"},
		{"it names them in another order", func(_ *plight, m *mending) { slices.Reverse(m.ruling.Commits) }, "E_REPAIR E_UNSIGNED"},
		{"it names a sound one", func(p *plight, m *mending) { m.ruling.Commits[0] = catalogue.Digest(p.last) }, "E_REPAIR E_UNSIGNED"},
		{"it restores other bytes", func(p *plight, m *mending) {
			m.bend = func(d *ledger.Draft) {
				d.Sound = clone(m.sound)
				d.Sound[p.path] = p.blob("x\n")
			}
		}, "E_REPAIR E_UNSIGNED"},
		{"it leaves the edit", func(p *plight, m *mending) {
			m.bend = func(d *ledger.Draft) {
				d.Sound = clone(m.sound)
				d.Sound[p.path] = p.blob(string(p.edited()))
			}
		}, "E_REPAIR E_UNSIGNED"},
		{"it takes a sound record away", func(p *plight, m *mending) {
			m.bend = func(d *ledger.Draft) {
				d.Sound = clone(m.sound)
				delete(d.Sound, p.path)
			}
		}, "E_REPAIR E_UNSIGNED"},
		{"it leaves a file that nobody brought", func(p *plight, m *mending) {
			m.bend = func(d *ledger.Draft) {
				d.Sound = clone(m.sound)
				d.Sound["requests/2026/SLR-2026-0009.yaml"] = p.blob("x\n")
			}
		}, "E_REPAIR E_UNSIGNED"},
		{"by somebody who may not amend", func(_ *plight, m *mending) { m.person, m.role = "li.na", "market_manager" }, "E_ROLE E_UNSIGNED"},
		{"by a stranger", func(_ *plight, m *mending) { m.person, m.role = "stranger", "ops_lead" }, "E_KEY_UNKNOWN E_UNSIGNED"},
		{"by somebody for another", func(_ *plight, m *mending) { m.signer = "li.na" }, "E_ACTOR E_ROLE E_UNSIGNED"},
		{"it smuggles a step in", func(p *plight, m *mending) {
			m.files[p.path] = p.grown(p.path, p.event(procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead"))
		}, "E_SCOPE E_UNSIGNED"},
		{"it smuggles a step in and does not name it", func(p *plight, m *mending) {
			step := p.grown(p.path, p.event(procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead"))
			m.bend = func(d *ledger.Draft) {
				d.Sound = clone(m.sound)
				d.Sound[p.path] = p.blob(string(step))
			}
		}, "E_REPAIR E_UNSIGNED"},
		{"it smuggles a draft in", func(_ *plight, m *mending) { m.files["services/svc-x.yaml"] = []byte("x\n") }, "E_DIGEST E_SCOPE E_UNSIGNED"},
		{"it brings no ruling", func(p *plight, m *mending) {
			m.ruled = false
			m.files["requests/2026/SLR-2026-0009.yaml"] = p.edited()
		}, "E_SCOPE E_UNSIGNED"},
		{"it brings another ruling", func(_ *plight, m *mending) {
			m.ruling.Ruling, m.ruling.Entry, m.ruling.Commits = procedure.Ratified, 1, nil
		}, "E_REPAIR E_TRANSITION E_UNSIGNED"},
		{"it brings two", func(p *plight, m *mending) {
			m.files["rulings/2026/RUL-2026-0002.yaml"] = m.encoded(p.t, "RUL-2026-0002")
		}, "E_SCOPE E_UNSIGNED"},
		{"its number is not the next", func(_ *plight, m *mending) { m.ruling.ID = "RUL-2026-0002" }, "E_ID E_UNSIGNED"},
		{"it says another entry", func(_ *plight, m *mending) { m.ruling.In = 2 }, "E_SEQ E_UNSIGNED"},
		{"it follows another entry", func(p *plight, m *mending) {
			m.bend = func(d *ledger.Draft) { d.Sound, d.Trailers.Entry = m.sound, d.Trailers.Entry+1 }
		}, "E_SEQ E_UNSIGNED"},
		{"another action brings it", func(_ *plight, m *mending) { m.action = "ruling" }, "E_CHAIN E_DELETE E_DIGEST E_SCOPE E_UNSIGNED"},
		{"it is of another ledger", func(_ *plight, m *mending) {
			m.bend = func(d *ledger.Draft) { d.Sound, d.Trailers.Ledger = m.sound, ledger.DigestOf(nil) }
		}, "E_LEDGER E_UNSIGNED"},
	} {
		t.Run(a.name, func(t *testing.T) {
			p, first := broken(t)
			second := p.bare(map[string][]byte{"requests/2026/SLR-2026-0007.yaml": []byte("x\n")})
			p.files[p.path] = bytes.Replace(p.files[p.path], []byte("要求"), []byte("需求"), 1)
			p.repair([]ledger.ID{first, second}, func(m *mending) { a.bend(p, m) })
			r := p.verify()
			if got := strings.Join(beside(r, second), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
		})
	}
}

func clone(sound map[string]ledger.ID) map[string]ledger.ID {
	all := map[string]ledger.ID{}
	for path, id := range sound {
		all[path] = id
	}
	return all
}

// blob is a text kept as a file's content.
func (p *plight) blob(text string) ledger.ID {
	p.t.Helper()
	id, err := p.store.Put("blob", []byte(text))
	p.must(err)
	return id
}

// encoded is the ruling under another id.
func (m *mending) encoded(t testing.TB, id string) []byte {
	t.Helper()
	r := m.ruling
	r.ID = id
	data, err := document.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// beside are the codes of a report, and of one commit only that it is not signed.
func beside(r *Report, commit ledger.ID) []string {
	less := *r
	less.Violations = slices.DeleteFunc(slices.Clone(r.Violations), func(v Violation) bool {
		return v.Commit == commit && v.Code != "E_UNSIGNED"
	})
	return codes(&less)
}
