package validator

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// slips are what is tried to tell what a value was meant to be, the surest first.
// Each sets the hint, and the fix where there is no doubt, and reports whether it
// knew.
func (c *schemaCheck) slips() []func(breach, *finding.Finding) bool {
	return []func(breach, *finding.Finding) bool{
		c.colonSlip, c.choiceSlip, c.formSlip, c.numberSlip, c.truthSlip, c.quoteSlip, c.dateSlip,
		c.commentSlip, c.listSlip, c.mapSlip,
	}
}

// improve adds what is known of a value's fault beyond its keyword: the trap that
// it fell into, and the edit that puts it right without a doubt.
func (c *schemaCheck) improve(b breach, f *finding.Finding) {
	if b.ofName {
		return
	}
	for _, try := range c.slips() {
		if try(b, f) {
			return
		}
	}
}

func (c *schemaCheck) text(b breach) string {
	text, _ := at(c.value, b.pointer).(string)
	return text
}

// ofValue reports a breach of a value's type or choices.
func (b breach) ofValue() bool {
	return b.keyword == "type" || b.keyword == "enum" || b.keyword == "const"
}

// takenAt reports whether each schema of the value at a pointer takes a value.
func (c *schemaCheck) takenAt(pointer string, value any) bool {
	rules := c.rulesAt(pointer)
	return len(rules) > 0 && !slices.ContainsFunc(rules, func(r rule) bool { return !r.takes(value) })
}

// colonSlip sees a full-width colon that was to part a field from its value.
func (c *schemaCheck) colonSlip(b breach, f *finding.Finding) bool {
	if b.keyword != "type" || !document.ReadsLikeField(c.text(b)) {
		return false
	}
	f.Rule = ruleColon
	f.Hint = finding.Say("write an ASCII colon and a space: “: ”")
	return true
}

// choiceSlip puts right a choice that is certainly meant; the hint tells it already.
func (c *schemaCheck) choiceSlip(b breach, f *finding.Finding) bool {
	if b.keyword != "enum" && b.keyword != "const" {
		return false
	}
	near, sure, ok := c.near(b)
	if ok && sure {
		f.Fix = c.replace(b.pointer, near)
	}
	return ok
}

// formSlip is about capitals, blanks, underscores, and full-width characters in a
// text that must have a form.
func (c *schemaCheck) formSlip(b breach, f *finding.Finding) bool {
	text := c.text(b)
	if b.keyword != "pattern" && b.keyword != "format" || text == "" {
		return false
	}
	narrow := asciiAlike(text)
	for _, try := range []string{
		narrow, strings.ToUpper(narrow), strings.ToLower(narrow), "0" + narrow, // as in 8:30
		strings.ReplaceAll(narrow, "_", "-"), strings.ReplaceAll(strings.ToLower(narrow), "_", "-"),
	} {
		if try != text && c.takenAt(b.pointer, try) {
			f.Hint = didYouMean(try)
			return true
		}
	}
	return c.dateSlip(b, f)
}

var (
	dateParts = lazily(`^((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$`)
	dateRun   = lazily(`^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$`)
)

// isoDate is a date that is written year first, in the form 2026-06-30.
func isoDate(text string) (string, bool) {
	for _, form := range []*regexp.Regexp{dateParts(), dateRun()} {
		if p := form.FindStringSubmatch(text); p != nil {
			iso := fmt.Sprintf("%s-%02s-%02s", p[1], p[2], p[3])
			_, err := time.Parse(time.DateOnly, iso)
			return iso, err == nil
		}
	}
	return "", false
}

// dateSlip is about 2026/6/30, 2026年6月30日 and 20260630.
func (c *schemaCheck) dateSlip(b breach, f *finding.Finding) bool {
	text := c.text(b)
	if isAnyNumber(at(c.value, b.pointer)) {
		text = c.doc.Written(b.pointer)
	}
	date, ok := isoDate(asciiAlike(text))
	if !ok || date == text || !c.takenAt(b.pointer, date) {
		return false
	}
	f.Hint, f.Fix = didYouMean(date), c.replace(b.pointer, date)
	return true
}

