package document

import (
	"bytes"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Edit replaces a part of the field at a JSON pointer (RFC 6901) by text, in bytes
// of the file as it lies on disk; see Region.
func (d *Document) Edit(pointer string, part Part, text string) finding.Edit {
	return d.edit(d.region(pointer, part), text)
}

// Apply makes edits in a copy of a file's bytes. Of edits that overlap or stand at
// one place the first of the list counts; an edit that does not lie in the file
// does not count.
func Apply(data []byte, edits []finding.Edit) []byte {
	var kept []finding.Edit // sorted by offset
	for _, e := range edits {
		if e.Offset < 0 || e.Length < 0 || e.Offset > len(data) || e.Length > len(data)-e.Offset {
			continue
		}
		i, twice := slices.BinarySearchFunc(kept, e.Offset, func(k finding.Edit, at int) int { return k.Offset - at })
		before := i > 0 && kept[i-1].Offset+kept[i-1].Length > e.Offset
		after := i < len(kept) && e.Offset+e.Length > kept[i].Offset
		if !twice && !before && !after {
			kept = slices.Insert(kept, i, e)
		}
	}
	var out bytes.Buffer
	at := 0
	for _, e := range kept {
		out.Write(data[at:e.Offset])
		out.WriteString(e.Text)
		at = e.Offset + e.Length
	}
	out.Write(data[at:])
	return out.Bytes()
}
