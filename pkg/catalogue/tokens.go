package catalogue

import "unicode"

// Tokens cuts a text into the terms that are searched for. The rule is one for all
// programs that search the catalogue, and testdata/tokens.json holds them to it:
//
//   - Full-width Latin signs (U+FF01 to U+FF5E) become their usual form, then each
//     character its simple lower case.
//   - A run of Han characters becomes its pairs of neighbours; a run of one, itself.
//   - A run of other letters, numbers and marks becomes one term.
//   - All else parts runs.
func Tokens(text string) []string {
	var terms []string
	var run []rune
	for _, r := range text {
		r = unicode.ToLower(narrow(r))
		if len(run) > 0 && script(r) != script(run[0]) {
			terms, run = appendRun(terms, run), run[:0]
		}
		if script(r) != noScript {
			run = append(run, r)
		}
	}
	return appendRun(terms, run)
}

// scripts of the characters that make terms.
type scriptKind int

const (
	noScript scriptKind = iota
	hanScript
	otherScript
)

func script(r rune) scriptKind {
	switch {
	case unicode.Is(unicode.Han, r):
		return hanScript
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		return otherScript
	}
	return noScript
}

// appendRun adds the terms of a run of characters of one script.
func appendRun(terms []string, run []rune) []string {
	switch {
	case len(run) == 0:
		return terms
	case len(run) == 1 || script(run[0]) != hanScript:
		return append(terms, string(run))
	}
	for i := range len(run) - 1 {
		terms = append(terms, string(run[i:i+2]))
	}
	return terms
}
