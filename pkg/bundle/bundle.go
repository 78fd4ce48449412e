// Package bundle is the proof that goes out with a version: a few objects of the ledger,
// byte for byte, that show without the repository who signed which bytes. It does not
// know the history, so it says nothing of the procedure: whether the signer was entitled
// then, and what was decided before, is proven by pkg/audit over the whole ledger.
package bundle

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// The files of a proof. A service's lies in ServiceFolder under the name that it has in
// the catalogue.
const (
	GenesisFile   = "genesis.commit"
	EntryFile     = "version.commit"
	TagFile       = "version.tag"
	ManifestFile  = "manifest.yaml"
	SumsFile      = "content.sha256"
	ServiceFolder = "services"
)

// What a reader takes of somebody else's files, in bytes (docs/format.md, "Reading
// objects"), and how many services.
const (
	maxObject   = 1 << 20
	maxManifest = 2 << 20
	maxSums     = 64 << 20
	maxService  = 64 << 20
	maxServices = 100_000
	maxStrays   = 20 // are named
)

// Parts are what a proof is made of. Manifest, Sums and Services may be missing, where
// they would tell more than the reader is to know.
type Parts struct {
	Genesis  []byte // the raw commit that began the ledger: its SHA-256 is the ledger's id
	Entry    []byte // the raw commit that published the version
	Tag      []byte // the raw object of its signed tag
	Manifest []byte
	Sums     []byte // the lines of SC-Content, which bind the manifest to the entry
	Services map[catalogue.ServiceID][]byte
	Strays   []string // what lies beside them and is no part of a proof, by name
}

// Files are the parts as they are laid down, by name.
func (p Parts) Files() map[string][]byte {
	files := map[string][]byte{GenesisFile: p.Genesis, EntryFile: p.Entry, TagFile: p.Tag}
	if p.Manifest != nil {
		files[ManifestFile] = p.Manifest
	}
	if p.Sums != nil {
		files[SumsFile] = p.Sums
	}
	for id, text := range p.Services {
		files[serviceFile(id)] = text
	}
	return files
}

func serviceFile(id catalogue.ServiceID) string { return path.Join(ServiceFolder, string(id)+".yaml") }

// In reports whether a folder holds a proof.
func In(files fs.FS) bool {
	info, err := fs.Stat(files, EntryFile)
	return err == nil && info.Mode().IsRegular()
}

// Read takes in the files of a proof. An error is a *finding.Fault: the first three must
// be there, and nothing may be larger than the ledger allows.
func Read(files fs.FS) (Parts, error) {
	var p Parts
	for _, f := range []struct {
		name string
		most int64
		to   *[]byte
	}{
		{GenesisFile, maxObject, &p.Genesis},
		{EntryFile, maxObject, &p.Entry},
		{TagFile, maxObject, &p.Tag},
		{ManifestFile, maxManifest, &p.Manifest},
		{SumsFile, maxSums, &p.Sums},
	} {
		data, err := readFile(files, f.name, f.most)
		if (f.name == ManifestFile || f.name == SumsFile) && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return p, err
		}
		*f.to = data
	}
	if err := p.readServices(files); err != nil {
		return p, err
	}
	return p, p.findStrays(files)
}

// findStrays names what lies there and was not read: a reader must not take it for
// something that was signed.
func (p *Parts) findStrays(files fs.FS) error {
	ours := p.Files()
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return unreadable(name, err)
		case len(p.Strays) == maxStrays:
			return fs.SkipAll
		case d.IsDir() && (name == "." || name == ServiceFolder):
			return nil
		case d.IsDir():
			p.Strays = append(p.Strays, name+"/")
			return fs.SkipDir
		case ours[name] == nil:
			p.Strays = append(p.Strays, name)
		}
		return nil
	})
}

func (p *Parts) readServices(files fs.FS) error {
	found, err := fs.ReadDir(files, ServiceFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(found) > maxServices {
		return unreadable(ServiceFolder, err)
	}
	p.Services = map[catalogue.ServiceID][]byte{}
	for _, f := range found {
		id, ok := strings.CutSuffix(f.Name(), ".yaml")
		if !ok {
			continue
		}
		if p.Services[catalogue.ServiceID(id)], err = readFile(files, path.Join(ServiceFolder, f.Name()), maxService); err != nil {
			return err
		}
	}
	return nil
}

// readFile reads a plain file: a pipe or a device would be waited for, or never end.
func readFile(files fs.FS, name string, most int64) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, unreadable(name, nil)
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil || int64(len(data)) > most {
		return nil, unreadable(name, err)
	}
	return data, nil
}

func unreadable(name string, cause error) error {
	f := &finding.Fault{
		Message: finding.Say("the proof's file %s cannot be read", name),
		Hint:    finding.Say("check that you may read it, or ask for the proof anew"), Cause: cause,
	}
	switch {
	case cause == nil:
		f.Message = finding.Say("the proof's file %s is larger than any of a ledger, or no file", name)
	case errors.Is(cause, fs.ErrNotExist):
		f.Message = finding.Say("the proof has no file %s", name)
		f.Hint = finding.Say("name the folder that \"sc site\" made, or its folder proof")
	}
	return f
}
