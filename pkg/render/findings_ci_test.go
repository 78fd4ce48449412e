package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/render"
)

// hostileReport says one text in every place that a text can be in.
func hostileReport(text string, line, endLine int) render.Report {
	said := finding.Say("%s cannot be %s", text, text)
	one := finding.Finding{
		File: text, Start: place(line, 2), End: place(endLine, 5), Rule: text, Severity: finding.Error, Pointer: text,
		Message: said, Hint: said, Fix: []finding.Edit{{Offset: 0, Length: 1, Text: text}},
		Related: []finding.Related{{File: text, Start: place(line, 1), Message: said}},
	}
	other := one
	other.Severity = finding.Warning
	return render.Report{Findings: []finding.Finding{one, other, one}, Files: []string{"a.yaml", text}}
}

// inEnglish is a report in a format.
func inEnglish(t testing.TB, format string, r render.Report) string {
	t.Helper()
	return written(t, render.Findings{Say: lang.New(lang.English), Version: "0.3.0"}, format, r)
}

// sarifSchema is the schema of the standard, formats and all.
func sarifSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.Draft, c.AssertFormat = jsonschema.Draft4, true
	if err := c.AddResource("sarif.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIFIsValid(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	for name, r := range map[string]render.Report{
		"sample": sample(), "empty": {}, "hostile": hostileReport(hostile, 1, 2), "place unknown": hostileReport("a", 0, 0),
		"above": hostileReport("../a b/c.yaml", 3, 0), "absolute": hostileReport("/a/服务.yaml", 3, 3), "no UTF-8": hostileReport("\xb7\xfe", 3, 3),
	} {
		for _, l := range []lang.Language{lang.English, lang.Chinese} {
			var log any
			if err := json.Unmarshal([]byte(written(t, render.Findings{Say: lang.New(l)}, "sarif", r)), &log); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := schema.Validate(log); err != nil {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
	var log any = map[string]any{"version": "2.1.0", "runs": []any{map[string]any{}}}
	if schema.Validate(log) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

func TestSARIFNamesFilesByReference(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"catalogue/services/svc-a.yaml": "catalogue/services/svc-a.yaml",
		"a:b/c d.yaml":                  "a%3Ab/c%20d.yaml",
		"../服务#1?.yaml":                 "../%E6%9C%8D%E5%8A%A1%231%3F.yaml",
		"/srv/a.yaml":                   "file:///srv/a.yaml",
		"C:/a b.yaml":                   "file:///C%3A/a%20b.yaml",
	} {
		if got := inEnglish(t, "sarif", hostileReport(file, 1, 1)); !strings.Contains(got, `{"uri":"`+want+`"}`) {
			t.Errorf("%s: %s is not in %s", file, want, got)
		}
	}
}

// prints are the fingerprints of a report by a format.
func prints(t *testing.T, l lang.Language, format string, r render.Report) []string {
	t.Helper()
	var all []string
	key := map[string]string{"sarif": `"scFinding/v1":"`, "gitlab": `"fingerprint":"`}[format]
	for _, part := range strings.Split(written(t, render.Findings{Say: lang.New(l)}, format, r), key)[1:] {
		all = append(all, part[:64])
	}
	return all
}

// TestFingerprints: each finding has its own, which neither lines nor the reader's
// language change.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	moved := sample()
	for i := range moved.Findings {
		moved.Findings[i].Start.Line += 7
		moved.Findings[i].End.Line += 7
	}
	for _, format := range []string{"sarif", "gitlab"} {
		first := prints(t, lang.English, format, sample())
		if len(first) != len(sample().Findings) {
			t.Fatalf("%s: got %d, want %d", format, len(first), len(sample().Findings))
		}
		if diff := cmp.Diff(first, prints(t, lang.Chinese, format, moved)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
		sorted := slices.Sorted(slices.Values(first))
		if len(slices.Compact(sorted)) != len(first) {
			t.Errorf("%s: two findings have one fingerprint", format)
		}
	}
}

func TestGitLabTakesEveryFinding(t *testing.T) {
	t.Parallel()
	var issues []struct {
		Description string
		CheckName   string `json:"check_name"`
		Fingerprint string
		Severity    string
		Location    struct {
			Path  string
			Lines struct{ Begin, End int }
		}
	}
	if err := json.Unmarshal([]byte(inEnglish(t, "gitlab", sample())), &issues); err != nil {
		t.Fatal(err)
	}
	for i, one := range issues {
		if one.Description == "" || one.CheckName == "" || one.Location.Path == "" || one.Location.Lines.Begin < 1 {
			t.Errorf("got %+v", one)
		}
		if got := one.Severity == "major"; got != (sample().Findings[i].Severity == finding.Error) {
			t.Errorf("got %+v", one)
		}
	}
	if got := issues[5].Description; got != "lifecycle cannot be gone (hint: it is one of: ready, active, deprecated, retired)" {
		t.Errorf("got %q", got)
	}
}

// suites is a JUnit report as Jenkins and GitLab read it.
type suites struct {
	Suites []struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			File    string `xml:"file,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Skipped *struct{} `xml:"skipped"`
			Out     string    `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// checkJUnit reads a report back and counts what it says of itself.
func checkJUnit(t *testing.T, text string) suites {
	t.Helper()
	var all suites
	if err := xml.Unmarshal([]byte(text), &all); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, s := range all.Suites {
		failed, skipped := 0, 0
		for _, c := range s.Cases {
			if c.Failure != nil {
				failed++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
		if len(s.Cases) != s.Tests || failed != s.Failures || skipped != s.Skipped {
			t.Errorf("got %d cases, %d failed, %d skipped: %s", len(s.Cases), failed, skipped, text)
		}
	}
	return all
}

func TestJUnitIsReadBack(t *testing.T) {
	t.Parallel()
	checkJUnit(t, inEnglish(t, "junit", sample()))
	all := checkJUnit(t, inEnglish(t, "junit", hostileReport(hostile, 1, 2)))
	bad := all.Suites[0].Cases[0]
	if want := plain.Clean(hostile + " cannot be " + hostile + " (and 1 more)"); bad.Failure.Message != want {
		t.Errorf("got %q, want %q", bad.Failure.Message, want)
	}
	if bad.File != plain.Clean(hostile) || !strings.Contains(bad.Out, "warning: ") || strings.Count(bad.Failure.Text, "error: ") != 2 {
		t.Errorf("got %+v", bad)
	}
	if good := all.Suites[0].Cases[1]; good.Name != "a.yaml" || good.Failure != nil || good.Out != "" {
		t.Errorf("got %+v", good)
	}
}

// command is a line as GitHub's runner reads it; nil where it is no command.
type command struct {
	name, data string
	properties map[string]string
}

// runner reads a line as src/Runner.Common/ActionCommand.cs of actions/runner does.
func runner(line string) *command {
	if i := strings.Index(line, "##["); i >= 0 && strings.Contains(line[i:], "]") && !strings.HasPrefix(strings.TrimSpace(line), "::") {
		return &command{name: "of the old kind"}
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "::")
	info, data, ends := strings.Cut(rest, "::")
	if !ok || !ends {
		return nil
	}
	name, properties, _ := strings.Cut(info, " ")
	c := &command{name: name, data: strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data), properties: map[string]string{}}
	for _, pair := range strings.Split(properties, ",") {
		key, value, _ := strings.Cut(pair, "=")
		c.properties[key] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
	}
	return c
}

// checkGitHub wants one command for each of these findings, and no other.
func checkGitHub(t *testing.T, text string, want []finding.Finding) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		got := runner(line)
		switch {
		case i >= len(want) && got != nil:
			t.Errorf("a command too many: %q", line)
		case i < len(want) && got == nil:
			t.Errorf("no command: %q", line)
		case i < len(want):
			f := want[i]
			message := plain.Clean(f.Message.String())
			if got.name != string(f.Severity) || got.data != message && !strings.HasPrefix(got.data, message+"\nhint: ") {
				t.Errorf("got %+v, want %q", got, message)
			}
			if got.properties["file"] != plain.Clean(f.File) || got.properties["title"] != plain.Clean(f.Rule) {
				t.Errorf("got %+v", got)
			}
			if strings.ContainsAny(line, "\r\x1b\x00") {
				t.Errorf("got %q", line)
			}
		}
	}
}

func TestGitHubReadsWhatIsMeant(t *testing.T) {
	t.Parallel()
	r := hostileReport(hostile, 1, 2)
	r.Findings[1], r.Findings[2] = r.Findings[2], r.Findings[1]
	checkGitHub(t, inEnglish(t, "github", r), r.Findings)
}

// TestGitHubShowsTen: of each kind; the others follow as text that is no command.
func TestGitHubShowsTen(t *testing.T) {
	t.Parallel()
	var r render.Report
	var errors, warnings []finding.Finding
	for i := range 12 {
		f := finding.Finding{File: hostile, Start: place(i+1, 1), Rule: hostile, Severity: finding.Error, Message: finding.Say("needs a text")}
		w := f
		w.Severity, w.Hint = finding.Warning, finding.Say("it is one of: %s", hostile)
		errors, warnings = append(errors, f), append(warnings, w)
		r.Findings = append(r.Findings, w, f)
	}
	r.Hidden = 5
	got := inEnglish(t, "github", r)
	checkGitHub(t, got, append(errors[:10:10], warnings[:10]...))
	lines := strings.Split(got, "\n")[20:]
	want := []string{"GitHub shows 10 errors and 10 warnings", "- ", "- ", "- ", "  - hint: ", "- ", "  - hint: ", "and 5 more", ""}
	if len(lines) != len(want) {
		t.Fatalf("got %q", lines)
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("got %q, want %q", lines[i], want[i])
		}
	}
}

// checkSummary wants every row of the table to have its three cells and nothing
// that Markdown or HTML takes for its own but the break before the hint. It gives
// the number of rows.
func checkSummary(t *testing.T, text string) int {
	t.Helper()
	rows := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		rows++
		bare := strings.NewReplacer(`\\`, "", `\|`, "", "\\`", "", `\*`, "", `\[`, "", `\!`, "", `\_`, "").Replace(line)
		if strings.Count(bare, "|") != 4 {
			t.Errorf("%d bars: %q", strings.Count(bare, "|"), line)
		}
		if rest := strings.Replace(bare, "<br>", "", 1); rows > 2 && (strings.ContainsAny(rest, "<`[!_") || strings.Count(rest, "*") > 4) {
			t.Errorf("something means something: %q", line)
		}
	}
	return rows - 2
}

