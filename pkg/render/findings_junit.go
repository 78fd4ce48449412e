package render

import (
	"cmp"
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// junitSuite is the name of the suite and the class of its cases, unless the report
// names its own.
const junitSuite = "sc validate"

// junit writes a test case for each file that was checked. The case of a file
// with errors fails; warnings are its output.
func (w *writing) junit(r Report) error {
	found := map[string][]finding.Finding{}
	for _, file := range r.Files {
		found[file] = nil
	}
	for _, one := range r.Findings {
		found[one.File] = append(found[one.File], one)
	}
	suite := cmp.Or(r.Suite, junitSuite)
	failed := 0
	for _, of := range found {
		if finding.Failed(of) {
			failed++
		}
	}
	w.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n<testsuites>\n")
	w.put("  <testsuite", attribute("name", suite), w.junitCounts(len(found), failed, r.Hidden), ">\n")
	for _, file := range slices.Sorted(maps.Keys(found)) {
		w.junitCase(suite, file, found[file])
	}
	w.junitHidden(suite, r.Hidden)
	w.put("  </testsuite>\n</testsuites>\n")
	return nil
}

func (w *writing) junitCounts(cases, failed, hidden int) string {
	skipped := 0
	if hidden > 0 {
		cases, skipped = cases+1, 1
	}
	return attribute("tests", strconv.Itoa(cases)) + attribute("failures", strconv.Itoa(failed)) +
		attribute("errors", "0") + attribute("skipped", strconv.Itoa(skipped)) + attribute("time", "0")
}

func (w *writing) junitCase(suite, file string, found []finding.Finding) {
	if file == "" {
		file = suite // what concerns no file
	}
	w.put("    <testcase", attribute("name", file), attribute("classname", suite))
	if file != suite {
		w.put(attribute("file", file))
	}
	w.put(attribute("time", "0"))
	if len(found) == 0 {
		w.put("/>\n")
		return
	}
	w.put(">\n")
	errors, others := bySeverity(found)
	if len(errors) > 0 {
		w.put("      <failure", attribute("message", w.junitMessage(errors)), attribute("type", errors[0].Rule), ">")
		w.junitText(errors)
		w.put("</failure>\n")
	}
	if len(others) > 0 {
		w.put("      <system-out>")
		w.junitText(others)
		w.put("</system-out>\n")
	}
	w.put("    </testcase>\n")
}

// junitMessage is the first error, and how many there are besides.
func (w *writing) junitMessage(errors []finding.Finding) string {
	first := w.say(errors[0].Message)
	if len(errors) == 1 {
		return first
	}
	return w.f.Say.T("%s (%s)", first, finding.Say("and %s more", len(errors)-1))
}

// junitText is one line for each finding, and one for its hint.
func (w *writing) junitText(found []finding.Finding) {
	for i, one := range found {
		if i > 0 {
			w.put("\n")
		}
		w.put(escapeXML(w.line(one)))
		if hint := w.advice(one); hint != "" {
			w.put("\n    ", escapeXML(hint))
		}
	}
}

// junitHidden is a case that was skipped, so that a file whose findings were left
// out does not pass in silence.
func (w *writing) junitHidden(suite string, hidden int) {
	if hidden > 0 {
		left := w.f.Say.T("%s findings were left out", hidden)
		w.put("    <testcase", attribute("name", left), attribute("classname", suite), attribute("time", "0"), ">\n")
		w.put("      <skipped", attribute("message", left), "/>\n    </testcase>\n")
	}
}

func attribute(name, value string) string { return " " + name + `="` + escapeXML(value) + `"` }

// escapeXML makes a text fit for XML 1.0 (§2.2): what it may not hold at all is
// replaced.
func escapeXML(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(plain.Clean(text))) // a Builder takes everything
	return out.String()
}
