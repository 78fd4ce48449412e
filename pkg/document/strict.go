package document

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	maxDepth    = 64
	maxNodes    = 100_000
	maxReported = 1000 // findings about the values of one file
)

// strictCheck walks the nodes once. Its findings are fatal where the values that
// the nodes stand for are not certain.
type strictCheck struct {
	*source
	findings []finding.Finding
	fatal    bool
	nodes    int
	path     []pathStep // to the node that is looked at
	bang     bool       // the text has a "!", which may be a tag that yaml.v3 forgets
	hash     bool       // the text has a "#" that text follows
	damaged  bool       // the text has U+FFFD
	proofs   int        // times that the text was parsed again
	anchored bool       // an anchor or an alias was reported
	sketch   *outline   // of the whole text, once it was wanted
	mended   map[trap][]change
	literal  bool // a text without quotes is taken at its word
}

// pathStep is one token of a JSON pointer.
type pathStep struct {
	name  string
	index int // -1 for a field
}

func (c *strictCheck) walk(src *source, root *yaml.Node) {
	c.source, c.path, c.bang = src, make([]pathStep, 0, 8), bytes.IndexByte(src.text, '!') >= 0
	c.hash = !c.literal && tightHash(src.text)
	c.damaged = !c.literal && bytes.Contains(src.text, []byte("\ufffd"))
	c.node(root, nil)
}

// pointerTo is the JSON pointer (RFC 6901) that a path is.
func pointerTo(path []pathStep) string {
	var b []byte
	for _, s := range path {
		b = append(b, '/')
		if s.index >= 0 {
			b = strconv.AppendInt(b, int64(s.index), 10)
			continue
		}
		b = append(b, Escape(s.name)...)
	}
	return string(b)
}

func (c *strictCheck) report(f finding.Finding) {
	if len(c.findings) == maxReported {
		return
	}
	f.Pointer = pointerTo(c.path)
	c.findings = append(c.findings, f)
}

func (c *strictCheck) stop(f finding.Finding) {
	c.report(f)
	c.fatal = true
}

// node looks at a value and all in it; its parent is its name or its list.
func (c *strictCheck) node(n, parent *yaml.Node) {
	c.nodes++
	switch {
	case c.nodes == maxNodes+1:
		c.stop(c.fault("yaml/size", c.start(n), finding.Say("more than %s values in one file", maxNodes),
			finding.Say("split the record, or put large material among the attachments")))
	case c.nodes > maxNodes:
	case len(c.path) >= maxDepth:
		c.stop(c.tooDeep(c.start(n)))
	case c.decorated(n):
	case n.Kind == yaml.MappingNode:
		c.mapping(n, parent)
	case n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			c.path = append(c.path, pathStep{index: i})
			c.node(item, n)
			c.path = c.path[:len(c.path)-1]
		}
	case n.Kind == yaml.ScalarNode:
		c.scalar(n, parent)
	}
}

func (s *source) tooDeep(at span) finding.Finding {
	return s.fault("yaml/depth", at, finding.Say("more than %s levels inside one another", maxDepth),
		finding.Say("a record needs no more than ten; look for brackets or hyphens that repeat"))
}

// decorated refuses anchors, aliases and tags; of these yaml.v3 forgets "!".
func (c *strictCheck) decorated(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		c.anchor(trapAlias, n)
	case n.Anchor != "":
		c.anchor(trapAnchor, n)
	case n.Style&yaml.TaggedStyle != 0 && n.Tag == "!!binary":
		c.stop(c.fault("yaml/binary-tag", c.start(n), finding.Say("a file is packed into the record (!!binary)"),
			finding.Say("put the file among the attachments")))
	case n.Style&yaml.TaggedStyle != 0 || c.bang && c.bareTag(n):
		c.stop(c.trapped(trapTag, c.start(n)))
	default:
		return false
	}
	return true
}

