// Package sheet is a catalogue as tables: a row a service, a column a field, for
// people who work in spreadsheets. What it writes into a cell it reads back, so that
// an edited table tells which fields of which service were changed. It knows the
// fields of a record by name and nothing of files, versions or steps.
package sheet

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

// Record is a service entry with the names and values of its record, as a document
// gives it: map[string]any, []any, string, int64, float64, bool.
type Record = map[string]any

// Column is a column of the table of services: one field of the record, or a part of
// one, or one language of it.
type Column struct {
	Path []string // of the field in the record
	cell cell
	side side
}

// side is where else a column stands than in every table.
type side int

const (
	everywhere side = iota
	inside          // only the organisation's own people get it
	second          // the other language of a text: only where some text has it
	apart           // in a workbook it is a table of its own
)

// columns are all columns of a table whose main language is the reader's procedure's.
func columns(main lang.Language) []Column {
	other := lang.English
	if main == lang.English {
		other = lang.Chinese
	}
	t := tongues{main, other}
	all := slices.Concat(
		words("id", "code"), t.texts("name", "summary", "objective", "audience"),
		choices("category", "type"), t.lists("content", "exclusions", "prerequisites"),
		choices("frequency.unit"), numbers("frequency.times"), t.texts("frequency.note"),
		choices("hours.preset"), several("hours.days"), []Column{column("hours.from", hour{}), column("hours.to", hour{})}, words("hours.tz"),
		choices("hours.holidays"), t.texts("hours.note"), several("delivery"),
		[]Column{rows("deliverables", t, "name", "form", "due"), level(t)},
		t.texts("workload", "exceptions", "request_how"), []Column{rows("contacts", t, "name", "phone", "email", "role")},
		t.texts("lead_time"), words("price_ref"), choices("lifecycle"), words("replaced_by"), []Column{column("sunset_on", date{})},
		kept(slices.Concat(
			words("owner"), several("depends_on"), choices("criticality", "visibility"), numbers("review_months"), several("tags"),
			numbers("cost.amount"), words("cost.currency"), t.texts("cost.note"), t.texts("notes"),
		)),
	)
	return all
}

// needed reports whether each service must say something in a column. Of a text that
// is in the main language; the other one may go.
func (c Column) needed() bool {
	return c.side != second && slices.Contains([]string{"name", "category", "type", "owner", "lifecycle", "visibility"}, c.Field())
}

// column makes one of a field's path, its parts joined by dots.
func column(path string, c cell) Column { return Column{Path: strings.Split(path, "."), cell: c} }

func words(paths ...string) (all []Column) {
	for _, p := range paths {
		all = append(all, column(p, plain{}))
	}
	return all
}

func numbers(paths ...string) (all []Column) {
	for _, p := range paths {
		all = append(all, column(p, number{}))
	}
	return all
}

func choices(paths ...string) (all []Column) {
	for _, p := range paths {
		all = append(all, column(p, only(p)))
	}
	return all
}

func several(paths ...string) (all []Column) {
	for _, p := range paths {
		all = append(all, column(p, list{choice{allowed(p), allowed(p) == nil}}))
	}
	return all
}

func kept(all []Column) []Column {
	for i := range all {
		if all[i].side == everywhere {
			all[i].side = inside
		}
	}
	return all
}

func rows(path string, t tongues, parts ...string) Column {
	return column(path, records{each(parts, func(name string) part { return part{name, name, t.part(name)} })})
}

// level is the column of service levels.
func level(t tongues) Column {
	c := column("levels", records{[]part{
		{"metric", "metric", choice{allowed("metric"), true}},
		{"name", "metric_name", text{t, t.main}},
		{"priority", "priority", only("priority")},
		{"op", "op", only("op")},
		{"value", "value", number{}},
		{"unit", "unit", only("level.unit")},
		{"window", "window", only("window")},
		{"clock", "clock", only("clock")},
	}})
	c.side = apart
	return c
}

// only is a field in which none but the allowed values may stand.
func only(field string) choice { return choice{all: allowed(field)} }

// hidden reports whether an empty cell says nothing: a table for customers does not
// name a replacement that they do not see.
func (c Column) hidden() bool { return c.Field() == "replaced_by" }

// tongues are the language that a catalogue is written in, and the other one.
type tongues struct{ main, other lang.Language }

func (t tongues) texts(paths ...string) (all []Column) {
	for _, p := range paths {
		also := column(p, text{t, t.other})
		also.side = second
		all = append(all, column(p, text{t, t.main}), also)
	}
	return all
}

func (t tongues) lists(paths ...string) (all []Column) {
	for _, p := range paths {
		also := column(p, texts{text{t, t.other}})
		also.side = second
		all = append(all, column(p, texts{text{t, t.main}}), also)
	}
	return all
}

// part is how one part of a record inside a record stands in a cell.
func (t tongues) part(name string) cell {
	switch name {
	case "phone", "email":
		return plain{}
	}
	return text{t, t.main}
}

// allowed are the values that may stand in a field, in the order of the schema; none
// where anything may.
func allowed(field string) []string {
	switch field {
	case "category":
		return each(catalogue.Categories(), func(c catalogue.Category) string { return string(c) })
	case "type":
		return []string{"routine", "response", "optimization", "assessment"}
	case "frequency.unit":
		return []string{"continuous", "day", "week", "two_weeks", "month", "quarter", "half_year", "year", "on_demand", "per_event", "once"}
	case "hours.preset":
		return []string{"7x24", "7x12", "6x8", "5x12", "5x8", "custom"}
	case "hours.days":
		return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	case "hours.holidays":
		return []string{"included", "excluded"}
	case "delivery":
		return []string{"onsite", "remote", "resident", "phone", "self_service", "depot"}
	case "metric":
		return []string{"availability", "response_time", "onsite_time", "resolution_time", "fulfilment_time", "backup_success_rate", "rpo", "rto", "completion_rate", "closure_rate", "satisfaction", "custom"}
	case "priority":
		return []string{"P1", "P2", "P3", "P4"}
	case "op":
		return []string{"<=", ">=", "=="}
	case "level.unit":
		return []string{"percent", "minute", "hour", "day", "count"}
	case "window":
		return []string{"week", "month", "quarter", "year"}
	case "clock":
		return []string{"calendar", "service_hours"}
	case "lifecycle":
		return []string{"ready", "active", "deprecated", "retired"}
	case "criticality":
		return []string{"low", "medium", "high", "critical"}
	case "visibility":
		return []string{"public", "customer", "internal"}
	}
	return nil
}

// each makes something of every item of a list.
func each[T, V any](items []T, of func(T) V) []V {
	out := make([]V, len(items))
	for i, item := range items {
		out[i] = of(item)
	}
	return out
}
