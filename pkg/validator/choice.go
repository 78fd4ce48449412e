package validator

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// choice is one of the values that may stand somewhere, and what the schema calls it
// for people; zero where it does not.
type choice struct {
	value any
	label Bilingual
}

// labelled are the values of enum or const with their labels: those that
// enumDescriptions gives, or the title beside const.
func (r rule) labelled() []choice {
	var labels []any
	if len(r.Constant) == 0 {
		labels, _ = r.words()["enumDescriptions"].([]any)
	}
	values := r.choices()
	all := make([]choice, len(values))
	for i, v := range values {
		all[i].value = v
		if i < len(labels) {
			text, _ := labels[i].(string)
			all[i].label = splitTitle(text)
		} else if len(r.Constant) > 0 {
			all[i].label = r.title()
		}
	}
	return all
}

// allChoices are the values that a breach of const or enum would have taken. A label
// that stands at several of them is that of the field.
func (b breach) allChoices() choices {
	all := choices(b.choices)
	if all == nil {
		all = b.rule.labelled()
	}
	count := map[Bilingual]int{}
	for _, ch := range all {
		count[ch.label]++
	}
	all = slices.Clone(all)
	for i := range all {
		if count[all[i].label] > 1 {
			all[i].label = Bilingual{}
		}
	}
	return all
}

// choices are told as a list: in Chinese with the labels, which is the language that
// the values are not in.
type choices []choice

// maxChoices is how many values of a list are told.
const maxChoices = 12

// String is the English text.
func (cs choices) String() string {
	return cs.list(", ", func(ch choice) string { return written(ch.value) })
}

// In is the text in the language named by a tag such as "zh".
func (cs choices) In(lang string) string {
	if !strings.HasPrefix(strings.ToLower(lang), "zh") {
		return cs.String()
	}
	return cs.list("、", func(ch choice) string {
		if label := ch.shortLabel(); label != "" {
			return written(ch.value) + "（" + label + "）"
		}
		return written(ch.value)
	})
}

func (cs choices) list(comma string, told func(choice) string) string {
	var all []string
	for _, ch := range cs[:min(len(cs), maxChoices)] {
		if text := told(ch); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	if len(cs) > maxChoices {
		all = append(all, "…")
	}
	return strings.Join(all, comma)
}

// shortLabel is the Chinese label up to its first comma; empty where it says no more
// than the value.
func (ch choice) shortLabel() string {
	label, _, _ := strings.Cut(ch.label.ZH, "，")
	value, _ := ch.value.(string)
	if !hasHan(label) || sameWord(asciiAlike(label), value) {
		return ""
	}
	return label
}

// texts are the choices that are texts.
func (cs choices) texts() []string {
	var all []string
	for _, ch := range cs {
		if text, ok := ch.value.(string); ok {
			all = append(all, text)
		}
	}
	return all
}

// near is the one of the choices that a text most likely means; it is sure where the
// text differs only in capitals, signs and width, or is just the label of one.
func (c *schemaCheck) near(b breach) (near string, sure, ok bool) {
	text, ok := c.subject(b).(string)
	if !ok {
		return "", false, false
	}
	all := b.allChoices()
	for _, means := range []func(choice) bool{
		func(ch choice) bool { v, ok := ch.value.(string); return ok && strings.EqualFold(v, text) },
		func(ch choice) bool { v, ok := ch.value.(string); return ok && sameWord(v, asciiAlike(text)) },
		func(ch choice) bool { return ch.isCalled(text) },
	} {
		if i := slices.IndexFunc(all, means); i >= 0 {
			if near, isText := all[i].value.(string); isText {
				return near, !slices.ContainsFunc(all[i+1:], means), true
			}
		}
	}
	if near, ok := nearest(text, all.texts()); ok {
		return near, false, true
	}
	return all.nearestLabel(text)
}

// isCalled reports whether a text is the label of a choice.
func (ch choice) isCalled(text string) bool {
	return text != "" && (strings.EqualFold(ch.label.ZH, text) || strings.EqualFold(ch.label.EN, text) || ch.shortLabel() == text)
}

// nearestLabel is the choice whose Chinese label a text most likely means.
func (cs choices) nearestLabel(text string) (near string, sure, ok bool) {
	var labels []string
	for _, ch := range cs {
		labels = append(labels, ch.label.ZH)
	}
	label, ok := nearest(text, labels)
	if !ok {
		return "", false, false
	}
	near, ok = cs[slices.Index(labels, label)].value.(string)
	return near, false, ok
}

// sameWord reports whether two words differ by capitals, hyphens, underscores and
// blanks at most.
func sameWord(a, b string) bool {
	bare := strings.NewReplacer("-", "", "_", "", " ", "")
	return a != "" && strings.EqualFold(bare.Replace(a), bare.Replace(b))
}

// asciiAlike is a text in the ASCII characters that look like those it is written
// with, without quotation marks and blanks around it.
func asciiAlike(text string) string {
	text = strings.NewReplacer(
		"≤", "<=", "≦", "<=", "⩽", "<=", "≥", ">=", "≧", ">=", "⩾", ">=", "×", "x", "–", "-", "—", "-", "。", ".",
		"“", "", "”", "", "‘", "", "’", "", "「", "", "」", "", "『", "", "』", "",
	).Replace(strings.Map(narrowRune, text))
	switch text = strings.Trim(text, " \t\"'"); text {
	case "=":
		return "=="
	case "=<":
		return "<="
	case "=>":
		return ">="
	}
	return text
}

// called is the one of several fields whose title, in either language, is just a
// name.
func called(name string, among []string, of rule) (string, bool) {
	var all []string
	for _, field := range among {
		t := titleOf(of.field(field))
		if !t.isZero() && (strings.EqualFold(t.ZH, name) || strings.EqualFold(t.EN, name)) {
			all = append(all, field)
		}
	}
	if len(all) != 1 {
		return "", false
	}
	return all[0], true
}

// meantField is the field that an unknown name most likely means; it is sure where
// the name is just its title.
func meantField(name string, absent []string, of rule) (near string, sure, ok bool) {
	if near, ok := called(name, absent, of); ok {
		return near, true, true
	}
	near, ok = nearest(name, absent)
	return near, false, ok
}

func didYouMean(text string) finding.Sentence { return finding.Say("did you mean %q?", text) }
