package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// refuse reports the one fault of syntax of a JSON text.
func (r *jsonReader) refuse(at span, message, hint finding.Sentence) *yaml.Node {
	r.stop(r.fault("json/syntax", at, message, hint))
	return nil
}

func (r *jsonReader) limit(rule string, message finding.Sentence) *yaml.Node {
	r.stop(r.fault(rule, r.here(), message, finding.Sentence{}))
	return nil
}

// here is the next character.
func (r *jsonReader) here() span {
	_, size := utf8.DecodeRune(r.text[r.at:])
	return span{r.at, r.at + size}
}

// stray reports what is a fault wherever it stands between tokens.
func (r *jsonReader) stray() bool {
	c, _ := utf8.DecodeRune(r.text[r.at:])
	said := string(c)
	switch {
	case r.ended():
		r.unclosed()
	case c == '\'':
		r.refuse(r.here(), finding.Say("JSON has no single quotes"), finding.Say("put the text in double quotes"))
	case c == '#' || bytes.HasPrefix(r.text[r.at:], []byte("//")) || bytes.HasPrefix(r.text[r.at:], []byte("/*")):
		r.refuse(span{r.at, r.lineEnd(r.line)}, finding.Say("JSON has no comments"), finding.Say("delete the comment"))
	case strings.ContainsRune("“”‘’＂＇「」", c):
		r.refuse(r.here(), finding.Say("the quote %s is not the one of JSON", said), finding.Say("put the text in ASCII double quotes"))
	case strings.ContainsRune("，、：；｛｝［］【】　", c):
		r.refuse(r.here(), finding.Say("the full-width character %q is not one of JSON", said), finding.Say("write the ASCII character in its place"))
	case c < ' ' || c == 0x7f || c >= 0x80 && forbidden(c) || c == 0xa0:
		r.refuse(r.here(), finding.Say("the invisible or control character %s is not allowed", fmt.Sprintf("U+%04X", c)),
			finding.Say("delete it; it is often pasted in unseen"))
	default:
		return false
	}
	return true
}

// unclosed reports the bracket that is open where the text ends.
func (r *jsonReader) unclosed() {
	at := r.open[len(r.open)-1]
	r.refuse(span{at, at + 1}, finding.Say("this bracket is never closed"), finding.Say("close it, and check the brackets inside it"))
}

// wrongBracket reports a closing bracket that does not fit the open one.
func (r *jsonReader) wrongBracket() bool {
	if c := r.peek(); c != '}' && c != ']' {
		return false
	}
	at := r.open[len(r.open)-1]
	f := r.fault("json/syntax", r.here(), finding.Say("this bracket does not close the one that is open"),
		finding.Say("close { by }, and [ by ]"))
	f.Related = []finding.Related{{File: r.file, Start: r.place(at), Message: finding.Say("it is opened here")}}
	r.stop(f)
	return true
}

func (r *jsonReader) noValue() *yaml.Node {
	c := r.peek()
	switch {
	case r.stray():
	case c == ',' || len(r.open) > 0 && (c == '}' || c == ']' && r.text[r.open[len(r.open)-1]] == '{'):
		r.refuse(r.here(), finding.Say("a value is missing before this"), finding.Say("write the value, or null; or delete what is too much"))
	default:
		r.notJSON()
	}
	return nil
}

func (r *jsonReader) notJSON() {
	at := r.here()
	r.refuse(at, finding.Say("%q cannot stand here in JSON", string(r.text[at.start:at.end])), finding.Say("put text in double quotes"))
}

func (r *jsonReader) noName() {
	switch {
	case r.stray() || r.wrongBracket():
	case r.peek() == ',':
		r.refuse(r.here(), finding.Say("a value is missing before this"), finding.Say("write the value, or null; or delete what is too much"))
	default:
		r.refuse(r.wordSpan(), finding.Say("the name of a field stands in double quotes"), finding.Say(`write "name": value`))
	}
}

func (r *jsonReader) noColon() {
	if !r.stray() {
		r.refuse(r.here(), finding.Say("a colon is missing before this"), finding.Say(`write "name": value`))
	}
}

func (r *jsonReader) noComma(closing byte) *yaml.Node {
	switch {
	case r.stray() || r.wrongBracket():
	case r.peek() == ':' && closing == ']':
		r.refuse(r.here(), finding.Say("a list has no names of fields"), finding.Say("put fields in { }, and items in [ ]"))
	default:
		r.refuse(r.here(), finding.Say("a comma is missing before this"),
			finding.Say(`put a comma behind the value before it; a quote inside a text is written \"`))
	}
	return nil
}

func (r *jsonReader) trailingComma(comma int) *yaml.Node {
	return r.refuse(span{comma, comma + 1}, finding.Say("a comma behind the last one of a list or of fields"), finding.Say("delete it"))
}

func (r *jsonReader) behindTheEnd() {
	switch c := r.peek(); {
	case c == '}' || c == ']':
		r.refuse(r.here(), finding.Say("this bracket closes nothing"), finding.Say("delete it, or open it before"))
	case r.stray():
	default:
		r.refuse(r.here(), finding.Say("the JSON value has ended, and more text follows"), finding.Say("a JSON file holds one value; put several into a list [ ]"))
	}
}

// openQuote reports a text whose line ends before it does.
func (r *jsonReader) openQuote(end int) *yaml.Node {
	return r.refuse(span{r.at, end}, finding.Say("a quote is opened here and never closed"),
		finding.Say(`close it on the same line; a line end inside a text is written \n`))
}

func (r *jsonReader) rawControl(at int) *yaml.Node {
	code := fmt.Sprintf("%04x", r.text[at])
	written := `\u` + code
	if r.text[at] == '\t' {
		written = `\t`
	}
	return r.refuse(span{at, at + 1}, finding.Say("the invisible or control character %s is not allowed", "U+"+strings.ToUpper(code)),
		finding.Say("inside a text it is written %s", written))
}

func (r *jsonReader) badEscape(at int) *yaml.Node {
	_, size := utf8.DecodeRune(r.text[at+1:])
	return r.refuse(span{at, at + 1 + size}, finding.Say("a backslash begins an escape that JSON does not know"),
		finding.Say(`double the backslash; known are \" \\ \/ \b \f \n \r \t and \u with four digits`))
}

func (r *jsonReader) badNumber(end int) *yaml.Node {
	return r.refuse(span{r.at, end}, finding.Say("%s is not a number as JSON writes it", finding.Clip(string(r.text[r.at:end]))),
		finding.Say("write a plain decimal number; put codes and telephone numbers in quotes"))
}

func (r *jsonReader) badWord(end int) *yaml.Node {
	word := string(r.text[r.at:end])
	hint := finding.Say("put text in double quotes")
	switch strings.ToLower(word) {
	case "true", "false", "null":
		hint = finding.Say("write it in small letters")
	case "none", "nil", "undefined", "nan", "infinity":
		hint = finding.Say("write null, or leave the field out")
	}
	return r.refuse(span{r.at, end}, finding.Say("%q is no value of JSON", finding.Clip(word)), hint)
}

// wordSpan is the next word, or the next character where there is none.
func (r *jsonReader) wordSpan() span {
	end := r.at
	for end < len(r.text) && (isLetter(r.text[end]) || isDigit(r.text[end])) {
		end++
	}
	if end == r.at {
		return r.here()
	}
	return span{r.at, end}
}
