package report

import (
	"html/template"
	"io"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// writeHTML writes the report as one page that asks nothing of any other: no script, no
// font, no picture but those drawn in it.
func writeHTML(w io.Writer, r Report, say *lang.Printer) error {
	return r.fill(w, "report", say)
}

// HTML is what the page says, without its head: a part of somebody else's page, which
// has a look for it.
func (r Report) HTML(say *lang.Printer) (template.HTML, error) {
	var text strings.Builder
	err := r.fill(&text, "body", say)
	return template.HTML(text.String()), err
}

// fill fills one of the templates in.
func (r Report) fill(w io.Writer, name string, say *lang.Printer) error {
	t, err := template.New("report").Funcs(template.FuncMap{"t": func(text string) string { return say.T(text) }}).Parse(page + drawing)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, name, r.sheet(say))
}

// sheet is what the page shows.
type sheet struct {
	Language string
	Title    string
	About    [][2]string
	Figures  []told
	Shares   chart
}

type told struct {
	Key, Title, Value, Meaning string
	Heading                    string
	Measured                   bool
	Lines                      []listed
	Chart                      chart
}

type listed struct{ Name, Number, IDs string }

func (r Report) sheet(say *lang.Printer) sheet {
	s := sheet{Language: string(say.Language()), Title: r.title(say), About: r.about(say), Shares: r.shares(say)}
	for _, f := range r.Figures {
		one := told{Key: f.Key, Title: say.Say(f.Title), Value: f.Told(say), Meaning: say.Say(f.Meaning), Measured: f.Reason() == Measured, Chart: f.chart(say)}
		one.Heading = say.T("%s: %s", one.Title, one.Value)
		for _, l := range f.lines(say) {
			one.Lines = append(one.Lines, listed{l.name, strconv.Itoa(len(l.ids)), strings.Join(l.ids, ", ")})
		}
		s.Figures = append(s.Figures, one)
	}
	return s
}

const page = `<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1d2733; background: #fff; margin: 0 auto; max-width: 62rem; padding: 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem; border-top: 1px solid #d5dbe2; padding-top: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: #55606e; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; } caption { text-align: left; color: #55606e; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d5dbe2; overflow-wrap: anywhere; } th { background: #f2f5f8; }
td.n { text-align: right; } td.n, td.k { width: 1%; } td.n, td.k, th { white-space: nowrap; } th.n { text-align: right; } tr.na td { color: #55606e; } p.meaning { color: #55606e; margin: 0 0 .6rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem; align-items: start; } figure { margin: .8rem 0; }
svg { width: 100%; max-width: 34rem; height: auto; display: block; } figcaption { font-weight: 600; margin-bottom: .4rem; } svg text { font-size: 15px; fill: #1d2733; } svg .v { fill: #1d2733; font-weight: 600; }
@media (max-width: 44rem) { .pair { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; } section { break-inside: avoid; } }
</style>
</head>
<body>
<main>
{{template "body" .}}</main>
</body>
</html>
{{define "body"}}<h1>{{.Title}}</h1>
<dl>{{range .About}}<dt>{{index . 0}}</dt><dd>{{index . 1}}</dd>{{end}}</dl>
<table>
<thead><tr><th scope="col">{{t "Figure"}}</th><th scope="col">{{t "Value"}}</th><th scope="col">{{t "What is counted"}}</th></tr></thead>
<tbody>
{{range .Figures}}<tr{{if not .Measured}} class="na"{{end}}><td>{{if .Measured}}<a href="#{{.Key}}">{{.Title}}</a>{{else}}{{.Title}}{{end}}</td><td>{{.Value}}</td><td>{{.Meaning}}</td></tr>
{{end}}</tbody>
</table>
{{if .Shares.Bars}}<figure><figcaption>{{.Shares.Title}}</figcaption>{{template "bars" .Shares}}</figure>{{end}}
{{range .Figures}}{{if .Measured}}<section id="{{.Key}}">
<h2>{{.Heading}}</h2>
<p class="meaning">{{.Meaning}}</p>
{{if .Chart.Bars}}<div class="pair"><figure>{{template "bars" .Chart}}</figure>{{template "lists" .}}</div>{{else}}{{template "lists" .}}{{end}}
</section>
{{end}}{{end}}{{end}}
{{define "lists"}}<table>
<thead><tr><th scope="col">{{t "What"}}</th><th class="n" scope="col">{{t "Number"}}</th><th scope="col">{{t "Which"}}</th></tr></thead>
<tbody>
{{range .Lines}}<tr><td class="k">{{.Name}}</td><td class="n">{{.Number}}</td><td>{{.IDs}}</td></tr>
{{end}}</tbody>
</table>{{end}}
`

// drawing draws the bars of a chart. The table beside it says the same.
const drawing = `{{define "bars"}}<svg viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-labelledby="{{.ID}}-title {{.ID}}-desc" xmlns="http://www.w3.org/2000/svg">
<title id="{{.ID}}-title">{{.Title}}</title>
<desc id="{{.ID}}-desc">{{.Desc}}{{range .Bars}}; {{.Name}}: {{.Value}}{{end}}</desc>
{{range .Bars}}<text x="0" y="{{.NameY}}">{{.Name}}</text>
<rect x="0" y="{{.Y}}" width="{{.Of}}" height="16" fill="#e9edf1"/>
<rect x="0" y="{{.Y}}" width="{{.Length}}" height="16" fill="#2f6f9f"/>
<text class="v" x="{{.ValueAt}}" y="{{.TextY}}">{{.Value}}</text>
{{end}}</svg>{{end}}
`
