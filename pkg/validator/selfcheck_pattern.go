package validator

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"

	"github.com/service-catalogue/sc/pkg/finding"
)

// pattern tells a pattern that Go's regular expressions (RE2) cannot read, and
// warns of one that other validators (ECMA-262) read otherwise.
func (c *selfCheck) pattern(s spot, text string) {
	_, err := regexp.Compile(text)
	if err != nil {
		message, hint := patternWords(err)
		c.report("pattern", s.at, message, hint)
		return
	}
	if part := onlyGo(text); part != "" {
		f := c.report("pattern", s.at, finding.Say("other validators (ECMA-262) read %s in a pattern otherwise, or not at all", part),
			finding.Say("use letters, ranges such as [0-9], groups and counts only"))
		f.Severity = finding.Warning
	}
}

// patternWords says what a pattern holds that cannot be read.
func patternWords(err error) (message, hint finding.Sentence) {
	var fault *syntax.Error
	if !errors.As(err, &fault) {
		return finding.Say("the pattern cannot be read"), hint
	}
	for _, look := range []string{"(?=", "(?!", "(?<"} {
		if strings.HasPrefix(fault.Expr, look) {
			return finding.Say("the pattern looks ahead or behind (%s), which sc does not do", finding.Clip(fault.Expr)),
				finding.Say("say it with a second pattern under allOf or not")
		}
	}
	if fault.Code == syntax.ErrInvalidEscape {
		return finding.Say("%s in a pattern cannot be read", finding.Clip(fault.Expr)),
			finding.Say("write the character itself; sc knows no back references")
	}
	if fault.Expr == "" {
		return finding.Say("the pattern cannot be read"), hint
	}
	return finding.Say("the pattern cannot be read from here on: %s", finding.Clip(fault.Expr)),
		finding.Say("look for a bracket without its partner, a count with nothing before it, or a range that runs backwards")
}

// goOnly are the forms of RE2 that ECMA-262 lacks or reads otherwise. An escaped
// backslash comes first, so that what follows it is not taken for an escape.
var goOnly = lazily(`\\\\|\\[AzQECa]|\\[pP][A-Za-z]|\\[pP]\{[^=}]+\}|\\x\{|\[\[:\^?[a-z]+:\]|\(\?P<|\(\?[imsU-]+[:)]`)

// onlyGo is the first part of a pattern that only Go reads so, "" if there is none.
func onlyGo(text string) string {
	for _, part := range goOnly().FindAllString(text, -1) {
		class, isClass := strings.CutPrefix(strings.ToLower(part), `\p{`)
		if part != `\\` && (!isClass || isScript(strings.TrimSuffix(class, "}"))) {
			return part
		}
	}
	return ""
}

// isScript: ECMA-262 knows \p{Lu}, but for scripts only \p{Script=Han}, which Go does
// not know.
func isScript(class string) bool {
	for name := range unicode.Scripts {
		if strings.EqualFold(name, class) {
			return true
		}
	}
	return strings.HasPrefix(class, "^")
}

// matchesAny reports whether a name matches one of patternProperties.
func matchesAny(patterns any, name string) bool {
	body, _ := patterns.(map[string]any)
	for pattern := range body {
		if re, err := regexp.Compile(pattern); err != nil || re.MatchString(name) {
			return true
		}
	}
	return false
}
