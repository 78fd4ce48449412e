package document

// Written is the text of the value at a JSON pointer (RFC 6901) as the file has it;
// empty where there is no such value, or it is empty.
func (d *Document) Written(pointer string) string {
	_, value, ok := d.find(pointer)
	if !ok {
		return ""
	}
	at := d.span(value)
	return string(d.text[at.start:max(at.start, at.end)])
}
