package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

func TestHang(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three", 0, "  name  one two three"},
		{"one two three", 80, "  name  one two three"},
		{"a text that is longer than there is room", 40, "  name  a text that is longer than there\n        is room"},
		{"数据库驻场保障数据库驻场保障", 34, "  name  数据库驻场保障数据库驻场保\n        障"},
		{"a text that is longer", 20, "  name\n     a text that is\n     longer"},
	} {
		if got := Hang("  name  ", c.text, c.width); got != c.want {
			t.Errorf("%q in %d columns\n got %q\nwant %q", c.text, c.width, got, c.want)
		}
	}
}

func TestFlagsAreFoldedBesideTheirNames(t *testing.T) {
	t.Parallel()
	rows := [][2]string{{"    --as TEXT", "the role to act in, among those you hold"}, {"-n, --dry-run", "show what would be written; write nothing"}, {"    --用途 文本", "说明"}}
	want := "      --as TEXT     the role to act in, among those you hold\n" +
		"  -n, --dry-run     show what would be written; write nothing\n" +
		"      --用途 文本   说明"
	if got := Flags(rows, 0); got != want {
		t.Errorf("without a width: got\n%s\nwant\n%s", got, want)
	}
	want = "      --as TEXT     the role to act in, among\n                    those you hold\n" +
		"  -n, --dry-run     show what would be written;\n                    write nothing\n" +
		"      --用途 文本   说明"
	if got := Flags(rows, 50); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for line := range strings.SplitSeq(Flags(rows, 30), "\n") {
		if columns(line) > 30 {
			t.Errorf("%q is wider than 30 columns", line)
		}
	}
}

func TestContinued(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"  sc x":                             "  sc x",
		"  sc x --text \"one two\" --more 3": "  sc x \\\n      --text \"one two\" \\\n      --more 3",
		"  sc x 'a b c d e f g h i j k l'":   "  sc x \\\n      'a b c d e f g h i j k l'",
		"  sc x 1 2  # a comment on it all":  "  sc x 1 2 \\\n      # a comment on it all",
		"  sc 数据库 驻场 保障 数据库":                 "  sc 数据库 驻场 \\\n      保障 数据库",
	} {
		got := Continued(command, 22)
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if joined := strings.ReplaceAll(got, " \\\n      ", " "); strings.Join(strings.Fields(joined), " ") != strings.Join(strings.Fields(command), " ") {
			t.Errorf("%q became %q", command, joined)
		}
	}
}

func TestManual(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	m := Manual{Name: "sc-x", Date: "2026-03-02", Version: "v1", Parts: []ManualPart{
		{Heading: "名称", Text: []string{`sc-x - it's "so" \ ~^`, ".TH 中文|english"}},
		{Heading: "E", Examples: []string{"  sc x", "'quoted"}},
		{Heading: "O", List: [][2]string{{"-n", "a text"}}},
	}}
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		`.TH "SC\-X" "1" "2026-03-02" "sc v1"`, ".ad l", ".nh", ".SH 名称",
		`sc\-x \- it\(aqs \(dqso\(dq \e \(ti\(ha`, ".PP", `\&.TH 中\:文\:|\:english`,
		".SH E", ".nf", `  sc x`, `\(aqquoted`, ".fi", ".SH O", ".TP", `\fB\-n\fR`, "a text", "",
	}, "\n")
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColoursOfTables(t *testing.T) {
	t.Parallel()
	section := Section{
		Title: finding.Say("%s", "title"), Columns: []finding.Sentence{finding.Say("%s", "a"), finding.Say("%s", "b")},
		Rows: [][]any{{"one", Marked{"late", Alarming}}}, Foot: finding.Say("%s", "foot"),
	}
	for colour, want := range map[Colour]string{
		Plain:    "title\na    b\none  late\nfoot\n",
		Coloured: "\x1b[1mtitle\x1b[0m\n\x1b[2ma\x1b[0m    \x1b[0m\x1b[2mb\x1b[0m\none  \x1b[31mlate\x1b[0m\n\x1b[32mfoot\x1b[0m\n",
	} {
		var out bytes.Buffer
		s := Screen{Out: &out, Say: lang.New(lang.English), Terminal: true, Width: 80, Colour: colour}
		if err := s.Show(Page{Sections: []Section{section}}); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != want {
			t.Errorf("colour %d\n got %q\nwant %q", colour, got, want)
		}
	}
}
