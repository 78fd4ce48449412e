package validator

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
)

// label names a value for people: the title of its field with its name, as in
// "Service hours (hours)"; the name alone where the schema gives no title; and
// "label, item n" in a list.
func (c *schemaCheck) label(pointer string) finding.Sentence {
	here := []rule{c.root}
	label := titled(here, "")
	var value any = c.value
	for _, token := range document.Tokens(pointer) {
		list, isList := value.([]any)
		i := atoi(token)
		switch {
		case isList && i >= 0:
			here = items(here, i)
			label = finding.Say("%s, item %s", label, i+1)
			value = nil
			if i < len(list) {
				value = list[i]
			}
		default:
			here = fields(here, token)
			label = titled(here, token)
			m, _ := value.(map[string]any)
			value = m[token]
		}
	}
	return label
}

func fields(of []rule, name string) []rule {
	var all []rule
	for _, r := range of {
		all = append(all, r.field(name)...)
	}
	return all
}

func items(of []rule, index int) []rule {
	var all []rule
	for _, r := range of {
		all = append(all, r.item(index)...)
	}
	return all
}

// titled joins the first title of several schemas of one value with its name.
func titled(of []rule, name string) finding.Sentence {
	title := titleOf(of)
	switch {
	case name == "" && title.isZero():
		return finding.Say("the document")
	case name == "":
		return finding.Say("%s", title)
	case title.isZero():
		return finding.Say("%s", shownName(name))
	}
	return finding.Say("%s (%s)", title, shownName(name))
}

// titleOf prefers a title that a field has itself to one of what it refers to.
func titleOf(of []rule) Bilingual {
	for _, r := range of {
		if t := r.title(); !t.isZero() {
			return t
		}
	}
	for _, r := range of {
		for _, e := range r.certain() {
			if t := e.title(); !t.isZero() {
				return t
			}
		}
	}
	return Bilingual{}
}

// lazily is a pattern that is compiled where it is first used: those with classes of
// Unicode take time, and most runs need none of them.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

var plainName = lazily(`^[\p{L}$@][\p{L}\p{N}_.$@-]*$`)

// shownName is a field's name, in quotes where it would not read as one.
func shownName(name string) string {
	if plainName().MatchString(name) {
		return name
	}
	return strconv.Quote(finding.Clip(name))
}

var plainWord = lazily(`^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$`)

// plainText reports whether a text keeps its meaning when it is written in YAML
// without quotes.
func plainText(text string) bool {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n", "":
		return false
	}
	_, notFloat := strconv.ParseFloat(text, 64)
	_, notInt := strconv.ParseInt(text, 0, 64)
	return plainWord().MatchString(text) && notFloat != nil && notInt != nil &&
		strings.ContainsFunc(text, unicode.IsLetter)
}
