package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

var (
	v100 = catalogue.Version{Major: 1}
	v110 = catalogue.Version{Major: 1, Minor: 1}
)

// release is a publication with all it is judged by; to be spoilt.
type release struct {
	procedure.Publication
	p     *procedure.Procedure
	m     *procedure.Manifest
	cases map[procedure.RequestID]procedure.Case
}

func service(id, bytes string, change procedure.DesignChange, severity catalogue.Severity, since catalogue.Version) procedure.Published {
	return procedure.Published{ID: catalogue.ServiceID(id), Digest: digest(bytes), Change: change, Severity: severity, Since: since}
}

// second is version 1.1.0: svc-a modified for one request, svc-c added for
// another, svc-b as it was.
func second(t *testing.T) *release {
	previous := &procedure.Manifest{Version: v100, Services: []procedure.Published{
		service("svc-a", "a1", procedure.Add, catalogue.New, v100),
		service("svc-b", "b1", procedure.Add, catalogue.New, v100),
	}}
	m := &procedure.Manifest{
		Version: v110, Previous: v100, PublishedBy: zhang,
		Requests: []procedure.RequestID{slr1, slr2}, Meetings: []procedure.MeetingID{mtg},
		Services: []procedure.Published{
			service("svc-a", "a2", procedure.Modify, catalogue.Improved, v110),
			service("svc-b", "b1", procedure.None, catalogue.Unchanged, v100),
			service("svc-c", "c1", procedure.Add, catalogue.New, v110),
		},
	}
	passed := func(id procedure.RequestID, d procedure.Design) procedure.Case {
		return procedure.Case{ID: id, State: "passed", Design: []procedure.Design{d}, Pass: &procedure.Pass{Meeting: mtg, Recorder: li, Entry: 6}}
	}
	r := &release{p: staffed(t), m: m, cases: map[procedure.RequestID]procedure.Case{
		slr1: passed(slr1, procedure.Design{Service: "svc-a", Change: procedure.Modify, Base: digest("a1"), Digest: digest("a2")}),
		slr2: passed(slr2, procedure.Design{Service: "svc-c", Change: procedure.Add, Base: procedure.NoBase, Digest: digest("c1")}),
	}}
	r.Publication = procedure.Publication{Manifest: m, Previous: previous, Signer: zhang, Tree: m.Digests()}
	r.sum()
	return r
}

// first is version 1.0.0.
func first(t *testing.T) *release {
	r := second(t)
	r.Previous = nil
	r.m.Version, r.m.Previous = v100, catalogue.Version{}
	r.m.Requests = []procedure.RequestID{slr2}
	r.m.Services = []procedure.Published{service("svc-c", "c1", procedure.Add, catalogue.New, v100)}
	r.Tree = r.m.Digests()
	r.sum()
	return r
}

func (r *release) sum() { r.m.Digest = procedure.Sum(r.m.Services) }

func (r *release) judge() []*procedure.Refusal {
	return r.p.JudgePublication(r.Publication, func(id procedure.RequestID) (procedure.Case, bool) {
		c, ok := r.cases[id]
		return c, ok
	})
}

// spoil changes one case.
func (r *release) spoil(id procedure.RequestID, f func(*procedure.Case)) {
	c := r.cases[id]
	c.Design = slices.Clone(c.Design)
	pass := *c.Pass
	c.Pass = &pass
	f(&c)
	r.cases[id] = c
}

