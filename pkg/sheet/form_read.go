package sheet

import (
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
)

// FormCell is a cell of a form that came in, with what it says under the tags of content
// controls.
type FormCell struct {
	Text string
	Tags []FormTag
}

// FormTag is what stands under a tag.
type FormTag struct{ Tag, Text string }

// under is what a cell says under a tag: what stands beside the control, where people
// missed it.
func (c FormCell) under(t FormTag) string {
	if t.Text == "" && len(c.Tags) == 1 {
		return c.Text
	}
	return t.Text
}

// FormTable is a table of a form: of a workbook a sheet.
type FormTable struct {
	Name string
	Rows [][]FormCell
}

// FormTables are the sheets of a workbook as tables of a form.
func FormTables(grids []Grid) []FormTable {
	return each(grids, func(g Grid) FormTable {
		return FormTable{g.Name, each(g.Rows, func(row []string) []FormCell {
			return each(row, func(text string) FormCell { return FormCell{Text: text} })
		})}
	})
}

// FormRead is what a form says.
type FormRead struct {
	Record   Record    // with the names and values of a request's record; nothing but what one may ask for
	Problems []Problem // cells that say what cannot be

	at  map[string]Problem // where each field stood
	bad []string           // fields that say what cannot be
}

// Problem is a problem at the cell that a field came from.
func (f *FormRead) Problem(path []string, message finding.Sentence) Problem {
	return (&Service{at: f.at}).Problem(path, message)
}

// Missing is the problem that a field says nothing, called as the form calls it. It is
// at the beginning of a form that has no place for it.
func (f *FormRead) Missing(path []string, p *lang.Printer) Problem {
	field := path
	if len(path) > 2 && path[0] == "asks" {
		field = path[2:]
	}
	name := strings.Join(field, ".")
	told := f.Problem(path, finding.Say("%s is missing", formWord(name)))
	if told.Column == "" {
		told.Column = FormLabel(p, name)
	}
	return told
}

// Follows reports whether a field is missing only because something else was wrong: it,
// a part of it, or what decides about hours and frequency.
func (f *FormRead) Follows(path []string) bool {
	name := strings.Join(path, ".")
	parent := strings.Join(path[:max(0, len(path)-1)], ".")
	return slices.ContainsFunc(f.bad, func(bad string) bool {
		return bad == name || strings.HasPrefix(bad, name+".") ||
			strings.HasPrefix(bad, parent+".") && (strings.HasSuffix(parent, ".hours") || strings.HasSuffix(parent, ".frequency"))
	})
}

// formWord is the label of a field of the form in whichever language a reader has.
type formWord string

// In is the label in a language.
func (w formWord) In(l string) string { return formLabel(lang.New(lang.Language(l)), string(w)) }

// String is for an English reader.
func (w formWord) String() string { return w.In(string(lang.English)) }

// ReadForm reads a form of a service level requirement, as the program gives it out and
// as people filled it in: by the tags of its content controls, and where these are gone
// by its labels, in either language. Everything else in it is passed over. The printer
// tells where problems are.
func ReadForm(tables []FormTable, p *lang.Printer) *FormRead {
	const main = lang.Chinese // of texts in two languages, which a form does not have
	r := &formReader{in: allLanguages(), main: main, say: p, out: &FormRead{Record: Record{}, at: map[string]Problem{}}}
	for _, c := range formColumns(main) {
		r.columns = append(r.columns, c)
		r.labels = append(r.labels, each(r.in, func(p *lang.Printer) string { return folded(FormLabel(p, c.Field())) }))
	}
	for _, p := range r.in {
		r.hints = append(r.hints, each(hints(p), folded)...)
	}
	for _, t := range tables {
		if _, placed := r.out.at[""]; !placed && len(t.Rows) > 0 {
			r.out.at[""] = Problem{Sheet: t.Name, Row: 1}
		}
		r.levels = nil
		for i, row := range t.Rows {
			r.row(row, Problem{Sheet: t.Name, Row: i + 1})
		}
	}
	r.finish()
	return r.out
}

type formReader struct {
	in      languages
	say     *lang.Printer
	main    lang.Language
	columns []Column
	labels  [][]string // of each column, folded, in each language
	hints   []string
	levels  map[int]part // by their place in the rows below a head of levels
	asks    []Record
	out     *FormRead
}

// folded is a label as it is compared: without what people add to one.
func folded(s string) string {
	return strings.ToLower(strings.Trim(oneLine(s), " :：*"))
}

// labelled is the field that a label names.
func (r *formReader) labelled(text string) (Column, bool) {
	text = folded(text)
	i := slices.IndexFunc(r.labels, func(in []string) bool { return text != "" && slices.Contains(in, text) })
	if i < 0 {
		return Column{}, false
	}
	return r.columns[i], true
}

func (r *formReader) tagged(tag string) (Column, bool) {
	i := slices.IndexFunc(r.columns, func(c Column) bool { return c.Field() == tag })
	if i < 0 {
		return Column{}, false
	}
	return r.columns[i], true
}

