package catalogue

import (
	"regexp"
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

// bounds are the words by which prose promises as much as by its numbers, each with
// what it stands for: that something is not so, and how long a period is.
func bounds() map[string]string {
	all := map[string]string{}
	for meaning, words := range map[string]string{
		"not":    "无 不 非 未 没 否 勿 除 no not without never none nor neither cannot except excluding unless",
		"minute": "分钟 分 minute minutes min", "hour": "小时 时 hour hours h", "day": "日 天 day days daily",
		"week": "周 week weeks weekly", "month": "月 month months monthly",
		"quarter": "季 quarter quarters quarterly", "year": "年 year years yearly annual annually",
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] = meaning
		}
	}
	return all
}

// periods finds periods of Chinese: behind a number or 每, so that 假日 is none.
func periods() *regexp.Regexp {
	return regexp.MustCompile(`[0-9` + hanNumerals + `每次当隔] *个?(?:工作)?(小时|分钟|[分时日天周月季年])`)
}

// bounding lists the bounds that a wording names, in the order of their meanings.
func bounding(s string) []string {
	known := bounds()
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && r != '\'' }) {
		if strings.HasSuffix(word, "n't") {
			word = "not"
		}
		if known[word] != "" {
			out = append(out, known[word])
		}
	}
	for _, r := range s {
		if r > unicode.MaxASCII && known[string(r)] == known["not"] {
			out = append(out, known["not"])
		}
	}
	for _, found := range periods().FindAllStringSubmatch(s, -1) {
		out = append(out, known[found[1]])
	}
	slices.Sort(out)
	return out
}

// alike reports whether two texts have the same of something in every language
// that both have; a string form need only agree with one of them.
func alike(a, b Text, of func(string) []string) bool {
	agree := func(p [2]string) bool { return slices.Equal(of(p[0]), of(p[1])) }
	pairs := shared(a, b)
	if len(pairs) == 0 {
		return slices.Equal(of(a.String()), of(b.String()))
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
