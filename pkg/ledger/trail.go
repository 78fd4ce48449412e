package ledger

import (
	"context"
	"errors"
	"path"
	"slices"
)

// Trail are the entries on the way from genesis to a tip, each at the place of its number,
// so that what happened to a record is found without reading all of them. It holds what
// the entries say of themselves: whether they are sound is for package audit.
type Trail struct {
	Root     string            // the ledger's
	Entries  []ID              // may be known from an earlier tip; that they fit is seen
	Repaired func(Digest) bool // commits that are no entries, whatever they say; a repair names them
}

// ErrUnnumbered is that of a ledger whose entries do not have the numbers of their places:
// it is broken, and only to be read by walking through it.
var ErrUnnumbered = errors.New("the entries of the ledger are not numbered without a gap")

// Follow brings the trail up to a tip, and says how many entries it had to read for that.
// It walks back to the first entry that is known to stand where its number says: the chain
// behind a commit is always the same.
func (t *Trail) Follow(ctx context.Context, r *Reader, tip ID) (came int, err error) {
	var commits []ID
	var numbers []int
	known := 0
	for link, err := range r.Chain(ctx, tip, t.Root) {
		if err != nil {
			return 0, err
		}
		e, ok := t.entry(link)
		if !ok {
			continue
		}
		if n := e.Trailers.Entry; n < len(t.Entries) && t.Entries[n] == link.ID {
			known = n + 1
			break
		}
		commits, numbers = append(commits, link.ID), append(numbers, e.Trailers.Entry)
	}
	slices.Reverse(commits)
	for i, n := range numbers {
		if n != known+len(numbers)-1-i {
			return 0, ErrUnnumbered
		}
	}
	t.Entries = append(t.Entries[:known:known], commits...)
	return len(commits), nil
}

// entry reads a link that is an entry, sound or not.
func (t *Trail) entry(link Link) (*Entry, bool) {
	if !link.Entry {
		return nil, false
	}
	e, err := ParseEntry(link.Raw)
	return e, err == nil && !t.Repaired(DigestOf(link.Raw))
}

// Steps are the numbers of the entries that changed a file, given by its path from the
// root, in rising order. Records grow and are never taken away or written back, so that
// between two entries that have the same bytes of one nothing happened to it. Where
// somebody did write back, against the procedure, less may be found than a walk finds.
func (t *Trail) Steps(r *Reader, name string) ([]int, error) {
	s := steps{r: r, commits: t.Entries, path: path.Join(t.Root, name)}
	last := len(t.Entries) - 1
	if last < 0 {
		return nil, nil
	}
	now, err := s.at(last)
	if err != nil {
		return nil, err
	}
	err = s.between(place{number: -1}, place{last, now})
	return s.found, err
}

// steps is a search for the entries that changed a file.
type steps struct {
	r       *Reader
	commits []ID
	path    string
	found   []int
}

// place is the file as an entry left it.
type place struct {
	number int
	id     ID
}

func (s *steps) between(from, to place) error {
	if from.id == to.id {
		return nil
	}
	if to.number-from.number == 1 {
		s.found = append(s.found, to.number)
		return nil
	}
	middle := place{number: (from.number + to.number) / 2}
	var err error
	if middle.id, err = s.at(middle.number); err != nil {
		return err
	}
	if err := s.between(from, middle); err != nil {
		return err
	}
	return s.between(middle, to)
}

// at is the file's blob as an entry left it, zero where it is not there.
func (s *steps) at(number int) (ID, error) {
	tree, _, err := s.r.Links(s.commits[number])
	if err != nil {
		return ID{}, err
	}
	n, err := s.r.Find(tree, s.path)
	return n.ID, err
}
