package cli

import (
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/sheet"
)

// A text that no record may hold is named at its place in the form, and the rest of the
// form is judged all the same.
func TestHiddenCharactersHaveAPlace(t *testing.T) {
	t.Parallel()
	row := func(label, text string) []sheet.FormCell { return []sheet.FormCell{{Text: label}, {Text: text}} }
	form := sheet.ReadForm([]sheet.FormTable{{Name: "表", Rows: [][]sheet.FormCell{row("标题", "夜间值守"), row("客户", "甲\u202e公司"), row("备注", "a\u200bb")}}}, lang.New(lang.Chinese))
	unfit(form, form.Record, nil)
	if len(form.Problems) != 2 || form.Problems[0].Row != 3 || form.Problems[1].Row != 2 || form.Problems[1].Column != "客户" {
		t.Errorf("got %+v", form.Problems)
	}
	if name := form.Record["customer"].(map[string]any)["name"]; name == "甲\u202e公司" {
		t.Errorf("the text is still %q", name)
	}
}
