package catalogue

import (
	"testing"

	"pgregory.net/rapid"
)

// edit is one change of the sample entry and what is to be said of it.
type edit struct {
	name   string
	change func(*Entry)
	field  string
	want   Severity
}

func TestCompareProse(t *testing.T) {
	checkEdits(t, []edit{
		{"code", func(e *Entry) { e.Code = "X" }, "/code", Editorial},
		{"name", func(e *Entry) { e.Name.ZH = "应用运维" }, "/name", Editorial},
		{"summary", func(e *Entry) { e.Summary = Text{Plain: "3次"} }, "/summary", Editorial},
		{"summary removed", func(e *Entry) { e.Summary = Text{} }, "/summary", Editorial},
		{"objective reworded", func(e *Entry) {
			e.Objective = Text{Plain: "应用的月可用率不低于99.5%，P1故障4小时内恢复"}
		}, "/objective", Editorial},
		{"objective translated", func(e *Entry) {
			e.Objective = Text{ZH: e.Objective.Plain, EN: "99.5 % available a month; P1 restored in four hours"}
		}, "/objective", Editorial},
		{"objective's number", func(e *Entry) {
			e.Objective = Text{Plain: "应用月可用率不低于99.9%，P1故障4小时内恢复。"}
		}, "/objective", Judge},
		{"objective's Chinese number", func(e *Entry) {
			e.Objective = Text{Plain: "应用月可用率不低于99.5%，P1故障四小时内恢复。"}
		}, "/objective", Judge},
		{"objective removed", func(e *Entry) { e.Objective = Text{} }, "/objective", Weakened},
		{"objective that denies", func(e *Entry) {
			e.Objective = Text{Plain: "应用月可用率低于99.5%，P1故障4小时内恢复。"}
		}, "/objective", Judge},
		{"objective in days", func(e *Entry) {
			e.Objective = Text{Plain: "应用月可用率不低于99.5%，P1故障4天内恢复。"}
		}, "/objective", Judge},
		{"audience", func(e *Entry) { e.Audience = Text{Plain: "全部客户"} }, "/audience", Judge},
		{"category", func(e *Entry) { e.Category = "data" }, "/category", Judge},
		{"type", func(e *Entry) { e.Kind = "routine" }, "/type", Judge},
		{"content added", func(e *Entry) { e.Content = append(e.Content, Text{Plain: "数据修正"}) }, "/content/3", Improved},
		{"content removed", func(e *Entry) { e.Content = e.Content[:2] }, "/content/2", Weakened},
		{"content reworded", func(e *Entry) { e.Content[2] = Text{Plain: "版本上线支持"} }, "/content/2", Judge},
		{"content punctuated", func(e *Entry) { e.Content[2] = Text{Plain: "版本 发布支持。"} }, "/content/2", Editorial},
		{"content translated", func(e *Entry) { e.Content[2] = Text{ZH: "版本发布支持", EN: "Releases"} }, "/content/2", Editorial},
		{"content in another order", func(e *Entry) { e.Content[0], e.Content[1] = e.Content[1], e.Content[0] }, "/content", Editorial},
		{"exclusion added", func(e *Entry) { e.Exclusions = List[Text]{{Plain: "不含硬件"}} }, "/exclusions/0", Weakened},
		{"prerequisite added", func(e *Entry) { e.Prerequisites = List[Text]{{Plain: "远程通道"}} }, "/prerequisites/0", Weakened},
		{"exceptions added", func(e *Entry) { e.Exceptions = Text{Plain: "不可抗力"} }, "/exceptions", Weakened},
	})
}

