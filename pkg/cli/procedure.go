package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/check"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/rulebook"
)

// newProcedure looks at the procedure.
func newProcedure(a *app) *cobra.Command {
	var at, format string
	var signers bool
	show := &cobra.Command{
		Use:     "show",
		Short:   a.say.T("Show who may do what"),
		Long:    a.say.T("Shows the procedure in force: people and roles, steps, rules. With --allowed-signers it prints the keys as ssh-keygen and git log --show-signature read them.") + " " + a.say.T("With --format md, html or svg it is a document for people: all of it, or the flow chart that its steps make."),
		Example: "  sc procedure show\n  sc procedure show --format html > procedure.html\n  sc procedure show --format svg --at 1.0.0 > flow.svg\n  sc procedure show --allowed-signers > allowed_signers",
	}
	show.Flags().StringVar(&at, "at", "", a.say.T("at this version or revision"))
	show.Flags().BoolVar(&signers, "allowed-signers", false, a.say.T("print the keys for ssh-keygen"))
	show.Flags().StringVar(&format, "format", "", a.say.T("one of: %s", procedure.Names(bookFormats())))
	a.runs(show, arity{0, 0}, func(ctx context.Context, _ []string) error {
		if err := a.agrees(format); err != nil {
			return err
		}
		if format != "" && !slices.Contains(bookFormats(), format) {
			return fault(finding.Say("there is no format %s", format), finding.Say("one of: %s", procedure.Names(bookFormats())))
		}
		d, err := a.look(ctx, at)
		if err != nil {
			return err
		}
		if signers {
			_, err := fmt.Fprint(a.Out, allowedSigners(d.rules))
			return err
		}
		if format != "" && format != "text" && format != "json" {
			var text bytes.Buffer
			if err := d.writeBook(&text, format); err != nil {
				return err
			}
			return a.deliver(delivery{}, text.Bytes())
		}
		return a.showProcedure(d, format)
	})
	check := a.runs(&cobra.Command{
		Use:     "check [FILE]",
		Short:   a.say.T("Check that the procedure can be followed"),
		Long:    a.say.T("Checks that the procedure can be followed: no step without a holder, no state that cannot be left, no publication without a review, no open request that nobody can take onward. Without FILE it reads the procedure of the work tree."),
		Example: "  sc procedure check",
	}, arity{0, 1}, a.checkProcedure)
	return a.family(&cobra.Command{Use: "procedure", Short: a.say.T("Look at the procedure, or check it")}, check, show, newProcedureDiff(a), newProcedureCalendar(a))
}

func bookFormats() []string { return []string{"text", "json", "md", "html", "svg"} }

// book is the procedure of a desk, to be told on paper.
func (d *desk) book() rulebook.Book { return rulebook.Book{Rules: d.rules, Words: d.app.paper()} }

// writeBook writes the procedure as a document.
func (d *desk) writeBook(w io.Writer, format string) error {
	switch format {
	case "md":
		return d.book().WriteMarkdown(w)
	case "html":
		return d.book().WriteHTML(w)
	}
	_, err := io.WriteString(w, d.book().Chart())
	return err
}

func (a *app) checkProcedure(ctx context.Context, args []string) error {
	name := ""
	if len(args) == 1 {
		name = args[0]
	} else {
		dir, err := a.catalogueFolder(ctx)
		if err != nil {
			return err
		}
		name = shownPath(a.relative(dir), records.ProcedureFile)
		if info, err := os.Stat(a.path(name)); err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
			return fault(finding.Say("%s is not a regular file", name), finding.Say("restore the file from Git"))
		}
	}
	data, err := a.readInput(name)
	if err != nil {
		return err
	}
	var requests []*procedure.Request
	if d, err := a.open(ctx); err == nil { // else the file is checked by itself
		if requests, err = d.books.AllRequests(); err != nil {
			return err
		}
	}
	return a.findings(check.New(a.schemas, nil).Procedure(name, data, requests), 1)
}

func (a *app) showProcedure(d *desk, format string) error {
	value, err := d.value(records.ProcedureFile)
	if err != nil {
		return err
	}
	sections := []render.Section{d.peopleSection(), d.stepSection()}
	if a.Term.Out {
		sections = slices.Insert(sections, 1, d.roleSection())
	}
	if len(d.rules.Delegations) > 0 {
		sections = slices.Insert(sections, 1, delegationSection(d.rules))
	}
	return a.showAs(render.Page{Sections: sections, Value: value}, format)
}

// allowedSigners are the keys in force as ssh-keygen -Y verify reads them, for
// git and for proofs of possession.
func allowedSigners(p *procedure.Procedure) string {
	var b strings.Builder
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			fmt.Fprintf(&b, "%s namespaces=\"git,sc-key\" %s\n", p.People[id].Email, k.Key)
		}
	}
	return b.String()
}

// value is a record as JSON readers see it.
func (d *desk) value(name string) (any, error) {
	data, err := d.books.Read(name)
	if err != nil {
		return nil, err
	}
	doc, found := document.Parse(name, data)
	if finding.Failed(found) {
		return nil, &records.Broken{Findings: found}
	}
	return doc.Value(), nil
}

// both are the word for people and the id that commands take, where these differ.
func (d *desk) both(label, id string) string {
	if label == id {
		return id
	}
	return d.app.say.T("%s (%s)", label, id)
}

func (d *desk) peopleSection() render.Section {
	s := render.Section{
		Key: "person", Title: finding.Say("People"),
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Name"), finding.Say("Email"), finding.Say("Roles"), finding.Say("Keys")},
		Empty:   finding.Say("nobody"),
	}
	for _, id := range d.rules.Persons() {
		who := d.rules.People[id]
		s.Rows = append(s.Rows, []any{string(id), who.Name, who.Email, d.roles(who.Roles), len(who.Keys)})
	}
	return s
}

// roleSection are the roles and groups by their ids, for people: elsewhere roles stand by
// their labels.
func (d *desk) roleSection() render.Section {
	s := render.Section{
		Title:   finding.Say("Roles"),
		Columns: []finding.Sentence{finding.Say("Role"), finding.Say("People")},
	}
	for _, id := range slices.Concat(slices.Sorted(maps.Keys(d.rules.Roles)), slices.Sorted(maps.Keys(d.rules.Groups))) {
		s.Rows = append(s.Rows, []any{d.both(d.role(id), string(id)), d.app.several(each(d.rules.Having(id), d.who))})
	}
	return s
}

func (d *desk) stepSection() render.Section {
	s := render.Section{
		Key: "step", Title: finding.Say("Steps"),
		Columns: []finding.Sentence{finding.Say("Step"), finding.Say("From"), finding.Say("To"), finding.Say("By"), finding.Say("Needs")},
	}
	for _, row := range d.rules.Steps {
		s.Rows = append(s.Rows, []any{d.both(d.step(row.Name), string(row.Name)), terms(d.app, row.From), d.app.term(string(row.To)), d.roles(row.By), terms(d.app, row.Needs)})
	}
	return s
}

func commas[T ~string](items []T) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = string(item)
	}
	return strings.Join(words, ",")
}

// procedure are the values of the procedure as a document: the one in force, or with a
// version of the catalogue the one that was in force with it.
func (j *printing) procedure() (any, error) {
	d := j.desk
	if j.version != "" {
		v, err := j.judged()
		if err != nil {
			return nil, err
		}
		d = v.desk.onPaper()
	}
	j.file, j.what = "procedure-"+strconv.Itoa(d.rules.Version), finding.Say("version %s of the procedure", d.rules.Version)
	return d.book().Values(), nil
}
