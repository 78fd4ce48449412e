package validator

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// settle makes of the fix of a number that stands in a doubtful form, which is to
// quote it, what the schema asks for at its place: the same number in plain decimal
// digits, or its text. Where the schema does not tell, a person must.
func (s *Schema) settle(f *finding.Finding) {
	kinds := []string{"leading-zero", "number-separator", "number-base", "number-sign"}
	_, kind, _ := strings.Cut(f.Rule, "/")
	if len(f.Fix) != 1 || !slices.Contains(kinds, kind) {
		return
	}
	quoted := f.Fix[0].Text
	text := strings.Trim(quoted, `"`)
	rules := rulesAt(s.engine.root(), f.Pointer)
	plain, ok := plainNumeral(text)
	switch isText, isNumber := mayAll(rules, "string"), mayAll(rules, "integer") || mayAll(rules, "number"); {
	case isText && !isNumber:
		f.Hint = finding.Say("put the value in quotes: %s", quoted)
	case isNumber && !isText && ok:
		f.Hint = finding.Say("did you mean %s?", plain)
		f.Fix = []finding.Edit{{Offset: f.Fix[0].Offset, Length: f.Fix[0].Length, Text: plain}}
	default:
		f.Fix = nil
	}
}

var decimalNumeral = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// plainNumeral is a number in decimal digits, as every reader of YAML takes it: one
// with a sign, separators, leading zeros or another base as the program does that
// reads it as a number.
func plainNumeral(text string) (string, bool) {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
	digits, negative := strings.CutPrefix(text, "-")
	if len(digits) > 2 && digits[0] == '0' && strings.ContainsAny(digits[1:2], "xXoObB") {
		whole, ok := new(big.Int).SetString(digits, 0)
		if !ok {
			return "", false
		}
		digits = whole.String()
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || digits[0] == '.' {
		digits = "0" + digits
	}
	if negative && strings.Trim(digits, "0.") != "" {
		return "-" + digits, decimalNumeral.MatchString(digits)
	}
	return digits, decimalNumeral.MatchString(digits)
}

// mayAll reports whether each of several schemas of one value may accept a JSON
// type; none says nothing.
func mayAll(rules []rule, jsonType string) bool {
	return len(rules) > 0 && !slices.ContainsFunc(rules, func(r rule) bool { return !r.may(jsonType, maxAlternatives) })
}

// maxAlternatives is how deep alternatives are looked at inside one another.
const maxAlternatives = 8

// may reports whether a schema, by its types and alternatives, leaves room for a
// JSON type.
func (r rule) may(jsonType string, depth int) bool {
	if depth == 0 {
		return true
	}
	for _, e := range r.certain() {
		if !e.accepts(jsonType) {
			return false
		}
		for _, keyword := range []string{"anyOf", "oneOf"} {
			all := e.branches(keyword)
			if len(all) > 0 && !slices.ContainsFunc(all, func(b rule) bool { return b.may(jsonType, depth-1) }) {
				return false
			}
		}
	}
	return true
}
