package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/procedure"
)

func TestDesigns(t *testing.T) {
	t.Parallel()
	last := &procedure.Manifest{Services: []procedure.Published{{ID: "svc-old", Digest: digest("old1")}}}
	fresh := procedure.Design{Service: "svc-new", Change: procedure.Add, Base: procedure.NoBase, Digest: digest("new1")}
	changed := procedure.Design{Service: "svc-old", Change: procedure.Modify, Base: digest("old1"), Digest: digest("old2")}
	with := func(d procedure.Design, spoil func(*procedure.Design)) procedure.Design {
		spoil(&d)
		return d
	}
	for _, c := range []struct {
		name   string
		last   *procedure.Manifest
		design []procedure.Design
		says   string
	}{
		{"good", last, []procedure.Design{fresh, changed}, ""},
		{"retired", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Change = procedure.Retire })}, ""},
		{"before the first version", nil, []procedure.Design{fresh}, ""},
		{"none", last, nil, ""},
		{"twice", last, []procedure.Design{fresh, fresh}, "names svc-new twice"},
		{"overtaken", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Base = digest("old0") })}, "the design of svc-old starts from sha256:"},
		{"vanished base", nil, []procedure.Design{changed}, "but the last version holds nothing"},
		{"base of a new one", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Base = procedure.NoBase })}, "the design of svc-old starts from nothing"},
		{"same bytes", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Digest = digest("old1") })}, "changes nothing"},
		{"adds what is there", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Change = procedure.Add })}, "the design must call it modify or retire"},
		{"none of the changes", last, []procedure.Design{with(changed, func(d *procedure.Design) { d.Change = procedure.None })}, "the design must call it modify or retire"},
		{"modifies what is not there", last, []procedure.Design{with(fresh, func(d *procedure.Design) { d.Change = procedure.Modify })}, "the design must call it add"},
	} {
		r := procedure.JudgeDesign(c.design, c.last)
		if (r == nil) != (c.says == "") || r != nil && (r.Code != "E_DIGEST" || !strings.Contains(r.Error(), c.says)) {
			t.Errorf("%s: got %v, want %q", c.name, r, c.says)
		}
	}
}

func TestProposalsTakeOthersAlong(t *testing.T) {
	t.Parallel()
	a1, a2, b1 := proposal("a1")[0], proposal("a2")[0], proposal("b1")[0]
	b1.Service = "svc-b"
	open := []procedure.Case{
		{ID: "same-bytes", State: "proposed", Design: []procedure.Design{a2}},
		{ID: "other-bytes", State: "proposed", Design: []procedure.Design{b1, a1}},
		{ID: "passed", State: "passed", Design: []procedure.Design{a1}},
		{ID: "mine", State: "passed", Design: []procedure.Design{a1}},
		{ID: "returned", State: "approved", Design: []procedure.Design{a1}},
		{ID: "other-service", State: "passed", Design: []procedure.Design{b1}},
	}
	var got []procedure.RequestID
	for _, c := range procedure.Rebound([]procedure.Design{a2}, []procedure.RequestID{"mine"}, open) {
		got = append(got, c.ID)
	}
	if want := []procedure.RequestID{"other-bytes", "passed"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	before := slices.Clone(open[1].Design)
	if diff := cmp.Diff(procedure.Rebind(open[1].Design, []procedure.Design{a2}), []procedure.Design{b1, a2}); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(open[1].Design, before) {
		t.Error("the old design was written to")
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	if got := procedure.Short(digest("a")); len(got) != len("sha256:")+12 {
		t.Errorf("got %q", got)
	}
	if got := procedure.Short("-"); got != "-" {
		t.Errorf("got %q", got)
	}
}
