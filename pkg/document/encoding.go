package document

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// MaxBytes is how large a file may be: a version of 10,000 services names each of them in
// some 170 bytes.
const MaxBytes = 2 << 20

const byteMark = "\xef\xbb\xbf"

// readText checks the bytes below YAML. It gives no source where what follows
// could not be trusted; a byte order mark and CRLF are reported and read over.
func readText(file string, data []byte) (*source, []finding.Finding) {
	if len(data) > MaxBytes {
		return nil, []finding.Finding{newSource(file, nil).fault("file/size", span{},
			finding.Say("the file is larger than %s bytes", MaxBytes),
			finding.Say("split the record, or put large material among the attachments"))}
	}
	if order := utf16Order(data); order != nil {
		return nil, []finding.Finding{wideText(file, data, order)}
	}
	if !utf8.Valid(data) {
		return nil, []finding.Finding{badEncoding(file, data, firstInvalid(data))}
	}
	src := plainText(file, data)
	var fs []finding.Finding
	if src.bom > 0 {
		fs = append(fs, byteMarkFault(file))
	}
	if len(src.crs) > 0 {
		fs = append(fs, lineEndFault(src))
	}
	if src.odd >= 0 {
		return nil, append(fs, src.badCharacters()...)
	}
	return src, fs
}

// plainText is the text of a file without byte order mark and with LF line ends.
func plainText(file string, data []byte) *source {
	text, _ := bytes.CutPrefix(data, []byte(byteMark))
	bom := len(data) - len(text)
	var crs []int
	if bytes.IndexByte(text, '\r') >= 0 {
		text, crs = withoutCR(text)
	}
	src := newSource(file, text)
	src.bom, src.crs = bom, crs
	return src
}

// withoutCR makes LF of CRLF, and tells the line ends that it changed.
func withoutCR(data []byte) (text []byte, crs []int) {
	text = make([]byte, 0, len(data))
	for i, b := range data {
		if b == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			crs = append(crs, len(text))
			continue
		}
		text = append(text, b)
	}
	return text, crs
}

func byteMarkFault(file string) finding.Finding {
	f := newSource(file, nil).fault("file/bom", span{},
		finding.Say("the file begins with a byte order mark"),
		finding.Say("save it as UTF-8 without BOM"))
	f.Fix = []finding.Edit{{Length: len(byteMark)}}
	return f
}

func lineEndFault(src *source) finding.Finding {
	at := src.crs[0]
	f := src.fault("file/line-ends", span{at, at},
		finding.Say("the lines end in CRLF (Windows)"),
		finding.Say("save the file with LF line ends"))
	f.Fix = make([]finding.Edit, len(src.crs))
	for i, at := range src.crs {
		f.Fix[i] = finding.Edit{Offset: src.onDisk(at), Length: 1}
	}
	return f
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

// badEncoding tells GB18030, which Chinese editors write, from a text of UTF-8 in
// which single bytes are broken. The first byte that is not UTF-8 is at an offset.
func badEncoding(file string, data []byte, at int) finding.Finding {
	src := newSource(file, bytes.TrimPrefix(data[:at+1], []byte(byteMark)))
	where := span{start: len(src.text) - 1, end: len(src.text) - 1}
	if isGB18030(data) && !mostlyUTF8(data) {
		return src.fault("file/gbk", where,
			finding.Say("the file is not UTF-8 but GBK (GB18030)"),
			finding.Say("save it as UTF-8: in Notepad “Save as”, encoding UTF-8; or iconv -f GB18030 -t UTF-8 OLD >NEW"))
	}
	return src.fault("file/encoding", where,
		finding.Say("the file is not UTF-8"),
		finding.Say("save it as UTF-8; if only this character is broken, type it again"))
}

// mostlyUTF8 reports whether there are more whole characters of UTF-8 than broken
// ones. Two bytes that look like one are not rare in GBK, and do not count.
func mostlyUTF8(data []byte) bool {
	broken, whole := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 2:
			whole++
		}
		i += size
	}
	return whole > broken
}

// isGB18030 reports whether bytes are GB18030 and mostly the hanzi of GB 2312,
// which other encodings that fit the pattern are not.
func isGB18030(data []byte) bool {
	common, all := 0, 0
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		size := sizeGB18030(data[i:])
		if size == 0 {
			return false
		}
		all++
		if size == 2 && data[i] >= 0xa1 && data[i] <= 0xf7 && data[i+1] >= 0xa1 {
			common++
		}
		i += size
	}
	return 2*common > all
}

// sizeGB18030 is the length of the first character, which is not ASCII: 2 or 4
// bytes, 0 where it is none.
func sizeGB18030(b []byte) int {
	between := func(i int, low, high byte) bool { return i < len(b) && b[i] >= low && b[i] <= high }
	switch {
	case !between(0, 0x81, 0xfe):
		return 0
	case between(1, 0x40, 0x7e), between(1, 0x80, 0xfe):
		return 2
	case between(1, 0x30, 0x39) && between(2, 0x81, 0xfe) && between(3, 0x30, 0x39):
		return 4
	}
	return 0
}

// utf16Order is the byte order of UTF-16, told by its mark or by the many zeros at
// one side of its characters; nil where the data is something else.
func utf16Order(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return binary.BigEndian
	case bytes.IndexByte(data, 0) < 0:
		return nil
	}
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	many, few := len(data)/20, len(data)/200 // a tenth and a hundredth of the characters
	switch {
	case zeros[1] > many && zeros[0] <= few && zeros[1] > 3:
		return binary.LittleEndian
	case zeros[0] > many && zeros[1] <= few && zeros[0] > 3:
		return binary.BigEndian
	}
	return nil
}

// wideText reports UTF-16. It is put right only where its mark leaves no doubt.
func wideText(file string, data []byte, order binary.ByteOrder) finding.Finding {
	f := newSource(file, nil).fault("file/utf-16", span{},
		finding.Say("the file is not UTF-8 but UTF-16"),
		finding.Say("save it as UTF-8: in Notepad “Save as”, encoding UTF-8; or iconv -f UTF-16 -t UTF-8 OLD >NEW"))
	if text, ok := fromUTF16(data, order); ok {
		f.Fix = []finding.Edit{{Length: len(data), Text: text}}
	}
	return f
}

func fromUTF16(data []byte, order binary.ByteOrder) (text string, ok bool) {
	if len(data)%2 != 0 || len(data) < 2 || order.Uint16(data) != 0xfeff {
		return "", false
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	text = string(utf16.Decode(units))
	return text, !strings.ContainsAny(text, "\x00\ufffd")
}
