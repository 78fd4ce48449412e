package audit

import (
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// taking reads the versions of a requirement one after the other, as the entries of a
// history bring them.
func taking(r *reader, versions ...string) []*reading {
	var readings []*reading
	var old ledger.ID
	for _, text := range versions {
		e := &reading{}
		c := change{path: "requests/2026/SLR-2026-0001.yaml", place: place{validator.Request, "SLR-2026-0001"}, old: old, data: []byte(text)}
		c.new = ledger.BlobID(c.data)
		e.content(r, &c)
		e.changes = append(e.changes, c)
		readings, old = append(readings, e), c.new
	}
	return readings
}

// Of a requirement that grew by a step only the step is read, and the record is what
// it is when all of it is read.
func TestLongerRequirement(t *testing.T) {
	t.Parallel()
	first := "schema: 1\nid: SLR-2026-0001\ntitle: 一\nsource: internal\nraised_by: li.na\nraised_on: \"2026-03-02\"\nhistory:\n" + step("request", 1, "")
	for name, added := range map[string]string{
		"note":            step("note", 2, "    text: 好\n"),
		"block":           step("note", 2, "    text: |+\n      好\n\n\n"),
		"comment":         step("note", 2, "    # 注\n    text: 好 # 注\n"),
		"value open":      step("note", 2, "    text: \"好\n"),
		"other field":     step("note", 2, "    colour: red\n"),
		"twice":           step("note", 2, "    text: a\n    text: b\n"),
		"alias":           step("note", 2, "    text: *a\n"),
		"bidi":            step("note", 2, "    text: a\u202eb\n"),
		"many files":      step("note", 2, "    attachments:\n"+strings.Repeat("      - path: a\n        sha256: sha256:"+strings.Repeat("0", 64)+"\n", 65)),
		"many others":     step("note", 2, "    alternatives:\n"+others(101)),
		"a hundred":       step("note", 2, "    alternatives:\n"+others(100)),
		"nothing at all":  "  - step: \n",
		"two in one line": step("note", 2, "    text: a\n") + step("note", 3, "    text: b\n"),
	} {
		grown := taking(&reader{schemas: validator.New()}, first, first+added)[1]
		whole := taking(&reader{schemas: validator.New()}, first+added)[0]
		if !reflect.DeepEqual(grown.faults, whole.faults) || !reflect.DeepEqual(grown.changes[0].request, whole.changes[0].request) {
			t.Errorf("%s: got %v %+v, read as a whole %v %+v", name, grown.faults, grown.changes[0].request, whole.faults, whole.changes[0].request)
		}
	}
}

func step(name string, entry int, more string) string {
	return fmt.Sprintf("  - step: %s\n    by: li.na\n    role: sales\n    at: \"2026-03-02T09:00:00+08:00\"\n    entry: %d\n%s", name, entry, more)
}

func others(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      - svc-a%d\n", i)
	}
	return b.String()
}

// What stood before is not read again, be it sound or not; and what is handed out is
// not what is remembered, for who judges marks it.
func TestLongerRequirementIsRemembered(t *testing.T) {
	t.Parallel()
	first := "schema: 1\nid: SLR-2026-0001\ntitle: 一\nsource: internal\nraised_by: li.na\nraised_on: \"2026-03-02\"\nhistory:\n" + step("request", 1, "")
	r := &reader{schemas: validator.New()}
	taking(r, first)[0].changes[0].request.History[0].Void = true
	id := ledger.BlobID([]byte(first))
	known := r.lately.requests[id]
	known.request.Words = "remembered"
	r.lately.requests[id] = known
	e, c := &reading{}, change{path: "x", place: place{validator.Request, "SLR-2026-0001"}, old: id, data: []byte(first + step("note", 2, "    text: a\n"))}
	if e.content(r, &c); c.request.Words != "remembered" || len(c.request.History) != 2 || c.request.History[0].Void {
		t.Errorf("got %+v", c.request)
	}
	known.values = document.MaxBytes
	r.lately.requests[id] = known
	if e.content(r, &c); c.request.Words != "" {
		t.Error("a record of more values than any may have was not read as a whole")
	}

	bad := strings.Replace(first, "source: internal", "source: moon", 1)
	taking(r, bad)
	said := r.lately.refused[ledger.BlobID([]byte(bad))]
	said.Who = "remembered"
	r.lately.refused[ledger.BlobID([]byte(bad))] = said
	e, c = &reading{}, change{path: "x", place: place{validator.Request, "SLR-2026-0001"}, old: ledger.BlobID([]byte(bad)), data: []byte(bad + step("note", 2, ""))}
	if e.content(r, &c); len(e.faults) != 1 || e.faults[0].Code != "E_SCHEMA" || e.faults[0].Who != "remembered" {
		t.Errorf("got %v", e.faults)
	}
}

// One file under very many names is read once; and what is attached is at most as big
// as "sc note" takes it.
func TestAttachedFilesAreReadOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size, names int
		want        string
	}{{100, 60, ""}, {records.MaxAttachment, 1, ""}, {records.MaxAttachment + 1, 1, "E_LIMIT"}} {
		s := upTo(t, "request")
		act := procedure.Act{Step: "note", Text: "x"}
		files, data := map[string][]byte{}, make([]byte, c.size)
		for i := range c.names {
			path := fmt.Sprintf("requests/2026/files/SLR-2026-0001/%02d", i)
			files[path] = data
			act.Attachments = append(act.Attachments, procedure.Attachment{Path: path, SHA256: catalogue.DigestOf(data)})
		}
		s.step(s.path, act, "wang.fang", "sales", func(w *write) {
			for path, data := range files {
				w.files[path] = data
			}
		})
		var reads atomic.Int64
		subject := s.subject(stage{tip: s.tip})
		subject.Readers = func() *ledger.Reader { return ledger.NewReader(counted{s.store, &reads}) }
		report, err := Verify(t.Context(), subject)
		s.must(err)
		got := ""
		for _, v := range report.Violations {
			if !v.Warning() {
				got = v.Code
			}
		}
		if got != c.want {
			t.Errorf("%d bytes: got %s, want %s", c.size, got, c.want)
		}
		if reads.Load() > 60 {
			t.Errorf("it read %d objects", reads.Load())
		}
	}
}
