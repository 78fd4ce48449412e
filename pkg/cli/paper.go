package cli

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/word"
)

// paper is a document of Word that sc export writes.
type paper struct {
	name     string
	audience export.Audience // whom it is for where nothing says so; inside: for nobody else
	about    subjectKind     // what the argument names; noSubject where there is none
	values   func(*printing) (any, error)
}

// papers are all of them, the catalogue first.
func papers() []paper {
	return []paper{
		{theCatalogue, export.Customers, noSubject, (*printing).catalogue},
		{"request", export.Customers, aRequest, (*printing).request},
		{"agenda", export.Inside, noSubject, (*printing).agenda},
		{"minutes", export.Inside, aMeeting, (*printing).minutes},
		{"release", export.Customers, noSubject, (*printing).release},
		{"procedure", export.Inside, noSubject, (*printing).procedure},
		{"sla", export.Customers, anAgreement, (*printing).agreement},
	}
}

// theCatalogue is the document that is meant where none is named.
const theCatalogue = "catalogue"

// noSubject is what a document is about that takes no argument.
const noSubject subjectKind = ""

func paperNames() []string { return each(papers(), func(p paper) string { return p.name }) }

// printing is one document on its way out.
type printing struct {
	*desk // at the tip of the ledger; its words are those for people

	ctx      context.Context
	of       paper
	audience export.Audience
	version  string           // that was asked for; empty for the last
	given    string           // the id of a record; empty for a form to be filled in
	file     string           // what the document is called, without suffix; set with the values
	what     finding.Sentence // what was written; set with the values

	report *audit.Report // of the history that was judged for several documents; nil: each has it judged
}

// print writes a document of Word: of a ledger that was judged and found good.
func (a *app) print(ctx context.Context, o *exportOptions, args []string) error {
	p, err := a.paperOf(o, args)
	if err != nil {
		return err
	}
	t, err := a.template(o, p)
	if err != nil {
		return err
	}
	if o.printTemplate {
		return a.giveTemplate(ctx, o, t)
	}
	of, err := audience(cmp.Or(o.audience, string(p.audience)))
	if err != nil {
		return err
	}
	repo, err := a.destination(ctx, o)
	if err != nil {
		return err
	}
	if _, err := a.proof(ctx, repo); err != nil {
		return err
	}
	d, err := a.openIn(ctx, repo)
	if err != nil {
		return err
	}
	j := &printing{ctx: ctx, desk: d.onPaper(), of: p, audience: of, version: o.version}
	if len(args) > 0 {
		j.given = args[0]
	}
	return j.write(o, t)
}

// paperOf is the document that the flags name; flags that say nothing of it are refused.
func (a *app) paperOf(o *exportOptions, args []string) (paper, error) {
	o.document = cmp.Or(o.document, theCatalogue)
	i := slices.IndexFunc(papers(), func(p paper) bool { return p.name == o.document })
	if i < 0 {
		return paper{}, fault(finding.Say("there is no document %s", o.document), finding.Say("one of: %s", procedure.Names(paperNames())))
	}
	p := papers()[i]
	o.format = cmp.Or(o.format, "docx")
	switch {
	case a.machine():
		return p, fault(finding.Say("the document %s is for people", p.name), finding.Say("\"sc show\" has records for programs"))
	case o.format != "docx" && (o.format != "xlsx" || p.about != aRequest):
		return p, fault(finding.Say("the document %s is not written as %s", p.name, o.format), finding.Say("leave --format out"))
	case o.format != "docx" && (o.template != "" || o.printTemplate):
		return p, fault(finding.Say("templates are documents of Word"), finding.Say("leave --format out"))
	case p.audience == export.Inside && o.audience == string(export.Customers):
		return p, fault(finding.Say("the document %s is for the organisation's own people", p.name), finding.Say("leave --audience out"))
	case p.about == noSubject && len(args) > 0:
		return p, fault(finding.Say("the document %s takes no id", p.name), finding.Say("leave %s out; a version is named by --version", args[0]))
	case p.about != noSubject && o.version != "":
		return p, fault(finding.Say("the document %s is of no version", p.name), finding.Say("leave --version out"))
	case p.about == aMeeting && len(args) == 0 && !o.printTemplate:
		return p, fault(finding.Say("nothing says of which meeting"), finding.Say("\"sc list meetings\" shows them"))
	case p.about == anAgreement && len(args) == 0 && !o.printTemplate:
		return p, fault(finding.Say("nothing says of which agreement"), finding.Say("\"sc sla list\" shows them"))
	}
	return p, nil
}

