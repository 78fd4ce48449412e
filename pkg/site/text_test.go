package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/site"
)

// saying is a site in which a text stands wherever people write.
func saying(t testing.TB, text string) map[string]string {
	t.Helper()
	said := catalogue.Text{Plain: text}
	e := catalogue.Entry{
		ID: "svc-x", Category: "data", Lifecycle: catalogue.Active, Name: said, Code: text, Summary: said, Objective: said,
		Content: []catalogue.Text{said, said}, Tags: []string{text}, Notes: said, PriceRef: text, Owner: text, SunsetOn: text,
		Hours: &catalogue.Hours{Preset: "7x24", TZ: text, Note: said}, Deliverables: []catalogue.Deliverable{{Name: said, Form: said, Due: said}},
		Levels:   []catalogue.Level{{Metric: "custom", Name: said, Priority: catalogue.Priority(text), Op: "<=", Value: 1, Unit: "hour"}},
		Contacts: []catalogue.Contact{{Name: said, Email: text, Phone: text, Role: said}}, Cost: &catalogue.Cost{Currency: text, Note: said},
	}
	before := e
	before.Objective, before.Code = catalogue.Text{Plain: "before"}, "before"
	c := published(export.Inside, []catalogue.Entry{before}, []catalogue.Entry{e})
	c.Organisation, c.PublishedBy, c.Ledger = said, text, text
	c.States[0].Notes, c.States[0].PublishedBy = said, text
	c.Requests = []site.Request{{ID: "SLR-2026-0001", Title: said, State: text}}
	return made(t, c)
}

var (
	tag       = regexp.MustCompile(`<[^<>]*>`)
	attribute = regexp.MustCompile(`="[^"]*"`)
)

// shape is a page without its texts: its tags, and the names of their attributes.
func shape(page string) string {
	return attribute.ReplaceAllString(strings.Join(tag.FindAllString(page, -1), "\n"), "")
}

func harmless(t *testing.T, plain map[string]string, text string) {
	t.Helper()
	for name, page := range saying(t, text) {
		if strings.HasSuffix(name, ".html") && shape(page) != shape(plain[name]) {
			t.Errorf("%q: %s has the shape\n%s\nwithout it\n%s", text, name, shape(page), shape(plain[name]))
		}
		if script := name == "assets/data.js"; script && (strings.Contains(page, "<") || strings.ContainsAny(page, "\u2028\u2029") || strings.Count(page, "\n") != 1) {
			t.Errorf("%q: the script is\n%s", text, page)
		}
	}
}

func hostile() []string {
	return []string{
		"<script>alert(1)</script>", `" onmouseover="alert(1)`, "' x='", "</title><h1>", "<!--", "-->", "javascript:alert(1)", "&lt;b&gt;", "&#60;i&#62;",
		"`${x}`", "{{.}}", `{{t "x"}}`, "[a](b)", "![a](b)", "</script>", "\";alert(1)//", "a\nb", "\u2028", "\x00<", "\u202e", "%", "%s",
	}
}

// Whatever people write, it stays text.
func TestTextStaysText(t *testing.T) {
	t.Parallel()
	plain := saying(t, "x")
	for _, text := range hostile() {
		harmless(t, plain, text)
	}
}

func FuzzText(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	plain := saying(f, "x")
	f.Fuzz(func(t *testing.T, text string) {
		if text != "" && text != "before" { // what says nothing is left out
			harmless(t, plain, text)
		}
	})
}