func TestCompareCommitments(t *testing.T) {
	checkEdits(t, []edit{
		{"less frequent", func(e *Entry) { e.Frequency = &Frequency{Unit: "day"} }, "/frequency", Weakened},
		{"frequency out of order", func(e *Entry) { e.Frequency = &Frequency{Unit: "on_demand"} }, "/frequency", Judge},
		{"frequency removed", func(e *Entry) { e.Frequency = nil }, "/frequency", Weakened},
		{"frequency's note", func(e *Entry) { e.Frequency.Note = Text{Plain: "演练每年1次"} }, "/frequency/note", Judge},
		{"hours grow", func(e *Entry) { e.Hours.Preset = "7x24" }, "/hours", Improved},
		{"hours shrink", func(e *Entry) { e.Hours.Preset = "5x12" }, "/hours", Weakened},
		{"hours without holidays", func(e *Entry) { e.Hours.Holidays = HolidaysExcluded }, "/hours", Weakened},
		{"hours move", func(e *Entry) { e.Hours.From, e.Hours.To = "07:00", "19:00" }, "/hours", Judge},
		{"hours said otherwise", func(e *Entry) { e.Hours.Holidays = HolidaysIncluded }, "/hours", Editorial},
		{"hours elsewhere", func(e *Entry) { e.Hours.TZ = "Europe/Berlin" }, "/hours", Judge},
		{"hours unknown", func(e *Entry) { e.Hours = &Hours{Preset: "custom", Note: e.Hours.Note} }, "/hours", Judge},
		{"hours removed", func(e *Entry) { e.Hours = nil }, "/hours", Weakened},
		{"hours' note", func(e *Entry) { e.Hours.Note = Text{Plain: "每日08:00-20:00"} }, "/hours/note", Editorial},
		{"delivery added", func(e *Entry) { e.Delivery = append(e.Delivery, "onsite") }, "/delivery/2", Improved},
		{"delivery removed", func(e *Entry) { e.Delivery = e.Delivery[1:] }, "/delivery/0", Weakened},
		{"deliverable added", func(e *Entry) {
			e.Deliverables = append(e.Deliverables, Deliverable{Name: Text{Plain: "故障报告"}})
		}, "/deliverables/1", Improved},
		{"deliverable removed", func(e *Entry) { e.Deliverables = nil }, "/deliverables/0", Weakened},
		{"deliverable renamed", func(e *Entry) { e.Deliverables[0].Name = Text{Plain: "应用运行周报"} }, "/deliverables/0/name", Judge},
		{"deliverable's form", func(e *Entry) { e.Deliverables[0].Form = Text{Plain: "XLSX"} }, "/deliverables/0/form", Judge},
		{"deliverable's due", func(e *Entry) { e.Deliverables[0].Due = Text{Plain: "次月8日前"} }, "/deliverables/0/due", Judge},
		{"deliverable without due", func(e *Entry) { e.Deliverables[0].Due = Text{} }, "/deliverables/0/due", Weakened},
		{"level added", func(e *Entry) { e.Levels = append(e.Levels, Level{Metric: "rto", Op: "<=", Value: 8, Unit: "hour"}) }, "/levels/2", Improved},
		{"level removed", func(e *Entry) { e.Levels = e.Levels[1:] }, "/levels/0", Weakened},
		{"level for another priority", func(e *Entry) { e.Levels[1].Priority = "P2" }, "/levels/1", Weakened},
		{"higher availability", func(e *Entry) { e.Levels[0].Value = 99.9 }, "/levels/0/value", Improved},
		{"lower availability", func(e *Entry) { e.Levels[0].Value = 99 }, "/levels/0/value", Weakened},
		{"availability a year", func(e *Entry) { e.Levels[0].Window = "year" }, "/levels/0/window", Judge},
		{"quicker", func(e *Entry) { e.Levels[1].Value, e.Levels[1].Unit = 30, "minute" }, "/levels/1/value", Improved},
		{"slower", func(e *Entry) { e.Levels[1].Value = 5 }, "/levels/1/value", Weakened},
		{"in minutes", func(e *Entry) { e.Levels[1].Value, e.Levels[1].Unit = 240, "minute" }, "/levels/1/unit", Editorial},
		{"in days of service", func(e *Entry) { e.Levels[1].Value, e.Levels[1].Unit = 1, "day" }, "/levels/1/value", Weakened},
		{"in calendar time", func(e *Entry) { e.Levels[1].Clock = "calendar" }, "/levels/1/clock", Improved},
		{"a count", func(e *Entry) { e.Levels[0].Unit = "count" }, "/levels/0/unit", Judge},
		{"operator", func(e *Entry) { e.Levels[0].Op = "<=" }, "/levels/0/op", Judge},
	})
}

