package procedure

import (
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// fieldTitle is the one correctable field that is a text in several languages.
const fieldTitle = "title"

// fieldsOf are the names of the fields of a request that a correction may put right,
// sorted. Who raised it and where it comes from stay: segregation rests on them.
func fieldsOf(r *Request) []string {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(correctable(r))), fieldTitle)))
}

// correctable are the fields of a request by name, to read and to set; the title
// is not among them.
func correctable(r *Request) map[string]*string {
	fields := map[string]*string{
		"words": &r.Words, "business_goal": &r.BusinessGoal, "priority": &r.Priority, "value": &r.Value,
		"raised_on": &r.RaisedOn,
	}
	if r.Customer != nil {
		fields["customer.name"] = &r.Customer.Name
		fields["customer.code"] = &r.Customer.Code
		fields["customer.contact"] = &r.Customer.Contact
	}
	if r.Contract != nil {
		fields["contract.ref"] = &r.Contract.Ref
		fields["contract.stage"] = &r.Contract.Stage
		fields["contract.due_on"] = &r.Contract.DueOn
	}
	return fields
}

// Corrected is the request as its corrections make it. The original stays as it
// is; so do its bytes.
func Corrected(r *Request) *Request {
	c := *r
	if r.Customer != nil {
		customer := *r.Customer
		c.Customer = &customer
	}
	if r.Contract != nil {
		contract := *r.Contract
		c.Contract = &contract
	}
	for _, e := range r.History {
		if e.Correction != nil && !e.Void {
			c.set(*e.Correction)
		}
	}
	return &c
}

func (r *Request) set(c Correction) {
	if c.Field == fieldTitle {
		r.Title = catalogue.Text{Plain: c.To}
		return
	}
	if v, ok := correctable(r)[c.Field]; ok {
		*v = c.To
	}
}

// Correct makes the correction of one field, or refuses a field that the request
// has none of, a value that the field cannot take and one that is there already.
func Correct(r *Request, field, to string) (Correction, *Refusal) {
	now, subject := Corrected(r), string(StepCorrect)+" "+string(r.ID)
	from, ok := now.field(field)
	if !ok {
		return Correction{}, about(subject, refuse("E_HISTORY", finding.Say("the field %s cannot be corrected here", field))).
			hint(finding.Say("fields that can: %s", Names(fieldsOf(now))))
	}
	if no := judgeValue(field, from, to); no != nil {
		return Correction{}, about(subject, no)
	}
	return Correction{Field: field, From: from, To: to}, nil
}

func (r *Request) field(name string) (string, bool) {
	if name == fieldTitle {
		return r.Title.String(), true
	}
	v, ok := correctable(r)[name]
	if !ok {
		return "", false
	}
	return *v, true
}
