// Package lang tells every Sentence in the reader's language. English is the
// key; each other language is one file of this package. It knows no command and
// no record, and never translates data.
package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// Language is a language that the product speaks: "en" or "zh".
type Language string

// The languages.
const (
	English Language = "en"
	Chinese Language = "zh"
)

// Detect picks the language of a reader from what they asked for and their
// environment, most telling first: zh in any form is Chinese, anything else that
// is set is English.
func Detect(settings ...string) Language {
	for _, s := range settings {
		if s == "" {
			continue
		}
		if strings.HasPrefix(strings.ToLower(s), "zh") {
			return Chinese
		}
		return English
	}
	return English
}

// Known reports whether a setting names a language that there is, in whatever form, such
// as zh_CN.UTF-8; none does.
func Known(setting string) bool {
	setting = strings.ToLower(setting)
	return setting == "" || strings.HasPrefix(setting, string(Chinese)) || strings.HasPrefix(setting, string(English))
}

// Printer tells sentences in one language.
type Printer struct {
	lang    Language
	printer *message.Printer
	known   map[string]string
}

// New makes the printer of a language.
func New(l Language) *Printer {
	known := texts(l)
	b := catalog.NewBuilder(catalog.Fallback(language.English))
	tag := language.Make(string(l))
	for key, text := range known {
		// The tables are constants of this package; a test reads each one.
		_ = b.SetString(tag, key, text)
	}
	return &Printer{lang: l, printer: message.NewPrinter(tag, message.Catalog(b)), known: known}
}

// texts are the texts of a language by their English key. Only the reader's own
// language is laid out: every command pays for it.
func texts(l Language) map[string]string {
	if l == Chinese {
		return chinese()
	}
	return english()
}

// Language is the language of the printer.
func (p *Printer) Language() Language { return p.lang }

// Say tells a sentence.
func (p *Printer) Say(s finding.Sentence) string {
	if s.IsZero() {
		return ""
	}
	if len(s.Args) == 0 {
		return p.Word(s.Format)
	}
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		args[i] = p.value(a)
	}
	format := s.Format
	if p.lang == English {
		format = counted(format, s.Args)
	}
	return spaced(p.printer.Sprintf(format, args...))
}

// T tells an English sentence with its values.
func (p *Printer) T(format string, args ...any) string {
	return p.Say(finding.Say(format, args...))
}

// Word tells a single term, such as a state or the name of a field; a term of
// the organisation's own stays as it is.
func (p *Printer) Word(term string) string {
	if text, ok := p.known[term]; ok {
		return text
	}
	return term
}

// Value tells what stands inside a sentence: another sentence, a term, a text in
// several languages, several of them, an error. Anything else stays as it is.
func (p *Printer) Value(v any) any {
	switch v := v.(type) {
	case finding.Sentence:
		return p.Say(v)
	case catalogue.Word:
		return p.Word(string(v))
	case interface{ In(string) string }:
		return v.In(string(p.lang))
	case interface{ Parts() []any }:
		return p.join(v.Parts())
	case time.Time:
		return v
	case error:
		return p.Say(finding.Problem(v))
	case fmt.Stringer:
		return v.String()
	}
	return v
}

func (p *Printer) join(parts []any) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		if n, isNumber := part.(int); isNumber {
			part = strconv.Itoa(n)
		}
		words[i] = fmt.Sprint(p.value(part))
	}
	return spaced(strings.Join(words, p.T(" or ")))
}
