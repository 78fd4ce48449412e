package validator

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/service-catalogue/sc/pkg/finding"
)

// either is several things of which one is asked for.
type either []finding.Sentence

// Parts are the things, for a language to join.
func (e either) Parts() []any {
	all := make([]any, len(e))
	for i, s := range e {
		all[i] = s
	}
	return all
}

// String is the English text.
func (e either) String() string {
	all := make([]string, len(e))
	for i, s := range e {
		all[i] = s.String()
	}
	return strings.Join(all, " or ")
}

// types are the JSON types that may stand here.
func (b breach) types() []string {
	types := b.rule.types()
	if len(b.branches) > 0 {
		types = nil
		for _, br := range b.branches {
			types = append(types, br.rule.types()...)
		}
	}
	var all []string
	for _, t := range types {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// expected names the types that may stand here.
func (b breach) expected() either {
	var all either
	for _, t := range b.types() {
		all = append(all, typeWords(t))
	}
	if all == nil {
		return either{finding.Say("something else")}
	}
	return all
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

// formatWords name a format in words; the reader need not know RFCs.
func formatWords(format string) finding.Sentence {
	switch format {
	case "date":
		return finding.Say("a date such as 2026-06-30")
	case "date-time":
		return finding.Say("a time such as 2026-06-30T09:00:00+08:00")
	case "time":
		return finding.Say("a time of day such as 09:00:00+08:00")
	case "duration", "period":
		return finding.Say("a duration such as P3D or PT8H")
	case "email", "idn-email":
		return finding.Say("an email address")
	case "hostname", "idn-hostname":
		return finding.Say("the name of a host")
	case "ipv4", "ip-address":
		return finding.Say("an address such as 192.0.2.1")
	case "ipv6":
		return finding.Say("an address such as 2001:db8::1")
	case "uri", "iri":
		return finding.Say("a web address such as https://example.com/")
	case "uri-reference", "uriref", "iri-reference":
		return finding.Say("a web address or a path")
	case "uuid":
		return finding.Say("a UUID such as 123e4567-e89b-12d3-a456-426614174000")
	case "regex":
		return finding.Say("a regular expression")
	case "json-pointer", "relative-json-pointer":
		return finding.Say("a JSON pointer such as /levels/0/value")
	}
	return finding.Say("the format %s", format)
}

// advice says how a value should look: by an example or the description that the
// schema gives beside the keyword, else of the field.
func (c *schemaCheck) advice(b breach) finding.Sentence {
	rules := b.rule.certain()
	if !b.ofName {
		for _, r := range c.rulesAt(b.pointer) {
			rules = append(rules, r.certain()...)
		}
	}
	for _, r := range rules {
		if example, ok := r.example(); ok {
			return finding.Say("for example %s", example)
		}
	}
	for _, r := range rules {
		if d := r.description(); !d.isZero() {
			return finding.Say("%s", d)
		}
	}
	return finding.Sentence{}
}

// places is how many items a list of single schemas has room for.
func (r rule) places() int {
	list, _ := r.Items.([]*jsonschema.Schema)
	return len(list)
}

// typeOf is the JSON type of a value, "integer" for whole numbers.
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
		if !strings.ContainsAny(string(v), ".eE") {
			return "integer"
		}
		f, _ := v.Float64()
		return typeOf(f)
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
	}
	return "number"
}

// describe says in a few words what a schema asks for.
func (r rule) describe() finding.Sentence {
	for _, e := range r.certain() {
		if t := e.title(); !t.isZero() {
			return finding.Say("%s", t)
		}
	}
	for _, e := range r.certain() {
		switch {
		case len(e.choices()) > 0:
			return finding.Say("%s", choices(e.labelled()))
		case len(e.Required) > 0:
			return finding.Say("a map with %s", strings.Join(e.Required, ", "))
		case e.Format != "":
			return formatWords(e.Format)
		}
	}
	if types := r.types(); len(types) > 0 {
		return finding.Say("%s", breach{rule: r}.expected())
	}
	return finding.Say("something else")
}

// alternativeWords tell of anyOf and oneOf where no branch is nearest, or two fit.
func (c *schemaCheck) alternativeWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	var fit, all either
	for i, r := range b.rule.branches(b.keyword) {
		words := r.describe()
		if slices.ContainsFunc(all, func(s finding.Sentence) bool { return s.String() == words.String() }) {
			words = finding.Say("alternative %s of the schema", i+1)
		}
		all = append(all, words)
		if len(b.branches) == 0 && r.takes(at(c.value, b.pointer)) {
			fit = append(fit, words)
		}
	}
	if len(b.branches) > 0 {
		return finding.Say("%s fits none of the alternatives: %s", label, all[:min(len(all), maxChoices)]), hint
	}
	if len(fit) < 2 {
		return finding.Say("%s fits several alternatives of the schema and may fit only one", label), hint
	}
	return finding.Say("%s fits several alternatives and may fit only one: %s", label, fit[:min(len(fit), maxChoices)]), hint
}

// containsWords tell how many items of a kind a list needs or may have.
func (c *schemaCheck) containsWords(b breach, label finding.Sentence) (message, hint finding.Sentence) {
	list, _ := at(c.value, b.pointer).([]any)
	have := 0
	for _, item := range list {
		if (rule{b.rule.Contains}).takes(item) {
			have++
		}
	}
	kind := rule{b.rule.Contains}.describe()
	if b.keyword == "minContains" {
		return finding.Say("%s: expected at least %s of this kind: %s; found %s", label, b.rule.MinContains, kind, have), hint
	}
	return finding.Say("%s: expected at most %s of this kind: %s; found %s", label, b.rule.MaxContains, kind, have), hint
}

// notWords tell what a schema rules out.
func (c *schemaCheck) notWords(b breach, label finding.Sentence) finding.Sentence {
	out := rule{b.rule.Not}
	switch {
	case len(out.choices()) > 0:
		return finding.Say("%s may not be %s", label, finding.Say("%s", choices(out.labelled())))
	case len(out.Required) > 0:
		return finding.Say("%s may not have %s", label, strings.Join(out.Required, ", "))
	case len(out.Types) > 0 && !b.ofName:
		return finding.Say("%s may not be %s", label, breach{rule: out}.expected())
	}
	return finding.Say("%s holds what the schema rules out: %s", label, c.found(b))
}