func TestCompareTheRest(t *testing.T) {
	checkEdits(t, []edit{
		{"workload added", func(e *Entry) { e.Workload = Text{Plain: "每月10次"} }, "/workload", Judge},
		{"request_how", func(e *Entry) { e.RequestHow = Text{Plain: "热线"} }, "/request_how", Editorial},
		{"contacts", func(e *Entry) { e.Contacts = List[Contact]{{Name: Text{ZH: "张伟"}}} }, "/contacts/0", Editorial},
		{"lead_time added", func(e *Entry) { e.LeadTime = Text{Plain: "5个工作日"} }, "/lead_time", Improved},
		{"price_ref", func(e *Entry) { e.PriceRef = "JG-02" }, "/price_ref", Judge},
		{"cost", func(e *Entry) { e.Cost = &Cost{Amount: 3, Currency: "CNY"} }, "/cost", Editorial},
		{"owner", func(e *Entry) { e.Owner = "li.na" }, "/owner", Editorial},
		{"depends_on", func(e *Entry) { e.DependsOn = nil }, "/depends_on/0", Editorial},
		{"criticality", func(e *Entry) { e.Criticality = "high" }, "/criticality", Editorial},
		{"deprecated", func(e *Entry) { e.Lifecycle = Deprecated }, "/lifecycle", Weakened},
		{"retired", func(e *Entry) { e.Lifecycle = Retired }, "/lifecycle", Retire},
		{"replaced_by", func(e *Entry) { e.ReplacedBy = "svc-db-ops" }, "/replaced_by", Editorial},
		{"sunset_on", func(e *Entry) { e.SunsetOn = "2026-06-30" }, "/sunset_on", Weakened},
		{"shown to all", func(e *Entry) { e.Visibility = Public }, "/visibility", Improved},
		{"not said whom it is for", func(e *Entry) { e.Visibility = "" }, "/visibility", Weakened},
		{"no lifecycle", func(e *Entry) { e.Lifecycle = "" }, "/lifecycle", Weakened},
		{"hidden", func(e *Entry) { e.Visibility = Internal }, "/visibility", Weakened},
		{"review_months", func(e *Entry) { e.ReviewMonths = 12 }, "/review_months", Editorial},
		{"tags", func(e *Entry) { e.Tags = List[string]{"a"} }, "/tags/0", Editorial},
		{"notes", func(e *Entry) { e.Notes = Text{Plain: "3"} }, "/notes", Editorial},
	})
}

// What stands in a note may be all that is promised.
func TestCompareNotes(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    Severity
		reason  string
	}{
		{"巡检每月1次", "", Weakened, "note was removed: what it said is no longer promised"},
		{"", "巡检每月1次", Judge, "note was added; whether that helps the customer, a person must judge"},
		{"巡检每月1次", "巡检每月2次", Judge, "numbers in note changed; whether for the better, a person must judge"},
		{"巡检每月1次", "巡检每季1次", Judge, "note was reworded, and a negation or a period came or went; whether that promises less, a person must judge"},
		{"有人在现场", "无人在现场", Judge, "note was reworded, and a negation or a period came or went; whether that promises less, a person must judge"},
		{"On site", "Not on site", Judge, "note was reworded, and a negation or a period came or went; whether that promises less, a person must judge"},
		{"We stay", "We don't stay", Judge, "note was reworded, and a negation or a period came or went; whether that promises less, a person must judge"},
		{"故障处理全天候", "故障处理全天候，法定节假日有人在现场", Editorial, "the wording of note changed, its numbers did not; whether the promise did is for the review to say"},
		{"每天巡检", "每日巡查", Editorial, "the wording of note changed, its numbers did not; whether the promise did is for the review to say"},
		{"巡检", "尽力巡检", Editorial, "the wording of note changed, its numbers did not; whether the promise did is for the review to say"},
		{"巡检，每月1次", "巡检每月1次。", Editorial, "note: only punctuation, spelling or language changed"},
	} {
		with := func(note string) Entry {
			return but(t, func(e *Entry) { e.Frequency.Note, e.Hours.Note = Text{Plain: note}, Text{Plain: note} })
		}
		got := Compare(with(c.was), with(c.is))
		if got.Severity != c.want || len(got.Changes) != 2 {
			t.Fatalf("%q → %q: got %s, want %s: %v", c.was, c.is, got.Severity, c.want, got.Changes)
		}
		for _, change := range got.Changes {
			if got := change.Reason.String(); got != c.reason {
				t.Errorf("%q → %q: got %q, want %q", c.was, c.is, got, c.reason)
			}
		}
	}
}

