package audit

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// sound is the state that sound entries left (docs/format.md, "Judging"): what those
// changed that were judged here, over the tree of the entry that judging goes on from.
// Of requirements only those that can still move are kept; the others are read again
// in the rare case that somebody tries to move them.
type sound struct {
	objects *ledger.Reader
	root    string
	base    ledger.ID // the tree gone on from; zero where judging begins with genesis
	changed map[string]ledger.ID
	open    map[procedure.RequestID]held
	highest map[string]int      // kind and year → number
	latest  *procedure.Manifest // since base
	void    map[int]bool        // entries ruled void
	given   confirmations
	trouble error // what of the state could not be read

	unsought bool // not all requirements of base are in open that may be bound
}

// held is a requirement as sound entries left it.
type held struct {
	procedure.Case
	steps int // of its history
}

func newSound(objects *ledger.Reader, root string) *sound {
	return &sound{
		objects: objects, root: root, changed: map[string]ledger.ID{},
		open: map[procedure.RequestID]held{}, highest: map[string]int{},
	}
}

// blob is the file at a ledger path; zero where there is none.
func (s *sound) blob(name string) ledger.ID {
	if id, ok := s.changed[name]; ok || s.base.IsZero() {
		return id
	}
	n, err := s.objects.Find(s.base, path.Join(s.root, name))
	s.troubled(err)
	return n.ID
}

// troubled remembers that something could not be read, so that what was judged
// without it is not believed.
func (s *sound) troubled(err error) {
	if err != nil && s.trouble == nil {
		s.trouble = err
	}
}

// read is what stands in the file at a ledger path.
func (s *sound) read(name string) ([]byte, error) {
	return s.objects.Blob(s.blob(name), ledger.MaxFile)
}

// stored is the requirement at a ledger path.
func (s *sound) stored(name string) (*procedure.Request, error) {
	var one procedure.Request
	return &one, s.fill(name, &one)
}

// fill reads the record at a ledger path into v.
func (s *sound) fill(name string, v any) error {
	data, err := s.read(name)
	if err != nil {
		return err
	}
	return records.Decode(name, data, v)
}

// requirement finds where one stands by the procedure in force.
func (s *sound) requirement(id procedure.RequestID, rules *procedure.Procedure) (held, bool) {
	if h, ok := s.open[id]; ok {
		return h, true
	}
	name := records.Requests().Path(string(id))
	if s.blob(name).IsZero() {
		return held{}, false
	}
	one, err := s.stored(name)
	if err == nil {
		one.Strike(s.void)
		var c procedure.Case
		if c, err = rules.Fold(one); err == nil {
			return held{c, len(one.History)}, true
		}
	}
	s.troubled(err)
	return held{}, false
}

// put remembers where a requirement stands now.
func (s *sound) put(h held) {
	delete(s.open, h.ID)
	if !h.Final {
		s.open[h.ID] = h
	}
}

// number is the highest of a kind in a year.
func (s *sound) number(k records.Kind, year string) int {
	n, ok := s.highest[k.Prefix+year]
	if ok || s.base.IsZero() {
		return n
	}
	before, err := s.catalogue()
	if err == nil {
		var next string
		next, err = before.Next(k, year)
		_, n, _ = k.Parse(next)
	}
	s.troubled(err)
	s.highest[k.Prefix+year] = n - 1
	return n - 1
}

// catalogue are the records of the tree gone on from.
func (s *sound) catalogue() (*records.Catalogue, error) {
	tree, err := s.objects.FS(s.base)
	if err != nil {
		return nil, err
	}
	folder, err := fs.Sub(tree, s.root)
	if err != nil {
		return nil, err
	}
	return records.Open(folder), nil
}

// goOn takes the tree of a sound entry for what was judged before.
func (s *sound) goOn(tree ledger.ID) (*procedure.Procedure, error) {
	s.base = tree
	before, err := s.catalogue()
	if err != nil {
		return nil, err
	}
	rules, err1 := before.Procedure()
	void, err2 := before.Voids()
	s.void = void
	return rules, errors.Join(err1, err2)
}

// previous is the newest version; nil where there is none.
func (s *sound) previous() *procedure.Manifest {
	if s.latest != nil || s.base.IsZero() {
		return s.latest
	}
	before, err := s.catalogue()
	if err == nil {
		s.latest, err = before.Latest()
	}
	s.troubled(err)
	return s.latest
}

// boundIDs are those of bound, sorted.
func (s *sound) boundIDs() []procedure.RequestID {
	var ids []procedure.RequestID
	for _, c := range s.bound() {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return ids
}

// seek finds those requirements of the base whose design may wait: a record that was
// proposed says so in its history, unless it is written in a roundabout way.
func (s *sound) seek(rules *procedure.Procedure) {
	if !s.unsought {
		return
	}
	s.unsought = false
	before, err := s.catalogue()
	s.troubled(err)
	if err != nil {
		return
	}
	ids, err := before.IDs(records.Requests())
	s.troubled(err)
	for _, id := range ids {
		name := records.Requests().Path(id)
		if _, known := s.changed[name]; known {
			continue
		}
		text, err := s.read(name)
		s.troubled(err)
		if !mentionsDesign(text) {
			continue
		}
		if h, known := s.requirement(procedure.RequestID(id), rules); known {
			s.put(h)
		}
	}
}

func mentionsDesign(text []byte) bool {
	return bytes.Contains(text, []byte(procedure.StepPropose)) || bytes.ContainsRune(text, '\\')
}

// bound are the requirements whose design waits for a meeting or a version.
func (s *sound) bound() []procedure.Case {
	var found []procedure.Case
	for _, h := range s.open {
		if h.Bound() {
			found = append(found, h.Case)
		}
	}
	return found
}