// anchor reports the first anchor or alias of a file: the others belong to it.
func (c *strictCheck) anchor(t trap, n *yaml.Node) {
	if !c.anchored {
		c.stop(c.trapped(t, c.start(n)))
	}
	c.anchored, c.fatal = true, true
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

const fewFields = 16 // up to which a name is looked for by comparing

func (c *strictCheck) mapping(n, parent *yaml.Node) {
	if c.isPlaceholder(n) {
		c.stop(c.trapped(trapTemplate, c.span(n)))
		return
	}
	if !c.literal && (c.outdented(n) || c.lostDash(n, parent)) {
		return
	}
	var first map[string]*yaml.Node
	if len(n.Content) > 2*fewFields {
		first = make(map[string]*yaml.Node, len(n.Content)/2)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		c.path = append(c.path, pathStep{name: key.Value, index: -1})
		if c.key(n, key, value) {
			if before := earlier(n.Content[:i], key.Value, first); before != nil {
				c.duplicate(key, before)
			} else {
				if first != nil {
					first[key.Value] = key
				}
				c.node(value, key)
			}
		}
		c.path = c.path[:len(c.path)-1]
	}
}

// earlier is the key of that name among the fields before, nil if there is none.
func earlier(fields []*yaml.Node, name string, first map[string]*yaml.Node) *yaml.Node {
	if first != nil {
		return first[name]
	}
	for i := 0; i < len(fields); i += 2 {
		if fields[i].Value == name && fields[i].Kind == yaml.ScalarNode {
			return fields[i]
		}
	}
	return nil
}

// isPlaceholder sees {{ name }}, which is a map in a map to YAML.
func (s *source) isPlaceholder(n *yaml.Node) bool {
	if n.Style&yaml.FlowStyle == 0 || len(n.Content) == 0 || n.Content[0].Kind != yaml.MappingNode {
		return false
	}
	return bytes.HasPrefix(s.text[s.offset(n.Line, n.Column):], []byte("{{"))
}

// key reports whether a key is plain text; if not, its value is not looked at.
func (c *strictCheck) key(parent, key, value *yaml.Node) bool {
	switch {
	case c.decorated(key):
		return false
	case key.Kind != yaml.ScalarNode:
		c.stop(c.fault("yaml/complex-key", c.span(key), finding.Say("a list or a map cannot be a field's name"),
			finding.Say("write “name: value”; put a text that begins with [ or { in quotes")))
		return false
	case key.Tag == "!!merge":
		c.stop(c.fault("yaml/merge-key", c.span(key), finding.Say("merge keys (<<) are not allowed"),
			finding.Say("write the fields out")))
		return false
	case key.Tag != "!!str" && key.Tag != "!!timestamp":
		c.stop(c.fault("yaml/key", c.span(key), finding.Say("a field's name must be text"),
			finding.Say("write “name: value”; put a name that looks like a number or true in quotes")))
		return false
	case key.Style == 0 && c.brokenKey(parent, key, value):
		return false
	}
	c.characters(key)
	return true
}

func (c *strictCheck) duplicate(key, before *yaml.Node) {
	c.report(c.duplicateFault(key, before))
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

func (c *strictCheck) scalar(n, parent *yaml.Node) {
	if n.Style == 0 {
		c.lostTail(n)
	}
	if c.damaged && strings.ContainsRune(n.Value, utf8.RuneError) {
		c.damage(n)
	}
	switch n.Tag {
	case "!!str":
		if n.Style == 0 {
			if !c.literal {
				c.plain(n, parent)
			}
			return
		}
		c.characters(n)
		if !c.literal && losesItsStart(n.Value) {
			c.report(c.fault("text/empty-start", c.span(n), finding.Say("the text begins with a space or an empty line, and has more lines behind"),
				finding.Say("begin a text of several lines with a word")))
		}
	case "!!int", "!!float":
		c.number(n)
	}
}

// characters finds hidden characters that came in by an escape such as "\u202e";
// those that stand in the text itself were found before.
func (c *strictCheck) characters(n *yaml.Node) {
	if n.Style&yaml.DoubleQuotedStyle == 0 {
		return
	}
	for _, r := range n.Value {
		if forbidden(r) {
			c.report(characterFault(c.source, c.span(n), r))
			return
		}
	}
}

// start is the empty span at which a node begins.
func (s *source) start(n *yaml.Node) span {
	at := s.offset(n.Line, n.Column)
	return span{at, at}
}
