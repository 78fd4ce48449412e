package document

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// mayHoldBareTag reports whether the tag "!" may stand in a text. yaml.v3 forgets
// it, so that only the text itself tells.
func mayHoldBareTag(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '!')
		if i < 0 {
			return false
		}
		text = text[i+1:]
		if len(text) == 0 || strings.IndexByte(" \t\r\n", text[0]) >= 0 {
			return true
		}
	}
}

// properties moves a node behind its anchor and tag, and reports whether its value
// is what its tag says.
func (c *conversion) properties(n *yaml.Node) bool {
	if n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && n.Kind != yaml.ScalarNode {
		return true // a "!" there is its first key's, or means nothing
	}
	tag, at := c.behindProperties(n)
	p := c.place(at)
	n.Line, n.Column = p.Line, p.Column
	if tag.end-tag.start == len("!") && n.Kind == yaml.ScalarNode {
		n.Tag, n.Style = "!!str", n.Style|yaml.TaggedStyle
		return true
	}
	if n.Style&yaml.TaggedStyle == 0 {
		return true
	}
	return c.fits(n, tag)
}

// behindProperties is where a node's tag stands, and where the node itself begins.
func (s *source) behindProperties(n *yaml.Node) (tag span, at int) {
	at = s.offset(n.Line, n.Column)
	empty := n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&^yaml.TaggedStyle == 0
	for next := at; next < len(s.text); next = s.skipBlank(at) {
		switch c := s.text[next]; {
		case c == '&' && n.Anchor != "":
			at = next + len("&"+n.Anchor)
		case c == '!' && tag.end == 0 && (n.Style&yaml.TaggedStyle != 0 || n.Kind == yaml.ScalarNode):
			tag = span{next, next + tagSize(s.text[next:])}
			at = tag.end
		case empty:
			return tag, at
		default:
			return tag, next
		}
	}
	return tag, min(at, len(s.text))
}

// tagSize is the length of the tag with which a text begins; to yaml.v3 commas and
// brackets belong to it.
func tagSize(text []byte) int {
	if i := bytes.IndexAny(text, " \t\r\n"); i >= 0 {
		return i
	}
	return len(text)
}

// skipBlank passes blanks, line ends and comments.
func (s *source) skipBlank(at int) int {
	for at < len(s.text) {
		switch s.text[at] {
		case ' ', '\t', '\r', '\n':
			at++
		case '#':
			eol := bytes.IndexByte(s.text[at:], '\n')
			if eol < 0 {
				return len(s.text)
			}
			at += eol
		default:
			return at
		}
	}
	return at
}

// fits reports whether a value is what its tag says. Tags outside the YAML 1.2 core
// schema have no meaning that JSON could express.
func (c *conversion) fits(n *yaml.Node, tag span) bool {
	known, fits := true, n.Kind == yaml.ScalarNode
	switch n.Tag {
	case "!!map":
		fits = n.Kind == yaml.MappingNode
	case "!!seq":
		fits = n.Kind == yaml.SequenceNode
	case "!!str":
	case "!!null":
		fits = fits && isOneOf(n.Value, "", "~", "null", "Null", "NULL")
	case "!!bool":
		fits = fits && isOneOf(n.Value, "true", "True", "TRUE", "false", "False", "FALSE")
	case "!!int":
		number, ok := coreNumber(n.Value)
		fits = fits && ok && isPlainInt(string(number))
	case "!!float":
		_, ok := coreNumber(n.Value)
		fits = fits && (ok || isInfinite(n.Value))
	case "!!merge":
		fits = fits && n.Value == "<<"
	default:
		known = false
	}
	switch {
	case !known:
		c.stop(c.fault("yaml/tag", tag, finding.Say("the tag %s means nothing in JSON", finding.Clip(string(c.text[tag.start:tag.end]))),
			finding.Say("leave the tag out, or put the value in quotes")))
	case !fits:
		c.stop(c.fault("yaml/tag", tag, finding.Say("the value is not what its tag %s says", finding.Clip(string(c.text[tag.start:tag.end]))),
			finding.Say("leave the tag out, or put the value in quotes")))
	}
	return known && fits
}

func isOneOf(text string, known ...string) bool {
	for _, k := range known {
		if text == k {
			return true
		}
	}
	return false
}
