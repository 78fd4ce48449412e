package ledger

import (
	"bytes"
	"strings"
)

// A checkedTree is a tree that ParseTree takes: its bytes, and its nodes once somebody
// asked for them. The longest trees of a ledger are folders of records, of which an
// entry changes one or two: to compare them, few nodes need to be parsed.
type checkedTree struct {
	raw   []byte
	nodes []Node // nil until asked for
}

// maxUnlike is the most bytes between what two trees have in common that are checked
// by themselves.
const maxUnlike = 4 << 10

// checkTree is the tree of raw, or what ParseTree says of it; quicker where it is much
// like a tree that was checked before.
func checkTree(raw []byte, like checkedTree) (checkedTree, error) {
	t := checkedTree{raw: raw}
	if g := gapBetween(like.raw, raw); g.common(raw) && g.sound(raw) {
		return t, nil
	}
	var err error
	t.nodes, err = ParseTree(raw)
	return t, err
}

// gap is where two trees differ: of both, the nodes before from are the same, and those
// behind oldEnd and newEnd.
type gap struct {
	last           int // where the last node begins that both begin with
	from           int
	oldEnd, newEnd int
}

// gapBetween finds the gap between a checked tree and another one.
func gapBetween(old, new []byte) gap {
	g := gap{}
	same := commonHead(old, new)
	for next := nodeEnd(old, 0); g.from < len(old) && next <= same; next = nodeEnd(old, next) {
		g.last, g.from = g.from, next
	}
	g.oldEnd, g.newEnd = g.from, g.from
	tail := commonTail(old[g.from:], new[g.from:])
	for {
		oldLeft, newLeft := len(old)-g.oldEnd, len(new)-g.newEnd
		if oldLeft == newLeft && oldLeft <= tail {
			return g
		}
		if oldLeft >= newLeft {
			g.oldEnd = nodeEnd(old, g.oldEnd)
		}
		if newLeft >= oldLeft {
			g.newEnd = nodeEnd(new, g.newEnd)
		}
	}
}

// nodeEnd is where the node ends that begins at a place, or the tree if that is no node.
func nodeEnd(raw []byte, at int) int {
	name := bytes.IndexByte(raw[at:], 0)
	if name < 0 {
		return len(raw)
	}
	return min(at+name+1+nameSize, len(raw))
}

// common reports whether so little differs that it is worth checking it alone.
func (g gap) common(raw []byte) bool {
	return g.from+len(raw)-g.newEnd > 0 && g.newEnd-g.from <= maxUnlike
}

// sound reports whether what is new to a tree is well formed and fits between what is
// not: in order, and no name twice. A file and a folder of one name have only names
// between them that begin with it, so that the neighbours tell whether there may be one;
// then the tree is to be parsed.
func (g gap) sound(raw []byte) bool {
	end := g.newEnd
	if end < len(raw) {
		end = nodeEnd(raw, end)
	}
	nodes, err := parseNodes(string(raw[g.last:end]))
	for i, n := range nodes {
		if i > 0 && strings.HasPrefix(nodes[0].Name, n.Name) ||
			i < len(nodes)-1 && strings.HasPrefix(nodes[len(nodes)-1].Name, n.Name) {
			return false
		}
	}
	return err == nil
}

// part are the nodes between two places of the tree.
func (t checkedTree) part(from, end int) ([]Node, error) {
	if t.nodes != nil && from == 0 && end == len(t.raw) {
		return t.nodes, nil
	}
	return parseNodes(string(t.raw[from:end]))
}

// blockSize is how many bytes are compared at once, which is much quicker than one
// by one.
const blockSize = 512

// commonHead is how many bytes both begin with.
func commonHead(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+blockSize <= most && bytes.Equal(a[n:n+blockSize], b[n:n+blockSize]) {
		n += blockSize
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// commonTail is how many bytes both end with.
func commonTail(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+blockSize <= most && bytes.Equal(a[len(a)-n-blockSize:len(a)-n], b[len(b)-n-blockSize:len(b)-n]) {
		n += blockSize
	}
	for n < most && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
