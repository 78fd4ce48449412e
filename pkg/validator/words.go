package validator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// words says what was expected and what was found.
func (c *schemaCheck) words(b breach) (message, hint finding.Sentence) {
	label := c.label(b.pointer)
	if b.ofName {
		return c.nameWords(b)
	}
	own, ok := b.rule.message()
	switch {
	case ok && !slices.Contains([]string{"type", "maxLength", "minContains", "maxContains", "uniqueItems"}, b.keyword):
		return finding.Say("%s: %s; found %s", label, own, c.found(b)), hint
	}
	return c.keywordWords(b, label)
}

// nameWords are about a field's name, which is told once.
func (c *schemaCheck) nameWords(b breach) (message, hint finding.Sentence) {
	name := lastToken(b.pointer)
	label := finding.Say("the name %q", finding.Clip(name))
	if own, ok := b.rule.message(); ok {
		return finding.Say("%s: %s", label, own), hint
	}
	switch b.keyword {
	case "enum", "const":
		if near, _, ok := c.near(b); ok {
			hint = didYouMean(near)
		}
		return finding.Say("%s is none of these: %s", label, b.allChoices()), hint
	case "pattern":
		return finding.Say("%s does not have the form that the schema asks for", label), c.advice(b)
	case "format":
		return finding.Say("%s is not %s", label, formatWords(b.rule.Format)), c.advice(b)
	case "not":
		return finding.Say("%s may not be used here", label), hint
	}
	return c.keywordWords(b, label)
}

func (c *schemaCheck) keywordWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	switch b.keyword {
	case "type":
		return finding.Say("%s: expected %s; found %s", label, b.expected(), c.found(b)), hint
	case "enum", "const":
		return c.choiceWords(b, label)
	case "pattern":
		return finding.Say("%s does not have the form that the schema asks for; found %s", label, c.found(b)), c.advice(b)
	case "format":
		return finding.Say("%s: expected %s; found %s", label, formatWords(b.rule.Format), c.found(b)), c.advice(b)
	case "anyOf", "oneOf":
		return c.alternativeWords(b, label)
	case "minContains", "maxContains":
		return c.containsWords(b, label)
	case "not":
		return c.notWords(b, label), hint
	case "uniqueItems":
		return finding.Say("%s: the same item stands here twice", label), finding.Say("keep one of the two")
	case "contentEncoding", "contentMediaType":
		kind := strings.TrimSpace(b.rule.ContentMediaType + " " + b.rule.ContentEncoding)
		return finding.Say("%s does not hold %s", label, kind), hint
	}
	return c.limitWords(b, label)
}

// limitWords are those of the keywords that set a number.
func (c *schemaCheck) limitWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	limit := b.rule.limit(b.keyword)
	switch b.keyword {
	case "minLength", "minItems", "minProperties":
		if limit == "1" {
			return c.emptyWords(b, label)
		}
		return finding.Say("%s: expected at least %s; found %s", label, counted(b.keyword, limit), c.size(b)), hint
	case "maxLength", "maxItems", "maxProperties":
		return finding.Say("%s: expected at most %s; found %s", label, counted(b.keyword, limit), c.size(b)), hint
	case "additionalItems":
		list, _ := at(c.value, b.pointer).([]any)
		return finding.Say("%s: expected at most %s; found %s", label, counted("maxItems", itoa(b.rule.places())), len(list)), hint
	case "minimum":
		return finding.Say("%s: expected %s or more; found %s", label, limit, c.found(b)), hint
	case "maximum":
		return finding.Say("%s: expected %s or less; found %s", label, limit, c.found(b)), hint
	case "exclusiveMinimum":
		return finding.Say("%s: expected more than %s; found %s", label, limit, c.found(b)), hint
	case "exclusiveMaximum":
		return finding.Say("%s: expected less than %s; found %s", label, limit, c.found(b)), hint
	case "multipleOf":
		return finding.Say("%s: expected a multiple of %s; found %s", label, limit, c.found(b)), hint
	}
	return finding.Say("%s does not meet the rule %q of its schema", label, b.keyword), hint
}

