package audit

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// What no trailer tells, the violation does: which files it is about.
func TestViolationsNameFiles(t *testing.T) {
	t.Parallel()
	const other = "requests/2026/SLR-2026-0009.yaml"
	for _, c := range []struct {
		name, code string
		do         func(*story)
		want       []string
	}{
		{"unsigned", "E_UNSIGNED", func(s *story) { s.bare(map[string][]byte{s.path: []byte("x\n"), other: []byte("y\n")}) }, []string{"requests/2026/SLR-2026-0001.yaml", other}},
		{"unsigned, with a draft", "E_UNSIGNED", func(s *story) {
			s.bare(map[string][]byte{s.path: []byte("x\n"), "services/svc-z.yaml": []byte("y\n")})
		}, []string{"requests/2026/SLR-2026-0001.yaml"}},
		{"signed, without trailers", "E_TRAILER", func(s *story) {
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager", func(e *write) {
				e.raw = func(raw []byte) []byte {
					head, _, _ := strings.Cut(string(raw), "\nSC-")
					return []byte(head)
				}
			})
		}, []string{"requests/2026/SLR-2026-0001.yaml"}},
		{"a merge that edits", "E_MERGE", func(s *story) {
			before := s.tip
			side := s.drafts(map[string][]byte{"services/svc-z.yaml": []byte("y\n")})
			bent := s.treeOf(s.bare(map[string][]byte{other: []byte("y\n")}))
			s.merge(bent, before, side)
		}, []string{other}},
		{"a merge that drops", "E_MERGE", func(s *story) {
			s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager")
			newer := s.tip
			older := s.parent(newer)
			s.merge(s.treeOf(older), older, newer)
		}, []string{"requests/2026/SLR-2026-0001.yaml"}},
	} {
		s := upTo(t, "request")
		c.do(s)
		r, err := Verify(t.Context(), s.subject(stage{tip: s.tip}))
		s.must(err)
		i := slices.IndexFunc(r.Violations, func(v Violation) bool { return v.Code == c.code })
		if i < 0 {
			t.Errorf("%s: got %v, want %s", c.name, r.Violations, c.code)
			continue
		}
		if v := r.Violations[i]; !slices.Equal(append([]string{v.Path}, v.More...), c.want) {
			t.Errorf("%s: got %q and %q, want %q", c.name, v.Path, v.More, c.want)
		}
	}
}

func TestACommitWithoutTrailersWasNotMadeBySc(t *testing.T) {
	t.Parallel()
	s := upTo(t, "request")
	s.step(s.path, procedure.Act{Step: "note", Text: "x"}, "li.na", "market_manager", func(e *write) {
		e.raw = func(raw []byte) []byte {
			head, _, _ := strings.Cut(string(raw), "\nSC-")
			return []byte(head)
		}
	})
	r, err := Verify(t.Context(), s.subject(stage{tip: s.tip}))
	s.must(err)
	if said := r.Violations[0].Message.String(); !strings.Contains(said, "carries no trailers") || !strings.Contains(said, "sc repair") {
		t.Errorf("got %q", said)
	}
}