var (
	thousands = lazily(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	measure   = lazily(`^(-?[0-9][0-9,]*(?:\.[0-9]+)?) ?(?:[%‰℃]|\p{L}+)$`)
)

// numberSlip is about a number that is text: in quotes or full-width digits, with
// commas, a percent sign or a unit.
func (c *schemaCheck) numberSlip(b breach, f *finding.Finding) bool {
	text := asciiAlike(c.text(b))
	unit := measure().FindStringSubmatch(text)
	if unit != nil {
		text = unit[1]
	}
	if thousands().MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	bare := strings.TrimPrefix(text, "-")
	if !b.ofValue() || !decimalNumeral.MatchString(bare) || len(bare) > 15 || !c.takenAt(b.pointer, json.Number(text)) {
		return false
	}
	if unit != nil {
		f.Hint = finding.Say("write the number alone: %s", text)
		return true
	}
	f.Hint, f.Fix = finding.Say("did you mean %s?", text), c.literal(b.pointer, text)
	return true
}

// truthSlip is about true and false in other words or in quotes.
func (c *schemaCheck) truthSlip(b breach, f *finding.Finding) bool {
	if !b.ofValue() {
		return false
	}
	var value bool
	switch strings.ToLower(asciiAlike(c.text(b))) {
	case "true", "yes", "on", "y", "是":
		value = true
	case "false", "no", "off", "n", "否":
	default:
		return false
	}
	if !c.takenAt(b.pointer, value) {
		return false
	}
	word := strconv.FormatBool(value)
	f.Hint, f.Fix = finding.Say("did you mean %s?", word), c.literal(b.pointer, word)
	return true
}

// quoteSlip makes text of a number as it is written, where the schema asks for just
// that text.
func (c *schemaCheck) quoteSlip(b breach, f *finding.Finding) bool {
	text := c.doc.Written(b.pointer)
	if text == "" || !b.ofValue() || !isAnyNumber(at(c.value, b.pointer)) || !c.takenAt(b.pointer, text) {
		return false
	}
	f.Hint = finding.Say("put the value in quotes: %s", strconv.Quote(text))
	f.Fix = c.literal(b.pointer, strconv.Quote(text))
	return true
}

// commentSlip is about a value that is not there because # begins a comment.
func (c *schemaCheck) commentSlip(b breach, f *finding.Finding) bool {
	if b.keyword != "type" || at(c.value, b.pointer) != nil || !strings.HasPrefix(strings.TrimSpace(c.doc.Behind(b.pointer)), "#") {
		return false
	}
	f.Hint = finding.Say("the # begins a comment; put a text that begins with # in quotes")
	return true
}

// listSlip shows one value as the list that it should be.
func (c *schemaCheck) listSlip(b breach, f *finding.Finding) bool {
	if b.keyword != "type" || !slices.Contains(b.types(), "array") || c.isJSON() {
		return false
	}
	switch at(c.value, b.pointer).(type) {
	case nil:
		return false
	case map[string]any:
		f.Hint = finding.Say("begin each list item with “- ”, all at one indentation")
		return true
	}
	parts := strings.FieldsFunc(c.doc.Written(b.pointer), func(r rune) bool { return strings.ContainsRune("、，,；;", r) })
	for i, p := range parts {
		parts[i] = "“- " + c.itemText(b.pointer, strings.Trim(p, ` "'`)) + "”"
	}
	f.Hint = finding.Say("write each item on a line of its own below the field: %s", strings.Join(parts[:min(len(parts), 3)], " "))
	return len(parts) > 0
}

// itemText is an item of a list as it is to be written: a choice for its label.
func (c *schemaCheck) itemText(list, text string) string {
	for _, r := range c.rulesAt(list + "/0") {
		for _, e := range r.certain() {
			for _, ch := range e.labelled() {
				if ch.isCalled(text) {
					return written(ch.value)
				}
			}
		}
	}
	return finding.Clip(text)
}

// mapSlip shows a field of the map that should stand here.
func (c *schemaCheck) mapSlip(b breach, f *finding.Finding) bool {
	if b.keyword != "type" || !slices.Equal(b.types(), []string{"object"}) || c.isJSON() {
		return false
	}
	for _, r := range c.rulesAt(b.pointer) {
		for _, e := range r.certain() {
			field, ok := e.fieldOf(c.text(b))
			if !ok {
				field, ok = e.sampleField()
			}
			if ok {
				f.Hint = finding.Say("write its fields on the lines below, indented, such as “%s”", field)
				return true
			}
		}
	}
	return false
}

func (c *schemaCheck) isJSON() bool { return path.Ext(c.doc.File()) == ".json" }

// literal replaces a value by a text that is written just so.
func (c *schemaCheck) literal(pointer, text string) []finding.Edit {
	return []finding.Edit{c.doc.Edit(pointer, document.Content, text)}
}
