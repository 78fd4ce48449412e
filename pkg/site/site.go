// Package site makes the web pages of a published version: for customers, or for the
// organisation's own people, in every language, readable from a folder as from a server.
// It is given a Catalogue and hands over files; it knows no Git, no clock and no disk,
// and shows of an entry only what it is given.
package site

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"sync"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Catalogue is what a site shows: an edition, and how it came about.
type Catalogue struct {
	export.Edition
	States   []State                         // all versions up to the edition's, the newest first; the first is the edition's own
	Requests []Request                       // those that are open; for the inside only
	Figures  map[lang.Language]template.HTML // how well the procedure went; for the inside only
	Proof    Proof                           // by which the version can be checked; the zero value is none
	Draft    finding.Sentence                // what the pages say of themselves where they show drafts; zero where they show a version. They ask the server for changes, as package preview has it
	Reviews  []Review                        // when entries are to be reviewed next; for the inside only
}

// Proof are files by which a version can be checked without its ledger; they come under
// proof/.
type Proof struct {
	Files map[string][]byte
	Holds finding.Sentence // what is in them
	Key   string           // the fingerprint of the key that signed
}

// State is a version with the entries that its audience saw in it, by id.
type State struct {
	export.Release
	Entries []catalogue.Entry
	Behind  Behind // for the inside only
}

// Behind is what led to a version, as the inside sees it.
type Behind struct {
	ChangeRef  string // the change request that it went by
	ChangeLink string // where that is found; empty where the procedure does not say
	Emergency  string // why it was published without a review; empty where there was one
	ReviewDue  string // by when that review was to be held, YYYY-MM-DD
}

// Request is an open request as the inside sees it.
type Request struct {
	ID    string
	Title catalogue.Text
	State string
}

// Review is when an entry is to be reviewed next, as the inside sees it.
type Review struct {
	Service catalogue.ServiceID
	Due     string // YYYY-MM-DD
	Late    bool   // that day was past when the site was made
}

// Put takes one file of a site. Its name has slashes and stays inside the site. It is
// called by one at a time, in no order.
type Put func(name string, text []byte) error

// Write hands over every file of a site, the same for the same catalogue. There is a
// tree of pages for each of the wordings.
func Write(put Put, c Catalogue, words ...wording.Wording) error {
	if err := c.check(); err != nil {
		return err
	}
	h := c.history()
	var trees []*tree
	for _, w := range words {
		t, err := newTree(&c, h, w)
		if err != nil {
			return err
		}
		trees = append(trees, t)
	}
	if err := together(put, trees); err != nil {
		return err
	}
	if err := c.writeRoot(put, trees); err != nil {
		return err
	}
	if !c.Draft.IsZero() {
		return layFiles(put, live, ".")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Proof.Files)) {
		if err := put(path.Join("proof", name), c.Proof.Files[name]); err != nil {
			return err
		}
	}
	return nil
}

// together writes the trees, each on a processor of its own.
func together(put Put, trees []*tree) error {
	var mu sync.Mutex
	one := func(name string, text []byte) error {
		mu.Lock()
		defer mu.Unlock()
		return put(name, text)
	}
	var group sync.WaitGroup
	failed := make([]error, len(trees))
	for i, t := range trees {
		group.Go(func() { failed[i] = t.write(one, trees) })
	}
	group.Wait()
	return errors.Join(failed...)
}

var fileName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// check refuses ids that are no names of files, whatever let them in.
func (c Catalogue) check() error {
	for _, s := range c.States {
		for _, e := range s.Entries {
			if !fileName.MatchString(string(e.ID)) {
				return &finding.Fault{Message: finding.Say("the service %s has an id that is no file name", string(e.ID))}
			}
		}
	}
	return nil
}

// layFiles hands over the files of a folder, under another one.
func layFiles(put Put, files fs.FS, under string) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("lay %s: not a regular file", name)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return put(path.Join(under, name), text)
	})
}
