package cli

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/wording"
)

type exportOptions struct {
	format, version, audience, out string
	document, template, target     string
	printTemplate                  bool
}

// newExport writes a version as a document.
func newExport(a *app) *cobra.Command {
	o := &exportOptions{}
	c := &cobra.Command{
		Use:     "export [ID]",
		Short:   a.say.T("Write a version as a document, a spreadsheet or data"),
		Long:    a.say.T("Writes one published version for customers, or with --audience internal for the organisation's own people: Markdown, comma-separated values, JSON (schemas/edition.schema.json), an Excel workbook, a document of Word, Backstage entities, or objectives of OpenSLO. Only what a version holds goes out, never a draft, and only after the whole history was found good. Customers get the services that are public or for customers, and of these the fields that they may see (§3); what does not say who may see it stays inside.") + "\n\n" + a.say.T("An edited workbook or CSV file comes back with \"sc import\".") + "\n\n" + a.say.T("--document writes another document of Word: request, the form of a service level requirement, of the one that ID names or to be filled in, also as xlsx, which \"sc request -f\" takes in; agenda and minutes of a review meeting, for the organisation's own people; release, the release sheet of a version; procedure, the procedure in force; sla, a service level agreement, to be signed. --template takes your own template, --print-template writes the one that comes with sc (docs/documents.md).") + "\n\n" + a.say.T("--format openslo writes each level that OpenSLO can say; of the service level agreement that ID names, what was agreed on with its customer. A limit (at most 30 minutes) is an objective there only together with the share of cases in which it is to be kept, and the period, which the catalogue does not name: --target says both."),
		Example: "  sc export --format xlsx -o catalogue.xlsx\n  sc export --format csv --version 1.0.0 --lang zh > catalogue.csv\n  sc export --format md --audience internal\n  sc export --json --jq '.services[].id'\n  sc export --format docx -o catalogue.docx\n  sc export --format openslo SLA-2026-0001 --target 95/month\n  sc export --document request -o form.docx\n  sc export --document minutes MTG-2026-0003 -o minutes.docx",
	}
	f := c.Flags()
	f.StringVar(&o.format, "format", "", a.say.T("one of: %s", procedure.Names(exportFormats())))
	f.StringVar(&o.version, "version", "", a.say.T("this version; the last one, if not given"))
	f.StringVar(&o.audience, "audience", "", a.say.T("for whom: customer or internal; customer, if not given"))
	f.StringVarP(&o.out, "output", "o", "", a.say.T("write to this file"))
	f.StringVar(&o.document, "document", "", a.say.T("one of: %s", procedure.Names(paperNames())))
	f.StringVar(&o.target, "target", "", a.say.T("for openslo: in how many percent of the cases of a period limits are to be kept, such as 95/month"))
	f.StringVar(&o.template, "template", "", a.say.T("fill this template of Word instead of the one that comes with sc"))
	f.BoolVar(&o.printTemplate, "print-template", false, a.say.T("write the template itself, to be edited"))
	return a.runs(c, arity{0, 1}, func(ctx context.Context, args []string) error {
		if err := a.suffixed(o); err != nil {
			return err
		}
		if err := a.agrees(o.format); err != nil {
			return err
		}
		if (o.document == "" || o.document == theCatalogue && o.format != "") && o.format != "docx" && o.template == "" && !o.printTemplate && (len(args) == 0 || o.format == openSLO) {
			return a.export(ctx, o, args)
		}
		return a.print(ctx, o, args)
	})
}

func exportFormats() []string {
	return each(export.Formats(), func(f export.Format) string { return f.Name })
}

