package sheet

import (
	"reflect"
	"testing"
)

// TestWhatPeopleWriteIsUnderstood where it can mean one thing only.
func TestWhatPeopleWriteIsUnderstood(t *testing.T) {
	t.Parallel()
	workdays := []any{"mon", "tue", "wed", "thu", "fri"}
	for _, tt := range []struct {
		of   cell
		said string
		want any
	}{
		{only("op"), "≤", "<="},
		{only("op"), "≥", ">="},
		{only("op"), "＞＝", ">="},
		{only("op"), "＝", "=="},
		{only("op"), "at least", ">="},
		{only("op"), ">", nil},
		{only("level.unit"), "分", "minute"},
		{only("level.unit"), "％", "percent"},
		{only("level.unit"), "hrs", "hour"},
		{only("level.unit"), "秒", nil},
		{only("hours.preset"), "24x7", "7x24"},
		{only("hours.preset"), "7*24小时", "7x24"},
		{only("hours.preset"), "５×８", "5x8"},
		{only("hours.preset"), "全天", nil},
		{list{choice{allowed("delivery"), false}}, "on site、Self-Service", []any{"onsite", "self_service"}},
		{list{choice{allowed("hours.days"), false}}, "周一至周五", workdays},
		{list{choice{allowed("hours.days"), false}}, "Mon - Fri", workdays},
		{list{choice{allowed("hours.days"), false}}, "星期一到星期五、周日", append(workdays[:5:5], "sun")},
		{list{choice{allowed("hours.days"), false}}, "每天", append(workdays[:5:5], "sat", "sun")},
		{list{choice{allowed("hours.days"), false}}, "周五至周一", nil},
		{number{}, "９９．９", 99.9},
		{number{}, "３０", int64(30)},
		{date{}, "31/12/2026", "2026-12-31"},
		{date{}, "12/31/2026", "2026-12-31"},
		{date{}, "5.5.2026", "2026-05-05"},
		{date{}, "05/06/2026", "05/06/2026"}, // the schema names the form that is wanted
		{date{}, "2026年1月2号", "2026-01-02"},
		{hour{}, "９：３０", "09:30"},
	} {
		got, err := tt.of.read(allLanguages(), tt.said, nil)
		if (err != nil) != (tt.want == nil) || err == nil && !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v, %v; want %v", tt.said, got, err, tt.want)
		}
	}
}

// TestAUnitBehindANumber goes to its own place.
func TestAUnitBehindANumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, unit, number, of string }{
		{"99.9%", "", "99.9", "percent"},
		{"99.9％", "%", "99.9", "percent"},
		{"30分钟", "", "30", "minute"},
		{"30 min", "分", "30", "minute"},
		{"4小时", "天", "4小时", "天"},
		{"4", "天", "4", "天"},
		{"十", "", "十", ""},
	} {
		said := map[string]string{"value": tt.value, "unit": tt.unit}
		allLanguages().apart(said)
		if said["value"] != tt.number || said["unit"] != tt.of {
			t.Errorf("%s %s: got %v", tt.value, tt.unit, said)
		}
	}
}
