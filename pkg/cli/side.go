package cli

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"sync"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// theWorktree is how people name the work tree where a version or a revision can
// stand: no revision of git's has this name.
const theWorktree = "."

// side is a state of the catalogue that is compared with another one: a version, a
// revision, the work tree, or nothing at all before the first version.
type side struct {
	kind    sideKind
	name    string            // of a revision, as it was given
	version catalogue.Version // zero for what is none
	commit  ledger.ID         // zero for the work tree
	tree    ledger.ID         // of the services; zero where there is none
	files   fs.FS             // from the catalogue folder; nil for nothing
	schemas *validator.Validator

	mu      sync.Mutex
	entries map[catalogue.ServiceID]loaded
	failed  error // what the world did while entries were read
}

// sideKind says what a side is.
type sideKind string

const (
	aNothing  sideKind = "nothing"
	aRevision sideKind = "revision"
	aWorktree sideKind = "work_tree"
)

// loaded is an entry that was read, or is not there, or is no entry.
type loaded struct {
	catalogue.Entry
	digest catalogue.Digest // empty where there is no such file
	broken error
}

// side finds a state by its name; empty is nothing.
func (d *desk) side(ctx context.Context, name string) (*side, error) {
	s := &side{kind: aNothing, name: name, schemas: d.app.schemas, entries: map[catalogue.ServiceID]loaded{}}
	switch {
	case name == "":
		return s, nil
	case name == theWorktree && d.repo.Bare():
		return nil, bareRepository()
	case name == theWorktree:
		var err error
		s.kind = aWorktree
		s.files, err = d.draftFiles(ctx)
		return s, err
	}
	if v, ok := versionNumber(name); ok {
		s.kind, s.version = sideKind(aVersion), v
		commit, err := d.versionCommit(ctx, v)
		return s, errors.Join(err, d.lay(s, commit))
	}
	commit, err := d.app.revision(ctx, d.repo, name)
	if err != nil {
		return nil, err
	}
	s.kind = aRevision
	return s, d.lay(s, commit)
}

// lay lays a side open at a commit.
func (d *desk) lay(s *side, commit ledger.ID) error {
	if commit.IsZero() {
		return nil // somebody else says why
	}
	at, err := d.app.openCommit(d.repo, commit)
	if err != nil {
		return err
	}
	s.commit, s.files = commit, at.files
	s.tree, err = at.folder(commit, records.ServiceFolder)
	return err
}

// blobs are the files of the services by id, under the names that Git gives to what
// is in them.
func (d *desk) blobs(s *side) (map[catalogue.ServiceID]ledger.ID, error) {
	blobs := map[catalogue.ServiceID]ledger.ID{}
	if s.kind != aWorktree {
		nodes, err := d.objects.Tree(s.tree)
		for _, n := range nodes {
			if id, ok := serviceFile(n.Name); ok && n.Mode.File() {
				blobs[id] = n.ID
			}
		}
		return blobs, err
	}
	files, err := fs.ReadDir(s.files, records.ServiceFolder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, f := range files {
		id, ok := serviceFile(f.Name())
		if !ok || !f.Type().IsRegular() {
			continue
		}
		data, err := check.Read(s.files, records.ServicePath(id))
		if err != nil {
			return nil, err
		}
		blobs[id] = ledger.BlobID(data)
	}
	return blobs, nil
}

// serviceFile is the service whose file has this name in the folder of services.
func serviceFile(name string) (catalogue.ServiceID, bool) {
	id, ok := records.ServiceAt(path.Join(records.ServiceFolder, name))
	return id, ok && id != ""
}

// find is an entry of the side, for catalogue.Differences.
func (s *side) find(id catalogue.ServiceID) (catalogue.Entry, bool) {
	e := s.load(id)
	return e.Entry, e.digest != "" && e.broken == nil
}

// load reads an entry once.
func (s *side) load(id catalogue.ServiceID) loaded {
	s.mu.Lock()
	e, seen := s.entries[id]
	s.mu.Unlock()
	if seen {
		return e
	}
	e, err := s.read(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries[id], s.failed = e, errors.Join(s.failed, err)
	return e
}

// ahead reads many entries of both sides, as many at a time as there are processors.
func ahead(ids []catalogue.ServiceID, sides ...*side) {
	records.InParallel(len(ids), func(i int) {
		for _, s := range sides {
			s.load(ids[i])
		}
	})
}

func (s *side) read(id catalogue.ServiceID) (loaded, error) {
	if s.files == nil {
		return loaded{}, nil
	}
	name := records.ServicePath(id)
	if s.kind == aWorktree {
		if info, err := fs.Lstat(s.files, name); err == nil && !info.Mode().IsRegular() {
			return loaded{}, nil
		}
	}
	data, err := check.Read(s.files, name)
	if errors.Is(err, fs.ErrInvalid) { // a link is no entry
		return loaded{}, nil
	}
	if tooLarge(err) {
		return loaded{digest: unread, broken: largeFile()}, nil
	}
	if err != nil || data == nil {
		return loaded{}, err
	}
	e, err := s.entry(records.Service{ID: id, Path: name, Data: data})
	e.ID = id
	return loaded{e, catalogue.DigestOf(data), err}, nil
}

// entry is what a file says. Where the schema accepts it, it is read once; else as far
// as it can be read at all: drafts are free.
func (s *side) entry(file records.Service) (catalogue.Entry, error) {
	doc, found := s.schemas.Read(file.Path, file.Data, validator.Service)
	if doc != nil && len(found) == 0 {
		var e catalogue.Entry
		if doc.Fill(&e) == nil {
			return e, nil
		}
	}
	return file.Entry()
}

// label is what people call the side.
func (s *side) label() finding.Sentence {
	switch s.kind {
	case aNothing:
		return finding.Say("an empty catalogue")
	case aWorktree:
		return finding.Say("the work tree")
	case aRevision:
		return finding.Say("%s (%s)", s.name, short(s.commit.String()))
	}
	return finding.Say("version %s", s.version)
}
