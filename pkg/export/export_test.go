package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue/cataloguetest"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/wording"
)

// edition is one of a version with these entries.
func edition(of export.Audience, entries ...catalogue.Entry) export.Edition {
	r := export.Release{
		Version: catalogue.Version{Major: 1}, PublishedAt: "2026-03-06T09:00:00+08:00", PublishedBy: "张伟",
		EffectiveFrom: "2026-03-06", Digest: "sha256:abc", Changes: map[catalogue.Severity]int{catalogue.New: len(entries)},
	}
	return export.Edition{
		Organisation: catalogue.Text{ZH: "云脉", EN: "Yunmai"}, Main: lang.Chinese, Ledger: "sha256:def",
		Release: r, Audience: of, Entries: entries, Releases: []export.Release{r},
	}
}

// written is an edition in a format; of a workbook all that its parts hold.
func written(t testing.TB, format string, l lang.Language, e export.Edition) string {
	t.Helper()
	i := slices.IndexFunc(export.Formats(), func(f export.Format) bool { return f.Name == format })
	f := export.Formats()[i]
	var out bytes.Buffer
	words := wording.Wording{Say: lang.New(l), List: func(items []string) string { return strings.Join(items, ", ") }}
	if err := f.Write(&out, e, words); err != nil {
		t.Fatal(err)
	}
	if !f.Binary {
		return out.String()
	}
	book, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range book.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// What Shown leaves out of an entry is in no format for customers, be it a field that
// nobody has thought of yet; what it gives is in each, and the organisation's own people
// get the rest.
func TestCustomersGetWhatIsShown(t *testing.T) {
	t.Parallel()
	whole := cataloguetest.Marked(t)
	shown, ok := whole.Shown()
	if !ok {
		t.Fatal("it is not for customers")
	}
	for _, format := range []string{"md", "csv", "json", "xlsx", "docx", "backstage", "openslo"} {
		for _, l := range []lang.Language{lang.Chinese, lang.English} {
			customers, inside := written(t, format, l, edition(export.Customers, shown)), written(t, format, l, edition(export.Inside, whole))
			v := reflect.ValueOf(shown)
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				says := func(text string) bool { return cataloguetest.Says(text, i) }
				if v.Field(i).IsZero() && says(customers) {
					t.Errorf("%s in %s: customers get %s", format, l, name)
				}
				if !v.Field(i).IsZero() && !says(customers) && expected(format, name) {
					t.Errorf("%s in %s: customers lack %s", format, l, name)
				}
				if !says(inside) && expected(format, name) {
					t.Errorf("%s in %s: %s is lacking inside", format, l, name)
				}
			}
		}
	}
}

// expected reports whether a format has a field with its mark: Backstage knows few, and
// the form of the file is for programs.
func expected(format, field string) bool {
	switch {
	case slices.Contains([]string{"ID", "Category", "Lifecycle", "Visibility"}, field):
		return false
	case format == "backstage":
		return slices.Contains([]string{"Name", "Summary", "Owner", "Tags"}, field)
	case format == "openslo":
		return slices.Contains([]string{"Name", "Summary"}, field)
	}
	return field != "Schema" || format == "json"
}

// An entry for customers has the fields that it says something in, and of the others not
// even the name.
func TestNoNameOfAHiddenField(t *testing.T) {
	t.Parallel()
	shown, _ := cataloguetest.Marked(t).Shown()
	var e struct {
		Services []map[string]any `json:"services"`
	}
	if err := json.Unmarshal([]byte(written(t, "json", lang.English, edition(export.Customers, shown))), &e); err != nil || len(e.Services) != 1 {
		t.Fatalf("%v, %+v", err, e)
	}
	v := reflect.ValueOf(shown)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if _, there := e.Services[0][name]; there != !v.Field(i).IsZero() {
			t.Errorf("%s: there is %t", name, there)
		}
	}
	labels := lang.New(lang.English)
	for _, format := range []string{"csv", "xlsx", "docx", "md"} {
		text := written(t, format, lang.English, edition(export.Customers, shown))
		for _, field := range []string{"owner", "visibility", "criticality", "depends_on", "cost", "notes", "tags", "review_months"} {
			label := labels.Word(field)
			switch format {
			case "md":
				label = "| " + wording.Begun(label) + " |"
			case "docx":
				label = ">" + wording.Begun(label) + "<"
			}
			if strings.Contains(text, label) {
				t.Errorf("%s has the column %s", format, field)
			}
		}
	}
}

func TestBackstageEntities(t *testing.T) {
	t.Parallel()
	retired := catalogue.Entry{ID: "svc-b", Category: "data", Lifecycle: catalogue.Retired}
	other := catalogue.Entry{ID: "svc-c", Category: "user", Lifecycle: catalogue.Ready, Name: catalogue.Text{Plain: "丙"}}
	one := catalogue.Entry{
		ID: "svc-a", Category: "data", Lifecycle: catalogue.Deprecated, Owner: "ops_lead",
		Name: catalogue.Text{ZH: "甲", EN: "{{ A }}: #1"}, Summary: catalogue.Text{Plain: "x\n--- \ny"},
		DependsOn: []catalogue.ServiceID{"svc-b", "svc-c", "svc-gone"},
		Tags:      []string{"Oracle", "oracle", "data", "达梦", "c++", "a b", "-x", "x-", "a--b", strings.Repeat("t", 63), strings.Repeat("u", 64)},
	}
	got := written(t, "backstage", lang.English, edition(export.Inside, one, retired, other))
	const head = "---\napiVersion: backstage.io/v1alpha1\nkind: Component\n"
	const notes = "  annotations:\n    service-catalogue/digest: sha256:abc\n    service-catalogue/ledger: sha256:def\n    service-catalogue/version: 1.0.0\n"
	want := head + "metadata:\n  name: svc-a\n  title: '{{ A }}: #1'\n  description: \"x\\n--- \\ny\"\n" + notes +
		"  tags:\n    - data\n    - oracle\n    - c++\n    - " + strings.Repeat("t", 63) +
		"\nspec:\n  type: service\n  lifecycle: deprecated\n  owner: ops_lead\n  dependsOn:\n    - component:svc-c\n" +
		head + "metadata:\n  name: svc-c\n  title: 丙\n" + notes +
		"  tags:\n    - user\nspec:\n  type: service\n  lifecycle: experimental\n  owner: unknown\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A text that cannot be written names its service.
func TestWhatCannotBeWrittenIsNamed(t *testing.T) {
	t.Parallel()
	entry, _ := cataloguetest.Marked(t).Shown()
	entry.ID, entry.Exceptions = "svc-odd", catalogue.Text{ZH: "\n空行"}
	words := wording.Wording{Say: lang.New(lang.English)}
	i := slices.IndexFunc(export.Formats(), func(f export.Format) bool { return f.Name == "json" })
	err := export.Formats()[i].Write(io.Discard, edition(export.Customers, entry), words)
	if err == nil || !strings.Contains(err.Error(), "svc-odd") {
		t.Errorf("got %v", err)
	}
}
