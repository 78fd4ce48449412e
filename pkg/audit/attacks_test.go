package audit

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// story is a good history up to its first version, kept at its stages.
type story struct {
	*world
	path    string // of the requirement
	draft   []byte
	design  procedure.Design
	meeting string // path of the meeting
}

// upTo tells the story up to a stage: request, approve, propose, review, publish.
func upTo(t *testing.T, stage string) *story {
	t.Helper()
	s := &story{world: newWorld(t), draft: service("svc-a", "甲")}
	s.genesis()
	s.design = designOf("svc-a", s.draft, "")
	for _, next := range []struct {
		stage string
		take  func()
	}{
		{"request", func() { s.path = s.request(1, procedure.SourceInternal, "wang.fang") }},
		{"approve", func() { s.approve(s.path) }},
		{"propose", func() { s.propose(s.path, s.design, s.draft) }},
		{"review", func() {
			m, where := s.world.meeting(1, s.path, s.entry, s.design)
			s.meeting = where
			s.review(m, where, s.path)
		}},
		{"publish", func() { s.publish(s.manifest(s.design, s.path, s.meeting), s.path) }},
	} {
		next.take()
		if next.stage == stage {
			return s
		}
	}
	t.Fatalf("no stage %s", stage)
	return nil
}

func TestGoodHistories(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{"request", "approve", "propose", "review", "publish"} {
		s := upTo(t, stage)
		r := s.verify()
		if !r.Good() {
			t.Errorf("%s: got %v", stage, r.Violations)
		}
		if r.Entries != s.entry+1 {
			t.Errorf("%s: got %d entries, want %d", stage, r.Entries, s.entry+1)
		}
	}
}

func TestMergesOfDraftsAreGood(t *testing.T) {
	t.Parallel()
	s := upTo(t, "approve")
	before := s.tip
	branch := s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
	s.tip = before
	s.step(s.path, procedure.Act{Step: "note", Text: "进展"}, "li.na", "market_manager")
	main := s.tip
	s.merge(s.treeOf(main), main, branch)
	s.merge(s.treeOf(main), branch, s.tip) // which parent is first means nothing
	s.step(s.path, procedure.Act{Step: "note", Text: "又一次"}, "li.na", "market_manager")
	if r := s.verify(); !r.Good() {
		t.Errorf("got %v", r.Violations)
	}
}

func TestLatestVersionWithoutTagIsUnfinished(t *testing.T) {
	t.Parallel()
	s := upTo(t, "publish")
	s.tags = []Tag{{Name: "catalogue/v0.0.1-old", Object: s.tags[0].Object}}
	r := s.verify()
	if !slices.ContainsFunc(r.Violations, func(v Violation) bool { return v.Code == "W_UNFINISHED" }) {
		t.Errorf("got %v", r.Violations)
	}
}

