package validator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	ruleRequired = "schema/required"
	ruleUnknown  = "schema/unknown-key"
)

func itoa(i int) string { return strconv.Itoa(i) }

func atoi(s string) int {
	i, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return i
}

// findings says what one breach means; "required" and "additionalProperties" may
// each stand for several fields.
func (c *schemaCheck) findings(b breach) []finding.Finding {
	switch b.keyword {
	case "required":
		return c.missing(b)
	case "additionalProperties":
		return c.unknown(b)
	}
	f := c.fault("schema/"+kebab(b.keyword), b.pointer, document.Content)
	if b.ofName {
		f = c.fault("schema/name", b.pointer, document.Name)
	}
	f.Message, f.Hint = c.words(b)
	switch {
	case b.keyword == "type" && c.hasWideColon(b.pointer):
		f.Rule = "yaml/full-width-colon"
		f.Hint = finding.Say("write an ASCII colon and a space: “: ”")
	case b.keyword == "uniqueItems":
		f = c.onTwin(f, b.pointer)
	}
	return []finding.Finding{f}
}

// fault places a finding on a part of the field at a pointer.
func (c *schemaCheck) fault(rule, pointer string, part document.Part) finding.Finding {
	f := finding.Finding{File: c.doc.File(), Rule: rule, Severity: finding.Error, Pointer: pointer}
	f.Start, f.End = c.doc.Region(pointer, part)
	return f
}

// missing gives one finding for each absent field, at the head of the map that
// lacks it.
func (c *schemaCheck) missing(b breach) []finding.Finding {
	have, _ := at(c.value, b.pointer).(map[string]any)
	var fs []finding.Finding
	for _, name := range c.raw.at(b.location).texts("required") {
		if _, ok := have[name]; ok {
			continue
		}
		f := c.fault(ruleRequired, b.pointer, document.Head)
		f.Message = finding.Say("the field %q (%s) is missing in: %s",
			name, c.raw.label(c.kind, b.pointer+"/"+document.Escape(name)), c.raw.label(c.kind, b.pointer))
		fs = append(fs, f)
	}
	return fs
}

// unknown gives one finding for each field that the schema does not list.
func (c *schemaCheck) unknown(b breach) []finding.Finding {
	have, _ := at(c.value, b.pointer).(map[string]any)
	known := c.raw.at(b.location).known()
	absent := slices.DeleteFunc(slices.Clone(known), func(name string) bool {
		_, ok := have[name]
		return ok
	})
	var fs []finding.Finding
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if slices.Contains(known, name) || len(fs) == maxBreaches {
			continue
		}
		f := c.fault(ruleUnknown, b.pointer+"/"+document.Escape(name), document.Name)
		f.Message = finding.Say("the field %q is not known in: %s", name, c.raw.label(c.kind, b.pointer))
		if near, ok := finding.Nearest(name, absent); ok {
			f.Hint = finding.Say("did you mean %q?", near)
		}
		fs = append(fs, f)
	}
	return fs
}

// words says what was expected and what was found.
func (c *schemaCheck) words(b breach) (message, hint finding.Sentence) {
	label, found := c.raw.label(c.kind, b.pointer), at(c.value, b.pointer)
	schema := c.raw.at(b.location)
	if own, ok := schema.message(); ok && b.keyword != "type" && b.keyword != "maxLength" {
		if b.ofName {
			return finding.Say("the name %q: %s", lastToken(b.pointer), own), hint
		}
		return finding.Say("%s: %s; found %s", label, own, foundWords(found)), hint
	}
	if b.keyword == "enum" || b.keyword == "const" {
		return c.choiceWords(b, schema)
	}
	limit := fmt.Sprint(schema.body[b.keyword])
	switch b.keyword {
	case "type":
		return finding.Say("%s: expected %s; found %s", label, c.expected(b, schema), foundWords(found)), hint
	case "minLength":
		return finding.Say("%s must not be empty", label), finding.Say("write a text, or leave the field out")
	case "minItems", "minProperties":
		return finding.Say("%s: expected at least %s; found %s", label, limit, size(found)), hint
	case "maxLength":
		return finding.Say("%s: expected at most %s characters; found %s", label, limit, size(found)), hint
	case "minimum":
		return finding.Say("%s: expected %s or more; found %s", label, limit, foundWords(found)), hint
	case "maximum":
		return finding.Say("%s: expected %s or less; found %s", label, limit, foundWords(found)), hint
	case "uniqueItems":
		return finding.Say("%s: the same item stands here twice", label), finding.Say("keep one of the two")
	}
	return finding.Say("%s does not meet the rule %q of its schema", label, b.keyword), hint
}

