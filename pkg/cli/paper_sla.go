package cli

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// agreementPaper are the values of an agreement.
type agreementPaper struct {
	export.Head
	ID            string               `word:"id"`
	State         string               `word:"state"`
	CustomerName  string               `word:"customer_name"`
	CustomerCode  string               `word:"customer_code"`
	ContractRef   string               `word:"contract_ref"`
	Version       string               `word:"version"`
	PublishedOn   string               `word:"published_on"`
	Digest        string               `word:"digest"`
	Ledger        string               `word:"ledger"`
	EffectiveFrom string               `word:"effective_from"`
	ExpiresOn     string               `word:"expires_on"`
	ReviewOn      string               `word:"review_on"`
	Signatory     string               `word:"signatory"`
	SignatoryOn   string               `word:"signatory_on"`
	SignedBy      string               `word:"signed_by"`
	SignedOn      string               `word:"signed_on"`
	Services      []export.WordService `word:"services"`

	CustomerContact string           `word:"customer_contact"` // for the inside only, as all below
	Notes           string           `word:"notes"`
	DeviationsThere bool             `word:"deviations_there"`
	Deviations      []deviationPaper `word:"deviations"`
}

// deviationPaper is a point in which an agreement deviates.
type deviationPaper struct {
	Service string `word:"service"`
	Point   string `word:"point"`
	Beyond  string `word:"beyond"`
	Reason  string `word:"reason"`
}

// agreement are the values of an agreement. The customer is told what is promised, and
// not why it is not what others get.
func (j *printing) agreement() (any, error) {
	id, err := j.resolve(records.Agreements(), j.given)
	if err != nil {
		return nil, err
	}
	a, err := j.books.Agreement(id)
	if err != nil {
		return nil, err
	}
	c, err := j.rules.FoldRecord(a)
	if err != nil {
		return nil, err
	}
	e, err := j.app.edition(j.ctx, j.repo, a.Version.String(), export.Customers) // what the customer is promised, whoever reads it
	if err != nil {
		return nil, err
	}
	_, release := e.Word(j.app.paper(), "")
	v := agreementPaper{
		Head: j.head("service level agreement", id), ID: id, State: j.app.say.Word(string(c.State)),
		CustomerName: a.Customer.Name, CustomerCode: a.Customer.Code, ContractRef: a.Contract.Ref,
		Version: a.Version.String(), PublishedOn: release.PublishedOn, Digest: string(a.Digest), Ledger: release.Ledger,
		EffectiveFrom: a.EffectiveFrom, ExpiresOn: a.ExpiresOn, ReviewOn: a.ReviewOn,
		Services: e.WordServices(j.app.paper(), agreedEntries(a, e.Entries)),
	}
	j.signatures(a, &v)
	if j.audience == export.Inside {
		v.CustomerContact, v.Notes = a.Customer.Contact, a.Notes
		for _, d := range a.Deviations {
			beyond := "no"
			if d.Beyond {
				beyond = "yes"
			}
			v.Deviations = append(v.Deviations, deviationPaper{j.named(j.books, d.Service), j.app.pointOf(d.Field), j.app.say.Word(beyond), d.Reason})
		}
		v.DeviationsThere = len(v.Deviations) > 0
	}
	j.file, j.what = "sla-"+id, finding.Say("%s, %s services", id, len(v.Services))
	return v, nil
}

// signatures are who signed it.
func (j *printing) signatures(a *procedure.Agreement, v *agreementPaper) {
	for _, e := range a.History {
		if e.Step == procedure.StepSignAgreement && !e.Void && e.Signatory != nil {
			v.Signatory, v.SignatoryOn = e.Signatory.Name, e.Signatory.SignedOn
			v.SignedBy, v.SignedOn = j.signedIn(e.By, e.Role, e.Entry), date(e.At)
		}
	}
}

// agreedEntries are the entries of an agreement with what was agreed on laid over them.
func agreedEntries(a *procedure.Agreement, seen []catalogue.Entry) []catalogue.Entry {
	var entries []catalogue.Entry
	for _, s := range a.Services {
		i := slices.IndexFunc(seen, func(e catalogue.Entry) bool { return e.ID == s.Service })
		if i < 0 {
			continue // it is not for customers
		}
		e := seen[i]
		if deviates(a, e.ID) {
			e.Objective = catalogue.Text{} // it tells what others are promised
		}
		e.Frequency, e.Hours, e.Levels, e.Workload, e.Exceptions = s.Frequency, s.Hours, s.Levels, s.Workload, s.Exceptions
		entries = append(entries, e)
	}
	return entries
}

func deviates(a *procedure.Agreement, id catalogue.ServiceID) bool {
	return slices.ContainsFunc(a.Deviations, func(d procedure.Deviation) bool { return d.Service == id })
}