func TestSummaryHasRoom(t *testing.T) {
	t.Parallel()
	checkSummary(t, inEnglish(t, "summary", hostileReport(hostile, 1, 2)))
	for n, c := range map[int]struct {
		text string
		rows int
		more string
	}{
		500:  {"x", 500, ""},
		1500: {"x", 500, "and 1000 more"},
		499:  {strings.Repeat("服", 10_000), 30, "and 469 more"},
	} {
		r := render.Report{Findings: make([]finding.Finding, n)}
		for i := range r.Findings {
			r.Findings[i] = finding.Finding{File: "a.yaml", Start: place(i, 1), Rule: "r", Message: finding.Say("%s is long", c.text)}
		}
		got := inEnglish(t, "summary", r)
		if rows := checkSummary(t, got); rows != c.rows || len(got) > 1<<20 || !strings.HasSuffix(got, "|\n\n"+c.more+"\n") && c.more != "" {
			t.Errorf("%d: got %d rows in %d bytes, which end in %q", n, rows, len(got), got[len(got)-40:])
		}
	}
}

// TestBytesOfAFix: SARIF counts bytes and gives bytes.
func TestBytesOfAFix(t *testing.T) {
	t.Parallel()
	got := inEnglish(t, "sarif", hostileReport("服", 1, 1))
	if want := `"deletedRegion":{"byteOffset":0,"byteLength":1},"insertedContent":{"text":"服","binary":"5pyN"}`; !strings.Contains(got, want) {
		t.Errorf("%s is not in %s", want, got)
	}
}

