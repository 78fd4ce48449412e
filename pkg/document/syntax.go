package document

import (
	"bytes"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ReadsLikeField reports whether a line of a text reads like a field with a
// full-width colon, "name：value".
func ReadsLikeField(text string) bool {
	for line := range strings.Lines(text) {
		if t, _ := lostIn([]byte(line), span{0, len(line)}, anywhere); t == trapWideColon {
			return true
		}
	}
	return false
}

// syntaxFault turns an error of yaml.v3 into the one finding that helps.
func (s *source) syntaxFault(err error) finding.Finding {
	text, reported := cutLine(err.Error())
	if strings.Contains(text, "exceeded max depth") {
		return s.tooDeep(s.deepest())
	}
	if f, ok := s.culprit(); ok {
		return f
	}
	line := s.errorLine(reported)
	for _, w := range syntaxWords {
		if strings.Contains(text, w.contains) {
			return s.trapped(w.trap, s.lineSpan(line))
		}
	}
	return s.fault("yaml/syntax", s.lineSpan(line), finding.Say("this is not YAML: %s", text),
		finding.Say("compare the line with the others of its kind: colon, space, quotes, indentation"))
}

// emptyFault reports a text without a value.
func (s *source) emptyFault() finding.Finding {
	if bytes.IndexByte(s.text, '#') >= 0 {
		return s.fault("yaml/only-comments", span{}, finding.Say("the file holds comments only"),
			finding.Say("delete the # before the lines that count, or delete the file"))
	}
	return s.fault("yaml/empty", span{}, finding.Say("the file is empty"),
		finding.Say("write the record, or delete the file"))
}

// cutLine takes "yaml: line 7: found …" apart; the line is 0 where there is none.
func cutLine(text string) (string, int) {
	text = strings.TrimPrefix(text, "yaml: ")
	rest, ok := strings.CutPrefix(text, "line ")
	if !ok {
		return text, 0
	}
	number, message, ok := strings.Cut(rest, ": ")
	line, err := strconv.Atoi(number)
	if !ok || err != nil {
		return text, 0
	}
	return message, line
}

// deepest is where a text that is nested too deep for yaml.v3 passes the limit of a
// record: the first bracket or hyphen too many on its line, or else that line.
func (s *source) deepest() span {
	for i := range s.lines {
		at, open := s.lines[i], 0
		for end := s.lineEnd(i + 1); at < end; at++ {
			if strings.IndexByte("[{-?", s.text[at]) >= 0 {
				open++
			}
			if open > maxDepth {
				return span{at, at}
			}
		}
	}
	return span{}
}

const (
	lineBudget    = 1 << 20 // bytes parsed again to find a syntax error's line
	syntaxForward = 64      // lines looked ahead for the end of a quote or bracket
)

// errorLine is the line at which the text stops being YAML, for errors in lines that
// look right. yaml.v3 names the start of the enclosing block, or counts from 0; so
// the line is found by parsing beginnings of the file: it follows the longest one
// that is YAML.
func (s *source) errorLine(reported int) int {
	budget := lineBudget
	good := func(lines int) bool {
		end := s.lineEnd(lines)
		budget -= end
		var n yaml.Node
		return yaml.Unmarshal(s.text[:end], &n) == nil
	}
	lo := 0
	for budget > 0 {
		hi := len(s.lines)
		for lo+1 < hi && budget > 0 {
			if mid := (lo + hi) / 2; good(mid) {
				lo = mid
			} else {
				hi = mid
			}
		}
		next := 0
		for n := hi + 1; n <= min(hi+syntaxForward, len(s.lines)) && budget > 0; n++ {
			if good(n) {
				next = n
			}
		}
		if next == 0 {
			return hi
		}
		lo = next
	}
	return min(max(reported, lo+1), len(s.lines))
}

// lineSpan is a line from its first character that is no space.
func (s *source) lineSpan(line int) span {
	start, end := s.lines[line-1], s.lineEnd(line)
	return span{end - len(bytes.TrimLeft(s.text[start:end], " ")), end}
}

// syntaxWords says what yaml.v3 says, to people. Its texts are fixed: the module
// is archived.
var syntaxWords = []struct {
	contains string
	trap     trap
}{
	{"could not find expected ':'", trapNoColon},
	{"mapping values are not allowed", trapValues},
	{"did not find expected key", trapKey},
	{"did not find expected '-' indicator", trapItem},
	{"block sequence entries are not allowed", trapListHere},
	{"expected comment or line break", trapBlockText},
	{"found unexpected end of stream", trapOpenQuote},
	{"did not find expected ',' or ']'", trapList},
	{"did not find expected ',' or '}'", trapMap},
	{"cannot start any token", trapReserved},
	{"did not find expected node content", trapNoValue},
	{"did not find expected alphabetic or numeric", trapAlias},
	{"unknown anchor", trapAlias},
	{"escape", trapEscape},
	{"tag", trapTag},
	{"did not find expected <document start>", trapEnd},
	{"unexpected document indicator", trapOpenQuote},
	{"directive", trapDirective},
}
