package validator

import (
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Read reads one record and checks it by the schema of its kind. A text with faults
// of its own is not held against the schema: one fault is one finding. The document
// is nil where it cannot be told what the text says.
func (v *Validator) Read(file string, data []byte, kind Kind) (*document.Document, []finding.Finding) {
	doc, found := document.Parse(file, data)
	if !finding.Failed(found) {
		found = append(found, v.Check(doc, kind)...)
	}
	return doc, found
}
