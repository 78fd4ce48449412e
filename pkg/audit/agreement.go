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

// restsOn judges a new agreement by the version that it names.
func (j *judgement) restsOn(c *change) {
	a := c.living.(*procedure.Agreement)
	of := procedure.AgreementCase{Agreement: a}
	i := slices.IndexFunc(j.report.Versions, func(v Version) bool { return v.Version == a.Version })
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

// agreement: a new agreement, or one step on one or more.
func (j *judgement) agreement() {
	j.lives(life{validator.Agreement, procedure.OfAgreement, procedure.StepAgree, records.Agreements(), (*judgement).restsOn})
}

// manifest is that of a sound version; nil where it cannot be read.
func (s *sound) manifest(v catalogue.Version) *procedure.Manifest {
	var m procedure.Manifest
	if err := s.fill(records.VersionPath(v), &m); err != nil {
		s.troubled(err)
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
		data, err = j.objects.Blob(n.ID, ledger.MaxFile)
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
		a, ok := c.living.(*procedure.Agreement)
		return ok && c.old.IsZero() &&
			!slices.ContainsFunc(j.report.Versions, func(v Version) bool { return v.Version == a.Version })
	})
}
