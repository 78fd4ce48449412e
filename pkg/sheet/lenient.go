package sheet

import (
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// narrow is a text with the full-width forms of ASCII made narrow, as people type them
// in the middle of Chinese.
func narrow(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s))
}

// squeezed is a word as it is compared with what people may write for it.
func squeezed(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "", "×", "x", "*", "x", "小时", "", "星期", "周", "礼拜", "周").Replace(strings.ToLower(narrow(s)))
}

// synonym is the value for which people write a word, squeezed, and mean nothing else.
func synonym(said string) string {
	for _, row := range [][]string{
		{"<=", "≤", "≦", "=<", "不大于", "不多于", "不高于", "atmost", "nomorethan"},
		{">=", "≥", "≧", "=>", "不小于", "不少于", "至少", "atleast", "nolessthan"},
		{"==", "="},
		{"percent", "%", "百分比", "percentage"},
		{"minute", "分", "min", "mins", "minutes"},
		{"hour", "时", "h", "hr", "hrs", "hours"},
		{"day", "日", "d", "days"},
		{"count", "times"},
		{"7x24", "24x7", "全天候"},
		{"7x12", "12x7"},
		{"6x8", "8x6"},
		{"5x12", "12x5"},
		{"5x8", "8x5"},
		{"sun", "周天"},
		{"onsite", "上门"},
		{"phone", "电话"},
	} {
		if slices.Contains(row[1:], said) {
			return row[0]
		}
	}
	return ""
}

// spoken is the one of several values that a word stands for, however it is written.
func (c choice) spoken(in languages, s string) (string, bool) {
	said := squeezed(s)
	for _, v := range c.all {
		words := append(each(in, func(p *lang.Printer) string { return squeezed(p.Word(v)) }), squeezed(v))
		if slices.Contains(words, said) || synonym(said) == v {
			return v, true
		}
	}
	return "", false
}

// span is how days from one to another are written.
var span = regexp.MustCompile(`^(.+?)\s*(?:至|到|~|～|–|—|-|\bto\b)\s*(.+)$`)

// days are those of the week that a word stands for where it stands for several.
func (c choice) days(in languages, s string) []any {
	if !slices.Contains(c.all, "mon") {
		return nil
	}
	if slices.Contains([]string{"每天", "每日", "everyday", "daily"}, squeezed(s)) {
		return each(c.all, func(d string) any { return d })
	}
	ends := span.FindStringSubmatch(narrow(s))
	if ends == nil {
		return nil
	}
	from, ok := c.spoken(in, ends[1])
	to, too := c.spoken(in, ends[2])
	first, last := slices.Index(c.all, from), slices.Index(c.all, to)
	if !ok || !too || first > last {
		return nil
	}
	return each(c.all[first:last+1], func(d string) any { return d })
}

// measured is a number with its unit behind it, as people write both into one place.
var measured = regexp.MustCompile(`^([0-9.]+)\s*([^0-9.\s].*)$`)

// apart puts the unit that stands behind a number into its own place, unless another
// one stands there.
func (in languages) apart(said map[string]string) {
	m := measured.FindStringSubmatch(narrow(said["value"]))
	if m == nil {
		return
	}
	units := only("level.unit")
	behind, ok := units.spoken(in, m[2])
	beside, known := units.spoken(in, said["unit"])
	if ok && (said["unit"] == "" || known && beside == behind) {
		said["value"], said["unit"] = m[1], behind
	}
}
