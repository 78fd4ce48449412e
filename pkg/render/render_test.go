package render_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/render"
)

var now = time.Date(2026, 3, 20, 10, 0, 0, 0, time.FixedZone("", 8*3600))

// term is what a table calls a column: a word of the field.
func term(s string) finding.Sentence { return finding.Sentence{Format: s} }

func page() render.Page {
	return render.Page{Sections: []render.Section{
		{
			Key: "request", Title: term("requests"), Columns: []finding.Sentence{term("id"), term("title"), term("step"), term("raised_on")},
			Rows: [][]any{
				{"SLR-2026-0012", catalogue.Text{ZH: "呼叫中心夜间值守，含节假日和周末，并提供（中英文）月度报告。", EN: "call centre at night"}, term("submitted"), now.Add(-3 * time.Hour)},
				{"SLR-2026-0013", "Vulnerability scans every month with a report for the board of directors", term("passed"), now.Add(-48 * time.Hour)},
				{"SLR-2026-0014", "", term("rejected"), time.Time{}},
			},
		},
		{Key: "meeting", Title: term("meetings"), Empty: finding.Say("needs a review meeting")},
		{Key: "person", Columns: []finding.Sentence{term("person")}, Rows: [][]any{{"张伟"}, {7}}},
	}}
}

func shown(t *testing.T, s render.Screen, p render.Page) string {
	t.Helper()
	var out strings.Builder
	s.Out, s.Now = &out, now
	if err := s.Show(p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const unlimited = `服务水平需求
编号           标题                                                                      步骤        提出日期
SLR-2026-0012  呼叫中心夜间值守，含节假日和周末，并提供（中英文）月度报告。              待判断      3 小时前
SLR-2026-0013  Vulnerability scans every month with a report for the board of directors  评审通过    2 天前
SLR-2026-0014                                                                            已拒绝更新

评审会议记录
需要评审会议

人员
张伟
7
`

const eighty = `服务水平需求
编号           标题                                      步骤        提出日期
SLR-2026-0012  呼叫中心夜间值守，含节假日和周末，并提供  待判断      3 小时前
               （中英文）月度报告。
SLR-2026-0013  Vulnerability scans every month with a    评审通过    2 天前
               report for the board of directors
SLR-2026-0014                                            已拒绝更新

评审会议记录
需要评审会议

人员
张伟
7
`

func TestTablesOnATerminal(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]string{0: unlimited, 80: eighty} {
		got := shown(t, render.Screen{Say: lang.New(lang.Chinese), Terminal: true, Width: width}, page())
		if got != want {
			t.Errorf("width %d: got\n%s\nwant\n%s", width, got, want)
		}
	}
}

func TestNoLineIsWiderThanTheScreen(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 50, 79, 120} {
		got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: width}, page())
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if w := twwidth.Width(line); w > width || strings.HasSuffix(line, " ") {
				t.Errorf("width %d: the line %q is %d wide", width, line, w)
			}
		}
	}
}

func TestLongWordsAreCut(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("0123456789abcdef", 4)
	p := render.Page{Sections: []render.Section{{Rows: [][]any{{digest, "云"}}}}}
	got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: 44}, p)
	want := "0123456789abcdef0123456789abcdef01234567  云\n89abcdef0123456789abcdef\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if joined := strings.NewReplacer("\n", "", "  云", "").Replace(got); joined != digest {
		t.Errorf("characters are lost: %s", joined)
	}
}

// TestIDsStayWhole: a word is broken only where the words of all columns do not
// fit side by side.
func TestIDsStayWhole(t *testing.T) {
	t.Parallel()
	p := render.Page{Sections: []render.Section{{Rows: [][]any{{"svc-server-inspection", "Server and Storage Health Check"}}}}}
	for width, want := range map[int]string{
		60: "svc-server-inspection  Server and Storage Health Check\n",
		35: "svc-server-inspection  Server and\n                       Storage\n                       Health Check\n",
		24: "svc-server-ins  Server\npection         and\n                Storage\n                Health\n                Check\n",
	} {
		if got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: width}, p); got != want {
			t.Errorf("width %d: got\n%s\nwant\n%s", width, got, want)
		}
	}
}

// TestCodesAreNeverBroken: where a table does not fit without breaking codes and ids,
// each row stands below its first cell.
func TestCodesAreNeverBroken(t *testing.T) {
	t.Parallel()
	p := render.Page{Sections: []render.Section{{
		Columns: []finding.Sentence{finding.Say("Code"), finding.Say("Entry"), finding.Say("Commit"), finding.Say("File"), finding.Say("Who"), finding.Say("What is wrong")},
		Rows: [][]any{
			{"E_PROCEDURE_LOCKOUT", 12, "a4749f841886", "procedure.yaml", "zhang.wei", "nobody may amend any more"},
			{"W_ATTESTED", "", "", "", "", "votes are attested"},
		},
	}}}
	want := "E_PROCEDURE_LOCKOUT\n  Entry: 12\n  Commit: a4749f841886\n  File: procedure.yaml\n  Who: zhang.wei\n  What is wrong: nobody may amend any more\nW_ATTESTED\n  What is wrong: votes are attested\n"
	for width := 30; width <= 130; width++ {
		got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: width}, p)
		for _, word := range []string{"E_PROCEDURE_LOCKOUT", "a4749f841886", "zhang.wei"} {
			if !strings.Contains(got, word) {
				t.Errorf("width %d: %s is broken:\n%s", width, word, got)
			}
		}
		for line := range strings.Lines(got) {
			if w := twwidth.Width(strings.TrimSuffix(line, "\n")); w > width {
				t.Errorf("width %d: the line %q is %d wide", width, line, w)
			}
		}
		if width == 60 && got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// TestTitlesAreCleanAndFit: a title may name what others wrote.
