package records

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// RequestsSaying are the requirements that have one of some words for a value, in the
// order of their numbers, and perhaps others. All are read, but only those are taken apart
// in whose bytes a word stands, which is what takes long.
func (c *Catalogue) RequestsSaying(words []string) ([]*procedure.Request, error) {
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	ids, err := c.IDs(Requests())
	if err != nil {
		return nil, err
	}
	all, errs := make([]*procedure.Request, len(ids)), make([]error, len(ids))
	InParallel(len(ids), func(i int) {
		name := Requests().Path(ids[i])
		data, err := c.Read(name)
		if errs[i] = err; err == nil && maySay(data, words) {
			all[i] = new(procedure.Request)
			errs[i] = Decode(name, data, all[i])
		}
	})
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	for i, r := range all {
		if r != nil {
			all[i] = c.remember(procedure.RequestID(ids[i]), r, void)
		}
	}
	return slices.DeleteFunc(all, func(r *procedure.Request) bool { return r == nil }), nil
}

// maySay reports whether a record can have one of some words, which have neither blanks
// nor quotes in them, for a value. However YAML is written, such a word stands whole in
// the text of a record, which has no aliases, unless a backslash writes it otherwise.
func maySay(data []byte, words []string) bool {
	return bytes.IndexByte(data, '\\') >= 0 ||
		slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(data, []byte(w)) })
}
