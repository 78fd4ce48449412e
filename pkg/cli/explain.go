package cli

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/explain"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// newExplain shows the pages of codes and rules.
func newExplain(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain [CODE|RULE]…",
		Short: a.say.T("Explain a code, and how to put it right"),
		Long: a.say.T("Explains what a code of \"sc verify\", a rule of \"sc validate\" or an exit code means, why it matters, and how to put it right. Case does not count, a rule may be named without its family, an exit code by its number. Without an argument it lists all there are.") + "\n\n" +
			a.say.T("With --json: an object with code, kind (violation, warning, rule, exit), title, meaning, why, remedy, example, see; several codes or none give an array. In a pipe a page is its Markdown."),
		Example: "  sc explain E_ROLE\n  sc explain yaml/full-width-colon w_attested\n  sc explain 3\n  sc explain --jq '.[].code'",
	}
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		return a.explainable(args), cobra.ShellCompDirectiveNoFileComp
	}
	return a.runs(c, arity{0, -1}, func(_ context.Context, args []string) error {
		if len(args) == 0 {
			return a.show(a.explanations())
		}
		return a.explain(args)
	})
}

// explainable are the codes with their titles, as cobra parts them, but those that
// are named already.
func (a *app) explainable(named []string) []string {
	var offered []string
	for _, p := range explain.All(a.say.Language()) {
		if !slices.Contains(named, p.Code) {
			offered = append(offered, p.Code+"\t"+p.Title)
		}
	}
	return offered
}

// explain shows the pages of the codes that are named, each once, then what has none.
func (a *app) explain(names []string) error {
	var pages []explain.Page
	var unknown error // the first
	for _, name := range names {
		page, err := a.explanation(name)
		if err != nil {
			unknown = cmp.Or(unknown, err)
			continue
		}
		if !slices.ContainsFunc(pages, func(p explain.Page) bool { return p.Code == page.Code }) {
			pages = append(pages, page)
		}
	}
	if len(pages) == 0 && unknown != nil {
		return unknown
	}
	return cmp.Or(a.leaf(pages), unknown)
}

// leaf shows pages.
func (a *app) leaf(pages []explain.Page) error {
	if a.machine() {
		return a.show(render.Page{Value: explained(pages)})
	}
	if !a.Term.Out {
		_, err := io.WriteString(a.Out, markdown(pages))
		return err
	}
	return a.paged(func(out io.Writer) error {
		return render.Article{Out: out, Width: a.Term.Width, Colour: a.colour()}.Show(pages)
	})
}

// explanation is the page that somebody means.
func (a *app) explanation(name string) (explain.Page, error) {
	code, near := explain.Resolve(name)
	if page, ok := explain.Find(code, a.say.Language()); ok {
		return page, nil
	}
	hint := finding.Say("\"sc explain\" lists the codes that have one")
	if len(near) > 0 {
		hint = finding.Say("did you mean %s? \"sc explain\" lists all", procedure.Names(near))
	}
	return explain.Page{}, fault(finding.Say("there is no page about %s", finding.Clip(name)), hint)
}

// markdown are pages as they were written, for whatever reads them on.
func markdown(pages []explain.Page) string {
	texts := make([]string, len(pages))
	for i, p := range pages {
		texts[i] = p.Text
	}
	return strings.Join(texts, "\n")
}

// pointToPage says where more is said of a code that was just told.
func (a *app) pointToPage(code string) {
	a.hint(a.say.T("what it means and how to put it right: sc explain %s", code))
}

// explanations lists the pages by what they are about.
func (a *app) explanations() render.Page {
	titles := map[explain.Kind]finding.Sentence{
		explain.Violation: finding.Say("Violations of the ledger (sc verify)"),
		explain.Warning:   finding.Say("Warnings about a ledger that is good all the same (sc verify)"),
		explain.Rule:      finding.Say("Rules of files (sc validate, sc procedure check, sc schema check)"),
		explain.Exit:      finding.Say("Exit codes"),
	}
	pages := explain.All(a.say.Language())
	list := render.Page{Value: explained(pages)}
	for _, kind := range explain.Kinds() {
		s := render.Section{
			Key: string(kind), Title: titles[kind],
			Columns: []finding.Sentence{finding.Say("Code"), finding.Say("What it means")},
		}
		for _, p := range pages {
			if p.Kind == kind {
				s.Rows = append(s.Rows, []any{p.Code, p.Title})
			}
		}
		list.Sections = append(list.Sections, s)
	}
	return list
}

// pageJSON is a page for programs; its texts are in the reader's language.
type pageJSON struct {
	Code    string `json:"code"`
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Meaning string `json:"meaning"`
	Why     string `json:"why"`
	Remedy  string `json:"remedy"`
	Example string `json:"example,omitempty"`
	See     string `json:"see"`
}

// explained are the pages as JSON: one alone is an object.
func explained(pages []explain.Page) any {
	values := make([]pageJSON, len(pages))
	for i, p := range pages {
		values[i] = pageJSON{
			p.Code, string(p.Kind), p.Title, p.Meaning,
			p.Section(explain.Why), p.Section(explain.Remedy), p.Section(explain.Example), p.Section(explain.See),
		}
	}
	if len(values) == 1 {
		return values[0]
	}
	return values
}