// Each row is a history that is good up to a stage and bad from there: what is
// done, and the codes that must be found and no others.
func TestAttacks(t *testing.T) {
	t.Parallel()
	approve := procedure.Act{Step: "approve", Considered: considered()}
	for _, a := range []struct {
		name  string
		stage string
		do    func(*story)
		want  string
	}{
		{"unsigned entry", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", rawly(unsigned))
		}, "E_UNSIGNED"},
		{"unknown key", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.signer = "stranger" })
		}, "E_KEY_UNKNOWN"},
		{"market manager approves", "request", func(s *story) {
			s.step(s.path, approve, "li.na", "market_manager")
		}, "E_ROLE"},
		{"a role that the person does not hold", "request", func(s *story) {
			s.step(s.path, approve, "li.na", "ops_lead")
		}, "E_ROLE"},
		{"another person's key", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.signer = "li.na" })
		}, "E_ACTOR E_ROLE"},
		{"another name in the header", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.name = "李娜" })
		}, "E_ACTOR"},
		{"signature for another purpose", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.namespace = "file" })
		}, "E_SIG_NAMESPACE"},
		{"signature over other bytes", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", rawly(func(raw []byte) []byte {
				return bytes.Replace(raw, []byte("\n\napprove\n"), []byte("\n\napprovE\n"), 1)
			}))
		}, "E_SIG_BAD"},
		{"two signatures", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", rawly(func(raw []byte) []byte {
				head, rest, _ := bytes.Cut(raw, []byte("\ngpgsig "))
				sig, message, _ := bytes.Cut(rest, []byte("\n\n"))
				return slices.Concat(head, []byte("\ngpgsig "), sig, []byte("\ngpgsig "), sig, []byte("\n\n"), message)
			}))
		}, "E_SIG_FORM"},
		{"text after the armor", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", rawly(func(raw []byte) []byte {
				return bytes.Replace(raw, []byte("-----END SSH SIGNATURE-----\n"), []byte("-----END SSH SIGNATURE-----\n and more\n"), 1)
			}))
		}, "E_SIG_FORM"},
		{"unknown header", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", rawly(func(raw []byte) []byte {
				return bytes.Replace(raw, []byte("\ngpgsig "), []byte("\nencoding UTF-7\ngpgsig "), 1)
			}))
		}, "E_OBJ_FORM"},
		{"another ledger's entry", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", bend(func(d *ledger.Draft) { d.Trailers.Ledger = ledger.DigestOf([]byte("x")) }))
		}, "E_LEDGER"},
		{"another branch", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", bend(func(d *ledger.Draft) { d.Trailers.Ref = "refs/heads/dev" }))
		}, "E_REF"},
		{"a number skipped", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", bend(func(d *ledger.Draft) { d.Trailers.Entry += 5 }))
		}, "E_SEQ"},
		{"another entry before", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", bend(func(d *ledger.Draft) { d.Trailers.Previous = ledger.DigestOf([]byte("x")) }))
		}, "E_CHAIN"},
		{"an entry dropped from the middle", "approve", func(s *story) {
			s.tip = s.parent(s.tip)
			s.files[s.path] = cutLast(s.files[s.path])
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
		}, "E_CHAIN E_SEQ"},
		{"requester approves a customer's ask", "request", func(s *story) {
			p := s.request(2, "contract", "zhang.wei")
			s.step(p, approve, "zhang.wei", "ops_lead")
		}, "E_SOD"},
		{"a step from the wrong state", "approve", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead")
		}, "E_STATE"},
		{"a decision without its criteria", "request", func(s *story) {
			s.step(s.path, procedure.Act{Step: "approve"}, "zhang.wei", "ops_lead")
		}, "E_TRANSITION"},
		{"trailer says approve, record says reject", "request", func(s *story) {
			s.step(s.path, procedure.Act{Step: "reject", Reason: "不"}, "zhang.wei", "ops_lead", func(e *write) { e.action = "approve" })
		}, "E_TRANSITION"},
		{"a step that the procedure does not have", "request", func(s *story) {
			s.step(s.path, procedure.Act{Step: "bless"}, "zhang.wei", "ops_lead")
		}, "E_TRANSITION"},
		{"a pass without a meeting", "propose", func(s *story) {
			s.step(s.path, procedure.Act{Step: "pass", Meeting: "MTG-2026-0001"}, "li.na", "market_manager")
		}, "E_TRANSITION"},
		{"words changed by an approval", "request", func(s *story) {
			data := bytes.Replace(s.grown(s.path, s.event(approve, "zhang.wei", "ops_lead")), []byte("需求"), []byte("要求"), 1)
			s.commit(write{action: "approve", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: data}})
		}, "E_HISTORY"},
		{"history edited in place", "approve", func(s *story) {
			data := bytes.Replace(s.files[s.path], []byte("合同需要"), []byte("合同不需"), 1)
			s.commit(write{action: "note", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: data}})
		}, "E_HISTORY"},
		{"two steps at once", "request", func(s *story) {
			s.files[s.path] = s.grown(s.path, s.event(procedure.Act{Step: "note", Text: "x"}, "zhang.wei", "ops_lead"))
			s.step(s.path, approve, "zhang.wei", "ops_lead")
		}, "E_HISTORY"},
		{"another time in the record", "request", func(s *story) {
			e := s.event(approve, "zhang.wei", "ops_lead")
			e.At = "2026-03-01T00:00:00+08:00"
			s.commit(write{action: "approve", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: s.grown(s.path, e)}})
		}, "E_TIME"},
		{"another person in the record", "request", func(s *story) {
			e := s.event(approve, "zhang.wei", "ops_lead")
			e.By = "li.na"
			s.commit(write{action: "approve", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: s.grown(s.path, e)}})
		}, "E_ACTOR E_ROLE"},
		{"a number reused", "request", func(s *story) {
			data := bytes.Replace(s.files[s.path], []byte("SLR-2026-0001"), []byte("SLR-2026-0003"), 1)
			data = bytes.Replace(data, []byte("entry: 1"), []byte("entry: 2"), 1)
			data = bytes.Replace(data, []byte("T11:00"), []byte("T12:00"), 1)
			s.commit(write{action: "request", person: "wang.fang", role: "sales", files: map[string][]byte{"requests/2026/SLR-2026-0003.yaml": data}})
		}, "E_ID"},
		{"a record deleted", "request", func(s *story) {
			s.bare(map[string][]byte{s.path: nil})
		}, "E_DELETE E_UNSIGNED"},
		{"an unknown file in the ledger", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.files["requests/2026/readme.txt"] = []byte("x\n") })
		}, "E_PATH"},
		{"a stray draft in an entry", "request", func(s *story) {
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.files["services/svc-x.yaml"] = []byte("x\n") })
		}, "E_SCOPE"},
		{"duplicate keys", "request", func(s *story) {
			data := append(s.grown(s.path, s.event(approve, "zhang.wei", "ops_lead")), "    reason: a\n    reason: b\n"...)
			s.commit(write{action: "approve", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: data}})
		}, "E_YAML"},
		{"an unknown key", "request", func(s *story) {
			data := append(s.grown(s.path, s.event(approve, "zhang.wei", "ops_lead")), "    blessed: true\n"...)
			s.commit(write{action: "approve", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{s.path: data}})
		}, "E_SCHEMA"},
		{"bytes that are not those proposed", "approve", func(s *story) {
			s.propose(s.path, s.design, service("svc-a", "别的"))
		}, "E_DIGEST"},
		{"a proposal that leaves another requirement behind", "propose", func(s *story) {
			p := s.request(2, procedure.SourceInternal, "wang.fang")
			s.approve(p)
			other := service("svc-a", "乙")
			s.propose(p, designOf("svc-a", other, ""), other)
		}, "E_DIGEST"},
		{"a meeting on an older proposal", "propose", func(s *story) {
			m, where := s.world.meeting(1, s.path, s.entry-1, s.design)
			s.review(m, where, s.path)
		}, "E_REVIEW_STALE"},
		{"a meeting without quorum", "propose", func(s *story) {
			m, where := s.world.meeting(1, s.path, s.entry, s.design)
			m.Attendees = m.Attendees[1:]
			m.Chair = "li.na"
			s.review(m, where, s.path)
		}, "E_THRESHOLD"},
		{"a meeting without the market manager's vote", "propose", func(s *story) {
			m, where := s.world.meeting(1, s.path, s.entry, s.design)
			m.Attendees[1].Vote = ""
			s.review(m, where, s.path)
		}, "E_THRESHOLD"},
		{"a publication without a review", "propose", func(s *story) {
			m := s.manifest(s.design, s.path, "meetings/2026/MTG-2026-0001.yaml")
			s.publish(m, s.path)
		}, "E_DIGEST E_STATE E_TAG_ORPHAN E_VERSION"},
		{"the recorder publishes", "propose", func(s *story) {
			m, where := s.world.meeting(1, s.path, s.entry, s.design)
			m.Recorder, s.meeting = "zhang.wei", where
			data, _ := document.Encode(m)
			e := s.event(procedure.Act{Step: "pass", Meeting: m.ID}, "zhang.wei", "ops_lead")
			s.commit(write{action: "review", person: "zhang.wei", role: "ops_lead", files: map[string][]byte{where: data, s.path: s.grown(s.path, e)}})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_SOD E_TAG_ORPHAN"},
		{"a draft edited after the review", "review", func(s *story) {
			s.drafts(map[string][]byte{"services/svc-a.yaml": service("svc-a", "改了")})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_TAG_ORPHAN"},
		{"a service that no manifest lists", "review", func(s *story) {
			s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_TAG_ORPHAN"},
		{"a version that skips", "review", func(s *story) {
			m := s.manifest(s.design, s.path, s.meeting)
			m.Version, m.Services[0].Since = catalogue.Version{Major: 2}, catalogue.Version{Major: 2}
			s.publish(m, s.path)
		}, "E_TAG_ORPHAN E_VERSION"},
		{"an amendment by the market manager", "request", func(s *story) {
			s.amend("li.na", "market_manager", func(p []byte) []byte { return p })
		}, "E_PROCEDURE_AUTH"},
		{"an amendment with another number", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte { return bytes.Replace(p, []byte("version: 2"), []byte("version: 7"), 1) })
		}, "E_PROCEDURE_VERSION"},
		{"a lock-out", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				return bytes.Replace(p, []byte("- market_manager\n    keys"), []byte("- sales\n    keys"), 1)
			})
		}, "E_PROCEDURE_LOCKOUT"},
		{"an entry that grants a right and uses it", "request", func(s *story) {
			text := bytes.Replace(s.files["procedure.yaml"], []byte("version: 1"), []byte("version: 2"), 1)
			s.step(s.path, approve, "zhang.wei", "ops_lead", func(e *write) { e.files["procedure.yaml"] = text })
		}, "E_SCOPE"},
		{"one key for two people", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				return bytes.Replace(p, []byte(signerOf(s.t, "wang.fang").Key().String()), []byte(signerOf(s.t, "li.na").Key().String()), 1)
			})
		}, "E_KEY_DUP"},
		{"an evil merge", "approve", func(s *story) {
			other := s.drafts(map[string][]byte{"services/svc-b.yaml": service("svc-b", "乙")})
			base := s.parent(other)
			evil := s.bare(map[string][]byte{s.path: append(slices.Clone(s.files[s.path]), "  - step: note\n"...)})
			s.merge(s.treeOf(evil), base, other)
		}, "E_MERGE"},
		{"a merge that drops entries", "approve", func(s *story) {
			newest := s.tip
			older := s.parent(newest)
			branch := older
			s.merge(s.treeOf(older), branch, newest)
		}, "E_MERGE"},
		{"a lightweight tag", "publish", func(s *story) {
			s.tags[0].Object = s.tip
		}, "E_TAG_UNSIGNED"},
		{"a tag by another role", "publish", func(s *story) {
			s.tag(s.manifest(s.design, s.path, s.meeting), "li.na", func(*ledger.Tag) {})
		}, "E_ROLE"},
		{"a tag on another commit", "publish", func(s *story) {
			at := s.parent(s.tip)
			s.tag(s.manifest(s.design, s.path, s.meeting), "zhang.wei", func(t *ledger.Tag) { t.Commit = at })
		}, "E_TAG_TARGET"},
		{"a tag of another entry", "publish", func(s *story) {
			s.tag(s.manifest(s.design, s.path, s.meeting), "zhang.wei", func(t *ledger.Tag) { t.Entry-- })
		}, "E_TAG_MOVED"},
		{"no tag at all", "publish", func(s *story) { s.tags = nil }, "E_TAGS_ABSENT"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := upTo(t, a.stage)
			a.do(s)
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %s, want %s\n%v", got, a.want, r.Violations)
			}
		})
	}
}

