package audit

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// about lets a violation name the files it is about.
func (v *Violation) about(paths []string) {
	if len(paths) > 0 {
		v.Path, v.More = paths[0], paths[1:]
	}
}

// touches lets what is wrong with the commit as a whole, the first n of its faults,
// name the records that it changes: where it has no trailers that count, nothing else
// tells which.
func (e *reading) touches(n int) {
	var paths []string
	for _, c := range e.changes {
		paths = append(paths, c.path)
	}
	for _, v := range e.faults[n:] {
		if v.Code == "E_DELETE" && ledger.IsLedgerPath(v.Path) {
			paths = append(paths, v.Path)
		}
	}
	slices.Sort(paths)
	for i := range e.faults[:n] {
		if e.faults[i].Path == "" && mendable(e.faults[i].Code) {
			e.faults[i].about(paths)
		}
	}
}

// differing are the ledger paths in which two commits differ, as far as they can be
// read.
func (r *replay) differing(a, b ledger.ID) []string {
	from, _, err := r.objects.Links(a)
	if err != nil {
		return nil
	}
	to, _, err := r.objects.Links(b)
	if err != nil {
		return nil
	}
	deltas, _ := r.objects.Diff(from, to)
	var paths []string
	for _, d := range deltas {
		if name, inside := ledger.Below(r.root, d.Path); inside && ledger.IsLedgerPath(name) {
			paths = append(paths, name)
		}
	}
	return paths
}

// merged are the ledger paths that a merge has as none of its parents, or else those
// that it has otherwise than the parent that it leads to.
func (r *replay) merged(l ledger.Link) []string {
	lead := r.differing(l.Lead, l.ID)
	own := slices.Clone(lead)
	for _, p := range l.Parents {
		theirs := r.differing(p, l.ID)
		own = slices.DeleteFunc(own, func(path string) bool { return !among(theirs, path) })
	}
	if len(own) > 0 {
		return own
	}
	return lead
}
