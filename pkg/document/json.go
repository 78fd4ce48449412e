package document

import (
	"encoding/json"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// jsonReader makes of a JSON text (RFC 8259) the nodes that yaml.v3 would make, so
// that all else is the same for both. It takes what json.Valid takes, up to its
// limits. A method that gives nil has reported why.
type jsonReader struct {
	*general
	at           int   // offset of the next character
	line, column int   // of the same; columns in code points
	open         []int // offsets of the brackets that are open
	nodes        int
}

func (g *general) readJSON() {
	r := &jsonReader{general: g, line: 1, column: 1}
	r.space()
	if r.ended() {
		r.refuse(span{}, finding.Say("the file is empty"), finding.Sentence{})
		return
	}
	root := r.value()
	if root == nil {
		return
	}
	r.space()
	if !r.ended() {
		r.behindTheEnd()
		return
	}
	g.add(root)
}

func (r *jsonReader) ended() bool { return r.at == len(r.text) }

// peek is the next byte, 0 at the end; a NUL in the text is no token either.
func (r *jsonReader) peek() byte {
	if r.ended() {
		return 0
	}
	return r.text[r.at]
}

// pass goes on to an offset on the same line.
func (r *jsonReader) pass(to int) {
	r.column += utf8.RuneCount(r.text[r.at:to])
	r.at = to
}

func (r *jsonReader) space() {
	for ; !r.ended(); r.at++ {
		switch r.text[r.at] {
		case ' ', '\t', '\r':
			r.column++
		case '\n':
			r.line, r.column = r.line+1, 1
		default:
			return
		}
	}
}

func (r *jsonReader) node(kind yaml.Kind, tag string) *yaml.Node {
	return &yaml.Node{Kind: kind, Tag: tag, Line: r.line, Column: r.column}
}

func (r *jsonReader) value() *yaml.Node {
	if r.nodes++; r.nodes > maxNodes {
		return r.limit("json/size", finding.Say("more than %s values in one file", maxNodes))
	}
	switch c := r.peek(); {
	case c == '{':
		return r.collection(r.node(yaml.MappingNode, "!!map"), '}')
	case c == '[':
		return r.collection(r.node(yaml.SequenceNode, "!!seq"), ']')
	case c == '"':
		return r.quoted()
	case isDigit(c) || c == '-' || c == '+' || c == '.':
		return r.number()
	case isLetter(c):
		return r.word()
	}
	return r.noValue()
}

// collection reads an object or an array up to its closing bracket.
func (r *jsonReader) collection(n *yaml.Node, closing byte) *yaml.Node {
	if len(r.open) == maxNesting {
		return r.limit("json/depth", finding.Say("more than %s levels inside one another", maxNesting))
	}
	n.Style = yaml.FlowStyle
	r.open = append(r.open, r.at)
	r.pass(r.at + 1)
	r.space()
	for comma := -1; r.peek() != closing || comma >= 0; {
		if r.peek() == closing {
			return r.trailingComma(comma)
		}
		if closing == '}' && !r.name(n) {
			return nil
		}
		item := r.value()
		if item == nil {
			return nil
		}
		n.Content = append(n.Content, item)
		r.space()
		if r.peek() == closing {
			break
		}
		if r.peek() != ',' {
			return r.noComma(closing)
		}
		comma = r.at
		r.pass(r.at + 1)
		r.space()
	}
	r.open = r.open[:len(r.open)-1]
	r.pass(r.at + 1)
	return n
}

// name reads the name of a field, and its colon.
func (r *jsonReader) name(n *yaml.Node) bool {
	if r.peek() != '"' {
		r.noName()
		return false
	}
	key := r.quoted()
	if key == nil {
		return false
	}
	n.Content = append(n.Content, key)
	r.space()
	if r.peek() != ':' {
		r.noColon()
		return false
	}
	r.pass(r.at + 1)
	r.space()
	return true
}

// quoted reads a text in double quotes.
func (r *jsonReader) quoted() *yaml.Node {
	n := r.node(yaml.ScalarNode, "!!str")
	n.Style = yaml.DoubleQuotedStyle
	escaped := false
	end := r.at + 1
	for ; ; end++ {
		if end == len(r.text) || r.text[end] == '\n' {
			return r.openQuote(end)
		}
		c := r.text[end]
		if c == '"' {
			break
		}
		if c < ' ' {
			return r.rawControl(end)
		}
		if c == '\\' {
			size := escapeSize(r.text[end:])
			if size == 0 {
				return r.badEscape(end)
			}
			escaped = true
			end += size - 1
		}
	}
	end++
	if !escaped {
		n.Value = string(r.text[r.at+1 : end-1])
	} else if err := json.Unmarshal(r.text[r.at:end], &n.Value); err != nil {
		return r.badEscape(r.at)
	}
	r.pass(end)
	return n
}

// escapeSize is the length of the escape with which a text begins; 0 if JSON knows
// none such.
func escapeSize(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		for i := 2; i < 6; i++ {
			if i == len(text) || !isHex(text[i]) {
				return 0
			}
		}
		return 6
	}
	return 0
}

// number reads a number; its text stays as it is.
func (r *jsonReader) number() *yaml.Node {
	n := r.node(yaml.ScalarNode, "!!int")
	end := r.at
	for end < len(r.text) && isNumberLike(r.text[end]) {
		end++
	}
	n.Value = string(r.text[r.at:end])
	if same, ok := decimal(n.Value); !ok || string(same) != n.Value {
		return r.badNumber(end)
	}
	for i := range n.Value {
		if c := n.Value[i]; c == '.' || c == 'e' || c == 'E' {
			n.Tag = "!!float"
		}
	}
	r.pass(end)
	return n
}

// word reads true, false or null.
func (r *jsonReader) word() *yaml.Node {
	n := r.node(yaml.ScalarNode, "!!bool")
	end := r.at
	for end < len(r.text) && (isLetter(r.text[end]) || isDigit(r.text[end])) {
		end++
	}
	n.Value = string(r.text[r.at:end])
	switch n.Value {
	case "null":
		n.Tag = "!!null"
	case "true", "false":
	default:
		return r.badWord(end)
	}
	r.pass(end)
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|' ' >= 'a' && c|' ' <= 'z' || c == '_' || c == '$' }

func isHex(c byte) bool { return isDigit(c) || c|' ' >= 'a' && c|' ' <= 'f' }

func isNumberLike(c byte) bool {
	return isDigit(c) || isLetter(c) || c == '+' || c == '-' || c == '.'
}