func rawly(f func([]byte) []byte) func(*write) { return func(e *write) { e.raw = f } }

func bend(f func(*ledger.Draft)) func(*write) { return func(e *write) { e.bend = f } }

// unsigned is a commit without its signature.
func unsigned(raw []byte) []byte {
	head, rest, _ := bytes.Cut(raw, []byte("\ngpgsig "))
	_, message, _ := bytes.Cut(rest, []byte("\n\n"))
	return slices.Concat(head, []byte("\n\n"), message)
}

// cutLast is a record without its last step.
func cutLast(data []byte) []byte { return data[:bytes.LastIndex(data, []byte("  - step: "))] }

func (s *story) parent(id ledger.ID) ledger.ID {
	s.t.Helper()
	_, parents, err := ledger.NewReader(s.store).Links(id)
	s.must(err)
	return parents[0]
}

// bare makes an ordinary unsigned commit, of whatever files.
func (s *story) bare(files map[string][]byte) ledger.ID { return s.drafts(files) }

// amend puts another procedure in force.
func (s *story) amend(person, role string, edit func([]byte) []byte) {
	s.t.Helper()
	var now procedure.Procedure
	s.must(records.Decode("procedure.yaml", s.files["procedure.yaml"], &now))
	text, err := document.Set(s.files["procedure.yaml"], []string{"version"}, now.Version+1)
	s.must(err)
	s.commit(write{action: "amend", person: person, role: role, files: map[string][]byte{"procedure.yaml": edit(text)}})
}
