package word_test

import (
	"reflect"
	"testing"

	"github.com/service-catalogue/sc/pkg/word"
)

func sdt(tag, look, content string) string {
	return `<w:sdt><w:sdtPr><w:tag w:val="` + tag + `"/>` + look + "</w:sdtPr><w:sdtContent>" + content + "</w:sdtContent></w:sdt>"
}

func tc(content string) string { return "<w:tc>" + content + "</w:tc>" }

func TestTablesAreRead(t *testing.T) {
	t.Parallel()
	text := func(s string) word.Cell { return word.Cell{Text: s} }
	tagged := func(tag, s string) word.Cell {
		return word.Cell{Text: s, Controls: []word.Control{{Tag: tag, Text: s}}}
	}
	for _, tt := range []struct {
		name, body string
		want       [][][]word.Cell
	}{
		{"cells", "<w:tbl>" + row("a", "b") + row("c") + "</w:tbl>", [][][]word.Cell{nil, {{text("a"), text("b")}, {text("c")}}}},
		{"texts over runs, lines and paragraphs", "<w:tbl><w:tr>" + tc(p(r("a"), r("b<w:x/>"), "<w:r><w:br/><w:tab/></w:r>", r("c "))+p(r("d"))) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{text("ab\nc\nd")}}}},
		{"a control in a cell", "<w:tbl><w:tr>" + tc(p(sdt("x", "", r("a")))) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{tagged("x", "a")}}}},
		{"a control around paragraphs", "<w:tbl><w:tr>" + tc(sdt("x", "", p(r("a"))+p(r("b")))) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{tagged("x", "a\nb")}}}},
		{"a control around a cell, a row", "<w:tbl>" + sdt("row", "", "<w:tr>"+sdt("x", "", tc(p(r("a"))))+tc(p(r("b")))+"</w:tr>") + "</w:tbl>", [][][]word.Cell{nil, {{tagged("x", "a"), text("b")}}}},
		{"a text that asks to be replaced", "<w:tbl><w:tr>" + tc(p(sdt("x", "<w:showingPlcHdr/>", r("here")))) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{{Controls: []word.Control{{Tag: "x"}}}}}}},
		{"text beside a control", "<w:tbl><w:tr>" + tc(p(sdt("x", "<w:showingPlcHdr/>", r("here")), r("a"))) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{{Text: "a", Controls: []word.Control{{Tag: "x"}}}}}}},
		{"a table in a cell", "<w:tbl><w:tr>" + tc(p(r("a"))+"<w:tbl>"+row("b")+"</w:tbl>"+p()) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{text("a")}}, {{text("b")}}}},
		{"a control outside of tables", p(r("a"), sdt("x", "", r("b"))) + p(r("c")), [][][]word.Cell{{{{Text: "ab", Controls: []word.Control{{Tag: "x", Text: "b"}}}}}}},
		{"what was deleted is not there", "<w:tbl><w:tr>" + tc(p("<w:del>"+r("a")+"</w:del><w:ins>"+r("b")+"</w:ins>")) + "</w:tr></w:tbl>", [][][]word.Cell{nil, {{text("b")}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := open(t, docx(t, tt.body)).Tables(); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// A content control that asks for a text shows it where there is no value, and nothing
// but the value where there is one.
func TestControlsAskOnlyForWhatIsMissing(t *testing.T) {
	t.Parallel()
	const asks = `<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>here</w:t></w:r>`
	for value, want := range map[string]string{
		"":  sdt("x", "<w:showingPlcHdr/>", asks),
		"甲": sdt("x", "", r("甲")),
	} {
		got, err := filled(t, p(sdt("x", "<w:showingPlcHdr/>", asks+r("{{name}}"))), values{Name: value})
		if err != nil || got != p(want) {
			t.Errorf("%q: got %s, %v, want %s", value, got, err, p(want))
		}
	}
}
