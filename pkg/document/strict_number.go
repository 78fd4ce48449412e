package document

import (
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	maxDigits   = 64      // characters of a number
	maxCounted  = 1 << 53 // the largest whole number that every program keeps
	keptDigits  = 17      // digits of a fraction that every program keeps
	shortNumber = 15      // characters up to which a number cannot be too exact
)

// number refuses what readers of YAML do not agree on, and what some of them
// round.
func (c *strictCheck) number(n *yaml.Node) {
	if len(n.Value) <= shortNumber && plainNumber(n.Value) && !strings.ContainsAny(n.Value, "eE") {
		return
	}
	if f, ok := c.numberFault(n.Value, c.span(n)); ok {
		c.stop(f)
	}
}

// numberFault tells what is wrong with a number as it is written. Where it can
// only have been meant as text, or changed by a person, the fix is to quote it.
func (s *source) numberFault(text string, at span) (f finding.Finding, ok bool) {
	shown := finding.Clip(text)
	digits := strings.TrimLeft(text, "+-")
	switch low := strings.ToLower(digits); {
	case strings.HasSuffix(low, "inf") || strings.HasSuffix(low, "nan"):
		return s.fault("yaml/not-finite", at, finding.Say("%s is not a number that can be compared", shown),
			finding.Say("write a finite decimal number, or put the text in quotes")), true
	case len(low) > 1 && low[0] == '0' && strings.ContainsRune("xob", rune(low[1])):
		f = s.fault("yaml/number-base", at, finding.Say("%s is a hexadecimal, octal or binary number to some programs and text to others", shown),
			finding.Say("put it in quotes, or write the number in decimal"))
	case strings.Contains(text, "_"):
		f = s.fault("yaml/number-separator", at, finding.Say("%s is a number to some programs and text to others, because of the _", shown),
			finding.Say("write a number without separators; put a code in quotes"))
	case text[0] == '+':
		f = s.fault("yaml/number-sign", at, finding.Say("%s loses its plus sign when it is read as a number", shown),
			finding.Say("put a telephone number in quotes; write a number without the sign"))
	case len(low) > 1 && low[0] == '0' && low[1] != '.' && low[1] != 'e':
		f = s.fault("yaml/leading-zero", at, finding.Say("%s loses its leading zero, or is read as octal", shown),
			finding.Say("put codes and telephone numbers in quotes; write a number without leading zeros"))
	case len(text) > maxDigits || !plainNumber(text):
		return s.fault("yaml/number", at, finding.Say("%s is a number in a form that is read in different ways", shown),
			finding.Say("write a plain decimal number; put codes and telephone numbers in quotes")), true
	default:
		return s.inexact(text, at)
	}
	f.Fix = []finding.Edit{s.edit(at, `"`+text+`"`)}
	return f, true
}

// inexact refuses a number that programs with 64-bit floating point would change.
func (s *source) inexact(text string, at span) (finding.Finding, bool) {
	shown := finding.Clip(text)
	v, err := strconv.ParseFloat(text, 64)
	switch mantissa, _, _ := strings.Cut(strings.ToLower(text), "e"); {
	case err != nil || v == 0 && strings.ContainsAny(mantissa, "123456789"):
		return s.fault("yaml/number-range", at, finding.Say("%s is out of the range of numbers", shown),
			finding.Say("write a smaller number; put a code that looks like a number in quotes")), true
	case !strings.ContainsAny(text, ".eE") && math.Abs(v) >= maxCounted && text != strconv.FormatInt(maxCounted, 10),
		len(strings.Trim(strings.ReplaceAll(mantissa, ".", ""), "-0")) > keptDigits:
		return s.fault("yaml/number-digits", at, finding.Say("%s has more digits than other programs keep of a number", shown),
			finding.Say("put a code, an account or an identity number in quotes; write a number with fewer digits")), true
	}
	return finding.Finding{}, false
}

// plainNumber reports the form of a number that YAML, JSON and people read alike:
// -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func plainNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := digits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if text != "" && text[0] == '.' {
		n := digits(text[1:])
		if n == 0 {
			return false
		}
		text = text[1+n:]
	}
	if text == "" || text[0] != 'e' && text[0] != 'E' {
		return text == ""
	}
	text = text[1:]
	if text != "" && (text[0] == '+' || text[0] == '-') {
		text = text[1:]
	}
	return text != "" && digits(text) == len(text)
}

// digits is how many digits a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}
