package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// readStream reads every document of a YAML stream.
func (g *general) readStream() {
	g.bangs = mayHoldBareTag(g.text)
	breaks := g.otherBreaks()
	if breaks != nil {
		g.doubtfulBreak()
	}
	dec := yaml.NewDecoder(bytes.NewReader(asVersion11(g.text)))
	var last *yaml.Node
	for !g.full {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			g.stop(g.streamFault(err, last))
			return
		}
		last = doc.Content[0]
		if breaks != nil {
			g.relocate(last, breaks)
		}
		g.add(last)
	}
	if last == nil {
		g.stop(g.emptyFault())
	}
}

// asVersion11 writes 1.1 into the line %YAML 1.2 before the first document, which
// yaml.v3 refuses, although it reads that version.
func asVersion11(text []byte) []byte {
	const directive = "%YAML 1."
	at := 0
	for line := range bytes.Lines(text) {
		if digit := at + len(directive); bytes.HasPrefix(line, []byte(directive)) && isDigit(text[min(digit, len(text)-1)]) {
			text = bytes.Clone(text)
			text[digit] = '1'
			return text
		}
		if line[0] != '#' && line[0] != '\n' {
			return text
		}
		at += len(line)
	}
	return text
}

// otherBreaks is the text as yaml.v3 counts its lines, where that differs: to it a
// lone CR and the line ends of Unicode end a line. Offsets are the same in both.
func (s *source) otherBreaks() *source {
	text := s.text
	for _, mark := range []string{"\r", "\u0085", "\u2028", "\u2029"} {
		if bytes.Contains(text, []byte(mark)) {
			filler := strings.Repeat("x", len(mark)-1) + "\n"
			text = bytes.ReplaceAll(text, []byte(mark), []byte(filler))
		}
	}
	if bytes.Equal(text, s.text) {
		return nil
	}
	return newSource(s.file, text)
}

// doubtfulBreak warns of the first line end that yaml.v3 knows from YAML 1.1: to
// YAML 1.2 it is a character of the text.
func (g *general) doubtfulBreak() {
	at := bytes.IndexFunc(g.text, func(r rune) bool { return r == 0x85 || r == 0x2028 || r == 0x2029 })
	if at < 0 {
		return
	}
	r, size := utf8.DecodeRune(g.text[at:])
	f := g.fault("text/line-separator", span{at, at + size},
		finding.Say("the character %s ends a line for some readers of YAML, and not for others", fmt.Sprintf("U+%04X", r)),
		finding.Say("delete it; it is often pasted in unseen"))
	f.Severity = finding.Warning
	g.report(f)
}

// relocate turns the places of yaml.v3 into those of the text.
func (s *source) relocate(n *yaml.Node, breaks *source) {
	at := s.place(breaks.offset(n.Line, n.Column))
	n.Line, n.Column = at.Line, at.Column
	for _, child := range n.Content {
		s.relocate(child, breaks)
	}
}

// streamFault is syntaxFault for a stream: last is the root of the last document
// that could be read, nil if there is none.
func (g *general) streamFault(err error, last *yaml.Node) finding.Finding {
	if at := g.control(); at.end > 0 {
		r, _ := utf8.DecodeRune(g.text[at.start:])
		return characterFault(g.source, at, r)
	}
	rest, from := g.behind(last)
	text, reported := cutLine(err.Error())
	if strings.Contains(text, "did not find expected <document start>") && last != nil {
		return g.fault("yaml/syntax", g.firstText(from),
			finding.Say("a document has ended, and the next does not begin with ---"),
			finding.Say("put a line --- before it, or indent it as the others of its block"))
	}
	at := rest.lineSpan(rest.errorLine(reported))
	switch {
	case at.start < at.end && g.text[at.start] == '\t':
		return g.tabFault(at.start)
	case strings.Contains(text, "unknown anchor"):
		name := strings.TrimSuffix(strings.TrimPrefix(text, "unknown anchor '"), "' referenced")
		return g.unknownAnchor(name, g.aliasIn(at, name))
	case strings.Contains(text, "exceeded max depth"):
		return g.fault("yaml/depth", at, finding.Say("more than %s levels inside one another", maxNesting), finding.Sentence{})
	}
	return notOfRecords(rest.syntaxFault(err))
}

// notOfRecords says of what a record may not hold at all what is wrong with it
// elsewhere.
func notOfRecords(f finding.Finding) finding.Finding {
	switch f.Rule {
	case "yaml/anchor", "yaml/alias":
		f.Message, f.Hint = finding.Say("a value may not begin with & or *"), finding.Say("put the value in quotes")
	case "yaml/tag":
		f.Message = finding.Say("a tag (!) that is not known or not well-formed")
	case "yaml/directive":
		f.Message = finding.Say("a directive, a line that begins with a percent sign, that is not known or that no document follows")
	}
	return f
}

// control is the first character that no YAML text may hold.
func (s *source) control() span {
	for i, r := range string(s.text) {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff {
			return span{i, i + len(string(r))}
		}
	}
	return span{}
}

// behind is the text with everything up to the end of a document blanked out, and
// the offset at which the rest begins: what reads on from there sees one document.
func (s *source) behind(last *yaml.Node) (*source, int) {
	if last == nil {
		return s, 0
	}
	end := s.end(last)
	for _, line := range s.lines {
		if line < end {
			continue
		}
		rest := s.text[line:]
		from := line
		switch {
		case bytes.HasPrefix(rest, []byte("...")):
			from = min(s.lineEnd(s.place(line).Line)+1, len(s.text))
		case !bytes.HasPrefix(rest, []byte("---")):
			continue
		}
		blanked := *s
		blanked.text = bytes.Clone(s.text)
		for i := range blanked.text[:from] {
			if blanked.text[i] != '\n' {
				blanked.text[i] = ' '
			}
		}
		return &blanked, from
	}
	return s, end
}

// firstText is the first line from an offset on that holds more than a comment.
func (s *source) firstText(from int) span {
	for line := s.place(from).Line; line < len(s.lines); line++ {
		at := s.lineSpan(line)
		if at.start >= from && at.end > at.start && s.text[at.start] != '#' {
			return at
		}
	}
	return s.lineSpan(len(s.lines))
}

// aliasIn is where an alias stands on a line.
func (s *source) aliasIn(at span, name string) span {
	if i := bytes.Index(s.text[at.start:at.end], []byte("*"+name)); i >= 0 {
		return span{at.start + i, at.start + i + 1 + len(name)}
	}
	return at
}
