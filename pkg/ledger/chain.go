package ledger

import (
	"context"
	"errors"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Link is one commit of the chain (docs/format.md, "The chain").
type Link struct {
	ID      ID
	Raw     []byte // the raw commit
	Tree    ID
	Parents []ID
	Lead    ID      // the parent that the chain goes on with; zero at its start
	State   State   // the commit's ledger state
	Before  State   // that of the parent it leads to
	Others  []State // those of a merge's other parents: each must be zero or one of the chain before
	Entry   bool    // one parent or none, and another ledger state: an entry, sound or not
	// Breach is E_OBJ_FORM or E_PATH in a tree on the way to the ledger, or E_MERGE
	// where no parent of a merge has its ledger state; nil for none.
	Breach *FormError
}

// Chain walks the ledger's history from tip back to its first commit. It reads no
// further than asked. An error (an object that is missing, swapped or no commit, or
// the context's end) comes with the Link of the commit that cannot be read, and ends
// the walk. That the Others of a merge stood on the chain is for the caller to see,
// who knows how far back the chain goes.
func (r *Reader) Chain(ctx context.Context, tip ID, root string) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		w := walker{r: r, root: root}
		at, err := w.commit(tip)
		for err == nil {
			var next commit
			var link Link
			if link, next, err = w.link(at); err == nil {
				err = ctx.Err()
			}
			if err != nil || !yield(link, nil) || link.Lead.IsZero() {
				break
			}
			at = next
		}
		if err != nil {
			yield(Link{ID: w.at}, err)
		}
	}
}

// commit is what the walk knows of a commit.
type commit struct {
	id, tree ID
	raw      []byte
	parents  []ID
	rootState
}

type walker struct {
	r    *Reader
	root string
	at   ID // the commit that was read last
	last commit
}

func (w *walker) commit(id ID) (commit, error) {
	w.at = id
	raw, err := w.r.Commit(id)
	if err != nil {
		return commit{}, err
	}
	c := commit{id: id, raw: raw}
	if c.tree, c.parents, err = links(raw); err != nil {
		return commit{}, err
	}
	if c.tree == w.last.tree {
		c.rootState = w.last.rootState
	} else if c.rootState, err = w.r.state(c.tree, w.root); err != nil {
		return commit{}, err
	}
	w.last = c
	return c, nil
}

// link judges a commit beside its parents, and gives the one that it leads to.
func (w *walker) link(c commit) (Link, commit, error) {
	l := Link{ID: c.id, Raw: c.raw, Tree: c.tree, Parents: c.parents, State: c.state, Breach: c.breach}
	parents := make([]commit, len(c.parents))
	for i, id := range c.parents {
		var err error
		if parents[i], err = w.commit(id); err != nil {
			return Link{}, commit{}, err
		}
	}
	if len(parents) == 0 {
		l.Entry = l.State != l.Before
		return l, commit{}, nil
	}
	lead, found := 0, false
	for i, p := range parents {
		if p.state == c.state && !found {
			lead, found = i, true
		}
	}
	l.Lead, l.Before = parents[lead].id, parents[lead].state
	l.Entry = len(parents) == 1 && !found
	if len(parents) > 1 && !found {
		l.Breach = form(codeMerge, finding.Say("the merge leaves the ledger as none of its parents has it"))
	}
	for i, p := range parents {
		if i != lead {
			l.Others = append(l.Others, p.state)
		}
	}
	return l, parents[lead], nil
}

// Roots lists the folders of a tree that hold a procedure.yaml, from the top down
// and sorted within a level, at most four levels deep. It is only a hint where the
// ledger may be: the root is what genesis names. A malformed folder is passed over; it
// is the *FormError returned where nothing else is found. So are folders beyond the
// first thousand of a level; whole is false where anything was.
func (r *Reader) Roots(tree ID) (found []string, whole bool, err error) {
	type place struct {
		path string
		id   ID
	}
	var broken error
	whole = true
	level := []place{{".", tree}}
	for depth := 0; depth <= maxRootDepth && len(level) > 0; depth++ {
		var next []place
		for _, at := range level {
			nodes, err := r.Tree(at.id)
			if _, malformed := errors.AsType[*FormError](err); malformed {
				broken, whole = err, false
				continue
			}
			if err != nil {
				return nil, false, err
			}
			if find(nodes, procedureFile).Mode == Regular {
				found = append(found, at.path)
			}
			for _, n := range nodes {
				if n.Mode != folder || isRecordFolder(n.Name) {
					continue
				}
				if len(next) == maxRoots {
					whole = false
					break
				}
				next = append(next, place{path.Join(at.path, n.Name), n.ID})
			}
		}
		level = next
	}
	if len(found) == 0 {
		return nil, whole, broken
	}
	return found, whole, nil
}

// RootFound reports whether Roots looks into a folder of a tree, given from its top.
func RootFound(root string) bool {
	if root == "." {
		return true
	}
	names := strings.Split(root, "/")
	return len(names) <= maxRootDepth && !slices.ContainsFunc(names, isRecordFolder) && !slices.Contains(names, "..")
}

// The most levels, and folders of one level, that are searched for a root.
const (
	maxRootDepth = 4
	maxRoots     = 1000
)
