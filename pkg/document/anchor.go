package document

import (
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// anchored is what an alias stands for.
type anchored struct {
	value        any
	size, height int // values and levels, aliases counted in full
	done         bool
}

func aliased(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// anchor converts a node that aliases may stand for.
func (c *conversion) anchor(n *yaml.Node, depth int) any {
	if c.anchors == nil {
		c.anchors = map[*yaml.Node]*anchored{}
	}
	a := &anchored{}
	c.anchors[n] = a
	values, deepest := c.values-1, c.deepest
	c.deepest = depth
	a.value = c.content(n, depth)
	a.size, a.height, a.done = c.values-values, c.deepest-depth, true
	c.deepest = max(c.deepest, deepest)
	return a.value
}

// alias gives the value that was made at the anchor: nothing is converted twice, so
// that aliases of aliases cost no time, and no memory.
func (c *conversion) alias(n *yaml.Node, depth int) any {
	at := c.span(n)
	a := c.anchors[n.Alias]
	if a == nil { // yaml.v3 remembers the anchors of the documents before
		c.stop(c.unknownAnchor(n.Value, at))
		return nil
	}
	if !a.done {
		c.stop(c.fault("yaml/anchor", at, finding.Say("the alias *%s stands inside the value that it stands for", n.Value),
			finding.Say("write the value out")))
		return nil
	}
	c.values += a.size - 1
	c.deepest = max(c.deepest, depth+a.height)
	if c.values > maxNodes || c.deepest > maxNesting {
		c.tooMuch(n, c.deepest)
		return nil
	}
	return a.value
}

func (s *source) unknownAnchor(name string, at span) finding.Finding {
	return s.fault("yaml/anchor", at, finding.Say("no anchor &%s stands before the alias *%s in this document", name, name),
		finding.Say("write the value out, or put it in quotes"))
}

// merge gives the maps whose fields the merge key at an index of a mapping's
// content adds, those that count most first.
func (c *conversion) merge(n *yaml.Node, index, depth int) []map[string]any {
	key, value := n.Content[index], n.Content[index+1]
	for i := 0; i < index; i += 2 {
		if n.Content[i].Tag == "!!merge" {
			c.duplicate(n, index)
			break
		}
	}
	before := c.faults
	v := c.node(value, depth+1)
	if m, ok := mergeable(v); ok {
		return m
	}
	if c.faults == before {
		c.stop(c.fault("yaml/merge-key", c.span(key), finding.Say("a merge key (<<) takes a map, or a list of maps"),
			finding.Say("put the name of a map's anchor behind *, or write the fields out")))
	}
	return nil
}

func mergeable(v any) ([]map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return []map[string]any{v}, true
	case []any:
		var all []map[string]any
		for _, item := range v {
			m, ok := item.(map[string]any)
			if !ok {
				return nil, false
			}
			all = append(all, m)
		}
		return all, true
	}
	return nil, false
}

// fill adds the fields that a map does not have.
func fill(m, other map[string]any) {
	for name, v := range other {
		if _, have := m[name]; !have {
			m[name] = v
		}
	}
}

// mergedChild looks for a field among those that the merge key of a mapping adds.
func mergedChild(n *yaml.Node, token string) child {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!merge" {
			continue
		}
		maps := []*yaml.Node{n.Content[i+1]}
		if list := aliased(n.Content[i+1]); list.Kind == yaml.SequenceNode {
			maps = list.Content
		}
		for _, m := range maps {
			c := childOf(m, token)
			if c.value == nil {
				continue
			}
			if n.Content[i+1].Kind == yaml.AliasNode {
				c.merged = n.Content[i+1]
			} else if m.Kind == yaml.AliasNode {
				c.merged = m
			}
			return c
		}
	}
	return child{}
}
