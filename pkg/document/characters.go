package document

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

const maxCharacterRows = 100 // findings about characters in one file

// forbidden reports the characters that no text of a record may hold: controls
// other than LF, line separators, and those that hide or reorder text (docs/format.md,
// "Reading objects").
func forbidden(r rune) bool { return plain.Deceptive(r) }

// mayBeForbidden reports the first bytes, in UTF-8, of the forbidden characters that
// are not ASCII.
func mayBeForbidden(lead byte) bool {
	switch lead {
	case 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf3:
		return true
	}
	return false
}

func forbiddenAt(text []byte, at int) bool {
	r, _ := utf8.DecodeRune(text[at:])
	return forbidden(r)
}

// badCharacters reports the characters that no record may hold, once a line; or,
// alone, the first tab, because YAML takes a tab for many things, and the first
// lone CR, because it hides lines.
func (s *source) badCharacters() []finding.Finding {
	if at := bytes.IndexByte(s.text, '\t'); at >= 0 {
		return []finding.Finding{s.tabFault(at)}
	}
	if at := bytes.IndexByte(s.text, '\r'); at >= 0 {
		return []finding.Finding{s.loneCR(at)}
	}
	var fs []finding.Finding
	var gone []change
	last := 0
	for i := s.odd; i < len(s.text) && len(fs) < maxCharacterRows; {
		r, size := utf8.DecodeRune(s.text[i:])
		if forbidden(r) {
			at := span{i, i + size}
			if line := s.place(i).Line; line != last {
				fs = append(fs, characterFault(s, at, r))
				last = line
			}
			if f := &fs[len(fs)-1]; unseen(r) && (f.Fix != nil || f.Start == s.place(i)) {
				f.Fix = append(f.Fix, s.edit(at, ""))
				gone = append(gone, change{at, ""})
			}
		}
		i += size
	}
	if !s.bears(gone) {
		for i := range fs {
			fs[i].Fix = nil
		}
	}
	return fs
}

// unseen reports the characters without width or meaning, which nobody misses.
func unseen(r rune) bool { return r == 0x200b || r == 0x2060 || r == 0xfeff }

// characterFault says what is wrong with a forbidden character.
func characterFault(s *source, at span, r rune) finding.Finding {
	code := fmt.Sprintf("U+%04X", r)
	switch r {
	case 0:
		return s.fault("text/nul", at,
			finding.Say("a NUL byte: the file is damaged or no text"),
			finding.Say("restore the file, or delete the byte"))
	case 0x85, 0x2028, 0x2029:
		return s.fault("text/line-separator", at,
			finding.Say("the line separator %s, which editors show as a new line and YAML does not", code),
			finding.Say("delete it, and begin a new line with the Enter key where one is wanted"))
	}
	return s.fault("text/character", at,
		finding.Say("the invisible or control character %s is not allowed", code),
		finding.Say("delete it; it is often pasted in unseen"))
}

// loneCR reports line ends of old Macs. They are put right only where the whole
// file has them.
func (s *source) loneCR(at int) finding.Finding {
	f := s.fault("file/lone-cr", span{at, at + 1},
		finding.Say("a line ends in CR alone (old Mac)"),
		finding.Say("save the file with LF line ends"))
	if bytes.IndexByte(s.text, '\n') >= 0 {
		return f
	}
	for i, b := range s.text {
		if b == '\r' {
			f.Fix = append(f.Fix, s.edit(span{i, i + 1}, "\n"))
		}
	}
	return f
}
