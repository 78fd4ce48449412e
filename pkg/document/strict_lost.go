package document

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

// tightHash reports whether a text has a comment that begins without a space, as
// no part of a value would.
func tightHash(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '#')
		if i < 0 {
			return false
		}
		if at += i; at > 0 && text[at-1] == ' ' && hashText(text[at:]) {
			return true
		}
	}
}

// hashText reports whether a # begins what may have been meant as text: #1楼.
func hashText(text []byte) bool {
	r := rune1(text[1:])
	return r >= '0' && r <= '9' || r >= utf8.RuneSelf && !blank(r)
}

// lostTail warns of a value that ends where a comment begins without a space, or that
// is nothing but one.
func (c *strictCheck) lostTail(n *yaml.Node) {
	if !c.hash || n.Tag != "!!str" && n.Value != "" {
		return
	}
	end := c.end(n)
	eol := end + len(c.text[end:])
	if i := bytes.IndexByte(c.text[end:], '\n'); i >= 0 {
		eol = end + i
	}
	at := min(c.skip(end), eol)
	if n.Value == "" {
		if i := bytes.IndexByte(c.text[end:eol], '#'); i >= 0 {
			at = end + i
		}
	}
	if at == eol || c.text[at] != '#' || !hashText(c.text[at:eol]) {
		return
	}
	if n.Value != "" && idLike(n.Value) && digits(string(c.text[at+1:at+2])) == 0 { // a comment on a word of the schema
		return
	}
	f := c.trapped(trapLostTail, span{at, eol})
	f.Severity = finding.Warning
	c.report(f)
}

// damage warns of a character that was lost before the file was saved.
func (c *strictCheck) damage(n *yaml.Node) {
	at := c.span(n)
	if i := bytes.IndexRune(c.text[at.start:at.end], utf8.RuneError); i >= 0 {
		at = span{at.start + i, at.start + i + len("\ufffd")}
	}
	f := c.trapped(trapDamaged, at)
	f.Severity = finding.Warning
	c.report(f)
}

// lists are full-width brackets, each with the one that closes it.
var lists = [][2]string{{"［", "］"}, {"［", "]"}, {"【", "】"}, {"〔", "〕"}, {"（", "）"}}

// bracketed reports a value in full-width brackets that was meant as a list: ids in
// whichever of them, or any texts in the full-width form of [ ].
func (c *strictCheck) bracketed(n *yaml.Node) bool {
	for i, pair := range lists {
		rest, opened := strings.CutPrefix(n.Value, pair[0])
		inner, closed := strings.CutSuffix(rest, pair[1])
		if !opened || !closed || strings.ContainsAny(inner, pair[0]+pair[1]+"[]{}\"'#:") {
			continue
		}
		items, ids := strings.FieldsFunc(inner, func(r rune) bool { return strings.ContainsRune("，、,", r) }), true
		for i, item := range items {
			items[i] = strings.TrimFunc(item, blank)
			ids = ids && items[i] != "" && idLike(items[i])
		}
		if len(items) == 0 || !ids && i > 1 || ids && len(items) == 1 && pair[0] == "（" {
			return false
		}
		at := c.span(n)
		f := c.trapped(trapWideBracket, at)
		f.Fix = c.proven([]change{{at, "[" + strings.Join(items, ", ") + "]"}})
		c.stop(f)
		return true
	}
	return false
}

// outdented reports the texts of each language that stand beside the field that they
// belong to, which has no value so.
func (c *strictCheck) outdented(n *yaml.Node) bool {
	if n.Style&yaml.FlowStyle != 0 {
		return false
	}
	for i := 0; i+3 < len(n.Content) && !language(n.Content[i].Value); i += 2 {
		last := i + 2
		for last < len(n.Content) && language(n.Content[last].Value) {
			last += 2
		}
		if last == i+2 || n.Content[i+1].Tag != "!!null" || n.Content[i+1].Value != "" {
			continue
		}
		first := n.Content[i+2]
		f := c.trapped(trapLanguages, c.lineSpan(first.Line))
		f.Fix = c.deeper(first.Line, c.place(c.end(n.Content[last-1])).Line)
		c.stop(f)
		return true
	}
	return false
}

const maxProofs = 8 // of changes, each of which parses the text once more

// proven are the edits that changes are, if they leave the text YAML.
func (c *strictCheck) proven(changes []change) []finding.Edit {
	if c.proofs++; c.proofs > maxProofs || !isYAML(splice(c.text, changes)) {
		return nil
	}
	return c.edits(changes)
}

func language(name string) bool { return name == "zh" || name == "en" }

// deeper indents lines by one step, where that leaves the text YAML.
func (c *strictCheck) deeper(first, last int) []finding.Edit {
	var changes []change
	for line := first; line <= last; line++ {
		if start := c.lines[line-1]; start < c.lineEnd(line) {
			changes = append(changes, change{span{start, start}, spaces(indentStep)})
		}
	}
	return c.proven(changes)
}

// lostDash reports an item of a list in which its own fields begin anew: the first
// one and at least one more, in their order.
func (c *strictCheck) lostDash(n, parent *yaml.Node) bool {
	if parent == nil || parent.Kind != yaml.SequenceNode || n.Style&yaml.FlowStyle != 0 || len(n.Content) < 8 {
		return false
	}
	first := n.Content[0]
	start := c.lines[first.Line-1]
	dash := bytes.LastIndexByte(c.text[start:c.start(first).start], '-')
	var again []*yaml.Node
	repeated, order := 0, 0
	seen := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		switch before, found := seen[key.Value]; {
		case i > 0 && key.Value == first.Value:
			again, order = append(again, key), 0
		case !found:
			seen[key.Value] = i
		case len(again) == 0 || before < order:
			return false
		default:
			repeated, order = repeated+1, before
		}
	}
	if dash < 0 || len(again) == 0 || repeated < len(again) {
		return false
	}
	var changes []change
	for _, key := range again {
		at := c.lines[key.Line-1] + dash
		changes = append(changes, change{span{at, at + 1}, "-"})
	}
	f := c.trapped(trapLostDash, c.lineSpan(again[0].Line))
	f.Fix = c.proven(changes)
	c.stop(f)
	return true
}