func (a *app) export(ctx context.Context, o *exportOptions, args []string) error {
	f, err := a.exportFormat(o)
	if err != nil {
		return err
	}
	goal, err := o.goal()
	if err != nil {
		return err
	}
	if f.Binary {
		if err := a.binary(o.out, f.Suffix, "catalogue"); err != nil {
			return err
		}
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return err
	}
	if err := a.spares(repo, o.out); err != nil {
		return err
	}
	e, err := a.editionOf(ctx, repo, o, args)
	if err != nil {
		return err
	}
	e.Goal = goal
	if a.flags.jq != "" {
		v, err := e.Value()
		if err != nil {
			return err
		}
		return a.query(v)
	}
	var text bytes.Buffer
	if err := f.Write(&text, *e, a.paper()); err != nil {
		return err
	}
	file, told := "catalogue-"+e.Version.String(), finding.Say("version %s, %s services", e.Version, len(e.Entries))
	if e.Agreement != nil {
		file, told = "sla-"+e.Agreement.ID, finding.Say("%s, %s services", e.Agreement.ID, len(e.Entries))
	}
	a.untargeted(e, o)
	return a.deliver(delivery{o.out, file + f.Suffix, told}, text.Bytes())
}

// editionOf is the version that the flags name, or of the agreement that is named what
// was agreed on.
func (a *app) editionOf(ctx context.Context, repo *ledger.Repository, o *exportOptions, args []string) (*export.Edition, error) {
	of, err := audience(cmp.Or(o.audience, string(export.Customers)))
	if err != nil {
		return nil, err
	}
	if len(args) > 0 {
		return a.agreedEdition(ctx, repo, o, args[0])
	}
	return a.edition(ctx, repo, o.version, of)
}

// exportFormat is the format that the flags name; --json is one of them.
func (a *app) exportFormat(o *exportOptions) (export.Format, error) {
	name := o.format
	if a.machine() {
		name = "json"
	}
	i := slices.IndexFunc(export.Formats(), func(f export.Format) bool { return f.Name == name })
	if i < 0 {
		message := finding.Say("there is no format %s", name)
		if name == "" {
			message = finding.Say("it is not said in which format")
		}
		return export.Format{}, fault(message, finding.Say("one of: %s", procedure.Names(exportFormats())))
	}
	return export.Formats()[i], nil
}

func audience(name string) (export.Audience, error) {
	if a := export.Audience(name); a == export.Customers || a == export.Inside {
		return a, nil
	}
	return "", fault(finding.Say("%s is no audience", name), finding.Say("audiences are customer and internal"))
}

// paper tells values as documents do: in the reader's language, whatever reads it.
func (a *app) paper() wording.Wording {
	return wording.Wording{Say: a.say, List: func(items []string) string { return procedure.Names(items).In(string(a.say.Language())) }}
}

// delivery is where a document goes: the name given, what it is called in a folder, and
// what it is.
type delivery struct {
	to, file string
	what     finding.Sentence
}

// deliver writes a document to a file, in one piece, or to standard output.
func (a *app) deliver(d delivery, text []byte) error {
	switch {
	case d.to != "" && d.to != "-":
		return a.writeDocument(d, text)
	case a.Term.Out:
		_, err := plain.Cleaned(a.Out).Write(text)
		return err
	}
	_, err := a.Out.Write(text)
	return err
}

// spares refuses a file that is part of the catalogue, or of Git's own, and what is none.
func (a *app) spares(repo *ledger.Repository, name string) error {
	if name == "" || name == "-" {
		return nil
	}
	file := a.path(name)
	if err := replaceable(file); err != nil {
		return err
	}
	if to, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
		file = filepath.Join(to, filepath.Base(file))
	}
	if rel, err := filepath.Rel(repo.Common(), file); err == nil && filepath.IsLocal(rel) {
		return fault(finding.Say("%s lies in the Git folder", name), finding.Say("name another file"))
	}
	if filepath.Ext(file) == ".yaml" && tracked(file) {
		return fault(finding.Say("%s is a file of a catalogue", name), finding.Say("name another file"))
	}
	return nil
}

// tracked reports whether a file lies in a catalogue folder: in that of a procedure or
// below it.
func tracked(file string) bool {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, records.ProcedureFile)); err == nil {
			return true
		}
		if dir == filepath.Dir(dir) {
			return false
		}
	}
}

func (a *app) writeDocument(d delivery, text []byte) error {
	file := a.path(d.to)
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, d.file)
	}
	if err := put(file, text); err != nil {
		return unwritten(d.to, err)
	}
	a.note(a.say.T("wrote %s: %s", a.relative(file), d.what))
	return nil
}
