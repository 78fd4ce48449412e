package sheet

import (
	"fmt"
	"reflect"
	"slices"
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

// problemsOf reads a text as a table.
func problemsOf(t *testing.T, text string) ([]*Service, []string) {
	t.Helper()
	grids, err := ReadFile([]byte(text), Usual())
	if err != nil {
		t.Fatal(err)
	}
	reading := &Reading{Main: lang.Chinese, Before: before}
	services, problems := reading.Read(grids)
	if reading.Err() != nil {
		t.Errorf("%q: got %v", text, reading.Err())
	}
	var said []string
	for _, p := range problems {
		said = append(said, fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Message))
	}
	return services, said
}

// TestARowThatIsNotOneIsNamed: what a quotation mark swallows, or has no column, would
// be lost without a word.
func TestARowThatIsNotOneIsNamed(t *testing.T) {
	t.Parallel()
	const quote = "  a quotation mark is not closed, or stands inside a cell without quotation marks (line %d); nothing behind it was read"
	for text, want := range map[string]string{
		"id,summary\nsvc-rich,\"open\nsvc-plain,x\n":           "2" + fmt.Sprintf(quote, 2),
		"id,summary\nsvc-rich,\"a\nb\"\nsvc-plain,\"x\n,\"y\"": "3" + fmt.Sprintf(quote, 4),
		"id,summary\nsvc-rich,5\" disk\n":                      "2" + fmt.Sprintf(quote, 2),
		"id,\"summary\nsvc-rich,x\n":                           "1" + fmt.Sprintf(quote, 1),
		"id,price_ref\nsvc-rich,P1,P2\n":                       "2  the row has more cells than the first row has columns",
	} {
		if _, got := problemsOf(t, text); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if services, got := problemsOf(t, "id,summary\nsvc-rich,\"a \"\"b\"\"\nc\",,\n"); len(services) != 1 || len(got) > 0 {
		t.Errorf("got %+v, %q", services, got)
	}
}

// TestASheetWithoutIDsIsNamed where it looks like one of a catalogue, and passed over
// where it is for people.
func TestASheetWithoutIDsIsNamed(t *testing.T) {
	t.Parallel()
	levels := Grid{Name: "L", Rows: [][]string{{"id", "metric", "op", "value", "unit"}, {"svc-none", "rto", "<=", "4", "hour"}}}
	for _, tt := range []struct {
		header []string
		want   string
	}{
		{[]string{"服务标识", "name", "summary", "owner"}, "S 1 the sheet has columns of the catalogue, but none of ids; name it: --map COLUMN=id"},
		{[]string{"日期", "说明", "name"}, ""},
	} {
		_, problems := (&Reading{Main: lang.Chinese, Before: before}).Read([]Grid{{Name: "S", Rows: [][]string{tt.header}}, levels})
		said := []string{}
		for _, p := range problems {
			said = append(said, fmt.Sprint(p.Sheet, " ", p.Row, " ", p.Message))
		}
		want := []string{"L 2 there is no service svc-none; the sheet of services has no row of it"}
		if tt.want != "" {
			want = append([]string{tt.want}, want...)
		}
		if !slices.Equal(said, want) {
			t.Errorf("%q: got %q, want %q", tt.header, said, want)
		}
	}
}
