// Package word fills templates of Word (.docx, ECMA-376) and reads what people wrote
// into them. It knows place-holders, paragraphs and tables, and nothing of what is
// said. What it writes of one template and the same values are the same bytes. It runs
// nothing: a template with macros is refused, and no relationship is ever added.
package word

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Limits keep a small file from unfolding into a large one.
type Limits struct {
	Parts int   // files in the archive
	Bytes int64 // of all that it unfolds to
	Text  int64 // bytes of one part that is read
	Nodes int   // elements and texts of all parts that are read; of what is made of them ten times as many
	Depth int   // of one element in another
}

// Usual are limits far above any document of a catalogue.
func Usual() Limits {
	return Limits{Parts: 2000, Bytes: 64 << 20, Text: 16 << 20, Nodes: 1_000_000, Depth: 200}
}

// Template is a document of Word with place-holders.
type Template struct {
	parts []part
	limit Limits
}

// part is one file of the archive. root is nil where nothing in it is read, fill where
// it stays as it is.
type part struct {
	name string
	data []byte
	root *node
	fill *filler
}

// typesPart lists what the other parts are.
const typesPart = "[Content_Types].xml"

// Open reads a template. What is none, has macros or is out of proportion is a
// *finding.Fault.
func Open(data []byte, limit Limits) (*Template, error) {
	parts, err := unzip(data, limit)
	if err != nil {
		return nil, err
	}
	return open(parts, limit)
}

func open(parts []part, limit Limits) (*Template, error) {
	t := &Template{parts: parts, limit: limit}
	left := limit.Nodes
	kinds, err := t.kinds(&left)
	if err != nil {
		return nil, err
	}
	for i := range t.parts {
		p := &t.parts[i]
		if !slices.Contains(readable, kinds[p.name]) {
			continue
		}
		if p.root, err = p.parse(limit, &left); err != nil {
			return nil, err
		}
		if !slices.Contains(roots, p.root.raw[strings.Index(p.root.raw, ":")+1:]) {
			return nil, p.unreadable(nil)
		}
	}
	return t, nil
}

// Kinds of parts.
const (
	wordKind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	mainKind = wordKind + "document.main+xml"
	coreKind = "application/vnd.openxmlformats-package.core-properties+xml"
)

// readable are the kinds of parts in which place-holders stand.
var readable = []string{mainKind, wordKind + "header+xml", wordKind + "footer+xml", wordKind + "footnotes+xml", wordKind + "endnotes+xml", coreKind}

// roots are the elements that these are.
var roots = []string{"document", "hdr", "ftr", "footnotes", "endnotes", "coreProperties"}

// kinds are the kinds of the parts that have one of their own, by name.
func (t *Template) kinds(left *int) (map[string]string, error) {
	types := t.part(typesPart)
	if types == nil {
		return nil, noDocument(nil)
	}
	root, err := types.parse(t.limit, left)
	if err != nil {
		return nil, err
	}
	kinds, body := map[string]string{}, false
	for _, n := range root.kids {
		kind := n.attr("ContentType")
		if strings.Contains(strings.ToLower(kind), "macroenabled") || strings.Contains(strings.ToLower(kind), "vbaproject") {
			return nil, macros()
		}
		if n.name == "Override" {
			name := strings.TrimPrefix(n.attr("PartName"), "/")
			kinds[name] = kind
			body = body || kind == mainKind && t.part(name) != nil
		}
	}
	if !body {
		return nil, noDocument(nil)
	}
	return kinds, nil
}

func (t *Template) part(name string) *part {
	for i := range t.parts {
		if t.parts[i].name == name {
			return &t.parts[i]
		}
	}
	return nil
}

// unzip gives the files of an archive in their order.
func unzip(data []byte, limit Limits) ([]part, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, noDocument(err)
	}
	if len(z.File) > limit.Parts {
		return nil, fault(finding.Say("the document has more than %s parts", limit.Parts))
	}
	var parts []part
	left := limit.Bytes
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		switch {
		case f.Name != path.Clean(f.Name), strings.HasPrefix(f.Name, "/"), strings.HasPrefix(f.Name, ".."), strings.Contains(f.Name, `\`),
			slices.ContainsFunc(parts, func(p part) bool { return strings.EqualFold(p.name, f.Name) }):
			return nil, fault(finding.Say("the document has a part whose name cannot be: %q", f.Name))
		case strings.HasPrefix(strings.ToLower(path.Base(f.Name)), "vba"):
			return nil, macros()
		}
		text, err := unfold(f, left)
		if err != nil {
			return nil, err
		}
		if left -= int64(len(text)); left < 0 {
			return nil, fault(finding.Say("the document unfolds to more than %s MiB", limit.Bytes>>20))
		}
		parts = append(parts, part{name: f.Name, data: text})
	}
	return parts, nil
}

// unfold reads one file of an archive, and one byte more than it may have.
func unfold(f *zip.File, most int64) (text []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, noDocument(err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if text, err = io.ReadAll(io.LimitReader(r, most+1)); err != nil {
		return nil, noDocument(err)
	}
	return text, nil
}

// Write writes the template as it is.
func (t *Template) Write(w io.Writer) error { return zipped(w, t.parts) }

// zipped writes an archive: always the same bytes for the same parts.
func zipped(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		head := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		out, err := z.CreateHeader(head)
		if err != nil {
			return err
		}
		if err := p.write(out); err != nil {
			return err
		}
	}
	return z.Close()
}

// write writes the bytes of a part: those it was read from, or what values make of it.
func (p part) write(w io.Writer) error {
	if p.fill == nil {
		_, err := w.Write(p.data)
		return err
	}
	p.fill.out = bufio.NewWriter(w)
	p.fill.begin(p.root)
	if *p.fill.left < 0 {
		return fault(finding.Say("the part %s is out of all proportion", p.name))
	}
	return p.fill.out.Flush()
}

func fault(message finding.Sentence) error { return &finding.Fault{Message: message} }

func noDocument(cause error) error {
	return &finding.Fault{
		Message: finding.Say("this is no document of Word"), Cause: cause,
		Hint: finding.Say("save it as .docx, without a password"),
	}
}

func macros() error {
	return &finding.Fault{Message: finding.Say("the document has macros"), Hint: finding.Say("save it as .docx, which has none")}
}
