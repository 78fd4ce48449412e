package validator

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// rule is one object of a schema, as the words about its breaches need it.
type rule struct {
	*jsonschema.Schema
}

// kept is a schema object as it was written, where it says something to people.
type kept map[string]any

// Validate is asked by the library; words refuse nothing.
func (kept) Validate(jsonschema.ValidationContext, any) error { return nil }

const keptName = "words"

// keeper keeps the words of a schema object beside what the library compiles of it.
type keeper struct{}

// Compile is called by the library with each schema object.
func (keeper) Compile(_ jsonschema.CompilerContext, body map[string]any) (jsonschema.ExtSchema, error) {
	for _, name := range []string{"title", "description", "examples", "x-message", "enumDescriptions"} {
		if _, ok := body[name]; ok {
			return kept(body), nil
		}
	}
	return nil, nil
}

func (r rule) words() kept {
	if r.Schema == nil {
		return nil
	}
	k, _ := r.Extensions[keptName].(kept)
	return k
}

// title is the name of the field for people; zero where the schema gives none.
func (r rule) title() Bilingual {
	t, _ := r.words()["title"].(string)
	return splitTitle(t)
}

func (r rule) description() Bilingual {
	t, _ := r.words()["description"].(string)
	return splitDescription(t)
}

// example is the first of the schema's own examples.
func (r rule) example() (string, bool) {
	list, _ := r.words()["examples"].([]any)
	if len(list) == 0 {
		return "", false
	}
	return written(list[0]), true
}

// message is what the schema itself says to people where a value is not right.
func (r rule) message() (Bilingual, bool) {
	switch m := r.words()["x-message"].(type) {
	case string:
		return Bilingual{ZH: m, EN: m}, m != ""
	case map[string]any:
		zh, _ := m["zh"].(string)
		en, _ := m["en"].(string)
		return Bilingual{ZH: zh, EN: en}, zh != "" && en != ""
	}
	return Bilingual{}, false
}

// expanded is the schema and all that may apply to the same value.
func (r rule) expanded() []rule {
	if r.Schema == nil {
		return nil
	}
	seen := map[*jsonschema.Schema]bool{r.Schema: true}
	all := []rule{r}
	for i := 0; i < len(all); i++ {
		for _, s := range inPlace(all[i].Schema) {
			if !seen[s] {
				seen[s] = true
				all = append(all, rule{s})
			}
		}
	}
	return all
}

// certain is the schema and what applies to the same value in any case.
func (r rule) certain() []rule {
	if r.Schema == nil {
		return nil
	}
	all := []rule{r}
	for i := 0; i < len(all) && len(all) < maxBreaches; i++ {
		if s := all[i].Ref; s != nil {
			all = append(all, rule{s})
		}
		for _, s := range all[i].AllOf {
			all = append(all, rule{s})
		}
	}
	return all
}

// types are the JSON types that a schema allows; none means any.
func (r rule) types() []string {
	for _, e := range r.certain() {
		if len(e.Types) > 0 {
			return e.Types
		}
	}
	var all []string
	for _, e := range r.certain() {
		for _, c := range e.choices() {
			all = append(all, typeOf(c))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// accepts reports whether a value of this type may be meant for the schema.
func (r rule) accepts(jsonType string) bool {
	if r.Always != nil {
		return *r.Always
	}
	types := r.types()
	return len(types) == 0 || slices.Contains(types, jsonType) ||
		jsonType == "integer" && slices.Contains(types, "number")
}

// choices are the values of enum or const.
func (r rule) choices() []any {
	if len(r.Constant) > 0 {
		return r.Constant
	}
	return r.Enum
}

// branches are the alternatives of anyOf or oneOf.
func (r rule) branches(keyword string) []rule {
	list := r.AnyOf
	if keyword == "oneOf" {
		list = r.OneOf
	}
	return rulesOf(list)
}

func rulesOf(list []*jsonschema.Schema) []rule {
	all := make([]rule, len(list))
	for i, s := range list {
		all[i] = rule{s}
	}
	return all
}

// field gives what is said of one field of a map.
func (r rule) field(name string) []rule {
	var all []rule
	for _, e := range r.expanded() {
		if s, ok := e.Properties[name]; ok {
			all = append(all, rule{s})
			continue
		}
		matched := false
		for _, p := range patterns(e.Schema) {
			if p.MatchString(name) {
				all, matched = append(all, rule{e.PatternProperties[p]}), true
			}
		}
		if s, ok := e.AdditionalProperties.(*jsonschema.Schema); ok && !matched {
			all = append(all, rule{s})
		}
	}
	return all
}

// item gives what is said of one item of a list.
func (r rule) item(index int) []rule {
	var all []rule
	for _, e := range r.expanded() {
		switch items := e.Items.(type) {
		case *jsonschema.Schema:
			all = append(all, rule{items})
		case []*jsonschema.Schema:
			if index < len(items) {
				all = append(all, rule{items[index]})
			} else if s, ok := e.AdditionalItems.(*jsonschema.Schema); ok {
				all = append(all, rule{s})
			}
		}
		if index < len(e.PrefixItems) {
			all = append(all, rule{e.PrefixItems[index]})
		} else if e.Items2020 != nil {
			all = append(all, rule{e.Items2020})
		}
	}
	return all
}

// known is the field names that the schema object itself lists.
func (r rule) known() []string { return slices.Sorted(maps.Keys(r.Properties)) }

// allKnown is the field names that any schema of the same value lists.
func (r rule) allKnown() []string {
	names := map[string]bool{}
	for _, e := range r.expanded() {
		for name := range e.Properties {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// allows reports whether additionalProperties does not speak of a field.
func (r rule) allows(name string) bool {
	if _, ok := r.Properties[name]; ok {
		return true
	}
	for pattern := range r.PatternProperties {
		if pattern.MatchString(name) {
			return true
		}
	}
	return false
}

// takes reports whether the schema accepts a value.
func (r rule) takes(value any) bool { return r.Schema != nil && r.Validate(value) == nil }

// limit is the number that a keyword sets.
func (r rule) limit(keyword string) string {
	switch keyword {
	case "minLength":
		return strconv.Itoa(r.MinLength)
	case "maxLength":
		return strconv.Itoa(r.MaxLength)
	case "minItems":
		return strconv.Itoa(r.MinItems)
	case "maxItems":
		return strconv.Itoa(r.MaxItems)
	case "minProperties":
		return strconv.Itoa(r.MinProperties)
	case "maxProperties":
		return strconv.Itoa(r.MaxProperties)
	case "minimum":
		return decimal(r.Minimum)
	case "maximum":
		return decimal(r.Maximum)
	case "exclusiveMinimum":
		return decimal(r.ExclusiveMinimum)
	case "exclusiveMaximum":
		return decimal(r.ExclusiveMaximum)
	case "multipleOf":
		return decimal(r.MultipleOf)
	}
	return ""
}

func decimal(r *big.Rat) string {
	if r == nil {
		return ""
	}
	f, _ := r.Float64()
	if r.IsInt() && r.Num().IsInt64() {
		return r.Num().String()
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// written is a value of a schema as people would write it: texts without quotes
// unless they could be taken for something else.
func written(v any) string {
	text, ok := v.(string)
	if ok && plainText(text) {
		return text
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return ""
	}
	return strings.TrimSpace(out.String())
}
