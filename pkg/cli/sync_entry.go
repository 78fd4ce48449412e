package cli

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// entry is the proposal that takes a waiting entry's step again: the same step on the
// same bytes, with the time and number that it has now.
func (r *rebuilding) entry(at *session, c waitingCommit, changes []rebuilt) (*proposal, error) {
	t := c.entry.Trailers
	p := &proposal{
		action: t.Action, role: procedure.RoleID(t.Role), body: c.entry.Body,
		records: map[string][]byte{}, drafts: map[string][]byte{},
	}
	if err := r.number(at, c, changes); err != nil {
		return nil, err
	}
	p.subject = r.renamed(c.entry.Subject)
	for _, one := range changes {
		one.name = r.renamed(one.path)
		if strings.HasPrefix(one.path, records.ServiceFolder+"/") {
			p.drafts[one.name] = one.data
			continue
		}
		data, err := r.record(at, p, one)
		if err != nil {
			return nil, err
		}
		p.records[one.name] = data
	}
	if len(p.outcome) == 0 {
		p.outcome = []receipt{{ID: r.renamed(recordID(c.entry))}}
	}
	return p, nil
}

// renumbered are the kinds of records that get other numbers when the entry which
// brings them is built anew, by its action.
func renumbered(action string) []records.Kind {
	switch procedure.StepName(action) {
	case procedure.StepRequest:
		return []records.Kind{records.Requests()}
	case procedure.StepPeriodicReview:
		return []records.Kind{records.Requests(), records.PeriodicReviews()}
	case procedure.StepAgree:
		return []records.Kind{records.Agreements()}
	case procedure.StepImprove:
		return []records.Kind{records.Improvements()}
	}
	return nil
}

// everRenumbered are all kinds of which that is so.
func everRenumbered() []records.Kind {
	return slices.Concat(renumbered(string(procedure.StepPeriodicReview)), renumbered(string(procedure.StepAgree)), renumbered(string(procedure.StepImprove)))
}

// numbered reports whether a new file gets a number when it is built anew.
func (r *rebuilding) numbered(c waitingCommit, name string) bool {
	return slices.ContainsFunc(renumbered(c.entry.Trailers.Action), func(k records.Kind) bool { return strings.HasPrefix(name, k.Folder+"/") })
}

// number gives new records the next numbers there are.
func (r *rebuilding) number(at *session, c waitingCommit, changes []rebuilt) error {
	for _, k := range renumbered(c.entry.Trailers.Action) {
		next, err := at.books.Next(k, at.stamp.At[:4])
		if err != nil {
			return err
		}
		year, n, _ := k.Parse(next)
		for i, id := range newIDs(k, changes) {
			now := k.ID(year, n+i)
			r.ids[id] = now
			r.given = append(r.given, renumbering{c.id, id, now})
		}
	}
	return nil
}

