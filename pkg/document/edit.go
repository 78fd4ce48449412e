package document

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Set gives data with the value at path (field names and list indexes) replaced or,
// where its field is absent, added behind the others. All other bytes stay: order,
// comments, blank lines. What cannot be changed so is a *finding.Fault.
func Set(data []byte, path []string, value any) ([]byte, error) {
	return editText(data, path, value, (*editor).set)
}

// Append gives data with one more item in the list at path, which is made where it
// is absent. See Set.
func Append(data []byte, path []string, value any) ([]byte, error) {
	return editText(data, path, value, (*editor).append)
}

// Delete gives data without the field or item at path. Comments on lines of their
// own stay. See Set.
func Delete(data []byte, path []string) ([]byte, error) {
	return editText(data, path, nil, (*editor).remove)
}

// editor changes the text of one document by the places of its nodes.
type editor struct {
	*Document
	want any        // the values as they are to be after the change
	node *yaml.Node // the new value
	path []string
	flaw *finding.Fault
}

// editText changes the text, then reads the result: it must hold the wanted values,
// so a change that the layout of the file would spoil is refused, not written.
func editText(data []byte, path []string, v any, change func(*editor) []byte) ([]byte, error) {
	doc, fs := Parse("", data)
	if doc == nil || finding.Failed(fs) {
		return nil, cannotEdit(path, finding.Say("the file has faults of its own"))
	}
	node, err := toNode(v)
	if err != nil {
		return nil, err
	}
	e := &editor{Document: doc, node: node, path: path, want: doc.Value()}
	out := change(e)
	if e.flaw != nil {
		return nil, e.flaw
	}
	after, fs := Parse("", out)
	if after == nil || finding.Failed(fs) || !reflect.DeepEqual(after.Value(), e.want) {
		return nil, cannotEdit(path, finding.Say("the file is not laid out in canonical form there"))
	}
	return out, nil
}

func cannotEdit(path []string, why finding.Sentence) *finding.Fault {
	return &finding.Fault{
		Message: finding.Say("cannot change %s: %s", strings.Join(path, "."), why),
		Hint:    finding.Say("change it by hand, and check it with sc validate"),
	}
}

func toNode(v any) (*yaml.Node, error) {
	text, err := Encode(v)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	return doc.Content[0], nil
}

func (e *editor) refuse(why finding.Sentence) []byte {
	e.flaw = cannotEdit(e.path, why)
	return nil
}

func (e *editor) set() []byte {
	e.want = changed(e.want, e.path, func(any) (any, bool) { return value(e.node), true })
	return e.put(e.path, e.node)
}

func (e *editor) append() []byte {
	e.want = changed(e.want, e.path, func(old any) (any, bool) {
		list, _ := old.([]any)
		return append(slices.Clone(list), value(e.node)), true
	})
	_, list, ok := e.find(pointerOf(e.path))
	if !ok || list.Kind != yaml.SequenceNode || len(list.Content) == 0 || list.Style&yaml.FlowStyle != 0 {
		items := []*yaml.Node{e.node}
		if ok && list.Kind == yaml.SequenceNode {
			items = append(slices.Clone(list.Content), e.node)
		} else if ok && list.Tag != "!!null" {
			return e.refuse(finding.Say("it is not a list"))
		}
		return e.put(e.path, &yaml.Node{Kind: yaml.SequenceNode, Content: items})
	}
	return e.insertBelow(list, itemText(e.node), list.Column-1)
}

func (e *editor) remove() []byte {
	if _, _, ok := e.find(pointerOf(e.path)); !ok || len(e.path) == 0 {
		return e.refuse(finding.Say("there is no such field or item"))
	}
	e.want = changed(e.want, e.path, func(any) (any, bool) { return nil, false })
	last := len(e.path) - 1
	key, target, _ := e.find(pointerOf(e.path))
	_, parent, _ := e.find(pointerOf(e.path[:last]))
	if only := len(parent.Content) <= 2 && key != nil || len(parent.Content) == 1; only {
		return e.put(e.path[:last], &yaml.Node{Kind: parent.Kind, Style: yaml.FlowStyle})
	}
	if parent.Style&yaml.FlowStyle != 0 {
		return e.refuse(finding.Say("it stands inside [ ] or { }"))
	}
	return e.cut(key, target)
}