// A reason names both states, also one that is not said.
func TestReasonsNameWhatIsNotSaid(t *testing.T) {
	unsaid := but(t, func(e *Entry) { e.Visibility, e.Lifecycle = "", "" })
	got := Compare(read[Entry](t, appOps), unsaid).Changes
	want := []string{"the service went from active to not stated", "fewer people see the service: not stated (that is, internal) instead of customer"}
	if len(got) != 2 || got[0].Reason.String() != want[0] || got[1].Reason.String() != want[1] {
		t.Errorf("got %+v", got)
	}
	inside := but(t, func(e *Entry) { e.Visibility = Internal })
	still := but(t, func(e *Entry) { e.Visibility = "" })
	for _, c := range []Comparison{Compare(inside, still), Compare(still, inside)} {
		if c.Severity != Editorial {
			t.Errorf("got %+v", c)
		}
	}
}

// checkEdits makes each edit alone and looks at the one change it is to be.
func checkEdits(t *testing.T, edits []edit) {
	t.Helper()
	for _, c := range edits {
		t.Run(c.name, func(t *testing.T) {
			got := Compare(read[Entry](t, appOps), but(t, c.change))
			if got.Severity != c.want {
				t.Errorf("got %s, want %s: %v", got.Severity, c.want, got.Changes)
			}
			if len(got.Changes) == 0 || got.Changes[0].Field != c.field || got.Changes[0].Reason.IsZero() {
				t.Errorf("got %+v, want one at %s", got.Changes, c.field)
			}
		})
	}
}