// newIDs are the ids of a kind among some files, in the order of their numbers.
func newIDs(k records.Kind, changes []rebuilt) []string {
	var ids []string
	for _, one := range changes {
		if id, ok := k.At(one.path); ok {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, records.CompareIDs)
	return ids
}

// record is what a file of the ledger is to be.
func (r *rebuilding) record(at *session, p *proposal, one rebuilt) ([]byte, error) {
	switch folder, _, _ := strings.Cut(one.path, "/"); {
	case folder == records.Requests().Folder && !attached(one.path):
		return r.request(at, p, one)
	case folder == records.Confirmations().Folder:
		return restamped(at, one)
	case folder == records.PeriodicReviews().Folder:
		return r.periodicReview(at, p, one)
	case folder == records.Agreements().Folder && !attached(one.path):
		return r.agreement(at, p, one)
	case folder == records.Improvements().Folder:
		return r.improvement(at, p, one)
	case folder == records.Rulings().Folder:
		return nil, cannotFollow(finding.Say("a ruling is on what stood before it: rule again"))
	}
	return one.data, nil
}

// attached reports whether a path is that of a file beside records.
func attached(name string) bool {
	return path.Ext(name) != ".yaml" || strings.Contains(name, "/files/")
}

// restamped is a confirmation with the time and number of the entry that carries it
// now.
func restamped(at *session, one rebuilt) ([]byte, error) {
	var c procedure.Confirmation
	if err := records.Decode(one.path, one.data, &c); err != nil {
		return nil, err
	}
	c.At, c.Entry = at.stamp.At, at.stamp.Entry
	return document.Encode(c)
}

// periodicReview is one with the time and number of the entry that carries it now, and
// with the requests as they are called now. It still is about the version that it was
// about: where that is not the last one any more, the audit refuses it.
func (r *rebuilding) periodicReview(at *session, p *proposal, one rebuilt) ([]byte, error) {
	var of procedure.PeriodicReview
	if err := records.Decode(one.path, one.data, &of); err != nil {
		return nil, err
	}
	of.ID, of.At, of.Entry = r.renamed(of.ID), at.stamp.At, at.stamp.Entry
	for i := range of.Services {
		of.Services[i].Request = procedure.RequestID(r.renamed(string(of.Services[i].Request)))
	}
	p.outcome = append([]receipt{{ID: of.ID}}, p.outcome...)
	return document.Encode(of)
}

// request is a requirement with what the waiting entry adds to it.
func (r *rebuilding) request(at *session, p *proposal, one rebuilt) ([]byte, error) {
	var now procedure.Request
	if err := records.Decode(one.path, one.data, &now); err != nil {
		return nil, err
	}
	was, err := r.added(one, &now)
	if err != nil {
		return nil, err
	}
	now.ID = procedure.RequestID(r.renamed(string(now.ID)))
	for i := range now.Attachments {
		now.Attachments[i].Path = r.renamed(now.Attachments[i].Path)
	}
	data := one.old
	for i := was; i < len(now.History); i++ {
		e := &now.History[i]
		r.restamp(at, e)
		if was > 0 {
			if data, err = document.AppendElement(data, *e); err != nil {
				return nil, err
			}
		}
	}
	if was == 0 {
		if data, err = document.Encode(now); err != nil {
			return nil, err
		}
	}
	var after procedure.Request
	if err := records.Decode(one.name, data, &after); err != nil {
		return nil, err
	}
	folded, err := at.rules.Fold(&after)
	if err != nil {
		return nil, err
	}
	p.outcome = append(p.outcome, receipt{ID: string(now.ID), State: folded.State})
	return data, nil
}

// agreement is one with what the waiting entry adds to it.
func (r *rebuilding) agreement(at *session, p *proposal, one rebuilt) ([]byte, error) {
	var now procedure.Agreement
	if err := records.Decode(one.path, one.data, &now); err != nil {
		return nil, err
	}
	now.ID = procedure.AgreementID(r.renamed(string(now.ID)))
	last := &now.History[len(now.History)-1]
	r.restamp(at, last)
	data, err := one.grown(now, *last)
	if err != nil {
		return nil, err
	}
	folded, err := at.rules.FoldRecord(&now)
	p.outcome = append(p.outcome, receipt{ID: string(now.ID), State: folded.State})
	return data, err
}

// improvement is one with what the waiting entry adds to it. One that was just raised is
// about the procedure in force now.
func (r *rebuilding) improvement(at *session, p *proposal, one rebuilt) ([]byte, error) {
	var now procedure.Improvement
	if err := records.Decode(one.path, one.data, &now); err != nil {
		return nil, err
	}
	now.ID = procedure.ImprovementID(r.renamed(string(now.ID)))
	if one.Old.IsZero() {
		now.Procedure = at.rules.Version
	}
	last := &now.History[len(now.History)-1]
	r.restamp(at, last)
	data, err := one.grown(now, *last)
	if err != nil {
		return nil, err
	}
	folded, err := at.rules.FoldRecord(&now)
	p.outcome = append(p.outcome, receipt{ID: string(now.ID), State: folded.State})
	return data, err
}

// restamp lets a step be of the entry that carries it now, and name others as they are
// called now.
func (r *rebuilding) restamp(at *session, e *procedure.Event) {
	e.At, e.Entry, e.DuplicateOf = at.stamp.At, at.stamp.Entry, procedure.RequestID(r.renamed(string(e.DuplicateOf)))
	for i := range e.Attachments {
		e.Attachments[i].Path = r.renamed(e.Attachments[i].Path)
	}
}

// grown is a record that one step was added to: what stands there now with that behind
// it, or all of it where it is new.
func (one rebuilt) grown(whole any, last procedure.Event) ([]byte, error) {
	if one.Old.IsZero() {
		return document.Encode(whole)
	}
	return document.AppendElement(one.old, last)
}

// added is the number of events that stood there before, of which nothing may have
// changed.
func (r *rebuilding) added(one rebuilt, now *procedure.Request) (int, error) {
	if one.Old.IsZero() {
		return 0, nil
	}
	old, err := r.desk.objects.Blob(one.Old, ledger.MaxFile)
	if err != nil {
		return 0, err
	}
	var before procedure.Request
	if err := records.Decode(one.path, old, &before); err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(one.data, old) || len(before.History) >= len(now.History) {
		return 0, cannotFollow(finding.Say("it changes what stood in %s before", one.path))
	}
	return len(before.History), nil
}
