package document

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	maxNesting = 1000 // levels in a text that is no record
	maxFaults  = 1000 // findings about one such file
)

// ParseAll reads any YAML or JSON text, to be held against any schema: every
// document of a YAML stream or, where the file's name ends in .json, the one value
// of a JSON text (RFC 8259). What it allows and Parse does not:
//
//   - documents without a value: they are null;
//   - anchors, aliases and merge keys; a value that an alias stands for has the place
//     of the alias, and aliases count in full among the 100,000 values of a file;
//   - the tags of the YAML 1.2 core schema (!!str, !!int, !!float, !!bool, !!null,
//     !!map, !!seq and the bare !), where the value is what its tag says;
//   - every number of that schema, which JSON can write;
//   - names that are whole numbers, true or false: they stand for their text;
//   - tabs, CRLF, a byte order mark, hidden characters, and 1,000 levels.
//
// Documents with faults that leave nothing certain are left out; a text with a
// fault of syntax has none. The findings are sorted; file is the name that they
// carry.
func ParseAll(file string, data []byte) (docs []*Document, fs []finding.Finding) {
	defer func() {
		if r := recover(); r != nil {
			docs, fs = nil, []finding.Finding{Internal(file, r)}
		}
	}()
	src, fs := readAny(file, data)
	if src == nil {
		return nil, fs
	}
	g := &general{source: src, language: "yaml"}
	if strings.EqualFold(path.Ext(file), ".json") {
		g.language = "json"
		g.readJSON()
	} else {
		g.readStream()
	}
	finding.Sort(g.findings)
	return g.docs, g.findings
}

// readAny is readText for texts that are no records: only the encoding matters.
func readAny(file string, data []byte) (*source, []finding.Finding) {
	switch {
	case len(data) > MaxBytes || !utf8.Valid(data) || utf16Order(data) != nil:
		return readText(file, data)
	case bytes.HasPrefix(data, []byte(byteMark)) || bytes.IndexByte(data, '\r') >= 0:
		return plainText(file, data), nil
	}
	return quickSource(file, data), nil
}

// quickSource is newSource without a look at every byte: where nothing is wrong, the
// places of a text are not asked for.
func quickSource(file string, text []byte) *source {
	s := &source{file: file, text: text, odd: -1}
	s.lines = append(make([]int, 0, bytes.Count(text, []byte("\n"))+1), 0)
	for at := 0; at < len(text); {
		size := bytes.IndexByte(text[at:], '\n')
		if size < 0 {
			size = len(text) - at
		}
		if size >= markEvery {
			s.markLine(at, at+size)
		}
		if at += size + 1; at < len(text) {
			s.lines = append(s.lines, at)
		}
	}
	return s
}

func (s *source) markLine(start, end int) {
	column := 1
	for i, b := range s.text[start:end] {
		if !utf8.RuneStart(b) {
			continue
		}
		if column%markEvery == 0 {
			s.marks = append(s.marks, mark{start + i, column})
		}
		column++
	}
}

// general is the reading of one text that is no record.
type general struct {
	*source
	language string // the first part of its rules' names
	docs     []*Document
	findings []finding.Finding
	values   int  // in all documents so far, aliases counted in full
	full     bool // there are more values than may be
	bangs    bool // somewhere in the text may stand the tag "!"
}

func (g *general) report(f finding.Finding) {
	if len(g.findings) < maxFaults {
		g.findings = append(g.findings, f)
	}
}

// stop reports a fault that leaves nothing of the text.
func (g *general) stop(f finding.Finding) {
	g.docs = nil
	g.report(f)
}

// add makes a document of a root value.
func (g *general) add(root *yaml.Node) {
	c := &conversion{general: g}
	v := c.node(root, 1)
	switch {
	case g.full:
		g.docs = nil
	case c.faults == 0:
		g.docs = append(g.docs, &Document{source: g.source, root: root, held: &v})
	}
}
