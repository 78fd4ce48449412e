package validator

import (
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	ruleRequired = "schema/required"
	ruleUnknown  = "schema/unknown-key"
	ruleName     = "schema/name"
	ruleColon    = "yaml/full-width-colon"
)

// findings says what one breach means; a breach of "required" and of
// "additionalProperties" may stand for several fields. There is at least one for
// each breach: nothing that a schema refuses passes in silence.
func (c *schemaCheck) findings(b breach) []remark {
	var all []remark
	switch b.keyword {
	case "required", "dependentRequired", "dependencies":
		all = c.missing(b)
	case "additionalProperties":
		all = c.unknown(b)
	case "false":
		all = c.refused(b)
	case "uniqueItems":
		all = []remark{{Finding: c.onTwin(c.plain(b), b.pointer)}}
	}
	if len(all) == 0 {
		all = []remark{{Finding: c.plain(b)}}
	}
	for i := range all {
		if why := c.because(b); all[i].Hint.IsZero() && !why.IsZero() {
			all[i].Hint = why
		}
	}
	return all
}

// plain is the finding for most keywords: at the value, or at its name.
func (c *schemaCheck) plain(b breach) finding.Finding {
	f := c.fault("schema/"+kebab(b.keyword), b.pointer, document.Content)
	if b.ofName {
		f = c.fault(ruleName, b.pointer, document.Name)
	}
	f.Message, f.Hint = c.words(b)
	c.improve(b, &f)
	return f
}

// fault places a finding on a part of the field at a pointer.
func (c *schemaCheck) fault(rule, pointer string, part document.Part) finding.Finding {
	f := finding.Finding{File: c.doc.File(), Rule: rule, Severity: finding.Error, Pointer: pointer}
	f.Start, f.End = c.doc.Region(pointer, part)
	return f
}

// head is the part of a map that stands for it where something is missing in it:
// the name of its field, else the name of its first field. Editors that check by
// yaml-language-server mark the same.
func (c *schemaCheck) head(pointer string) document.Part {
	if _, ok := at(c.value, parent(pointer)).(map[string]any); ok && pointer != "" {
		return document.Name
	}
	return document.Head
}

// absent are the fields that a breach of "required" asks for in vain.
func (c *schemaCheck) absent(b breach) []string {
	have, _ := at(c.value, b.pointer).(map[string]any)
	var needed []string
	switch b.keyword {
	case "required":
		needed = b.rule.Required
	case "dependentRequired":
		needed = b.needed(b.rule.DependentRequired[b.detailAt(0)])
	case "dependencies":
		list, _ := b.rule.Dependencies[b.detailAt(0)].([]string)
		needed = b.needed(list)
	}
	return slices.DeleteFunc(slices.Clone(needed), func(name string) bool { _, ok := have[name]; return ok })
}

func (b breach) detailAt(i int) string {
	if i < len(b.detail) {
		return b.detail[i]
	}
	return ""
}

// needed is the one name of a list that the breach is about.
func (b breach) needed(list []string) []string {
	if i := atoi(b.detailAt(1)); i >= 0 && i < len(list) {
		return list[i : i+1]
	}
	return nil
}

// missing gives one finding for each absent field, at the map that lacks it.
func (c *schemaCheck) missing(b breach) []remark {
	have, _ := at(c.value, b.pointer).(map[string]any)
	var all []remark
	for _, name := range c.absent(b) {
		f := c.fault(ruleRequired, b.pointer, c.head(b.pointer))
		f.Message = finding.Say("the field %s is missing in: %s",
			c.label(b.pointer+"/"+document.Escape(name)), c.label(b.pointer))
		if b.keyword != "required" {
			f.Hint = finding.Say("it is needed because %s is there", shownName(b.detailAt(0)))
		} else if near, ok := nearest(name, c.strangers(b, have)); ok {
			f.Hint = finding.Say("is %q meant to be %q?", near, name)
		}
		all = append(all, remark{Finding: f, parent: b.pointer, missing: name})
	}
	return all
}

// MissingField is the name of the field that a finding says is missing.
func MissingField(f finding.Finding) (name string, ok bool) {
	if f.Rule != ruleRequired || len(f.Message.Args) == 0 {
		return "", false
	}
	label, ok := f.Message.Args[0].(finding.Sentence)
	if !ok || len(label.Args) == 0 {
		return "", false
	}
	name, ok = label.Args[len(label.Args)-1].(string)
	return name, ok
}

