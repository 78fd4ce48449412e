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
	if finding.Failed(found) {
		return doc, v.Of(kind).After(found)
	}
	return doc, v.Of(kind).After(found, doc)
}

// After adds to what reading a text found what the schema finds in the documents
// that were read, and settles how a number in a doubtful form is put right: only the
// schema knows what was meant. Of an error of the text and a breach at one place the
// error stays, of a warning and a breach the breach: one fault is one finding.
func (s *Schema) After(found []finding.Finding, docs ...*document.Document) []finding.Finding {
	for i := range found {
		s.settle(&found[i])
	}
	for _, doc := range docs {
		found = merge(found, s.Check(doc))
	}
	return found
}

// merge joins findings about a text with those about its values.
func merge(found, breaches []finding.Finding) []finding.Finding {
	refused, wrong := map[finding.Place]bool{}, map[finding.Place]bool{}
	for _, f := range found {
		wrong[f.Start] = wrong[f.Start] || f.Severity == finding.Error
	}
	breaches = slices.DeleteFunc(breaches, func(f finding.Finding) bool { return wrong[f.Start] })
	for _, f := range breaches {
		refused[f.Start] = true
	}
	found = slices.DeleteFunc(found, func(f finding.Finding) bool {
		return f.Severity == finding.Warning && refused[f.Start]
	})
	return append(found, breaches...)
}
