package cli

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/sheet"
)

// requestPaper are the values of the form of a service level requirement.
type requestPaper struct {
	export.Head
	ID              string     `word:"id"`
	State           string     `word:"state"`
	RaisedBy        string     `word:"raised_by"`
	RaisedOn        string     `word:"raised_on"`
	Subject         string     `word:"subject"`
	CustomerName    string     `word:"customer_name"`
	CustomerCode    string     `word:"customer_code"`
	CustomerContact string     `word:"customer_contact"`
	ContractRef     string     `word:"contract_ref"`
	ContractStage   string     `word:"contract_stage"`
	ContractDueOn   string     `word:"contract_due_on"`
	Source          string     `word:"source"`
	Priority        string     `word:"priority"`
	Words           string     `word:"words"`
	BusinessGoal    string     `word:"business_goal"`
	Asks            []askPaper `word:"asks"`
	Coverage        string     `word:"coverage"`
	Decision        string     `word:"decision"`
	DecidedOn       string     `word:"decided_on"`
	DecidedBy       string     `word:"decided_by"`
	Reason          string     `word:"reason"`
	Considered      string     `word:"considered"` // for the inside only
	Outcome         string     `word:"outcome"`

	sheet  sheet.Layout // of the same form as a workbook
	record sheet.Record
}

// askPaper is one thing asked for.
type askPaper struct {
	Number         string       `word:"number"`
	Service        string       `word:"service"`
	Quantity       string       `word:"quantity"`
	HoursPreset    string       `word:"hours_preset"`
	HoursDays      string       `word:"hours_days"`
	HoursFrom      string       `word:"hours_from"`
	HoursTo        string       `word:"hours_to"`
	HoursHolidays  string       `word:"hours_holidays"`
	HoursNote      string       `word:"hours_note"`
	FrequencyUnit  string       `word:"frequency_unit"`
	FrequencyTimes string       `word:"frequency_times"`
	FrequencyNote  string       `word:"frequency_note"`
	Delivery       string       `word:"delivery"`
	Sites          string       `word:"sites"`
	Deliverables   string       `word:"deliverables"`
	Note           string       `word:"note"`
	Levels         []levelPaper `word:"levels"`
}

// levelPaper is a service level asked for.
type levelPaper struct {
	Metric   string `word:"metric"`
	Name     string `word:"name"`
	Priority string `word:"priority"`
	Op       string `word:"op"`
	Value    string `word:"value"`
	Unit     string `word:"unit"`
	Window   string `word:"window"`
	Clock    string `word:"clock"`
}

// request are the values of the form of a requirement, or of one to be filled in.
func (j *printing) request() (any, error) {
	v := requestPaper{sheet: sheet.Layout{Say: j.app.say, Main: lang.Language(j.rules.Language()), Creator: j.app.text(j.rules.Organisation)}, record: sheet.Record{}}
	title := "service level requirement"
	if j.given == "" {
		v.Head = j.head(title, "")
		v.Internal = ""
		j.file, j.what = "slr", finding.Say("a form to be filled in")
		v.fill()
		return v, nil
	}
	id, err := j.resolve(records.Requests(), j.given)
	if err != nil {
		return nil, err
	}
	original, err := j.books.Request(procedure.RequestID(id))
	if err != nil {
		return nil, err
	}
	c, err := j.rules.Fold(original)
	if err != nil {
		return nil, err
	}
	r := procedure.Corrected(original)
	if v.record, err = j.formRecord(r); err != nil {
		return nil, err
	}
	v.Head, v.ID, v.State = j.head(title, id), id, j.app.wording().Field(string(c.State))
	v.RaisedBy, v.RaisedOn = j.name(procedure.PersonID(r.RaisedBy)), r.RaisedOn
	j.file, j.what = "request-"+id, finding.Say("%s", id)
	v.fill()
	return v, j.decided(&v, r, c)
}

