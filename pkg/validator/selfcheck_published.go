package validator

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/service-catalogue/sc/pkg/finding"
)

// published holds a schema of sc to what it owes its readers: editors show the
// titles and descriptions, and findings are made of titles and x-message.
func (c *selfCheck) published(root any) {
	c.explained(spot{}, root)
	c.fields(spot{}, root)
}

// fields walks to every field that is defined, not to those that conditions only
// speak of.
func (c *selfCheck) fields(s spot, value any) {
	body, _ := value.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(body)) {
		here := s.below(name)
		switch name {
		case "if", "then", "else", "allOf", "not":
			continue
		case "pattern", "format":
			if body["x-message"] == nil {
				c.report("untold", here.at, finding.Say("%s needs an x-message that says in both languages what is expected", name), finding.Sentence{})
			}
		case "properties", "$defs":
			named, _ := body[name].(map[string]any)
			for _, field := range slices.Sorted(maps.Keys(named)) {
				c.explained(here.below(field), named[field])
			}
		case "enum":
			if !isListOf(body["enumDescriptions"], func(v any) bool { text, _ := v.(string); return inBoth(text) }) {
				c.report("untold", here.at, finding.Say("enum needs a text in both languages for each value, in enumDescriptions"), finding.Sentence{})
			}
		}
		c.furtherFields(here, keywords[name].takes, body[name])
	}
}

func (c *selfCheck) furtherFields(s spot, t takes, value any) {
	switch {
	case t == aSchema || t == itemSchemas && isSchema(value):
		c.fields(s, value)
	case t == someSchemas:
		list, _ := value.([]any)
		for i, item := range list {
			c.fields(s.below(itoa(i)), item)
		}
	case t == namedSchemas:
		named, _ := value.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			c.fields(s.below(name), named[name])
		}
	}
}

// explained wants a title "中文 / English" and a description "中文。English.".
func (c *selfCheck) explained(s spot, value any) {
	title, description := textAt(value, "title"), textAt(value, "description")
	if !inBoth(title) {
		c.onName(c.report("untold", s.at, finding.Say("the title must be in both languages, as “中文 / English”"), finding.Sentence{}))
	}
	zh, en, ok := strings.Cut(description, "。")
	if !ok || !hasHan(zh) || hasHan(en) || !strings.HasSuffix(en, ".") {
		c.onName(c.report("untold", s.at, finding.Say("the description must be in both languages, as “中文。English.”"), finding.Sentence{}))
	}
}

// inBoth reports whether a title is in both languages.
func inBoth(title string) bool {
	names := splitTitle(title)
	return hasHan(names.ZH) && names.EN != "" && !hasHan(names.EN)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
