package sheet

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// TestEncodingsOfExcel reads what Chinese Excel saves.
func TestEncodingsOfExcel(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   encoding.Encoding
		from string
	}{
		{encoding.Nop, ""},
		{unicode.UTF8BOM, ""},
		{simplifiedchinese.GBK, "GB18030"},
		{simplifiedchinese.GB18030, "GB18030"},
		{unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16"},
		{unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-16"},
	} {
		data, err := tt.in.NewEncoder().String("编号\t服务名称\nsvc-plain\t很普通\n")
		if err != nil {
			t.Fatal(err)
		}
		grids, err := ReadFile([]byte(data), Usual())
		if err != nil {
			t.Errorf("%v: %v", tt.in, err)
			continue
		}
		if got := grids[0]; got.From != tt.from || got.Rows[0][0] != "编号" || got.Rows[1][1] != "很普通" {
			t.Errorf("%v: got %+v", tt.in, got)
		}
	}
}

// TestWhatIsNoTableIsRefused tells what a file is instead, where a person can act on it.
func TestWhatIsNoTableIsRefused(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"":                       "the file is empty",
		"\ufeff \r\n":            "the file is empty",
		"PK\x03\x04 no zip":      "no table that can be read",
		"PK\x05\x06" + zeros(18): "no workbook of Excel",
		"\xd0\xcf\x11\xe0\x00":   "old format",
		"id,code\x00\n":          "neither a workbook nor text",
		"id,name\nsvc-a,\xff\n":  "neither a workbook nor text",
		"# Catalogue\n\ntext\n":  "the first row is: # Catalogue",
		"{\n  \"id\": \"x\"\n}":  "the first row is: {",
	} {
		grids, err := ReadFile([]byte(data), Usual())
		if err == nil {
			reading := &Reading{Main: lang.Chinese, Before: before}
			reading.Read(grids)
			err = reading.Err()
		}
		var fault *finding.Fault
		if !errors.As(err, &fault) || !strings.Contains(fault.Message.String(), want) {
			t.Errorf("%q: got %v, want %q", data, err, want)
		}
	}
}

func zeros(n int) string { return strings.Repeat("\x00", n) }

// TestWhatMustBeSaidMayNotGoEmpty: a text in two languages would lose its first one
// unseen otherwise.
func TestWhatMustBeSaidMayNotGoEmpty(t *testing.T) {
	t.Parallel()
	grid := Grid{Rows: [][]string{{"id", "name", "owner", "name, in English", "summary"}, {"svc-rich", "", "", "", ""}}}
	services, problems := (&Reading{Main: lang.Chinese, Before: before}).Read([]Grid{grid})
	if len(problems) != 2 || problems[0].Column != "name" || problems[1].Column != "owner" {
		t.Errorf("got %+v", problems)
	}
	if len(services) != 1 || len(services[0].Edits) != 2 {
		t.Errorf("got %+v", services)
	}
}

func TestAChoiceIsToldInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	_, err := only("lifecycle").read(allLanguages(), "胡说", nil)
	for l, want := range map[lang.Language]string{
		lang.English: `"胡说" is none of: ready, active, deprecated, retired`,
		lang.Chinese: `"胡说" 不在可选值之内：就绪可部署、在用、停止受理、下线`,
	} {
		if got := lang.New(l).Say(finding.Problem(err)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTheSheetOfServicesIsCalledSo(t *testing.T) {
	t.Parallel()
	for l, want := range map[lang.Language]string{lang.English: "Services", lang.Chinese: "服务"} {
		grids, err := ReadFile(written(t, l, asWorkbook), Usual())
		if err != nil {
			t.Fatal(err)
		}
		if got := grids[0].Name; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