func TestChangeShowsBothValues(t *testing.T) {
	c := Compare(read[Entry](t, appOps), but(t, func(e *Entry) { e.Levels[1].Value = 2 }))
	got := c.Changes[0]
	if got.Old.Plain != "resolution_time P1 <= 4 hour service_hours" || got.New.Plain != "resolution_time P1 <= 2 hour service_hours" {
		t.Errorf("got %q and %q", got.Old.Plain, got.New.Plain)
	}
	if got, want := got.Reason.String(), "resolution_time: the target is stricter"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCompareWholeEntries(t *testing.T) {
	e := read[Entry](t, appOps)
	active := but(t, func(e *Entry) { e.Lifecycle = Ready })
	for _, c := range []struct {
		name     string
		old, new Entry
		want     Severity
	}{
		{"nothing", Entry{}, Entry{}, Unchanged},
		{"the same", e, e, Unchanged},
		{"new", Entry{}, e, New},
		{"gone", e, Entry{}, Retire},
		{"put into use", active, e, Improved},
		{"gravest wins", e, but(t, func(e *Entry) { e.Hours.Preset, e.Content, e.Audience = "7x24", e.Content[1:], Text{} }), Weakened},
		{"judge before improved", e, but(t, func(e *Entry) { e.Hours.Preset, e.Audience = "7x24", Text{} }), Judge},
	} {
		if got := Compare(c.old, c.new).Severity; got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestClockAndValueAreWeighedApart(t *testing.T) {
	old := read[Entry](t, dbOps)
	quicker := read[Entry](t, dbOps)
	quicker.Levels[1].Value, quicker.Levels[1].Clock = 2, ServiceHours
	got := Compare(old, quicker)
	if len(got.Changes) != 2 || got.Severity != Weakened || got.Changes[0].Severity != Improved {
		t.Errorf("got %+v", got)
	}
}

func TestDaysOfServiceNeedHours(t *testing.T) {
	unknown := but(t, func(e *Entry) { e.Hours = nil })
	days := but(t, func(e *Entry) { e.Hours, e.Levels[1].Value, e.Levels[1].Unit = nil, 1, "day" })
	if got := Compare(unknown, days); got.Severity != Judge {
		t.Errorf("got %+v, want judge", got)
	}
}

// drawn is an entry whose fields are all of the ordered kinds, or texts.
func drawn() *rapid.Generator[Entry] {
	return rapid.Custom(func(t *rapid.T) Entry {
		some := func(name string, from ...string) List[Text] {
			var out List[Text]
			for _, s := range from {
				if rapid.Bool().Draw(t, name+s) {
					out = append(out, Text{Plain: s})
				}
			}
			return out
		}
		var delivery List[Delivery]
		for _, d := range some("delivery", "onsite", "remote", "phone") {
			delivery = append(delivery, Delivery(d.Plain))
		}
		level := Level{Metric: "response_time", Op: "<=", Value: Number(rapid.IntRange(1, 3).Draw(t, "value"))}
		level.Unit = rapid.SampledFrom([]Unit{"minute", "hour", "day", "percent"}).Draw(t, "unit")
		level.Clock = rapid.SampledFrom([]Clock{"", "calendar", ServiceHours}).Draw(t, "clock")
		return Entry{
			ID: "svc-x", Lifecycle: rapid.SampledFrom([]Lifecycle{Ready, Active, Deprecated}).Draw(t, "lifecycle"),
			Visibility: rapid.SampledFrom([]Visibility{Internal, Customer, Public}).Draw(t, "visibility"),
			Content:    some("content", "巡检", "备份与恢复", "patching"),
			Exclusions: some("exclusions", "硬件", "线路"),
			Frequency:  &Frequency{Unit: rapid.SampledFrom([]Cadence{"day", "week", "month", "once", "continuous"}).Draw(t, "cadence"), Times: rapid.IntRange(0, 3).Draw(t, "times")},
			Hours:      &Hours{Preset: rapid.SampledFrom([]Preset{"7x24", "7x12", "6x8", "5x12", "5x8"}).Draw(t, "preset"), Holidays: rapid.SampledFrom([]Holidays{"", HolidaysIncluded, HolidaysExcluded}).Draw(t, "holidays")},
			Delivery:   delivery,
			Levels:     List[Level]{level},
			Objective:  Text{Plain: rapid.SampledFrom([]string{"", "快", "1小时", "很快"}).Draw(t, "objective")},
			SunsetOn:   rapid.SampledFrom([]string{"", "2026-01-01", "2027-01-01"}).Draw(t, "sunset"),
		}
	})
}

func TestCompareWithItselfIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn().Draw(t, "entry")
		if got := Compare(e, e); got.Severity != Unchanged || len(got.Changes) != 0 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestCompareBackwardsIsTheReverse(t *testing.T) {
	tally := func(c Comparison) map[Severity]int {
		out := map[Severity]int{}
		for _, change := range c.Changes {
			out[change.Severity]++
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn().Draw(t, "a"), drawn().Draw(t, "b")
		there, back := tally(Compare(a, b)), tally(Compare(b, a))
		for s, n := range there {
			if got := back[s.reverse()]; got != n {
				t.Errorf("%d are %s, but backwards %d are %s", n, s, got, s.reverse())
			}
		}
	})
}
