package ledger

import (
	"context"
	"io/fs"
	"path"
	"strings"
)

// Sparse reports whether git leaves files out of this work tree (git sparse-checkout).
func (r *Repository) Sparse() bool {
	on, _ := ParseBool(r.config["core.sparsecheckout"])
	return on
}

// Skipped are the files that the index has and the work tree need not have: those that
// a sparse checkout leaves out, or that git update-index --skip-worktree names.
type Skipped struct {
	nodes   map[string]nodeInfo   // files and folders, by path
	folders map[string][]nodeInfo // what lies in each folder
}

// Skipped asks the index for the files below a folder, given from the top, that the
// work tree need not have.
func (r *Repository) Skipped(ctx context.Context, folder string) (Skipped, error) {
	out, err := r.Run(ctx, "ls-files", "-t", "--stage", "-z", "--", folder)
	if err != nil {
		return Skipped{}, err
	}
	skipped, reader := Skipped{map[string]nodeInfo{}, map[string][]nodeInfo{}}, r.Reader()
	for line := range strings.SplitSeq(string(out), "\x00") {
		meta, name, _ := strings.Cut(line, "\t") // tag, mode, blob, stage
		f := strings.Fields(meta)
		name, inside := Below(folder, name)
		if len(f) != 4 || f[0] != "S" || f[3] != "0" || !inside {
			continue
		}
		if id, ok := parseID(f[2]); ok && f[1] == "100644" {
			skipped.add(reader, name, Node{Mode: Regular, ID: id})
		}
	}
	return skipped, nil
}

// add takes up a file, and the folders that it lies in.
func (s Skipped) add(r *Reader, name string, n Node) {
	if _, known := s.nodes[name]; known || name == "." {
		return
	}
	dir := path.Dir(name)
	n.Name = path.Base(name)
	s.nodes[name] = nodeInfo{r, n}
	s.folders[dir] = append(s.folders[dir], s.nodes[name])
	s.add(r, dir, Node{Mode: folder})
}

// find is the file or folder of a name.
func (s Skipped) find(name string) (nodeInfo, bool) {
	n, there := s.nodes[name]
	return n, there
}

// entries lists a folder.
func (s Skipped) entries(name string) []fs.DirEntry {
	list := make([]fs.DirEntry, len(s.folders[name]))
	for i, n := range s.folders[name] {
		list[i] = n
	}
	return list
}
