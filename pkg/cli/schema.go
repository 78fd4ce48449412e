package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
	"github.com/service-catalogue/sc/schemas"
)

// newSchema shows the JSON Schemas of the records, and checks schemas.
func newSchema(a *app) *cobra.Command {
	bundle := false
	show := a.runs(&cobra.Command{
		Use:       "show [KIND]",
		Short:     a.say.T("Show the schemas, or print one of them"),
		Long:      a.say.T("Lists the JSON Schemas (draft 2020-12) of the records, or prints the one of a KIND as it is published. Editors complete and explain by it."),
		Example:   "  sc schema show\n  sc schema show service --bundle > service.schema.json",
		ValidArgs: schemas.Kinds(),
	}, arity{0, 1}, func(_ context.Context, args []string) error {
		text := schemas.Text
		if bundle {
			text = schemas.Bundle
		}
		return a.showSchema(args, text)
	})
	show.Flags().BoolVar(&bundle, "bundle", false, a.say.T("one file that needs no other, such as for an editor"))
	check := a.runs(&cobra.Command{
		Use:     "check [FILE…]",
		Short:   a.say.T("Check schemas themselves"),
		Long:    a.say.T("Checks JSON Schemas themselves (draft-04 to 2020-12, in JSON or YAML): keywords, types and formats that do not exist, patterns that do not compile, values that stand twice, references that lead to nothing, limits that nothing can meet. Without FILE it checks the schemas of sc. It exits 1 if there is an error."),
		Example: "  sc schema check\n  sc schema check mine.schema.json",
	}, arity{0, -1}, a.checkSchemas)
	return a.family(&cobra.Command{Use: "schema", Short: a.say.T("Show the schemas of the records, or check schemas")}, check, show)
}

func (a *app) showSchema(args []string, text func(kind string) ([]byte, error)) error {
	if len(args) == 0 {
		return a.listSchemas()
	}
	if !slices.Contains(schemas.Kinds(), args[0]) {
		return fault(finding.Say("there is no schema %s", args[0]), nearestOf(args[0], schemas.Kinds()))
	}
	data, err := text(args[0])
	if err != nil {
		return err
	}
	if a.flags.jq != "" {
		return a.query(json.RawMessage(data))
	}
	_, err = a.Out.Write(data)
	return err
}

// schemaJSON is a schema in a list for programs.
type schemaJSON struct {
	Kind  string    `json:"kind"`
	Title titleJSON `json:"title"`
	ID    string    `json:"id"`
}

type titleJSON struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

func (a *app) listSchemas() error {
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Kind"), finding.Say("Title"), finding.Say("Address ($id)")},
	}
	var values []schemaJSON
	for _, kind := range schemas.Kinds() {
		text, err := schemas.Text(kind)
		if err != nil {
			return err
		}
		var file struct {
			ID    string `json:"$id"`
			Title string `json:"title"`
		}
		if err := json.Unmarshal(text, &file); err != nil {
			return err
		}
		zh, en, _ := strings.Cut(file.Title, " / ")
		section.Rows = append(section.Rows, []any{kind, catalogue.Text{ZH: zh, EN: en}, file.ID})
		values = append(values, schemaJSON{kind, titleJSON{zh, en}, file.ID})
	}
	return a.show(render.Page{Sections: []render.Section{section}, Value: values})
}

func (a *app) checkSchemas(_ context.Context, files []string) error {
	read := a.readInput
	if len(files) == 0 {
		read = schemas.FS.ReadFile
		for _, kind := range schemas.Kinds() {
			files = append(files, schemas.File(kind))
		}
	}
	var found []finding.Finding
	for _, name := range files {
		data, err := read(name)
		if err != nil {
			return err
		}
		docs, faults := document.ParseAll(name, data)
		if !finding.Failed(faults) {
			for _, doc := range docs {
				faults = append(faults, validator.SelfCheck(doc)...)
			}
		}
		found = append(found, faults...)
	}
	finding.Sort(found)
	return a.findings(found, len(files))
}
