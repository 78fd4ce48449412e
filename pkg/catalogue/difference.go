package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

// Link says how a Successor is known.
type Link string

// The links: the entry names it, or it is what an entry was called whose id is
// gone: another one came with the same code, or with the same name.
const (
	ByName   Link = "name"
	ByCode   Link = "code"
	Replaced Link = "replaced_by"
)

// Successor is the service that takes the place of another one, and what those who
// had that one find otherwise.
type Successor struct {
	Service  ServiceID
	By       Link
	Severity Severity // the gravest of the changes
	Changes  []Change
}

// Differences compares the services given in two states of the catalogue: those
// that differ, in the order given, renames and replacements known.
func Differences(ids []ServiceID, old, new Entries) []Comparison {
	d := difference{new: new, byCode: map[string]Entry{}, byName: map[string]Entry{}}
	for _, id := range ids {
		_, before := old(id)
		if is, after := new(id); after && !before {
			d.came(is)
		}
	}
	var all []Comparison
	for _, id := range ids {
		was, _ := old(id)
		is, _ := new(id)
		c := Compare(was, is)
		if len(c.Changes) == 0 {
			continue
		}
		c.Successor = d.successor(was, is)
		all = append(all, c)
	}
	return linked(all)
}

// Rewritten is the comparison of an entry whose file changed, but nothing of what
// it says.
func Rewritten(id ServiceID) Comparison {
	reason := finding.Say("only the file is written otherwise: layout, comments, order of the fields")
	return Comparison{Service: id, Severity: Editorial, Changes: []Change{{Severity: Editorial, Reason: reason}}}
}

// difference is the newer state, and what came with it by what it is called.
type difference struct {
	new            Entries
	byCode, byName map[string]Entry
}

func (d difference) came(e Entry) {
	if e.Code != "" {
		d.byCode[e.Code] = e
	}
	for _, name := range e.Name.variants() {
		d.byName[fold(name)] = e
	}
}

// linked tells those that take the place of others whose it was.
func linked(all []Comparison) []Comparison {
	index := map[ServiceID]int{}
	for i, c := range all {
		index[c.Service] = i
	}
	for _, c := range all {
		if c.Successor == nil {
			continue
		}
		if i, ok := index[c.Successor.Service]; ok {
			all[i].Replaces = append(all[i].Replaces, c.Service)
		}
	}
	return all
}

// successor is what takes the place of an entry that ends, or is to end; nil where
// nothing does, or did so before.
func (d difference) successor(was, is Entry) *Successor {
	switch {
	case was.ID == "":
		return nil
	case is.ID == "":
		return d.renamed(was)
	case is.ReplacedBy == "" || is.ReplacedBy == was.ReplacedBy && is.Lifecycle == was.Lifecycle:
		return nil
	}
	next, there := d.new(is.ReplacedBy)
	if !there {
		return nil
	}
	return was.followed(next, Replaced)
}

// renamed finds the entry that came with the code or the name of one whose id is
// gone. An id never vanishes from what is published; in drafts it may.
func (d difference) renamed(was Entry) *Successor {
	if next, ok := d.byCode[was.Code]; ok && was.Code != "" {
		return was.followed(next, ByCode)
	}
	for _, name := range was.Name.variants() {
		if next, ok := d.byName[fold(name)]; ok {
			return was.followed(next, ByName)
		}
	}
	return nil
}

// followed compares what two services promise, but for what tells one service from
// another and how long it lasts.
func (e Entry) followed(by Entry, link Link) *Successor {
	was, is := e.promise(), by.promise()
	is.ID, is.Code, is.Name = was.ID, was.Code, was.Name
	is.Lifecycle, is.ReplacedBy, is.SunsetOn = was.Lifecycle, was.ReplacedBy, was.SunsetOn
	c := Compare(was, is)
	return &Successor{Service: by.ID, By: link, Severity: c.Severity, Changes: c.Changes}
}
