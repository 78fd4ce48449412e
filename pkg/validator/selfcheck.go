package validator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/schemas"
)

// SelfCheck gives what is wrong with a JSON Schema (draft-04 to 2020-12) itself,
// sorted: keywords, types and formats that do not exist, keywords that take
// something else, patterns that do not compile, references that lead nowhere, and
// what no value could meet. References to other files are not followed, save to
// the schemas of sc. A schema that is published as one of these (by its $id) must
// also explain each field in both languages. A nil document has no findings here.
func SelfCheck(doc *document.Document) (fs []finding.Finding) {
	if doc == nil {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			fs = []finding.Finding{document.Internal(doc.File(), r)}
		}
	}()
	root := doc.Value()
	d, known := draftOf(root)
	c := &selfCheck{doc: doc, draft: d, targets: newTargets(root, d)}
	if !known {
		c.report("draft", "/$schema", finding.Say("the draft %q is not known", textAt(root, "$schema")),
			finding.Say("such as “https://json-schema.org/draft/2020-12/schema”, which is also meant where $schema is left out"))
	}
	c.schema(spot{base: c.targets.root}, root)
	if strings.HasPrefix(c.targets.root, schemas.Base) {
		c.published(root)
	}
	finding.Sort(c.found)
	return c.found[:min(len(c.found), maxSelfFindings)]
}

// maxSelfFindings is how many findings of one file are told; a file with more is
// no schema.
const maxSelfFindings = 1000

// selfCheck walks the schema objects of one document.
type selfCheck struct {
	doc     *document.Document
	draft   draft
	targets *targets
	found   []finding.Finding
}

// spot is where in a document a schema object stands, and the address against
// which its references are read.
type spot struct {
	at, base string
}

func (s spot) below(tokens ...string) spot {
	for _, t := range tokens {
		s.at += "/" + document.Escape(t)
	}
	return s
}

// report adds an error about a value and gives it back for refinement; the next
// report makes the pointer stale.
func (c *selfCheck) report(rule, at string, message, hint finding.Sentence) *finding.Finding {
	f := finding.Finding{
		File: c.doc.File(), Rule: "meta/" + rule, Severity: finding.Error, Pointer: at, Message: message, Hint: hint,
	}
	f.Start, f.End = c.doc.Region(at, document.Content)
	c.found = append(c.found, f)
	return &c.found[len(c.found)-1]
}

// onName moves a finding from a value to its name.
func (c *selfCheck) onName(f *finding.Finding) *finding.Finding {
	f.Start, f.End = c.doc.Region(f.Pointer, document.Name)
	return f
}

func (c *selfCheck) schema(s spot, value any) {
	body, ok := value.(map[string]any)
	switch {
	case len(c.found) > maxSelfFindings:
		return
	case !isSchema(value):
		c.report("value", s.at, finding.Say("expected a schema; found %s", foundWords(value)), finding.Sentence{})
		return
	case !ok: // true and false
		return
	}
	s.base = c.targets.baseOf(body, s.base)
	if _, ok := body["$ref"]; ok && c.draft <= draft07 { // what stands beside it does not count there
		c.reference(s.below("$ref"), body["$ref"])
	}
	for _, name := range slices.Sorted(maps.Keys(body)) {
		c.keyword(s, name, body[name])
	}
	c.required(s, body)
	c.ranges(s, body)
	c.choices(s, body)
}

// keyword checks one keyword by itself, and the schemas in its value.
func (c *selfCheck) keyword(s spot, name string, value any) {
	here := s.below(name)
	k, known := keywords[name]
	switch {
	case !known && strings.HasPrefix(name, "x-"):
		return
	case !known:
		c.unknownKeyword(here, name)
		return
	case c.draft < k.since || k.until != 0 && c.draft > k.until:
		f := c.report("draft", here.at, finding.Say("the keyword %q is none of this draft of JSON Schema; validators may pass over it", name), finding.Sentence{})
		f.Severity = finding.Warning
		c.onName(f)
	case !k.takes.fits(value, c.draft):
		c.misfit(here, name, value)
		return
	}
	c.special(here, name, value)
	c.inner(here, k.takes, value)
}

