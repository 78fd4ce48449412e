package editor_test

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tailscale/hujson"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/editor"
	"github.com/service-catalogue/sc/pkg/validator"
)

var mappings = []editor.Mapping{{Schema: "a.json", Glob: "cat/a/*.yaml"}, {Schema: "b.json", Glob: "cat/b.yaml"}}

func TestSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, want string }{
		"none": {"", `{
  "yaml.schemas": {
    "a.json": "cat/a/*.yaml",
    "b.json": "cat/b.yaml"
  }
}
`},
		"others, with comments and commas of their own": {`// ours
{
  "editor.tabSize": 4, // wide
  "files.eol": "\n" // not "\r\n"
  /* the end */
}
`, `// ours
{
  "editor.tabSize": 4, // wide
  "files.eol": "\n", // not "\r\n"
  /* the end */
  "yaml.schemas": {
    "a.json": "cat/a/*.yaml",
    "b.json": "cat/b.yaml"
  }
}
`},
		"a comma at the end": {"{\n  \"x\": [1, 2,],\n}", `{
  "x": [1, 2,],
  "yaml.schemas": {
    "a.json": "cat/a/*.yaml",
    "b.json": "cat/b.yaml"
  }
}`},
		"some are mapped, one of ours elsewhere": {`{
  "yaml.schemas": {
    "k8s.json": ["*.k8s.yaml"],
    "a.json": "elsewhere/*.yaml" // on purpose
  },
  "x": 1
}
`, `{
  "yaml.schemas": {
    "k8s.json": ["*.k8s.yaml"],
    "a.json": "elsewhere/*.yaml", // on purpose
    "b.json": "cat/b.yaml"
  },
  "x": 1
}
`},
		"on one line": {`{"x": 1}`, `{"x": 1,
  "yaml.schemas": {
    "a.json": "cat/a/*.yaml",
    "b.json": "cat/b.yaml"
  }
}`},
		"marked by a byte order mark": {"\ufeff" + `{"x": 1, "yaml.schemas": {"a.json": "cat/a/*.yaml", "b.json": "cat/b.yaml"}}`, "\ufeff" + `{"x": 1, "yaml.schemas": {"a.json": "cat/a/*.yaml", "b.json": "cat/b.yaml"}}`},
		"empty braces": {`{"yaml.schemas": {}}`, `{"yaml.schemas": {
    "a.json": "cat/a/*.yaml",
    "b.json": "cat/b.yaml"
  }}`},
		"set in by tabs, lines as Windows ends them": {"{\r\n\t\"x\": 1\r\n}\r\n", "{\r\n\t\"x\": 1,\r\n\t\"yaml.schemas\": {\r\n\t\t\"a.json\": \"cat/a/*.yaml\",\r\n\t\t\"b.json\": \"cat/b.yaml\"\r\n\t}\r\n}\r\n"},
		"set in by four blanks": {`{
    // ours
    "x": {},

    "yaml.schemas": {
        "k8s.json": "*.k8s.yaml"
    }
}
`, `{
    // ours
    "x": {},

    "yaml.schemas": {
        "k8s.json": "*.k8s.yaml",
        "a.json": "cat/a/*.yaml",
        "b.json": "cat/b.yaml"
    }
}
`},
	} {
		got, err := editor.Settings([]byte(c.old), mappings)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		again, err := editor.Settings(got, mappings)
		if err != nil || string(again) != string(got) {
			t.Errorf("%s: the second time it is %v\n%s", name, err, again)
		}
	}
}

func TestSettingsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for old, want := range map[string]editor.Broken{
		"{":                            {Line: 1, Column: 2},
		"{\n  \"x\": 1,\n  'y': 1\n}":  {Line: 3, Column: 3},
		"\xff":                         {Line: 1, Column: 1},
		"[]":                           {},
		`{"yaml.schemas": []}`:         {Setting: "yaml.schemas"},
		strings.Repeat("[", 1_000_000): {Line: 1, Column: 1001},
		"\ufeff\ufeff{}":               {Line: 1, Column: 1},
	} {
		got, err := editor.Settings([]byte(old), mappings)
		b, ok := errors.AsType[*editor.Broken](err)
		if !ok || b.Line != want.Line || b.Column != want.Column || b.Setting != want.Setting {
			t.Errorf("%q became %q, and %#v", old, got, err)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) != (old == "{") {
			t.Errorf("%q: %v", old, err)
		}
	}
}

// FuzzSettings: whatever is there stays there, and what comes out can be read again.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"x": 1, // y` + "\n}", `{"yaml.schemas": {"a.json": "z",}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, old []byte) {
		got, err := editor.Settings(old, mappings)
		if err != nil {
			return
		}
		again, err := editor.Settings(got, mappings)
		if err != nil || string(again) != string(got) {
			t.Errorf("%q became %q, and then %q: %v", old, got, again, err)
		}
		for _, comment := range regexp.MustCompile(`(?m)//[a-z ]+$`).FindAll(old, -1) {
			if !strings.Contains(string(got), string(comment)) {
				t.Errorf("%q lost %q: %q", old, comment, got)
			}
		}
	})
}

// TestSnippetsAreTrue: what a snippet writes, taken as offered, is a sound record.
func TestSnippetsAreTrue(t *testing.T) {
	t.Parallel()
	plain, err := hujson.Standardize(append([]byte{}, editor.Snippets...))
	if err != nil {
		t.Fatal(err)
	}
	var snippets map[string]struct {
		Scope, Description string
		Prefix, Body       []string
	}
	if err := json.Unmarshal(plain, &snippets); err != nil {
		t.Fatal(err)
	}
	written := map[string]string{}
	for name, s := range snippets {
		if s.Scope != "yaml" || len(s.Prefix) != 2 || !strings.Contains(name, " / ") || !strings.Contains(s.Description, " / ") {
			t.Errorf("%s: both languages, for YAML: %+v", name, s)
		}
		written[s.Prefix[0]] = taken(strings.Join(s.Body, "\n") + "\n")
	}
	service := written["sc-service"] + "levels:\n" + indented(written["sc-level"]) + "deliverables:\n" + indented(written["sc-deliverable"])
	sound(t, "services/svc-new-service.yaml", service, validator.Service)
	sound(t, "request.yaml", written["sc-request"], validator.RequestInput)
	if !strings.Contains(written["sc-person"], "roles: [market_manager]") {
		t.Errorf("a person is %s", written["sc-person"])
	}
}

func sound(t *testing.T, file, text string, kind validator.Kind) {
	t.Helper()
	doc, faults := document.Parse(file, []byte(text))
	if len(faults) == 0 {
		faults = validator.New().Check(doc, kind)
	}
	for _, f := range faults {
		t.Errorf("%s:%d: %s\n%s", f.File, f.Start.Line, f.Message, text)
	}
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// taken is a snippet with each place as it is offered.
func taken(body string) string {
	body = regexp.MustCompile(`\$\{[0-9]+:([^}]*)\}`).ReplaceAllString(body, "$1")
	return regexp.MustCompile(`\$\{[0-9]+\|([^,|]*)[^|]*\|\}`).ReplaceAllString(body, "$1")
}