// choiceWords lists what may stand here, and the nearest of it.
func (c *schemaCheck) choiceWords(b breach, schema rawSchema) (message, hint finding.Sentence) {
	choices := schema.texts("enum")
	if b.keyword == "const" {
		choices = []string{fmt.Sprint(schema.body["const"])}
	}
	found := at(c.value, b.pointer)
	if text, ok := found.(string); ok {
		if near, ok := finding.Nearest(strings.ToLower(text), choices); ok && near != text {
			hint = finding.Say("did you mean %q?", near)
		} else if slices.Contains(choices, strings.ToLower(text)) {
			hint = finding.Say("did you mean %q?", strings.ToLower(text))
		}
	}
	return finding.Say("%s: expected one of %s; found %s",
		c.raw.label(c.kind, b.pointer), strings.Join(choices, ", "), foundWords(found)), hint
}

// expected names the types that may stand here.
func (c *schemaCheck) expected(b breach, schema rawSchema) finding.Sentence {
	types := schema.types()
	if len(b.branches) > 0 {
		types = nil
		for _, br := range b.branches {
			types = append(types, c.branch(b, br.index).types()...)
		}
	}
	var words finding.Sentence
	for _, t := range types {
		if words.IsZero() {
			words = typeWords(t)
		} else {
			words = finding.Say("%s or %s", words, typeWords(t))
		}
	}
	return words
}

func typeWords(jsonType string) finding.Sentence {
	switch jsonType {
	case "string":
		return finding.Say("text")
	case "integer":
		return finding.Say("a whole number")
	case "number":
		return finding.Say("a number")
	case "boolean":
		return finding.Say("true or false")
	case "array":
		return finding.Say("a list")
	case "object":
		return finding.Say("a map of fields")
	}
	return finding.Say("null")
}

func foundWords(value any) finding.Sentence {
	switch v := value.(type) {
	case nil:
		return finding.Say("nothing")
	case string:
		return finding.Say("the text %q", finding.Clip(v))
	case bool:
		return finding.Say("the value %s", strconv.FormatBool(v))
	case []any:
		return finding.Say("a list")
	case map[string]any:
		return finding.Say("a map of fields")
	}
	return finding.Say("the number %s", fmt.Sprint(value))
}

func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case int64:
		return "integer"
	case json.Number:
		return "integer"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
	}
	return "number"
}

func size(value any) int {
	switch v := value.(type) {
	case string:
		return len([]rune(v))
	case []any:
		return len(v)
	case map[string]any:
		return len(v)
	}
	return 0
}

// hasWideColon reports whether a text reads like a field with a full-width colon.
func (c *schemaCheck) hasWideColon(pointer string) bool {
	text, _ := at(c.value, pointer).(string)
	return document.ReadsLikeField(text)
}

// onTwin moves a finding about a list to the item that repeats an earlier one.
func (c *schemaCheck) onTwin(f finding.Finding, pointer string) finding.Finding {
	list, _ := at(c.value, pointer).([]any)
	first := map[string]int{}
	for i, item := range list {
		text := fmt.Sprintf("%T %v", item, item)
		before, twice := first[text]
		if !twice {
			first[text] = i
			continue
		}
		f.Pointer = pointer + "/" + itoa(i)
		f.Start, f.End = c.doc.Region(f.Pointer, document.Content)
		f.Related = []finding.Related{{
			File: c.doc.File(), Start: c.doc.Place(pointer + "/" + itoa(before)),
			Message: finding.Say("it stands here first"),
		}}
		break
	}
	return f
}

func lastToken(pointer string) string {
	t := document.Tokens(pointer)
	if len(t) == 0 {
		return ""
	}
	return t[len(t)-1]
}

// kebab makes min-items of minItems.
func kebab(keyword string) string {
	var b strings.Builder
	for _, r := range keyword {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
