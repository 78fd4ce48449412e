package sheet_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/sheet"
)

// asking is a requirement that says something in every field that a form has.
func asking() sheet.Record {
	hours := map[string]any{"preset": "custom", "days": []any{"mon", "sun"}, "from": "08:30", "to": "17:30", "holidays": "included", "note": "含春节"}
	level := func(metric string, value int64) any {
		return map[string]any{"metric": metric, "name": "响应", "priority": "P1", "op": "<=", "value": value, "unit": "minute", "window": "month", "clock": "calendar"}
	}
	return sheet.Record{
		"title": "夜间值守", "words": "晚上也要有人。\n最好到22点。", "business_goal": "招生", "priority": "high", "source": "renewal",
		"customer": map[string]any{"name": "海棠区教育局", "code": "HT", "contact": "王老师"},
		"contract": map[string]any{"ref": "HT-1", "stage": "renewal", "due_on": "2026-12-01"},
		"asks": []any{
			map[string]any{
				"service": "svc-service-desk", "hours": hours, "frequency": map[string]any{"unit": "week", "times": int64(2)}, "delivery": []any{"onsite", "phone"},
				"levels": []any{level("response_time", 30), level("resolution_time", 240)}, "deliverables": []any{map[string]any{"name": "月报", "form": "PDF", "due": "每月5日"}},
				"quantity": int64(3), "sites": []any{"一号楼", "二号楼"}, "note": "甲",
			},
			map[string]any{"service": "svc-other", "note": "乙"},
		},
	}
}

// What a form says in a workbook is read back as it was, in either language, whatever
// language the reader has.
func TestFormComesBack(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.Chinese, lang.English} {
		var out bytes.Buffer
		if err := (sheet.Layout{Say: lang.New(l), Main: lang.Chinese}).WriteForm(&out, asking()); err != nil {
			t.Fatal(err)
		}
		grids, err := sheet.ReadFile(out.Bytes(), sheet.Usual())
		if err != nil {
			t.Fatal(err)
		}
		got := sheet.ReadForm(sheet.FormTables(grids), lang.New(lang.English))
		if len(got.Problems) > 0 || !reflect.DeepEqual(got.Record, asking()) {
			t.Errorf("%s: got %v, %+v\nwant %v", l, got.Record, got.Problems, asking())
		}
	}
}

// An empty form says nothing.
func TestEmptyForm(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (sheet.Layout{Say: lang.New(lang.Chinese), Main: lang.Chinese}).WriteForm(&out, sheet.Record{}); err != nil {
		t.Fatal(err)
	}
	grids, err := sheet.ReadFile(out.Bytes(), sheet.Usual())
	if err != nil {
		t.Fatal(err)
	}
	if got := sheet.ReadForm(sheet.FormTables(grids), lang.New(lang.Chinese)); len(got.Record) > 0 || len(got.Problems) > 0 {
		t.Errorf("got %v, %+v", got.Record, got.Problems)
	}
}

// table is one of cells as people type them; "tag~text" under a tag.
func table(rows ...string) []sheet.FormTable {
	t := sheet.FormTable{Name: "t"}
	for _, row := range rows {
		var cells []sheet.FormCell
		for text := range strings.SplitSeq(row, "|") {
			c := sheet.FormCell{Text: text}
			if tag, said, tagged := strings.Cut(text, "~"); tagged {
				c = sheet.FormCell{Text: said, Tags: []sheet.FormTag{{Tag: tag, Text: said}}}
			}
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, cells)
	}
	return []sheet.FormTable{t}
}

func TestFormIsFoundInTables(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rows []string
		want sheet.Record
	}{
		{"by labels", []string{"标题：|甲|紧急程度*|高", " Customer |乙"}, sheet.Record{"title": "甲", "priority": "high", "customer": map[string]any{"name": "乙"}}},
		{"by tags, whatever the label", []string{"题目|title~甲", "x|customer.name~乙|y|priority~urgent"}, sheet.Record{"title": "甲", "priority": "urgent", "customer": map[string]any{"name": "乙"}}},
		{"by the label where the tag is lost", []string{"标题|甲|客户|customer.name~乙"}, sheet.Record{"title": "甲", "customer": map[string]any{"name": "乙"}}},
		{"hints are nothing", []string{"标题|请填写|客户|Fill in here|需求来源|请选择", "title~—"}, sheet.Record{}},
		{"a label is no value", []string{"标题|客户|乙"}, sheet.Record{"customer": map[string]any{"name": "乙"}}},
		{"nothing of the procedure", []string{"提出人|zhang.wei|编号|SLR-2026-0001", "判断结论|同意更新|状态|已发布", "商业价值|1000", "raised_by~zhang.wei|history~approve|value~9|id~SLR-1"}, sheet.Record{}},
		{"two things asked for", []string{"目录中的服务|svc-a", "备注|一", "目录中的服务|svc-b", "备注|二"}, sheet.Record{"asks": []any{map[string]any{"service": "svc-a", "note": "一"}, map[string]any{"service": "svc-b", "note": "二"}}}},
		{"the first left empty", []string{"目录中的服务|", "备注|", "目录中的服务|svc-b"}, sheet.Record{"asks": []any{map[string]any{"service": "svc-b"}}}},
		{"levels by their head", []string{"指标|比较方式|目标值|单位", "响应时间|不超过|30|分钟", "|||", "可用率|>=|99.9|百分"}, nil},
		{"levels by tags", []string{"ask.levels.metric~rto|ask.levels.op~<=|ask.levels.value~4|ask.levels.unit~hour"}, sheet.Record{"asks": []any{map[string]any{"levels": []any{map[string]any{"metric": "rto", "op": "<=", "value": int64(4), "unit": "hour"}}}}}},
		{"a label below levels", []string{"Metric|Operator|Value|Unit", "rto|<=|4|hour", "标题|甲"}, sheet.Record{"title": "甲", "asks": []any{map[string]any{"levels": []any{map[string]any{"metric": "rto", "op": "<=", "value": int64(4), "unit": "hour"}}}}}},
	} {
		got := sheet.ReadForm(table(tt.rows...), lang.New(lang.English))
		if tt.want != nil && (len(got.Problems) > 0 || !reflect.DeepEqual(got.Record, tt.want)) {
			t.Errorf("%s: got %v, %+v\nwant %v", tt.name, got.Record, got.Problems, tt.want)
		}
		if tt.want == nil && (len(got.Problems) != 1 || got.Problems[0].Row != 4 || got.Problems[0].Column != "Unit") {
			t.Errorf("%s: got %v, %+v", tt.name, got.Record, got.Problems)
		}
	}
}

