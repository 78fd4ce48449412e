package render_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/render"
)

type receipt struct {
	ID    string `json:"id"`
	Entry int    `json:"entry"`
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := render.JSON(&out, receipt{"<张伟> & co", 12}); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"id\": \"<张伟> & co\",\n  \"entry\": 12\n}\n"; out.String() != want {
		t.Errorf("got %s", out.String())
	}
}

// What reads JSON gets what was said, and who sees it is not deceived.
func TestJSONEscapes(t *testing.T) {
	t.Parallel()
	const hostile = "a\u202eb\x1b[2J\u009b\x7f\U000e0041\ufffa张"
	var out strings.Builder
	if err := render.JSON(&out, receipt{hostile, 12}); err != nil {
		t.Fatal(err)
	}
	want := `"a\u202eb\u001b[2J\u009b\u007f\udb40\udc41\ufffa张"`
	if !strings.Contains(out.String(), want) {
		t.Errorf("got %q, want %s", out.String(), want)
	}
	var back receipt
	if err := json.Unmarshal([]byte(out.String()), &back); err != nil || back.ID != hostile {
		t.Errorf("got %q back, want %q: %v", back.ID, hostile, err)
	}
	out.Reset()
	if err := render.JQ(&out, "[.id]", receipt{hostile, 12}); err != nil || out.String() != "["+want+"]\n" {
		t.Errorf("got %q, want %s: %v", out.String(), want, err)
	}
	out.Reset()
	if err := render.JQ(plain.Cleaned(&out), ".id", receipt{hostile, 12}); err != nil || out.String() != plain.Clean(hostile)+"\n" {
		t.Errorf("got %q: %v", out.String(), err)
	}
}

func TestJQ(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ expression, want string }{
		{".[].id", "a\n张伟\n"},
		{"map(.entry) | add", "3\n"},
		{".[0]", `{"entry":1,"id":"a"}` + "\n"},
		{"empty", ""},
		{".[9]", "null\n"},
	} {
		var out strings.Builder
		if err := render.JQ(&out, c.expression, []receipt{{"a", 1}, {"张伟", 2}}); err != nil || out.String() != c.want {
			t.Errorf("%s: got %q %v, want %q", c.expression, out.String(), err, c.want)
		}
	}
	for expression, want := range map[string]string{".[": "the jq expression cannot be read", ".[].id.x": "the jq expression fails"} {
		err := render.JQ(&strings.Builder{}, expression, []receipt{{"a", 1}})
		var f *finding.Fault
		if !errors.As(err, &f) || !strings.HasPrefix(f.Error(), want) {
			t.Errorf("%s: got %v", expression, err)
		}
	}
	if err := render.JQ(&strings.Builder{}, ".", func() {}); err == nil {
		t.Error("what is no JSON was filtered")
	}
}

func found() []finding.Finding {
	return []finding.Finding{
		{
			File: "services/svc-a.yaml", Start: finding.Place{Line: 4, Column: 9}, End: finding.Place{Line: 4, Column: 12},
			Rule: "catalogue/lifecycle", Severity: finding.Error, Pointer: "/lifecycle",
			Message: finding.Say("%s cannot be %s", catalogue.Word("lifecycle"), "gone\x1b[2J"), Hint: finding.Say("it is one of: %s", "ready"),
		},
		{File: "a.yaml", Start: finding.Place{Line: 2}, Rule: "r/line", Severity: finding.Warning, Message: finding.Say("needs a reason")},
		{File: "a.yaml", Rule: "r/file", Severity: finding.Error, Message: finding.Say("needs a text")},
		{Rule: "W_ONE_AMENDER", Severity: finding.Warning, Message: finding.Say("needs a version")},
	}
}

func TestFindingsAsText(t *testing.T) {
	t.Parallel()
	for l, want := range map[lang.Language]string{
		lang.English: "services/svc-a.yaml:4:9: error: lifecycle cannot be gone\uFFFD[2J [catalogue/lifecycle]\n" +
			"    hint: it is one of: ready\n" +
			"a.yaml:2: warning: needs a reason [r/line]\n" +
			"a.yaml: error: needs a text [r/file]\n" +
			"warning: needs a version [W_ONE_AMENDER]\n",
		lang.Chinese: "services/svc-a.yaml:4:9: 错误：服务状态不能是 gone\uFFFD[2J [catalogue/lifecycle]\n" +
			"    提示：可选值：ready\n" +
			"a.yaml:2: 警告：需要理由 [r/line]\n" +
			"a.yaml: 错误：需要正文 [r/file]\n" +
			"警告：需要版本 [W_ONE_AMENDER]\n",
	} {
		var out strings.Builder
		if err := (render.Findings{Out: &out, Say: lang.New(l)}).Text(found()); err != nil || out.String() != want {
			t.Errorf("%v: got\n%s\nwant\n%s", err, out.String(), want)
		}
	}
}

func TestFindingsAsJSON(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := (render.Findings{Out: &out, Say: lang.New(lang.Chinese)}).Write("json", render.Report{Findings: found()[:1]}); err != nil {
		t.Fatal(err)
	}
	want := `[
  {
    "file": "services/svc-a.yaml",
    "line": 4,
    "column": 9,
    "end_line": 4,
    "end_column": 12,
    "rule": "catalogue/lifecycle",
    "severity": "error",
    "pointer": "/lifecycle",
    "message": "服务状态不能是 gone\u001b[2J",
    "hint": "可选值：ready",
    "fix": [],
    "related": []
  }
]
`
	if out.String() != want {
		t.Errorf("got %s", out.String())
	}
	out.Reset()
	if err := (render.Findings{Out: &out, Say: lang.New(lang.English)}).Write("json", render.Report{}); err != nil || out.String() != "[]\n" {
		t.Errorf("got %q %v", out.String(), err)
	}
}