// destination is the repository; a file that may not be written to is refused.
func (a *app) destination(ctx context.Context, o *exportOptions) (*ledger.Repository, error) {
	if err := a.binary(o.out, "."+o.format, o.document); err != nil {
		return nil, err
	}
	repo, err := a.repository(ctx)
	if err != nil {
		return nil, err
	}
	return repo, a.spares(repo, o.out)
}

// binary refuses to show a terminal what is nothing for it.
func (a *app) binary(out, suffix, name string) error {
	if (out == "" || out == "-") && a.Term.Out {
		return fault(finding.Say("%s is nothing for a terminal", suffix[1:]), finding.Say("name a file: -o %s%s", name, suffix))
	}
	return nil
}

// onPaper is the desk whose words are those for people, whatever reads the output.
func (d *desk) onPaper() *desk {
	at, a := *d, *d.app
	a.Term.Out, a.Term.Width = true, 0
	at.app = &a
	return &at
}

// template is the one that the flags name, else the one that comes with the program.
func (a *app) template(o *exportOptions, p paper) (*word.Template, error) {
	if o.template == "" {
		return export.Template(p.name, a.paper())
	}
	data, err := a.readLarge(o.template, maxTemplate)
	if err != nil {
		return nil, err
	}
	return word.Open(data, word.Usual())
}

// maxTemplate is how large a document of Word may be, in bytes.
const maxTemplate = 16 << 20

// giveTemplate writes a template as it comes with the program, to be edited. Where it
// goes may be outside of any repository.
func (a *app) giveTemplate(ctx context.Context, o *exportOptions, t *word.Template) error {
	if err := a.binary(o.out, ".docx", o.document); err != nil {
		return err
	}
	if repo, err := a.repository(ctx); err == nil {
		if err := a.spares(repo, o.out); err != nil {
			return err
		}
	}
	var text bytes.Buffer
	if err := t.Write(&text); err != nil {
		return err
	}
	return a.deliver(delivery{o.out, o.document + "-template.docx", finding.Say("the template of %s", o.document)}, text.Bytes())
}

// write fills the template and delivers the document.
func (j *printing) write(o *exportOptions, t *word.Template) error {
	text, err := j.fill(o, t)
	if err != nil {
		return err
	}
	out := *j.app
	out.Term.Out = false
	return out.deliver(delivery{o.out, j.file + "." + o.format, j.what}, text)
}

// fill makes the bytes of the document.
func (j *printing) fill(o *exportOptions, t *word.Template) ([]byte, error) {
	j.recallLent(j.ctx)
	values, err := j.of.values(j)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if form, ok := values.(requestPaper); ok && o.format == "xlsx" {
		err = form.sheet.WriteForm(&text, form.record)
	} else {
		err = t.Fill(&text, values)
	}
	return text.Bytes(), err
}

// judged is the version that the document is of.
func (j *printing) judged() (*judged, error) {
	if j.report != nil {
		return j.app.openJudged(j.repo, j.report, j.version)
	}
	return j.app.judged(j.ctx, j.repo, j.version)
}

// edition is that version for the document's readers.
func (j *printing) edition() (*export.Edition, error) {
	v, err := j.judged()
	if err != nil {
		return nil, err
	}
	return v.edition(j.audience)
}

// head is what stands at the edges of a document about a record.
func (j *printing) head(title, reference string) export.Head {
	h := export.Head{Organisation: j.app.text(j.rules.Organisation), Title: j.app.wording().Field(title), Reference: reference}
	if j.audience == export.Inside {
		h.Internal = j.app.say.T("Internal: not for customers")
	}
	return h
}
