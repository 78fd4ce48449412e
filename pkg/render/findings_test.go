package render_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/explain"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/render"
)

var update = flag.Bool("update", false, "write what is shown now into testdata")

const (
	database = "catalogue/services/svc-db-ops.yaml"
	hostile  = "a,b:c%0A::error::x##[stop-commands]|<b>&\"'`{0}[x](http://y)\n::warning::z\r\x1b[31m\u202e\x00"
)

// files are what the findings of sample speak of.
var files = map[string]string{
	database: "\ufeffschema: 1\n" +
		"id: svc-db-ops\n" +
		"name: 数据库运维服务\n" +
		"hours：7x25\r\n" +
		"lifecycle: gone # 已下线\n" +
		"\tsummary: 面向云脉信息技术服务有限公司\u3000的\u00a0数据库\u200b运维\n" +
		"objective: " + strings.Repeat("保障数据库稳定运行，", 60) + "尽快恢复" + strings.Repeat("。及时处置", 60) + "\n" +
		"content:\n  - 巡检\n  - 备份\n",
	"catalogue/services/svc-a.yaml": "id: svc-db-ops\n",
}

func place(line, column int) finding.Place { return finding.Place{Line: line, Column: column} }

// sample is a report in which everything happens that can.
func sample() render.Report {
	in := func(rule string, start, end finding.Place, message finding.Sentence) finding.Finding {
		return finding.Finding{File: database, Start: start, End: end, Rule: rule, Severity: finding.Error, Message: message}
	}
	twice := in("catalogue/id", place(2, 5), place(2, 15), finding.Say("needs a version"))
	twice.Pointer = "/id"
	twice.Related = []finding.Related{{File: "catalogue/services/svc-a.yaml", Start: place(1, 5), Message: finding.Say("needs a reason")}}
	wide := in("yaml/full-width", place(4, 6), place(4, 7), finding.Say("needs a text"))
	wide.Fix = []finding.Edit{{Offset: 58, Length: 3, Text: ": "}}
	gone := in("schema/enum", place(5, 12), place(5, 16), finding.Say("%s cannot be %s", catalogue.Word("lifecycle"), "gone"))
	gone.Pointer, gone.Hint = "/lifecycle", finding.Say("it is one of: %s", "ready, active, deprecated, retired")
	vague := in("lint/vague", place(7, 612), place(7, 614), finding.Say("needs a reason"))
	vague.Severity, vague.Pointer = finding.Warning, "/objective"
	several := in("schema/type", place(8, 1), place(10, 7), finding.Say("needs a text"))
	return render.Report{
		Files: []string{"catalogue/procedure.yaml", "catalogue/services/svc-a.yaml", database},
		Findings: []finding.Finding{
			{Rule: "W_ONE_AMENDER", Severity: finding.Warning, Message: finding.Say("needs a version")},
			{File: "a:b,c/1 2%.yaml", Start: place(1, 1), Rule: "r/hostile", Severity: finding.Error, Message: finding.Say("%s cannot be %s", hostile, hostile), Hint: finding.Say("it is one of: %s", hostile)},
			in("file/bom", finding.Place{}, finding.Place{}, finding.Say("the file begins with a byte order mark")),
			twice, wide, gone,
			in("yaml/tab", place(6, 1), place(6, 2), finding.Say("a tab; YAML is indented with spaces")),
			in("text/character", place(6, 31), place(6, 32), finding.Say("the invisible or control character %s is not allowed", "U+200B")),
			vague, several, several,
		},
		Source: func(file string) []byte {
			if text, ok := files[file]; ok {
				return []byte(text)
			}
			return nil
		},
		Hidden: 3,
	}
}