func TestPublications(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		of    func(*testing.T) *release
		spoil func(*release)
		want  string
		says  string
	}{
		{"the first", first, func(*release) {}, "", ""},
		{"a later one", second, func(*release) {}, "", ""},
		{"higher than need be", second, func(r *release) {
			r.m.Version = catalogue.Version{Major: 2}
			r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		}, "", ""},
		{"first is not 1.0.0", first, func(r *release) { r.m.Version, r.m.Services[0].Since = v110, v110 }, "E_VERSION", "the first version is 1.0.0"},
		{"first with a version before", first, func(r *release) { r.m.Previous = v100 }, "E_VERSION", "the first version is 1.0.0"},
		{"signed by another", second, func(r *release) { r.m.PublishedBy = li }, "E_ACTOR", "published_by is li.na, but zhang.wei signs"},
		{"skipped", second, func(r *release) {
			r.m.Version = catalogue.Version{Major: 1, Minor: 2}
			r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		}, "E_VERSION", "after 1.0.0, what changed asks for 1.1.0 at least"},
		{"the same again", second, func(r *release) {
			r.m.Version = v100
			r.m.Services[0].Since, r.m.Services[2].Since = v100, v100
		}, "E_VERSION", "at least"},
		{"lower", second, func(r *release) {
			r.m.Version = catalogue.Version{Minor: 9}
			r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		}, "E_VERSION", "at least"},
		{"bump too low", second, func(r *release) {
			r.m.Version = catalogue.Version{Major: 1, Patch: 1}
			r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		}, "E_VERSION", "asks for 1.1.0 at least"},
		{"weakened without a major bump", second, func(r *release) {
			r.m.ChangeRef, r.m.Services[0].Severity = "CR-1", catalogue.Weakened
		}, "E_VERSION", "asks for 2.0.0 at least"},
		{"another version before", second, func(r *release) { r.m.Previous = v110 }, "E_VERSION", "the version before is 1.0.0, not 1.1.0"},
		{"sum wrong", second, func(r *release) { r.m.Digest = digest("x") }, "E_DIGEST", "the manifest says sha256:"},
		{"file not listed", second, func(r *release) { r.Tree["svc-d"] = digest("d") }, "E_DIGEST", "publish svc-d: its bytes are"},
		{"other bytes in the tree", second, func(r *release) { r.Tree["svc-b"] = digest("b9") }, "E_DIGEST", "publish svc-b: its bytes are"},
		{"listed without file", second, func(r *release) { delete(r.Tree, "svc-b") }, "E_DIGEST", "publish svc-b: the manifest lists it, but it has no file"},
		{"listed twice", second, func(r *release) { r.m.Services = slices.Insert(r.m.Services, 1, r.m.Services[1]); r.sum() }, "E_DIGEST E_DIGEST", "each service once, in order"},
		{"out of order", second, func(r *release) { slices.Reverse(r.m.Services) }, "E_DIGEST", "each service once, in order"},
		{"without digest", second, func(r *release) {
			r.m.Services[2].Digest = ""
			r.Tree["svc-c"] = ""
			r.sum()
		}, "E_DIGEST E_DIGEST", "no meeting has passed these bytes"},
		{"changed without a request", second, func(r *release) {
			r.m.Services[1] = service("svc-b", "b2", procedure.Modify, catalogue.Improved, v110)
			r.Tree = r.m.Digests()
			r.sum()
		}, "E_DIGEST", "publish svc-b: it differs from the last version, and no meeting has passed these bytes"},
		{"overtaken base", second, func(r *release) { r.spoil(slr1, func(c *procedure.Case) { c.Design[0].Base = digest("a0") }) }, "E_DIGEST", "publish svc-a: it differs"},
		{"a pass for other bytes", second, func(r *release) { r.spoil(slr1, func(c *procedure.Case) { c.Design[0].Digest = digest("a3") }) }, "E_DIGEST E_DIGEST", "publish svc-a: it differs"},
		{"a pass of a request not listed", second, func(r *release) { r.m.Requests = r.m.Requests[:1] }, "E_DIGEST", "publish svc-c: it differs"},
		{"its design left out", second, func(r *release) {
			r.spoil(slr2, func(c *procedure.Case) {
				c.Design = append(c.Design, procedure.Design{Service: "svc-d", Change: procedure.Add, Base: procedure.NoBase, Digest: digest("d")})
			})
		}, "E_DIGEST", "publish SLR-2026-0002: its design of svc-d is not what the version holds"},
		{"not passed", second, func(r *release) { r.spoil(slr2, func(c *procedure.Case) { c.State = "proposed" }) }, "E_DIGEST", "publish svc-c: it differs"},
		{"unknown request", second, func(r *release) { r.m.Requests = append(r.m.Requests, "SLR-2026-0009") }, "E_ID", "there is no request SLR-2026-0009"},
		{"no request", second, func(r *release) { r.m.Requests, r.m.Meetings = nil, nil }, "E_VERSION E_DIGEST E_DIGEST", "names none"},
		{"requests out of order", second, func(r *release) { slices.Reverse(r.m.Requests) }, "E_VERSION", "each request once, in order"},
		{"a request twice", second, func(r *release) { r.m.Requests = []procedure.RequestID{slr1, slr1, slr2} }, "E_VERSION", "each request once, in order"},
		{"meeting missing", second, func(r *release) { r.m.Meetings = nil }, "E_VERSION", "does not name the meetings"},
		{"a meeting too many", second, func(r *release) { r.m.Meetings = append(r.m.Meetings, "MTG-2026-0002") }, "E_VERSION", "does not name the meetings"},
		{"reviewer publishes", second, func(r *release) { r.spoil(slr1, func(c *procedure.Case) { c.Pass.Recorder = zhang }) }, "E_SOD", "张伟 signed the minutes of MTG-2026-0001 and may not sign the version too"},
		{"reviewer may publish", second, func(r *release) {
			r.p.Rules.ReviewerNotPublisher = procedure.Never
			r.spoil(slr1, func(c *procedure.Case) { c.Pass.Recorder = zhang })
		}, "", ""},
		{"vanished", second, func(r *release) {
			r.m.Services = slices.Delete(r.m.Services, 1, 2)
			r.Tree = r.m.Digests()
			r.sum()
		}, "E_ID", "publish svc-b: a published service never vanishes"},
		{"unchanged called changed", second, func(r *release) { r.m.Services[1].Change = procedure.Modify }, "E_DIGEST", "the manifest calls it changed, but its bytes are those of version 1.0.0"},
		{"unchanged since now", second, func(r *release) { r.m.Services[1].Since = v110 }, "E_DIGEST", "calls it changed"},
		{"unchanged but editorial", second, func(r *release) { r.m.Services[1].Severity = catalogue.Editorial }, "E_DIGEST", "calls it changed"},
		{"changed since before", second, func(r *release) { r.m.Services[0].Since = v100 }, "E_VERSION", "its severity improved or since 1.0.0 does not fit"},
		{"changed with severity none", second, func(r *release) { r.m.Services[0].Severity = catalogue.Unchanged }, "E_VERSION", "does not fit the change modify"},
		{"changed called new", second, func(r *release) { r.m.Services[0].Severity = catalogue.New }, "E_VERSION", "does not fit"},
		{"new called improved", second, func(r *release) { r.m.Services[2].Severity = catalogue.Improved }, "E_VERSION", "does not fit the change add"},
		{"changed called retired", second, func(r *release) {
			r.m.ChangeRef, r.m.Services[0].Severity = "CR-1", catalogue.Retire
			r.m.Version = catalogue.Version{Major: 2}
			r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		}, "E_VERSION", "its severity retired"},
		{"change request missing", second, func(r *release) { r.p.Rules.ChangeRef.When = []string{"improved"} }, "E_TRANSITION", "must name a change request (§6)"},
		{"change request always", second, func(r *release) { r.p.Rules.ChangeRef.When = []string{"always"} }, "E_TRANSITION", "every version must name a change request (§6)"},
		{"change request of another form", second, func(r *release) { r.p.Rules.ChangeRef.Pattern, r.m.ChangeRef = "^CR-[0-9]+$", "CR-x" }, "E_TRANSITION", "CR-x is not of the form"},
		{"change request of a form that cannot be read", second, func(r *release) { r.p.Rules.ChangeRef.Pattern, r.m.ChangeRef = "(", "CR-x" }, "E_TRANSITION", "not of the form"},
		{"emergency", second, func(r *release) { r.urgent(slr2); r.p.Rules.Emergency = "forbidden" }, "E_TRANSITION", "allows no emergency"},
		{"emergency allowed", second, func(r *release) { r.urgent(slr2) }, "", ""},
		{"emergency without a reason", second, func(r *release) { r.urgent(slr2); r.m.Emergency.Reason = " " }, "E_TRANSITION", "needs a reason"},
		{"emergency that is none", second, func(r *release) { r.urgent(slr2); r.spoil(slr2, func(c *procedure.Case) { c.State = "passed" }) }, "E_TRANSITION", "it is no emergency"},
		{"emergency that is not told", second, func(r *release) { r.urgent(slr2); r.m.Emergency = nil }, "E_DIGEST", "no meeting has passed these bytes"},
	}
	for _, c := range cases {
		r := c.of(t)
		c.spoil(r)
		rs := r.judge()
		if got := codes(rs); got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.name, got, rs, c.want)
			continue
		}
		if len(rs) == 0 {
			continue
		}
		if !slices.ContainsFunc(rs, func(r *procedure.Refusal) bool { return strings.Contains(r.Error(), c.says) }) {
			t.Errorf("%s: got %v, want %q", c.name, rs, c.says)
		}
		for _, r := range rs {
			if !strings.HasPrefix(r.Subject, "publish ") {
				t.Errorf("%s: no subject: %v", c.name, r)
			}
		}
	}
}

