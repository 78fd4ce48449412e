package sheet

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// asked stands before the fields of one thing that a form asks for.
const asked = "ask."

// formColumns are the fields of a form of a service level requirement that whoever asks
// fills in. What the procedure adds (ids, who logged it, what was decided, what it is
// worth) is none of them: a form that comes back says nothing of it.
func formColumns(main lang.Language) []Column {
	all := slices.Concat(
		words("title", "customer.name", "customer.code", "customer.contact"),
		[]Column{column("priority", choice{all: []string{"low", "medium", "high", "urgent"}})},
		words("contract.ref"),
		[]Column{
			column("contract.stage", choice{all: []string{"negotiation", "signing", "renewal", "in_service"}}),
			column("contract.due_on", date{}),
			column("source", source{choice{all: []string{"contract", "renewal", "tender", "other"}}}),
		},
		words("words", "business_goal", "ask.service"), numbers("ask.quantity"),
	)
	ofService := columns(main)
	for _, path := range []string{"hours.preset", "hours.days", "hours.from", "hours.to", "hours.holidays", "hours.note", "frequency.unit", "frequency.times", "frequency.note", "delivery"} {
		i := slices.IndexFunc(ofService, func(c Column) bool { return c.Field() == path && c.side == everywhere })
		all = append(all, column(asked+path, ofService[i].cell))
	}
	t := tongues{main: main}
	return slices.Concat(all,
		[]Column{column("ask.sites", list{choice{nil, true}}), rows("ask.deliverables", t, "name", "form", "due")},
		words("ask.note"))
}

// source is where a requirement comes from: in a form that comes in, something that a
// customer stands behind, since on others the procedure has other rules.
type source struct{ choice }

func (s source) show(p *lang.Printer, v any) string { return p.Word(plain{}.show(p, v)) }

// FormLabel is what a field of the form is called; those of one thing asked for are
// named without a prefix.
func FormLabel(p *lang.Printer, field string) string {
	return upper(formLabel(p, strings.TrimPrefix(field, asked)))
}

func formLabel(p *lang.Printer, field string) string {
	switch field {
	case "customer.name":
		return p.T("Customer")
	case "customer.code":
		return p.T("Code of the customer")
	case "customer.contact":
		return p.T("Contact at the customer")
	case "contract.ref":
		return p.T("Number of the contract")
	case "contract.stage":
		return p.Word("stage")
	case "contract.due_on":
		return p.T("Needed by")
	case "service":
		return p.T("Service in the catalogue")
	case "priority":
		return p.T("How urgent it is")
	}
	return column(field, nil).label(p)
}

func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// hints are the texts of a form that ask to be replaced.
func hints(p *lang.Printer) []string {
	return []string{
		"…", "—", p.T("fill in here"), p.T("choose"), p.T("YYYY-MM-DD"), p.T("HH:MM"), p.T("Mon, Tue, Wed"),
		p.T("id or name in the catalogue; may be empty"), p.T("onsite, remote, resident, phone, self-service, depot"),
		p.T("one a line: name | form | due"),
	}
}

// levelParts are the columns of the levels that are asked for.
func levelParts(main lang.Language) []part { return level(tongues{main: main}).cell.(records).parts }

// FormPage is a form as it is told to a reader: what each field says, by its name.
type FormPage struct {
	Fields map[string]string
	Asks   []FormAsk
}

// FormAsk is one thing that a form asks for.
type FormAsk struct {
	Fields map[string]string
	Levels []map[string]string
}

// Form tells a requirement as the form has it. One that asks for nothing has room for
// one thing.
func (l Layout) Form(r Record) FormPage {
	page := FormPage{Fields: l.formFields(r, "")}
	asks, _ := r["asks"].([]any)
	room := 1
	if r["id"] == nil {
		room = formRoom
	}
	if len(asks) == 0 {
		asks = []any{map[string]any{}}
	}
	for _, a := range asks {
		ask, _ := a.(map[string]any)
		page.Asks = append(page.Asks, FormAsk{l.formFields(map[string]any{"ask": ask}, asked), l.formLevels(ask, room)})
	}
	return page
}

func (l Layout) formFields(r Record, prefix string) map[string]string {
	said := map[string]string{}
	for _, c := range formColumns(l.Main) {
		if inAsk := strings.HasPrefix(c.Field(), asked); inAsk == (prefix == asked) {
			said[strings.TrimPrefix(c.Field(), prefix)] = c.cell.show(l.Say, c.value(r))
		}
	}
	return said
}

// formRoom is how many levels a form to be filled in has room for.
const formRoom = 4

func (l Layout) formLevels(ask map[string]any, room int) (all []map[string]string) {
	parts := levelParts(l.Main)
	items, _ := ask["levels"].([]any)
	if len(items) == 0 {
		items = make([]any, room)
	}
	for _, item := range items {
		fields, _ := item.(map[string]any)
		said := map[string]string{}
		for _, p := range parts {
			said[p.name] = p.show(l.Say, fields[p.name])
		}
		all = append(all, said)
	}
	return all
}
