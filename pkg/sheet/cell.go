package sheet

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// languages are those that a table may be written in. To make a printer takes long: it
// is made once for a whole file.
type languages []*lang.Printer

func allLanguages() languages { return languages{lang.New(lang.Chinese), lang.New(lang.English)} }

// cell is how a value of a record stands in a table.
type cell interface {
	// show is the text of a value; nil is nothing.
	show(p *lang.Printer, value any) string
	// read is the value that a text stands for, nil for nothing. It is given the value
	// before, of which it keeps what the text does not show. It fails with a
	// *finding.Fault.
	read(in languages, text string, before any) (any, error)
}

// plain is a text without languages.
type plain struct{}

func (plain) show(_ *lang.Printer, v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (plain) read(_ languages, s string, _ any) (any, error) {
	if s == "" {
		return nil, nil
	}
	return s, nil
}

// number is a quantity.
type number struct{}

func (number) show(p *lang.Printer, v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return plain{}.show(p, v)
}

func (number) read(_ languages, s string, _ any) (any, error) {
	if s == "" {
		return nil, nil
	}
	n := narrow(s)
	if i, err := strconv.ParseInt(n, 10, 64); err == nil {
		return i, nil
	}
	f, err := strconv.ParseFloat(n, 64)
	if _, whole := json.Number(n).Int64(); err != nil || whole == nil || f != f || f > 1e15 || f < -1e15 {
		return nil, fault(finding.Say("%s is not a number", quoted(s)))
	}
	return f, nil
}

// choice is one of several values, told in the reader's language and read in any. An
// open one takes the organisation's own as well.
type choice struct {
	all  []string
	open bool
}

func (c choice) show(p *lang.Printer, v any) string {
	s := plain{}.show(p, v)
	if slices.Contains(c.all, s) {
		return p.Word(s)
	}
	return s
}

func (c choice) read(in languages, s string, _ any) (any, error) {
	if s == "" {
		return nil, nil
	}
	if slices.Contains(c.all, s) {
		return s, nil
	}
	for _, p := range in {
		for _, v := range c.all {
			if strings.EqualFold(p.Word(v), s) {
				return v, nil
			}
		}
	}
	if v, ok := c.spoken(in, s); ok {
		return v, nil
	}
	if c.open {
		return s, nil
	}
	return nil, fault(finding.Say("%s is none of: %s", quoted(s), oneOf(c.all)))
}

// oneOf are terms, told in the reader's language.
type oneOf []string

// In tells them in a language, parted as that language does.
func (o oneOf) In(l string) string {
	parting := ", "
	if lang.Language(l) == lang.Chinese {
		parting = "、"
	}
	return strings.Join(each(o, lang.New(lang.Language(l)).Word), parting)
}

// String is for an English reader.
func (o oneOf) String() string { return strings.Join(o, ", ") }

// list is several values in one line.
type list struct{ of choice }

func (l list) show(p *lang.Printer, v any) string {
	items, _ := v.([]any)
	return strings.Join(each(items, func(v any) string { return l.of.show(p, v) }), ", ")
}

func (l list) read(in languages, s string, _ any) (any, error) {
	var items []any
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) }) {
		word = strings.TrimSpace(word)
		if days := l.of.days(in, word); days != nil {
			items = append(items, days...)
			continue
		}
		v, err := l.of.read(in, word, nil)
		if err != nil {
			return nil, err
		}
		if v != nil {
			items = append(items, v)
		}
	}
	return listed(items), nil
}

// text is one language of a text. A text that is one string is in the main language.
type text struct {
	tongues
	of lang.Language
}

func (t text) show(_ *lang.Printer, v any) string {
	switch v := v.(type) {
	case string:
		if t.of == t.main {
			return v
		}
	case map[string]any:
		s, _ := v[string(t.of)].(string)
		return s
	}
	return ""
}

func (t text) read(_ languages, s string, before any) (any, error) {
	both, ok := before.(map[string]any)
	if !ok {
		one, _ := before.(string)
		switch {
		case t.of == t.main && s == "", t.of == t.other && s == "" && one == "":
			return nil, nil
		case t.of == t.main:
			return s, nil
		case s == "":
			return one, nil
		}
		both = map[string]any{}
		if one != "" {
			both[string(t.main)] = one
		}
	}
	both = maps.Clone(both)
	if both[string(t.of)] = s; s == "" {
		delete(both, string(t.of))
	}
	if len(both) == 0 {
		return nil, nil
	}
	return both, nil
}

