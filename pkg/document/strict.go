package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	maxDepth  = 64
	maxNodes  = 100_000
	maxDigits = 64
)

// plainNumber is the form of a number that YAML, JSON and people read alike.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// strictCheck walks the nodes once. Its findings are fatal where the values that
// the nodes stand for are not certain.
type strictCheck struct {
	*source
	findings []finding.Finding
	fatal    bool
	nodes    int
}

func checkNodes(src *source, root *yaml.Node) *strictCheck {
	c := &strictCheck{source: src}
	c.node(root, "", 1)
	return c
}

func (c *strictCheck) report(f finding.Finding, pointer string) {
	f.Pointer = pointer
	c.findings = append(c.findings, f)
}

func (c *strictCheck) stop(f finding.Finding, pointer string) {
	c.report(f, pointer)
	c.fatal = true
}

func (c *strictCheck) node(n *yaml.Node, pointer string, depth int) {
	c.nodes++
	switch {
	case c.nodes == maxNodes+1:
		c.stop(c.fault("yaml/size", c.start(n), finding.Say("more than %s values in one file", maxNodes), finding.Sentence{}), pointer)
	case c.nodes > maxNodes:
	case depth > maxDepth:
		c.stop(c.fault("yaml/depth", c.start(n), finding.Say("more than %s levels inside one another", maxDepth), finding.Sentence{}), pointer)
	case c.decorated(n, pointer):
	case n.Kind == yaml.MappingNode:
		c.mapping(n, pointer, depth)
	case n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			c.node(item, fmt.Sprintf("%s/%d", pointer, i), depth+1)
		}
	case n.Kind == yaml.ScalarNode:
		c.scalar(n, pointer)
	}
}

// decorated refuses anchors, aliases and tags; of these yaml.v3 forgets "!".
func (c *strictCheck) decorated(n *yaml.Node, pointer string) bool {
	at := c.start(n)
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		c.stop(c.fault("yaml/anchor", at, finding.Say("anchors (&) and aliases (*) are not allowed"),
			finding.Say("write the value out, or put it in quotes")), pointer)
	case n.Style&yaml.TaggedStyle != 0 || c.bareTag(n):
		c.stop(c.fault("yaml/tag", at, finding.Say("tags (!) are not allowed"),
			finding.Say("leave the tag out, or put the value in quotes")), pointer)
	default:
		return false
	}
	return true
}

// bareTag sees the tag "!" in the text. A block mapping begins where its first
// key does, so what stands there is the key's.
func (c *strictCheck) bareTag(n *yaml.Node) bool {
	at := c.start(n)
	if at.start == len(c.text) || c.text[at.start] != '!' {
		return false
	}
	return n.Kind != yaml.MappingNode || len(n.Content) == 0 || c.start(n.Content[0]) != at
}

func (c *strictCheck) mapping(n *yaml.Node, pointer string, depth int) {
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := pointer + "/" + Escape(key.Value)
		if !c.key(key, at) {
			continue
		}
		if before, twice := first[key.Value]; twice {
			c.duplicate(key, before, at)
			continue
		}
		first[key.Value] = key
		c.node(value, at, depth+1)
	}
}

// key reports whether a key is plain text; if not, its value is not looked at.
func (c *strictCheck) key(key *yaml.Node, pointer string) bool {
	at := span{c.start(key).start, c.end(key)}
	switch {
	case c.decorated(key, pointer):
		return false
	case key.Kind == yaml.ScalarNode && key.Tag == "!!merge":
		c.stop(c.fault("yaml/merge-key", at, finding.Say("merge keys (<<) are not allowed"),
			finding.Say("write the fields out")), pointer)
		return false
	case key.Kind != yaml.ScalarNode || key.Tag != "!!str" && key.Tag != "!!timestamp":
		c.stop(c.fault("yaml/key", at, finding.Say("a field's name must be text"),
			finding.Say("write “name: value”; put a name that looks like a number or true in quotes")), pointer)
		return false
	}
	c.characters(key, pointer)
	return true
}

func (c *strictCheck) duplicate(key, before *yaml.Node, pointer string) {
	c.report(c.duplicateFault(key, before), pointer)
}

func (s *source) duplicateFault(key, before *yaml.Node) finding.Finding {
	f := s.fault("yaml/duplicate-key", span{s.start(key).start, s.end(key)},
		finding.Say("the field %q stands here a second time", key.Value),
		finding.Say("keep one of the two"))
	f.Related = []finding.Related{{
		File: s.file, Start: s.place(s.start(before).start),
		Message: finding.Say("it stands here first"),
	}}
	return f
}

func (c *strictCheck) scalar(n *yaml.Node, pointer string) {
	switch n.Tag {
	case "!!str":
		c.characters(n, pointer)
		if at := c.lostField(n); at >= 0 {
			c.stop(c.wideColonAt(at), pointer)
		}
	case "!!int", "!!float":
		c.number(n, pointer)
	}
}

// number refuses what readers of YAML do not agree on: .inf and .nan, 0x1F, 0123,
// 1_000, +1, and digits without end.
func (c *strictCheck) number(n *yaml.Node, pointer string) {
	at := span{c.start(n).start, c.end(n)}
	low := strings.ToLower(n.Value)
	switch {
	case strings.HasSuffix(low, "inf") || strings.HasSuffix(low, "nan"):
		c.stop(c.fault("yaml/number", at, finding.Say("%s is not a number that can be compared", n.Value),
			finding.Say("write a finite decimal number, or put the text in quotes")), pointer)
	case len(n.Value) > maxDigits || !plainNumber.MatchString(n.Value):
		c.stop(c.fault("yaml/number", at, finding.Say("%s is a number in a form that is read in different ways", finding.Clip(n.Value)),
			finding.Say("write a plain decimal number; put codes and telephone numbers in quotes")), pointer)
	}
}

// characters finds hidden characters that came in by an escape such as "\u202e";
// those that stand in the text itself were found before.
func (c *strictCheck) characters(n *yaml.Node, pointer string) {
	if n.Style&yaml.DoubleQuotedStyle == 0 {
		return
	}
	for _, r := range n.Value {
		if forbidden(r) {
			c.report(characterFault(c.source, span{c.start(n).start, c.end(n)}, r), pointer)
			return
		}
	}
}

// lostField is the offset of the full-width colon in an unquoted text of which a
// whole line reads "key：value": a field that became part of a text. -1 if none.
func (c *strictCheck) lostField(n *yaml.Node) int {
	if n.Style != 0 || !strings.Contains(n.Value, "：") {
		return -1
	}
	at, end := c.start(n).start, c.end(n)
	from := c.lines[n.Line-1]
	if len(bytes.TrimLeft(c.text[from:at], " ")) > 0 { // the first line has more than the text
		from = c.lineEnd(n.Line) + 1
	}
	if from >= end {
		return -1
	}
	row := wideColon.FindSubmatchIndex(c.text[from:end])
	if row == nil {
		return -1
	}
	return from + row[3]
}

// start is the empty span at which a node begins.
func (s *source) start(n *yaml.Node) span {
	at := s.offset(n.Line, n.Column)
	return span{at, at}
}
