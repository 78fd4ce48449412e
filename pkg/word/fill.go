package word

import (
	"bufio"
	"encoding/xml"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/plain"
)

// Fill writes the document that a template makes of values, a struct (see Names). A
// place-holder that the values do not have, or a block that is not closed, is a
// *finding.Fault that names the part and the place-holder.
func (t *Template) Fill(w io.Writer, values any) error {
	left, known := t.limit.Nodes*10, vocabulary{}
	parts := slices.Clone(t.parts)
	for i, p := range parts {
		if p.root == nil {
			continue
		}
		root := p.root.copy()
		if err := (marker{p.name, &left}).element(root); err != nil {
			return err
		}
		if err := blocks(p.name, root); err != nil {
			return err
		}
		if err := (judge{p.name, known}).element(root, []reflect.Type{reflect.TypeOf(values)}); err != nil {
			return err
		}
		parts[i].root = root
		parts[i].fill = &filler{
			text: textName(root), left: &left, names: known,
			scopes: []reflect.Value{reflect.ValueOf(values)}, marks: map[string]string{},
		}
	}
	return zipped(w, parts)
}

func (n *node) copy() *node {
	c := *n
	c.kids = make([]*node, len(n.kids))
	for i, k := range n.kids {
		c.kids[i] = k.copy()
	}
	return &c
}

// textName is how an element of text is written in a part: as its root is prefixed.
func textName(root *node) string {
	prefix, _, ok := strings.Cut(root.raw, ":")
	if !ok {
		return "t"
	}
	return prefix + ":t"
}

// filler puts values in the place of marks.
type filler struct {
	out    *bufio.Writer
	text   string // how an element of text is written
	left   *int   // nodes that may still be made
	scopes []reflect.Value
	names  vocabulary
	last   int               // the number of the last bookmark
	marks  map[string]string // the numbers of bookmarks by those in the template
}

// begin writes a part.
func (f *filler) begin(root *node) {
	_, _ = f.out.WriteString(prolog)
	f.emit(root, f.scopes)
}

// emit writes an element: of a whole document, and of a block in it, one thing after
// the other, so that it is never there as a whole.
func (f *filler) emit(n *node, scopes []reflect.Value) {
	switch {
	case *f.left < 0:
	case n.mark != nil && n.mark.kind != '=':
		f.repeat(n.mark, scopes, func(scopes []reflect.Value) {
			for _, k := range n.mark.kids {
				f.emit(k, scopes)
			}
		})
	case (n.name == "w:document" || n.name == "w:body") && len(n.kids) > 0:
		like := &node{raw: n.raw, attrs: f.attributes(n, scopes), kids: n.kids}
		like.open(f.out)
		for _, k := range n.kids {
			f.emit(k, scopes)
		}
		like.close(f.out)
	default:
		for _, made := range f.fill(n, scopes) {
			f.number(made)
			made.print(f.out)
		}
	}
}

func (f *filler) fill(n *node, scopes []reflect.Value) []*node {
	if *f.left--; *f.left < 0 {
		return []*node{n}
	}
	switch {
	case n.mark != nil:
		return f.mark(n.mark, scopes)
	case n.raw == "" && n.text == "": // the end of a block
		return nil
	}
	made := &node{raw: n.raw, name: n.name, text: f.said(n.text, scopes), attrs: f.attributes(n, scopes)}
	made.kids = f.each(n.kids, scopes)
	return made.whole()
}

// attributes are those of an element with values in them.
func (f *filler) attributes(n *node, scopes []reflect.Value) []xml.Attr {
	if !slices.ContainsFunc(n.attrs, func(a xml.Attr) bool {
		return a.Name.Local == "id" || strings.Contains(a.Value, "{{") || strings.Contains(a.Value, "｛｛")
	}) {
		return n.attrs
	}
	all := slices.Clone(n.attrs)
	for i := range all {
		all[i].Value = f.said(all[i].Value, scopes)
	}
	return all
}

func (f *filler) each(kids []*node, scopes []reflect.Value) []*node {
	var all []*node
	for _, k := range kids {
		all = append(all, f.fill(k, scopes)...)
	}
	return all
}

// whole is an element with what Word asks for: a paragraph at the end of a cell, of a
// header and of a footer. A table without a row is none.
func (n *node) whole() []*node {
	has := func(name string) bool { return n.kid(name) != nil }
	switch n.name {
	case "w:tc", "w:hdr", "w:ftr":
		if len(n.kids) == 0 || n.kids[len(n.kids)-1].name != "w:p" {
			n.kids = append(n.kids, &node{raw: strings.TrimSuffix(n.raw, n.name[2:]) + "p", name: "w:p"})
		}
	case "w:sdt":
		n.hint()
	case "w:tr":
		if !has("w:tc") && !has("w:sdt") {
			return nil
		}
	case "w:tbl":
		if !has("w:tr") && !has("w:sdt") {
			return nil
		}
	}
	return []*node{n}
}