// What people typed beside a control that they missed counts as well.
func TestTextBesideAControl(t *testing.T) {
	t.Parallel()
	row := []sheet.FormCell{{Text: "标题"}, {Text: "甲", Tags: []sheet.FormTag{{Tag: "title"}}}}
	level := []sheet.FormCell{{Text: "30", Tags: []sheet.FormTag{{Tag: "ask.levels.value"}}}}
	got := sheet.ReadForm([]sheet.FormTable{{Rows: [][]sheet.FormCell{row, level}}}, lang.New(lang.Chinese)).Record
	want := sheet.Record{"title": "甲", "asks": []any{map[string]any{"levels": []any{map[string]any{"value": int64(30)}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What cannot be is named with its table, row and field, all of it.
func TestProblemsOfAForm(t *testing.T) {
	t.Parallel()
	zh := lang.New(lang.Chinese)
	got := sheet.ReadForm(table("标题|甲|紧急程度|马上", "需求来源|internal", "数量|许多|服务频度（单位）|每刻", "交付方式|现场、飞行"), zh)
	var said []string
	for _, p := range got.Problems {
		said = append(said, p.Sheet+" "+p.Column+": "+zh.Say(p.Message))
	}
	want := []string{
		`t 紧急程度: "马上" 不在可选值之内：低、中、高、紧急`,
		`t 需求来源: "internal" 不在可选值之内：合同、续签、投标、其他`,
		`t 数量: "许多" 不是数字`,
		`t 服务频度（单位）: "每刻" 不在可选值之内：持续、天、周、两周、月、季度、半年、年、按需、每次事件、一次`,
		`t 交付方式: "飞行" 不在可选值之内：现场、远程、驻场、热线、自助、送修`,
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	if m := got.Missing([]string{"customer", "name"}, zh); m.Message.String() != "Customer is missing" || m.Sheet != "t" || m.Row != 1 || m.Column != "客户" {
		t.Errorf("got %s", m.Message)
	}
	if p := got.Problem([]string{"asks", "0", "quantity"}, got.Problems[0].Message); p.Row != 3 || p.Column != "数量" {
		t.Errorf("got %+v", p)
	}
}

// What is missing because something else is wrong is not a problem of its own.
func TestWhatFollowsFromAProblem(t *testing.T) {
	t.Parallel()
	got := sheet.ReadForm(table("服务时间（预设时段）|全天", "数量|许多", "指标|比较方式|目标值|单位", "响应时间|不超过|十|分钟"), lang.New(lang.English))
	for path, want := range map[string]bool{
		"asks": true, "asks.0.hours.days": true, "asks.0.hours.preset": true, "asks.0.quantity": true, "asks.0.levels.0.value": true,
		"title": false, "customer": false, "asks.0.frequency.times": false, "asks.0.service": false,
	} {
		if got := got.Follows(strings.Split(path, ".")); got != want {
			t.Errorf("%s: got %v", path, got)
		}
	}
}

// Whatever people type, a form says nothing but what one may ask for.
func FuzzReadForm(f *testing.F) {
	f.Add("标题", "甲", "title")
	f.Add("指标", "比较方式", "ask.levels.value")
	f.Add("服务时间（服务日）", "周一、周九", "ask.hours.days")
	f.Add("raised_by", "zhang.wei", "history")
	allowed := []string{"title", "customer", "contract", "source", "priority", "words", "business_goal", "asks"}
	say := lang.New(lang.English)
	f.Fuzz(func(t *testing.T, label, text, tag string) {
		tables := table(label+"|"+text, text+"|"+label)
		tables[0].Rows = append(tables[0].Rows, []sheet.FormCell{{Text: label}, {Text: text, Tags: []sheet.FormTag{{Tag: tag, Text: text}}}})
		for field := range sheet.ReadForm(tables, say).Record {
			if !slices.Contains(allowed, field) {
				t.Errorf("%q, %q, %q: the form says %s", label, text, tag, field)
			}
		}
	})
}
