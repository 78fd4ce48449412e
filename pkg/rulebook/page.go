package rulebook

import (
	"cmp"
	_ "embed" // pages
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Values are what documents about the procedure are filled with.
type Values struct {
	export.Head
	Number string       `word:"number"` // of the procedure's version
	Flow   []flowValue  `word:"flow"`   // the chart in words, by rows
	Beside []string     // what is not in the chart, a line each
	Aside  string       `word:"beside"` // the same in one text
	Steps  []stepValue  `word:"steps"`
	Roles  []roleValue  `word:"roles"`
	People []humanValue `word:"people"`
	Rules  []ruleValue  `word:"rules"`
}

type flowValue struct {
	Step string `word:"step"` // with its number in the chart
	To   string `word:"to"`
	By   string `word:"by"`
	Also string `word:"also"` // steps drawn elsewhere that may be taken from where it leads
}

type stepValue struct {
	Name  string `word:"name"`
	From  string `word:"from"`
	To    string `word:"to"`
	By    string `word:"by"`
	Needs string `word:"needs"`
}

type roleValue struct {
	Name    string `word:"name"`
	Holders string `word:"holders"`
	Duties  string `word:"duties"`
	Skills  string `word:"skills"`
}

type humanValue struct {
	Name  string `word:"name"`
	ID    string `word:"id"`
	Email string `word:"email"`
	Roles string `word:"roles"`
	Keys  string `word:"keys"`
}

type ruleValue struct {
	Name  string `word:"name"`
	Value string `word:"value"`
}

// Values are those of a procedure.
func (b Book) Values() Values {
	v := Values{
		Head: export.Head{
			Organisation: b.Words.Text(b.Rules.Organisation), Title: b.Words.Field("service catalogue management procedure"),
			Reference: b.Words.Say.T("Version %s of the procedure", b.Rules.Version), Internal: b.Words.Say.T("Internal: not for customers"),
		},
		Number: b.Words.Say.T("%s", b.Rules.Version), Flow: b.inWords(), Beside: b.beside(),
	}
	v.Aside = strings.Join(v.Beside, "\n")
	for _, s := range b.Rules.Steps {
		v.Steps = append(v.Steps, stepValue{wording.Begun(b.step(s)), cmp.Or(b.states(s.From), "–"), b.state(s.To), cmp.Or(b.roles(s.By), b.Words.Say.T("nobody")), b.needs(s.Needs)})
	}
	for _, id := range roleIDs(b.Rules) {
		v.Roles = append(v.Roles, b.roleValue(id))
	}
	for _, id := range b.Rules.Persons() {
		p := b.Rules.People[id]
		v.People = append(v.People, humanValue{p.Name, string(id), p.Email, cmp.Or(b.hats(id), b.Words.Say.T("none: has left")), strings.Join(prints(p), "\n")})
	}
	for _, r := range Rules(b.Rules) {
		v.Rules = append(v.Rules, ruleValue{b.ruleName(r.Field), b.values(r.Values)})
	}
	return v
}

func prints(p procedure.Person) []string {
	var all []string
	for _, k := range p.Keys {
		all = append(all, fingerprint(k.Key))
	}
	return all
}

// roleIDs are the roles in the order in which steps name them, then the others, then the
// groups.
func roleIDs(p *procedure.Procedure) []procedure.RoleID {
	var ids []procedure.RoleID
	add := func(id procedure.RoleID) {
		if _, there := p.Roles[id]; there && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, s := range p.Steps {
		for _, id := range s.By {
			add(id)
			for _, member := range p.Groups[id].Roles {
				add(member)
			}
		}
	}
	for _, id := range bothKeys(p.Roles, nil) {
		add(id)
	}
	return append(ids, bothKeys(p.Groups, nil)...)
}

func (b Book) roleValue(id procedure.RoleID) roleValue {
	if g, group := b.Rules.Groups[id]; group {
		return roleValue{Name: wording.Begun(b.role(id)), Holders: b.roles(g.Roles)}
	}
	r := b.Rules.Roles[id]
	v := roleValue{Name: wording.Begun(b.role(id))}
	var holders []string
	for _, person := range b.Rules.Persons() {
		if slices.Contains(b.Rules.People[person].Roles, id) {
			holders = append(holders, b.person(person))
		}
	}
	v.Holders = cmp.Or(b.Words.List(holders), b.Words.Say.T("nobody"))
	for _, t := range r.Duties {
		v.Duties += b.Words.Text(t) + "\n"
	}
	for _, t := range r.Skills {
		v.Skills += b.Words.Text(t) + "\n"
	}
	v.Duties, v.Skills = strings.TrimSuffix(v.Duties, "\n"), strings.TrimSuffix(v.Skills, "\n")
	return v
}

// inWords is the chart as rows: each step is numbered by the way that leads to it.
func (b Book) inWords() []flowValue {
	f := b.flow()
	by := map[string]node{}
	for _, n := range f.nodes {
		by[n.id] = n
	}
	var rows []flowValue
	number := map[string]string{} // by box
	roots := 0
	for _, n := range f.nodes {
		if n.state {
			for i, step := range n.leads {
				number[step] = number[n.id] + "." + strconv.Itoa(i+1)
			}
			continue
		}
		if n.layer == 0 {
			roots++
			number[n.id] = strconv.Itoa(roots)
		}
		row := flowValue{Step: number[n.id] + " " + n.upper, By: n.next}
		if len(n.leads) > 0 {
			to := by[n.leads[0]]
			number[to.id] = number[n.id]
			row.To, row.Also = to.upper, to.next
			if to.final {
				row.To = b.Words.Say.T("%s (the end)", to.upper)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// beside are the steps that the chart does not show: those that lead nowhere else.
func (b Book) beside() []string {
	var lines []string
	for _, s := range b.Rules.Steps {
		if len(s.By) > 0 && !moves(s) && s.Of == procedure.OfRequest {
			lines = append(lines, b.Words.Say.T("%s: %s; the state stays as it is", wording.Begun(b.step(s)), b.roles(s.By)))
		}
	}
	return lines
}

//go:embed pages/procedure.html
var page string

//go:embed pages/style.css
var style string

// Style is how pages of the organisation's own look: no font, picture or script is
// fetched from anywhere.
func Style() string { return style }

// WriteHTML writes the procedure as a page that needs nothing beside it.
func (b Book) WriteHTML(w io.Writer) error {
	t, err := template.New("procedure").Funcs(template.FuncMap{"t": b.Words.Say.T, "field": b.Words.Field}).Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		Values
		Lang  string
		Style template.CSS
		Chart template.HTML
	}{b.Values(), string(b.Words.Say.Language()), template.CSS(style), template.HTML(b.Chart())})
}

// WriteMarkdown writes the procedure as Markdown, with the chart as the table of its
// steps.
func (b Book) WriteMarkdown(w io.Writer) error {
	v := b.Values()
	say := b.Words.Say
	var s strings.Builder
	s.WriteString(plain.MarkdownHeading(1, v.Title))
	s.WriteString(plain.Markdown(v.Organisation+" · "+v.Reference+" · "+v.Internal) + "\n\n")
	b.table(&s, say.T("The flow of work"), []string{say.T("Step"), say.T("To"), say.T("By"), say.T("also possible there")}, func(row func(...string)) {
		for _, f := range v.Flow {
			row(f.Step, f.To, f.By, f.Also)
		}
	})
	for _, line := range v.Beside {
		s.WriteString("- " + plain.Markdown(line) + "\n")
	}
	b.table(&s, say.T("Steps"), []string{say.T("Step"), say.T("From"), say.T("To"), say.T("By"), say.T("Needs")}, func(row func(...string)) {
		for _, st := range v.Steps {
			row(st.Name, st.From, st.To, st.By, st.Needs)
		}
	})
	b.table(&s, say.T("Roles"), []string{b.Words.Field("role"), say.T("People"), b.Words.Field("duties"), b.Words.Field("skills")}, func(row func(...string)) {
		for _, r := range v.Roles {
			row(r.Name, r.Holders, r.Duties, r.Skills)
		}
	})
	b.table(&s, say.T("People"), []string{say.T("Name"), say.T("Email"), say.T("Roles"), say.T("Keys")}, func(row func(...string)) {
		for _, p := range v.People {
			row(p.Name, p.Email, p.Roles, p.Keys)
		}
	})
	b.table(&s, b.Words.Field("rules"), []string{b.Words.Field("rules"), b.Words.Field("value")}, func(row func(...string)) {
		for _, r := range v.Rules {
			row(r.Name, r.Value)
		}
	})
	_, err := io.WriteString(w, s.String())
	return err
}

func (b Book) table(w *strings.Builder, title string, head []string, rows func(row func(...string))) {
	w.WriteString("\n" + plain.MarkdownHeading(2, title))
	w.WriteString(plain.MarkdownRow(head...) + plain.MarkdownRule(len(head)))
	rows(func(cells ...string) {
		for i, c := range cells {
			cells[i] = plain.MarkdownCell(c)
		}
		w.WriteString(plain.MarkdownRow(cells...))
	})
}
