package sheet

import (
	"reflect"
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
)

// both is a text in two languages.
func both(zh, en string) any { return map[string]any{"zh": zh, "en": en} }

// TestWhatNoCellShowsStays edits one part of an item of which the table shows only one
// language, or lacks a part.
func TestWhatNoCellShowsStays(t *testing.T) {
	t.Parallel()
	record := Record{
		"id": "svc-a", "name": "甲",
		"deliverables": []any{
			map[string]any{"name": both("报告", "Report"), "due": both("5日", "5th")},
			map[string]any{"name": both("记录", "Record"), "form": both("表", "Table")},
		},
		"contacts": []any{map[string]any{"name": both("服务台", "Desk"), "phone": "1", "role": both("受理", "Takes")}, map[string]any{"name": both("王芳", "Wang Fang"), "phone": "2"}},
		"levels": []any{
			map[string]any{"metric": "availability", "name": both("可用", "Up"), "op": ">=", "value": 99.5, "unit": "percent", "clock": "calendar"},
			map[string]any{"metric": "availability", "name": both("夜间", "At night"), "op": ">=", "value": int64(90), "unit": "percent"},
		},
	}
	first := func(field string) map[string]any { return record[field].([]any)[0].(map[string]any) }
	second := func(field string) any { return record[field].([]any)[1] }
	level := func(value any) map[string]any {
		return map[string]any{"metric": "availability", "name": both("可用", "Up"), "op": ">=", "value": value, "unit": "percent", "clock": "calendar"}
	}
	for _, tt := range []struct {
		name string
		rows [][]string
		want any
	}{
		{"a phone", [][]string{{"id", "contacts"}, {"svc-a", "服务台 | 9 |  | 受理\n王芳 | 2"}}, []any{map[string]any{"name": both("服务台", "Desk"), "phone": "9", "role": both("受理", "Takes")}, second("contacts")}},
		{"a role emptied", [][]string{{"id", "contacts"}, {"svc-a", "服务台 | 1\n王芳 | 2"}}, []any{map[string]any{"name": both("服务台", "Desk"), "phone": "1"}, second("contacts")}},
		{"sorted, and one of them new", [][]string{{"id", "contacts"}, {"svc-a", "王芳 | 3\n服务台 | 1 |  | 受理\n李娜 | 4"}}, []any{map[string]any{"name": both("王芳", "Wang Fang"), "phone": "3"}, first("contacts"), map[string]any{"name": "李娜", "phone": "4"}}},
		{"a due date", [][]string{{"id", "deliverables"}, {"svc-a", "报告 |  | 6日\n记录 | 表"}}, []any{map[string]any{"name": both("报告", "Report"), "due": both("6日", "5th")}, second("deliverables")}},
		{"a name, at its place", [][]string{{"id", "deliverables"}, {"svc-a", "月报 |  | 5日\n记录 | 表"}}, []any{map[string]any{"name": both("月报", "Report"), "due": both("5日", "5th")}, second("deliverables")}},
		{"one taken away, one edited", [][]string{{"id", "deliverables"}, {"svc-a", "记录 | PDF"}}, []any{map[string]any{"name": both("记录", "Record"), "form": both("PDF", "Table")}}},
		{"a level", [][]string{{"id", "metric", "name", "op", "value", "unit", "clock"}, {"svc-a", "availability", "可用", ">=", "99", "percent", "calendar"}, {"svc-a", "availability", "夜间", ">=", "90", "percent", ""}}, []any{level(int64(99)), second("levels")}},
		{"a level without a column of clocks", [][]string{{"id", "metric", "name", "op", "value", "unit"}, {"svc-a", "availability", "可用", ">=", "99", "percent"}, {"svc-a", "availability", "夜间", ">=", "90", "percent"}}, []any{level(int64(99)), second("levels")}},
		{"another level in its place", [][]string{{"id", "levels"}, {"svc-a", "rto | |  | <= | 4 | hour\navailability | 夜间 |  | >= | 90 | percent"}}, []any{map[string]any{"metric": "rto", "op": "<=", "value": int64(4), "unit": "hour"}, second("levels")}},
		{"somebody else in his place", [][]string{{"id", "contacts"}, {"svc-a", "服务台 | 1 |  | 受理\n李娜 | 4"}}, []any{first("contacts"), map[string]any{"name": "李娜", "phone": "4"}}},
		{"levels in one cell", [][]string{{"id", "levels"}, {"svc-a", "availability | 可用 |  | >= | 99 | percent |  | calendar\navailability | 夜间 |  | >= | 90 | percent"}}, []any{level(int64(99)), second("levels")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			reading := &Reading{Main: lang.Chinese, Before: func(string) (Record, bool) { return record, true }}
			services, problems := reading.Read([]Grid{{Rows: tt.rows}})
			if len(problems) > 0 || len(services) != 1 || len(services[0].Edits) != 1 {
				t.Fatalf("got %+v, %+v", services, problems)
			}
			if got := services[0].Edits[0].Value; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v\nwant %#v", got, tt.want)
			}
		})
	}
}
