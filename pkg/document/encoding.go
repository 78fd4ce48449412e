package document

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

const (
	// MaxBytes is how large a file may be, in bytes.
	MaxBytes         = 1 << 20
	maxCharacterRows = 100 // findings about characters in one file
)

// readText checks the bytes below YAML. It gives no source where what follows
// could not be trusted; a byte order mark and CRLF are reported and read over.
func readText(file string, data []byte) (*source, []finding.Finding) {
	whole := newSource(file, nil)
	if len(data) > MaxBytes {
		return nil, []finding.Finding{whole.fault("file/size", span{},
			finding.Say("the file is larger than %s bytes", MaxBytes),
			finding.Say("split the record, or put large material among the attachments"))}
	}
	if at := firstInvalid(data); at >= 0 {
		return nil, []finding.Finding{badEncoding(file, data, at)}
	}
	var fs []finding.Finding
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		data = rest
		fs = append(fs, whole.fault("file/bom", span{},
			finding.Say("the file begins with a byte order mark"),
			finding.Say("save it as UTF-8 without BOM")))
	}
	src := newSource(file, data)
	if at := bytes.Index(data, []byte("\r\n")); at >= 0 {
		fs = append(fs, src.fault("file/line-ends", span{start: at},
			finding.Say("the lines end in CRLF (Windows)"),
			finding.Say("save the file with LF line ends")))
		src = newSource(file, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	}
	if bad := badCharacters(src); len(bad) > 0 {
		return nil, append(fs, bad...)
	}
	return src, fs
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func badEncoding(file string, data []byte, at int) finding.Finding {
	hint := finding.Say("it may have been saved as GBK; save it as UTF-8")
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		hint = finding.Say("it was saved as UTF-16; save it as UTF-8")
	}
	upTo := newSource(file, data[:at+1])
	return upTo.fault("file/encoding", span{start: at}, finding.Say("the file is not UTF-8"), hint)
}

// badCharacters reports the characters that no record may hold, once a line; or,
// alone, the first tab, because YAML takes a tab for many things.
func badCharacters(src *source) []finding.Finding {
	var fs []finding.Finding
	last := 0
	for i, r := range string(src.text) {
		if r >= 0x20 && r < 0x7f || r == '\n' || !forbidden(r) {
			continue
		}
		at := span{i, i + utf8.RuneLen(r)}
		if r == '\t' {
			return []finding.Finding{src.fault("yaml/tab", at,
				finding.Say("a tab; YAML is indented with spaces"),
				finding.Say("put two spaces for each level in its place"))}
		}
		if line := src.place(i).Line; line != last {
			fs = append(fs, characterFault(src, at, r))
			last = line
		}
		if len(fs) == maxCharacterRows {
			break
		}
	}
	return fs
}

func characterFault(src *source, at span, r rune) finding.Finding {
	return src.fault("text/character", at,
		finding.Say("the invisible or control character %s is not allowed", fmt.Sprintf("U+%04X", r)),
		finding.Say("delete it; it is often pasted in unseen"))
}

// forbidden reports the characters that no text of a record may hold: controls
// other than LF, line separators, and those that hide or reorder text (trust.md
// section 3, "strict reading").
func forbidden(r rune) bool {
	switch {
	case r < 0x20:
		return r != '\n'
	case r >= 0x7f && r <= 0x9f, r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return r >= 0xfff9 && r <= 0xfffb || r >= 0xe0000 && r <= 0xe007f
}
