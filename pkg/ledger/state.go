package ledger

import (
	"crypto/sha256"
	"errors"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/service-catalogue/sc/pkg/finding"
)

// State stands for the mode and object of each ledger path's top under the root:
// two trees with equal States hold the same ledger. The zero State is that of a
// tree without a ledger path.
type State [sha256.Size]byte

// rootState is what was found in the root folder.
type rootState struct {
	state  State
	breach *FormError
}

// State is the ledger state of a tree. A *FormError (E_PATH: a ledger path's top is
// no plain file or folder, or has a twin in another case or composition; E_OBJ_FORM)
// comes with a State that only the same bytes have.
func (r *Reader) State(tree ID, root string) (State, error) {
	s, err := r.state(tree, root)
	if err == nil && s.breach != nil {
		return s.state, s.breach
	}
	return s.state, err
}

// state parts a breach, which a commit can be blamed for, from the world's errors.
func (r *Reader) state(tree ID, root string) (rootState, error) {
	id, err := r.rootFolder(tree, root)
	if err == nil && id.IsZero() {
		return rootState{}, nil
	}
	if err == nil {
		return r.rootState(id)
	}
	return blamed(tree, err)
}

// rootFolder walks down to the root; the zero ID where there is none.
func (r *Reader) rootFolder(tree ID, root string) (ID, error) {
	if root == "." {
		return tree, nil
	}
	for name := range strings.SplitSeq(root, "/") {
		nodes, err := r.Tree(tree)
		if err != nil {
			return ID{}, err
		}
		if err := checkTwins(nodes, name); err != nil {
			return ID{}, err
		}
		n := find(nodes, name)
		if n.Mode != 0 && n.Mode != folder {
			return ID{}, form(codePath, finding.Say("%q on the way to the ledger is not a folder", name))
		}
		tree = n.ID
	}
	return tree, nil
}

func (r *Reader) rootState(id ID) (rootState, error) {
	r.mu.Lock()
	s, ok := r.states.get(id)
	r.mu.Unlock()
	if ok {
		return s, nil
	}
	nodes, err := r.Tree(id)
	if err != nil {
		return blamed(id, err)
	}
	s = stateOf(nodes)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states.put(id, s, 128)
	return s, nil
}

// blamed keeps a breach of form beside a State that no other tree has.
func blamed(id ID, err error) (rootState, error) {
	if breach, ok := errors.AsType[*FormError](err); ok {
		return rootState{sha256.Sum256([]byte("malformed " + id.String())), breach}, nil
	}
	return rootState{}, err
}

func stateOf(nodes []Node) rootState {
	var lines strings.Builder
	var s rootState
	var kept []string
	for _, n := range nodes {
		if !IsLedgerPath(n.Name) {
			continue
		}
		kept = append(kept, n.Name)
		lines.WriteString(n.Mode.String() + " " + n.ID.String() + " " + n.Name + "\n")
		if want := topMode(n.Name); n.Mode != want {
			s.breach = form(codePath, finding.Say("the ledger path %q has the mode %s", n.Name, n.Mode))
		}
	}
	if lines.Len() > 0 {
		s.state = sha256.Sum256([]byte(lines.String()))
	}
	if twin := checkTwins(nodes, kept...); twin != nil {
		s.breach = twin
	}
	return s
}

func topMode(name string) Mode {
	if name == procedureFile {
		return Regular
	}
	return folder
}

// Twins returns *FormError E_PATH where two names of one tree are equal after
// Unicode normalisation (NFC) and case folding, so that only one of them survives
// on some file systems.
func (r *Reader) Twins(tree ID) error {
	nodes, err := r.Tree(tree)
	if err != nil {
		return err
	}
	seen := make(map[string]string, len(nodes))
	for _, n := range nodes {
		key := fold(n.Name)
		if other, ok := seen[key]; ok {
			return twins(other, n.Name)
		}
		seen[key] = n.Name
	}
	return nil
}

// checkTwins refuses a sibling that folds to one of the names where the name itself
// is there too.
func checkTwins(nodes []Node, names ...string) *FormError {
	for _, name := range names {
		if find(nodes, name).Mode == 0 {
			continue
		}
		folded := fold(name)
		for _, n := range nodes {
			if n.Name != name && fold(n.Name) == folded {
				return twins(n.Name, name)
			}
		}
	}
	return nil
}

func twins(a, b string) *FormError {
	return form(codePath, finding.Say("%q and %q differ only in case or composition: some file systems keep only one", a, b))
}

// fold is NFC, full case folding (as CaseFolding.txt, C and F), NFC.
func fold(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}
