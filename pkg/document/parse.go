package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Parse reads one YAML record, strictly: at most 2 MiB of UTF-8 with LF line
// ends, one document, no anchors, merge keys or tags, no key twice, no key that
// is not text, no hidden characters, at most 64 levels and 100,000 values. The
// document is nil where the findings leave nothing that could be checked further.
// The findings are sorted; file is the name that they carry.
//
// It also looks for what was hardly meant as it stands, such as a full-width colon
// or a template that was not filled in.
func Parse(file string, data []byte) (doc *Document, fs []finding.Finding) {
	return parseRecord(file, data, &strictCheck{})
}

// ParseLiteral is Parse for a record that was signed as it stands: a text without
// quotes is taken at its word, whatever was meant. It accepts what the ledger's
// format does and nothing else.
func ParseLiteral(file string, data []byte) (doc *Document, fs []finding.Finding) {
	return parseRecord(file, data, &strictCheck{literal: true})
}

func parseRecord(file string, data []byte, strict *strictCheck) (doc *Document, fs []finding.Finding) {
	defer func() {
		if r := recover(); r != nil {
			doc, fs = nil, []finding.Finding{Internal(file, r)}
		}
	}()
	src, fs := readText(file, data)
	if src == nil {
		return nil, fs
	}
	root, bad := src.parse()
	if bad != nil {
		return nil, append(fs, *bad)
	}
	strict.walk(src, root)
	fs = append(fs, strict.findings...)
	finding.Sort(fs)
	if strict.fatal {
		return nil, fs
	}
	return &Document{source: src, root: root, size: strict.nodes}, fs
}

// Internal is the finding for a panic of a library: one broken file must not
// end a check of ten thousand.
func Internal(file string, r any) finding.Finding {
	return newSource(file, nil).fault("internal", span{},
		finding.Say("sc could not check this file: %s", fmt.Sprint(r)),
		finding.Say("please report this file to the makers of sc"))
}

// parse gives the root value of the only document, or the one thing that is wrong
// with the YAML.
func (s *source) parse() (*yaml.Node, *finding.Finding) {
	dec := yaml.NewDecoder(bytes.NewReader(s.text))
	var first, second yaml.Node
	err := dec.Decode(&first)
	if errors.Is(err, io.EOF) || err == nil && isEmpty(&first) {
		f := s.emptyFault()
		return nil, &f
	}
	if err == nil {
		err = dec.Decode(&second)
	}
	switch {
	case errors.Is(err, io.EOF):
		return first.Content[0], s.directive()
	case err != nil:
		f := s.syntaxFault(err)
		return nil, &f
	}
	f := s.fault("yaml/second-document", span{start: s.offset(second.Line, second.Column)},
		finding.Say("a second document begins here; a file holds one record"),
		finding.Say("put each record into a file of its own"))
	return nil, &f
}

// directive finds one in what proved to be YAML: it can only stand before the
// document, among comments.
func (s *source) directive() *finding.Finding {
	at := 0
	for line := range bytes.Lines(s.text) {
		if line[0] == '%' {
			f := s.trapped(trapDirective, span{at, at + len(bytes.TrimRight(line, "\n"))})
			return &f
		}
		if rest := bytes.TrimLeft(line, " "); rest[0] != '#' && rest[0] != '\n' {
			break
		}
		at += len(line)
	}
	return nil
}

func isEmpty(doc *yaml.Node) bool {
	return len(doc.Content) == 0 ||
		doc.Content[0].Kind == yaml.ScalarNode && doc.Content[0].Value == "" && doc.Content[0].Style == 0
}