// strangers are the fields of a map that no schema of it knows.
func (c *schemaCheck) strangers(b breach, have map[string]any) []string {
	known := b.rule.allKnown()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(have)), func(name string) bool {
		return slices.Contains(known, name) || slices.Contains(b.rule.Required, name)
	})
}

// foreign are the fields that additionalProperties refuses.
func (c *schemaCheck) foreign(b breach) []string {
	have, _ := at(c.value, b.pointer).(map[string]any)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(have)), b.rule.allows)
}

// unknown gives one finding for each field that the schema does not list.
func (c *schemaCheck) unknown(b breach) []remark {
	var all []remark
	for _, name := range c.foreign(b) {
		if len(all) == maxBreaches {
			break
		}
		all = append(all, c.stranger(b.pointer, name, b.rule))
	}
	return all
}

// stranger is the finding about one field that is not known.
func (c *schemaCheck) stranger(in, name string, of rule) remark {
	have, _ := at(c.value, in).(map[string]any)
	f := c.fault(ruleUnknown, in+"/"+document.Escape(name), document.Name)
	f.Message = finding.Say("the field %s is not known in: %s", shownName(name), c.label(in))
	absent := slices.DeleteFunc(of.allKnown(), func(known string) bool { _, ok := have[known]; return ok })
	t := remark{Finding: f, parent: in}
	if near, sure, ok := meantField(name, absent, of); ok {
		t.meant = near
		t.Hint = didYouMean(near)
		t.Fix = c.rename(f.Pointer, near, absent, of)
		if sure {
			t.Fix = []finding.Edit{c.doc.Edit(f.Pointer, document.Name, c.spelt(near))}
		}
	}
	return t
}

// refused says where a schema is just "false".
func (c *schemaCheck) refused(b breach) []remark {
	name := lastToken(b.pointer)
	switch b.applied {
	case "additionalProperties", "unevaluatedProperties":
		t := c.stranger(parent(b.pointer), name, b.owner)
		t.weak = slices.Contains(b.owner.allKnown(), name)
		return []remark{t}
	case "properties", "patternProperties":
		f := c.fault("schema/not-allowed", b.pointer, document.Name)
		f.Message = finding.Say("the field %s is not allowed here", c.label(b.pointer))
		return []remark{{Finding: f}}
	case "items", "additionalItems", "unevaluatedItems":
		f := c.fault("schema/max-items", b.pointer, document.Content)
		f.Message = finding.Say("%s: no item may stand here", c.label(b.pointer))
		return []remark{{Finding: f, weak: b.applied == "unevaluatedItems"}}
	}
	f := c.fault("schema/not-allowed", b.pointer, document.Content)
	if b.ofName {
		f = c.fault(ruleName, b.pointer, document.Name)
	}
	f.Message = finding.Say("%s: nothing may stand here", c.label(b.pointer))
	return []remark{{Finding: f}}
}

// because says which value made a schema ask for something: "if" with one field of
// certain values.
func (c *schemaCheck) because(b breach) finding.Sentence {
	name, ok := b.because.field()
	if !ok {
		return finding.Sentence{}
	}
	pointer := b.because.pointer + "/" + document.Escape(name)
	found := at(c.value, pointer)
	if found == nil {
		return finding.Sentence{}
	}
	return finding.Say("this is asked because %s is %s", c.label(pointer), c.choice(pointer, found))
}

// choice is a value with what the schema calls it.
func (c *schemaCheck) choice(pointer string, value any) choices {
	for _, r := range c.rulesAt(pointer) {
		for _, ch := range r.labelled() {
			if same(ch.value, value) == valid {
				return choices{ch}
			}
		}
	}
	return choices{{value: value}}
}

// field is the one field that the condition looks at for certain values.
func (w condition) field() (string, bool) {
	if w.rule.Schema == nil || w.rule.If == nil || len(w.rule.If.Properties) != 1 {
		return "", false
	}
	for name, s := range w.rule.If.Properties {
		simple := rule{s}.choices()
		if w.keyword == "else" && s.Not != nil {
			simple = rule{s.Not}.choices()
		} else if w.keyword == "else" {
			simple = nil
		}
		return name, len(simple) > 0
	}
	return "", false
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
