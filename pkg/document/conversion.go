package document

import (
	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// conversion makes the values of one document and checks it in the same walk. The
// walk follows the text, so that an alias finds what stands before it.
type conversion struct {
	*general
	path    []pathStep
	anchors map[*yaml.Node]*anchored
	deepest int // level reached since the innermost anchor
	faults  int // that leave nothing certain
}

func (c *conversion) report(f finding.Finding) {
	f.Pointer = pointerTo(c.path)
	c.general.report(f)
}

func (c *conversion) stop(f finding.Finding) {
	c.report(f)
	c.faults++
}

func (c *conversion) node(n *yaml.Node, depth int) any {
	c.values++
	if c.values > maxNodes || depth > maxNesting {
		c.tooMuch(n, depth)
		return nil
	}
	c.deepest = max(c.deepest, depth)
	switch {
	case n.Kind == yaml.AliasNode:
		return c.alias(n, depth)
	case n.Anchor != "":
		return c.anchor(n, depth)
	}
	return c.content(n, depth)
}

// tooMuch is told once for a file and, for the depth, once for a document.
func (c *conversion) tooMuch(n *yaml.Node, depth int) {
	switch {
	case c.full:
	case depth > maxNesting:
		if c.faults == 0 {
			c.stop(c.fault(c.language+"/depth", c.start(n), finding.Say("more than %s levels inside one another", maxNesting), finding.Sentence{}))
		}
	default:
		var hint finding.Sentence
		if len(c.anchors) > 0 {
			hint = finding.Say("an alias (*) counts as all the values that it stands for")
		}
		c.full = true
		c.stop(c.fault(c.language+"/size", c.start(n), finding.Say("more than %s values in one file", maxNodes), hint))
	}
}

func (c *conversion) content(n *yaml.Node, depth int) any {
	if (n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || c.bangs) && !c.properties(n) {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return c.mapping(n, depth)
	case yaml.SequenceNode:
		return c.sequence(n, depth)
	}
	return c.scalar(n)
}

func (c *conversion) sequence(n *yaml.Node, depth int) any {
	list := make([]any, len(n.Content))
	at := len(c.path)
	c.path = append(c.path, pathStep{})
	for i, item := range n.Content {
		c.path[at].index = i
		list[i] = c.node(item, depth+1)
	}
	c.path = c.path[:at]
	return list
}

func (c *conversion) mapping(n *yaml.Node, depth int) any {
	if c.isPlaceholder(n) {
		c.stop(c.trapped(trapTemplate, c.span(n)))
		return nil
	}
	m := make(map[string]any, len(n.Content)/2)
	var merged []map[string]any
	at := len(c.path)
	c.path = append(c.path, pathStep{index: -1})
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		c.path[at].name = key.Value
		if key.Tag == "!!merge" {
			merged = append(merged, c.merge(n, i, depth)...)
			continue
		}
		name, ok := c.name(key)
		c.path[at].name = name
		_, twice := m[name]
		if ok && twice {
			c.duplicate(n, i)
		}
		v := c.node(value, depth+1)
		if ok && !twice {
			m[name] = v
		}
	}
	c.path = c.path[:at]
	for _, other := range merged {
		fill(m, other)
	}
	return m
}

// duplicate reports the key at an index of a mapping's content, which another one
// before it equals.
func (c *conversion) duplicate(n *yaml.Node, index int) {
	if len(c.findings) == maxFaults {
		return // the search below is not free
	}
	key, first := n.Content[index], n.Content[0]
	for i := 0; i < index; i += 2 {
		if nameOf(n.Content[i]) == nameOf(key) {
			first = n.Content[i]
			break
		}
	}
	f := c.duplicateFault(key, first)
	f.Rule = c.language + "/duplicate-key"
	c.report(f)
}

// name is the text of a key; a key that has none is reported. A whole number, true
// and false have one where all programs that turn YAML into JSON write the same.
func (c *conversion) name(key *yaml.Node) (string, bool) {
	if key.Kind == yaml.ScalarNode && key.Tag == "!!str" && key.Anchor == "" && key.Style&yaml.TaggedStyle == 0 && !c.bangs {
		return key.Value, true
	}
	if key.Kind == yaml.ScalarNode || key.Kind == yaml.AliasNode {
		before := c.faults
		c.node(key, 1)
		c.values-- // a name is no value
		if c.faults > before {
			return key.Value, false
		}
	}
	n := aliased(key)
	if n.Kind != yaml.ScalarNode {
		c.stop(c.fault("yaml/complex-key", c.span(key), finding.Say("a list or a map cannot be a field's name"),
			finding.Say("write “name: value”; put a text that begins with [ or { in quotes")))
		return key.Value, false
	}
	switch n.Tag {
	case "!!str", "!!timestamp", "!!merge":
		return n.Value, true
	case "!!int":
		if isPlainInt(n.Value) {
			return n.Value, true
		}
	case "!!bool":
		if n.Value == "true" || n.Value == "false" {
			return n.Value, true
		}
	}
	c.stop(c.fault("yaml/key", c.span(key), finding.Say("a field's name must be text"),
		finding.Say("write “name: value”; put a name that looks like a number or true in quotes")))
	return key.Value, false
}

// nameOf is the text of a key that has one.
func nameOf(key *yaml.Node) string { return aliased(key).Value }
