package document

import "github.com/service-catalogue/sc/pkg/finding"

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

// Edit is the change that puts text in the place of a part of the field at a JSON
// pointer (RFC 6901).
func (d *Document) Edit(pointer string, part Part, text string) finding.Edit {
	at := d.region(pointer, part)
	return finding.Edit{Offset: at.start, Length: max(0, at.end-at.start), Text: text}
}
