package audit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

const fileOf = "requests/2026/files/SLR-2026-0001/"

// attach is a note that brings a file.
func (s *story) attach(name string, data []byte) {
	s.t.Helper()
	path := fileOf + name
	act := procedure.Act{Step: "note", Text: "见附件", Attachments: []procedure.Attachment{{Path: path, SHA256: catalogue.DigestOf(data)}}}
	s.step(s.path, act, "li.na", "market_manager", func(e *write) { e.files[path] = data })
}

// mode is a draft that gives a service another mode.
func (s *story) mode(name string, mode ledger.Mode) {
	s.t.Helper()
	r := ledger.NewReader(s.store)
	top := s.treeOf(s.tip)
	rootAt, err := r.Find(top, root)
	s.must(err)
	services, err := r.Find(top, root+"/services")
	s.must(err)
	put := func(tree ledger.ID, name string, n ledger.Node) ledger.ID {
		nodes, err := r.Tree(tree)
		s.must(err)
		var raw bytes.Buffer
		for _, o := range nodes {
			if o.Name == name {
				o = n
			}
			raw.WriteString(o.Mode.String() + " " + o.Name + "\x00")
			raw.Write(o.ID[:])
		}
		id, err := s.store.Put("tree", raw.Bytes())
		s.must(err)
		return id
	}
	file, err := r.Find(services.ID, name)
	s.must(err)
	services.ID = put(services.ID, name, ledger.Node{Name: name, Mode: mode, ID: file.ID})
	rootAt.ID = put(rootAt.ID, "services", services)
	s.merge(put(top, root, rootAt), s.tip)
}

