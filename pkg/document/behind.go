package document

import "bytes"

// Behind is the text of the line on which the value at a JSON pointer (RFC 6901)
// ends, from its end on; empty where there is no such value.
func (d *Document) Behind(pointer string) string {
	_, value, ok := d.find(pointer)
	if !ok {
		return ""
	}
	rest := d.text[min(d.span(value).end, len(d.text)):]
	if eol := bytes.IndexByte(rest, '\n'); eol >= 0 {
		rest = rest[:eol]
	}
	return string(rest)
}