func (r *formReader) row(row []FormCell, at Problem) {
	if head := r.levelHead(row); head != nil {
		r.levels = head
		return
	}
	if len(row) > 0 {
		if _, label := r.labelled(row[0].Text); label || r.title(row[0].Text) {
			r.levels = nil
		}
	}
	if r.levels != nil || slices.ContainsFunc(row, func(c FormCell) bool { return slices.ContainsFunc(c.Tags, isLevel) }) {
		r.levelRow(row, at)
		return
	}
	for i, c := range row {
		tags := 0
		for _, t := range c.Tags {
			if column, ok := r.tagged(t.Tag); ok {
				tags++
				r.take(column, c.under(t), at)
			}
		}
		if i == 0 || tags > 0 {
			continue
		}
		if column, ok := r.labelled(row[i-1].Text); ok {
			if _, label := r.labelled(c.Text); !label || i+1 >= len(row) {
				r.take(column, c.Text, at)
			}
		}
	}
}

// title reports whether a cell is the title of one thing asked for.
func (r *formReader) title(text string) bool {
	return slices.ContainsFunc(r.in, func(p *lang.Printer) bool {
		return strings.HasPrefix(folded(text), folded(p.T("What is asked for")))
	})
}

const ofLevel = asked + "levels."

func isLevel(t FormTag) bool { return strings.HasPrefix(t.Tag, ofLevel) }

// levelHead are the columns of the levels where a row names them; nil where it does not.
func (r *formReader) levelHead(row []FormCell) map[int]part {
	head := map[int]part{}
	for i, c := range row {
		for _, p := range levelParts(r.main) {
			if slices.ContainsFunc(r.in, func(say *lang.Printer) bool { return folded(say.Word(p.label)) == folded(c.Text) }) {
				head[i] = p
			}
		}
	}
	names := slices.Collect(maps.Values(head))
	if len(head) < 3 || !slices.ContainsFunc(names, func(p part) bool { return p.name == "metric" }) {
		return nil
	}
	return head
}

// levelRow reads a level; an empty row is none.
func (r *formReader) levelRow(row []FormCell, at Problem) {
	said := map[string]string{}
	for i, c := range row {
		if p, ok := r.levels[i]; ok && !slices.ContainsFunc(c.Tags, isLevel) {
			said[p.name] = r.meant(c.Text)
		}
		for _, t := range c.Tags {
			if isLevel(t) {
				said[strings.TrimPrefix(t.Tag, ofLevel)] = r.meant(c.under(t))
			}
		}
	}
	r.in.apart(said)
	fields, good := Record{}, true
	ask := r.ask()
	items, _ := ask["levels"].([]any)
	path := r.path("levels." + number{}.show(nil, int64(len(items))))
	r.out.at[path] = at
	for _, p := range levelParts(r.main) {
		at := at
		at.Column = upper(r.say.Word(p.label))
		v, err := p.read(r.in, said[p.name], nil)
		if err != nil {
			r.fail(path+"."+p.name, at, err)
			good = false
		}
		if v != nil {
			fields[p.name] = v
			r.out.at[path+"."+p.name] = at
		}
	}
	if len(fields) > 0 && good {
		ask["levels"] = append(items, any(fields))
	}
}

// meant is what somebody wrote into a place: not the text that asks to be replaced.
func (r *formReader) meant(text string) string {
	if text = tidy(text); slices.Contains(r.hints, folded(text)) {
		return ""
	}
	return text
}

// ask is the thing asked for that the form speaks of.
func (r *formReader) ask() Record {
	if len(r.asks) == 0 {
		r.asks = append(r.asks, Record{})
	}
	return r.asks[len(r.asks)-1]
}

func (r *formReader) path(field string) string {
	return "asks." + number{}.show(nil, int64(len(r.asks)-1)) + "." + field
}

// take reads a field. The first field of an ask, said again, begins another one.
func (r *formReader) take(c Column, text string, at Problem) {
	at.Column = FormLabel(r.say, c.Field())
	into, path := r.out.Record, c.Path
	field := c.Field()
	if of, inAsk := strings.CutPrefix(field, asked); inAsk {
		path = c.Path[1:]
		if _, again := r.out.at[r.path(of)]; again && of == "service" && len(r.ask()) > 0 {
			r.asks = append(r.asks, Record{})
		}
		into = r.ask()
		field = r.path(of)
	}
	if _, said := r.out.at[field]; said && r.meant(text) == "" {
		return
	}
	r.out.at[field] = at
	v, err := c.cell.read(r.in, r.meant(text), nil)
	if err != nil {
		r.fail(field, at, err)
		return
	}
	if v == nil {
		return
	}
	for _, name := range path[:len(path)-1] {
		inner, ok := into[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			into[name] = inner
		}
		into = inner
	}
	into[path[len(path)-1]] = v
}

func (r *formReader) fail(field string, at Problem, err error) {
	r.out.bad = append(r.out.bad, field)
	at.Message = finding.Problem(err)
	r.out.Problems = append(r.out.Problems, at)
}

// finish puts the things asked for into the record.
func (r *formReader) finish() {
	var asks []any
	for _, a := range r.asks {
		if len(a) > 0 {
			asks = append(asks, map[string]any(a))
		}
	}
	if len(asks) > 0 {
		r.out.Record["asks"] = asks
	}
}
