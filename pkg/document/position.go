package document

import (
	"bytes"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// end is the offset just behind a node. yaml.v3 keeps only beginnings, so the end
// is read off the text; it is never before the beginning.
func (s *source) end(n *yaml.Node) int {
	at := s.offset(n.Line, n.Column)
	switch n.Kind {
	case yaml.ScalarNode:
		return s.scalarEnd(n, at)
	case yaml.MappingNode, yaml.SequenceNode:
		return s.collectionEnd(n, at)
	case yaml.AliasNode:
		return min(at+len("*"+n.Value), len(s.text))
	}
	return at
}

func (s *source) collectionEnd(n *yaml.Node, at int) int {
	end := at
	if len(n.Content) > 0 {
		end = max(end, s.end(n.Content[len(n.Content)-1]))
	}
	if n.Style&yaml.FlowStyle == 0 {
		return end
	}
	if len(n.Content) == 0 {
		end = min(at+1, len(s.text))
	}
	return s.bracketEnd(end)
}

// bracketEnd passes blanks, commas and comments and the closing bracket.
func (s *source) bracketEnd(at int) int {
	for i := at; i < len(s.text); i++ {
		switch s.text[i] {
		case ']', '}':
			return i + 1
		case '#':
			if eol := bytes.IndexByte(s.text[i:], '\n'); eol >= 0 {
				i += eol
				continue
			}
			return at
		case ' ', '\t', '\n', ',', ':':
		default:
			return at
		}
	}
	return at
}

func (s *source) scalarEnd(n *yaml.Node, at int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return s.quoteEnd(at, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return s.quoteEnd(at, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		if eol := bytes.IndexByte(s.text[at:], '\n'); eol >= 0 {
			return s.textEnd(n.Value, at+eol, at+eol)
		}
	}
	return s.textEnd(n.Value, at, at)
}

// quoteEnd passes a quoted text; a doubled single quote and a backslashed
// character belong to it.
func (s *source) quoteEnd(at int, quote byte) int {
	for i := at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == quote && quote == '\'' && i+1 < len(s.text) && s.text[i+1] == quote:
			i++
		case c == quote:
			return i + 1
		}
	}
	return at
}

// textEnd matches an unquoted value against the text from at, where line breaks
// and indentation differ and nothing else does.
func (s *source) textEnd(value string, at, end int) int {
	for _, want := range value {
		if isBlank(want) {
			continue
		}
		for at < len(s.text) {
			got, size := utf8.DecodeRune(s.text[at:])
			at += size
			if got == want {
				end = at
				break
			}
			if !isBlank(got) {
				return end
			}
		}
	}
	return end
}

// isBlank: other spaces, such as the ideographic one, are text to YAML.
func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }
