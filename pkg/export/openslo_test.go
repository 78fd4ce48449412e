package export_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/catalogue/cataloguetest"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
)

// openSLOSchema is what OpenSLO asks of what is written.
func openSLOSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/openslo/openslo-v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("openslo:///v1", string(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// objects are those of a stream of documents.
func objects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, one := range strings.Split("\n"+text, "\n---\n")[1:] {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(one), &object); err != nil {
			t.Fatal(err)
		}
		all = append(all, object)
	}
	return all
}

// at is what stands in an object under these keys and places.
func at(object any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			fields, _ := object.(map[string]any)
			object = fields[p]
		case int:
			items, _ := object.([]any)
			if p >= len(items) {
				return nil
			}
			object = items[p]
		}
	}
	return object
}

// OpenSLO accepts each object, whatever a service says.
func TestOpenSLOAcceptsTheObjects(t *testing.T) {
	t.Parallel()
	schema := openSLOSchema(t)
	shown, _ := cataloguetest.Marked(t).Shown()
	odd := catalogue.Entry{
		ID: catalogue.ServiceID("svc-" + strings.Repeat("x", 60)), Lifecycle: catalogue.Active,
		Name: catalogue.Text{ZH: strings.Repeat("名", 64)}, Summary: catalogue.Text{ZH: strings.Repeat("长", 2000)},
		Hours: &catalogue.Hours{TZ: "UTC"},
	}
	for _, metric := range []catalogue.Metric{"availability", "availability", "own_metric_", "custom"} {
		for _, window := range []catalogue.Window{"", "week", "month", "quarter", "year"} {
			odd.Levels = append(odd.Levels,
				catalogue.Level{Metric: metric, Op: ">=", Value: 99.95, Unit: "percent", Window: window, Name: catalogue.Text{Plain: strings.Repeat("n", 70)}},
				catalogue.Level{Metric: metric, Op: ">=", Value: 100, Unit: "percent", Window: window},
				catalogue.Level{Metric: metric, Op: "==", Value: 1, Unit: "count", Window: window},
				catalogue.Level{Metric: metric, Priority: "P1", Op: "<=", Value: 30, Unit: "minute", Window: window})
		}
	}
	agreed := &export.Agreement{ID: "SLA-2026-0001", State: "in_force", Customer: "甲\n---\nkind: x", Contract: "#1: {", EffectiveFrom: "2026-05-17"}
	for _, goal := range []*export.Goal{nil, {Percent: 95, Window: "month"}} {
		for _, by := range []*export.Agreement{nil, agreed} {
			e := edition(export.Customers, odd, shown)
			e.TimeZone, e.Goal, e.Agreement = "Asia/Shanghai", goal, by
			all, names := objects(t, written(t, "openslo", lang.Chinese, e)), map[string]bool{}
			for _, object := range all {
				if err := schema.Validate(object); err != nil {
					t.Errorf("%#v\n%v", err, object)
				}
				name := at(object, "kind").(string) + at(object, "metadata", "name").(string)
				if names[name] {
					t.Errorf("%s is there twice", name)
				}
				names[name] = true
			}
			if told := e.Untargeted() + len(all) - 2; told != len(odd.Levels)+len(shown.Levels) {
				t.Errorf("%d levels of %d are told", told, len(odd.Levels)+len(shown.Levels))
			}
		}
	}
	if err := schema.Validate(map[string]any{"apiVersion": "openslo/v1", "kind": "SLO", "metadata": map[string]any{"name": "x"}, "spec": map[string]any{}}); err == nil {
		t.Error("the schema accepts an objective that says nothing")
	}
}

// What the catalogue says is said, and nothing else: a limit is no objective as long as
// nobody says in how many cases it is to be kept.
func TestOpenSLOSaysWhatTheCatalogueSays(t *testing.T) {
	t.Parallel()
	one := catalogue.Entry{
		ID: "svc-a", Lifecycle: catalogue.Active, Name: catalogue.Text{Plain: "甲"}, Hours: &catalogue.Hours{TZ: "Europe/Berlin"},
		Levels: catalogue.List[catalogue.Level]{
			{Metric: "availability", Op: ">=", Value: 99.99, Unit: "percent", Window: "quarter"},
			{Metric: "response_time", Priority: "P1", Op: "<=", Value: 30, Unit: "minute", Clock: "service_hours"},
			{Metric: "satisfaction", Op: "==", Value: 5, Unit: "count", Window: "year"},
		},
	}
	gone := catalogue.Entry{ID: "svc-b", Lifecycle: catalogue.Retired, Levels: one.Levels}
	e := edition(export.Customers, one, gone)
	e.EffectiveFrom = "2026-05-17"
	all := objects(t, written(t, "openslo", lang.English, e))
	if len(all) != 2 || e.Untargeted() != 2 {
		t.Fatalf("got %d objects, %d levels untold", len(all), e.Untargeted())
	}
	if got := at(all[0], "metadata", "annotations", "service-catalogue.level-2"); got != "response_time P1 <= 30 minute service_hours" {
		t.Errorf("the limit stands as %v", got)
	}
	got := []any{
		at(all[1], "metadata", "name"), at(all[1], "spec", "indicatorRef"), at(all[1], "spec", "objectives", 0, "target"), at(all[1], "spec", "objectives", 0, "op"),
		at(all[1], "spec", "timeWindow", 0, "duration"), at(all[1], "spec", "timeWindow", 0, "calendar", "startTime"), at(all[1], "spec", "timeWindow", 0, "calendar", "timeZone"),
	}
	if want := []any{"svc-a-availability", "svc-a-availability", 0.9999, nil, "1Q", "2026-04-01 00:00:00", "Europe/Berlin"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	e.Goal, e.Agreement = &export.Goal{Percent: 99.5, Window: "week"}, &export.Agreement{ID: "SLA-2026-0001", EffectiveFrom: "2026-03-01"} // a Sunday
	all = objects(t, written(t, "openslo", lang.English, e))
	got = []any{
		len(all), at(all[2], "metadata", "name"), at(all[2], "spec", "objectives", 0, "op"), at(all[2], "spec", "objectives", 0, "value"), at(all[2], "spec", "objectives", 0, "target"),
		at(all[2], "spec", "timeWindow", 0, "calendar", "startTime"), at(all[2], "metadata", "annotations", "service-catalogue.target"),
	}
	if want := []any{3, "sla-2026-0001-svc-a-response-time-p1", "lte", 30, 0.995, "2026-02-23 00:00:00", "given at export"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