func FuzzFormats(f *testing.F) {
	f.Add(hostile, 1, 2)
	f.Add("\ufffe\uffff\xb7\xfe]]>{1}", 0, 0)
	f.Add("::error::a\\|b", -1, 9)
	schema := sarifSchema(f)
	f.Fuzz(func(t *testing.T, text string, line, endLine int) {
		r := hostileReport(text, max(line, 0), max(endLine, 0))
		if again := inEnglish(t, "text", r); again != inEnglish(t, "text", r) {
			t.Error("the same report reads otherwise")
		}
		for _, format := range []string{"json", "sarif", "gitlab"} {
			var v any
			if err := json.Unmarshal([]byte(inEnglish(t, format, r)), &v); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			if format == "sarif" {
				if err := schema.Validate(v); err != nil {
					t.Errorf("%#v", err)
				}
			}
		}
		checkJUnit(t, inEnglish(t, "junit", r))
		checkSummary(t, inEnglish(t, "summary", r))
		r.Findings[1], r.Findings[2] = r.Findings[2], r.Findings[1]
		checkGitHub(t, inEnglish(t, "github", r), r.Findings)
		for l := range strings.Lines(inEnglish(t, "text", r)) {
			if l = strings.TrimSuffix(l, "\n"); plain.Clean(l) != l {
				t.Errorf("not clean: %s", strconv.Quote(l))
			}
		}
	})
}