// urgent makes the version publish a request that no meeting has passed.
func (r *release) urgent(id procedure.RequestID) {
	r.m.Emergency, r.p.Rules.Emergency = &procedure.Emergency{Reason: "停电", ReviewDue: "2026-03-05"}, "allowed"
	r.spoil(id, func(c *procedure.Case) { c.State = procedure.StateProposed })
}

func TestRetiringNeedsAChangeRequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change   procedure.DesignChange
		severity catalogue.Severity
		ref      string
		want     string
	}{
		{procedure.Retire, catalogue.Retire, "CR-2026-7", ""},
		{procedure.Retire, catalogue.Retire, "", "E_TRANSITION"},
		{procedure.Modify, catalogue.Weakened, "CR-2026-7", ""},
		{procedure.Modify, catalogue.Weakened, "", "E_TRANSITION"},
	} {
		r := second(t)
		r.m.Version, r.m.ChangeRef = catalogue.Version{Major: 2}, c.ref
		r.m.Services[0].Change, r.m.Services[0].Severity = c.change, c.severity
		r.m.Services[0].Since, r.m.Services[2].Since = r.m.Version, r.m.Version
		r.spoil(slr1, func(s *procedure.Case) { s.Design[0].Change = c.change })
		if got := codes(r.judge()); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.severity, c.ref, got, c.want)
		}
	}
}

