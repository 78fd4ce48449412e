package validator

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Read reads one record and checks it by the schema of its kind. A text with faults
// of its own is not held against the schema: one fault is one finding. The document
// is nil where it cannot be told what the text says.
func (v *Validator) Read(file string, data []byte, kind Kind) (*document.Document, []finding.Finding) {
	doc, found := document.Parse(file, data)
	if !finding.Failed(found) {
		found = v.Of(kind).After(doc, found)
	}
	return doc, found
}

// After adds to what reading a document found what its schema finds. A warning about
// a value that the schema refuses goes: one fault is one finding.
func (s *Schema) After(doc *document.Document, found []finding.Finding) []finding.Finding {
	breaches := s.Check(doc)
	refused := map[finding.Place]bool{}
	for _, f := range breaches {
		refused[f.Start] = true
	}
	found = slices.DeleteFunc(found, func(f finding.Finding) bool {
		return f.Severity == finding.Warning && refused[f.Start]
	})
	return append(found, breaches...)
}
