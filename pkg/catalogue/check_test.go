package catalogue

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/service-catalogue/sc/pkg/finding"
)

// on is an entry in the file named after it, with one thing changed.
func on(id ServiceID, change func(*Entry)) Located {
	l := Located{
		File:   "services/" + string(id) + ".yaml",
		Entry:  complete(id),
		Places: func(pointer string) finding.Place { return finding.Place{Line: len(pointer), Column: 1} },
	}
	if change != nil {
		change(&l.Entry)
	}
	return l
}

// complete is an entry that no rule finds fault with.
func complete(id ServiceID) Entry {
	text := Text{Plain: "数据库每月巡检1次"}
	return Entry{
		ID: id, Name: text, Summary: text, Objective: text, Audience: text,
		Content: List[Text]{text}, Frequency: &Frequency{}, Hours: &Hours{},
		Delivery: List[Delivery]{"remote"}, Deliverables: List[Deliverable]{{Name: text}},
		Levels: List[Level]{{Metric: "availability", Op: ">=", Value: 99.9, Unit: "percent", Window: "month"}},
		Owner:  "ops_lead", Lifecycle: Active,
	}
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
			"services/svc-b.yaml:3 error catalogue/id-file /id: the id is svc-a but the file is named svc-b.yaml [an id, once published, never changes: write svc-b here, or give the file the name that it had]",
		}},
		{"one id twice", []Located{on("svc-a", nil), misnamed}, []string{
			"services/svc-b.yaml:3 error catalogue/id-file /id: the id is svc-a but the file is named svc-b.yaml [that is the id of another entry; give this one an id of its own: svc-b]",
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
		{"replaced in a circle", []Located{
			on("svc-a", func(e *Entry) { e.Lifecycle, e.ReplacedBy = Deprecated, "svc-b" }),
			on("svc-b", func(e *Entry) { e.Lifecycle, e.ReplacedBy = Deprecated, "svc-a" }),
		}, []string{
			"services/svc-a.yaml:12 error catalogue/replacement-cycle /replaced_by: services replace each other in a circle: svc-a → svc-b → svc-a [leave replaced_by out of the one that stays]",
		}},
		{"a name that no entry could be read under", []Located{{File: "services/svc-broken.yaml"}, on("svc-a", needs("svc-broken"))}, nil},
		{"lacks what is published", []Located{on("svc-a", func(e *Entry) { e.Summary, e.Content, e.Levels, e.Objective = Text{}, nil, nil, Text{} })}, []string{
			"services/svc-a.yaml:0 warning catalogue/publishable : to be published it still needs summary, objective, content, levels (§5.3) [add to the file: summary, objective, content, levels]",
		}},
		{"no levels", []Located{on("svc-a", func(e *Entry) { e.Levels = nil })}, []string{
			"services/svc-a.yaml:10 warning catalogue/unmeasured /objective: nothing measures the objective: there are no levels (§5.3) [add levels: what is measured, and the value it must reach]",
		}},
		{"levels that cannot be missed", []Located{on("svc-a", func(e *Entry) {
			e.Levels = List[Level]{
				{Metric: "availability", Op: ">=", Value: 0, Unit: "percent"},
				{Metric: "completion_rate", Op: "<=", Value: 100, Unit: "percent"},
				{Metric: "onsite_time", Op: "<=", Value: 100, Unit: "hour"},
				{Metric: "backup_success_rate", Op: ">=", Value: 100, Unit: "percent"},
			}
		})}, []string{
			"services/svc-a.yaml:9 warning catalogue/idle-level /levels/1: whatever happens keeps this level: <= 100 percent [give a value that can be missed]",
			"services/svc-a.yaml:9 warning catalogue/idle-level /levels/0: whatever happens keeps this level: >= 0 percent [give a value that can be missed]",
		}},
		{"a vague objective", []Located{on("svc-a", func(e *Entry) {
			e.Objective = Text{ZH: "及时率达到95%；尽快恢复", EN: "Timely answers, restored as soon as possible"}
		})}, []string{
			"services/svc-a.yaml:13 warning catalogue/vague /objective/en: objective says \"Timely\", which nobody can measure [say what is measured and the value it must reach, such as “within 4 hours” or “at least once a month”]",
			"services/svc-a.yaml:13 warning catalogue/vague /objective/en: objective says \"as soon as possible\", which nobody can measure [say what is measured and the value it must reach, such as “within 4 hours” or “at least once a month”]",
			"services/svc-a.yaml:13 warning catalogue/vague /objective/zh: objective says \"尽快\", which nobody can measure [say what is measured and the value it must reach, such as “within 4 hours” or “at least once a month”]",
		}},
		{"a retired one is left alone", []Located{on("svc-a", func(e *Entry) { e.Lifecycle, e.Objective = Retired, Text{Plain: "尽快"} })}, nil},
		{"deprecated with an end", []Located{on("svc-a", func(e *Entry) { e.Lifecycle, e.SunsetOn = Deprecated, "2026-06-30" })}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(toldFindings(judged(c.entries, Staff{})), c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// toldFindings are findings, a line each.
func toldFindings(found []finding.Finding) []string {
	var lines []string
	for _, f := range found {
		line := fmt.Sprintf("%s:%d %s %s %s: %s", f.File, f.Start.Line, f.Severity, f.Rule, f.Pointer, f.Message)
		if !f.Hint.IsZero() {
			line += " [" + f.Hint.String() + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestOwner(t *testing.T) {
	staff := Staff{
		Roles: []string{"ops_lead", "market_manager"}, Groups: []string{"maintenance"},
		People: []string{"zhang.wei", "li.na", "wang.fang"}, Left: []string{"wang.fang"},
	}
	for owner, want := range map[string][]string{
		"":          nil,
		"ops_lead":  nil,
		"zhang.wei": nil,
		"ops_laed": {
			"services/svc-a.yaml:6 error catalogue/owner /owner: the procedure has no role or person ops_laed [did you mean ops_lead?]",
		},
		"nobody.at.all": {
			"services/svc-a.yaml:6 error catalogue/owner /owner: the procedure has no role or person nobody.at.all [\"sc list people\" shows who holds which role]",
		},
		"maintenance": {
			"services/svc-a.yaml:6 error catalogue/owner /owner: maintenance is a group of roles; one role or person answers for a service [name one of its roles, or a person]",
		},
		"wang.fang": {
			"services/svc-a.yaml:6 warning catalogue/owner-left /owner: wang.fang holds no role any more, but answers for this service [name another person, or a role]",
		},
	} {
		entries := []Located{on("svc-a", func(e *Entry) { e.Owner = owner })}
		if diff := cmp.Diff(toldFindings(judged(entries, staff)), want); diff != "" {
			t.Errorf("owner %q: %s", owner, diff)
		}
		if got := judged(entries, Staff{}); got != nil {
			t.Errorf("owner %q without a procedure: got %v", owner, toldFindings(got))
		}
	}
	retired := []Located{on("svc-a", func(e *Entry) { e.Lifecycle, e.Owner = Retired, "wang.fang" })}
	if got := judged(retired, staff); got != nil {
		t.Errorf("a retired service: got %v", toldFindings(got))
	}
}

// A chain as long as the catalogue, closed to one circle, and as many references to
// services that are not there: neither depth nor number is a danger.
func TestLongChain(t *testing.T) {
	const n = 10_000
	id := func(i int) ServiceID { return ServiceID(fmt.Sprintf("svc-chain-%05d", i%n)) }
	entries := make([]Located, n)
	for i := range entries {
		entries[i] = on(id(i), needs(id(i+1)))
	}
	got := toldFindings(judged(entries, Staff{}))
	want := []string{
		"services/svc-chain-00000.yaml:13 error catalogue/dependency-cycle /depends_on/0: services depend on each other in a circle: " +
			"svc-chain-00000 → svc-chain-00001 → svc-chain-00002 → svc-chain-00003 → svc-chain-00004 → svc-chain-00005 → " +
			"svc-chain-00006 → svc-chain-00007 → … → svc-chain-09999 → svc-chain-00000 [remove one of the dependencies]",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkCheck(b *testing.B) {
	const n = 10_000
	entries := make([]Located, n)
	for i := range entries {
		entries[i] = on(ServiceID(fmt.Sprintf("svc-team-%05d", i)), needs(ServiceID(fmt.Sprintf("svc-team-%05d", i/2))))
		entries[i].Places = nil
	}
	entries[0].Entry.DependsOn = nil
	unknown := slices.Clone(entries)
	for i := range 1000 {
		unknown[i].Entry.DependsOn = List[ServiceID]{ServiceID(fmt.Sprintf("svc-taem-%05d", i))}
	}
	for name, all := range map[string][]Located{"sound": entries, "unknown": unknown} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				judged(all, Staff{})
			}
		})
	}
}

func TestDuplicatePointsToTheFirst(t *testing.T) {
	second := on("svc-a", nil)
	second.File = "services/z/svc-a.yaml"
	got := judged([]Located{second, on("svc-a", nil)}, Staff{})
	if len(got) != 1 || got[0].File != second.File || got[0].Related[0].File != "services/svc-a.yaml" {
		t.Errorf("got %+v", got)
	}
}

// judged is all that is wrong with entries, by themselves and against each other.
func judged(entries []Located, staff Staff) []finding.Finding {
	out := Among(entries, staff)
	for _, l := range entries {
		out = append(out, Alone(l)...)
	}
	finding.Sort(out)
	return out
}
