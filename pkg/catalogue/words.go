package catalogue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Word is the name of a field or of an enumerated value of the records, such as
// "objective" or "onsite": an argument of a Sentence that a language may
// translate. Its own text is what stands in the files.
type Word string

// narrow turns full-width Latin signs into their usual form.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// fold reduces a wording to what makes it itself: letters, numbers and the
// signs of numbers, without letter case, width, spaces and punctuation.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(narrow(r))
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || strings.ContainsRune(".%+-<>=≤≥", r) {
			return r
		}
		return -1
	}, s)
}

// hanNumerals are the numerals of Chinese prose; 半 is "half", 两 is "two".
const hanNumerals = "〇零一二三四五六七八九十百千万亿两半"

// numbers lists the numbers of a wording in their order: digits with their
// decimal point, Roman and circled numerals, Chinese numerals.
func numbers(s string) []string {
	var out []string
	var run []rune
	end := func() {
		if n := strings.TrimRight(string(run), "."); n != "" {
			out = append(out, n)
		}
		run = run[:0]
	}
	for _, r := range s {
		r = narrow(r)
		switch {
		case unicode.IsNumber(r), strings.ContainsRune(hanNumerals, r), r == '.' && len(run) > 0:
			run = append(run, r)
		case r == ',' && len(run) > 0: // thousands: 1,000 is 1000
		default:
			end()
		}
	}
	end()
	return out
}

// sameNumbers reports whether two texts promise the same numbers in every
// language that both have; a string form need only agree with one of them.
func sameNumbers(a, b Text) bool {
	agree := func(p [2]string) bool { return slices.Equal(numbers(p[0]), numbers(p[1])) }
	pairs := shared(a, b)
	if len(pairs) == 0 {
		return slices.Equal(numbers(a.String()), numbers(b.String()))
	}
	if (a.Plain == "") != (b.Plain == "") {
		return slices.ContainsFunc(pairs, agree)
	}
	return !slices.ContainsFunc(pairs, func(p [2]string) bool { return !agree(p) })
}

// sameItem reports whether two texts name one thing: they read alike in some
// language that both have.
func sameItem(a, b Text) bool {
	return a == b || slices.ContainsFunc(shared(a, b), func(p [2]string) bool { return fold(p[0]) == fold(p[1]) })
}

// sameWords reports whether two texts read alike in every language that both
// have, punctuation aside; a string form need only agree with one of them.
func sameWords(a, b Text) bool {
	if (a.Plain == "") != (b.Plain == "") {
		return sameItem(a, b)
	}
	return !slices.ContainsFunc(shared(a, b), func(p [2]string) bool { return fold(p[0]) != fold(p[1]) })
}

// longItem is how many characters of an item are looked at for a rewording: the
// time it takes grows with the square.
const longItem = 400

// similar reports whether one text looks like a rewording of the other: at most
// a third of it is edited.
func similar(a, b Text) bool {
	return slices.ContainsFunc(shared(a, b), func(p [2]string) bool {
		x, y := fold(p[0]), fold(p[1])
		less, more := utf8.RuneCountInString(x), utf8.RuneCountInString(y)
		if less > more {
			less, more = more, less
		}
		return 3*(more-less) <= more && more <= longItem && 3*finding.Distance(x, y) <= more
	})
}