func TestTitlesAreCleanAndFit(t *testing.T) {
	t.Parallel()
	p := render.Page{Sections: []render.Section{{Title: finding.Say("%s is long", "\x1b[2J节假日数据库驻场保障"), Empty: term("none")}}}
	got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: 20}, p)
	if want := "\uFFFD[2J节假日数据库驻场\n保障 is long\nnone\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPipe(t *testing.T) {
	t.Parallel()
	got := shown(t, render.Screen{Say: lang.New(lang.English)}, page())
	want := "request\tSLR-2026-0012\tcall centre at night\tsubmitted\t2026-03-20T07:00:00+08:00\n" +
		"request\tSLR-2026-0013\tVulnerability scans every month with a report for the board of directors\tpassed\t2026-03-18T10:00:00+08:00\n" +
		"request\tSLR-2026-0014\t\trejected\t\n" +
		"person\t张伟\nperson\t7\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	one := render.Page{Sections: []render.Section{{Key: "x", Rows: [][]any{{"a\tb\nc\x1b[31m", nil}}}}}
	if got := shown(t, render.Screen{Say: lang.New(lang.English)}, one); got != "a b c\uFFFD[31m\t\n" {
		t.Errorf("got %q", got)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ago  time.Duration
		want string
	}{
		{30 * time.Second, "just now"},
		{59 * time.Minute, "59 min ago"},
		{23 * time.Hour, "23 h ago"},
		{13 * 24 * time.Hour, "13 days ago"},
		{14 * 24 * time.Hour, "2026-03-06 10:00"},
		{-time.Hour, "2026-03-20 11:00"},
	} {
		p := render.Page{Sections: []render.Section{{Rows: [][]any{{now.Add(-c.ago)}}}}}
		if got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true}, p); got != c.want+"\n" {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestEmptySections(t *testing.T) {
	t.Parallel()
	p := render.Page{Sections: []render.Section{{Columns: []finding.Sentence{term("id")}}}}
	if got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true}, p); got != "" {
		t.Errorf("got %q", got)
	}
}

// full takes nothing.
type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAFullDiskIsAnError(t *testing.T) {
	t.Parallel()
	say := lang.New(lang.English)
	found := []finding.Finding{{Rule: "r"}}
	for name, err := range map[string]error{
		"table":    render.Screen{Out: full{}, Say: say, Terminal: true}.Show(page()),
		"rows":     render.Screen{Out: full{}, Say: say}.Show(page()),
		"json":     render.JSON(full{}, 1),
		"jq":       render.JQ(full{}, ".", 1),
		"jq text":  render.JQ(full{}, ".", "x"),
		"findings": render.Findings{Out: full{}, Say: say}.Text(found),
		"as json":  render.Findings{Out: full{}, Say: say}.Write("json", render.Report{Findings: found}),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestAmbiguousIsNarrow: what the locale makes of signs like “” does not fold a
// text that fits. It sets what the library keeps for all, so that it cannot run
// beside others.
func TestAmbiguousIsNarrow(t *testing.T) {
	twwidth.SetEastAsian(true)
	defer twwidth.SetEastAsian(false)
	p := render.Page{Sections: []render.Section{{Title: finding.Say("%s", "“a”aaaaaaaa"), Rows: [][]any{{"b"}}}}}
	if got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: 11}, p); got != "“a”aaaaaaaa\nb\n" {
		t.Errorf("got %q", got)
	}
}

// A digest is never broken in a table of two columns: it stands below its name, and
// where the screen is narrower than itself the terminal breaks it.
func TestDigestsBesideNamesStayWhole(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0f", 32)
	p := render.Page{Sections: []render.Section{{Rows: [][]any{{term("Ledger"), digest}, {term("Digest of that entry"), "by decision of many"}}}}}
	for width, want := range map[int]string{
		100: "Ledger                " + digest + "\nDigest of that entry  by decision of many\n",
		80:  "Ledger\n  " + digest + "\nDigest of that entry  by decision of many\n",
		72:  "Ledger\n" + digest + "\nDigest of that entry  by decision of many\n",
		40:  "Ledger\n" + digest + "\nDigest of that entry  by decision of\n                      many\n",
	} {
		if got := shown(t, render.Screen{Say: lang.New(lang.English), Terminal: true, Width: width}, p); got != want {
			t.Errorf("%d columns: got\n%swant\n%s", width, got, want)
		}
	}
}
