package report_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/report"
)

// hostile is a report with names that would do harm where a page took them for marks.
func hostile(t testing.TB) report.Report {
	t.Helper()
	p := rules(t)
	p.Organisation = catalogue.Text{Plain: `<script>alert(1)</script> "x" | [y](http://evil.example)`}
	return report.Make(report.Facts{
		Rules: p, Ledger: "sha256:abc", Commit: strings.Repeat("a", 40),
		Requests: []*procedure.Request{
			course("SLR-2026-0001", "request 2026-03-02", "reject:<img/src=x> 2026-03-04"),
			course("SLR-2026-0002", "request 2026-03-02", "approve 2026-03-09"),
		},
	}, quarter())
}

// The HTML page shows names as text, asks nothing of any other page, and each picture
// says in words what it shows.
func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.English, lang.Chinese} {
		text := written(t, hostile(t), "html", l)
		for _, bad := range []string{"<script", "<img", " src=", `href="h`, "url(", "@import", "ZgotmplZ", "%!"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: the page has %s", l, bad)
			}
		}
		if !strings.Contains(text, `<html lang="`+string(l)+`">`) || !strings.Contains(text, "default-src 'none'") {
			t.Errorf("%s: no language, or no policy", l)
		}
		pictures := regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(text, -1)
		if len(pictures) != 3 { // shares, time to decide, reasons
			t.Errorf("%s: %d pictures, want 3", l, len(pictures))
		}
		for _, p := range pictures {
			if !wellFormed(p) || !strings.Contains(p, "<title ") || !strings.Contains(p, "<desc ") || !strings.Contains(p, `role="img"`) {
				t.Errorf("%s: a picture without words:\n%s", l, p)
			}
		}
	}
}

func wellFormed(text string) bool {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func TestMarkdownShowsNamesAsText(t *testing.T) {
	t.Parallel()
	text := written(t, hostile(t), "md", lang.English)
	if regexp.MustCompile(`(^|[^\\])[<\[|]\w*(script|img|y\])`).MatchString(text) {
		t.Errorf("names are marks:\n%s", text)
	}
	if want := `| Decided on time | 100.0% (2 of 2) |`; !strings.Contains(text, want) {
		t.Errorf("no %s in\n%s", want, text)
	}
}

// JSON is the same in every language, and the same facts give the same bytes.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	if a, b := written(t, hostile(t), "json", lang.English), written(t, hostile(t), "json", lang.Chinese); a != b {
		t.Errorf("JSON depends on the language:\n%s\n%s", a, b)
	}
	for _, format := range []string{"md", "html"} {
		if a, b := written(t, hostile(t), format, lang.Chinese), written(t, hostile(t), format, lang.Chinese); a != b {
			t.Errorf("%s differs from time to time", format)
		}
	}
}
