package wording_test

import (
	"slices"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/wording"
)

// having is a state of the catalogue that holds these entries.
func having(entries ...catalogue.Entry) catalogue.Entries {
	return func(id catalogue.ServiceID) (catalogue.Entry, bool) {
		i := slices.IndexFunc(entries, func(e catalogue.Entry) bool { return e.ID == id })
		if i < 0 {
			return catalogue.Entry{}, false
		}
		return entries[i], true
	}
}

// News names a replacement as customers call it, and none that they do not see.
func TestNewsOfReplacements(t *testing.T) {
	t.Parallel()
	entry := func(id catalogue.ServiceID, by catalogue.ServiceID) catalogue.Entry {
		return catalogue.Entry{ID: id, Name: catalogue.Text{Plain: "N-" + string(id)}, Lifecycle: catalogue.Deprecated, ReplacedBy: by}
	}
	b, c := entry("svc-b", ""), entry("svc-c", "")
	for _, tt := range []struct {
		name     string
		old, new catalogue.Entries
		want     []string
	}{
		{"hidden now", having(entry("svc-a", "svc-b"), b), having(entry("svc-a", "")), nil},
		{"another one", having(entry("svc-a", "svc-b"), b), having(entry("svc-a", "svc-c"), c), []string{"Replacement: now also N-svc-c"}},
		{"came", having(entry("svc-a", "")), having(entry("svc-a", "svc-b"), b), []string{"Replacement: now also N-svc-b"}},
		{"both seen", having(entry("svc-a", "svc-b"), b, c), having(entry("svc-a", "svc-c"), b, c), []string{"Replacement: N-svc-b → N-svc-c"}},
		{"taken back", having(entry("svc-a", "svc-b"), b), having(entry("svc-a", ""), b), []string{"Replacement: no longer N-svc-b"}},
	} {
		var got []string
		for _, told := range wording.News([]catalogue.ServiceID{"svc-a"}, tt.old, tt.new) {
			got = append(got, words(lang.English).News(told)...)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
