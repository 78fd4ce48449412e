package validator

import (
	"cmp"
	"encoding/json"
	"math"
	"math/big"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// maxExact is the greatest whole number below which a float64 holds every one.
const maxExact = 1 << 53

// maxUnique is the length up to which every item of a list is held against every
// other; the library has a quicker way for longer lists.
const maxUnique = 64

// number judges limits. Floats decide where they differ, for rounding keeps order;
// where they agree the decimal digits are compared, as the library does.
func number(s *jsonschema.Schema, v any) verdict {
	if s.Minimum == nil && s.Maximum == nil && s.ExclusiveMinimum == nil && s.ExclusiveMaximum == nil && s.MultipleOf == nil {
		return valid
	}
	f, ok := asFloat(v)
	if !ok {
		return unsure
	}
	ok = (s.Minimum == nil || compare(v, f, s.Minimum) >= 0) &&
		(s.Maximum == nil || compare(v, f, s.Maximum) <= 0) &&
		(s.ExclusiveMinimum == nil || compare(v, f, s.ExclusiveMinimum) > 0) &&
		(s.ExclusiveMaximum == nil || compare(v, f, s.ExclusiveMaximum) < 0) &&
		(s.MultipleOf == nil || isMultiple(v, s.MultipleOf))
	return verdictOf(fact(ok))
}

// asFloat gives a number that a float64 holds exactly enough to be compared.
func asFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), v <= maxExact && v >= -maxExact
	case float64:
		return v, math.Abs(v) <= maxExact // false for NaN
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		return f, err == nil && len(v) <= maxNumberText && math.Abs(f) <= maxExact
	}
	return 0, false
}

func compare(v any, f float64, limit *big.Rat) int {
	if i, ok := v.(int64); ok && limit.IsInt() && limit.Num().IsInt64() {
		return cmp.Compare(i, limit.Num().Int64())
	}
	l, _ := limit.Float64()
	switch {
	case f < l:
		return -1
	case f > l:
		return 1
	}
	return exact(v).Cmp(limit)
}

func isMultiple(v any, of *big.Rat) bool {
	if i, whole := v.(int64); whole && of.IsInt() && of.Num().IsInt64() && of.Sign() != 0 {
		return i%of.Num().Int64() == 0
	}
	return of.Sign() != 0 && new(big.Rat).Quo(exact(v), of).IsInt()
}

// exact is the number that the decimal digits of a value stand for.
func exact(v any) *big.Rat {
	var text string
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v)
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	case json.Number:
		text = string(v)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// among judges enum.
func among(v any, choices []any) verdict {
	got := invalid
	for _, c := range choices {
		switch same(v, c) {
		case valid:
			return valid
		case unsure:
			got = unsure
		}
	}
	return got
}

// same judges whether two values are equal in the sense of JSON Schema: numbers by
// value, fields in any order.
func same(a, b any) verdict {
	switch a := a.(type) {
	case string:
		text, ok := b.(string)
		return verdictOf(fact(ok) && a == text)
	case bool:
		other, ok := b.(bool)
		return verdictOf(fact(ok) && a == other)
	case nil:
		return verdictOf(b == nil)
	case []any:
		other, ok := b.([]any)
		if !ok || len(a) != len(other) {
			return invalid
		}
		return sameItems(a, other)
	case map[string]any:
		other, ok := b.(map[string]any)
		if !ok || len(a) != len(other) {
			return invalid
		}
		return sameFields(a, other)
	}
	return sameNumber(a, b)
}

func sameItems(a, b []any) verdict {
	for i := range a {
		if got := same(a[i], b[i]); got != valid {
			return got
		}
	}
	return valid
}

func sameFields(a, b map[string]any) verdict {
	for name, value := range a {
		other, ok := b[name]
		if !ok {
			return invalid
		}
		if got := same(value, other); got != valid {
			return got
		}
	}
	return valid
}

// sameNumber leaves floats that are no numbers, and digits without end, to the
// library.
func sameNumber(a, b any) verdict {
	if !isNumber(a) {
		return unsure
	}
	if !isNumber(b) {
		switch b.(type) {
		case string, bool, nil, []any, map[string]any:
			return invalid
		}
		return unsure
	}
	if i, ok := whole(a); ok {
		if j, ok := whole(b); ok {
			return verdictOf(i == j)
		}
	}
	return verdictOf(exact(a).Cmp(exact(b)) == 0)
}

// whole gives the number of plain digits, as values and schemas have them.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case json.Number:
		i, err := strconv.ParseInt(string(v), 10, 64)
		return i, err == nil
	}
	return 0, false
}

// maxNumberText is how long the text of a number may be to be worked out here.
const maxNumberText = 32

func isNumber(v any) bool {
	switch v := v.(type) {
	case int64:
		return true
	case float64:
		return math.Abs(v) <= maxExact
	case json.Number:
		f, err := v.Float64()
		return err == nil && len(v) <= maxNumberText && math.Abs(f) <= 1e30
	}
	return false
}

// unique judges uniqueItems; most lists are short and of texts.
func unique(v []any) verdict {
	if len(v) > maxUnique {
		return uniqueTexts(v)
	}
	got := valid
	for i := 1; i < len(v); i++ {
		for j := range i {
			switch same(v[i], v[j]) {
			case valid:
				return invalid
			case unsure:
				got = unsure
			}
		}
	}
	return got
}

func uniqueTexts(v []any) verdict {
	seen := make(map[string]bool, len(v))
	for _, item := range v {
		t, ok := item.(string)
		if !ok {
			return unsure
		}
		if seen[t] {
			return invalid
		}
		seen[t] = true
	}
	return valid
}
