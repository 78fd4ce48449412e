package catalogue

import (
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// checkFileName: an entry lies in a file named after its id.
func checkFileName(s shelf) []finding.Finding {
	var out []finding.Finding
	for _, l := range s.entries {
		if !l.misnamed() {
			continue
		}
		f := l.finding("catalogue/id-file", "/id", finding.Say("the id is %s but the file is named %s", string(l.Entry.ID), path.Base(l.File)))
		f.Hint = finding.Say("an id, once published, never changes: write %s here, or give the file the name that it had", string(l.Named()))
		if s.files[l.Entry.ID] {
			f.Hint = finding.Say("that is the id of another entry; give this one an id of its own: %s", string(l.Named()))
		}
		out = append(out, f)
	}
	return out
}

// misnamed reports whether an entry's id is not that of its file.
func (l *Located) misnamed() bool { return l.Entry.ID != "" && l.Named() != l.Entry.ID }

// checkUniqueID: no two entries have one id, whatever the letter case, since
// not every file system tells the cases apart. Of an entry whose file is named
// otherwise checkFileName has told already.
func checkUniqueID(s shelf) []finding.Finding {
	first := map[string]*Located{}
	var out []finding.Finding
	for _, l := range s.entries {
		key := strings.ToLower(string(l.Entry.ID))
		other, taken := first[key]
		if key == "" || l.misnamed() {
			continue
		}
		if !taken {
			first[key] = l
			continue
		}
		f := l.finding("catalogue/duplicate-id", "/id", finding.Say("another entry has the id %s already", string(other.Entry.ID)))
		f.Related = []finding.Related{{File: other.File, Start: other.place("/id"), Message: finding.Say("the other entry")}}
		out = append(out, f)
	}
	return out
}