// placeholderText is the style of a text that asks to be replaced.
const placeholderText = "PlaceholderText"

// hint leaves in a content control that shows a text which asks to be replaced either
// that text or what the values say.
func (n *node) hint() {
	look, content := n.kid("w:sdtPr"), n.kid("w:sdtContent")
	if look == nil || content == nil || look.kid("w:showingPlcHdr") == nil {
		return
	}
	drop := (*node).silent
	if slices.ContainsFunc(content.kids, func(k *node) bool { return !k.asks() && !k.blank() }) {
		drop = (*node).asks
		look.kids = slices.DeleteFunc(look.kids, func(k *node) bool { return k.name == "w:showingPlcHdr" })
	}
	content.kids = slices.DeleteFunc(content.kids, drop)
}

// asks reports whether a run has the style of a text that asks to be replaced.
func (n *node) asks() bool {
	look := n.kid("w:rPr")
	return n.name == "w:r" && look != nil && look.kid("w:rStyle") != nil && look.kid("w:rStyle").attr("val") == placeholderText
}

// silent reports whether a run says nothing.
func (n *node) silent() bool { return n.name == "w:r" && n.blank() }

func (f *filler) mark(m *mark, scopes []reflect.Value) (all []*node) {
	if m.kind == '=' {
		return f.lines(f.value(scopes, m.name).String())
	}
	f.repeat(m, scopes, func(scopes []reflect.Value) { all = append(all, f.each(m.kids, scopes)...) })
	return all
}

// repeat does something as often as a block says, each time with the values that it has
// then.
func (f *filler) repeat(m *mark, scopes []reflect.Value, do func([]reflect.Value)) {
	v := f.value(scopes, m.name)
	if v.Kind() != reflect.Slice || m.kind == '^' {
		if something(v) == (m.kind == '#') {
			do(scopes)
		}
		return
	}
	for i := range v.Len() {
		if *f.left < 0 {
			return
		}
		do(append(slices.Clip(scopes), v.Index(i)))
	}
}

// value is what a place-holder stands for; it was judged to be there.
func (f *filler) value(scopes []reflect.Value, name string) reflect.Value {
	for _, v := range slices.Backward(scopes) {
		if index, ok := f.names.of(v.Type())[name]; ok {
			return v.FieldByIndex(index)
		}
	}
	return reflect.ValueOf("")
}

func something(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() > 0
	case reflect.String:
		return strings.TrimSpace(v.String()) != ""
	}
	return !v.IsZero()
}

// lines are the elements that say a text, in the look of the run that they stand in.
func (f *filler) lines(text string) []*node {
	prefix := strings.TrimSuffix(f.text, "t")
	var all []*node
	for i, line := range strings.Split(clean(text), "\n") {
		if i > 0 {
			all = append(all, &node{raw: prefix + "br", name: "w:br"})
		}
		if line != "" {
			all = append(all, textNode(f.text, line))
		}
	}
	*f.left -= 2 * len(all)
	return all
}

// said is a text outside of paragraphs with values in the place of its place-holders.
// Some of these are instructions to Word: a value brings nothing there that could part
// or end one.
func (f *filler) said(text string, scopes []reflect.Value) string {
	if !strings.Contains(text, "{{") && !strings.Contains(text, "｛｛") {
		return text
	}
	return holder.ReplaceAllStringFunc(text, func(said string) string {
		name := holder.FindStringSubmatch(said)[2]
		return strings.NewReplacer("\n", " ", `"`, "'", `\`, "/", "{", "(", "}", ")").Replace(clean(f.value(scopes, name).String()))
	})
}

// clean takes out what XML may not hold, and what would hide or reorder text.
func clean(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff || r >= 0xd800 && r <= 0xdfff {
			return '\uFFFD'
		}
		return r
	}, plain.CleanLines(text))
}

func keepBlanks() []xml.Attr {
	return []xml.Attr{{Name: xml.Name{Space: "xml", Local: "space"}, Value: "preserve"}}
}

// number gives bookmarks numbers of their own, whatever was repeated, and takes those
// of content controls away, which Word gives itself.
func (f *filler) number(n *node) {
	switch n.name {
	case "w:bookmarkStart":
		f.last++
		f.marks[n.attr("id")] = strconv.Itoa(f.last)
		n.setID(strconv.Itoa(f.last))
	case "w:bookmarkEnd":
		if id, ok := f.marks[n.attr("id")]; ok {
			n.setID(id)
		}
	case "w:sdtPr":
		n.kids = slices.DeleteFunc(n.kids, func(k *node) bool { return k.name == "w:id" })
	}
	for _, k := range n.kids {
		f.number(k)
	}
}

func (n *node) setID(id string) {
	for i := range n.attrs {
		if n.attrs[i].Name.Local == "id" {
			n.attrs[i].Value = id
		}
	}
}