// texts is a list of texts in one language, an item a line.
type texts struct{ text }

func (t texts) show(p *lang.Printer, v any) string {
	items, _ := v.([]any)
	return strings.TrimRight(strings.Join(each(items, func(v any) string { return oneLine(t.text.show(p, v)) }), "\n"), "\n")
}

func (t texts) read(in languages, s string, before any) (any, error) {
	old, _ := before.([]any)
	said := splitLines(s)
	if t.of == t.other {
		return t.readOther(in, said, old)
	}
	var items []any
	for i, line := range said {
		v, err := t.text.read(in, line, t.before(old, said, i))
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return listed(items), nil
}

// before is the item that a line was: the one that reads the same, else, where no line
// came or went, the one that stood there.
func (t texts) before(old []any, said []string, i int) any {
	at := slices.IndexFunc(old, func(v any) bool { return oneLine(t.text.show(nil, v)) == said[i] })
	switch {
	case at >= 0:
		return old[at]
	case len(old) == len(said) && !slices.Contains(said, oneLine(t.text.show(nil, old[i]))):
		return old[i]
	}
	return nil
}

// readOther sets the other language of the items that are there.
func (t texts) readOther(in languages, said []string, old []any) (any, error) {
	if len(said) > len(old) {
		return nil, fault(finding.Say("%s lines in the other language stand beside %s in the main one", len(said), len(old)))
	}
	items := slices.Clone(old)
	for i := range items {
		line := ""
		if i < len(said) {
			line = said[i]
		}
		v, err := t.text.read(in, line, items[i])
		if err != nil {
			return nil, err
		}
		items[i] = v
	}
	return listed(items), nil
}

// records is a list of records, one a line, their parts parted by bars.
type records struct{ parts []part }

type part struct {
	name, label string // in the record, and for people
	cell
}

func (r records) show(p *lang.Printer, v any) string {
	items, _ := v.([]any)
	return strings.Join(each(items, func(v any) string { return r.line(p, v) }), "\n")
}

// line is one record.
func (r records) line(p *lang.Printer, v any) string {
	said := trimmed(r.split(p, v))
	return strings.Join(each(said, func(s string) string { return strings.ReplaceAll(s, "|", `\|`) }), " | ")
}

// split are the parts of one record as they are told.
func (r records) split(p *lang.Printer, v any) []string {
	fields, _ := v.(map[string]any)
	return each(r.parts, func(of part) string { return of.show(p, fields[of.name]) })
}

func (r records) read(in languages, s string, before any) (any, error) {
	old, _ := before.([]any)
	var rows [][]string
	for _, line := range splitLines(s) {
		said := splitBars(line)
		if len(said) > len(r.parts) {
			return nil, fault(finding.Say("%s has more than %s parts", quoted(line), len(r.parts)))
		}
		rows = append(rows, said)
	}
	items, err := matching{records: r, in: in, old: old}.join(rows)
	return listed(items), err
}

// trimmed are the parts of a record, each on one line, without the empty ones at its end.
func trimmed(said []string) []string {
	said = each(said, oneLine)
	for len(said) > 0 && said[len(said)-1] == "" {
		said = said[:len(said)-1]
	}
	return said
}

// splitBars parts a line at bars without a backslash before them.
func splitBars(line string) []string {
	const hidden = "\x00"
	said := strings.Split(strings.ReplaceAll(line, `\|`, hidden), "|")
	return each(said, func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, hidden, "|")) })
}

// splitLines are the lines of a cell without the empty ones at its end.
func splitLines(s string) []string {
	s = strings.TrimRight(s, "\n ")
	if s == "" {
		return nil
	}
	return each(strings.Split(s, "\n"), strings.TrimSpace)
}

// listed are the items of a list as a record has them, which keeps no empty ones.
func listed(items []any) any {
	if len(items) == 0 {
		return nil
	}
	return items
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// same reports whether two values of a record are one.
func same(a, b any) bool { return reflect.DeepEqual(a, b) }

func quoted(s string) string { return strconv.Quote(s) }

func fault(message finding.Sentence) error { return &finding.Fault{Message: message} }
