package catalogue

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/service-catalogue/sc/pkg/finding"
)

// on is an entry in the file named after it, with one thing changed.
func on(id ServiceID, change func(*Entry)) Located {
	l := Located{
		File:   "services/" + string(id) + ".yaml",
		Entry:  Entry{ID: id, Lifecycle: Active},
		Places: func(pointer string) finding.Place { return finding.Place{Line: len(pointer), Column: 1} },
	}
	if change != nil {
		change(&l.Entry)
	}
	return l
}

func needs(ids ...ServiceID) func(*Entry) {
	return func(e *Entry) { e.DependsOn = ids }
}

func TestCheck(t *testing.T) {
	misnamed := on("svc-a", nil)
	misnamed.File = "services/svc-b.yaml"
	upper := on("SVC-A", nil)
	placeless := on("svc-a", needs("svc-x"))
	placeless.Places = nil
	retired := on("svc-old", func(e *Entry) { e.Lifecycle, e.ReplacedBy = Retired, "svc-a" })
	for _, c := range []struct {
		name    string
		entries []Located
		want    []string
	}{
		{"nothing", nil, nil},
		{"all is well", []Located{on("svc-a", nil), on("svc-b", needs("svc-a")), retired}, nil},
		{"no id", []Located{{File: "services/x.yaml"}, {File: "services/y.yaml"}}, nil},
		{"file name", []Located{misnamed}, []string{
			"services/svc-b.yaml:3 error catalogue/id-file /id: the id is svc-a but the file is named svc-b.yaml [name the file svc-a.yaml; an id, once published, never changes]",
		}},
		{"one id twice", []Located{on("svc-a", nil), misnamed}, []string{
			"services/svc-b.yaml:3 error catalogue/duplicate-id /id: another entry has the id svc-a already",
			"services/svc-b.yaml:3 error catalogue/id-file /id: the id is svc-a but the file is named svc-b.yaml [name the file svc-a.yaml; an id, once published, never changes]",
		}},
		{"letter case", []Located{on("svc-a", nil), upper}, []string{
			"services/svc-a.yaml:3 error catalogue/duplicate-id /id: another entry has the id SVC-A already",
		}},
		{"unknown, nearly known", []Located{on("svc-network", nil), on("svc-b", needs("svc-netwrok"))}, []string{
			"services/svc-b.yaml:13 error catalogue/unknown-service /depends_on/0: there is no service svc-netwrok [did you mean svc-network?]",
		}},
		{"unknown, no place", []Located{placeless}, []string{
			"services/svc-a.yaml:0 error catalogue/unknown-service /depends_on/0: there is no service svc-x [did you mean svc-a?]",
		}},
		{"a circle of one", []Located{on("svc-a", needs("svc-a"))}, []string{
			"services/svc-a.yaml:13 error catalogue/dependency-cycle /depends_on/0: services depend on each other in a circle: svc-a → svc-a [remove one of the dependencies]",
		}},
		{"a circle of three and a way in", []Located{
			on("svc-aa", needs("svc-c")), on("svc-b", needs("svc-x", "svc-d")), on("svc-c", needs("svc-b")), on("svc-d", needs("svc-c")), on("svc-x", nil),
		}, []string{
			"services/svc-b.yaml:13 error catalogue/dependency-cycle /depends_on/1: services depend on each other in a circle: svc-b → svc-d → svc-c → svc-b [remove one of the dependencies]",
		}},
		{"two circles", []Located{on("svc-a", needs("svc-b", "svc-c")), on("svc-b", needs("svc-a")), on("svc-c", needs("svc-a", "svc-a"))}, []string{
			"services/svc-a.yaml:13 error catalogue/dependency-cycle /depends_on/0: services depend on each other in a circle: svc-a → svc-b → svc-a [remove one of the dependencies]",
			"services/svc-a.yaml:13 error catalogue/dependency-cycle /depends_on/1: services depend on each other in a circle: svc-a → svc-c → svc-a [remove one of the dependencies]",
		}},
		{"needs a retired one", []Located{on("svc-a", nil), on("svc-b", needs("svc-old")), retired}, []string{
			"services/svc-b.yaml:13 error catalogue/retired-service /depends_on/0: svc-old is retired; nothing can depend on it [svc-a replaces it]",
		}},
		{"replaced by a retired one", []Located{on("svc-a", nil), on("svc-b", func(e *Entry) { e.Lifecycle, e.ReplacedBy = Deprecated, "svc-old" }), retired}, []string{
			"services/svc-b.yaml:12 error catalogue/retired-service /replaced_by: svc-old is retired; it cannot replace anything [svc-a replaces it]",
		}},
		{"history of retired ones", []Located{on("svc-a", nil), retired, on("svc-older", func(e *Entry) {
			e.Lifecycle, e.ReplacedBy, e.DependsOn = Retired, "svc-old", List[ServiceID]{"svc-old"}
		})}, nil},
		{"replaced by an unknown one", []Located{on("svc-a", func(e *Entry) { e.ReplacedBy = "svc-zzzzzz" })}, []string{
			"services/svc-a.yaml:12 error catalogue/unknown-service /replaced_by: there is no service svc-zzzzzz",
		}},
		{"replaced by itself", []Located{on("svc-a", func(e *Entry) { e.ReplacedBy = "svc-a" })}, []string{
			"services/svc-a.yaml:12 error catalogue/replaced-by-self /replaced_by: svc-a cannot replace itself",
		}},
		{"deprecated, and then?", []Located{on("svc-a", func(e *Entry) { e.Lifecycle = Deprecated })}, []string{
			"services/svc-a.yaml:10 warning catalogue/deprecated-open /lifecycle: the service is deprecated, but neither what replaces it nor when it ends is said [add replaced_by or sunset_on]",
		}},
		{"deprecated with an end", []Located{on("svc-a", func(e *Entry) { e.Lifecycle, e.SunsetOn = Deprecated, "2026-06-30" })}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range Check(c.entries) {
				line := fmt.Sprintf("%s:%d %s %s %s: %s", f.File, f.Start.Line, f.Severity, f.Rule, f.Pointer, f.Message)
				if !f.Hint.IsZero() {
					line += " [" + f.Hint.String() + "]"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDuplicatePointsToTheFirst(t *testing.T) {
	second := on("svc-a", nil)
	second.File = "services/z/svc-a.yaml"
	got := Check([]Located{second, on("svc-a", nil)})
	if len(got) != 1 || got[0].File != second.File || got[0].Related[0].File != "services/svc-a.yaml" {
		t.Errorf("got %+v", got)
	}
}
