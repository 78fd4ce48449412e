package cli

import (
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// numbers are the requests whose numbers may be others once they are shared: the
// upstream did not have them when it was last fetched.
type numbers map[procedure.RequestID]bool

// shown is an id as people and programs that read lines see it.
func (n numbers) shown(id procedure.RequestID) string {
	if n[id] {
		return string(id) + provisional
	}
	return string(id)
}

// provisionalNumbers compares the requests here with those that others have. Where the
// branch follows nothing, every number is final.
func (d *desk) provisionalNumbers() (numbers, error) {
	tracking, ok := d.repo.Tracking(d.ref)
	if !ok {
		return nil, nil
	}
	theirs, _, err := d.repo.Ref(tracking)
	if err != nil || theirs == d.tip {
		return nil, err
	}
	var folders [2]ledger.ID
	for i, commit := range []ledger.ID{theirs, d.tip} {
		if commit.IsZero() {
			continue // nothing is shared yet
		}
		if folders[i], err = d.folder(commit, records.Requests().Folder); err != nil {
			return nil, err
		}
	}
	deltas, err := d.objects.Diff(folders[0], folders[1])
	if err != nil {
		return nil, err
	}
	waits := numbers{}
	for _, delta := range deltas {
		id := strings.TrimSuffix(path.Base(delta.Path), ".yaml")
		_, _, request := records.Requests().Parse(id)
		if delta.Old.IsZero() && request && records.Requests().Path(id) == path.Join(records.Requests().Folder, delta.Path) {
			waits[procedure.RequestID(id)] = true
		}
	}
	return waits, nil
}

// folder is a folder of the catalogue at a commit; zero where there is none.
func (d *desk) folder(commit ledger.ID, name string) (ledger.ID, error) {
	tree, _, err := d.objects.Links(commit)
	if err != nil {
		return ledger.ID{}, err
	}
	node, err := d.objects.Find(tree, d.under(name))
	if !node.Mode.Folder() {
		return ledger.ID{}, err
	}
	return node.ID, err
}
