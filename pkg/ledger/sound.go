package ledger

import "strings"

// LedgerFiles are the files, links and submodules of a tree that lie at or below a
// ledger path, by their path from the root. Where the way to the ledger is broken
// it fails with a *FormError.
func (r *Reader) LedgerFiles(tree ID, root string) (map[string]Node, error) {
	id, err := r.rootFolder(tree, root)
	if err != nil {
		return nil, err
	}
	nodes, err := r.Tree(id)
	if err != nil {
		return nil, err
	}
	d := differ{r: r}
	for _, n := range nodes {
		if !IsLedgerPath(n.Name) {
			continue
		}
		if err := d.node("", Node{}, n); err != nil {
			return nil, err
		}
	}
	files := make(map[string]Node, len(d.found))
	for _, f := range d.found {
		files[f.Path] = Node{Name: f.Path, Mode: f.NewMode, ID: f.New}
	}
	return files, nil
}

// SoundTree puts into store the tree of a commit with other ledger paths: exactly
// the files given, by their path from the root (docs/format.md, "Repair"). What is
// put is not synced.
func SoundTree(store Store, commit ID, root string, files map[string]ID) (ID, error) {
	b := builder{store: store, r: NewReader(store)}
	tree, err := b.parentTree(commit)
	if err != nil {
		return ID{}, err
	}
	return b.sound(tree, root, files)
}

// sound is a tree whose ledger paths are the files given, in place of its own.
func (b builder) sound(tree ID, root string, files map[string]ID) (ID, error) {
	var way []string
	if root != "." {
		way = strings.Split(root, "/")
	}
	return b.replace(tree, way, files)
}

// replace goes down to the root, and there puts the files in the place of what
// stood at the ledger paths, whatever it was.
func (b builder) replace(tree ID, way []string, files map[string]ID) (ID, error) {
	nodes, err := b.r.Tree(tree)
	if err != nil {
		return ID{}, err
	}
	names := make(map[string]Node, len(nodes)+1)
	for _, n := range nodes {
		names[n.Name] = n
	}
	if len(way) == 0 {
		return b.fill(names, files)
	}
	at := names[way[0]]
	if at.Mode != folder && at.Mode != 0 {
		return ID{}, conflict(way[0])
	}
	if at.ID, err = b.replace(at.ID, way[1:], files); err != nil {
		return ID{}, err
	}
	names[way[0]] = Node{Name: way[0], Mode: folder, ID: at.ID}
	return b.putTree(names)
}

// fill takes the ledger paths out of the root folder and writes them anew.
func (b builder) fill(names map[string]Node, files map[string]ID) (ID, error) {
	for name := range names {
		if IsLedgerPath(name) {
			delete(names, name)
		}
	}
	bare, err := b.putTree(names)
	if err != nil {
		return ID{}, err
	}
	edits := make(map[string]Node, len(files))
	for path, id := range files {
		edits[path] = Node{Mode: Regular, ID: id}
	}
	return b.edit(bare, edits)
}
