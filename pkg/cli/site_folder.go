package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/site"
)

// siteMarker lists, in a folder that "sc site" made, the files that it made.
const (
	siteMarker = ".sc-site"
	siteTitle  = "Made by sc site, which makes this folder anew as a whole. Its files:\n"
)

// siteFolder is where a site goes.
type siteFolder struct {
	dir   string // without links
	there bool
}

// siteFolder refuses a folder that holds what is not a site of ours, or that is Git's
// or the catalogue's.
func (a *app) siteFolder(repo *ledger.Repository, name string) (*siteFolder, error) {
	f := &siteFolder{dir: a.path(name)}
	if to, err := filepath.EvalSymlinks(f.dir); err == nil {
		f.dir, f.there = to, true
	} else if to, err := filepath.EvalSymlinks(filepath.Dir(f.dir)); err == nil {
		f.dir = filepath.Join(to, filepath.Base(f.dir))
	}
	if rel, err := filepath.Rel(repo.Common(), f.dir); err == nil && filepath.IsLocal(rel) || slices.Contains(strings.Split(f.dir, string(filepath.Separator)), ".git") {
		return nil, fault(finding.Say("%s lies in the Git folder", name), finding.Say("name another folder"))
	}
	if tracked(filepath.Join(f.dir, siteMarker)) {
		return nil, fault(finding.Say("%s lies in the folder of a catalogue", name), finding.Say("name another folder"))
	}
	if !f.there {
		return f, nil
	}
	if info, err := os.Stat(f.dir); err == nil && !info.IsDir() {
		return nil, fault(finding.Say("%s is no folder", name), finding.Say("name another folder"))
	}
	switch foreign, err := f.foreign(); {
	case err != nil:
		return nil, &finding.Fault{Message: finding.Say("the folder %s cannot be read", name), Hint: finding.Say("check its name and that you may read it"), Cause: err}
	case foreign != "":
		return nil, fault(finding.Say("the folder %s holds %s, which \"sc site\" did not make", name, foreign), finding.Say("move it away, or name another folder"))
	}
	return f, nil
}

// foreign is a file of the folder that was not made here; empty where there is none.
func (f *siteFolder) foreign() (string, error) {
	marker, err := os.ReadFile(filepath.Join(f.dir, siteMarker))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	ours := map[string]bool{siteMarker: true}
	if list, ok := strings.CutPrefix(string(marker), siteTitle); ok {
		for name := range strings.SplitSeq(list, "\n") {
			ours[name] = true
		}
	} else if err == nil {
		ours[siteMarker] = false
	}
	found := ""
	err = filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(f.dir, path)
		if err == nil && !ours[filepath.ToSlash(rel)] {
			found, err = filepath.ToSlash(rel), filepath.SkipAll
		}
		return err
	})
	return found, err
}

// replace builds the folder anew beside it, and puts it in its place when it is
// complete: whatever fails before leaves the old one.
func (f *siteFolder) replace(build func(site.Put) error) (err error) {
	parent := filepath.Dir(f.dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return f.unwritable(err)
	}
	draft, err := os.MkdirTemp(parent, ".sc-site-*")
	if err != nil {
		return f.unwritable(err)
	}
	defer func() { _ = os.RemoveAll(draft) }()
	var list []string
	err = build(func(name string, text []byte) error {
		list = append(list, name)
		return f.put(filepath.Join(draft, "new"), name, text)
	})
	slices.Sort(list)
	if err == nil {
		err = f.put(filepath.Join(draft, "new"), siteMarker, []byte(siteTitle+strings.Join(list, "\n")+"\n"))
	}
	if err != nil {
		return err
	}
	return f.swap(draft)
}

func (f *siteFolder) put(dir, name string, text []byte) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return f.unwritable(fs.ErrInvalid)
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return f.unwritable(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return f.unwritable(err)
	}
	return nil
}

// swap puts what was built in the place of what was there.
func (f *siteFolder) swap(draft string) error {
	old := filepath.Join(draft, "old")
	if f.there {
		if err := os.Rename(f.dir, old); err != nil {
			return f.unwritable(err)
		}
	}
	err := os.Rename(filepath.Join(draft, "new"), f.dir)
	if err != nil && f.there {
		err = errors.Join(err, os.Rename(old, f.dir))
	}
	if err != nil {
		return f.unwritable(err)
	}
	return nil
}

func (f *siteFolder) unwritable(err error) error {
	return &finding.Fault{Message: finding.Say("the folder %s cannot be written", f.dir), Hint: finding.Say("check that its folder is there and that you may write to it"), Cause: err}
}
