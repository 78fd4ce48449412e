package audit

import (
	"bytes"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// decode reads the record's text.
func (e *reading) decode(r *reader, c *change) {
	doc, found := document.ParseLiteral(c.path, c.data)
	if !finding.Failed(found) {
		found = r.schemas.Check(doc, c.place.kind)
	}
	for _, f := range found {
		if f.Severity == finding.Error {
			e.add(findingCode(f.Rule), c.path, finding.Say("line %s: %s", f.Start.Line, f.Message))
		}
	}
	if finding.Failed(found) {
		r.lately.faulty(c.new, e.faults[len(e.faults)-1])
		return
	}
	c.grown = c.grown && endsInHistory(doc, c.data)
	switch err := c.typed(doc); {
	case err != nil:
		e.add("E_SCHEMA", c.path, finding.Problem(err))
	case c.grown && c.request != nil:
		t := taken{*c.request, doc.Values()}
		t.request = *t.handed()
		r.lately.keep(c.new, t, len(c.data))
	}
}

// endsInHistory reports whether the line that the history begins with, to whoever reads
// lines, is the last field of a record: it may stand within a quoted text too.
func endsInHistory(doc *document.Document, record []byte) bool {
	name, at := doc.Last()
	return name == "history" && at == bytes.Index(record, []byte(historyLine))+1
}

func (c *change) typed(doc *document.Document) error {
	switch c.place.kind {
	case validator.Request:
		c.request = &procedure.Request{}
		return doc.Fill(c.request)
	case validator.Meeting:
		c.meeting = &procedure.Meeting{}
		return doc.Fill(c.meeting)
	case validator.Ruling:
		c.ruling = &procedure.Ruling{}
		return doc.Fill(c.ruling)
	case validator.Confirmation:
		c.confirmation = &procedure.Confirmation{}
		return doc.Fill(c.confirmation)
	case validator.PeriodicReview:
		c.periodic = &procedure.PeriodicReview{}
		return doc.Fill(c.periodic)
	case validator.Agreement, validator.Improvement:
		c.living = lifeOf(c.place.kind)
		return doc.Fill(c.living)
	case validator.Version:
		c.version = &procedure.Manifest{}
		return doc.Fill(c.version)
	}
	c.rules = &procedure.Procedure{}
	return doc.Fill(c.rules)
}

// findingCode is the code of a fault in a record's text.
func findingCode(rule string) string {
	family, _, _ := strings.Cut(rule, "/")
	switch family {
	case "schema":
		return "E_SCHEMA"
	case "text":
		return "E_TEXT"
	}
	return "E_YAML"
}
