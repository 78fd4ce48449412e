package sheet

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/service-catalogue/sc/pkg/lang"
)

// rich says something in every kind of column, in one language and in two.
func rich() Record {
	return Record{
		"schema": int64(1), "id": "svc-rich", "code": "-7", "name": map[string]any{"zh": "富", "en": "Rich"},
		"summary": "=SUM(A1)", "category": "application", "type": "routine",
		"content":       []any{"一", map[string]any{"zh": "二", "en": "two"}, "a | b"},
		"frequency":     map[string]any{"unit": "month", "times": int64(2), "note": map[string]any{"zh": "月末", "en": "at its end"}},
		"hours":         map[string]any{"preset": "custom", "days": []any{"mon", "sat"}, "from": "08:30", "to": "24:00"},
		"delivery":      []any{"onsite", "self_service"},
		"deliverables":  []any{map[string]any{"name": map[string]any{"zh": "报告|甲", "en": "Report"}, "due": "T+1"}, map[string]any{"name": "@x"}},
		"levels":        []any{map[string]any{"metric": "availability", "op": ">=", "value": 99.95, "unit": "percent", "window": "month"}, map[string]any{"metric": "own_one", "name": map[string]any{"en": "Own"}, "priority": "P1", "op": "<=", "value": int64(4), "unit": "hour", "clock": "service_hours"}},
		"contacts":      []any{map[string]any{"name": "王芳", "phone": "+86 10 1", "email": "a@b.example", "role": "值班"}},
		"lifecycle":     "active",
		"sunset_on":     "2026-12-31",
		"owner":         "ops_lead",
		"depends_on":    []any{"svc-a", "svc-b"},
		"visibility":    "customer",
		"review_months": int64(6),
		"cost":          map[string]any{"amount": 1200.5, "currency": "CNY"},
		"notes":         "内部",
	}
}

func plainOne() Record {
	return Record{"schema": int64(1), "id": "svc-plain", "name": "普通", "category": "data", "type": "response", "lifecycle": "ready", "owner": "ops_lead", "visibility": "internal"}
}

func before(id string) (Record, bool) {
	for _, r := range []Record{rich(), plainOne()} {
		if r["id"] == id {
			return r, true
		}
	}
	return nil, false
}

// written is a table of both records in a format and a language.
func written(t *testing.T, l lang.Language, write func(Layout, *bytes.Buffer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(Layout{Say: lang.New(l), Main: lang.Chinese, Inside: true}, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asCSV(l Layout, out *bytes.Buffer) error { return l.WriteCSV(out, []Record{rich(), plainOne()}) }

func asWorkbook(l Layout, out *bytes.Buffer) error {
	return l.WriteWorkbook(out, []Record{rich(), plainOne()})
}

func read(t *testing.T, data []byte) ([]*Service, []Problem) {
	t.Helper()
	grids, err := ReadFile(data, Usual())
	if err != nil {
		t.Fatal(err)
	}
	return (&Reading{Main: lang.Chinese, Before: before}).Read(grids)
}

func TestWhatIsWrittenReadsBackAsNothingNew(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.Chinese, lang.English} {
		for name, write := range map[string]func(Layout, *bytes.Buffer) error{"csv": asCSV, "workbook": asWorkbook} {
			services, problems := read(t, written(t, l, write))
			if len(services) > 0 || len(problems) > 0 {
				t.Errorf("%s in %s: got %+v, %+v", name, l, services, problems)
			}
		}
	}
}

func TestNothingRunsAsAFormula(t *testing.T) {
	t.Parallel()
	text := string(written(t, lang.English, asCSV))
	for _, want := range []string{`'=SUM(A1)`, ",-7,"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, lang.English, asWorkbook)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if f, _ := book.GetCellFormula(sheet, cell); f != "" {
					t.Errorf("%s!%s is the formula %s", sheet, cell, f)
				}
			}
		}
	}
}

// TestEditsAreRead changes one cell of the table and tells what that means.
func TestEditsAreRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, column, cell string
		path               []string
		want               any
	}{
		{"a text", "objective", "更快", []string{"objective"}, "更快"},
		{"one language of two", "name", "很富", []string{"name"}, map[string]any{"zh": "很富", "en": "Rich"}},
		{"the other one", "name, in English", "Richer", []string{"name"}, map[string]any{"zh": "富", "en": "Richer"}},
		{"a second language", "notes, in English", "inside", []string{"notes"}, map[string]any{"zh": "内部", "en": "inside"}},
		{"a field taken away", "summary", "", []string{"summary"}, nil},
		{"a word in Chinese", "maintained target", "数据", []string{"category"}, "data"},
		{"a word as it is stored", "category", "data", []string{"category"}, "data"},
		{"several words", "delivery", "现场、远程", []string{"delivery"}, []any{"onsite", "remote"}},
		{"an item between others", "content", "一\n三\n二\na | b", []string{"content"}, []any{"一", "三", map[string]any{"zh": "二", "en": "two"}, "a | b"}},
		{"a part of a field", "hours.from", "9:00", []string{"hours", "from"}, "09:00"},
		{"a time that Excel counted", "hours.from", "0.375", []string{"hours", "from"}, "09:00"},
		{"a date that Excel counted", "sunset_on", "46752", []string{"sunset_on"}, "2027-12-31"},
		{"a date as people write it", "sunset_on", "2027年1月2日", []string{"sunset_on"}, "2027-01-02"},
		{"a number", "frequency.times", "3", []string{"frequency", "times"}, int64(3)},
		{"a record in a record", "deliverables", "报告\\|甲 |  | T+1\n新 | PDF", []string{"deliverables"}, []any{
			map[string]any{"name": map[string]any{"zh": "报告|甲", "en": "Report"}, "due": "T+1"}, map[string]any{"name": "新", "form": "PDF"},
		}},
		{"a level", "levels", "可用率 |  |  | 不低于 | 99.9 | %", []string{"levels"}, []any{map[string]any{"metric": "availability", "op": ">=", "value": 99.9, "unit": "percent"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			grid := Grid{Rows: [][]string{{"id", columnNamed(t, tt.column)}, {"svc-rich", tt.cell}}}
			services, problems := (&Reading{Main: lang.Chinese, Before: before}).Read([]Grid{grid})
			if len(problems) > 0 || len(services) != 1 {
				t.Fatalf("got %+v, %+v", services, problems)
			}
			if got, want := services[0].Edits, []Edit{{tt.path, tt.want}}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %#v, want %#v", got, want)
			}
		})
	}
}