// formRecord is a request with the names and values of its record. Customers do not get
// whom the organisation turns to.
func (j *printing) formRecord(r *procedure.Request) (sheet.Record, error) {
	text, err := document.Encode(r)
	if err != nil {
		return nil, err
	}
	doc, found := document.Parse(string(r.ID), text)
	if finding.Failed(found) {
		return nil, &records.Broken{Findings: found}
	}
	record, _ := doc.Value().(map[string]any)
	if customer, ok := record["customer"].(map[string]any); ok && j.audience != export.Inside {
		delete(customer, "contact")
	}
	if _, said := record["title"].(map[string]any); said {
		record["title"] = j.app.text(r.Title)
	}
	return record, nil
}

// fill takes the fields of the form out of the record.
func (v *requestPaper) fill() {
	form := v.sheet.Form(v.record)
	f := form.Fields
	v.Subject, v.CustomerName, v.CustomerCode, v.CustomerContact = f["title"], f["customer.name"], f["customer.code"], f["customer.contact"]
	v.ContractRef, v.ContractStage, v.ContractDueOn = f["contract.ref"], f["contract.stage"], f["contract.due_on"]
	v.Source, v.Priority, v.Words, v.BusinessGoal = f["source"], f["priority"], f["words"], f["business_goal"]
	for i, ask := range form.Asks {
		f := ask.Fields
		a := askPaper{
			Number: strconv.Itoa(i + 1), Service: f["service"], Quantity: f["quantity"],
			HoursPreset: f["hours.preset"], HoursDays: f["hours.days"], HoursFrom: f["hours.from"], HoursTo: f["hours.to"],
			HoursHolidays: f["hours.holidays"], HoursNote: f["hours.note"],
			FrequencyUnit: f["frequency.unit"], FrequencyTimes: f["frequency.times"], FrequencyNote: f["frequency.note"],
			Delivery: f["delivery"], Sites: f["sites"], Deliverables: f["deliverables"], Note: f["note"],
		}
		for _, l := range ask.Levels {
			a.Levels = append(a.Levels, levelPaper{l["metric"], l["name"], l["priority"], l["op"], l["value"], l["unit"], l["window"], l["clock"]})
		}
		v.Asks = append(v.Asks, a)
	}
}

// decided tells what the catalogue covers and what was decided. Customers are told what
// the letter to them tells (sc show --reply).
func (j *printing) decided(v *requestPaper, r *procedure.Request, c procedure.Case) error {
	if cov := r.Coverage; cov != nil {
		lines := []string{j.app.say.T("%s, by version %s", j.app.wording().Field(string(cov.Result)), cov.Version)}
		if j.audience == export.Inside {
			for _, m := range cov.Matched {
				lines = append(lines, j.named(j.books, m.Service))
				for _, g := range m.Gaps {
					lines = append(lines, "  "+j.app.gap(g))
				}
			}
		}
		v.Coverage = strings.Join(lines, "\n")
	}
	e := settled(r)
	if e.Step == "" {
		return nil
	}
	v.Decision, v.DecidedOn, v.Reason = j.step(e.Step), date(e.At), e.Reason
	v.DecidedBy = j.role(e.Role)
	if j.audience == export.Inside {
		v.DecidedBy = j.signedIn(e.By, e.Role, e.Entry)
		if k := e.Considered; k != nil {
			v.Considered = j.app.say.T("business need: %s", k.BusinessNeed) + "\n" + j.app.say.T("company situation: %s", k.CompanySituation)
		}
	}
	v.Outcome = cmp.Or(number(c.Version), j.shownService(e.Service))
	return nil
}

// shownService is a service that may be named to the reader.
func (j *printing) shownService(id catalogue.ServiceID) string {
	if id == "" {
		return ""
	}
	l := &letter{desk: j.desk}
	if _, name, shown := l.service(id); shown || j.audience == export.Inside {
		return name
	}
	return ""
}

// settled is the last step of a request that decided on it; the zero one where none
// has.
func settled(r *procedure.Request) (last procedure.Event) {
	for _, e := range r.History {
		switch e.Step {
		case procedure.StepApprove, procedure.StepReject, procedure.StepClose, procedure.StepWithdraw, procedure.StepRefuse:
			if !e.Void {
				last = e
			}
		}
	}
	return last
}