func TestSuccessors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		severities []catalogue.Severity
		want       string
	}{
		{nil, "1.4.3 1.5.0 2.0.0"},
		{[]catalogue.Severity{catalogue.Unchanged, catalogue.Editorial}, "1.4.3 1.5.0 2.0.0"},
		{[]catalogue.Severity{catalogue.Judge}, "1.4.3 1.5.0 2.0.0"},
		{[]catalogue.Severity{catalogue.Editorial, catalogue.New}, "1.5.0 2.0.0"},
		{[]catalogue.Severity{catalogue.Improved, catalogue.Weakened, catalogue.Judge}, "2.0.0"},
	} {
		var got []string
		for _, v := range procedure.Successors(catalogue.Version{Major: 1, Minor: 4, Patch: 2}, c.severities) {
			got = append(got, v.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: got %v, want %s", c.severities, got, c.want)
		}
	}
}

func TestSumIsOfSortedLines(t *testing.T) {
	t.Parallel()
	a, b := procedure.Published{ID: "svc-a", Digest: "sha256:1"}, procedure.Published{ID: "svc-b", Digest: "sha256:2"}
	want := digest("svc-a sha256:1\nsvc-b sha256:2\n")
	if got := procedure.Sum([]procedure.Published{b, a}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var none *procedure.Manifest
	if len(none.Digests()) != 0 {
		t.Error("no version has services")
	}
}
