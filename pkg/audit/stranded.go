package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// stranded warns of open requirements that nobody can take onward by the procedure
// now in force. Judging that goes on from a Ground knows those that were so there:
// nothing but a step of theirs or an amendment changes it, and both are judged.
func (r *replay) stranded(p *procedure.Procedure) {
	var open []procedure.Case
	for _, h := range r.open {
		open = append(open, h.Case)
	}
	slices.SortFunc(open, func(a, b procedure.Case) int { return records.CompareIDs(string(a.ID), string(b.ID)) })
	r.report.Ground.Stranded = nil
	for _, s := range p.Stranded(open) {
		r.report.Ground.Stranded = append(r.report.Ground.Stranded, s.ID)
		r.report.Violations = append(r.report.Violations, Violation{
			Code: "W_NO_HOLDER", Entry: -1, Path: records.Requests().Path(string(s.ID)), Message: s.Why,
		})
	}
}
