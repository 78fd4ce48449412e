package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/sheet"
	"github.com/service-catalogue/sc/pkg/validator"
	"github.com/service-catalogue/sc/pkg/word"
)

// isForm reports whether an input is a form of Word or Excel, which both are archives.
func isForm(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// isOldOffice reports whether an input is a document of Office as it was until 2007, or
// has a password.
func isOldOffice(data []byte) bool { return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) }

// readForm reads a form that somebody filled in. Only what one may ask for is taken out
// of it: nothing of ids, decisions or who logged it.
func (a *app) readForm(ctx context.Context, o *requestOptions, data []byte) (*procedure.Request, error) {
	if o.file != "-" {
		var err error
		if data, err = a.readLarge(o.file, maxTemplate); err != nil {
			return nil, err
		}
	}
	tables, err := a.formTables(data)
	if err != nil {
		return nil, err
	}
	form := sheet.ReadForm(tables, a.say)
	if len(form.Record) == 0 && len(form.Problems) == 0 {
		return nil, fault(finding.Say("the form %s says nothing", o.file), finding.Say("\"sc export --document request\" writes one to be filled in"))
	}
	unfit(form, form.Record, nil)
	if err := a.nameServices(ctx, form); err != nil {
		return nil, err
	}
	o.complete(form.Record)
	text, err := document.Encode(form.Record)
	if err != nil {
		return nil, err
	}
	r := &procedure.Request{Schema: 1}
	err = a.checked(o, text)
	var broken *records.Broken
	if errors.As(err, &broken) {
		for _, f := range broken.Findings {
			if p, told := a.problemOfForm(form, f); f.Severity == finding.Error && told {
				form.Problems = append(form.Problems, p)
			}
		}
		err = nil
	}
	if err == nil && len(form.Problems) > 0 {
		err = a.refuseForm(form.Problems)
	}
	if err != nil {
		return nil, err
	}
	return r, records.Decode(o.file, text, r)
}

// formTables are the tables of a form.
func (a *app) formTables(data []byte) ([]sheet.FormTable, error) {
	if bytes.Contains(data, []byte("xl/workbook.xml")) {
		grids, err := sheet.ReadFile(data, sheet.Usual())
		return sheet.FormTables(grids), err
	}
	t, err := word.Open(data, word.Usual())
	if err != nil {
		return nil, err
	}
	var tables []sheet.FormTable
	for i, rows := range t.Tables() {
		name := a.say.T("text")
		if i > 0 {
			name = a.say.T("table %s", i)
		}
		tables = append(tables, sheet.FormTable{Name: name, Rows: each(rows, func(row []word.Cell) []sheet.FormCell {
			return each(row, formCell)
		})})
	}
	return tables, nil
}

func formCell(c word.Cell) sheet.FormCell {
	return sheet.FormCell{Text: c.Text, Tags: each(c.Controls, func(t word.Control) sheet.FormTag { return sheet.FormTag(t) })}
}

// nameServices puts the id of each service that is asked for in the place of its code
// or name.
func (a *app) nameServices(ctx context.Context, form *sheet.FormRead) error {
	asks, _ := form.Record["asks"].([]any)
	if len(asks) == 0 {
		return nil
	}
	d, err := a.glance(ctx, "")
	if err != nil {
		return err
	}
	for i, item := range asks {
		ask, _ := item.(map[string]any)
		said, _ := ask["service"].(string)
		if said == "" {
			continue
		}
		id, err := d.service(said)
		if err != nil {
			id, err = d.serviceNamed(said, err)
		}
		if err != nil {
			form.Problems = append(form.Problems, form.Problem([]string{"asks", strconv.Itoa(i), "service"}, finding.Problem(err)))
			delete(ask, "service")
			continue
		}
		ask["service"] = string(id)
	}
	return nil
}

// serviceNamed is the one service of a name, in either language.
func (d *desk) serviceNamed(name string, unknown error) (catalogue.ServiceID, error) {
	services, err := d.books.Services()
	if err != nil {
		return "", err
	}
	var found []catalogue.ServiceID
	for _, s := range services {
		e, err := s.Entry()
		if err == nil && (e.Name.In(string(lang.Chinese)) == name || e.Name.In(string(lang.English)) == name) {
			found = append(found, s.ID)
		}
	}
	if len(found) != 1 {
		return "", unknown
	}
	return found[0], nil
}

// complete adds what a form may leave open.
func (o *requestOptions) complete(form sheet.Record) {
	form["schema"] = 1
	if form["source"] == nil {
		form["source"] = cmp.Or(o.source, "contract")
	}
	said, _ := form["words"].(string)
	title, _ := form["title"].(string)
	if note := cmp.Or(said, title); form["asks"] == nil && note != "" {
		form["asks"] = []any{map[string]any{"note": note}}
	}
}

// problemOfForm is what the schema finds wrong, at the cell that it came from.
// What is missing because something else is wrong is not told.
func (a *app) problemOfForm(form *sheet.FormRead, f finding.Finding) (sheet.Problem, bool) {
	path := document.Tokens(f.Pointer)
	name, missing := validator.MissingField(f)
	if !missing {
		return form.Problem(path, f.Message), true
	}
	path = append(path, name)
	if form.Follows(path) {
		return sheet.Problem{}, false
	}
	if name == "customer" {
		path = append(path, "name")
	}
	return form.Missing(path, a.say), true
}

// unfit names the texts below a path that no record may hold, and takes what hides out
// of them, so that the rest of the form is judged as well.
func unfit(form *sheet.FormRead, v any, path []string) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			v[key] = unfit(form, v[key], append(slices.Clip(path), key))
		}
	case []any:
		for i := range v {
			v[i] = unfit(form, v[i], append(slices.Clip(path), strconv.Itoa(i)))
		}
	case string:
		if _, err := document.Encode(map[string]any{"text": v}); err != nil {
			form.Problems = append(form.Problems, form.Problem(path, finding.Problem(err)))
			return plain.CleanLines(v)
		}
	}
	return v
}

// refuseForm names all problems of a form, of which nothing was logged.
func (a *app) refuseForm(problems []sheet.Problem) error {
	slices.SortStableFunc(problems, func(a, b sheet.Problem) int {
		return cmp.Or(cmp.Compare(len(a.Sheet), len(b.Sheet)), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
	page := a.problemsPage(problems)
	page.Value = map[string]any{"problems": page.Value.(map[string]any)["problems"]}
	if err := a.show(render.Page{Sections: page.Sections, Value: page.Value}); err != nil {
		return err
	}
	a.complain(a.say.T("nothing was logged: the form has %s problems", len(problems)), a.say.T("put them right in the form, and try again"))
	return quiet(exitFindings)
}
