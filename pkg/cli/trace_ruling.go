package cli

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// ofRuling: what the entry brought that was ruled on.
func (t *trace) ofRuling() error {
	r, err := t.rulingOf(t.id)
	if err != nil {
		return err
	}
	t.rulings = []*procedure.Ruling{r}
	e, there := t.trail.entry(r.Entry)
	if r.Entry == 0 || !there {
		return nil // a repair is about commits, which brought nothing
	}
	for _, path := range e.Trailers.Records {
		if err := t.addRecord(path); err != nil {
			return err
		}
	}
	return nil
}

// addRecord adds a request, a meeting or a version by its path.
func (t *trace) addRecord(path string) error {
	folder, _, _ := strings.Cut(path, "/")
	id := baseName(path)
	switch folder {
	case records.Requests().Folder:
		if _, _, ok := records.Requests().Parse(id); ok {
			return t.addRequest(procedure.RequestID(id))
		}
	case records.Meetings().Folder:
		return t.addMeeting(procedure.MeetingID(id))
	case "versions":
		v, _ := versionNumber(id)
		return t.addVersion(v)
	}
	return nil
}

// ruled adds the rulings on entries that brought what is traced.
func (t *trace) ruled() error {
	all, err := t.books.Rulings()
	if err != nil || t.kind == aRuling {
		return err
	}
	var paths []string
	for _, r := range t.requests {
		paths = append(paths, records.Requests().Path(string(r.ID)))
	}
	for _, m := range t.meetings {
		paths = append(paths, records.Meetings().Path(string(m.ID)))
	}
	for _, v := range t.versions {
		paths = append(paths, records.VersionPath(v.Version))
	}
	for _, r := range all {
		e, there := t.trail.entry(r.Entry)
		if r.Entry > 0 && there && slices.ContainsFunc(e.Trailers.Records, func(p string) bool { return slices.Contains(paths, p) }) {
			t.rulings = append(t.rulings, r)
		}
	}
	return nil
}

func (t *trace) rulingSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Rulings"),
		Columns: []finding.Sentence{finding.Say("Ruling"), finding.Say("When"), finding.Say("On"), finding.Say("What"), finding.Say("Reason"), finding.Say("Signed by"), finding.Say("Entry"), finding.Say("Commit")},
	}
	for _, r := range t.rulings {
		v := t.rulingValue(r, t.trail)
		s.Rows = append(s.Rows, []any{r.ID, instant(v.At), t.ruledOn(v), t.app.say.Word(string(r.Ruling)), r.Reason, t.signedAs(v.By, v.Role, v.RuledIn), v.RuledIn, t.app.commit(v.Commit)})
	}
	return s
}
