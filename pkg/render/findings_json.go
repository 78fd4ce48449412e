package render

import "github.com/service-catalogue/sc/pkg/finding"

// findingJSON is a finding as programs read it. Its keys never change.
type findingJSON struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Rule      string `json:"rule"`
	Severity  string `json:"severity"`
	Pointer   string `json:"pointer"`
	Message   string `json:"message"`
	Hint      string `json:"hint"`
}

// JSON writes the findings as an array of objects. Messages and hints are in the
// reader's language, keys and all else are not.
func (f Findings) JSON(found []finding.Finding) error {
	all := make([]findingJSON, len(found))
	for i, one := range found {
		all[i] = findingJSON{
			File: one.File, Line: one.Start.Line, Column: one.Start.Column,
			EndLine: one.End.Line, EndColumn: one.End.Column,
			Rule: one.Rule, Severity: string(one.Severity), Pointer: one.Pointer,
			Message: f.Say.Say(one.Message), Hint: f.Say.Say(one.Hint),
		}
	}
	return JSON(f.Out, all)
}
