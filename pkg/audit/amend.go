package audit

import (
	"errors"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
	"github.com/service-catalogue/sc/pkg/validator"
)

// amend: another procedure, and nothing else.
func (j *judgement) amend() {
	changed := j.of(validator.Procedure)
	if len(changed) != 1 || len(j.changes) != 1 {
		j.add("E_PROCEDURE_MIXED", "", finding.Say("an amendment changes the procedure and nothing else"))
		return
	}
	p := changed[0].rules
	amended := procedure.Amendment{
		Old: j.rules, New: p, Signer: j.who.Person, Role: j.who.Role, Listed: j.listed,
		Key: j.key.String(), Entry: j.stamp.Entry, Before: func(entry int) *procedure.Procedure { return j.since(entry)[0] },
		Given: j.approvals(amendment{j.rules.Version, catalogue.Digest(changed[0].digest)}),
	}
	if j.newest { // keys and procedures of before are not known
		amended.Listed, amended.Before = nil, nil
	} else {
		j.keys(changed[0].path, p, string(j.report.Ledger))
	}
	j.refusals(changed[0].path, amended.Judge()...)
	j.deed.Old, j.deed.New, j.deed.Rests = j.rules, p, amended.Support()
	j.then(func() { j.enact(p) })
}

// delegate: a delegation given or ended, and nothing else in the procedure.
func (j *judgement) delegate() {
	changed := j.of(validator.Procedure)
	if len(changed) != 1 || len(j.changes) != 1 {
		j.add("E_PROCEDURE_MIXED", "", finding.Say("a delegation changes the procedure and nothing else"))
		return
	}
	c := changed[0]
	before, err := j.read(c.path)
	after, err2 := j.objects.Blob(c.new, ledger.MaxFile)
	if err := errors.Join(err, err2); err != nil {
		j.form(err)
		return
	}
	j.refusals(c.path, procedure.Delegating{
		Old: j.rules, New: c.rules, Alone: records.Redelegated(before, after), By: j.who, At: j.stamp,
	}.Judge())
	j.deed.Old, j.deed.New = j.rules, c.rules
	j.then(func() { j.enact(c.rules) })
}

// genesis: the first procedure, signed by somebody who may amend and publish by
// it.
func (j *judgement) genesis() {
	t := j.entry.Trailers
	if t.Entry != 0 || t.Action != procedure.ActionGenesis {
		j.add("E_SEQ", "", finding.Say("a ledger begins with its genesis"))
		return
	}
	if t.Root != j.report.Root {
		j.add("E_ROOT", "", finding.Say("genesis names the folder %s, the procedure lies in %s", t.Root, j.report.Root))
	}
	if j.unread() {
		return
	}
	changed := j.of(validator.Procedure)
	if len(changed) != 1 || len(j.drafts) > 0 {
		j.add("E_SCOPE", "", finding.Say("genesis brings the procedure and nothing else"))
		return
	}
	p := changed[0].rules
	if p == nil {
		return
	}
	if want := p.Ledger.Ref(); t.Ref != want {
		j.add("E_REF", "", finding.Say("it was made for %s, not for %s", t.Ref, want))
	}
	if !j.signer(p) {
		return
	}
	j.scope()
	j.refusals(changed[0].path, procedure.JudgeGenesis(p, j.who.Person)...)
	j.keys(changed[0].path, p, signature.GenesisLedger)
	j.then(func() {
		j.report.Ledger, j.report.Prefix, j.tags = j.digest, t.Tags, t.Tags
		j.founder, j.report.Ref = j.key.String(), t.Ref
		j.enact(p)
	})
}
