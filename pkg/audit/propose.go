package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// propose: designs bound to requirements, with the drafts they name.
func (j *judgement) propose() {
	named := map[string]procedure.Design{}
	for _, c := range j.of(validator.Request) {
		sofar := len(j.faults)
		if j.grown(c, procedure.StepPropose); len(j.faults) > sofar {
			return
		}
		design := c.request.History[len(c.request.History)-1].Design
		j.refusals(c.path, procedure.JudgeDesign(design, j.previous()))
		for _, d := range design {
			j.designed(c, d)
			named[records.ServicePath(d.Service)] = d
		}
	}
	for _, d := range j.drafts {
		if _, ok := named[d.path]; !ok {
			j.add("E_SCOPE", d.path, finding.Say("no design names this service"))
		}
	}
	j.conflicts(named)
}

func (j *judgement) designed(c *change, d procedure.Design) {
	is, err := j.shelf.one(j.link.Tree, d.Service)
	if err != nil {
		j.form(err)
	} else if is != d.Digest {
		j.add("E_DIGEST", c.path, finding.Say("the design binds %s to %s, the file is %s", string(d.Service), procedure.Short(d.Digest), procedure.Short(is)))
	}
}

// conflicts: no other requirement that waits is left bound to other bytes.
func (j *judgement) conflicts(named map[string]procedure.Design) {
	var mine []procedure.RequestID
	for _, c := range j.changes {
		mine = append(mine, procedure.RequestID(c.place.id))
	}
	var design []procedure.Design
	for _, d := range named {
		design = append(design, d)
	}
	j.seek(j.rules)
	left := procedure.Rebound(design, mine, j.bound())
	slices.SortFunc(left, func(a, b procedure.Case) int { return records.CompareIDs(string(a.ID), string(b.ID)) })
	for _, c := range left {
		j.add("E_DIGEST", "", finding.Say("%s stays bound to other bytes of the same service", string(c.ID)))
	}
}