// misfit tells a keyword whose value is none that it takes; in a list of texts it
// points at the first item that is none.
func (c *selfCheck) misfit(s spot, name string, value any) {
	takes, hint := keywords[name].takes, finding.Sentence{}
	list, isList := value.([]any)
	if isList && name == "items" {
		hint = finding.Say("for items by their place, write %q", "prefixItems")
	}
	if i := slices.IndexFunc(list, func(v any) bool { return !isText(v) }); i >= 0 && (takes == someNames || takes == typeNames) {
		s, value = s.below(itoa(i)), list[i]
	}
	message := finding.Say("the keyword %q takes %s; found %s", name, takes.words(), foundWords(value))
	c.report("value", s.at, message, hint)
}

// unknownKeyword is an error where it is most likely misspelt, else a warning: a
// validator passes over it.
func (c *selfCheck) unknownKeyword(s spot, name string) {
	f := c.report("unknown-keyword", s.at, finding.Say("there is no keyword %q; it would be passed over", name), finding.Sentence{})
	if near, ok := nearestKeyword(name); ok {
		f.Hint = finding.Say("did you mean %q?", near)
	} else {
		f.Severity, f.Hint = finding.Warning, finding.Say("let the name of a keyword of your own begin with x-")
	}
	c.onName(f)
}

// inner walks the schemas in a keyword's value.
func (c *selfCheck) inner(s spot, t takes, value any) {
	switch {
	case t != aSchema && t != someSchemas && t != namedSchemas && t != itemSchemas && t != schemasOrNames:
		return
	case t == aSchema || t == itemSchemas && isSchema(value):
		c.schema(s, value)
		return
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			c.schema(s.below(itoa(i)), item)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if t == namedSchemas || isSchema(v[name]) {
				c.schema(s.below(name), v[name])
			}
		}
	}
}

// special is what single keywords ask for beyond the kind of their value.
func (c *selfCheck) special(s spot, name string, value any) {
	switch name {
	case "type":
		c.types(s, value)
	case "format":
		c.format(s, value.(string))
	case "pattern":
		c.pattern(s, value.(string))
	case "patternProperties":
		for _, p := range slices.Sorted(maps.Keys(value.(map[string]any))) {
			before := len(c.found)
			c.pattern(s.below(p), p)
			for i := range c.found[before:] {
				c.onName(&c.found[before+i])
			}
		}
	case "required", "enum":
		c.twice(s, value.([]any))
	case "$ref", "$dynamicRef":
		if c.draft > draft07 {
			c.reference(s, value)
		}
	}
}

func (c *selfCheck) types(s spot, value any) {
	names, isList := value.([]any)
	if isList {
		c.twice(s, names)
	} else {
		names = []any{value}
	}
	for i, v := range names {
		name := v.(string)
		if slices.Contains(typesOfJSON, name) {
			continue
		}
		here := s
		if isList {
			here = s.below(itoa(i))
		}
		hint := finding.Say("the types are %s", strings.Join(typesOfJSON, ", "))
		if meant, ok := otherTypes[strings.ToLower(name)]; ok {
			hint = finding.Say("did you mean %q?", meant)
		} else if near, ok := nearName(strings.ToLower(name), typesOfJSON); ok {
			hint = finding.Say("did you mean %q?", near)
		}
		c.report("type", here.at, finding.Say("there is no type %q", name), hint)
	}
}

// format: an unknown format is nothing that a validator would stumble on, so it is
// an error only where it is most likely misspelt.
func (c *selfCheck) format(s spot, name string) {
	if slices.Contains(formats, name) {
		return
	}
	f := c.report("format", s.at, finding.Say("there is no format %q; nothing would be checked", name), finding.Sentence{})
	if near, ok := nearName(strings.ToLower(name), formats); ok {
		f.Hint = finding.Say("did you mean %q?", near)
	} else {
		f.Severity = finding.Warning
	}
}

