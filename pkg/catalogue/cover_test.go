package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// told is a match in one line: service, result, met/asked, gaps.
func told(matches []Match) []string {
	out := []string{}
	for _, m := range matches {
		line := fmt.Sprintf("%s %s %d/%d", m.Service, m.Result, m.Met, m.Asked)
		for _, g := range m.Gaps {
			line += fmt.Sprintf("; %s: %s, not %s", g.Field, g.Offered, g.Asked)
		}
		out = append(out, line)
	}
	return out
}

func TestCover(t *testing.T) {
	for _, c := range []struct {
		name, ask string
		want      []string
	}{
		{
			"on site on holidays", `{service: svc-db-ops, delivery: [resident], hours: {preset: 7x24, note: 法定节假日},
			levels: [{metric: response_time, priority: P1, op: <=, value: 30, unit: minute, clock: calendar}]}`,
			[]string{"svc-db-ops partial 1/3; /delivery/0: remote, not resident; /levels/0: -, not response_time P1 <= 30 minute calendar"},
		},
		{
			"7x24 on holidays of office hours", `{service: svc-desktop, hours: {preset: 7x24, holidays: included}}`,
			[]string{
				"svc-desktop none 0/1; /hours: 5x8, not 7x24 holidays included",
				"svc-db-ops covered 1/1",
			},
		},
		{
			"no service named", `{service: null, delivery: [onsite], hours: {preset: 5x8},
			levels: [{metric: resolution_time, priority: P3, op: <=, value: 2, unit: day, clock: service_hours}]}`,
			[]string{
				"svc-desktop partial 2/3; /delivery/0: resident, remote, not onsite",
				"svc-sec-scan partial 2/3; /levels/0: -, not resolution_time P3 <= 2 day service_hours",
				"svc-app-ops partial 1/3; /delivery/0: remote, resident, not onsite; " +
					"/levels/0: resolution_time P1 <= 4 hour service_hours, not resolution_time P3 <= 2 day service_hours",
				"svc-db-ops partial 1/3; /delivery/0: remote, not onsite; " +
					"/levels/0: resolution_time P1 <= 4 hour calendar, not resolution_time P3 <= 2 day service_hours",
			},
		},
		{
			"outside the order of frequencies", `{service: svc-sec-scan, frequency: {unit: per_event}}`,
			[]string{"svc-sec-scan none 0/1; /frequency: quarter, not per_event"},
		},
		{"as often", `{service: svc-sec-scan, frequency: {unit: half_year, times: 2}}`, []string{
			"svc-sec-scan covered 1/1", "svc-app-ops covered 1/1", "svc-db-ops covered 1/1",
		}},
		{"never down", `{service: svc-app-ops, levels: [{metric: availability, op: '>=', value: 100, unit: percent, window: year}]}`, []string{
			"svc-app-ops none 0/1; /levels/0: availability >= 99.5 percent month, not availability >= 100 percent year",
		}},
		{"kept each month is kept in the year", `{service: svc-app-ops, levels: [{metric: availability, op: '>=', value: 99, unit: percent, window: year}]}`, []string{
			"svc-app-ops covered 1/1",
		}},
		{"part of a deliverable's name", `{deliverables: [{name: 运行月报}]}`, []string{"svc-app-ops covered 1/1"}},
		{"more than a deliverable's name", `{service: svc-app-ops, deliverables: [{name: 应用运行月报（中英文）}]}`, []string{
			"svc-app-ops none 0/1; /deliverables/0: 应用运行月报, not 应用运行月报（中英文）",
		}},
		{"only words", `{service: svc-app-ops, quantity: 3, sites: [总部], note: 全年零中断, hours: {note: 全天}}`, []string{"svc-app-ops none 0/0"}},
		{"only words for any", `{note: 全年零中断}`, []string{}},
		{"an unknown service", `{service: svc-none, delivery: [phone]}`, []string{"svc-none none 0/1; /service: -, not svc-none"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(told(Cover(read[Ask](t, c.ask), shelfOf(t))), c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALevelTellsMoreThanDelivery(t *testing.T) {
	ask := Ask{Delivery: List[Delivery]{"onsite"}, Levels: List[Level]{level(t, "P3 <= 2 day")}}
	visits := Entry{ID: "svc-a", Lifecycle: Active, Delivery: ask.Delivery}
	keeps := Entry{ID: "svc-b", Lifecycle: Active, Levels: List[Level]{level(t, "P3 <= 4 hour")}}
	if got := Cover(ask, []Entry{visits, keeps}); got[0].Service != "svc-b" || got[1].Service != "svc-a" {
		t.Errorf("got %v", told(got))
	}
}

func TestOnlyOfferedServicesCover(t *testing.T) {
	ask := Ask{Service: "svc-app-ops", Delivery: List[Delivery]{"remote"}}
	for lifecycle, want := range map[Lifecycle]Result{Ready: Covered, Active: Covered, Deprecated: NotCovered, Retired: NotCovered} {
		e := but(t, func(e *Entry) { e.Lifecycle = lifecycle })
		if got := Cover(ask, []Entry{e})[0]; got.Result != want {
			t.Errorf("%s: got %s, want %s", lifecycle, got.Result, want)
		}
		ask := Ask{Delivery: ask.Delivery}
		if got := len(Cover(ask, []Entry{e})) == 1; got != (want == Covered) {
			t.Errorf("%s: listed is %v", lifecycle, got)
		}
	}
}

func TestLevelMetBy(t *testing.T) {
	office, always := &Hours{Preset: "5x8"}, &Hours{Preset: "7x24"}
	for _, c := range []struct {
		name           string
		asked, offered string
		askedHours     *Hours
		hours          *Hours
		want           bool
	}{
		{"quicker", "P1 <= 30 minute calendar", "P1 <= 15 minute calendar", nil, office, true},
		{"slower", "P1 <= 30 minute calendar", "P1 <= 1 hour calendar", nil, office, false},
		{"as quick in another unit", "P1 <= 60 minute", "P1 <= 1 hour", nil, office, true},
		{"fractions are exact", "P1 <= 6 minute", "P1 <= 0.1 hour", nil, office, true},
		{"calendar days", "P1 <= 24 hour", "P1 <= 1 day calendar", nil, office, true},
		{"an hour of service is no hour of the day", "P1 <= 4 hour calendar", "P1 <= 4 hour service_hours", nil, office, false},
		{"unless there is service all the time", "P1 <= 4 hour calendar", "P1 <= 4 hour service_hours", nil, always, true},
		{"calendar time keeps service time", "P1 <= 4 hour service_hours", "P1 <= 4 hour calendar", nil, office, true},
		{"days of service are those of the entry", "P1 <= 9 hour service_hours", "P1 <= 1 day service_hours", nil, office, true},
		{"and not longer", "P1 <= 8 hour service_hours", "P1 <= 1 day service_hours", nil, office, false},
		{"days of service are those asked for", "P1 <= 1 day service_hours", "P1 <= 10 hour service_hours", &Hours{Preset: "7x12"}, office, true},
		{"days of unknown hours", "P1 <= 9 hour service_hours", "P1 <= 1 day service_hours", nil, nil, false},
		{"any priority includes P1", "P1 <= 4 hour", "<= 4 hour", nil, nil, true},
		{"P1 is not any priority", "<= 4 hour", "P1 <= 4 hour", nil, nil, false},
		{"P1 is not P2", "P2 <= 4 hour", "P1 <= 4 hour", nil, nil, false},
		{"an exact value is at most itself", "P1 <= 4 hour", "P1 == 4 hour", nil, nil, true},
		{"at most is not exact", "P1 == 4 hour", "P1 <= 4 hour", nil, nil, false},
		{"exact", "P1 == 4 hour", "P1 == 240 minute", nil, nil, true},
		{"at least is not at most", "P1 <= 4 hour", "P1 >= 4 hour", nil, nil, false},
		{"units that do not meet", "P1 <= 4 hour", "P1 <= 4 percent", nil, nil, false},
		{"at least", ">= 99 percent", ">= 99.5 percent month", nil, nil, true},
		{"a quarter is in the year", ">= 99 percent year", ">= 99 percent quarter", nil, nil, true},
		{"a week is not in the month", ">= 99 percent month", ">= 99 percent week", nil, nil, false},
		{"a year is not in the month", ">= 99 percent month", ">= 99 percent year", nil, nil, false},
		{"counts add up", "<= 1 count year", "<= 1 count month", nil, nil, false},
		{"no window", ">= 99 percent month", ">= 99 percent", nil, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := wish{level(t, c.asked), c.askedHours}
			if got := w.metBy(level(t, c.offered), c.hours); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// level reads the short form "[Pn] op value unit [window|clock]".
func level(t testing.TB, s string) Level {
	t.Helper()
	words := strings.Fields(s)
	l := Level{Metric: "m"}
	if strings.HasPrefix(words[0], "P") {
		l.Priority, words = Priority(words[0]), words[1:]
	}
	l.Op, l.Unit = Op(words[0]), Unit(words[2])
	if _, err := fmt.Sscan(words[1], &l.Value); err != nil {
		t.Fatal(err)
	}
	if len(words) > 3 {
		if words[3] == "calendar" || words[3] == string(ServiceHours) {
			l.Clock = Clock(words[3])
		} else {
			l.Window = Window(words[3])
		}
	}
	return l
}

func TestCustomMetricsAreToldApartByName(t *testing.T) {
	a := Level{Metric: "custom", Name: Text{Plain: "接听率"}, Op: ">=", Value: 90, Unit: "percent"}
	b := a
	b.Name = Text{ZH: "接听率", EN: "Answer rate"}
	if !(wish{level: a}).metBy(b, nil) {
		t.Error("the same name in two forms: not met")
	}
	b.Name = Text{Plain: "误报率"}
	if (wish{level: a}).metBy(b, nil) {
		t.Error("another name: met")
	}
}

func TestCoverAll(t *testing.T) {
	remote, everywhere := Ask{Delivery: List[Delivery]{"remote"}}, Ask{Delivery: List[Delivery]{"depot"}}
	mixed := Ask{Service: "svc-db-ops", Delivery: List[Delivery]{"remote", "onsite"}}
	for _, c := range []struct {
		name string
		asks []Ask
		want string
	}{
		{"nothing asked", nil, "none"},
		{"all of it", []Ask{remote}, "covered svc-app-ops svc-db-ops svc-desktop svc-sec-scan"},
		{"one of two", []Ask{remote, everywhere}, "partial svc-app-ops svc-db-ops svc-desktop svc-sec-scan"},
		{"part of one, and others instead", []Ask{mixed}, "partial svc-db-ops(/asks/0/delivery/1) svc-sec-scan"},
		{"none of it", []Ask{everywhere}, "none"},
		{"a service and nothing else", []Ask{{Service: "svc-db-ops"}}, "covered svc-db-ops"},
		{"a service that there is not", []Ask{{Service: "svc-none"}}, "none svc-none(/asks/0/service)"},
		{"a service, and what cannot be compared", []Ask{{Service: "svc-db-ops", Note: "faster"}}, "none svc-db-ops"},
		{"a service more than once", []Ask{{Service: "svc-db-ops", Quantity: 2}}, "none svc-db-ops"},
		{"one service twice", []Ask{{Service: "svc-db-ops", Hours: &Hours{Preset: "7x24"}}, mixed}, "partial svc-db-ops(/asks/1/delivery/1) svc-sec-scan"},
	} {
		got := CoverAll(c.asks, shelfOf(t))
		line := string(got.Result)
		for _, m := range got.Matched {
			line += " " + string(m.Service)
			for _, g := range m.Gaps {
				line += "(" + g.Field + ")"
			}
		}
		if line != c.want {
			t.Errorf("%s: got %q, want %q", c.name, line, c.want)
		}
	}
}

func TestOnlyThoseConcernedChangeTheCoverage(t *testing.T) {
	shelf := shelfOf(t)
	for _, c := range []struct {
		asks []Ask
		read int // entries that are concerned
	}{
		{[]Ask{{Note: "one more engineer"}}, 0},
		{[]Ask{{Service: "svc-db-ops", Quantity: 2}}, 1},
		{[]Ask{{Service: "svc-desktop"}, {Service: "svc-gone", Note: "-"}}, 1},
		{[]Ask{{Service: "svc-db-ops", Hours: &Hours{Note: Text{Plain: "now and then"}}}}, 1},
		{[]Ask{{Service: "svc-db-ops"}, {Delivery: List[Delivery]{"remote"}}}, len(shelf)},
	} {
		some := slices.DeleteFunc(slices.Clone(shelf), func(e Entry) bool { return !Concerned(c.asks, e.ID) })
		if got, want := written(t, CoverAll(c.asks, some)), written(t, CoverAll(c.asks, shelf)); len(some) != c.read || got != want {
			t.Errorf("%+v: %d are read; got\n%s\nwant\n%s", c.asks, len(some), got, want)
		}
	}
}

func TestCoverageInARecord(t *testing.T) {
	const want = `result: partial
matched:
  - service: svc-desktop
    gap:
      - field: /asks/0/delivery/0
        asked: onsite
        offered: resident, remote
version: 1.0.0
`
	c := CoverAll([]Ask{{Service: "svc-desktop", Hours: &Hours{Preset: "5x8"}, Delivery: List[Delivery]{"onsite"}}}, shelfOf(t)[:3])
	c.Version = Version{Major: 1}
	if got := written(t, c); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnEntryCoversWhatItOffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn().Draw(t, "entry")
		e.Lifecycle = Active
		ask := Ask{Service: e.ID, Hours: e.Hours, Frequency: e.Frequency, Delivery: e.Delivery, Levels: e.Levels, Deliverables: e.Deliverables}
		if got := Cover(ask, []Entry{e}); got[0].Result != Covered {
			t.Errorf("got %+v", got)
		}
	})
}

func TestAnImprovedEntryStillCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, other := drawn().Draw(t, "old"), drawn().Draw(t, "other")
		old.Lifecycle = Active
		better := old
		switch rapid.IntRange(0, 3).Draw(t, "field") {
		case 0:
			better.Hours = other.Hours
		case 1:
			better.Frequency = other.Frequency
		case 2:
			better.Delivery = other.Delivery
		case 3:
			better.Levels = other.Levels
		}
		weakened := slices.ContainsFunc(Compare(old, better).Changes, func(c Change) bool {
			return c.Severity == Weakened || c.Severity == Judge
		})
		if weakened {
			t.Skip("not an improvement")
		}
		ask := Ask{Service: old.ID, Hours: old.Hours, Frequency: old.Frequency, Delivery: old.Delivery, Levels: old.Levels}
		if got := Cover(ask, []Entry{better}); got[0].Result != Covered {
			t.Errorf("got %+v", got)
		}
	})
}
