package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/wording"
)

// catalogue are the values of the catalogue of a version.
func (j *printing) catalogue() (any, error) {
	e, err := j.edition()
	if err != nil {
		return nil, err
	}
	j.file = "catalogue-" + e.Version.String()
	j.what = finding.Say("version %s, %s services", e.Version, len(e.Entries))
	return e.WordValues(j.app.paper()), nil
}

// releasePaper are the values of a release sheet.
type releasePaper struct {
	export.Head
	export.WordRelease
	Previous      string           `word:"previous"`
	ChangeRef     string           `word:"change_ref"` // for the inside only, as emergency and requests
	Emergency     string           `word:"emergency"`
	ChangedThere  bool             `word:"changed_there"`
	Changed       []changedPaper   `word:"changed"`
	RequestsThere bool             `word:"requests_there"`
	Requests      []requestedPaper `word:"requests"`
}

// changedPaper is a service that a version changed.
type changedPaper struct {
	Service  string `word:"service"`
	Change   string `word:"change"`
	Severity string `word:"severity"`
	Lines    string `word:"lines"`
}

// requestedPaper is a request that a version answers.
type requestedPaper struct {
	ID       string `word:"id"`
	Subject  string `word:"subject"`
	Customer string `word:"customer"`
	Meeting  string `word:"meeting"`
}

// release are the values of the release sheet of a version. Customers are told what
// changed of what they see, and nothing of the requests of others.
func (j *printing) release() (any, error) {
	e, err := j.edition()
	if err != nil {
		return nil, err
	}
	m, err := j.books.Version(e.Version)
	if err != nil {
		return nil, err
	}
	v := releasePaper{Previous: number(m.Previous)}
	v.Head, v.WordRelease = e.Word(j.app.paper(), j.app.say.Word("release sheet"))
	if v.Changed, err = j.changed(m); err != nil {
		return nil, err
	}
	v.ChangedThere = len(v.Changed) > 0
	if j.audience == export.Inside {
		v.ChangeRef = j.linked(m.ChangeRef)
		if m.Emergency != nil {
			v.Emergency = j.urgency(m)
		}
		for _, id := range m.Requests {
			v.Requests = append(v.Requests, j.requested(id))
		}
		v.RequestsThere = len(v.Requests) > 0
	}
	j.file, j.what = "release-"+e.Version.String(), finding.Say("version %s", e.Version)
	return v, nil
}

// changed are the services that a version changed, as its readers see them.
func (j *printing) changed(m *procedure.Manifest) ([]changedPaper, error) {
	seen := catalogue.Entries.Shown
	if j.audience == export.Inside {
		seen = func(all catalogue.Entries) catalogue.Entries { return all }
	}
	n, err := j.newsAs(j.ctx, newsStep{span{number(m.Previous), m.Version.String()}, m}, seen)
	if err != nil {
		return nil, err
	}
	var all []changedPaper
	for _, t := range n.services {
		change := procedure.Modify
		switch t.Kind {
		case wording.NewService:
			change = procedure.Add
		case wording.RetiredService:
			change = procedure.Retire
		}
		all = append(all, changedPaper{
			Service: j.app.wording().Called(t.Entry), Change: j.app.wording().Field(string(change)), Severity: j.app.wording().Field(string(t.Severity)),
			Lines: strings.Join(j.app.wording().News(t), "\n"),
		})
	}
	return all, nil
}

// requested is a request that a version answers, with the meeting that passed it.
func (j *printing) requested(id procedure.RequestID) requestedPaper {
	v := requestedPaper{ID: string(id)}
	r, err := j.books.Request(id)
	if err != nil {
		return v
	}
	for _, e := range r.History {
		if e.Step == procedure.StepPass && !e.Void {
			v.Meeting = string(e.Meeting)
		}
	}
	r = procedure.Corrected(r)
	v.Subject = j.app.text(r.Title)
	if r.Customer != nil {
		v.Customer = r.Customer.Name
	}
	return v
}
