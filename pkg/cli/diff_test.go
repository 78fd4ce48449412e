package cli

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

func TestSpans(t *testing.T) {
	versions := []*procedure.Manifest{
		{Version: catalogue.Version{Major: 1}},
		{Version: catalogue.Version{Major: 1, Minor: 1}, Previous: catalogue.Version{Major: 1}},
	}
	for _, c := range []struct {
		args       []string
		diff, news span
	}{
		{nil, span{"1.1.0", "."}, span{"1.0.0", "1.1.0"}},
		{[]string{"1.0.0"}, span{"1.0.0", "."}, span{"1.0.0", "1.1.0"}},
		{[]string{"."}, span{"1.1.0", "."}, span{"1.1.0", "."}},
		{[]string{"a..b"}, span{"a", "b"}, span{"a", "b"}},
		{[]string{"a.."}, span{"a", "."}, span{"a", "1.1.0"}},
		{[]string{"..b"}, span{"1.1.0", "b"}, span{"", "b"}},
		{[]string{"a", "b"}, span{"a", "b"}, span{"a", "b"}},
		{[]string{""}, span{"1.1.0", "."}, span{"1.0.0", "1.1.0"}},
	} {
		if got := spanOf(c.args, span{"1.1.0", "."}); got != c.diff {
			t.Errorf("diff %q: got %v, want %v", c.args, got, c.diff)
		}
		if got := newsSpan(versions, c.args); got != c.news {
			t.Errorf("changelog %q: got %v, want %v", c.args, got, c.news)
		}
	}
}

// The bump is that of the rule which judges a publication.
func TestBumpOf(t *testing.T) {
	for _, c := range []struct {
		severities []catalogue.Severity
		want       catalogue.Bump
		open       int
	}{
		{[]catalogue.Severity{catalogue.Editorial}, catalogue.Patch, 0},
		{[]catalogue.Severity{catalogue.Editorial, catalogue.Improved}, catalogue.Minor, 0},
		{[]catalogue.Severity{catalogue.New}, catalogue.Minor, 0},
		{[]catalogue.Severity{catalogue.New, catalogue.Weakened}, catalogue.Major, 0},
		{[]catalogue.Severity{catalogue.Retire}, catalogue.Major, 0},
		{[]catalogue.Severity{catalogue.Judge}, catalogue.Patch, 1},
		{[]catalogue.Severity{catalogue.Judge, catalogue.Improved}, catalogue.Minor, 1},
		{[]catalogue.Severity{catalogue.Judge, catalogue.Weakened}, catalogue.Major, 0},
	} {
		var services []compared
		for _, s := range c.severities {
			services = append(services, compared{severity: s})
		}
		if got, open := bumpOf(services); got != c.want || len(open) != c.open {
			t.Errorf("%v: got %s with %d open, want %s with %d", c.severities, got, len(open), c.want, c.open)
		}
	}
}