// twice finds equal values in a list that should have none.
func (c *selfCheck) twice(s spot, list []any) {
	first := map[string]int{}
	for i, v := range list {
		text := jsonText(v)
		before, again := first[text]
		if !again {
			first[text] = i
			continue
		}
		f := c.report("repeated", s.below(itoa(i)).at, finding.Say("%s stands here a second time", foundWords(v)), finding.Say("keep one of the two"))
		f.Related = []finding.Related{{
			File: c.doc.File(), Start: c.doc.Place(s.below(itoa(before)).at), Message: finding.Say("it stands here first"),
		}}
	}
}

// jsonText is a value as JSON, in which 1 and 1.0 are the same.
func jsonText(v any) string {
	if isNumber(v) {
		return exact(v).RatString()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// required finds names that a closed map never lets in.
func (c *selfCheck) required(s spot, body map[string]any) {
	names, _ := body["required"].([]any)
	properties, hasFields := body["properties"].(map[string]any)
	if body["additionalProperties"] != false || !hasFields || !isListOf(body["required"], isText) {
		return
	}
	for i, v := range names {
		name := v.(string)
		if _, ok := properties[name]; ok || matchesAny(body["patternProperties"], name) {
			continue
		}
		hint := finding.Say("add it to properties, or take it out of required")
		if near, ok := nearName(name, slices.Sorted(maps.Keys(properties))); ok {
			hint = finding.Say("did you mean %q?", near)
		}
		c.report("required", s.below("required", itoa(i)).at,
			finding.Say("the field %q is required, but properties does not list it and nothing else may stand here", name), hint)
	}
}

// bounds are pairs of keywords of which the first must not be above the second;
// open ones must not be equal either.
var bounds = []struct {
	low, high string
	open      bool
}{
	{"minLength", "maxLength", false},
	{"minItems", "maxItems", false},
	{"minProperties", "maxProperties", false},
	{"minContains", "maxContains", false},
	{"minimum", "maximum", false},
	{"exclusiveMinimum", "maximum", true},
	{"minimum", "exclusiveMaximum", true},
	{"exclusiveMinimum", "exclusiveMaximum", true},
}

func (c *selfCheck) ranges(s spot, body map[string]any) {
	for _, b := range bounds {
		low, hasLow := numberOf(body[b.low])
		high, hasHigh := numberOf(body[b.high])
		if hasLow && hasHigh && (low > high || b.open && low == high) {
			c.report("range", s.below(b.low).at,
				finding.Say("no value can meet both %s %s and %s %s", b.low, fmt.Sprint(body[b.low]), b.high, fmt.Sprint(body[b.high])), finding.Sentence{})
		}
	}
}

// choices holds enum against its neighbours: the type, and the texts that explain
// its values one by one.
func (c *selfCheck) choices(s spot, body map[string]any) {
	list, _ := body["enum"].([]any)
	if types := rawTypes(body["type"]); len(types) > 0 && isListOf(body["type"], isText) != isText(body["type"]) {
		for i, v := range list {
			if have := typeOf(v); !slices.Contains(types, have) && !(have == "integer" && slices.Contains(types, "number")) {
				c.report("enum", s.below("enum", itoa(i)).at,
					finding.Say("%s can never stand here: the type is %s", foundWords(v), strings.Join(types, ", ")), finding.Sentence{})
			}
		}
	}
	for _, name := range []string{"enumDescriptions", "markdownEnumDescriptions"} {
		if texts, ok := body[name].([]any); ok && len(texts) != len(list) {
			c.report("enum", s.below(name).at,
				finding.Say("%s explains %s values, but enum has %s", name, len(texts), len(list)), finding.Sentence{})
		}
	}
}

// rawTypes are the values of type that exist; none where one does not.
func rawTypes(value any) []string {
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	var types []string
	for _, v := range list {
		name, _ := v.(string)
		if !slices.Contains(typesOfJSON, name) {
			return nil
		}
		types = append(types, name)
	}
	return types
}

func textAt(value any, name string) string {
	body, _ := value.(map[string]any)
	text, _ := body[name].(string)
	return text
}
