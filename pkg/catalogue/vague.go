package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// vagueWords promise without saying how much, in both languages; English ones are
// in lower case.
var vagueWords = []vagueWord{
	{"适当", []string{"不适当", "适当性", "合适当", "舒适当"}},
	{"适时", []string{"合适时", "舒适时", "适时间"}},
	{"适度", []string{"合适度", "舒适度"}},
	{"及时", []string{
		"及时率", "及时性", "及时度", "不及时",
		"以及时", "涉及时", "普及时", "提及时", "触及时", "危及时", "波及时", "遍及时", "述及时", // 以及|时间
		"及时间", "及时段", "及时长", "及时效", "及时限", "及时刻", "及时区", "及时期", "及时点", // 地点及|时间
	}},
	{"尽快", nil},
	{"尽早", nil},
	{"尽量", nil},
	{"尽可能", nil},
	{"迅速", nil},
	{"酌情", nil},
	{"视情况", nil},
	{"必要时", []string{"不必要时"}},
	{"合理时间", nil},
	{"合理的时间", nil},
	{"合理期限", nil},
	{"合理的期限", nil},
	{"相关", []string{
		"相关方", "相关者", "相关性", "相关系数", "相关度", "不相关",
		"互相关心", "互相关注", "互相关联", // 互相|关心
	}},
	{"appropriate", nil},
	{"appropriately", nil},
	{"adequate", nil},
	{"adequately", nil},
	{"suitable", nil},
	{"suitably", nil},
	{"relevant", nil},
	{"reasonable", nil},
	{"reasonably", nil},
	{"timely", nil},
	{"promptly", nil},
	{"asap", nil},
	{"as soon as possible", nil},
	{"as soon as practicable", nil},
	{"as quickly as possible", nil},
	{"as far as possible", nil},
	{"in due course", nil},
	{"in good time", nil},
	{"best effort", nil},
	{"best efforts", nil},
	{"where necessary", nil},
	{"if necessary", nil},
}

// vagueWord is a word and the longer ones that it is part of and that are clear, or
// in which its characters belong to two words.
type vagueWord struct {
	word   string
	partOf []string
}

// lazily is a pattern that is compiled where it is first used: those with classes of
// Unicode take time, and most runs need none of them.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// clearWording is what says something though a vague word is in it: 及时响应率 is a
// measure, 与数据库相关的 says what it relates to.
var clearWording = lazily(`及时\p{Han}{1,8}率|[与跟][^与跟]{1,20}相关`)

// measures are an amount with its unit, or a day that is named. 7x24 is no measure.
var measures = lazily(`(?i)(?:^|[^\p{Latin}0-9.×*])` +
	`(?:[0-9][0-9,.]*|[〇零一二三四五六七八九十百千两半]+)\s*` +
	`(?:[%％‰]|个?(?:秒钟?|分钟|小时|工作日|自然日|日历日|星期|月|季度)|[日天周年次]` +
	`|(?:per ?cent|seconds?|minutes?|min|hours?|(?:working |business |calendar )?days?|weeks?|months?|quarters?|years?|times)\b)` +
	`|百分之|当[日天月]|次[日月]|隔日` +
	`|\b(?:an?|half an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:second|minute|hour|(?:working |business |calendar )?day|week|month|quarter|year)s?\b`)

// Vague lists the words of a text that promise without saying how much, such as 尽快
// or "timely", each once and in their order. A word with a measure beside it, as in
// 4小时内及时恢复, or that is part of a clear one, as in 及时率, is not among them.
func Vague(text string) []string {
	if !mentionsVague(text) {
		return nil
	}
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "\ufffd")
	var found []string
	for _, said := range statements(text) {
		if measures().MatchString(said) {
			continue
		}
		for _, word := range vagueIn(said) {
			if !slices.ContainsFunc(found, func(w string) bool { return strings.EqualFold(w, word) }) {
				found = append(found, word)
			}
		}
	}
	return found
}

// mentionsVague looks quickly: most texts have none.
func mentionsVague(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(vagueWords, func(v vagueWord) bool {
		first, _, _ := strings.Cut(v.word, " ")
		return strings.Contains(lower, first)
	})
}

// vagueIn lists the vague words of a statement in the order in which they stand.
func vagueIn(said string) []string {
	lower := strings.ToLower(said)
	if len(lower) != len(said) { // a rare letter whose lower case has another length
		said = lower
	}
	found := map[int]string{}
	for _, v := range vagueWords {
		for from := 0; ; {
			i := strings.Index(lower[from:], v.word)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(v.word)
			if wholeWord(lower, start, end) && !v.clear(lower, start) {
				found[start] = said[start:end]
			}
			from = end
		}
	}
	var words []string
	for start := range said {
		if word, ok := found[start]; ok {
			words = append(words, word)
		}
	}
	return words
}

// clear reports whether the word at start is part of something that is clear.
func (v vagueWord) clear(said string, start int) bool {
	for _, long := range v.partOf {
		before := strings.Index(long, v.word)
		if start >= before && strings.HasPrefix(said[start-before:], long) {
			return true
		}
	}
	return slices.ContainsFunc(clearWording().FindAllStringIndex(said, -1), func(at []int) bool {
		return at[0] <= start && start < at[1]
	})
}

// wholeWord reports whether what stands between start and end is not part of a
// longer word; Chinese has no spaces between words.
func wholeWord(said string, start, end int) bool {
	if said[start] >= utf8.RuneSelf {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(said[:start])
	after, _ := utf8.DecodeRuneInString(said[end:])
	joins := func(r rune) bool { return r == '-' || r == '_' || unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }
	return !joins(before) && !joins(after)
}

// statements parts a text at its stops: commas too, but for those of numbers.
func statements(text string) []string {
	var out []string
	from := 0
	for i, r := range text {
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		stop := strings.ContainsRune("，；。！？、;!?", r) ||
			r == ',' && !unicode.IsDigit(next) || r == '.' && (next == ' ' || next == utf8.RuneError)
		if stop {
			out = append(out, text[from:i])
			from = i + utf8.RuneLen(r)
		}
	}
	return append(out, text[from:])
}
