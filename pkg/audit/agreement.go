package audit

import (
	"path"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// agreement: a new agreement, or one step on one or more.
func (j *judgement) agreement() {
	name := procedure.StepName(j.entry.Trailers.Action)
	changed := j.of(validator.Agreement, attachment)
	if s, ok := j.rules.Step(name); !ok || s.Of != procedure.OfAgreement {
		j.add("E_TRANSITION", "", finding.Say("the entry says %s, but it brings an agreement", string(name)))
		return
	}
	if name != procedure.StepAgree {
		for _, c := range changed {
			j.furthered(c, name)
		}
		return
	}
	c := changed[0]
	if len(changed) != 1 {
		j.add("E_SCOPE", "", finding.Say("an entry drafts one agreement"))
		return
	}
	a := c.agreement
	if !c.old.IsZero() || len(a.History) != 1 || !c.grown {
		j.add("E_HISTORY", c.path, finding.Say("an agreement begins with one step"))
		return
	}
	if string(a.ID) != c.place.id {
		j.add("E_ID", c.path, finding.Say("it calls itself %s", string(a.ID)))
	}
	j.number(records.Agreements(), c.place.id, c.path)
	j.furthers(c, procedure.NewAgreementCase(a), name)
	j.restsOn(c)
}

// furthered: an agreement whose history has one more step, which the procedure allows.
func (j *judgement) furthered(c *change, name procedure.StepName) {
	before, known := j.sound.agreement(c.path)
	c.agreement.Strike(j.void)
	h := c.agreement.History
	if !known || !c.grown || len(h) != len(before.History)+1 {
		j.add("E_HISTORY", c.path, finding.Say("a record only grows at its end, by one step"))
		return
	}
	stands, _ := j.rules.FoldAgreement(before) // each of its steps was judged, and no step ever disappears
	j.furthers(c, stands, name)
}

// furthers judges the last step of an agreement.
func (j *judgement) furthers(c *change, before procedure.Case, name procedure.StepName) {
	e := c.agreement.History[len(c.agreement.History)-1]
	if e.Step != name {
		j.add("E_TRANSITION", c.path, finding.Say("the entry says %s, the record says %s", string(name), string(e.Step)))
		return
	}
	j.agrees(c.path, procedure.Actor{Person: e.By, Role: e.Role}, procedure.Stamp{At: e.At, Entry: e.Entry})
	j.refusals(c.path, j.rules.Judge(before, e))
	if s, _ := j.rules.Step(name); s.To != procedure.SameState {
		j.deed.Moved = append(j.deed.Moved, before.ID)
	}
	j.attachments(c, e.Attachments)
}

// agreement is one as sound entries left it.
func (s *sound) agreement(name string) (*procedure.Agreement, bool) {
	if s.blob(name).IsZero() {
		return nil, false
	}
	data, err := s.read(name)
	var a procedure.Agreement
	if err == nil {
		err = records.Decode(name, data, &a)
	}
	s.troubled(err)
	a.Strike(s.void)
	return &a, err == nil
}

// restsOn judges a new agreement by the version that it names.
func (j *judgement) restsOn(c *change) {
	of := procedure.AgreementCase{Agreement: c.agreement}
	i := slices.IndexFunc(j.report.Versions, func(v Version) bool { return v.Version == c.agreement.Version })
	if i < 0 && j.newest {
		return // it may be an older one, which only the whole history tells
	}
	if i >= 0 {
		v := j.report.Versions[i]
		of.Void = j.void[v.Number]
		if of.Version = j.manifest(v.Version); of.Version == nil {
			return
		}
		of.Entry = func(id catalogue.ServiceID) (catalogue.Entry, bool) { return j.published(v.Commit, id) }
	}
	j.refusals(c.path, of.Judge()...)
}

// manifest is that of a sound version.
func (s *sound) manifest(v catalogue.Version) *procedure.Manifest {
	name := records.VersionPath(v)
	data, err := s.read(name)
	var m procedure.Manifest
	if err == nil {
		err = records.Decode(name, data, &m)
	}
	s.troubled(err)
	if err != nil {
		return nil
	}
	return &m
}

// published is a service as a version has it. What no schema ever held need not be one.
func (j *judgement) published(commit ledger.ID, id catalogue.ServiceID) (catalogue.Entry, bool) {
	var e catalogue.Entry
	name := records.ServicePath(id)
	tree, _, err := j.objects.Links(commit)
	var n ledger.Node
	if err == nil {
		n, err = j.objects.Find(tree, path.Join(j.root, name))
	}
	var data []byte
	if err == nil {
		data, err = j.objects.Blob(n.ID, maxBlob)
	}
	if err != nil {
		j.troubled(err)
		return e, false
	}
	doc, found := document.ParseLiteral(name, data)
	if !finding.Failed(found) {
		found = validator.New().Check(doc, validator.Service)
	}
	return e, !finding.Failed(found) && doc.Fill(&e) == nil
}

// restsFurtherBack reports whether an entry brings an agreement about a version that
// came before what is judged here.
func (j *judgement) restsFurtherBack() bool {
	return slices.ContainsFunc(j.changes, func(c change) bool {
		return c.agreement != nil && c.old.IsZero() &&
			!slices.ContainsFunc(j.report.Versions, func(v Version) bool { return v.Version == c.agreement.Version })
	})
}
