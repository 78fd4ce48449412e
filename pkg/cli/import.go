package cli

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/sheet"
)

type importOptions struct {
	naming  []string
	partial bool
}

// newImport takes an edited spreadsheet in as drafts.
func newImport(a *app) *cobra.Command {
	o := &importOptions{}
	c := &cobra.Command{
		Use:     "import FILE",
		Short:   a.say.T("Take an edited spreadsheet in as drafts"),
		Long:    a.say.T("Reads a workbook or CSV file, such as \"sc export\" writes, and changes the drafts of the services that it names: only fields that say something else than before, and of a file only these lines. A service that the catalogue does not have becomes a new draft. A foreign table comes in with --map, which is remembered for this repository; columns without a header are passed over, and so are sheets without a column of ids.") + "\n\n" + a.say.T("If any row is bad, every problem is named with sheet, row and column, and nothing is written; with --partial the other services are. Drafts bind nobody until they are proposed, reviewed and published."),
		Example: "  sc import catalogue.xlsx -n\n  sc import catalogue.xlsx\n  sc import services.csv --map 服务编号=id --map 负责人=",
	}
	f := c.Flags()
	f.StringArrayVar(&o.naming, "map", nil, a.say.T("the field that a column stands for, as COLUMN=FIELD; COLUMN= passes it over"))
	f.BoolVar(&o.partial, "partial", false, a.say.T("write the services whose rows are good, whatever is wrong with others"))
	f.BoolVarP(&a.flags.dryRun, "dry-run", "n", false, a.say.T("show what would be written; write nothing"))
	return a.runs(c, arity{1, 1}, func(ctx context.Context, args []string) error { return a.importFile(ctx, o, args[0]) })
}

func (a *app) importFile(ctx context.Context, o *importOptions, name string) error {
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	if d.repo.Bare() {
		return bareRepository()
	}
	naming, err := d.naming(ctx, o.naming)
	if err != nil {
		return err
	}
	grids, err := a.readTable(name)
	if err != nil {
		return err
	}
	if err := absentColumn(grids, o.naming); err != nil {
		return err
	}
	lying, err := d.drafts(ctx)
	if err != nil {
		return err
	}
	in := &intake{desk: d, lying: lying, before: map[string]former{}}
	problems, err := in.takeAll(grids, naming)
	if err != nil {
		return err
	}
	a.tellEncoding(name, grids)
	if len(problems) > 0 && !o.partial {
		return a.refuseTable(problems)
	}
	in.leave(problems)
	if err := in.write(ctx); err != nil {
		return err
	}
	if !a.flags.dryRun {
		d.keepNaming(ctx, naming, o.naming)
	}
	return in.tell(problems)
}

// tellEncoding tells of a file that was not read as UTF-8: who knows better can save it
// so.
func (a *app) tellEncoding(name string, grids []sheet.Grid) {
	for _, g := range grids {
		if g.From != "" {
			a.note(a.say.T("%s is not UTF-8; it was read as %s", name, g.From))
		}
	}
}

// naming are the columns that are named by flags, and those of earlier imports.
func (d *desk) naming(ctx context.Context, given []string) (sheet.Naming, error) {
	naming := sheet.Naming{}
	kept, _ := d.repo.Run(ctx, "config", "--get-all", namingKey) // as a rule there is none
	for line := range strings.Lines(string(kept)) {
		if column, field, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok {
			naming[column] = field
		}
	}
	for _, text := range given {
		column, field, ok := strings.Cut(text, "=")
		if field = strings.TrimSpace(field); !ok || strings.TrimSpace(column) == "" {
			return nil, fault(finding.Say("%s names no column", text), finding.Say("write --map COLUMN=FIELD"))
		}
		if field != "" && !slices.Contains(sheet.Fields(), field) {
			return nil, unknownField(field)
		}
		naming[strings.TrimSpace(column)] = field
	}
	return naming, nil
}

// absentColumn refuses a flag that names a column which the table does not have.
func absentColumn(grids []sheet.Grid, given []string) error {
	for _, text := range given {
		column, _, _ := strings.Cut(text, "=")
		column = strings.TrimSpace(column)
		if !slices.ContainsFunc(grids, func(g sheet.Grid) bool { return slices.Contains(g.Header(), column) }) {
			return fault(finding.Say("the table has no column %s", column), finding.Say("write it as the first row has it"))
		}
	}
	return nil
}

func unknownField(field string) error {
	if near, ok := finding.Nearest(field, sheet.Fields()); ok {
		return fault(finding.Say("there is no field %s", field), finding.Say("did you mean %s?", near))
	}
	return fault(finding.Say("there is no field %s", field), finding.Say("fields are: %s", procedure.Names(sheet.Fields())))
}

// namingKey is where git keeps which column stands for which field.
const namingKey = "sc.importmap"

// keepNaming keeps what the flags said for the next import.
func (d *desk) keepNaming(ctx context.Context, naming sheet.Naming, given []string) {
	if len(given) == 0 {
		return
	}
	_, _ = d.repo.Run(ctx, "config", "--local", "--unset-all", namingKey)
	for _, column := range slices.Sorted(maps.Keys(naming)) {
		if _, err := d.repo.Run(ctx, "config", "--local", "--add", namingKey, column+"="+naming[column]); err != nil {
			d.app.warn("the names of the columns could not be kept for the next import")
			return
		}
	}
}

// problemJSON is one problem of a table for programs.
type problemJSON struct {
	Sheet   string `json:"sheet"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// refuseTable names all problems of a table, of which nothing was written.
func (a *app) refuseTable(problems []sheet.Problem) error {
	page := a.problemsPage(problems)
	page.Sections = append([]render.Section{{Key: "draft"}}, page.Sections...)
	if err := a.show(page); err != nil {
		return err
	}
	a.complain(a.say.T("nothing was written: the table has %s problems", len(problems)), a.say.T("put them right, or write the rest with --partial"))
	a.hintInside(problems)
	return quiet(exitFindings)
}

// hintInside tells where the columns are that a new service needs and a table for
// customers does not have.
func (a *app) hintInside(problems []sheet.Problem) {
	if slices.ContainsFunc(problems, func(p sheet.Problem) bool { return p.Inside }) {
		a.hint(a.say.T("a table for customers lacks columns that a new service needs: \"sc export --audience internal\" writes them"))
	}
}

func (a *app) problemsPage(problems []sheet.Problem) render.Page {
	s := render.Section{Key: "problem", Columns: []finding.Sentence{finding.Say("Sheet"), finding.Say("Row"), finding.Say("Column"), finding.Say("What is wrong")}}
	values := []problemJSON{}
	for _, p := range problems {
		s.Rows = append(s.Rows, []any{p.Sheet, p.Row, p.Column, p.Message})
		values = append(values, problemJSON{p.Sheet, p.Row, p.Column, p.Message.String()})
	}
	return render.Page{Sections: []render.Section{s}, Value: map[string]any{"problems": values, "drafts": []any{}}}
}
