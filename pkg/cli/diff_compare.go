package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// span names two states of the catalogue.
type span struct{ from, to string }

// spanOf reads A B, or A..B, where each may be left out.
func spanOf(args []string, unsaid span) span {
	given := span{}
	switch {
	case len(args) == 2:
		given = span{args[0], args[1]}
	case len(args) == 1:
		from, to, _ := strings.Cut(args[0], "..")
		given = span{from, to}
		if args[0] == theWorktree {
			given = span{to: theWorktree}
		}
	}
	if given.from != "" {
		unsaid.from = given.from
	}
	if given.to != "" {
		unsaid.to = given.to
	}
	return unsaid
}

// usual is the span of who names none: from the last version to the drafts of the
// work tree, or to the ledger's branch where there is no work tree.
func (d *desk) usual() (span, error) {
	latest, err := d.books.Latest()
	if err != nil {
		return span{}, err
	}
	s := span{to: theWorktree}
	if d.repo.Bare() {
		s.to = d.ref
	}
	if latest != nil {
		s.from = latest.Version.String()
	}
	return s, nil
}

// contrast is how two states of the catalogue differ.
type contrast struct {
	*desk
	old, new *side
	services []compared
	unread   []string // files that hold no entry that can be compared
}

// compared is one service in the two states.
type compared struct {
	catalogue.Comparison
	was, is  loaded
	change   procedure.DesignChange
	severity catalogue.Severity // as a version's manifest would have it
}

// name is what the service is called now, or was.
func (c compared) name() catalogue.Text {
	if c.is.Name.IsZero() {
		return c.was.Name
	}
	return c.is.Name
}

// contrast finds how two states differ. Files that are the same are not read.
func (d *desk) contrast(ctx context.Context, between span) (*contrast, error) {
	old, err := d.side(ctx, between.from)
	if err != nil {
		return nil, err
	}
	new, err := d.side(ctx, between.to)
	if err != nil {
		return nil, err
	}
	f := &contrast{desk: d, old: old, new: new}
	ids, err := f.differing()
	if err != nil {
		return nil, err
	}
	ahead(ids, old, new)
	f.weigh(slices.DeleteFunc(ids, f.unreadable))
	return f, errors.Join(old.failed, new.failed)
}

// differing are the services whose files differ, sorted.
func (f *contrast) differing() ([]catalogue.ServiceID, error) {
	if f.old.kind != aWorktree && f.new.kind != aWorktree {
		return f.differingTrees()
	}
	a, err := f.blobs(f.old)
	if err != nil {
		return nil, err
	}
	b, err := f.blobs(f.new)
	if err != nil {
		return nil, err
	}
	var ids []catalogue.ServiceID
	for id, blob := range a {
		if b[id] != blob {
			ids = append(ids, id)
		}
	}
	for id := range b {
		if _, there := a[id]; !there {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// differingTrees compares the folders as Git keeps them, without their files.
func (f *contrast) differingTrees() ([]catalogue.ServiceID, error) {
	deltas, err := f.objects.Diff(f.old.tree, f.new.tree)
	var ids []catalogue.ServiceID
	for _, d := range deltas {
		id, ok := serviceFile(d.Path)
		if ok && d.Old != d.New && (d.OldMode.File() || d.NewMode.File()) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// unreadable reports whether one of the two files of a service is no entry.
func (f *contrast) unreadable(id catalogue.ServiceID) bool {
	for _, s := range []*side{f.old, f.new} {
		if e := s.load(id); e.broken != nil {
			f.app.noteUnread(records.ServicePath(id), e.broken)
			f.unread = append(f.unread, records.ServicePath(id))
			return true
		}
	}
	return false
}

// weigh says what the changes of the services given mean.
func (f *contrast) weigh(ids []catalogue.ServiceID) {
	found := map[catalogue.ServiceID]catalogue.Comparison{}
	for _, c := range catalogue.Differences(ids, f.old.find, f.new.find) {
		found[c.Service] = c
	}
	for _, id := range ids {
		c, differs := found[id]
		if !differs {
			c = catalogue.Rewritten(id)
		}
		one := compared{Comparison: c, was: f.old.load(id), is: f.new.load(id)}
		one.change = designChange(one.was.digest, one.is.Entry)
		one.severity = severity(c, one.change)
		if one.is.digest == "" {
			one.change, one.severity = vanished, catalogue.Retire
		}
		f.services = append(f.services, one)
	}
}

// verdict is what the difference asks of the number of the version that brings it.
type verdict struct {
	bump    catalogue.Bump    // at least; empty where nothing changed
	next    catalogue.Version // zero where the older state is no version
	judge   procedure.Names   // services whose changes a person must judge before it is settled
	settled bool              // the newer state is a version: its number is given
	causes  procedure.Names   // services that ask for this bump
}

func (f *contrast) verdict() verdict {
	var n verdict
	if len(f.services) == 0 {
		return n
	}
	n.settled = !f.new.version.IsZero()
	n.bump, n.judge = bumpOf(f.services)
	for _, c := range f.services {
		if c.severity.Bump() == n.bump {
			n.causes = append(n.causes, string(c.Service))
		}
	}
	if !f.old.version.IsZero() {
		n.next = f.old.version.Next(n.bump)
	}
	return n
}

// bumpOf is the least bump for some changes, by the rule that judges a publication.
func bumpOf(services []compared) (catalogue.Bump, procedure.Names) {
	first := catalogue.Version{Major: 1}
	var undecided procedure.Names
	for _, c := range services {
		if c.severity == catalogue.Judge {
			undecided = append(undecided, string(c.Service))
		}
	}
	possible := procedure.Successors(first, each(services, func(c compared) catalogue.Severity { return c.severity }))
	if len(possible) == 1 {
		undecided = nil
	}
	for _, b := range []catalogue.Bump{catalogue.Patch, catalogue.Minor} {
		if first.Next(b) == possible[0] {
			return b, undecided
		}
	}
	return catalogue.Major, undecided
}

// designChange is what a text does to a service; base is what it had before, empty
// where it is new.
func designChange(base catalogue.Digest, e catalogue.Entry) procedure.DesignChange {
	switch {
	case base == "" || base == procedure.NoBase:
		return procedure.Add
	case e.Lifecycle == catalogue.Retired:
		return procedure.Retire
	}
	return procedure.Modify
}

// inTree is the name of a side's commit for programs, empty for the work tree.
func (s *side) inTree() string {
	if s.commit == (ledger.ID{}) {
		return ""
	}
	return s.commit.String()
}
