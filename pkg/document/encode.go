package document

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Encode writes a value in canonical form: block style, two spaces, LF, text that
// looks like a number or a date, or like a mistake, in quotes. The order is that of struct fields;
// maps are sorted by key. A text that Parse would not read back as it is (hidden
// characters, or several lines of which the first is empty or begins with a space)
// is a *finding.Fault.
func Encode(v any) ([]byte, error) {
	if _, isNode := v.(*yaml.Node); !isNode {
		texts := &textCheck{}
		if fault := texts.all(reflect.ValueOf(v)); fault != nil {
			return nil, fault
		}
		if texts.doubtful {
			var n yaml.Node
			if err := n.Encode(v); err != nil {
				return nil, fmt.Errorf("encode: %w", err)
			}
			quoteDoubtful(&n)
			v = &n
		}
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return out.Bytes(), nil
}

// textCheck looks at the texts of a value, and whether Parse would complain about
// one that stands without quotes.
type textCheck struct{ doubtful bool }

// all gives the first text that cannot be written and read back.
func (c *textCheck) all(v reflect.Value) *finding.Fault {
	var inner []reflect.Value
	switch v.Kind() {
	case reflect.String:
		c.doubtful = c.doubtful || doubtfulText(v.String())
		return checkText(v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			inner = append(inner, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			inner = append(inner, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			inner = append(inner, v.Field(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			inner = append(inner, key, v.MapIndex(key))
		}
	}
	for _, i := range inner {
		if fault := c.all(i); fault != nil {
			return fault
		}
	}
	return nil
}

// doubtfulText reports what Parse takes for a mistake where it stands without
// quotes, and yaml.v3 would write so.
func doubtfulText(text string) bool {
	if text == "" {
		return false
	}
	_, _, enclosed := unquoted(text)
	return enclosed || placeholder(text) || outOfRange(text)
}

func quoteDoubtful(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Style == 0 && n.Tag == "!!str" && doubtfulText(n.Value) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		quoteDoubtful(child)
	}
}

func checkText(text string) *finding.Fault {
	switch {
	case !utf8.ValidString(text):
		return &finding.Fault{
			Message: finding.Say("the text %q is not UTF-8", finding.Clip(text)),
			Hint:    finding.Say("it may have been saved as GBK; save it as UTF-8"),
		}
	case strings.ContainsFunc(text, forbidden):
		return &finding.Fault{
			Message: finding.Say("the text %q holds invisible or control characters", finding.Clip(text)),
			Hint:    finding.Say("delete it; it is often pasted in unseen"),
		}
	case losesItsStart(text):
		return &finding.Fault{
			Message: finding.Say("the text %q begins with a space or an empty line", finding.Clip(text)),
			Hint:    finding.Say("begin a text of several lines with a word"),
		}
	}
	return nil
}

// losesItsStart: yaml.v3 writes such a text as a block with a wrong indentation
// mark, and what is read back is another text.
func losesItsStart(text string) bool {
	return strings.Contains(text, "\n") && (text[0] == '\n' || text[0] == ' ')
}

// AppendElement adds one element to the list `history`, the last field of a
// record, so that the result begins with all the bytes of data (docs/format.md,
// "Records grow at the end only"). What cannot be grown so is a *finding.Fault.
func AppendElement(data []byte, element any) ([]byte, error) {
	before, fault := readHistory(data)
	if fault != nil {
		return nil, fault
	}
	text, err := Encode(map[string]any{"history": []any{element}})
	if err != nil {
		return nil, err
	}
	added := bytes.TrimPrefix(text, []byte("history:\n"))
	if !bytes.HasPrefix(added, []byte("  - step: ")) {
		return nil, cannotAppend(finding.Say("an element of history begins with its step"))
	}
	grown := append(bytes.Clone(data), added...)
	after, fault := readHistory(grown)
	if fault != nil || len(after) != len(before)+1 || !reflect.DeepEqual(after[:len(before)], before) {
		return nil, cannotAppend(finding.Say("the record is not in canonical form"))
	}
	return grown, nil
}

func readHistory(data []byte) ([]any, *finding.Fault) {
	doc, fs := ParseLiteral("", data)
	if doc == nil || finding.Failed(fs) {
		return nil, cannotAppend(finding.Say("the record has faults of its own"))
	}
	if !bytes.HasSuffix(data, []byte("\n")) {
		return nil, cannotAppend(finding.Say("the record does not end in a line end"))
	}
	n := doc.root.Content
	if doc.root.Kind != yaml.MappingNode || len(n) < 2 || n[len(n)-2].Value != "history" {
		return nil, cannotAppend(finding.Say("history is not the last field of the record"))
	}
	history := n[len(n)-1]
	if history.Kind != yaml.SequenceNode || history.Style&yaml.FlowStyle != 0 || len(history.Content) == 0 {
		return nil, cannotAppend(finding.Say("history is not a list of lines with at least one element"))
	}
	return value(history).([]any), nil
}

func cannotAppend(why finding.Sentence) *finding.Fault {
	return &finding.Fault{
		Message: finding.Say("cannot add to the record's history: %s", why),
		Hint:    finding.Say("restore the record from Git, and check it with sc validate"),
	}
}
