package document

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/service-catalogue/sc/pkg/finding"
)

const syntaxBudget = 3 << 19 // bytes parsed again to find who is to blame

// trial parses changed copies of a text that is not YAML.
type trial struct {
	*source
	reached int // line up to which the text was read before its error
	budget  int
}

// lineReader gives one line at a time, so that what was read of it tells how far
// the parser came.
type lineReader struct {
	text []byte
	at   int
}

// Read gives the next line or a part of it.
func (r *lineReader) Read(p []byte) (int, error) {
	if r.at == len(r.text) {
		return 0, io.EOF
	}
	line := r.text[r.at:]
	if eol := bytes.IndexByte(line, '\n'); eol >= 0 {
		line = line[:eol+1]
	}
	n := copy(p, line)
	r.at += n
	return n, nil
}

// reach is the line up to which a text was read when it proved not to be YAML, or
// more than any text has where it is YAML, and the bytes read. The fault is there or
// above.
func reach(text []byte) (line, read int) {
	r := &lineReader{text: text}
	dec := yaml.NewDecoder(r)
	for {
		var n yaml.Node
		switch err := dec.Decode(&n); {
		case errors.Is(err, io.EOF):
			return math.MaxInt, r.at
		case err != nil:
			return bytes.Count(text[:r.at], []byte("\n")) + 1, r.at
		}
	}
}

func isYAML(text []byte) bool {
	line, _ := reach(text)
	return line == math.MaxInt
}

// bears reports whether a text with changes is YAML at least as far down as it is
// without.
func (s *source) bears(changes []change) bool {
	if len(changes) == 0 {
		return true
	}
	before, _ := reach(s.text)
	after, _ := reach(splice(s.text, changes))
	return after >= before
}

// mends reports whether a text with changes is YAML, or is so further down.
func (t *trial) mends(changes []change) bool {
	if t.budget <= 0 {
		return false
	}
	line, read := reach(splice(t.text, changes))
	t.budget -= read
	return line > t.reached
}

// splice makes changes in a copy of a text. They are sorted; of those that overlap
// the first counts.
func splice(text []byte, changes []change) []byte {
	out := make([]byte, 0, len(text)+64)
	at := 0
	for _, c := range changes {
		if c.start < at {
			continue
		}
		out = append(append(out, text[at:c.start]...), c.text...)
		at = c.end
	}
	return append(out, text[at:]...)
}

// edits are changes as edits of the file.
func (s *source) edits(changes []change) []finding.Edit {
	var edits []finding.Edit
	for _, c := range changes {
		edits = append(edits, s.edit(c.span, c.text))
	}
	return edits
}

// culprit is the finding about the first suspect that is to blame for a text not
// being YAML; without a proof, about the first that looks wrong.
func (s *source) culprit() (finding.Finding, bool) {
	o := s.outline()
	line, read := reach(s.text)
	t := &trial{source: s, reached: line, budget: syntaxBudget - read}
	var first *suspect
	for i := range o.suspects {
		who := &o.suspects[i]
		if who.trap == trapConflict {
			return s.trapped(who.trap, who.at), true
		}
		if who.line > t.reached {
			continue
		}
		if fix, guilty := t.blame(o, who); guilty {
			f := s.trapped(who.trap, who.at)
			f.Fix = s.edits(fix)
			return f, true
		}
		if first == nil && !who.weak {
			first = who
		}
	}
	if first == nil {
		return finding.Finding{}, false
	}
	return s.trapped(first.trap, first.at), true
}

// blame proves a suspect by changing the text; the fix is nil where a person must
// decide.
func (t *trial) blame(o *outline, who *suspect) (fix []change, guilty bool) {
	switch {
	case who.mend == nil && who.try == nil && who.trap != trapWideSpace && who.trap != trapFixedSpace:
		return nil, true
	case t.budget <= 0:
		return nil, false
	case who.trap == trapWideSpace || who.trap == trapFixedSpace:
		changes, sure := t.reindented()
		if !t.mends(changes) {
			return nil, false
		}
		if !sure {
			changes = nil
		}
		return changes, true
	case who.mend == nil:
		return nil, t.mends(who.try)
	case !who.safe:
		return nil, t.mends(who.mend)
	}
	if all := o.mend(who.trap); len(all) > len(who.mend) && t.mends(all) {
		return all, true
	}
	return who.mend, t.mends(who.mend)
}

// mend is what puts every safe suspect of one trap, or of all, right.
func (o *outline) mend(t trap) []change {
	var all []change
	for _, s := range o.suspects {
		if (s.trap == t || t == noTrap) && s.safe {
			all = append(all, s.mend...)
		}
	}
	slices.SortStableFunc(all, func(a, b change) int { return a.start - b.start })
	return all
}
