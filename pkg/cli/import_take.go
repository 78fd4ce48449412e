package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/sheet"
	"github.com/service-catalogue/sc/pkg/validator"
)

// maxTable is how large a file with a table may be, in bytes.
const maxTable = 64 << 20

// readTable reads the sheets of a file.
func (a *app) readTable(name string) ([]sheet.Grid, error) {
	data, err := a.readLarge(name, maxTable)
	if err != nil {
		return nil, err
	}
	return sheet.ReadFile(data, sheet.Usual())
}

// readLarge reads a file of at most so many bytes.
func (a *app) readLarge(name string, most int64) ([]byte, error) {
	data, err := readPlain(a.path(name), most+1)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	if int64(len(data)) > most {
		return nil, fault(finding.Say("the file %s has more than %s MiB", name, int(most>>20)), finding.Sentence{})
	}
	return data, nil
}

// former is a draft as it was before a table was taken in.
type former struct {
	text   []byte // nil where there is none
	record sheet.Record
}

// intake is one table on its way into the drafts.
type intake struct {
	*desk
	lying   *records.Catalogue // the drafts as they are
	before  map[string]former
	taken   []taken
	schemas *validator.Validator
	err     error // of the first draft that could not be read
}

// taken is a draft that a table changes.
type taken struct {
	service *sheet.Service
	path    string // below the catalogue folder
	text    []byte
}

// record is a service as its draft has it. An id that cannot be one is none.
func (in *intake) record(id string) (sheet.Record, bool) {
	f, known := in.before[id]
	if !known && in.err == nil {
		f, in.err = in.former(id)
		in.before[id] = f
	}
	return f.record, f.text != nil
}

