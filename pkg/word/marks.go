package word

import (
	"regexp"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// mark is a place-holder.
type mark struct {
	kind byte // '=' a value, '#' begins a block, '^' one for where there is nothing, '/' ends one
	name string
	kids []*node // what stands in a block, once its ends are matched
}

// String is the place-holder as it is written.
func (m *mark) String() string {
	if m.kind == '=' {
		return "{{" + m.name + "}}"
	}
	return "{{" + string(m.kind) + m.name + "}}"
}

// holder also takes the full-width signs that a Chinese keyboard gives.
var holder = regexp.MustCompile(`(?:\{\{|｛｛)\s*([#^/＃＾／]?)\s*([^{}｛｝]*?)\s*(?:\}\}|｝｝)`)

// marker puts marks where the texts of a part have place-holders.
type marker struct {
	part string
	left *int // nodes that may still be made
}

// element does so in an element and all that lies in it.
func (m marker) element(n *node) error {
	if n.name == "w:p" {
		if err := m.paragraph(n); err != nil {
			return err
		}
	}
	for _, k := range n.kids {
		if err := m.element(k); err != nil {
			return err
		}
	}
	n.part()
	return nil
}

// paragraph finds place-holders in the texts of a paragraph, over which Word likes to
// part them, and gives each one to the text in which it begins.
func (m marker) paragraph(p *node) error {
	texts := p.texts(nil)
	var said strings.Builder
	for _, t := range texts {
		said.WriteString(t.said())
	}
	whole := said.String()
	found := holder.FindAllStringSubmatchIndex(whole, -1)
	if err := m.open(whole, found); err != nil || len(found) == 0 {
		return err
	}
	at := 0
	for _, t := range texts {
		end := at + len(t.said())
		for len(found) > 0 && found[0][1] <= at {
			found = found[1:]
		}
		pieces := t.pieces(whole, found, stretch{at, end})
		if *m.left -= len(pieces); *m.left < 0 {
			return fault(finding.Say("the part %s is out of all proportion", m.part))
		}
		t.raw, t.name, t.kids = "", pieced, pieces
		at = end
	}
	p.settle()
	return nil
}

// pieced is the name of a text that was parted at its place-holders.
const pieced = "pieces"

// stretch is where a text stands in that of its paragraph.
type stretch struct{ begin, end int }

// pieces are a text and the place-holders that begin in it, one after the other. found
// are those of the paragraph that end behind its beginning.
func (n *node) pieces(whole string, found [][]int, at stretch) (pieces []*node) {
	from := at.begin
	for _, f := range found {
		if f[0] >= at.end {
			break
		}
		pieces = append(pieces, n.like(whole[from:max(from, f[0])])...)
		if f[0] >= at.begin {
			pieces = append(pieces, &node{mark: &mark{kind: kindOf(whole[f[2]:f[3]]), name: whole[f[4]:f[5]]}})
		}
		from = min(max(from, f[1]), at.end)
	}
	return append(pieces, n.like(whole[from:at.end])...)
}

// open refuses a place-holder that begins and does not end.
func (m marker) open(whole string, found [][]int) error {
	var rest strings.Builder
	from := 0
	for _, f := range found {
		rest.WriteString(whole[from:f[0]] + " ")
		from = f[1]
	}
	rest.WriteString(whole[from:])
	return closed(m.part, rest.String())
}

// closed refuses a text without place-holders in which one begins.
func closed(part, rest string) error {
	if _, broken, ok := strings.Cut(strings.ReplaceAll(rest, "｛｛", "{{"), "{{"); ok {
		return fault(finding.Say("%s: the place-holder is not closed: %s", part, "{{"+finding.Clip(broken)))
	}
	return nil
}

func kindOf(sign string) byte {
	switch sign {
	case "":
		return '='
	case "＃":
		return '#'
	case "＾":
		return '^'
	case "／":
		return '/'
	}
	return sign[0]
}

// texts are the elements of text in a paragraph, without those of a paragraph in it.
func (n *node) texts(all []*node) []*node {
	for _, k := range n.kids {
		switch k.name {
		case "w:p":
		case "w:t":
			all = append(all, k)
		default:
			all = k.texts(all)
		}
	}
	return all
}

// said is the text of an element.
func (n *node) said() string {
	text := n.text
	for _, k := range n.kids {
		text += k.said()
	}
	return text
}

// like is an element of text that says something else; none where it says nothing.
func (n *node) like(text string) []*node {
	if text == "" {
		return nil
	}
	return []*node{textNode(n.raw, text)}
}

// textNode is a text whose blanks stay.
func textNode(raw, text string) *node {
	n := &node{raw: raw, name: "w:t", kids: []*node{{text: text}}}
	n.attrs = keepBlanks()
	return n
}

// settle puts the pieces of texts where these stood.
func (n *node) settle() {
	kids := make([]*node, 0, len(n.kids))
	for _, k := range n.kids {
		if k.name == pieced {
			kids = append(kids, k.kids...)
			continue
		}
		if k.name != "w:p" {
			k.settle()
		}
		kids = append(kids, k)
	}
	n.kids = kids
}

// part takes the marks of blocks out of the runs of an element: each stands beside
// them, and what was before and behind it in a run of its own.
func (n *node) part() {
	var kids []*node
	for _, k := range n.kids {
		if k.name == "w:r" {
			kids = append(kids, k.runs()...)
			continue
		}
		kids = append(kids, k)
	}
	n.kids = kids
}

func (n *node) runs() []*node {
	var all []*node
	look := n.kid("w:rPr")
	run := &node{raw: n.raw, name: n.name, attrs: n.attrs}
	flush := func() {
		if len(run.kids) > 1 || len(run.kids) == 1 && run.kids[0] != look {
			all = append(all, run)
		}
		run = &node{raw: n.raw, name: n.name, attrs: n.attrs}
		if look != nil {
			run.kids = append(run.kids, look)
		}
	}
	for _, k := range n.kids {
		if k.mark != nil && k.mark.kind != '=' {
			flush()
			all = append(all, k)
			continue
		}
		run.kids = append(run.kids, k)
	}
	flush()
	return all
}
