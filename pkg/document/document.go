package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Document is one YAML record: its values, and where each of them stands.
type Document struct {
	*source
	root *yaml.Node
	size int  // its values
	held *any // the values, where they were made in reading; else nil
}

// Values is how many values the document has, itself and all lists and objects among
// them. It is known of records only.
func (d *Document) Values() int { return d.size }

// Last is the name of the document's last field, and where in its text that begins; empty
// where it has none.
func (d *Document) Last() (name string, at int) {
	if d.root.Kind != yaml.MappingNode || len(d.root.Content) < 2 {
		return "", 0
	}
	key := d.root.Content[len(d.root.Content)-2]
	return nameOf(key), d.span(key).start
}

// File is the name under which the document was read.
func (d *Document) File() string { return d.file }

// Part is a part of a field that a finding may point at.
type Part int

// The parts of a field.
const (
	Content Part = iota // its value
	Name                // its name; the value, where it has none
	Head                // the name of the first field of its value
)

// Place is where the value at a JSON pointer (RFC 6901) begins; where there is no
// such value, the nearest one around it.
func (d *Document) Place(pointer string) finding.Place {
	start, _ := d.Region(pointer, Content)
	return start
}

// Region is where a part of the field at a JSON pointer (RFC 6901) begins, and the
// place just behind it; where there is no such field, the nearest one around it.
func (d *Document) Region(pointer string, part Part) (start, end finding.Place) {
	at := d.region(pointer, part)
	return d.place(at.start), d.place(at.end)
}

func (d *Document) region(pointer string, part Part) span {
	key, value, found := d.find(pointer)
	switch {
	case part == Name && found && key != nil:
		return d.span(key)
	case part == Head && len(value.Content) > 0:
		return span{d.offset(value.Line, value.Column), d.end(value.Content[0])}
	}
	return d.span(value)
}

func (s *source) span(n *yaml.Node) span {
	return span{s.offset(n.Line, n.Column), s.end(n)}
}

// find gives the key (nil for the root and for list items) and the value at a
// pointer, or the nearest around it with ok false. What is reached through an alias
// has the alias for its place.
func (d *Document) find(pointer string) (key, value *yaml.Node, ok bool) {
	value = d.root
	here := d.root
	for _, token := range Tokens(pointer) {
		c := childOf(here, token)
		if c.value == nil {
			return key, value, false
		}
		here = c.value
		switch {
		case value.Kind == yaml.AliasNode:
			key = nil
		case c.merged != nil:
			key, value = nil, c.merged
		default:
			key, value = c.key, c.value
		}
	}
	return key, value, true
}

// child is a field or an item.
type child struct {
	key    *yaml.Node // nil for an item
	value  *yaml.Node // nil where there is no such child
	merged *yaml.Node // the alias behind a merge key that it comes through, else nil
}

func childOf(n *yaml.Node, token string) child {
	n = aliased(n)
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if nameOf(n.Content[i]) == token {
				return child{key: n.Content[i], value: n.Content[i+1]}
			}
		}
		return mergedChild(n, token)
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.Content) {
			return child{value: n.Content[i]}
		}
	}
	return child{}
}

// Tokens takes a JSON pointer (RFC 6901) apart.
func Tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return parts
}

// Escape makes a field's name a token of a JSON pointer (RFC 6901).
func Escape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// Value is the whole record as map[string]any, []any, string, int64, float64,
// json.Number (whole numbers beyond int64), bool and nil. A date without quotes
// stays text. Of a key that stands twice the first counts. The values of ParseAll
// are made once and may share parts, so nobody may change them; there a number with
// a fraction or an exponent is a json.Number, as exact as it is written.
func (d *Document) Value() any {
	if d.held != nil {
		return *d.held
	}
	return value(d.root)
}

func value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if _, twice := m[n.Content[i].Value]; !twice {
				m[n.Content[i].Value] = value(n.Content[i+1])
			}
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = value(item)
		}
		return list
	}
	return scalarValue(n)
}

func scalarValue(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			return i
		}
		if !strings.ContainsAny(n.Value, ".eE") {
			return json.Number(n.Value)
		}
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	}
	return n.Value
}

// Decode fills a struct with yaml tags. A field that the struct does not have is
// an error; Check says that better, so call it first.
func (d *Document) Decode(v any) error {
	root, changed := quoteDates(d.root)
	if d.fills(v, root) {
		return nil // the same as below, without reading the text again
	}
	text := d.text
	if changed || d.held != nil {
		var err error
		if text, err = Encode(root); err != nil {
			return fmt.Errorf("decode %s: %w", d.file, err)
		}
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("decode %s: %w", d.file, err)
	}
	return nil
}

// fills decodes a record from its values where that is as strict as from its text, and
// says whether it did.
func (d *Document) fills(v any, root *yaml.Node) bool {
	t := reflect.TypeOf(v)
	return d.held == nil && t.Kind() == reflect.Pointer && fieldsOf{}.knows(t.Elem(), root) && root.Decode(v) == nil
}

// Fill is Decode for a document that a schema with closed maps has accepted: it does
// not read the text again, and passes over fields that the struct does not have.
func (d *Document) Fill(v any) error {
	root, _ := quoteDates(d.root)
	if err := root.Decode(v); err != nil {
		return fmt.Errorf("decode %s: %w", d.file, err)
	}
	return nil
}

// quoteDates makes text of dates without quotes, which yaml.v3 would turn into
// time.Time; it reports whether there were any. It keeps the texts that would not
// survive being written again. What it changes it copies, with all around it.
func quoteDates(n *yaml.Node) (quoted *yaml.Node, changed bool) {
	if n.Kind == yaml.ScalarNode {
		return quoteDate(n)
	}
	quoted = n
	for i, child := range n.Content {
		inner, innerChanged := quoteDates(child)
		changed = changed || innerChanged
		if inner == child {
			continue
		}
		if quoted == n {
			c := *n
			c.Content = slices.Clone(n.Content)
			quoted = &c
		}
		quoted.Content[i] = inner
	}
	return quoted, changed
}

func quoteDate(n *yaml.Node) (quoted *yaml.Node, changed bool) {
	date := n.Tag == "!!timestamp"
	if !date && !losesItsStart(n.Value) {
		return n, false
	}
	c := *n
	c.Style = yaml.DoubleQuotedStyle
	if date {
		c.Tag = "!!str"
	}
	return &c, date
}
