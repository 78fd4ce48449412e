package word

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// node is an element, a text, or a mark where a place-holder stands.
type node struct {
	raw   string // the element's name as it is written
	name  string // the same with the prefix that is usual for its name space: w:p
	attrs []xml.Attr
	kids  []*node
	text  string // of a text
	mark  *mark
}

// The name spaces of word processing, as Word and as the strict form of the standard
// name it.
var usual = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             "w:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":  "mc:",
	"http://schemas.openxmlformats.org/package/2006/content-types": "",
}

// attr is the value of an attribute, whatever its prefix is.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) kid(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// parse reads a part. Comments go; a document type, which could name other files, is
// refused.
func (p *part) parse(limit Limits, left *int) (*node, error) {
	if int64(len(p.data)) > limit.Text {
		return nil, fault(finding.Say("the part %s has more than %s MiB", p.name, limit.Text>>20))
	}
	r := &reader{Decoder: xml.NewDecoder(bytes.NewReader(p.data)), spaces: []map[string]string{{}}, open: []*node{{}}}
	for {
		token, err := r.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = r.take(token)
		}
		if err != nil {
			return nil, p.unreadable(err)
		}
		if *left--; *left < 0 || len(r.open) > limit.Depth {
			return nil, fault(finding.Say("the part %s is out of all proportion", p.name))
		}
	}
	if len(r.open) != 1 || len(r.open[0].kids) != 1 {
		return nil, p.unreadable(nil)
	}
	return r.open[0].kids[0], nil
}

func (p *part) unreadable(cause error) error {
	return &finding.Fault{Message: finding.Say("the part %s cannot be read", p.name), Hint: finding.Say("open it in Word and save it again"), Cause: cause}
}

// reader builds a tree of what a decoder gives.
type reader struct {
	*xml.Decoder
	open   []*node
	spaces []map[string]string // by prefix, for each open element
}

var errMarkup = errors.New("the markup is not well-formed")

func (r *reader) take(token xml.Token) error {
	top := r.open[len(r.open)-1]
	switch token := token.(type) {
	case xml.StartElement:
		r.begin(top, token)
	case xml.EndElement:
		if len(r.open) == 1 || written(token.Name) != top.raw {
			return errMarkup
		}
		top.trim()
		r.open, r.spaces = r.open[:len(r.open)-1], r.spaces[:len(r.spaces)-1]
	case xml.CharData:
		text := string(token)
		if len(r.open) == 1 {
			if strings.TrimSpace(text) != "" {
				return errMarkup
			}
			return nil
		}
		top.kids = append(top.kids, &node{text: text})
	case xml.Directive:
		return errMarkup
	}
	return nil
}

func (r *reader) begin(in *node, e xml.StartElement) {
	spaces := r.spaces[len(r.spaces)-1]
	n := &node{raw: written(e.Name), attrs: e.Copy().Attr}
	own := map[string]string{}
	for _, a := range n.attrs {
		if a.Name.Space == "xmlns" {
			own[a.Name.Local] = a.Value
		}
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			own[""] = a.Value
		}
	}
	if len(own) > 0 {
		for prefix, space := range spaces {
			if _, again := own[prefix]; !again {
				own[prefix] = space
			}
		}
		spaces = own
	}
	n.name = n.raw
	if prefix, known := usual[spaces[e.Name.Space]]; known {
		n.name = prefix + e.Name.Local
	}
	in.kids = append(in.kids, n)
	r.open, r.spaces = append(r.open, n), append(r.spaces, spaces)
}

// trim takes out the blanks between elements.
func (n *node) trim() {
	elements := false
	for _, k := range n.kids {
		elements = elements || k.raw != ""
	}
	if !elements {
		return
	}
	kept := n.kids[:0]
	for _, k := range n.kids {
		if k.raw != "" || strings.TrimSpace(k.text) != "" {
			kept = append(kept, k)
		}
	}
	n.kids = kept
}

// written is a name with its prefix.
func written(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// prolog begins a part.
const prolog = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// print writes an element. A writer with a buffer keeps what fails until it is flushed.
func (n *node) print(out *bufio.Writer) {
	if n.raw == "" {
		escape(out, n.text)
		return
	}
	n.open(out)
	for _, k := range n.kids {
		k.print(out)
	}
	n.close(out)
}

func (n *node) open(out *bufio.Writer) {
	_, _ = out.WriteString("<" + n.raw)
	for _, a := range n.attrs {
		_, _ = out.WriteString(" " + written(a.Name) + `="`)
		escape(out, a.Value)
		_ = out.WriteByte('"')
	}
	if len(n.kids) == 0 {
		_ = out.WriteByte('/')
	}
	_ = out.WriteByte('>')
}

func (n *node) close(out *bufio.Writer) {
	if len(n.kids) > 0 {
		_, _ = out.WriteString("</" + n.raw + ">")
	}
}

// escape writes a text so that it is no markup.
func escape(out *bufio.Writer, text string) { _ = xml.EscapeText(out, []byte(text)) }
