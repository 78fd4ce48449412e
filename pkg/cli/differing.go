package cli

import (
	"cmp"
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// differing is a service whose text is not that of the last version.
type differing struct {
	Service catalogue.ServiceID   `json:"service"`
	Change  string                `json:"change"` // add, modify, retire; missing: its file is not there; rewritten: by git
	Where   whereabouts           `json:"where"`
	Bound   []procedure.RequestID `json:"requests"` // bound to exactly this text
	State   procedure.State       `json:"state"`    // of the request furthest on, "draft" if there is none
	Others  []procedure.RequestID `json:"overtaken"`
	digest  catalogue.Digest
	why     error                 // of a text that git rewrites
	ids     []catalogue.ServiceID // those that a line for people stands for
}

// whereabouts says where a draft lies.
type whereabouts string

const (
	inLedger   whereabouts = "branch"    // committed on the ledger branch
	inWorktree whereabouts = "work_tree" // in the work tree only
)

// aDraft is the state of a text that no request is bound to.
const aDraft procedure.State = "draft"

// vanished is the change of a published service whose file is gone.
const vanished = "missing"

// rewrittenByGit is the change of a service whose file has other bytes than git would
// store: what its text is cannot be told from it.
const rewrittenByGit = "rewritten"

// differing are the services whose text, in the work tree or on the branch, is
// not that of the last version.
func (d *desk) differing(ctx context.Context, latest *procedure.Manifest, open []waitingCase) ([]differing, error) {
	books, services, err := d.onBranch()
	if err != nil {
		return nil, err
	}
	committed := digestsOf(services)
	if !d.repo.Bare() {
		if books, err = d.drafts(ctx); err != nil {
			return nil, err
		}
		if services, err = books.Services(); err != nil {
			return nil, err
		}
	}
	published := latest.Digests()
	var all []differing
	why, err := d.rewritten(ctx, slices.DeleteFunc(slices.Clone(services), func(s records.Service) bool { return committed[s.ID] == s.Digest }))
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		if published[s.ID] == s.Digest && committed[s.ID] == s.Digest {
			continue
		}
		f := differing{Service: s.ID, Change: string(procedure.Modify), Where: inWorktree, State: aDraft, digest: s.Digest}
		if committed[s.ID] == s.Digest {
			f.Where = inLedger
		}
		if saysRetired(books, s) {
			f.Change = string(procedure.Retire)
		}
		if published[s.ID] == "" {
			f.Change = string(procedure.Add)
		}
		if f.why = why[s.ID]; f.why != nil {
			f.Change = rewrittenByGit
		}
		all = append(all, f.bound(open))
	}
	return append(all, gone(published, digestsOf(services))...), nil
}

// onBranch are the services of the commit without their texts, and where these are.
func (d *desk) onBranch() (*records.Catalogue, []records.Service, error) {
	shelf, err := d.onShelf()
	services := make([]records.Service, len(shelf))
	for i, s := range shelf {
		services[i] = records.Service{ID: s.ID, Path: records.ServicePath(s.ID), Digest: s.Digest}
	}
	return d.books, services, err
}

func digestsOf(services []records.Service) map[catalogue.ServiceID]catalogue.Digest {
	digests := make(map[catalogue.ServiceID]catalogue.Digest, len(services))
	for _, s := range services {
		digests[s.ID] = s.Digest
	}
	return digests
}

// saysRetired reports whether a service says of itself that it is retired.
func saysRetired(books *records.Catalogue, s records.Service) bool {
	data, err := books.Read(s.Path)
	if err != nil {
		return false
	}
	e, err := records.ServiceOf(s.Path, data).Entry()
	return err == nil && e.Lifecycle == catalogue.Retired
}

// gone are the published services without a file: a service is retired, it never
// vanishes.
func gone(published, lying map[catalogue.ServiceID]catalogue.Digest) []differing {
	var all []differing
	for id := range published {
		if lying[id] == "" {
			all = append(all, differing{Service: id, Change: vanished, Where: inWorktree, State: aDraft, Bound: []procedure.RequestID{}, Others: []procedure.RequestID{}})
		}
	}
	slices.SortFunc(all, func(a, b differing) int { return cmp.Compare(a.Service, b.Service) })
	return all
}

// bound finds the open requests whose design is this text, or another text of
// the same service.
func (f differing) bound(open []waitingCase) differing {
	f.Bound, f.Others = []procedure.RequestID{}, []procedure.RequestID{}
	for _, w := range open {
		digest, ok := w.Binds(f.Service)
		switch {
		case !ok || !w.Case.Bound():
		case digest != f.digest:
			f.Others = append(f.Others, w.ID)
		default:
			f.Bound = append(f.Bound, w.ID)
			if f.State != procedure.StatePassed {
				f.State = w.State
			}
		}
	}
	return f
}
