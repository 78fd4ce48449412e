package word

import (
	"slices"
	"strings"
)

// Cell is a cell of a table, or a paragraph outside of tables.
type Cell struct {
	Text     string
	Controls []Control
}

// Control is what stands in a content control: a place that people fill in, under a
// tag that Word and LibreOffice keep. The text that asks to be replaced is none.
type Control struct{ Tag, Text string }

// Tables are what people see of a document: its tables, each row a list of cells. Rows
// of one cell in the first one are the paragraphs outside of tables that have controls.
func (t *Template) Tables() [][][]Cell {
	r := &tables{all: make([][][]Cell, 1)}
	for _, p := range t.parts {
		if p.root != nil && p.root.name == "w:document" {
			r.body(p.root)
		}
	}
	return r.all
}

type tables struct{ all [][][]Cell }

// body finds the tables below an element, those in cells behind the one they are in.
func (r *tables) body(n *node) {
	for _, k := range n.kids {
		switch k.name {
		case "mc:Fallback", "w:del":
		case "w:tbl":
			at := len(r.all)
			r.all = append(r.all, nil)
			r.all[at] = r.rows(k, "")
		case "w:p", "w:sdt":
			if c := cellOf(k, ""); len(c.Controls) > 0 && !k.has("w:tbl") {
				r.all[0] = append(r.all[0], []Cell{c})
				continue
			}
			r.body(k)
		default:
			r.body(k)
		}
	}
}

func (n *node) has(name string) bool {
	return slices.ContainsFunc(n.kids, func(k *node) bool { return k.name == name || k.has(name) })
}

// rows are those of a table, also where content controls stand around them.
func (r *tables) rows(n *node, tag string) (rows [][]Cell) {
	for _, k := range n.kids {
		switch k.name {
		case "w:tr":
			rows = append(rows, r.cells(k, tag))
		case "w:sdt", "w:sdtContent", "w:ins", "w:customXml":
			rows = append(rows, r.rows(k, tag)...)
		}
	}
	return rows
}

// cells are those of a row. tag is that of a content control around them.
func (r *tables) cells(n *node, tag string) (cells []Cell) {
	for _, k := range n.kids {
		switch k.name {
		case "w:tc":
			cells = append(cells, cellOf(k, tag))
			for _, inner := range k.kids {
				if inner.name == "w:tbl" {
					r.body(&node{kids: []*node{inner}})
				}
			}
		case "w:sdt":
			cells = append(cells, r.cells(k, k.tag())...)
		case "w:sdtContent", "w:ins", "w:customXml":
			cells = append(cells, r.cells(k, tag)...)
		}
	}
	return cells
}

// tag is that of a content control.
func (n *node) tag() string {
	if look := n.kid("w:sdtPr"); look != nil {
		if t := look.kid("w:tag"); t != nil {
			return strings.TrimSpace(t.attr("val"))
		}
	}
	return ""
}

// cellOf is what an element says, and the controls in it; tag is that of a control
// around it.
func cellOf(n *node, tag string) Cell {
	v := &visible{}
	v.see(n)
	c := Cell{Text: v.text(), Controls: v.controls}
	if tag != "" {
		c.Controls = append(c.Controls, Control{tag, c.Text})
	}
	return c
}

// visible collects the text that is seen.
type visible struct {
	out      strings.Builder
	controls []Control
}

func (v *visible) text() string {
	lines := strings.Split(v.out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func (v *visible) see(n *node) {
	switch n.name {
	case "w:t":
		v.out.WriteString(n.said())
		return
	case "w:tab":
		v.out.WriteByte('\t')
	case "w:br", "w:cr":
		v.out.WriteByte('\n')
	case "w:p":
		if v.out.Len() > 0 {
			v.out.WriteByte('\n')
		}
	case "w:sdt":
		v.control(n)
		return
	case "mc:Fallback", "w:del", "w:sdtPr", "w:rPr", "w:pPr", "w:tbl", "w:tcPr", "w:txbxContent":
		return
	}
	for _, k := range n.kids {
		v.see(k)
	}
}

func (v *visible) control(n *node) {
	if look := n.kid("w:sdtPr"); look != nil && look.kid("w:showingPlcHdr") != nil {
		v.controls = append(v.controls, Control{Tag: n.tag()})
		return
	}
	inner := &visible{}
	for _, k := range n.kids {
		inner.see(k)
	}
	v.controls = append(v.controls, Control{n.tag(), inner.text()})
	v.controls = append(v.controls, inner.controls...)
	v.out.WriteString(inner.out.String())
}