// put replaces the value at path, or adds its field to the nearest map above.
func (e *editor) put(path []string, node *yaml.Node) []byte {
	if len(path) == 0 {
		return e.refuse(finding.Say("the whole record cannot be replaced"))
	}
	key, old, ok := e.find(pointerOf(path))
	_, parent, found := e.find(pointerOf(path[:len(path)-1]))
	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: path[len(path)-1]}
	entry := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{name, node}}
	switch {
	case !found || parent.Tag == "!!null" || parent.Kind == yaml.MappingNode && len(parent.Content) == 0:
		return e.put(path[:len(path)-1], entry)
	case parent.Style&yaml.FlowStyle != 0:
		return e.refuse(finding.Say("it stands inside [ ] or { }"))
	case ok && key != nil:
		return e.replace(span{e.span(key).start, e.end(old)}, blockText(entry), key.Column-1)
	case ok:
		text := strings.TrimPrefix(itemText(node), "- ")
		return e.replace(e.span(old), text, parent.Column-1)
	case parent.Kind != yaml.MappingNode:
		return e.refuse(finding.Say("there is no such field or item"))
	}
	return e.insertBelow(parent, blockText(entry), parent.Column-1)
}

// replace puts text in place of a stretch; a comment behind it stays behind the
// first line.
func (e *editor) replace(at span, text string, indent int) []byte {
	head, rest, more := strings.Cut(indented(text, indent), "\n")
	eol := e.lineEnd(e.place(at.end).Line)
	out := bytes.Clone(e.text[:at.start])
	out = append(out, strings.TrimLeft(head, " ")...)
	out = append(out, e.text[at.end:eol]...)
	if more {
		out = append(out, "\n"+rest...)
	}
	return append(out, e.text[eol:]...)
}

// insertBelow adds lines behind the last line of a node.
func (e *editor) insertBelow(n *yaml.Node, text string, indent int) []byte {
	eol := e.lineEnd(e.place(e.end(n)).Line)
	out := append(bytes.Clone(e.text[:eol]), "\n"+indented(text, indent)...)
	return append(out, e.text[eol:]...)
}

// cut removes the lines of a field or an item; a field behind a list's dash gives
// its place to the next one.
func (e *editor) cut(key, target *yaml.Node) []byte {
	first := target
	if key != nil {
		first = key
	}
	start, end := e.span(first).start, e.end(target)
	line := e.lines[e.place(start).Line-1]
	after := min(e.lineEnd(e.place(end).Line)+1, len(e.text))
	before := strings.TrimLeft(string(e.text[line:start]), " ")
	switch {
	case before == "" || key == nil && strings.TrimSpace(before) == "-":
		start = line
	case key != nil && strings.TrimSpace(before) == "-":
		for after < len(e.text) && e.text[after] == ' ' {
			after++
		}
	default:
		return e.refuse(finding.Say("it shares its line with others"))
	}
	return append(bytes.Clone(e.text[:start]), e.text[after:]...)
}

// changed gives the values with what stands at path replaced, added or, where
// change does not keep it, removed.
func changed(v any, path []string, change func(any) (any, bool)) any {
	if len(path) == 0 {
		v, _ = change(v)
		return v
	}
	keep := true
	inner := change
	if len(path) == 1 {
		inner = func(old any) (next any, k bool) { next, keep = change(old); return next, keep }
	}
	switch old := v.(type) {
	case nil:
		return map[string]any{path[0]: changed(nil, path[1:], inner)}
	case map[string]any:
		next := changed(old[path[0]], path[1:], inner)
		if old[path[0]] = next; !keep {
			delete(old, path[0])
		}
	case []any:
		if i, err := strconv.Atoi(path[0]); err == nil && i >= 0 && i < len(old) {
			if old[i] = changed(old[i], path[1:], inner); !keep {
				return slices.Delete(old, i, i+1)
			}
		}
	}
	return v
}

func pointerOf(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteString("/" + Escape(p))
	}
	return b.String()
}

// blockText is a node in canonical form without its last LF.
func blockText(n *yaml.Node) string {
	text, err := Encode(unflowed(n))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(text), "\n")
}

func itemText(n *yaml.Node) string {
	return blockText(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}})
}

// unflowed is a copy of a node in block style, except for what is empty.
func unflowed(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	if len(n.Content) > 0 {
		c.Style &^= yaml.FlowStyle
	}
	for i, child := range n.Content {
		c.Content[i] = unflowed(child)
	}
	return &c
}

// indented puts spaces before each line that is not empty.
func indented(text string, by int) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = strings.Repeat(" ", by) + line
		}
	}
	return strings.Join(lines, "\n")
}