// emptyWords are about a text, a list or a map that must not be empty.
func (c *schemaCheck) emptyWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	message = finding.Say("%s must not be empty", label)
	switch b.keyword {
	case "minItems":
		return message, finding.Say("write at least one item, or leave the field out")
	case "minProperties":
		return message, finding.Say("write at least one field in it, or leave it out")
	}
	return message, finding.Say("write a text, or leave the field out")
}

// counted is a number of what a keyword counts.
func counted(keyword, number string) finding.Sentence {
	switch {
	case strings.HasSuffix(keyword, "Length") && number == "1":
		return finding.Say("one character")
	case strings.HasSuffix(keyword, "Length"):
		return finding.Say("%s characters", number)
	case strings.HasSuffix(keyword, "Items") && number == "1":
		return finding.Say("one item")
	case strings.HasSuffix(keyword, "Items"):
		return finding.Say("%s items", number)
	case number == "1":
		return finding.Say("one field")
	}
	return finding.Say("%s fields", number)
}

// choiceWords lists what may stand here, and the nearest of it.
func (c *schemaCheck) choiceWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	if near, _, ok := c.near(b); ok {
		hint = didYouMean(near)
	}
	all := b.allChoices()
	if len(all) == 1 {
		return finding.Say("%s: expected the value %s; found %s", label, written(all[0].value), c.found(b)), hint
	}
	return finding.Say("%s: expected one of %s; found %s", label, all, c.found(b)), hint
}

// subject is what a breach is about: a value, or a field's name.
func (c *schemaCheck) subject(b breach) any {
	if b.ofName {
		return lastToken(b.pointer)
	}
	return at(c.value, b.pointer)
}

// found says what stands at the place of a breach; a number as it is written.
func (c *schemaCheck) found(b breach) finding.Sentence {
	v := c.subject(b)
	if text := c.doc.Written(b.pointer); text != "" && isAnyNumber(v) {
		return finding.Say("the number %s", finding.Clip(text))
	}
	return foundWords(v)
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

func isAnyNumber(v any) bool {
	switch v.(type) {
	case int64, float64, json.Number:
		return true
	}
	return false
}

// size counts the characters, items or fields of what a breach is about.
func (c *schemaCheck) size(b breach) int {
	switch v := c.subject(b).(type) {
	case string:
		return len([]rune(v))
	case []any:
		return len(v)
	case map[string]any:
		return len(v)
	}
	return 0
}

// onTwin moves a finding about a list to the item that repeats an earlier one.
func (c *schemaCheck) onTwin(f finding.Finding, pointer string) finding.Finding {
	list, _ := at(c.value, pointer).([]any)
	i, before := twins(list)
	if i == 0 {
		return f
	}
	f.Pointer = pointer + "/" + itoa(i)
	f.Start, f.End = c.doc.Region(f.Pointer, document.Content)
	f.Related = []finding.Related{{
		File: c.doc.File(), Start: c.doc.Place(pointer + "/" + itoa(before)),
		Message: finding.Say("it stands here first"),
	}}
	return f
}

// twins are the first item that is equal to an earlier one, and that one; 0 and 0
// if there is none.
func twins(list []any) (item, before int) {
	first := map[string]int{}
	for i, v := range list {
		key := fmt.Sprintf("%T", v)
		if text, ok := v.(string); ok {
			key += text
			if j, twice := first[key]; twice {
				return i, j
			}
			first[key] = i
			continue
		}
		for j := range i {
			if same(v, list[j]) == valid {
				return i, j
			}
		}
	}
	return 0, 0
}

func itoa(i int) string { return strconv.Itoa(i) }

// atoi is a number without sign; -1 of anything else.
func atoi(s string) int {
	i, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return i
}
