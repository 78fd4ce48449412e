package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/index"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/records"
)

// trailFile is where the Git folder keeps the commits of the entries by their numbers. It
// may be deleted at any time.
const trailFile = "sc/trail"

// trail finds entries by their numbers and by what they changed.
type trail struct {
	*desk
	ledger.Trail
	walk   func() ([]entry, error) // the whole history
	walked []entry                 // the same, where nothing else tells what there is
}

// trail is the way from genesis to the desk's commit.
func (d *desk) trail(ctx context.Context) (*trail, error) {
	if d.trailed != nil {
		return d.trailed, nil
	}
	repaired, _ := d.books.Repaired() // as in backwards
	t := &trail{desk: d, Trail: ledger.Trail{Root: d.root, Repaired: func(g ledger.Digest) bool { return repaired[catalogue.Digest(g)] }}}
	t.walk = func() ([]entry, error) { return d.history(ctx) }
	keep := t.recall()
	came, err := t.Follow(ctx, d.objects, d.tip)
	if errors.Is(err, ledger.ErrUnnumbered) {
		t.Entries = nil
		t.walked, err = t.walk()
	}
	if err != nil {
		return nil, err
	}
	if came > fewRows {
		keep()
	}
	d.trailed = t
	return t, nil
}

// recall takes in what was kept, and gives what keeps it anew; those of an older commit
// do not take the place of the newest. Which commits are entries rests on what repairs
// name, and on nothing else beside the commits themselves.
func (t *trail) recall() (keep func()) {
	rulings, err := t.node(records.Rulings().Folder)
	if err != nil {
		return func() {}
	}
	file := filepath.Join(t.repo.Common(), filepath.FromSlash(trailFile))
	key := t.root + " " + rulings.ID.String()
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Size() <= maxIndexFile {
		data, _ := readPlain(file, maxKept) // what cannot be read is found again
		for _, id := range index.DecodeIDs(key, data) {
			t.Entries = append(t.Entries, ledger.ID(id))
		}
	}
	return func() {
		if tip, _, err := t.repo.Ref(t.ref); err == nil && tip == t.tip {
			_ = writeFile(file, index.EncodeIDs(key, each(t.Entries, func(id ledger.ID) index.ID { return index.ID(id) })))
		}
	}
}

// entry is the entry with a number.
func (t *trail) entry(number int) (entry, bool) {
	for _, e := range slices.Backward(t.walked) {
		if e.Trailers.Entry == number {
			return e, true
		}
	}
	if number < 0 || number >= len(t.Entries) {
		return entry{}, false
	}
	e, err := t.read(number)
	return e, err == nil
}

// read reads the entry with a number that there is.
func (t *trail) read(number int) (entry, error) {
	commit := t.Entries[number]
	raw, err := t.objects.Commit(commit)
	if err != nil {
		return entry{}, err
	}
	e, err := ledger.ParseEntry(raw)
	return entry{e, commit, ledger.DigestOf(raw)}, err
}

// numbered are the entries with some numbers, the newest first.
func (t *trail) numbered(numbers []int) ([]entry, error) {
	var found []entry
	if t.walked != nil {
		found = slices.DeleteFunc(slices.Clone(t.walked), func(e entry) bool { return !slices.Contains(numbers, e.Trailers.Entry) })
		return found, nil
	}
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	for _, number := range slices.Backward(numbers) {
		if number < 0 || number >= len(t.Entries) {
			continue // a record that names an entry that is not there is for verify to report
		}
		e, err := t.read(number)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, nil
}

// naming are the entries that changed some records, the newest first. It looks at those
// alone between which a record differs; where a tree between cannot be read, at all.
func (t *trail) naming(paths ...string) ([]entry, error) {
	found, err := t.between(paths)
	if err != nil {
		t.walked, err = t.walk()
	}
	if t.walked != nil {
		found = slices.Clone(t.walked)
	}
	return slices.DeleteFunc(found, func(e entry) bool {
		return !slices.ContainsFunc(e.Trailers.Records, func(r string) bool { return slices.Contains(paths, r) })
	}), err
}

func (t *trail) between(paths []string) ([]entry, error) {
	var numbers []int
	for _, path := range paths {
		steps, err := t.Steps(t.objects, path)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, steps...)
	}
	return t.numbered(numbers)
}

// first is the entry that brought a record.
func (t *trail) first(path string) (entry, bool) {
	found, err := t.naming(path)
	if err != nil || len(found) == 0 {
		return entry{}, false
	}
	return found[len(found)-1], true
}
