// Package index keeps what was made of the files below folders of a Git tree, a row for
// each, so that only files that changed are read again: a file is known by its blob, a
// whole folder by its tree. It knows neither Git nor what a row says, and reads and
// writes no file. What it keeps may be lost at any time.
package index

import (
	"path"
	"strings"
)

// ID names a tree or a blob.
type ID [20]byte

// Node is what lies in a folder under a name.
type Node struct {
	Name   string
	ID     ID
	Folder bool
	Row    string // what was made of a file; empty where there is nothing to keep
}

// Index are folders as they were read last, by their paths.
type Index struct {
	folders map[string]folder
}

type folder struct {
	id    ID
	nodes []Node
}

// New is an empty index.
func New() *Index { return &Index{folders: map[string]folder{}} }

// Source is where folders and files are read from.
type Source interface {
	// List is what a tree holds.
	List(id ID) ([]Node, error)
	// Rows are made of files, one of each; empty where there is nothing to keep.
	Rows(files []File) []string
}

// File is a file with its path.
type File struct {
	Name string
	ID   ID
}

// Follow brings the index up to a folder as it is now, and says how many files had to be
// read for that. The zero ID stands for a folder that is not there.
func (x *Index) Follow(name string, id ID, from Source) (read int, err error) {
	f := follower{Index: x, from: from, seen: map[string]bool{}}
	if !id.IsZero() {
		if err := f.follow(name, id); err != nil {
			return 0, err
		}
	}
	for known := range x.folders {
		if !f.seen[known] && (known == name || strings.HasPrefix(known, name+"/")) {
			delete(x.folders, known)
		}
	}
	for i, row := range from.Rows(f.files) {
		f.nodes[i].Row = row
	}
	return len(f.files), nil
}

// IsZero reports whether an ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Each gives the files below a folder with their paths, those of a folder in the order
// in which its tree has them.
func (x *Index) Each(name string, do func(name string, n Node)) {
	for _, n := range x.folders[name].nodes {
		if n.Folder {
			x.Each(path.Join(name, n.Name), do)
		} else {
			do(path.Join(name, n.Name), n)
		}
	}
}

// follower is one walk through the folders.
type follower struct {
	*Index
	from  Source
	seen  map[string]bool
	files []File  // that must be read
	nodes []*Node // theirs
}

func (f *follower) follow(name string, id ID) error {
	known := f.folders[name]
	if known.id != id {
		nodes, err := f.from.List(id)
		if err != nil {
			return err
		}
		f.keep(name, nodes, known.nodes)
		known = folder{id, nodes}
		f.folders[name] = known
	}
	f.seen[name] = true
	for _, n := range known.nodes {
		if !n.Folder {
			continue
		}
		if err := f.follow(path.Join(name, n.Name), n.ID); err != nil {
			return err
		}
	}
	return nil
}

// keep takes over the rows of files that are as they were; the others must be read.
func (f *follower) keep(name string, nodes, before []Node) {
	was := make(map[string]Node, len(before))
	for _, n := range before {
		was[n.Name] = n
	}
	for i := range nodes {
		n := &nodes[i]
		if old := was[n.Name]; !n.Folder && old.ID == n.ID && !old.Folder {
			n.Row = old.Row
		} else if !n.Folder {
			f.files, f.nodes = append(f.files, File{path.Join(name, n.Name), n.ID}), append(f.nodes, n)
		}
	}
}
