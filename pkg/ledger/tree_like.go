package ledger

import (
	"bytes"
	"slices"
)

// parsedTree is a tree as it was read. The longest trees of a ledger are folders of
// records, of which an entry changes one or two: what is as in a tree that was
// parsed before need not be parsed again.
type parsedTree struct {
	raw   []byte
	nodes []Node
}

// maxUnlike is the most bytes that are parsed by parseLike.
const maxUnlike = 4 << 10

// parseLike is ParseTree of raw, quicker where it is much like another tree.
func parseLike(raw []byte, like parsedTree) ([]Node, error) {
	head, at := like.head(raw)
	tail, end := like.tail(raw, at, head)
	if end-at > maxUnlike || head+tail == 0 {
		return ParseTree(raw)
	}
	middle, err := parseNodes(string(raw[at:end]))
	if err != nil {
		return ParseTree(raw) // what they have in common may begin within a name
	}
	before, behind := like.nodes[:head], like.nodes[len(like.nodes)-tail:]
	if !fits(before, middle, behind) {
		return ParseTree(raw) // which says what is wrong
	}
	return slices.Concat(before, middle, behind), nil
}

// head is how many nodes both trees begin with, and where they end.
func (t parsedTree) head(raw []byte) (count, at int) {
	same := commonHead(raw, t.raw)
	for _, n := range t.nodes {
		if at+n.size() > same {
			break
		}
		at += n.size()
		count++
	}
	return count, at
}

// tail is how many nodes both trees end with behind their common head, and where
// these begin in raw.
func (t parsedTree) tail(raw []byte, at, head int) (count, end int) {
	same := commonTail(raw[at:], t.raw[at:])
	end = len(raw)
	for _, n := range slices.Backward(t.nodes[head:]) {
		if len(raw)-end+n.size() > same {
			break
		}
		end -= n.size()
		count++
	}
	return count, end
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

// size is how many bytes a node takes in its tree.
func (n Node) size() int {
	mode := len("100644")
	if n.Mode == folder {
		mode = len("40000")
	}
	return mode + len(" ") + len(n.Name) + len("\x00") + len(n.ID)
}

// fits reports whether nodes that are well formed apart are so together: in order,
// and no name twice, not even as a file and as a folder.
func fits(before, middle, behind []Node) bool {
	var edge []Node
	if len(before) > 0 {
		edge = append(edge, before[len(before)-1])
	}
	edge = append(edge, middle...)
	if len(behind) > 0 {
		edge = append(edge, behind[0])
	}
	for i := 1; i < len(edge); i++ {
		if !ordered(edge[i-1], edge[i]) {
			return false
		}
	}
	for _, n := range middle {
		if find(before, n.Name).Mode != 0 || find(behind, n.Name).Mode != 0 {
			return false
		}
	}
	return true
}