// Each row bends bytes that no step of the procedure is about: attached files, what
// stands behind a history, what lies beside the services.
func TestTampering(t *testing.T) {
	t.Parallel()
	for _, a := range []struct {
		name, stage string
		do          func(*story)
		want        string
	}{
		{"good attachment", "request", func(s *story) { s.attach("a.txt", []byte("a\n")) }, ""},
		{"attachment replaced by a bare entry", "request", func(s *story) {
			s.attach("a.txt", []byte("a\n"))
			s.commit(write{action: "note", person: "wang.fang", role: "sales", files: map[string][]byte{fileOf + "a.txt": []byte("b\n")}})
		}, "E_SCOPE"},
		{"attachment of another rides along", "request", func(s *story) {
			s.attach("a.txt", []byte("a\n"))
			p := s.request(2, procedure.SourceInternal, "wang.fang")
			s.step(p, procedure.Act{Step: "note", Text: "x"}, "wang.fang", "sales", func(e *write) { e.files[fileOf+"a.txt"] = []byte("b\n") })
		}, "E_SCOPE"},
		{"an attachment's twin", "request", func(s *story) {
			s.attach("a.txt", []byte("a\n"))
			s.attach("A.txt", []byte("b\n"))
		}, "E_PATH"},
		{"an attachment's unicode twin", "request", func(s *story) {
			s.attach("\u00e9.txt", []byte("a\n"))
			s.attach("e\u0301.txt", []byte("b\n"))
		}, "E_PATH"},
		{"first step names a file that is not there", "request", func(s *story) {
			id := "SLR-2026-0002"
			data := bytes.Replace(s.files[s.path], []byte("SLR-2026-0001"), []byte(id), 1)
			data = bytes.Replace(data, []byte("entry: 1"), []byte("entry: 2"), 1)
			data = bytes.Replace(data, []byte("T11:00"), []byte("T12:00"), 1)
			data = append(data, ("    attachments:\n      - path: requests/2026/files/SLR-2026-0002/x.pdf\n        sha256: " + string(catalogue.DigestOf(nil)) + "\n")...)
			s.commit(write{action: "request", person: "wang.fang", role: "sales", files: map[string][]byte{records.Requests().Path(id): data}})
		}, "E_SCOPE"},
		{"a field after the history", "request", func(s *story) {
			data := s.grown(s.path, s.event(procedure.Act{Step: "note", Text: "x"}, "wang.fang", "sales"))
			data = append(data, "words: 别的\npriority: urgent\n"...)
			s.commit(write{action: "note", person: "wang.fang", role: "sales", files: map[string][]byte{s.path: data}})
		}, "E_HISTORY"},
		{"history not last at first", "request", func(s *story) {
			id := "SLR-2026-0002"
			data := bytes.Replace(s.files[s.path], []byte("SLR-2026-0001"), []byte(id), 1)
			data = bytes.Replace(data, []byte("entry: 1"), []byte("entry: 2"), 1)
			data = bytes.Replace(data, []byte("T11:00"), []byte("T12:00"), 1)
			data = append(data, "words: 别的\n"...)
			s.commit(write{action: "request", person: "wang.fang", role: "sales", files: map[string][]byte{records.Requests().Path(id): data}})
		}, "E_HISTORY"},
		{"text behind the step", "request", func(s *story) {
			data := s.grown(s.path, s.event(procedure.Act{Step: "note", Text: "x"}, "wang.fang", "sales"))
			data = append(data, "# approved by zhang.wei\n"...)
			s.commit(write{action: "note", person: "wang.fang", role: "sales", files: map[string][]byte{s.path: data}})
		}, "E_HISTORY"},
		{"an executable service in a version", "review", func(s *story) {
			s.drafts(map[string][]byte{"services/svc-z.yaml": service("svc-z", "坏")})
			s.mode("svc-z.yaml", 0o100755)
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_TAG_ORPHAN"},
		{"a service that is too big in a version", "review", func(s *story) {
			s.drafts(map[string][]byte{"services/svc-z.yaml": make([]byte, ledger.MaxFile+1)})
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_TAG_ORPHAN"},
		{"a linked service in a version", "review", func(s *story) {
			s.drafts(map[string][]byte{"services/svc-z.yaml": []byte("../x")})
			s.mode("svc-z.yaml", 0o120000)
			s.publish(s.manifest(s.design, s.path, s.meeting), s.path)
		}, "E_DIGEST E_TAG_ORPHAN"},
		{"a branch that no entry can name", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte { return bytes.Replace(p, []byte("branch: main"), []byte("branch: a..b"), 1) })
		}, "E_PROCEDURE_LOCKOUT"},
		{"a name that no header can hold", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte { return bytes.Replace(p, []byte("name: 张伟"), []byte("name: 张伟 <x>"), 1) })
		}, "E_PROCEDURE_LOCKOUT"},
		{"nobody approves: a row around it", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				return bytes.Replace(p, []byte("  - name: reject"), []byte("  - name: bless\n    from: [submitted]\n    to: approved\n    by: [sales]\n  - name: reject"), 1)
			})
			s.step(s.path, procedure.Act{Step: "bless"}, "wang.fang", "sales")
			s.propose(s.path, s.design, s.draft)
		}, "E_STATE"},
		{"an approval kept over a way back to submitted", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				return bytes.Replace(p, []byte("  - name: reject"), []byte("  - name: reopen\n    from: [approved]\n    to: submitted\n    by: [sales]\n  - name: bless\n    from: [submitted]\n    to: approved\n    by: [sales]\n  - name: reject"), 1)
			})
			s.approve(s.path)
			s.step(s.path, procedure.Act{Step: "reopen"}, "wang.fang", "sales")
			s.step(s.path, procedure.Act{Step: "bless"}, "wang.fang", "sales")
			s.propose(s.path, s.design, s.draft)
		}, "E_STATE"},
		{"key retired then used", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				return bytes.Replace(p, []byte(signerOf(s.t, "wang.fang").Key().String()), []byte(signerOf(s.t, "new").Key().String()), 1)
			})
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "wang.fang", "sales")
		}, "E_KEY_RETIRED"},
		{"wang takes li's key after she drops it", "request", func(s *story) {
			s.amend("zhang.wei", "ops_lead", func(p []byte) []byte {
				p = bytes.Replace(p, []byte(signerOf(s.t, "li.na").Key().String()), []byte(signerOf(s.t, "new").Key().String()), 1)
				return bytes.Replace(p, []byte(signerOf(s.t, "wang.fang").Key().String()), []byte(signerOf(s.t, "li.na").Key().String()), 1)
			})
		}, "E_KEY_DUP"},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := upTo(t, a.stage)
			a.do(s)
			r := s.verify()
			if got := strings.Join(codes(r), " "); got != a.want {
				t.Errorf("got %q, want %q\n%v", got, a.want, r.Violations)
			}
		})
	}
}
