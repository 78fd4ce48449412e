package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/service-catalogue/sc/pkg/finding"
)

// decoded is a text file in UTF-8, and what it was in where that is something else:
// Chinese Excel saves CSV in GB18030, and what it calls Unicode text in UTF-16.
func decoded(data []byte) (text []byte, was string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = into(data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
		was = "UTF-16"
	case !utf8.Valid(data):
		text, err = into(data, simplifiedchinese.GB18030)
		was = "GB18030"
	default:
		text, err = into(data, encoding.Nop)
	}
	return text, was, err
}

// into decodes bytes, and refuses what is no text then.
func into(data []byte, from encoding.Encoding) ([]byte, error) {
	text, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsFunc(text, noText) {
		return nil, &finding.Fault{
			Message: finding.Say("the file is neither a workbook nor text"),
			Hint:    asTable(), Cause: err,
		}
	}
	return text, nil
}

// noText reports what stands in no table: a control character, or the sign of what
// could not be decoded.
func noText(r rune) bool {
	return r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r) || r == utf8.RuneError
}

// isOffice reports whether a file begins as those of Office did until 2007, and as it
// keeps those with a password.
func isOffice(data []byte) bool { return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) }

// isArchive reports whether a file begins as a ZIP archive does, which a workbook is.
func isArchive(data []byte) bool {
	for _, start := range []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"} {
		if bytes.HasPrefix(data, []byte(start)) {
			return true
		}
	}
	return false
}
