package ledger

import "strings"

// Find is the node at a path of a tree, with mode zero where there is none.
func (r *Reader) Find(tree ID, path string) (Node, error) {
	at := Node{Mode: folder, ID: tree}
	if path == "." {
		return at, nil
	}
	for name := range strings.SplitSeq(path, "/") {
		if at.Mode != folder {
			return Node{}, nil
		}
		nodes, err := r.Tree(at.ID)
		if err != nil {
			return Node{}, err
		}
		at = find(nodes, name)
	}
	return at, nil
}
