package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/site"
)

// siteMarker lists, in a folder that "sc site" made, the files that it made.
const (
	siteMarker = ".sc-site"
	siteTitle  = "Made by sc site, which makes this folder anew as a whole. For: "
	siteList   = ". Its files:\n"
)

// siteFolder is where a site goes.
type siteFolder struct {
	dir   string // without links
	there bool
	holds export.Audience // whose pages it holds; empty where it holds none
	of    export.Audience // whose pages go there
}

// siteGround is the folder for the pages of an audience, with what an interrupted run
// left beside it put right.
func (a *app) siteGround(repo *ledger.Repository, name string, of export.Audience) (*siteFolder, error) {
	f, err := a.siteFolder(repo, name)
	if err != nil {
		return nil, err
	}
	if !a.flags.dryRun {
		if err := f.sweep(); err != nil {
			return nil, f.unwritable(err)
		}
		if f, err = a.siteFolder(repo, name); err != nil {
			return nil, err
		}
	}
	f.of = of
	if f.holds != "" && f.holds != of {
		return nil, fault(finding.Say("the folder %s holds pages for another audience: %s, not %s", name, catalogue.Word(f.holds), catalogue.Word(of)),
			finding.Say("name another folder; or, if it is to change hands, remove this one first, or say --audience %s", string(f.holds)))
	}
	return f, nil
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
	whose, list, ok := strings.Cut(strings.TrimPrefix(string(marker), siteTitle), siteList)
	if ok && strings.HasPrefix(string(marker), siteTitle) {
		f.holds = export.Audience(whose)
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
	draft, err := f.draft()
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
		err = f.put(filepath.Join(draft, "new"), siteMarker, []byte(siteTitle+string(f.of)+siteList+strings.Join(list, "\n")+"\n"))
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
	if _, err := os.Stat(filepath.Join(draft, siteWhole)); err != nil {
		return f.unwritable(err) // another run took it for a leftover
	}
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