func (in *intake) former(id string) (f former, err error) {
	name := records.ServicePath(catalogue.ServiceID(id))
	if !fs.ValidPath(name) || strings.ContainsAny(id, `/\`) {
		return f, nil
	}
	data, err := in.lying.Read(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	doc, found := document.Parse(name, data)
	if finding.Failed(found) {
		return f, &records.Broken{Findings: found}
	}
	record, _ := doc.Value().(map[string]any)
	return former{data, record}, nil
}

// takeAll takes in what the sheets say, and gives all that is wrong with them.
func (in *intake) takeAll(grids []sheet.Grid, naming sheet.Naming) ([]sheet.Problem, error) {
	reading := &sheet.Reading{Main: lang.Language(in.rules.Language()), Naming: naming, Before: in.record}
	services, problems := reading.Read(grids)
	if err := cmp.Or(in.err, reading.Err()); err != nil {
		return nil, err
	}
	for _, s := range services {
		if !s.In(problems) {
			problems = append(problems, in.take(s)...)
		}
	}
	sheet.Sort(problems, grids)
	return problems, nil
}

// take makes the text of a draft that a table changes, and names what is wrong with it.
func (in *intake) take(s *sheet.Service) []sheet.Problem {
	text, err := in.edited(s)
	if err != nil {
		return []sheet.Problem{s.Problem(nil, finding.Problem(err))}
	}
	path := records.ServicePath(catalogue.ServiceID(s.ID))
	doc, found := document.Parse(path, text)
	if !finding.Failed(found) {
		if in.schemas == nil {
			in.schemas = validator.New()
		}
		found = in.schemas.Check(doc, validator.Service)
	}
	var problems []sheet.Problem
	for _, f := range found {
		if f.Severity == finding.Error {
			problems = append(problems, problemOf(s, f))
		}
	}
	if len(problems) == 0 {
		in.taken = append(in.taken, taken{s, path, text})
	}
	return problems
}

// problemOf is a problem of a draft, where its field stands in the table. A field that
// is missing is called as its column is.
func problemOf(s *sheet.Service, f finding.Finding) sheet.Problem {
	path := document.Tokens(f.Pointer)
	if name, missing := validator.MissingField(f); missing {
		return s.Missing(append(path, name))
	}
	return s.Problem(path, f.Message)
}

// edited is the text of a draft with what a table says in it. All else stays as it is
// written; a new field of a file in canonical form goes where the schema has it.
func (in *intake) edited(s *sheet.Service) ([]byte, error) {
	f := in.before[s.ID]
	if s.New {
		return newDraft(s)
	}
	order, err := validator.Order(validator.Service)
	if err != nil {
		return nil, err
	}
	canonical, err := document.Format(f.text, order)
	if err != nil {
		return nil, err
	}
	text := f.text
	for _, e := range s.Whole(f.record) {
		if e.Value == nil {
			text, err = document.Delete(text, e.Path)
		} else {
			text, err = document.Set(text, e.Path, e.Value)
		}
		if err != nil {
			return nil, err
		}
	}
	if slices.Equal(canonical, f.text) {
		return document.Format(text, order)
	}
	return text, nil
}

// newDraft is a draft of what a table says of a service that has none.
func newDraft(s *sheet.Service) ([]byte, error) {
	fields := sheet.Record{"schema": 1, "id": s.ID}
	for _, e := range s.Whole(nil) {
		fields[e.Path[0]] = e.Value
	}
	text, err := document.Encode(fields)
	if err != nil {
		return nil, err
	}
	order, err := validator.Order(validator.Service)
	if err != nil {
		return nil, err
	}
	return document.Format(text, order)
}

// leave drops the drafts of services with which something is wrong.
func (in *intake) leave(problems []sheet.Problem) {
	in.taken = slices.DeleteFunc(in.taken, func(t taken) bool { return t.service.In(problems) })
}

// write replaces the drafts, or shows how they would change.
func (in *intake) write(ctx context.Context) error {
	for _, t := range in.taken {
		if in.app.flags.dryRun {
			if in.app.machine() {
				continue
			}
			if err := render.Diff(plain.Cleaned(in.app.Out), in.under(t.path), in.before[t.service.ID].text, t.text); err != nil {
				return err
			}
			continue
		}
		name := filepath.Join(in.worktree(), filepath.FromSlash(t.path))
		if err := in.writeDraft(ctx, name, t.text); err != nil {
			return &finding.Fault{Message: finding.Say("the file %s cannot be written", in.app.relative(name)), Hint: finding.Say("check that you may write there"), Cause: err}
		}
	}
	return nil
}

// draftJSON is a draft that a table changed, for programs.
type draftJSON struct {
	ID     string   `json:"id"`
	Path   string   `json:"path"`
	New    bool     `json:"new"`
	Fields []string `json:"fields"`
}

// tell lists the drafts and what of them changed, and the problems of others.
func (in *intake) tell(problems []sheet.Problem) error {
	page := in.app.problemsPage(problems)
	s := render.Section{Key: "draft", Columns: []finding.Sentence{finding.Say("Draft"), finding.Say("Fields")}, Empty: finding.Say("the table says nothing new")}
	drafts := []draftJSON{}
	for _, t := range in.taken {
		fields := t.service.Changed()
		s.Rows = append(s.Rows, []any{t.service.ID, in.app.several(each(fields, func(f string) string { return in.app.term(f) }))})
		drafts = append(drafts, draftJSON{t.service.ID, in.under(t.path), t.service.New, fields})
	}
	page.Value.(map[string]any)["drafts"] = drafts
	if in.app.flags.dryRun && len(in.taken) > 0 {
		s.Rows = nil // shown line by line already
		s.Empty = finding.Sentence{}
	}
	page.Sections = append([]render.Section{s}, page.Sections...)
	if err := in.app.show(page); err != nil {
		return err
	}
	if len(problems) > 0 {
		in.app.complain(in.app.say.T("%s problems: the services that they are about were left as they are", len(problems)), "")
		in.app.hintInside(problems)
		return quiet(exitFindings)
	}
	return nil
}
