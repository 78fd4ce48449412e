package document

import (
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// wideColon is a line that was meant as "key: value" but has the full-width colon
// of a Chinese keyboard; tightColon has no space behind its colon. Keys of records
// are lower-case ASCII.
var (
	wideColon  = regexp.MustCompile(`(?m)^( *(?:- +)*[a-z][a-z0-9_]*)：[ 　]*`)
	tightColon = regexp.MustCompile(`(?m)^( *(?:- +)*[a-z][a-z0-9_]*):([^ \n:/])`)
)

// ReadsLikeField reports whether a line of a text reads like a field with a
// full-width colon, "name：value".
func ReadsLikeField(text string) bool { return wideColon.MatchString(text) }

// syntaxFault turns an error of yaml.v3 into the one finding that helps.
func (s *source) syntaxFault(err error) finding.Finding {
	text, reported := cutLine(err.Error())
	line := s.errorLine(reported)
	if at := s.mendable(line, wideColon); at >= 0 {
		return s.wideColonAt(at)
	}
	if at := s.mendable(line, tightColon); at >= 0 {
		return s.fault("yaml/syntax", span{at, at + 1},
			finding.Say("a space is missing behind this colon"),
			finding.Say("write “field: value”"))
	}
	for _, w := range syntaxWords {
		if strings.Contains(text, w.contains) {
			return s.fault(w.rule, s.lineSpan(line), w.message, w.hint)
		}
	}
	return s.fault("yaml/syntax", s.lineSpan(line), finding.Say("this is not YAML: %s", text), finding.Sentence{})
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

const (
	syntaxBudget  = 4 << 20 // bytes parsed again to find a syntax error's line
	syntaxForward = 64      // lines looked ahead for the end of a quote or bracket
)

// errorLine is the line at which the text stops being YAML. yaml.v3 names the
// start of the enclosing block, or counts from 0; so the line is found by parsing
// beginnings of the file: it follows the longest one that is YAML.
func (s *source) errorLine(reported int) int {
	budget := syntaxBudget
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
	for start < end && s.text[start] == ' ' {
		start++
	}
	return span{start, end}
}

// mendable is the offset of the first colon matched by trap whose replacement with
// ": " mends the text or moves the error further down; -1 where there is none.
func (s *source) mendable(line int, trap *regexp.Regexp) int {
	end := s.lineEnd(min(line+1, len(s.lines)))
	rows := trap.FindAllSubmatchIndex(s.text[:end], -1)
	if len(rows) == 0 {
		return -1
	}
	mended := trap.ReplaceAll(s.text, []byte("$1: $2"))
	var n yaml.Node
	if err := yaml.Unmarshal(mended, &n); err != nil {
		_, reported := cutLine(err.Error())
		if newSource(s.file, mended).errorLine(reported) <= line {
			return -1
		}
	}
	for _, row := range rows {
		if s.place(row[0]).Line >= line-1 {
			return row[3]
		}
	}
	return rows[0][3]
}

func (s *source) wideColonAt(at int) finding.Finding {
	return s.fault("yaml/full-width-colon", span{at, at + len("：")},
		finding.Say("the full-width colon “：” does not separate a field from its value"),
		finding.Say("write an ASCII colon and a space: “: ”"))
}

// syntaxWords says what yaml.v3 says, to people. Its texts are fixed: the module
// is archived.
var syntaxWords = []struct {
	contains, rule string
	message, hint  finding.Sentence
}{
	{
		"could not find expected ':'", "yaml/syntax",
		finding.Say("this line is neither “field: value” nor a list item"),
		finding.Say("write a colon and a space behind the field's name"),
	},
	{
		"mapping values are not allowed", "yaml/syntax",
		finding.Say("a colon and a space inside a value, or a wrong indentation"),
		finding.Say("put the value in quotes, or indent the line as the others of its block"),
	},
	{
		"did not find expected key", "yaml/syntax",
		finding.Say("this line does not fit the block that it stands in"),
		finding.Say("indent it as the other fields of the block, and close every quote"),
	},
	{
		"did not find expected '-' indicator", "yaml/syntax",
		finding.Say("this line does not fit the list that it stands in"),
		finding.Say("begin each list item with “- ”, all at one indentation"),
	},
	{
		"block sequence entries are not allowed", "yaml/syntax",
		finding.Say("a list item is not allowed here"),
		finding.Say("put the list on the lines below its field"),
	},
	{
		"expected comment or line break", "yaml/syntax",
		finding.Say("text may not follow | or > on the same line"),
		finding.Say("write the text on the lines below, indented"),
	},
	{
		"found unexpected end of stream", "yaml/syntax",
		finding.Say("a quote is opened here and never closed"),
		finding.Say("close it, or use no quotes"),
	},
	{
		"did not find expected ',' or ']'", "yaml/syntax",
		finding.Say("a list in [ ] lacks a comma or its end"),
		finding.Say("write it as lines that begin with “- ”"),
	},
	{
		"did not find expected ',' or '}'", "yaml/syntax",
		finding.Say("a map in { } lacks a comma or its end"),
		finding.Say("write it as lines “field: value”"),
	},
	{
		"cannot start any token", "yaml/syntax",
		finding.Say("a value may not begin with this character"),
		finding.Say("put the value in quotes"),
	},
	{
		"did not find expected node content", "yaml/syntax",
		finding.Say("a value is missing or begins with a character that YAML reserves"),
		finding.Say("put the value in quotes"),
	},
	{
		"did not find expected alphabetic or numeric", "yaml/anchor",
		finding.Say("a value may not begin with & or *"),
		finding.Say("put the value in quotes"),
	},
	{
		"unknown anchor", "yaml/anchor",
		finding.Say("anchors (&) and aliases (*) are not allowed"),
		finding.Say("write the value out, or put it in quotes"),
	},
	{
		"escape", "yaml/syntax",
		finding.Say("a backslash in double quotes begins an escape that YAML does not know"),
		finding.Say("use single quotes, or double the backslash"),
	},
	{
		"tag", "yaml/tag",
		finding.Say("tags (!) are not allowed"),
		finding.Say("leave the tag out, or put the value in quotes"),
	},
	{
		"exceeded max depth", "yaml/depth",
		finding.Say("more than %s levels inside one another", maxDepth),
		finding.Sentence{},
	},
	{
		"did not find expected <document start>", "yaml/syntax",
		finding.Say("the record has ended, and more text follows"),
		finding.Say("indent this line as the others of its block"),
	},
	{
		"unexpected document indicator", "yaml/syntax",
		finding.Say("a quote is still open where the document ends"),
		finding.Say("close it, or use no quotes"),
	},
	{
		"directive", "yaml/syntax",
		finding.Say("directives, lines that begin with a percent sign, are not allowed"),
		finding.Say("leave the line out, or put the value in quotes"),
	},
}
