package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// worktree is the catalogue folder on disk.
func (d *desk) worktree() string {
	return filepath.Join(d.repo.Top(), filepath.FromSlash(d.root))
}

// draft is a service of the work tree beside what the last version has of it.
type draft struct {
	records.Service
	base catalogue.Digest
}

// changed are the drafts of the work tree that differ from the last version.
func (d *desk) changed(ctx context.Context) ([]draft, error) {
	books, err := d.drafts(ctx)
	if err != nil {
		return nil, err
	}
	services, err := books.Services()
	if err != nil {
		return nil, err
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	published := latest.Digests()
	var changed []draft
	for _, s := range services {
		base := published[s.ID]
		if base == "" {
			base = procedure.NoBase
		}
		if base != s.Digest {
			changed = append(changed, draft{s, base})
		}
	}
	return changed, nil
}

// design is what a draft does to its service.
func (f draft) design() (procedure.Design, error) {
	e, err := f.Entry()
	if err != nil {
		return procedure.Design{}, err
	}
	return procedure.Design{Service: f.ID, Change: designChange(f.base, e), Base: f.base, Digest: f.Digest}, nil
}

// intendedFile is where the Git folder keeps which drafts were made for which
// requests.
const intendedFile = "sc/designs.json"

// intended is which drafts "sc design" made for which requests, in this work
// tree. It is a convenience: nothing rests on it.
type intended map[procedure.RequestID][]catalogue.ServiceID

func (d *desk) readIntended(ctx context.Context) (intended, error) {
	name, err := d.gitFile(ctx, intendedFile)
	if err != nil {
		return nil, err
	}
	made := intended{}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) || json.Unmarshal(data, &made) != nil {
		return intended{}, nil
	}
	return made, err
}

// intend remembers that a draft was made for a request.
func (d *desk) intend(ctx context.Context, id procedure.RequestID, service catalogue.ServiceID) error {
	made, err := d.readIntended(ctx)
	if err != nil || slices.Contains(made[id], service) {
		return err
	}
	made[id] = append(made[id], service)
	name, err := d.gitFile(ctx, intendedFile)
	if err != nil {
		return err
	}
	data, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return writeFile(name, data)
}

func trimLine(out []byte) []byte {
	for len(out) > 0 && (out[len(out)-1] == '\n' || out[len(out)-1] == '\r') {
		out = out[:len(out)-1]
	}
	return out
}
