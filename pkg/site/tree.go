package site

import (
	"bytes"
	"embed"
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
	text "github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/wording"
)

//go:embed pages
var pages embed.FS

//go:embed assets
var assets embed.FS

// live is what only drafts need.
//
//go:embed live
var live embed.FS

// tree are the pages of a site in one language.
type tree struct {
	site    *Catalogue
	history history
	words   wording.Wording
	entries map[catalogue.ServiceID]catalogue.Entry // those of the edition
	kinds   map[string]*template.Template
}

func newTree(c *Catalogue, h history, w wording.Wording) (*tree, error) {
	t := &tree{site: c, history: h, words: w, entries: byID(c.Entries), kinds: map[string]*template.Template{}}
	base, err := template.New("base.html").Funcs(t.functions()).ParseFS(pages, "pages/base.html")
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{"home", "entry", "versions", "version", "search", "proof", "depends", "requests", "figures"} {
		of, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if t.kinds[kind], err = of.ParseFS(pages, "pages/"+kind+".html"); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// functions are what templates say things by.
func (t *tree) functions() template.FuncMap {
	return template.FuncMap{
		"t": t.words.Say.T, "word": t.words.Say.Word, "field": t.words.Field, "text": t.text, "plain": plain,
		"link": t.link, "service": t.service, "mark": t.mark, "review": t.review, "facts": factsFrom,
		"say": t.words.Say.Say, "titled": t.titled, "inForce": t.inForce,
	}
}

func (t *tree) language() lang.Language { return t.words.Say.Language() }

// page is what a template is given: the site, and where the page stands in it.
type page struct {
	*Catalogue
	Lang    string // of HTML
	Code    lang.Language
	Title   string
	Here    string // its name in the tree
	Root    string // from here to the top of the tree
	Top     string // from here to the top of the site
	Others  []other
	Menu    []item
	AsOf    string
	Warning string // for whom the pages are not
	Body    any
}

// other is the same page in another language.
type other struct {
	Lang, Name, To string
}

// item is a line of the menu.
type item struct {
	Name, To string
	Here     bool
}

// Inside reports whether the pages are not for customers.
func (p page) Inside() bool { return p.Warning != "" }

// IsDraft reports whether the pages show no version.
func (p page) IsDraft() bool { return !p.Draft.IsZero() }

// Day is the date of publication.
func (p page) Day() string { return day(p.PublishedAt) }

// sheet is a page that is to be written.
type sheet struct {
	kind, name, title string
	body              any
}

// write hands over the pages of the tree.
func (t *tree) write(put Put, all []*tree) error {
	for _, s := range t.sheets() {
		if err := t.writeSheet(put, s, all); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) writeSheet(put Put, s sheet, all []*tree) error {
	root := strings.Repeat("../", strings.Count(s.name, "/"))
	p := page{
		Catalogue: t.site, Lang: htmlLang(t.language()), Code: t.language(), Title: s.title, Here: s.name, Root: root, Top: root + "../",
		Menu: t.menu(s), AsOf: t.asOf(), Warning: t.warning(), Body: s.body,
	}
	for _, o := range all {
		if o != t {
			p.Others = append(p.Others, other{htmlLang(o.language()), o.ownName(), p.Top + string(o.language()) + "/" + s.name})
		}
	}
	var out bytes.Buffer
	if err := t.kinds[s.kind].ExecuteTemplate(&out, "base.html", p); err != nil {
		return err
	}
	return put(path.Join(string(t.language()), s.name), clean(out.Bytes()))
}

// clean takes out what could reorder or hide text.
func clean(page []byte) []byte { return []byte(text.CleanLines(string(page))) }

// ownName is what the tree's language calls itself.
func (t *tree) ownName() string {
	if t.language() == lang.Chinese {
		return "中文"
	}
	return "English"
}

// menu are the pages that every page leads to.
func (t *tree) menu(of sheet) []item {
	root := strings.Repeat("../", strings.Count(of.name, "/"))
	all := []item{
		{t.words.Say.T("All services"), "index.html", of.kind == "home" || of.kind == "entry"},
		{t.words.Say.T("Versions"), "versions/index.html", of.kind == "versions" || of.kind == "version"},
	}
	if t.site.Audience == export.Inside {
		all = append(all,
			item{t.words.Say.T("Dependencies"), "depends.html", of.kind == "depends"},
			item{t.words.Say.T("Open requests"), "requests.html", of.kind == "requests"})
	}
	if t.figures() != "" {
		all = append(all, item{t.words.Say.T("Key figures"), "figures.html", of.kind == "figures"})
	}
	if t.site.Draft.IsZero() {
		all = append(all, item{t.words.Say.T("How to check"), "proof.html", of.kind == "proof"})
	}
	for i := range all {
		all[i].To = root + all[i].To
	}
	return all
}

// sheets are the pages of the tree, in the order of a reader.
func (t *tree) sheets() []sheet {
	say := t.words.Say
	all := []sheet{
		{"home", "index.html", say.T("All services"), t.home()},
		{"search", "search.html", say.T("Search"), nil},
		{"versions", "versions/index.html", say.T("Versions"), t.versions()},
	}
	if t.site.Draft.IsZero() {
		all = append(all, sheet{"proof", "proof.html", say.T("How to check this catalogue"), nil})
	}
	if t.site.Audience == export.Inside {
		all = append(all, sheet{"depends", "depends.html", say.T("Dependencies"), t.dependencies()},
			sheet{"requests", "requests.html", say.T("Open requests"), nil})
	}
	if text := t.figures(); text != "" {
		all = append(all, sheet{"figures", "figures.html", say.T("Key figures"), text})
	}
	for i, s := range t.site.States {
		name := s.Version.String()
		all = append(all, sheet{"version", "versions/" + name + ".html", t.titled(s.Release), t.version(i)})
	}
	for _, e := range t.site.Entries {
		all = append(all, sheet{"entry", entryPath(e.ID), t.words.Text(e.Name), t.entry(e)})
	}
	return all
}

// figures say how well the procedure went, to the inside.
func (t *tree) figures() template.HTML {
	if t.site.Audience != export.Inside {
		return ""
	}
	return t.site.Figures[t.language()]
}

func entryPath(id catalogue.ServiceID) string { return "services/" + string(id) + ".html" }

// writeRoot hands over what the trees share, and the page that leads into the one of
// the catalogue's main language.
func (c Catalogue) writeRoot(put Put, trees []*tree) error {
	main := max(slices.IndexFunc(trees, func(t *tree) bool { return t.language() == c.Main }), 0)
	var out bytes.Buffer
	choose, err := template.ParseFS(pages, "pages/choose.html")
	if err != nil {
		return err
	}
	var ways []page
	for _, t := range slices.Concat(trees[main:main+1], trees[:main], trees[main+1:]) {
		ways = append(ways, page{
			Catalogue: &c, Lang: htmlLang(t.language()), Here: t.ownName(), Root: string(t.language()) + "/", AsOf: t.asOf(), Warning: t.warning(),
			Title: t.words.Say.T("Service catalogue of %s", t.words.Text(c.Organisation)),
		})
	}
	if err := choose.Execute(&out, ways); err != nil {
		return err
	}
	if err := put("index.html", clean(out.Bytes())); err != nil {
		return err
	}
	data, err := c.searched(trees)
	if err != nil {
		return err
	}
	if err := put("assets/data.js", clean(data)); err != nil {
		return err
	}
	return layFiles(put, assets, ".")
}

// titled is a version by its number.
func (t *tree) titled(r export.Release) string {
	if r.PublishedAt == "" {
		return t.words.Say.T("Draft of version %s", r.Version)
	}
	return t.words.Say.T("Version %s", r.Version)
}

// inForce is a version with the day from which it is in force.
func (t *tree) inForce(r export.Release) string {
	if r.PublishedAt == "" {
		return t.titled(r)
	}
	return t.words.Say.T("Version %s, in force from %s", r.Version, r.EffectiveFrom)
}

// asOf says what the pages show.
func (t *tree) asOf() string {
	if c := t.site; c.Draft.IsZero() {
		return t.words.Say.T("As of version %s, in force from %s, signed by %s.", c.Version, c.EffectiveFrom, c.PublishedBy)
	}
	return t.words.Say.Say(t.site.Draft)
}

// warning says for whom the pages are not.
func (t *tree) warning() string {
	if t.site.Audience == export.Inside {
		return t.words.Say.T("Internal: not for customers")
	}
	return ""
}

// day is the date of a time.
func day(at string) string { return at[:min(len(at), len("2006-01-02"))] }