// columnNamed is a header: the field's own name, or its label in English.
func columnNamed(t *testing.T, name string) string {
	t.Helper()
	if _, ok := allLanguages().column(name, lang.Chinese); ok {
		return name
	}
	return strings.Replace(name, "maintained target", lang.New(lang.Chinese).Word("category"), 1)
}

func TestProblemsAreNamed(t *testing.T) {
	t.Parallel()
	grid := Grid{Name: "S", Rows: [][]string{
		{"id", "category", "frequency.times", "colour", "类型", "id"},
		{"svc-rich", "mars", "many", "", "", ""},
		{"", "data", "", "", "", ""},
		{"svc-rich", "data", "", "", "", ""},
		{"", "", "", "", "", ""},
	}}
	services, problems := (&Reading{Main: lang.Chinese, Before: before}).Read([]Grid{grid})
	var got []string
	for _, p := range problems {
		got = append(got, p.Sheet+" "+string(rune('0'+p.Row))+" "+p.Column)
	}
	want := []string{"S 1 colour", "S 1 类型", "S 1 id", "S 2 category", "S 2 frequency.times", "S 3 id", "S 4 id"}
	if !reflect.DeepEqual(got, want) || len(services) > 0 {
		t.Errorf("got %q, %+v; want %q", got, services, want)
	}
}

func TestATableThatUnfoldsIsRefused(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]Limits{
		"rows":    {Rows: 2, Columns: 9, Cell: 99, Bytes: 999},
		"columns": {Rows: 9, Columns: 1, Cell: 99, Bytes: 999},
		"cell":    {Rows: 9, Columns: 9, Cell: 3, Bytes: 999},
		"bytes":   {Rows: 9, Columns: 9, Cell: 99, Bytes: 9},
	} {
		if _, err := ReadFile([]byte("id,code\nsvc-a,1234\nsvc-b,5\n"), limit); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
	book := written(t, lang.English, asWorkbook)
	if _, err := ReadFile(book, Limits{Rows: 2, Columns: 99, Cell: 1 << 16, Bytes: 1 << 24}); err == nil {
		t.Error("a workbook of more rows was read")
	}
	if _, err := ReadFile(book, Limits{Rows: 99, Columns: 99, Cell: 1 << 16, Bytes: 1 << 10}); err == nil {
		t.Error("a workbook of more bytes was read")
	}
}

// FuzzRead: whatever a file holds, reading it ends without a panic, and what it says
// of a service is set to something else than before.
func FuzzRead(f *testing.F) {
	f.Add([]byte("id;code\nsvc-plain;X\n"))
	f.Add([]byte("\ufeffid\tname\tcontent\nsvc-rich\t\"a\nb\"\tx|y\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("id,metric,op,value,unit\nsvc-rich,availability,>=,9e9,percent\nsvc-plain,own,x,1,\n"))
	for _, write := range []func(Layout, *bytes.Buffer) error{asCSV, asWorkbook} {
		var out bytes.Buffer
		if err := write(Layout{Say: lang.New(lang.English), Main: lang.Chinese, Inside: true}, &out); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		grids, err := ReadFile(data, Limits{Rows: 100, Columns: 100, Cell: 1 << 12, Bytes: 1 << 20})
		if err != nil {
			return
		}
		services, _ := (&Reading{Main: lang.Chinese, Before: before}).Read(grids)
		for _, s := range services {
			old, _ := before(s.ID)
			for _, e := range s.Edits {
				if same(Column{Path: e.Path}.value(old), e.Value) {
					t.Errorf("%s: %v is no edit", s.ID, e)
				}
			}
		}
	})
}

// A table for customers leaves the replacement empty where they do not see it: such a
// cell takes nothing away. Any other that was emptied does.
func TestAnEmptyReplacementSaysNothing(t *testing.T) {
	t.Parallel()
	kept := Record{"id": "svc-old", "name": "旧", "lifecycle": "retired", "owner": "ops_lead", "replaced_by": "svc-new", "notes": "内部"}
	grids, err := ReadFile([]byte("id,replaced_by,notes\nsvc-old,,\n"), Usual())
	if err != nil {
		t.Fatal(err)
	}
	services, problems := (&Reading{Main: lang.Chinese, Before: func(string) (Record, bool) { return kept, true }}).Read(grids)
	if len(problems) > 0 || len(services) != 1 || len(services[0].Edits) != 1 || services[0].Edits[0].Path[0] != "notes" {
		t.Errorf("got %+v, %v", services, problems)
	}
}
