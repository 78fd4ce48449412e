package word

import (
	"cmp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// blocks puts what stands between the two ends of a block into the block. A block
// whose ends are in different cells of a row is the row; one whose ends stand alone, in
// paragraphs or rows of their own, is what lies between these, which go.
func blocks(part string, root *node) error {
	open, err := (&matcher{part: part}).match(root)
	if err == nil && len(open) > 0 {
		err = unmatched(part, open[0].mark)
	}
	return err
}

func unmatched(part string, m *mark) error {
	if m.kind == '/' {
		return fault(finding.Say("%s: the block %s ends and was not begun", part, m))
	}
	return fault(finding.Say("%s: the block %s is not closed: {{/%s}} is missing beside it", part, m, m.name))
}

type matcher struct {
	part string
	seen int // ends of blocks
}

// end is an end of a block that has no other end yet: its mark, and which child of the
// element at hand it lies in.
type end struct {
	at     int
	number int // in the order in which they stand in the part
	mark   *mark
	node   *node
}

// pair is a block: which children of an element it begins and ends in, and its mark.
type pair struct {
	from, to    int // to is the child behind the last one
	begins, end int // the numbers of its ends
	mark        *mark
}

// match pairs the ends of blocks that meet in an element, and gives those that do not.
func (m *matcher) match(n *node) ([]end, error) {
	var open []end
	var pairs []pair
	ends := map[int]bool{} // children in which a block begins or ends
	for i, k := range n.kids {
		inner, err := m.inner(k)
		if err != nil {
			return nil, err
		}
		for _, e := range inner {
			e.at = i
			last := len(open) - 1
			if e.mark.kind != '/' || last < 0 || open[last].mark.kind == '/' {
				open = append(open, e)
				continue
			}
			begin := open[last]
			if begin.mark.name != e.mark.name {
				return nil, unmatched(m.part, begin.mark)
			}
			open = open[:last]
			begin.node.void()
			e.node.void()
			ends[begin.at], ends[i] = true, true
			pairs = append(pairs, pair{begin.at, i + 1, begin.number, e.number, begin.mark})
		}
	}
	if len(pairs) == 0 {
		return open, nil
	}
	if n.name == "w:tr" {
		n.wrap(pairs)
		return open, nil
	}
	return m.gather(n, pairs, open, ends)
}

func (m *matcher) inner(k *node) ([]end, error) {
	if k.mark != nil && k.mark.kind != '=' && k.mark.kids == nil {
		m.seen++
		return []end{{number: m.seen, mark: k.mark, node: k}}, nil
	}
	return m.match(k)
}

// void makes a mark nothing.
func (n *node) void() { n.mark = nil }

// wrap makes an element a block, or several in each other.
func (n *node) wrap(pairs []pair) {
	for _, p := range pairs { // the innermost was matched first
		inside := *n
		*n = node{mark: &mark{kind: p.mark.kind, name: p.mark.name, kids: []*node{&inside}}}
	}
}

// gather puts the children of an element into the blocks that they are in.
func (m *matcher) gather(n *node, pairs []pair, open []end, ends map[int]bool) ([]end, error) {
	gone, waits := map[int]bool{}, map[int]bool{}
	for _, e := range open {
		waits[e.at] = true
	}
	for i := range ends {
		gone[i] = !waits[i] && n.kids[i].blank()
	}
	for i := range pairs {
		p := &pairs[i]
		if gone[p.from] {
			p.from++
		}
		if gone[p.to-1] && p.to > p.from {
			p.to--
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(a.from-b.from, b.to-a.to, a.begins-b.begins)
	})
	kids, err := m.nest(n, pairs, span{0, len(n.kids), 0, gone})
	if err != nil {
		return nil, err
	}
	n.kids = kids
	for i := range open {
		open[i].at = -1
	}
	return open, nil
}

// span is a stretch of the children of an element, without those that go.
type span struct {
	from, to int
	depth    int // of blocks around it
	gone     map[int]bool
}

// maxBlocks is how deep blocks may stand in each other.
const maxBlocks = 64

// nest builds the blocks of a stretch; pairs are in the order of their beginning.
func (m *matcher) nest(n *node, pairs []pair, s span) ([]*node, error) {
	if s.depth > maxBlocks {
		return nil, fault(finding.Say("the part %s is out of all proportion", m.part))
	}
	var kids []*node
	at := s.from
	keep := func(to int) {
		for ; at < to; at++ {
			if !s.gone[at] {
				kids = append(kids, n.kids[at])
			}
		}
	}
	for len(pairs) > 0 {
		p := pairs[0]
		inside := 1
		for inside < len(pairs) && pairs[inside].from < p.to || inside < len(pairs) && pairs[inside].from == p.from {
			inside++
		}
		if p.from < at || p.to > s.to || slices.ContainsFunc(pairs[1:inside], func(q pair) bool { return q.to > p.to || q.begins > p.end }) {
			return nil, fault(finding.Say("%s: the block %s begins or ends in the middle of another one", m.part, p.mark))
		}
		keep(p.from)
		within, err := m.nest(n, pairs[1:inside], span{p.from, p.to, s.depth + 1, s.gone})
		if err != nil {
			return nil, err
		}
		kids = append(kids, &node{mark: &mark{kind: p.mark.kind, name: p.mark.name, kids: append([]*node{}, within...)}})
		at, pairs = max(at, p.to), pairs[inside:]
	}
	keep(s.to)
	return kids, nil
}

// blank reports whether nothing is seen of an element.
func (n *node) blank() bool {
	if n.mark != nil || strings.TrimSpace(n.text) != "" {
		return false
	}
	switch n.name {
	case "w:drawing", "w:pict", "w:object", "w:br", "w:sectPr", "w:fldSimple", "w:fldChar", "w:sym":
		return false
	}
	return !slices.ContainsFunc(n.kids, func(k *node) bool { return !k.blank() })
}