// written is a report in a format; "summary" is one here.
func written(t testing.TB, f render.Findings, format string, r render.Report) string {
	t.Helper()
	var out strings.Builder
	f.Out = &out
	write := func() error { return f.Write(format, r) }
	if format == "summary" {
		write = func() error { return f.Summary(r) }
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func allFormats() []string { return append(render.FindingFormats(), "summary") }

func TestFindingsAreShownAsBefore(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		for _, format := range allFormats() {
			got := written(t, render.Findings{Say: lang.New(l), Version: "0.3.0"}, format, sample())
			golden(t, fmt.Sprintf("%s.%s", format, l), unpaged(t, l, got))
		}
		for _, width := range []int{60, 120} {
			golden(t, fmt.Sprintf("text-%d.%s", width, l), written(t, render.Findings{Say: lang.New(l), Width: width}, "text", sample()))
		}
	}
	golden(t, "text-coloured.en", written(t, render.Findings{Say: lang.New(lang.English), Colour: render.Coloured}, "text", sample()))
}

// unpaged puts the name of each text of a page in its place where SARIF explains its
// rules, so that a page can be reworded without a look at this test.
func unpaged(t *testing.T, l lang.Language, text string) string {
	t.Helper()
	rules, results, sarif := strings.Cut(text, `"results": `)
	if !sarif {
		return text
	}
	var names []string
	name := func(of, said string) { names = append(names, quoted(t, said), quoted(t, "<"+of+">")) }
	for _, p := range explain.All(l) {
		name("title of "+p.Code, p.Title)
		name("meaning of "+p.Code, p.Meaning)
		name("why and remedy of "+p.Code, p.Section(explain.Why)+"\n\n"+p.Section(explain.Remedy))
		name("page of "+p.Code, p.Text)
	}
	return strings.NewReplacer(names...).Replace(rules) + `"results": ` + results
}

// quoted is a text as a string of JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// golden holds a text against the file of that name in testdata/findings.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "findings", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestFormatsAreNamed(t *testing.T) {
	t.Parallel()
	if got, want := render.FindingFormats(), []string{"text", "json", "sarif", "junit", "github", "gitlab"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	err := render.Findings{Out: io.Discard, Say: lang.New(lang.English)}.Write("html", render.Report{})
	var fault *finding.Fault
	if !errors.As(err, &fault) || fault.Error() != "there is no format html" || !strings.Contains(fault.Hint.String(), "gitlab") {
		t.Errorf("got %v", err)
	}
}

func TestAFullDiskIsAnErrorInEveryFormat(t *testing.T) {
	t.Parallel()
	f := render.Findings{Out: full{}, Say: lang.New(lang.English)}
	for _, format := range render.FindingFormats() {
		if err := f.Write(format, sample()); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", format, err)
		}
	}
	if err := f.Summary(sample()); !errors.Is(err, errFull) {
		t.Errorf("summary: got %v", err)
	}
}

// TestNothingFound: a report without findings is whole in every format.
func TestNothingFound(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"text": "", "json": "[]\n", "github": "", "gitlab": "[]\n",
		"summary": "## Check of the service catalogue\n\nfiles checked\\: 0\\; errors\\: 0\\; warnings\\: 0\n",
		"junit": `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="sc validate" tests="0" failures="0" errors="0" skipped="0" time="0">
  </testsuite>
</testsuites>
`,
	} {
		if got := written(t, render.Findings{Say: lang.New(lang.English)}, format, render.Report{}); got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
	got := written(t, render.Findings{Say: lang.New(lang.English)}, "sarif", render.Report{})
	if !strings.Contains(got, `"rules": []`) || !strings.Contains(got, `"results": []`) {
		t.Errorf("got %s", got)
	}
}

// many are n findings in a hundred files, each with a hint, every tenth with all
// that a finding may have.
func many(n int) render.Report {
	r := sample()
	fix, related, one := r.Findings[4].Fix, r.Findings[3].Related, r.Findings[5]
	r.Findings = make([]finding.Finding, n)
	text := []byte(strings.Repeat("lifecycle: 服务目录 # 数据库运维服务的状态，下线之后不再受理新的需求\n", n/100+1))
	for i := range r.Findings {
		one.File = fmt.Sprintf("catalogue/services/svc-%03d.yaml", i*100/n)
		one.Start, one.End = place(i%(n/100)+1, 12), place(i%(n/100)+1, 16)
		if one.Fix, one.Related = nil, nil; i%10 == 0 {
			one.Fix, one.Related = fix, related
		}
		r.Findings[i] = one
	}
	r.Source = func(string) []byte { return text }
	return r
}

// BenchmarkFindings writes 100,000 findings in each format.
func BenchmarkFindings(b *testing.B) {
	r := many(100_000)
	for _, format := range render.FindingFormats() {
		b.Run(format, func(b *testing.B) {
			f := render.Findings{Out: io.Discard, Say: lang.New(lang.Chinese)}
			for b.Loop() {
				if err := f.Write(format, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOneLongLine has 10,000 findings on one line of 1 MiB.
func BenchmarkOneLongLine(b *testing.B) {
	line := []byte(strings.Repeat("云", 1<<20/3))
	r := render.Report{Source: func(string) []byte { return line }, Findings: make([]finding.Finding, 10_000)}
	for i := range r.Findings {
		r.Findings[i] = finding.Finding{File: "a", Start: place(1, 30*i+1), End: place(1, 1<<20), Rule: "r", Message: finding.Say("needs a text")}
	}
	f := render.Findings{Out: io.Discard, Say: lang.New(lang.English)}
	for b.Loop() {
		if err := f.Write("text", r); err != nil {
			b.Fatal(err)
		}
	}
}
