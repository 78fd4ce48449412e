package document

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// maxNumber bounds a number's characters and its exponent: a schema check computes
// exactly, and 1e1000000000 in full is a gigabyte.
const maxNumber = 1000

// scalar is the value of a node that is neither a map nor a list. yaml.v3 takes
// numbers that a float64 cannot hold for text.
func (c *conversion) scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!str":
		if n.Style == 0 && startsLikeNumber(n.Value) {
			if _, ok := coreNumber(n.Value); ok {
				return c.number(n)
			}
		}
	case "!!null":
		return nil
	case "!!bool":
		return n.Value[0]|' ' == 't'
	case "!!int", "!!float":
		return c.number(n)
	}
	return n.Value
}

func startsLikeNumber(text string) bool {
	if text == "" {
		return false
	}
	first := text[0]
	return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.'
}

// number is an int64, or a json.Number where that could lose something.
func (c *conversion) number(n *yaml.Node) any {
	if n.Tag == "!!int" {
		if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
			c.octal(n)
			return i
		}
	}
	at := c.span(n)
	number, ok := coreNumber(n.Value)
	switch {
	case ok && tooLong(number):
		c.stop(c.fault(c.language+"/number", at, finding.Say("the number %s has more digits than can be compared", finding.Clip(n.Value)),
			finding.Say("write a number of at most %s digits, or put the text in quotes", maxNumber)))
	case ok:
		if i, err := strconv.ParseInt(string(number), 10, 64); err == nil {
			return i
		}
		return number
	default:
		f, _ := c.numberFault(n.Value, at)
		c.stop(f)
	}
	return nil
}

// octal warns of 0644, which is 644 in YAML 1.2 and 420 in YAML 1.1, and of +0644.
func (c *conversion) octal(n *yaml.Node) {
	digits := strings.TrimLeft(n.Value, "+-")
	if len(digits) < 2 || digits[0] != '0' || strings.ContainsAny(digits, "89") || strings.Trim(digits, "0") == "" {
		return
	}
	f, _ := c.numberFault(n.Value, c.span(n))
	f.Hint = finding.Say("it is read in base ten here; write 0o%s for base eight, or put a code in quotes", strings.TrimLeft(digits, "0"))
	f.Fix = nil // who meant base eight would lose it
	f.Severity = finding.Warning
	c.report(f)
}

func isInfinite(text string) bool {
	return isOneOf(strings.ToLower(strings.TrimLeft(text, "+-")), ".inf", ".nan")
}

// isPlainInt reports whether a text is a whole number as JSON writes it.
func isPlainInt(text string) bool {
	number, ok := decimal(text)
	return ok && string(number) == text && !strings.ContainsAny(text, ".eE")
}

func tooLong(number json.Number) bool {
	if len(number) > maxNumber {
		return true
	}
	i := strings.IndexAny(string(number), "eE")
	if i < 0 {
		return false
	}
	power, err := strconv.Atoi(string(number[i+1:]))
	return err != nil || power > maxNumber || power < -maxNumber
}

// coreNumber writes a number of the YAML 1.2 core schema (section 10.3.2) as JSON
// would; it reports false for every other text.
func coreNumber(text string) (json.Number, bool) {
	digits, base := "", 0
	if len(text) > 2 && text[0] == '0' {
		switch text[1] {
		case 'x':
			digits, base = "0123456789abcdefABCDEF", 16
		case 'o':
			digits, base = "01234567", 8
		}
	}
	if base == 0 {
		return decimal(text)
	}
	switch {
	case strings.Trim(text[2:], digits) != "":
		return "", false
	case len(text) > maxNumber:
		return json.Number(text), true
	}
	number, ok := new(big.Int).SetString(text[2:], base)
	if !ok {
		return "", false
	}
	return json.Number(number.String()), true
}

// decimal writes a decimal number as JSON would: without a plus sign and leading
// zeros, and with a digit on both sides of the point. What is so already stays.
func decimal(text string) (json.Number, bool) {
	sign, rest := "", text
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		sign, rest = strings.TrimPrefix(rest[:1], "+"), rest[1:]
	}
	whole, rest := leadingDigits(rest)
	fraction, point := "", strings.HasPrefix(rest, ".")
	if point {
		fraction, rest = leadingDigits(rest[1:])
	}
	if whole == "" && fraction == "" || !isExponent(rest) {
		return "", false
	}
	plain := len(sign)+len(whole)+len(rest) == len(text) || fraction != ""
	if plain && whole != "" && (whole[0] != '0' || whole == "0") && text[0] != '+' {
		return json.Number(text), true
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	} else if point {
		fraction = ".0"
	}
	return json.Number(sign + whole + fraction + rest), true
}

func leadingDigits(text string) (digits, rest string) {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return text[:i], text[i:]
}

// isExponent reports whether a text is the exponent of a number, or nothing.
func isExponent(text string) bool {
	if text == "" {
		return true
	}
	if text[0] != 'e' && text[0] != 'E' || len(text) < 2 {
		return false
	}
	if text = text[1:]; text[0] == '+' || text[0] == '-' {
		text = text[1:]
	}
	digits, rest := leadingDigits(text)
	return digits != "" && rest == ""
}
