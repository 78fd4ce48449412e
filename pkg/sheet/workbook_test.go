package sheet

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/service-catalogue/sc/pkg/lang"
)

func opened(t *testing.T, out *bytes.Buffer) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// A workbook is the organisation's, not the library's; id and name stay
// in sight and stand on each page, and levels print as wide as a page.
func TestWorkbookLooks(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := Layout{Say: lang.New(lang.English), Main: lang.Chinese, Creator: "A & B", Created: "2026-05-06T07:08:09+08:00"}
	if err := l.WriteWorkbook(&out, []Record{rich()}); err != nil {
		t.Fatal(err)
	}
	book := opened(t, &out)
	core, err := book.GetDocProps()
	if err != nil || core.Creator != "A & B" || core.Created != "2026-05-05T23:08:09Z" || core.LastModifiedBy != "" {
		t.Errorf("got %+v, %v", core, err)
	}
	if app, err := book.GetAppProps(); err != nil || app.Application != "sc" {
		t.Errorf("got %+v, %v", app, err)
	}
	first := book.GetSheetList()[0]
	if p, err := book.GetPanes(first); err != nil || p.XSplit != 3 || p.YSplit != 1 {
		t.Errorf("got %+v, %v", p, err)
	}
	for _, name := range book.GetSheetList() {
		page, err := book.GetPageLayout(name)
		if err != nil || *page.Orientation != "landscape" {
			t.Errorf("%s: got %+v, %v", name, page, err)
		}
		if name == first {
			if titles := book.GetDefinedName(); len(titles) != 1 || titles[0].RefersTo != "'"+name+"'!$A:$C,'"+name+"'!$1:$1" {
				t.Errorf("got %+v", titles)
			}
			continue
		}
		if sheet, err := book.GetSheetProps(name); err != nil || sheet.FitToPage == nil || !*sheet.FitToPage {
			t.Errorf("%s does not fit its pages", name)
		}
	}
}

// A form tells at each place what may stand there: by a list, or by a word to who enters
// it. What is typed stays as it is.
func TestFormTellsWhatMayStand(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (Layout{Say: lang.New(lang.English), Main: lang.Chinese}).WriteForm(&out, Record{}); err != nil {
		t.Fatal(err)
	}
	book := opened(t, &out)
	name := book.GetSheetList()[0]
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	validations, err := book.GetDataValidations(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range validations {
		for i, row := range rows {
			if cell, _ := excelize.CoordinatesToCellName(2, i+1); cell == v.Sqref && v.Prompt != nil {
				told[row[0]] = *v.Prompt
			} else if cell == v.Sqref {
				told[row[0]] = v.Formula1
			}
		}
	}
	for field, want := range map[string]string{
		"source": `"contract,renewal,tender,other"`, "contract.due_on": "YYYY-MM-DD", "ask.hours.from": "HH:MM", "ask.hours.days": "Mon, Tue, Wed",
		"ask.delivery": "onsite, remote, resident, phone, self-service, depot", "ask.deliverables": "one a line: name | form | due",
	} {
		if got := told[FormLabel(lang.New(lang.English), field)]; got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
	style, err := book.GetCellStyle(name, "B2")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := book.GetStyle(style); err != nil || s.NumFmt != asTyped {
		t.Errorf("got %+v, %v", s, err)
	}
}
